//! Switches of a table, one step for each that differs.

use crate::model::{ObjectId, Pair, Step, TableChange, TableOptions};

/// Takes one switch over from the target.
type Take = fn(&mut TableOptions, &TableOptions);

/// In the order in which they change.
const SWITCHES: [Take; 3] = [
    |options, to| options.unlogged = to.unlogged,
    |options, to| options.row_security = to.row_security,
    |options, to| options.foreign.clone_from(&to.foreign),
];

pub(super) fn steps(table: &ObjectId, options: &Pair<TableOptions>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut current = options.from.clone();
    for take in SWITCHES {
        let mut next = current.clone();
        take(&mut next, &options.to);
        if next != current {
            let change = TableChange::Options(Pair::new(current, next.clone()));
            steps.push(Step::AlterTable { table: table.clone(), change });
        }
        current = next;
    }
    steps
}
