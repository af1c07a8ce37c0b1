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
    let mut ranges = Vec::new();
    for partition in partitions {
        let bound = match partition.partition_of.as_ref().map(|it| &it.bound) {
            Some(PartitionBound::Values(bound)) => bound.as_str(),
            Some(PartitionBound::Default) | None => return Limits::default(),
        };
        match strategy {
            PartitionStrategy::Hash => {}
            PartitionStrategy::List => {
                limits.allowed.extend(values(bound).into_iter().flatten().filter(|value| value != "NULL"));
            }
            PartitionStrategy::Range => ranges.extend(range(bound, shape)),
        }
    }
    let (min, max) = longest_run(ranges);
    // The end is no part of the range.
    let step = if *shape == Shape::Timestamp { 1_000_000.0 } else { 1.0 };
    Limits { min: min.is_finite().then_some(min), max: max.is_finite().then_some(max - step), ..limits }
}

/// From where to where FROM (a, …) TO (b, …) goes in its first column, the end left out; without bounds where nothing is known. Where further
/// columns count too, the first value is shared with the range before, and is left to that.
fn range(bound: &str, shape: &Shape) -> Option<(f64, f64)> {
    let [from, to] = &values(bound)[..] else { return None };
    let least = match &from[..] {
        [one] => parse(one, shape).unwrap_or(f64::NEG_INFINITY),
        [first, second, ..] if second == "MINVALUE" => parse(first, shape).unwrap_or(f64::NEG_INFINITY),
        [first, ..] => parse(first, shape).map_or(f64::NEG_INFINITY, |first| first + 1.0),
        [] => return None,
    };
    Some((least, parse(to.first()?, shape).unwrap_or(f64::INFINITY)))
}

/// The longest of the ranges once those that touch are one: a row between two others would have no partition.
fn longest_run(mut ranges: Vec<(f64, f64)>) -> (f64, f64) {
    ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut runs: Vec<(f64, f64)> = Vec::new();
    for (from, to) in ranges {
        match runs.last_mut() {
            // Ranges of several columns begin one behind the end of the one before.
            Some(last) if from <= last.1 + 1.0 => last.1 = last.1.max(to),
            _ => runs.push((from, to)),
        }
    }
    let length = |run: &(f64, f64)| run.1 - run.0;
    let longest = runs.into_iter().max_by(|a, b| length(a).total_cmp(&length(b)));
    longest.unwrap_or((f64::NEG_INFINITY, f64::INFINITY))
}

/// The literals of a bound, without quotes, one list for each pair of parentheses.
fn values(bound: &str) -> Vec<Vec<String>> {
    let lexemes = lex(Syntax::Postgres, bound).unwrap_or_default();
    let mut negative = false;
    let mut lists: Vec<Vec<String>> = Vec::new();
    for lexeme in &lexemes {
        if lexeme.is_symbol("(") {
            lists.push(Vec::new());
        }
        let Some(list) = lists.last_mut() else { continue };
        match &lexeme.kind {
            LexemeKind::Text => list.push(lexeme.text.trim_matches('\'').replace("''", "'")),
            LexemeKind::Number => list.push(format!("{}{}", if negative { "-" } else { "" }, lexeme.text)),
            LexemeKind::Word(word)
                if ["MINVALUE", "MAXVALUE", "NULL"].contains(&word.to_ascii_uppercase().as_str()) =>
            {
                list.push(word.to_ascii_uppercase());
            }
            LexemeKind::Word(_) | LexemeKind::QuotedName(_) | LexemeKind::Symbol => {}
        }
        negative = lexeme.is_symbol("-");
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Shape = Shape::Integer { min: 0, max: 1_000 };

    #[test]
    fn bounds_are_taken_apart() {
        assert_eq!(values("FROM ('2024-01-01') TO ('2024-02-01')"), [["2024-01-01"], ["2024-02-01"]]);
        assert_eq!(values("IN ('a', 'it''s')"), [["a", "it's"]]);
        assert_eq!(values("FROM (MINVALUE) TO (-5)"), [["MINVALUE"], ["-5"]]);
    }

    #[test]
    fn several_columns_leave_the_first_value_to_the_range_before() {
        assert_eq!(range("FROM (0, 0) TO (10, 5)", &WHOLE), Some((1.0, 10.0)));
        assert_eq!(range("FROM (10, MINVALUE) TO (20, MINVALUE)", &WHOLE), Some((10.0, 20.0)));
        assert_eq!(range("FROM (MINVALUE) TO (20)", &WHOLE), Some((f64::NEG_INFINITY, 20.0)));
    }

    #[test]
    fn rows_stay_out_of_gaps() {
        assert_eq!(longest_run(vec![(20.0, 30.0), (0.0, 5.0), (5.0, 8.0)]), (20.0, 30.0));
        assert_eq!(longest_run(vec![(11.0, 20.0), (1.0, 10.0)]), (1.0, 20.0));
        assert_eq!(longest_run(Vec::new()), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
