//! Rows a processor second into a file.

use crate::processor::seconds_with_server;
use crate::{Bench, support, tell};

pub fn measure(bench: &Bench) {
    let file = support::sqlite();
    bench.apply(file.url());
    let seconds = seconds_with_server(None, || bench.seed(file.url()));
    tell("SQLite, keys and index", seconds, None);
    println!("SQLite: {:.2} million rows a processor second\n", bench.rows() / seconds / 1e6);
}
