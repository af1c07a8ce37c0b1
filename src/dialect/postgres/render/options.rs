//! Switches of a table that is there.

use super::{foreign, path, policy};
use crate::model::{ObjectId, Pair, Statement, TableOptions};

/// What differs, switch by switch.
pub(super) fn alter(table: &ObjectId, options: Pair<&TableOptions>) -> Vec<Statement> {
    let mut statements = Vec::new();
    if options.map(|it| it.unlogged).differs() {
        let word = if options.to.unlogged { "UNLOGGED" } else { "LOGGED" };
        statements.push(Statement::new(format!("ALTER TABLE {} SET {word}", path(table))));
    }
    statements.extend(policy::row_security(table, options.map(|it| it.row_security)));
    if let (Some(from), Some(to)) = (&options.from.foreign, &options.to.foreign) {
        statements.extend(foreign::alter_table(table, Pair::new(from, to)));
    }
    statements
}
