//! Sequences, which MariaDB has.

use crate::dialect::mysql::quote;
use crate::model::{Pair, Sequence, SequenceOptions};

pub(super) fn create(sequence: &Sequence) -> String {
    let mut text = format!("CREATE SEQUENCE {}", quote::qualified(&sequence.name));
    for option in written(&sequence.options) {
        text.push_str(&format!(" {option}"));
    }
    text
}

fn written(options: &SequenceOptions) -> Vec<String> {
    let number = |word: &str, value: Option<i64>| value.map(|value| format!("{word} {value}"));
    [
        number("START WITH", options.start),
        number("MINVALUE", options.min),
        number("MAXVALUE", options.max),
        number("INCREMENT BY", options.increment),
        number("CACHE", options.cache),
        options.cycle.then(|| "CYCLE".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// ALTER SEQUENCE with what differs, back to the usual where nothing is said any more.
pub(super) fn alter(sequences: Pair<&Sequence>) -> String {
    let Pair { from, to } = sequences.map(|sequence| &sequence.options);
    let rises = to.increment.unwrap_or(1) >= 0;
    let number = |word: &str, from: Option<i64>, to: Option<i64>, usual: String| {
        (from != to).then(|| to.map_or(usual, |value| format!("{word} {value}")))
    };
    let first = if rises { to.min.unwrap_or(1) } else { to.max.unwrap_or(-1) };
    let actions: Vec<String> = [
        number("START WITH", from.start, to.start, format!("START WITH {first}")),
        number("MINVALUE", from.min, to.min, "NO MINVALUE".to_owned()),
        number("MAXVALUE", from.max, to.max, "NO MAXVALUE".to_owned()),
        number("INCREMENT BY", from.increment, to.increment, "INCREMENT BY 1".to_owned()),
        number("CACHE", from.cache, to.cache, "CACHE 1000".to_owned()),
        (from.cycle != to.cycle).then(|| if to.cycle { "CYCLE" } else { "NOCYCLE" }.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("ALTER SEQUENCE {} {}", quote::qualified(&sequences.to.name), actions.join(" "))
}
