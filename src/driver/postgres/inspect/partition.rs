//! Partitions.

use super::catalog::TableRow;
use super::qualified;
use crate::model::{PartitionBound, PartitionKey, PartitionOf, PartitionStrategy, Partitioning, SqlText};

pub(super) fn partitioning(row: &TableRow) -> Option<Partitioning> {
    let strategy = match row.strategy.as_deref()? {
        "l" => PartitionStrategy::List,
        "h" => PartitionStrategy::Hash,
        _ => PartitionStrategy::Range,
    };
    let terms = terms(row.partition_key.as_deref()?);
    let columns = row.partition_columns.clone().unwrap_or_default();
    let keys = columns.iter().zip(terms).map(|(column, term)| match column {
        Some(column) => PartitionKey::Column(column.as_str().into()),
        None => PartitionKey::Expression(SqlText::new(term)),
    });
    Some(Partitioning { strategy, keys: keys.collect() })
}

/// The terms of `RANGE (a, (b + 1))`, taken apart at the commas outside of parentheses and strings.
fn terms(key: &str) -> Vec<String> {
    let inner = key.split_once('(').map_or("", |(_, rest)| rest);
    let inner = inner.strip_suffix(')').unwrap_or(inner);
    let mut terms = vec![String::new()];
    let (mut depth, mut quote) = (0_i32, None);
    for character in inner.chars() {
        match (character, quote) {
            ('\'' | '"', None) => quote = Some(character),
            (character, Some(open)) if character == open => quote = None,
            ('(', None) => depth += 1,
            (')', None) => depth -= 1,
            (',', None) if depth == 0 => {
                terms.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(term) = terms.last_mut() {
            term.push(character);
        }
    }
    terms.into_iter().map(|term| term.trim().to_owned()).collect()
}

pub(super) fn partition_of(row: &TableRow) -> Option<PartitionOf> {
    let bound = match row.bound.as_deref()? {
        "DEFAULT" => PartitionBound::Default,
        bound => PartitionBound::Values(SqlText::new(bound.strip_prefix("FOR VALUES ").unwrap_or(bound))),
    };
    Some(PartitionOf { parent: qualified(row.parent_namespace.as_deref()?, row.parent.as_deref()?), bound })
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn takes_keys_apart() {
        assert_eq!(terms("RANGE (a, lower(b, 'x,y'), \"c,d\")"), ["a", "lower(b, 'x,y')", "\"c,d\""]);
    }
}
