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

/// Whether two CREATE INDEX statements make the same index. A collation that one leaves out is the column's own there.
pub(in crate::dialect::sqlite) fn is_same_index(written: &str, spelled: &str) -> bool {
    match (read_create_index(written), read_create_index(spelled)) {
        (Ok(written), Ok(spelled)) => key_of(&written) == key_of(&spelled),
        (_, _) => false,
    }
}

/// What an index is made of, in one spelling: names, uniqueness, terms with their direction and collation, and the predicate.
fn key_of(index: &CreateIndex) -> (String, String, bool, Vec<(String, Option<String>, bool)>, Option<String>) {
    let text = |text: &str| token_key(Syntax::Sqlite, without_parentheses(text));
    let term = |term: &IndexedTerm| {
        let value = match &term.value {
            IndexedValue::Name(name) => name.to_ascii_lowercase(),
            IndexedValue::Expression(expression) => text(expression),
        };
        let collation = term.collation.as_ref().map(|name| name.to_ascii_uppercase()).filter(|name| name != "BINARY");
        (value, collation, term.descending)
    };
    let terms = index.terms.iter().map(term).collect();
    let predicate = index.predicate.as_deref().map(text);
    (index.name.to_ascii_lowercase(), index.table.to_ascii_lowercase(), index.unique, terms, predicate)
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
