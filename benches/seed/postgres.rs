//! Beside COPY of files that are there already.

use crate::processor::seconds_with_server;
use crate::{Bench, support, tell};

const BARE: &str = "
CREATE UNLOGGED TABLE dim_company (company_key bigint, company_id varchar(20), region varchar(40), industry varchar(60));
CREATE UNLOGGED TABLE dim_date (date_key bigint, day date, month int, year int);
CREATE UNLOGGED TABLE fact_payment (payment_id bigint, company_key bigint, date_key bigint, principal_paid numeric(12,2));
";

pub fn measure(bench: &Bench) {
    let Some(server) = support::private_postgres() else { return };
    let process = server.process();
    for database in ["bare", "keyed"] {
        server.create(database);
    }
    let copy = |database: &str, direction: &str, format: &str| {
        let file = bench.path(&format!("payments.{format}"));
        server.sql(database, &format!("\\copy fact_payment {direction} '{}' (format {format})\n", file.display()));
    };
    server.sql("bare", BARE);
    let seed = seconds_with_server(process, || bench.seed(&server.url("bare")));
    let mut raw = Vec::new();
    for format in ["binary", "text"] {
        copy("bare", "to", format);
        server.sql("bare", "TRUNCATE fact_payment; CHECKPOINT");
        raw.push(seconds_with_server(process, || copy("bare", "from", format)));
    }
    tell("PostgreSQL, unlogged, no keys", seed, Some(("COPY of a binary file", raw[0])));
    tell("PostgreSQL, unlogged, no keys", seed, Some(("COPY of a text file", raw[1])));

    bench.apply(&server.url("keyed"));
    let seed = seconds_with_server(process, || bench.seed(&server.url("keyed")));
    server.sql("keyed", "TRUNCATE fact_payment; CHECKPOINT");
    let in_place = seconds_with_server(process, || copy("keyed", "from", "binary"));
    tell("PostgreSQL, primary key, two foreign keys, index", seed, Some(("the same rows in place", in_place)));
    println!();
}
