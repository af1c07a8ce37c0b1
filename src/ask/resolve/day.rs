//! Days, months and years compared with columns of dates. Dates are compared as days in ISO 8601, which all engines read; texts that hold a date
//! somehow hold its year.

use crate::ask::catalog::{ColumnId, Kind};
use crate::ask::query::{Comparison, Operand, Predicate, Term};

/// Whether a text is a day (`2024-07-08`) or a month (`2024-07`).
pub(super) fn is_day(text: &str) -> bool {
    matches!(text.len(), 7 | 10)
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// A date compared with a day or a month.
pub(super) fn compared(column: ColumnId, kind: Kind, comparison: Comparison, day: &str) -> Predicate {
    let left = Term::column(column);
    let compare =
        |comparison, right| Predicate::Compare { left: left.clone(), comparison, right: Operand::Text(right) };
    let is_negated = comparison == Comparison::NotEqual;
    if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return match kind {
            Kind::Text => Predicate::Like { column, pattern: format!("{day}%"), is_negated },
            _ => Predicate::Between { left, from: first_of(day), to: last_of(day), is_negated },
        };
    }
    match (next_month(day), comparison) {
        (None, _) => compare(comparison, day.to_owned()),
        (Some(next), Comparison::More) => compare(Comparison::AtLeast, next),
        (Some(next), Comparison::AtMost) => compare(Comparison::Less, next),
        (Some(_), _) => compare(comparison, format!("{day}-01")),
    }
}

fn first_of(day: &str) -> Operand {
    Operand::Text(if day.len() == 7 { format!("{day}-01") } else { day.to_owned() })
}

/// Its last second: columns of moments are compared alike.
fn last_of(day: &str) -> Operand {
    let last = month(day).map_or_else(|| day.to_owned(), |(year, month)| format!("{day}-{}", days(year, month)));
    Operand::Text(format!("{last} 23:59:59"))
}

/// Year and month, where the text has no day.
fn month(text: &str) -> Option<(u32, u32)> {
    let (year, month) = text.split_once('-').filter(|_| text.len() == 7)?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

/// The first day of the month behind a month.
fn next_month(text: &str) -> Option<String> {
    let (year, month) = month(text)?;
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Some(format!("{year:04}-{month:02}-01"))
}

fn days(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date compared with a year.
pub(super) fn compared_by_year(column: ColumnId, kind: Kind, comparison: Comparison, year: &str) -> Predicate {
    let left = Term::column(column);
    let first = |year: &str| Operand::Text(format!("{year}-01-01"));
    let next = year.parse::<u32>().map_or_else(|_| year.to_owned(), |year| (year + 1).to_string());
    let compare = |comparison, right| Predicate::Compare { left: left.clone(), comparison, right };
    let is_negated = comparison == Comparison::NotEqual;
    match comparison {
        Comparison::Equal | Comparison::NotEqual if kind == Kind::Text => {
            Predicate::Like { column, pattern: format!("%{year}%"), is_negated }
        }
        Comparison::Equal | Comparison::NotEqual => {
            let to = Operand::Text(format!("{year}-12-31 23:59:59"));
            Predicate::Between { left: left.clone(), from: first(year), to, is_negated }
        }
        Comparison::More => compare(Comparison::AtLeast, first(&next)),
        Comparison::AtMost => compare(Comparison::Less, first(&next)),
        Comparison::Less | Comparison::AtLeast => compare(comparison, first(year)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_told_from_other_texts() {
        assert!(is_day("2024-07-08") && is_day("2024-07"));
        assert!(!is_day("2024") && !is_day("2024-7-8") && !is_day("20240708xx"));
    }

    #[test]
    fn a_month_is_all_of_its_days() {
        let column = ColumnId { table: 0, column: 0 };
        let text = |text: &str| Operand::Text(text.into());
        let Predicate::Between { from, to, .. } = compared(column, Kind::Date, Comparison::Equal, "2024-02") else {
            panic!("a range");
        };
        assert_eq!((from, to), (text("2024-02-01"), text("2024-02-29 23:59:59")));
        let Predicate::Compare { comparison, right, .. } = compared(column, Kind::Date, Comparison::More, "2023-12")
        else {
            panic!("a bound");
        };
        assert_eq!((comparison, right), (Comparison::AtLeast, text("2024-01-01")));
    }
}
