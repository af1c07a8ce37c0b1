//! Rows a processor second into a file: into tables of three kinds, since every index is another tree that each row goes into.

use crate::processor::seconds_with_server;
use crate::{Bench, support, tell};
use rusqlite::Connection;

const WITHOUT_KEYS: &str = "
CREATE TABLE dim_company (company_key bigint, company_id varchar(20), region varchar(40), industry varchar(60));
CREATE TABLE dim_date (date_key bigint, day date, month int, year int);
CREATE TABLE fact_payment (payment_id bigint, company_key bigint, date_key bigint, principal_paid decimal(12,2));
";

/// With keys that are the numbers of the rows, as `INTEGER PRIMARY KEY` alone makes them.
const ROW_KEYS: &str = "
CREATE TABLE dim_company (company_key integer PRIMARY KEY, company_id varchar(20), region varchar(40), industry varchar(60));
CREATE TABLE dim_date (date_key integer PRIMARY KEY, day date, month int, year int);
CREATE TABLE fact_payment (
  payment_id integer PRIMARY KEY,
  company_key bigint REFERENCES dim_company,
  date_key bigint REFERENCES dim_date,
  principal_paid decimal(12,2)
);
";

pub fn measure(bench: &Bench) {
    for (what, tables) in [("no keys", WITHOUT_KEYS), ("row numbers as keys, two foreign keys", ROW_KEYS)] {
        let file = support::sqlite();
        let path = file.url().strip_prefix("sqlite:").expect("an address of a file");
        Connection::open(path).and_then(|it| it.execute_batch(tables)).expect("tables");
        load(bench, what, file.url());
    }
    let file = support::sqlite();
    bench.apply(file.url());
    load(bench, "primary key of its own, two foreign keys, index", file.url());
    println!();
}

fn load(bench: &Bench, what: &str, url: &str) {
    let seconds = seconds_with_server(None, || bench.seed(url));
    tell(&format!("SQLite, {what}"), seconds, None);
    println!("SQLite, {what}: {:.2} million rows a processor second", bench.rows() / seconds / 1e6);
}
