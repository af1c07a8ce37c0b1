//! Beside LOAD DATA of a file that is there already.

use crate::processor::seconds_with_server;
use crate::{Bench, support, tell};

pub fn measure(bench: &Bench) {
    let Some(server) = support::private_mariadb() else { return };
    let process = server.process();
    server.create("loans");
    bench.apply(&server.url("loans"));
    let seed = seconds_with_server(process, || bench.seed(&server.url("loans")));
    let file = bench.path("payments.txt");
    let rows = server.sql("loans", "SELECT payment_id, company_key, date_key, principal_paid FROM fact_payment");
    std::fs::write(&file, rows).expect("a file");
    server.sql("loans", "TRUNCATE fact_payment");
    let load = format!(
        "SET foreign_key_checks = 0; LOAD DATA LOCAL INFILE '{}' INTO TABLE fact_payment (payment_id, company_key, date_key, principal_paid);",
        file.display()
    );
    let raw = seconds_with_server(process, || drop(server.sql("loans", &load)));
    tell("MariaDB, primary key, two foreign keys, index", seed, Some(("LOAD DATA of a file", raw)));
    println!();
}
