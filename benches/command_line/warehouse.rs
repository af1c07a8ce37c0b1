//! A made-up spec of any size: the same bytes for the same number of tables.

use std::fmt::Write as _;

/// Which of the two versions of the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    First,
    /// One table in twenty differs, each in one of five ways.
    Second,
}

/// One table in this many differs between the versions.
const CHANGED_EVERY: usize = 20;

/// The spec as YAML: tables of ten columns with primary keys, unique constraints, checks, indexes, and foreign
/// keys to tables before them.
pub fn warehouse(tables: usize, version: Version) -> String {
    let mut yaml = String::from("version: 1\nwarehouse: benchmark\nentities:\n  tables:\n");
    for number in 0..tables {
        let change = (version == Version::Second && number % CHANGED_EVERY == 0).then_some(number / CHANGED_EVERY % 5);
        table(&mut yaml, number, change);
    }
    yaml
}

/// Writing to a string cannot fail.
fn table(yaml: &mut String, number: usize, change: Option<usize>) {
    let _ = write!(
        yaml,
        "    - name: account_{number:04}
      comment: \"Accounts of branch {number}\"
      primary_key: id
      columns:
        - {{name: id, type: BIGINT, nullable: false}}
        - {{name: code, type: VARCHAR({code}), nullable: false, unique: true}}
        - {{name: {title}, type: TEXT, nullable: false{was}}}
        - {{name: status, type: VARCHAR(20), nullable: false, default: open}}
        - {{name: balance, type: \"DECIMAL(18,2)\", default: 0.00, check: balance >= 0}}
        - {{name: opened_on, type: DATE, nullable: false}}
        - {{name: closed_on, type: DATE}}
        - {{name: active, type: BOOLEAN, nullable: false, default: true}}
        - {{name: parent_id, type: BIGINT}}
        - {{name: owner_id, type: BIGINT}}
",
        code = if change == Some(0) { 60 } else { 40 },
        title = if change == Some(1) { "heading" } else { "title" },
        was = if change == Some(1) { ", was: title" } else { "" },
    );
    if change == Some(2) {
        yaml.push_str("        - {name: note, type: TEXT}\n");
    }
    yaml.push_str("      checks:\n        - {name: ");
    let _ = writeln!(yaml, "account_{number:04}_dates, expression: closed_on IS NULL OR closed_on >= opened_on}}");
    if change == Some(3) {
        yaml.push_str("        - status <> ''\n");
    }
    yaml.push_str("      indexes:\n        - [status, opened_on]\n");
    if change != Some(4) {
        yaml.push_str("        - parent_id\n");
    }
    foreign_keys(yaml, number);
}

/// To the table before and to one half way back, so that the references are deep and wide.
fn foreign_keys(yaml: &mut String, number: usize) {
    if number == 0 {
        return;
    }
    let _ = writeln!(
        yaml,
        "      foreign_keys:
        - {{column: parent_id, references: account_{:04}(id), on_delete: cascade}}
        - {{column: owner_id, references: account_{:04}(id), on_delete: set null}}",
        number - 1,
        number / 2,
    );
}
