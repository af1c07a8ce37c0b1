//! A look at the values: which texts a column holds, whether it has NULLs, whether its values are unique.
//!
//! What is sensitive by its name or by the project's spec is not looked at. The queries are dbx's own and go through the reader like any other.

use super::super::AppError;
use super::super::guarded_reader::GuardedReader;
use crate::ask::{Catalog, Column, Kind};
use crate::dialect;
use crate::model::{Name, QualifiedName, Rows, Value};

/// Rows of a table that are looked at.
const MOST_ROWS: usize = 20_000;
/// Different values of a column that are kept, and the longest of them in characters.
const MOST_VALUES: usize = 5_000;
const LONGEST_VALUE: usize = 80;

/// Words of columns whose values are not kept.
const SECRETS: [&str; 12] =
    ["password", "passwd", "secret", "token", "ssn", "iban", "cvv", "pin", "passport", "hash", "salt", "credential"];

/// Fills in what the rows tell.
pub(super) async fn fill(catalog: &mut Catalog, reader: &mut GuardedReader) -> Result<(), AppError> {
    let dialect = dialect::of(reader.kind());
    for table in &mut catalog.tables {
        let namespace = table.namespace.as_deref().map(Name::from);
        let name = dialect.qualified(&QualifiedName::new(namespace, table.name.as_str()));
        let source = format!("(SELECT * FROM {name} LIMIT {MOST_ROWS}) AS sampled");
        let quoted: Vec<String> = table.columns.iter().map(|it| dialect.quote(&Name::from(it.name.as_str()))).collect();
        let facts: Vec<String> = table.columns.iter().zip(&quoted).map(|(it, quoted)| facts_of(it, quoted)).collect();
        let counts = format!("SELECT count(*), {} FROM {source}", facts.join(", "));
        let Some(rows) = read(reader, &counts, 1).await? else { continue };
        let Some(row) = rows.rows.first() else { continue };
        let total = row.first().and_then(Value::as_i64).unwrap_or_default();
        table.rows = u64::try_from(total).unwrap_or_default();
        for ((column, quoted), facts) in table.columns.iter_mut().zip(&quoted).zip(row[1..].chunks(FACTS)) {
            take_facts(column, total, facts);
            let may_be_truth = column.kind == Kind::Number && !column.is_private && is_pair(facts);
            if is_to_be_read(column) || may_be_truth {
                let values =
                    format!("SELECT DISTINCT {quoted} FROM {source} WHERE {quoted} IS NOT NULL LIMIT {MOST_VALUES}");
                column.values = read(reader, &values, MOST_VALUES).await?.map(texts).unwrap_or_default();
            }
            if may_be_truth && column.truth(true).is_none() {
                column.values.clear();
            }
        }
    }
    Ok(())
}

/// How many terms [`facts_of`] has.
const FACTS: usize = 3;

/// Filled rows, different values, and a date to see how dates are written.
fn facts_of(column: &Column, quoted: &str) -> String {
    match column.kind {
        Kind::Date if column.is_private => format!("count({quoted}), 0, NULL"),
        Kind::Other => format!("count({quoted}), 0, NULL"),
        Kind::Date => format!("count({quoted}), count(DISTINCT {quoted}), min({quoted})"),
        Kind::Number | Kind::Text | Kind::Boolean => format!("count({quoted}), count(DISTINCT {quoted}), NULL"),
    }
}

fn take_facts(column: &mut Column, total: i64, facts: &[Value]) {
    let count = |at: usize| facts.get(at).and_then(Value::as_i64).unwrap_or_default();
    let (filled, different) = (count(0), count(1));
    column.has_nulls = filled < total;
    column.is_unique = filled > 0 && filled == different && !column.has_nulls;
    // SQLite keeps anything in a column of dates.
    match facts.get(2) {
        Some(Value::Integer(_)) => column.kind = Kind::Number,
        Some(Value::Text(text)) if !is_iso(text) => column.kind = Kind::Text,
        _ => {}
    }
}

/// Whether a column has two different values: 0 and 1 are truths, in a column of numbers too.
fn is_pair(facts: &[Value]) -> bool {
    facts.get(1).and_then(Value::as_i64) == Some(2)
}

/// Whether a text begins like a day (`2024-01-31`) or a time (`23:59`).
fn is_iso(text: &str) -> bool {
    let is_shape = |shape: &str| {
        let mut characters = text.chars();
        shape.chars().all(|wanted| {
            characters.next().is_some_and(|it| if wanted == '0' { it.is_ascii_digit() } else { it == wanted })
        })
    };
    is_shape("0000-00-00") || is_shape("00:00")
}

/// Whether the values of the column are kept: those of texts that are nobody's secret.
fn is_to_be_read(column: &Column) -> bool {
    matches!(column.kind, Kind::Text | Kind::Boolean) && !column.is_private
}

/// Whether a column is called like what must not be around.
pub(super) fn is_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    SECRETS.iter().any(|word| lower.contains(word))
}

/// The rows, or nothing where this account may not see them.
async fn read(reader: &mut GuardedReader, sql: &str, rows: usize) -> Result<Option<Rows>, AppError> {
    match reader.sample(sql, rows).await {
        Ok(rows) => Ok(Some(rows)),
        Err(AppError::Driver(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn texts(rows: Rows) -> Vec<String> {
    let text = |value: Value| match value {
        Value::Text(text) | Value::Number(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        Value::Null | Value::Boolean(_) | Value::Bytes(_) => None,
    };
    let values = rows.rows.into_iter().filter_map(|row| row.into_iter().next().and_then(text));
    let mut values: Vec<String> = values.filter(|text| text.chars().count() <= LONGEST_VALUE).collect();
    values.sort_unstable();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_by_their_shape() {
        assert!(is_iso("2024-01-31") && is_iso("2024-01-31 10:00:00") && is_iso("23:59:00"));
        assert!(!is_iso("September 24, 2007") && !is_iso("2024") && !is_iso("") && !is_iso("ü024-01-31"));
    }
}
