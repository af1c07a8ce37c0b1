//! Sequences, and the options they share with identity columns.

use crate::dialect::postgres::{data_type, quote, sequence::Effective};
use crate::model::{DataType, Pair, Sequence, SequenceOptions, Statement};

/// CREATE SEQUENCE without its owner, whose table may not be there yet.
pub(super) fn create(sequence: &Sequence) -> String {
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let mut text = format!("CREATE {unlogged}SEQUENCE {}", quote::qualified(&sequence.name));
    if sequence.data_type != DataType::BigInt {
        text.push_str(&format!(" AS {}", data_type::format(&sequence.data_type)));
    }
    for option in written_options(&sequence.options) {
        text.push_str(&format!(" {option}"));
    }
    text
}

/// ALTER SEQUENCE with what differs: options and type in one statement, the owner in another.
pub(super) fn alter(sequences: Pair<&Sequence>) -> Vec<Statement> {
    let Pair { from, to } = sequences;
    let head = format!("ALTER SEQUENCE {}", quote::qualified(&to.name));
    let mut statements = Vec::new();
    let mut actions = Vec::new();
    if from.data_type != to.data_type {
        actions.push(format!("AS {}", data_type::format(&to.data_type)));
    }
    let effective = Pair::new(Effective::of(&from.options, &from.data_type), Effective::of(&to.options, &to.data_type));
    actions.extend(differences(effective));
    statements
        .extend(move_into_range(&format!("{}::regclass", quote::literal(&quote::qualified(&to.name))), effective));
    if !actions.is_empty() {
        statements.push(Statement::new(format!("{head} {}", actions.join(" "))));
    }
    if from.unlogged != to.unlogged {
        let action = if to.unlogged { "SET UNLOGGED" } else { "SET LOGGED" };
        statements.push(Statement::new(format!("{head} {action}")));
    }
    if from.owned_by != to.owned_by {
        let owner = to.owned_by.as_ref().map_or("NONE".to_owned(), |(table, column)| {
            format!("{}.{}", quote::qualified(table), quote::identifier(column))
        });
        statements.push(Statement::new(format!("{head} OWNED BY {owner}")));
    }
    statements
}

/// The options that are written, as SQL.
pub(super) fn written_options(options: &SequenceOptions) -> Vec<String> {
    let number = |word: &str, value: Option<i64>| value.map(|value| format!("{word} {value}"));
    [
        number("START WITH", options.start),
        number("INCREMENT BY", options.increment),
        number("MINVALUE", options.min),
        number("MAXVALUE", options.max),
        number("CACHE", options.cache),
        options.cycle.then(|| "CYCLE".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// ALTER SEQUENCE refuses bounds that shut out the number the sequence stands at: it is moved to the nearest one inside.
pub(super) fn move_into_range(sequence: &str, effective: Pair<Effective>) -> Option<Statement> {
    let Pair { from, to } = effective;
    let is_wider = to.min <= from.min && to.max >= from.max;
    if is_wider || are_apart(effective) {
        return None;
    }
    let (min, max, start) = (to.min, to.max, from.start);
    Some(Statement::new(format!(
        "SELECT setval(sequence, greatest({min}, least({max}, coalesce(last, {start}))), \
         coalesce(last BETWEEN {min} AND {max}, false)) \
         FROM (SELECT sequence, pg_sequence_last_value(sequence) AS last \
         FROM (SELECT {sequence} AS sequence) AS named) AS current"
    )))
}

/// No number is in both ranges: the sequence can only start again.
fn are_apart(effective: Pair<Effective>) -> bool {
    effective.to.min > effective.from.max || effective.to.max < effective.from.min
}

/// The options that differ, as SQL.
pub(super) fn differences(effective: Pair<Effective>) -> Vec<String> {
    let Pair { from, to } = effective;
    let number = |word: &str, from: i64, to: i64| (from != to).then(|| format!("{word} {to}"));
    [
        number("START WITH", from.start, to.start),
        number("INCREMENT BY", from.increment, to.increment),
        number("MINVALUE", from.min, to.min),
        number("MAXVALUE", from.max, to.max),
        number("CACHE", from.cache, to.cache),
        (from.cycle != to.cycle).then(|| if to.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned()),
        are_apart(effective).then(|| format!("RESTART WITH {}", to.start)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
