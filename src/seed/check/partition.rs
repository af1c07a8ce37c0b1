//! Bounds of partitions: a row that falls into none is refused.

use super::constant::parse;
use crate::model::{PartitionBound, PartitionStrategy, Table};
use crate::seed::limits::Limits;
use crate::seed::shape::Shape;
use crate::sql::{LexemeKind, Syntax, lex};

/// What the partitions of a table leave of the values of its first key column. Nothing where one takes what the others do not.
pub fn partition_limits<'a>(
    strategy: PartitionStrategy,
    partitions: impl Iterator<Item = &'a Table>,
    shape: &Shape,
) -> Limits {
    let mut limits = Limits::default();
    for partition in partitions {
        let bound = match partition.partition_of.as_ref().map(|it| &it.bound) {
            Some(PartitionBound::Values(bound)) => bound,
            Some(PartitionBound::Default) | None => return Limits::default(),
        };
        let values = values(bound.as_str());
        match strategy {
            PartitionStrategy::Hash => {}
            PartitionStrategy::List => limits.allowed.extend(values.into_iter().filter(|value| value != "NULL")),
            PartitionStrategy::Range => widen(&mut limits, &values, shape),
        }
    }
    limits
}

/// Adds FROM (a) TO (b): partitions follow one another without gaps, as they mostly do.
fn widen(limits: &mut Limits, values: &[String], shape: &Shape) {
    let [from, .., to] = values else { return };
    if let Some(from) = parse(from, shape) {
        limits.min = Some(limits.min.map_or(from, |min| min.min(from)));
    }
    if let Some(to) = parse(to, shape) {
        // The end is not part of it.
        let last = if *shape == Shape::Timestamp { to - 1_000_000.0 } else { to - 1.0 };
        limits.max = Some(limits.max.map_or(last, |max| max.max(last)));
    }
}

/// The literals of a bound, without quotes.
fn values(bound: &str) -> Vec<String> {
    let lexemes = lex(Syntax::Postgres, bound).unwrap_or_default();
    let mut negative = false;
    let mut values = Vec::new();
    for lexeme in &lexemes {
        match &lexeme.kind {
            LexemeKind::Text => values.push(lexeme.text.trim_matches('\'').replace("''", "'")),
            LexemeKind::Number => values.push(format!("{}{}", if negative { "-" } else { "" }, lexeme.text)),
            LexemeKind::Word(word)
                if ["MINVALUE", "MAXVALUE", "NULL"].contains(&word.to_ascii_uppercase().as_str()) =>
            {
                values.push(word.to_ascii_uppercase());
            }
            LexemeKind::Word(_) | LexemeKind::QuotedName(_) | LexemeKind::Symbol => {}
        }
        negative = lexeme.is_symbol("-");
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_taken_apart() {
        assert_eq!(values("FROM ('2024-01-01') TO ('2024-02-01')"), ["2024-01-01", "2024-02-01"]);
        assert_eq!(values("IN ('a', 'it''s')"), ["a", "it's"]);
        assert_eq!(values("FROM (MINVALUE) TO (-5)"), ["MINVALUE", "-5"]);
    }
}
