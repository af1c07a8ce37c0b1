//! What is in a database, counted by the system's catalog.

use super::support::Database;
use std::collections::BTreeMap;

/// Tools are known to lose objects of a schema of this size.
const LEAST_OBJECTS: u64 = 14_584;

/// A query per kind, over relations of `own` namespaces. The ledger is no part of the schema.
const KINDS: [(&str, &str); 10] = [
    ("tables", "pg_class WHERE relkind IN ('r', 'p') AND relnamespace IN (TABLE own) AND relname !~ '^db_assistant_'"),
    ("indexes", "pg_class WHERE relkind IN ('i', 'I') AND relnamespace IN (TABLE own) AND relname !~ '^db_assistant_'"),
    ("attached indexes", "pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind IN ('i', 'I')"),
    ("constraints", "pg_constraint WHERE connamespace IN (TABLE own) AND conname !~ '^db_assistant_'"),
    ("foreign keys", "pg_constraint WHERE contype = 'f' AND connamespace IN (TABLE own)"),
    ("triggers", "pg_trigger WHERE NOT tgisinternal"),
    ("functions", "pg_proc WHERE pronamespace IN (TABLE own)"),
    ("views", "pg_class WHERE relkind IN ('v', 'm') AND relnamespace IN (TABLE own)"),
    ("types", "pg_type WHERE typtype IN ('e', 'd') AND typnamespace IN (TABLE own)"),
    ("sequences", "pg_class WHERE relkind = 'S' AND relnamespace IN (TABLE own)"),
];

/// Counted with another kind, and so not in the total.
const PARTS: [&str; 2] = ["attached indexes", "foreign keys"];

#[derive(Debug)]
pub struct Counts(BTreeMap<String, u64>);

pub fn count(database: &Database) -> Counts {
    let own = "WITH own AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')";
    let counts = KINDS.map(|(kind, rows)| format!("SELECT '{kind}', count(*) FROM {rows}"));
    let lines = database.psql(&format!("{own}\n{};", counts.join("\nUNION ALL ")));
    let counts = lines.lines().map(|line| {
        let (kind, count) = line.split_once('|').expect("a kind and its number");
        (kind.to_owned(), count.parse().expect("a number"))
    });
    Counts(counts.collect())
}

impl Counts {
    pub fn total(&self) -> u64 {
        self.0.iter().filter(|(kind, _)| !PARTS.contains(&kind.as_str())).map(|(_, count)| count).sum()
    }

    /// A line per kind of which there are not as many in the other.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let differs = self.0.iter().filter(|(kind, count)| other.0.get(*kind) != Some(count));
        differs.map(|(kind, count)| format!("{count} {kind}, and {:?} in the copy", other.0.get(kind))).collect()
    }
}

pub fn print(counts: &Counts) {
    let kinds: Vec<String> = counts.0.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    println!("{} objects: {}\n", counts.total(), kinds.join(", "));
    assert!(counts.total() >= LEAST_OBJECTS, "the catalog is smaller than it is meant to be");
}
