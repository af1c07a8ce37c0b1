//! The SQL of a made-up catalog as large as that of a big application: the same bytes every time.
//!
//! It holds what schema tools are known to lose: indexes of partitions attached to those of their parents, constraints of single partitions,
//! functions that indexes and checks stand on, domains under columns, views over views.

mod access;
mod change;
mod function;
mod partition;
mod table;
mod types;
mod view;

pub use change::changes;

/// Tables that are neither partitioned nor partitions.
const PLAIN_TABLES: usize = 1000;

/// Partitioned tables; each has eight partitions, and every fourth has one that is divided once more into four.
const PARTITIONED_TABLES: usize = 40;

const NAMESPACES: [&str; 8] = ["sales", "stock", "people", "accounts", "web", "support", "fleet", "plant"];

/// The whole catalog, statement by statement in an order that runs.
pub fn schema() -> String {
    let mut sql = String::new();
    access::roles(&mut sql);
    for namespace in NAMESPACES {
        types::namespace(&mut sql, namespace);
        function::functions(&mut sql, namespace);
        types::domains_with_functions(&mut sql, namespace);
    }
    (0..PLAIN_TABLES).for_each(|number| table::table(&mut sql, number));
    (0..PARTITIONED_TABLES).for_each(|number| partition::partitioned_table(&mut sql, number));
    for namespace in NAMESPACES {
        function::functions_over_tables(&mut sql, namespace);
    }
    (0..view::VIEWS).for_each(|number| view::view(&mut sql, number));
    (0..view::MATERIALIZED_VIEWS).for_each(|number| view::materialized_view(&mut sql, number));
    access::grants(&mut sql);
    sql
}

/// Neighbouring numbers are in different namespaces, so that references cross them.
fn namespace(number: usize) -> &'static str {
    NAMESPACES[number % NAMESPACES.len()]
}

/// The name of a plain table, with its namespace.
fn record(number: usize) -> String {
    format!("{}.record_{number:04}", namespace(number))
}

/// The name of a partitioned table, with its namespace.
fn event(number: usize) -> String {
    format!("{}.event_{number:02}", namespace(number))
}
