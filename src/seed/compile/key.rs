//! The unique keys of a table, wherever they are written.

use crate::model::{Constraint, Exclude, IndexKey, IndexTerm, Name, Table};
use crate::sql::{LexemeKind, Syntax, lex};

/// Columns whose combination comes once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UniqueKey {
    pub name: Name,
    pub columns: Vec<Name>,
}

/// Primary key, unique constraints and unique indexes, those with the fewest columns first; each set of columns once. A unique index of
/// some rows only is kept for all.
pub(super) fn unique_keys(table: &Table, syntax: Syntax) -> Vec<UniqueKey> {
    let constraints = table.constraints.values().filter_map(|constraint| match constraint {
        Constraint::PrimaryKey(key) => Some((0, UniqueKey { name: key.name.clone(), columns: key.columns.clone() })),
        Constraint::Unique(key) => Some((1, UniqueKey { name: key.name.clone(), columns: key.columns.clone() })),
        // Rows that differ in what must be equal for two to exclude each other never do.
        Constraint::Exclude(it) => Some((3, UniqueKey { name: it.name.clone(), columns: compared_for_equality(it) })),
        Constraint::Check(_) | Constraint::ForeignKey(_) => None,
    });
    let indexes = table.indexes.values().filter(|index| index.unique).map(|index| {
        let columns = index.keys.iter().flat_map(|key| columns_of(table, syntax, key));
        (2, UniqueKey { name: index.name.clone(), columns: columns.collect() })
    });
    let mut keys: Vec<(usize, UniqueKey)> =
        constraints.chain(indexes).filter(|(_, key)| !key.columns.is_empty()).collect();
    keys.sort_by(|(a_rank, a), (b_rank, b)| {
        (a.columns.len(), a_rank, &a.name).cmp(&(b.columns.len(), b_rank, &b.name))
    });
    let mut unique: Vec<UniqueKey> = Vec::new();
    for (_, key) in keys {
        let is_same = |other: &UniqueKey| {
            other.columns.len() == key.columns.len() && other.columns.iter().all(|name| key.columns.contains(name))
        };
        if !unique.iter().any(is_same) {
            unique.push(key);
        }
    }
    unique
}

/// The columns of an exclusion constraint whose operator is `=`.
pub(super) fn compared_for_equality(constraint: &Exclude) -> Vec<Name> {
    let equal =
        constraint.elements.iter().filter(|element| element.operator == "=" || element.operator.ends_with(".=)"));
    equal.filter_map(|element| element.key.column().cloned()).collect()
}

/// Of an expression, the columns in it: `lower(email)` is different where e-mail addresses differ in more than case, which they do here.
fn columns_of(table: &Table, syntax: Syntax, key: &IndexKey) -> Vec<Name> {
    match &key.term {
        IndexTerm::Column(name) => vec![name.clone()],
        IndexTerm::Expression(expression) => columns_in(table, syntax, expression.as_str()),
    }
}

/// The table's columns that a piece of SQL names.
pub(super) fn columns_in(table: &Table, syntax: Syntax, sql: &str) -> Vec<Name> {
    let lexemes = lex(syntax, sql).unwrap_or_default();
    let mut names: Vec<Name> = Vec::new();
    for lexeme in &lexemes {
        let (LexemeKind::Word(text) | LexemeKind::QuotedName(text)) = &lexeme.kind else { continue };
        let column = table.columns.keys().find(|name| name.as_str().eq_ignore_ascii_case(text));
        names.extend(column.filter(|name| !names.contains(name)).cloned().into_iter().collect::<Vec<_>>());
    }
    names
}
