//! Options of tables: each difference is a step of its own.

use crate::model::{Object, ObjectId, ObjectKind, Pair, Schema, Sequence, Step, TableChange, TableOptions};

/// Out of the tables it shall inherit from no longer: what comes from a parent cannot be changed in a child.
pub(super) fn leave_parents(table: &ObjectId, options: Pair<&TableOptions>) -> Option<Step> {
    let left = without_old_parents(options);
    let change = TableChange::Options(Pair::new(options.from.clone(), left.clone()));
    (left != *options.from).then(|| Step::AlterTable { table: table.clone(), change })
}

fn without_old_parents(options: Pair<&TableOptions>) -> TableOptions {
    let mut left = options.from.clone();
    left.inherits.retain(|parent| options.to.inherits.contains(parent));
    left
}

/// One step for each other option that differs, in an order in which they can run: what an index is asked for comes last.
pub(super) fn alter(table: &ObjectId, options: Pair<&TableOptions>, schema: &Schema) -> Vec<Step> {
    let to = options.to;
    let mut current = without_old_parents(options);
    let mut steps = Vec::new();
    for set in SETTERS {
        let mut next = current.clone();
        set(&mut next, to);
        if next != current {
            let change = TableChange::Options(Pair::new(current.clone(), next.clone()));
            steps.push(Step::AlterTable { table: table.clone(), change });
            if next.unlogged != current.unlogged {
                steps.extend(sequences_left_behind(table, &next, schema));
            }
            current = next;
        }
    }
    steps
}

/// Puts one option of the second into the first.
type Setter = fn(&mut TableOptions, &TableOptions);

const SETTERS: [Setter; 10] = [
    |options, to| options.of_type.clone_from(&to.of_type),
    |options, to| options.inherits.clone_from(&to.inherits),
    |options, to| options.access_method.clone_from(&to.access_method),
    |options, to| options.parameters.clone_from(&to.parameters),
    |options, to| options.tablespace.clone_from(&to.tablespace),
    |options, to| options.unlogged = to.unlogged,
    |options, to| options.row_security = to.row_security,
    |options, to| options.foreign.clone_from(&to.foreign),
    |options, to| options.clustered_on.clone_from(&to.clustered_on),
    |options, to| options.replica_identity.clone_from(&to.replica_identity),
];

/// SET LOGGED and SET UNLOGGED take the table's sequences along: those that are meant otherwise are put right again.
fn sequences_left_behind(table: &ObjectId, options: &TableOptions, to: &Schema) -> Vec<Step> {
    let is_owned =
        |sequence: &&Sequence| sequence.owned_by.as_ref().is_some_and(|(owner, _)| ObjectId::table(owner) == *table);
    let sequences = to.of_kind(ObjectKind::Sequence).filter_map(|object| match object {
        Object::Sequence(sequence) => Some(sequence),
        _ => None,
    });
    sequences
        .filter(is_owned)
        .filter(|sequence| sequence.unlogged != options.unlogged)
        .map(|sequence| {
            let taken_along = Sequence { unlogged: options.unlogged, ..sequence.clone() };
            Step::Alter(Pair::new(Object::Sequence(taken_along), Object::Sequence(sequence.clone())))
        })
        .collect()
}
