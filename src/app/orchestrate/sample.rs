//! A look at the values: which texts a column holds, whether it has NULLs, whether its values are unique.
//!
//! What is sensitive by its name is not looked at. The queries are dbx's own and go through the reader like any other.

use super::super::AppError;
use super::super::guarded_reader::GuardedReader;
use crate::ask::{Catalog, Kind};
use crate::dialect;
use crate::model::{Name, QualifiedName, Rows, Value};

/// Rows of a table that are looked at.
const MOST_ROWS: usize = 20_000;
/// Different values of a column that are kept, and the longest of them in characters.
const MOST_VALUES: usize = 5_000;
const LONGEST_VALUE: usize = 80;

/// Words of columns whose values are not kept.
const SENSITIVE: [&str; 12] =
    ["password", "passwd", "secret", "token", "ssn", "iban", "cvv", "pin", "passport", "hash", "salt", "credential"];

/// Fills in what the rows tell.
pub(super) async fn fill(catalog: &mut Catalog, reader: &mut GuardedReader) -> Result<(), AppError> {
    let dialect = dialect::of(reader.kind());
    for table in &mut catalog.tables {
        let namespace = table.namespace.as_deref().map(Name::from);
        let name = dialect.qualified(&QualifiedName::new(namespace, table.name.as_str()));
        let source = format!("(SELECT * FROM {name} LIMIT {MOST_ROWS}) AS sampled");
        let columns: Vec<String> =
            table.columns.iter().map(|it| dialect.quote(&Name::from(it.name.as_str()))).collect();
        let comparable = table.columns.iter().zip(&columns).map(|(column, quoted)| {
            if column.kind == Kind::Other {
                format!("count({quoted}), 0")
            } else {
                format!("count({quoted}), count(DISTINCT {quoted})")
            }
        });
        let counts = format!("SELECT count(*), {} FROM {source}", comparable.collect::<Vec<_>>().join(", "));
        let Some(rows) = read(reader, &counts, 1).await? else { continue };
        let Some(row) = rows.rows.first() else { continue };
        let count = |at: usize| row.get(at).and_then(Value::as_i64).unwrap_or_default();
        table.rows = u64::try_from(count(0)).unwrap_or_default();
        for (at, column) in table.columns.iter_mut().enumerate() {
            let (filled, different) = (count(1 + 2 * at), count(2 + 2 * at));
            column.has_nulls = filled < count(0);
            column.is_unique = filled > 0 && filled == different && !column.has_nulls;
            let is_text = matches!(column.kind, Kind::Text | Kind::Boolean);
            if is_text && !is_sensitive(&column.name) && filled > 0 {
                let quoted = &columns[at];
                let values =
                    format!("SELECT DISTINCT {quoted} FROM {source} WHERE {quoted} IS NOT NULL LIMIT {MOST_VALUES}");
                column.values = read(reader, &values, MOST_VALUES).await?.map(texts).unwrap_or_default();
            }
        }
    }
    Ok(())
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

fn is_sensitive(name: &str) -> bool {
    let lower = name.to_lowercase();
    SENSITIVE.iter().any(|word| lower.contains(word))
}
