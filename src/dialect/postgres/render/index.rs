//! Indexes.

use super::constraint;
use crate::dialect::postgres::quote;
use crate::model::{Index, IndexKey, IndexTerm, NullsOrder, ObjectId, ObjectKind, Statement};

/// CREATE INDEX, and its comment.
pub(super) fn create(table: &ObjectId, index: &Index) -> Vec<Statement> {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index.method.as_ref().map_or(String::new(), |it| format!(" USING {}", quote::identifier(it)));
    let keys: Vec<String> = index.keys.iter().map(key).collect();
    let nulls = if index.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let predicate = index.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE {}", it.as_str().trim()));
    let create = format!(
        "CREATE {unique}INDEX {} ON {}{method} ({}){}{nulls}{predicate}",
        quote::identifier(&index.name),
        super::path(table),
        keys.join(", "),
        constraint::include(&index.include),
    );
    let subject = super::comment::member(table, ObjectKind::Index, &index.name);
    let comment = index.comment.as_ref().map(|text| super::comment::on(&subject, Some(text)));
    [Statement::new(create)].into_iter().chain(comment).collect()
}

/// One key: what is indexed, and how.
pub(super) fn key(key: &IndexKey) -> String {
    let mut text = match &key.term {
        IndexTerm::Column(name) => quote::identifier(name),
        IndexTerm::Expression(expression) => format!("({})", expression.as_str().trim()),
    };
    if let Some(collation) = &key.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(opclass) = &key.opclass {
        text.push_str(&format!(" {opclass}"));
    }
    if key.descending {
        text.push_str(" DESC");
    }
    match key.nulls {
        Some(NullsOrder::First) => text.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}
