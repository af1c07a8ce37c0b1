//! Indexes.

use super::{constraint, storage};
use crate::dialect::postgres::quote;
use crate::model::{Index, IndexKey, IndexTerm, Name, NullsOrder, ObjectId, ObjectKind, Pair, Statement};
use std::collections::BTreeMap;

/// CREATE INDEX, and its comment.
pub(super) fn create(table: &ObjectId, index: &Index) -> Vec<Statement> {
    built(table, index, "", "")
}

/// As [`create`], of a partitioned table alone: it counts when every partition has one that is attached.
pub(in crate::dialect::postgres) fn create_only(table: &ObjectId, index: &Index) -> Vec<Statement> {
    built(table, index, "", "ONLY ")
}

/// The index of a partition becomes part of that of the parent.
pub(in crate::dialect::postgres) fn attach(parent: (&ObjectId, &Name), partition: (&ObjectId, &Name)) -> Statement {
    let [whole, part] = [parent, partition].map(|(table, index)| super::beside(table, index));
    Statement::new(format!("ALTER INDEX {whole} ATTACH PARTITION {part}"))
}

/// As [`create`], while others write to the table. Not in a transaction.
pub(in crate::dialect::postgres) fn create_concurrently(table: &ObjectId, index: &Index) -> Vec<Statement> {
    built(table, index, "CONCURRENTLY ", "")
}

fn built(table: &ObjectId, index: &Index, concurrently: &str, only: &str) -> Vec<Statement> {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index.method.as_ref().map_or(String::new(), |it| format!(" USING {}", quote::identifier(it)));
    let keys: Vec<String> = index.keys.iter().map(key).collect();
    let nulls = if index.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let predicate = index.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE {}", it.as_str().trim()));
    let create = format!(
        "CREATE {unique}INDEX {concurrently}{} ON {only}{}{method} ({}){}{nulls}{}{}{predicate}",
        quote::identifier(&index.name),
        super::path(table),
        keys.join(", "),
        constraint::include(&index.include),
        storage::with(&index.storage.parameters),
        storage::tablespace(index.storage.tablespace.as_ref()),
    );
    let statistics = changed_statistics(table, index, &BTreeMap::new());
    let subject = super::comment::member(table, ObjectKind::Index, &index.name);
    let comment = index.comment.as_ref().map(|text| super::comment::on(&subject, Some(text)));
    [Statement::new(create)].into_iter().chain(statistics).chain(comment).collect()
}

/// How the index is kept and what ANALYZE is told about it: all that can change about one that is there.
pub(super) fn alter(table: &ObjectId, indexes: Pair<&Index>) -> Vec<Statement> {
    let name = super::beside(table, &indexes.to.name);
    let mut statements = storage::alter_index(&name, indexes.map(|index| &index.storage));
    statements.extend(changed_statistics(table, indexes.to, &indexes.from.statistics));
    statements
}

/// -1 goes back to the default.
fn changed_statistics(table: &ObjectId, index: &Index, before: &BTreeMap<u16, i32>) -> Vec<Statement> {
    let name = super::beside(table, &index.name);
    let gone =
        before.keys().filter(|position| !index.statistics.contains_key(position)).map(|position| (position, &-1));
    let new = index.statistics.iter().filter(|(position, target)| before.get(position) != Some(target));
    let statement = |(position, target): (&u16, &i32)| {
        Statement::new(format!("ALTER INDEX {name} ALTER COLUMN {position} SET STATISTICS {target}"))
    };
    gone.chain(new).map(statement).collect()
}

/// Whether nothing differs but what `ALTER INDEX` can change. Comments are changed by themselves.
pub(in crate::dialect::postgres) fn alters_in_place(indexes: Pair<&Index>) -> bool {
    let Pair { from, to } = indexes;
    let kept_alike = Index {
        storage: to.storage.clone(),
        statistics: to.statistics.clone(),
        comment: to.comment.clone(),
        ..from.clone()
    };
    kept_alike == *to
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
