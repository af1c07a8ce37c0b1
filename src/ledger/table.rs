//! The ledger's tables as data: what makes, reads, writes and upgrades them is derived from these lists.

use crate::model::Value;
use std::fmt::Write as _;

/// The format that this version of dbx writes. 1 had no runs and no format; each column says since when it is there.
pub(super) const FORMAT: i64 = 3;

/// One table of the ledger.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name behind the prefix.
    pub suffix: &'static str,
    pub columns: &'static [Column],
    /// How many of the first columns are the key.
    pub key: usize,
}

#[derive(Debug)]
pub(super) struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// The format in which it came.
    pub since: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
}

const fn column(name: &'static str, kind: Kind, required: bool, since: i64) -> Column {
    Column { name, kind, required, since }
}

/// One row per operation, and one with operation 0 for the plan as a whole.
pub(super) const MIGRATIONS: Table = Table {
    suffix: "migrations",
    columns: &[
        column("run", Kind::Number, true, 1),
        column("operation", Kind::Number, true, 1),
        column("plan", Kind::Text, true, 1),
        column("file", Kind::Text, true, 1),
        column("object", Kind::Text, true, 1),
        column("statement_hash", Kind::Text, true, 1),
        column("state", Kind::Text, true, 1),
        column("started_at", Kind::Text, true, 1),
        column("finished_at", Kind::Text, false, 1),
        column("error", Kind::Text, false, 1),
        column("tool", Kind::Text, true, 1),
        column("from_fingerprint", Kind::Text, true, 1),
        column("to_fingerprint", Kind::Text, true, 1),
        column("resumes", Kind::Number, false, 2),
        column("statements_done", Kind::Number, false, 2),
        column("affected", Kind::Number, false, 2),
        column("before_fingerprint", Kind::Text, false, 2),
        column("after_fingerprint", Kind::Text, false, 2),
        column("seal", Kind::Text, false, 2),
    ],
    key: 2,
};

/// One row per command that changed, or meant to change, the database.
pub(super) const RUNS: Table = Table {
    suffix: "runs",
    columns: &[
        column("run", Kind::Number, true, 2),
        column("command", Kind::Text, true, 2),
        column("phase", Kind::Text, true, 2),
        column("status", Kind::Text, true, 2),
        column("started_at", Kind::Text, true, 2),
        column("finished_at", Kind::Text, false, 2),
        column("elapsed_ms", Kind::Number, false, 2),
        column("tool", Kind::Text, true, 2),
        column("actor", Kind::Text, false, 2),
        column("server", Kind::Text, true, 2),
        column("session", Kind::Text, false, 2),
        column("error", Kind::Text, false, 2),
        column("seed", Kind::Text, false, 2),
        column("tokens", Kind::Number, false, 2),
        column("affected", Kind::Number, false, 2),
        column("cost_usd", Kind::Text, false, 3),
    ],
    key: 1,
};

/// One row: the format of the others.
pub(super) const FORMATS: Table =
    Table { suffix: "format", columns: &[column("format", Kind::Number, true, 2)], key: 1 };

impl Column {
    /// As it stands in CREATE TABLE and ADD COLUMN.
    pub fn definition(&self) -> String {
        let data_type = match self.kind {
            Kind::Number => "BIGINT",
            Kind::Text => "TEXT",
        };
        format!("{} {data_type}{}", self.name, if self.required { " NOT NULL" } else { "" })
    }
}

impl Table {
    /// `name` is quoted, `options` stand behind the columns.
    pub fn create(&self, name: &str, options: &str) -> String {
        let mut sql = format!("CREATE TABLE IF NOT EXISTS {name} (\n");
        for column in self.columns {
            // Writing to a string cannot fail.
            let _ = writeln!(sql, "    {},", column.definition());
        }
        let key: Vec<&str> = self.columns[..self.key].iter().map(|column| column.name).collect();
        let _ = write!(sql, "    PRIMARY KEY ({})\n){options}", key.join(", "));
        sql
    }

    /// One parameter per column, in their order.
    pub fn insert(&self, name: &str) -> String {
        let values: Vec<String> = self.columns.iter().enumerate().map(|(at, column)| column.parameter(at)).collect();
        format!("INSERT INTO {name} ({}) VALUES ({})", self.names().join(", "), values.join(", "))
    }

    /// Changes the row with the same key: one parameter per column, in their order.
    pub fn update(&self, name: &str) -> String {
        let equations: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| format!("{} = {}", column.name, column.parameter(at)))
            .collect();
        let (key, rest) = equations.split_at(self.key);
        format!("UPDATE {name} SET {} WHERE {}", rest.join(", "), key.join(" AND "))
    }

    /// All rows in the order of the key; NULL for what a table of this format has not.
    pub fn select(&self, name: &str, format: i64) -> String {
        let columns: Vec<&str> =
            self.columns.iter().map(|column| if column.since > format { "NULL" } else { column.name }).collect();
        let key: Vec<&str> = self.columns[..self.key].iter().map(|column| column.name).collect();
        format!("SELECT {} FROM {name} ORDER BY {}", columns.join(", "), key.join(", "))
    }

    fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }
}

impl Column {
    /// Numbers go over as text; DECIMAL is the one word for them that every engine casts to.
    fn parameter(&self, at: usize) -> String {
        match self.kind {
            Kind::Number => format!("CAST(${} AS DECIMAL(20))", at + 1),
            Kind::Text => format!("${}", at + 1),
        }
    }
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn optional_text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

pub(super) fn optional_number(number: Option<i64>) -> Value {
    number.map_or(Value::Null, Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_follow_the_list_of_columns() {
        assert_eq!(
            FORMATS.create("f", " STRICT"),
            "CREATE TABLE IF NOT EXISTS f (\n    format BIGINT NOT NULL,\n    PRIMARY KEY (format)\n) STRICT"
        );
        assert_eq!(FORMATS.insert("f"), "INSERT INTO f (format) VALUES (CAST($1 AS DECIMAL(20)))");
        let table = Table {
            suffix: "t",
            columns: const { &[column("a", Kind::Number, true, 1), column("b", Kind::Text, false, 2)] },
            key: 1,
        };
        assert_eq!(table.update("t"), "UPDATE t SET b = $2 WHERE a = CAST($1 AS DECIMAL(20))");
        assert_eq!(table.select("t", 1), "SELECT a, NULL FROM t ORDER BY a");
    }

    /// A column that is added to a table with rows cannot demand a value.
    #[test]
    fn what_an_upgrade_adds_may_be_empty() {
        for (table, first) in [(&MIGRATIONS, 1), (&RUNS, 2)] {
            let added = table.columns.iter().filter(|column| column.since > first);
            assert!(added.clone().count() > 0 && added.clone().all(|column| !column.required), "{}", table.suffix);
        }
    }
}
