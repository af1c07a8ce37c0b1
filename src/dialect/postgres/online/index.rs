//! Indexes that are built and dropped while the table is written to. PostgreSQL does that outside of a transaction only, and an attempt that fails
//! leaves an index behind that is kept up and answers no query.

use super::alone;
use crate::dialect::Stage;
use crate::dialect::postgres::{quote, render};
use crate::model::{Index, Manner, ObjectId, Pace, Statement, Step, TableChange};
use crate::sql::dollar_quoted;

/// Built, and looked at before anything relies on it.
pub(super) fn create(table: &ObjectId, index: &Index) -> Stage {
    let mut statements = render::create_index_concurrently(table, index);
    statements.insert(1, proof_of_validity(table, index));
    Stage {
        step: Step::AlterTable { table: table.clone(), change: TableChange::AddIndex(index.clone()) },
        statements: alone(statements),
        manner: concurrently(),
        effect: None,
        pace: Pace::Together,
    }
}

pub(super) fn drop(table: &ObjectId, index: &Index) -> Stage {
    let sql = format!("DROP INDEX CONCURRENTLY {}", render::beside(table, &index.name));
    Stage {
        step: Step::AlterTable { table: table.clone(), change: TableChange::DropIndex(index.clone()) },
        statements: vec![Statement::outside_transaction(sql)],
        manner: concurrently(),
        effect: None,
        pace: Pace::Together,
    }
}

fn concurrently() -> Manner {
    Manner { concurrently: true, ..Manner::default() }
}

/// An error that names the index, where it is none that queries can use.
fn proof_of_validity(table: &ObjectId, index: &Index) -> Statement {
    let name = render::beside(table, &index.name);
    let message = format!("the index {name} is invalid: drop it and build it again");
    let body = format!(
        "\nBEGIN\n  IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = {}::regclass) THEN\n    \
         RAISE EXCEPTION USING MESSAGE = {};\n  END IF;\nEND\n",
        quote::literal(&name),
        quote::literal(&message)
    );
    Statement::new(format!("DO {}", dollar_quoted(&body)))
}
