//! Indexes.

use super::super::keyword::quote;
use super::super::text::without_parentheses;
use crate::model::{Index, IndexKey, IndexTerm, Name};
use crate::sql::sqlite::{CreateIndex, IndexedTerm, IndexedValue, read_create_index};
use crate::sql::{Syntax, token_key};

/// As somebody wrote it, where that is still the same index.
pub(super) fn create(index: &Index, table: &Name) -> String {
    let spelled = spelled_out(index, table);
    match &index.written.0 {
        Some(written) if is_same_index(written, &spelled) => written.clone(),
        Some(_) | None => spelled,
    }
}

/// The statement as it follows from the index's parts.
pub(in crate::dialect::sqlite) fn spelled_out(index: &Index, table: &Name) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let keys = index.keys.iter().map(key).collect::<Vec<_>>().join(", ");
    let predicate = index.predicate.as_ref().map(|it| format!(" WHERE {}", it.as_str())).unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({keys}){predicate}", quote(&index.name), quote(table))
}

/// Whether two CREATE INDEX statements make the same index. The collation that columns have anyway does not count.
pub(in crate::dialect::sqlite) fn is_same_index(written: &str, spelled: &str) -> bool {
    match (read_create_index(written), read_create_index(spelled)) {
        (Ok(written), Ok(spelled)) => folded(written) == folded(spelled),
        (_, _) => false,
    }
}

/// The parts of the statement in one spelling.
fn folded(index: CreateIndex) -> CreateIndex {
    let text = |text: &str| token_key(Syntax::Sqlite, without_parentheses(text));
    let term = |term: IndexedTerm| IndexedTerm {
        value: match term.value {
            IndexedValue::Name(name) => IndexedValue::Name(name.to_ascii_lowercase()),
            IndexedValue::Expression(expression) => IndexedValue::Expression(text(&expression)),
        },
        collation: term.collation.map(|name| name.to_ascii_uppercase()).filter(|name| name != "BINARY"),
        descending: term.descending,
    };
    CreateIndex {
        name: index.name.to_ascii_lowercase(),
        table: index.table.to_ascii_lowercase(),
        unique: index.unique,
        terms: index.terms.into_iter().map(term).collect(),
        predicate: index.predicate.as_deref().map(text),
    }
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
