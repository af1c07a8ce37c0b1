//! Indexes.

use super::super::keyword::quote;
use crate::model::{Index, IndexKey, IndexTerm, Name};

pub(super) fn create(index: &Index, table: &Name) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let keys = index.keys.iter().map(key).collect::<Vec<_>>().join(", ");
    let predicate = index.predicate.as_ref().map(|it| format!(" WHERE {}", it.as_str())).unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({keys}){predicate}", quote(&index.name), quote(table))
}

fn key(key: &IndexKey) -> String {
    let mut text = match (&key.term, &key.collation) {
        (IndexTerm::Column(name), _) => quote(name),
        (IndexTerm::Expression(expression), None) => expression.as_str().to_owned(),
        // Without parentheses COLLATE would be about the last operand alone.
        (IndexTerm::Expression(expression), Some(_)) => format!("({})", expression.as_str()),
    };
    if let Some(collation) = &key.collation {
        text += &format!(" COLLATE {}", quote(&Name::new(collation.as_str())));
    }
    if key.descending {
        text += " DESC";
    }
    text
}
