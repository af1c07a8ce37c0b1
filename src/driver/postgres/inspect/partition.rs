//! Partitions.

use super::catalog::{PartitionKeyRow, TableRow};
use super::qualified;
use crate::model::{IndexTerm, PartitionBound, PartitionKey, PartitionOf, PartitionStrategy, Partitioning, SqlText};

pub(super) fn partitioning(row: &TableRow) -> Option<Partitioning> {
    let strategy = match row.strategy.as_deref()? {
        "l" => PartitionStrategy::List,
        "h" => PartitionStrategy::Hash,
        _ => PartitionStrategy::Range,
    };
    let mut expressions = terms(row.partition_expressions.as_deref().unwrap_or_default()).into_iter();
    let key = |key: &PartitionKeyRow| PartitionKey {
        term: match &key.column {
            Some(column) => IndexTerm::Column(column.as_str().into()),
            None => IndexTerm::Expression(SqlText::new(expressions.next().unwrap_or_default())),
        },
        opclass: key.opclass.clone(),
        collation: key.collation.clone(),
    };
    Some(Partitioning { strategy, keys: row.partition_keys.iter().flatten().map(key).collect() })
}

/// The terms of `(a + 1), lower(b)`, taken apart at the commas outside of parentheses and strings.
fn terms(list: &str) -> Vec<String> {
    let mut terms = vec![String::new()];
    let (mut depth, mut quote) = (0_i32, None);
    for character in list.chars() {
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
        assert_eq!(terms("(a + 1), lower(b, 'x,y'), \"c,d\""), ["(a + 1)", "lower(b, 'x,y')", "\"c,d\""]);
    }
}
