//! Constraints.

use super::catalog::{ConstraintRow, IndexRow};
use super::storage::index_storage;
use super::{index, qualified};
use crate::model::{
    Check, Constraint, Deferrable, Exclude, ExcludeElement, ForeignKey, MatchKind, Name, NameOrigin, PrimaryKey,
    ReferentialAction, SqlText, Unique, Written, generated_name,
};

/// `backing` is the index behind the constraint, for those that have one of their own.
pub(super) fn constraint(table: &Name, row: &ConstraintRow, backing: Option<&IndexRow>) -> Option<Constraint> {
    let name = Name::from(row.name.as_str());
    let origin = origin(table, row);
    let columns = names(&row.columns);
    let comment = row.comment.clone();
    let deferrable = deferrable(row);
    Some(match row.kind.as_str() {
        "p" => {
            let include = names(&backing?.include);
            Constraint::PrimaryKey(PrimaryKey {
                name,
                origin,
                columns,
                include,
                storage: index_storage(backing?),
                deferrable,
                comment,
            })
        }
        "u" => Constraint::Unique(Unique {
            include: names(&backing?.include),
            nulls_not_distinct: backing?.nulls_not_distinct,
            storage: index_storage(backing?),
            name,
            origin,
            columns,
            deferrable,
            comment,
        }),
        "c" => Constraint::Check(Check {
            expression: SqlText::new(row.expression.as_deref()?),
            not_valid: row.not_valid,
            no_inherit: row.no_inherit,
            name,
            origin,
            comment,
        }),
        "f" => Constraint::ForeignKey(ForeignKey {
            references: qualified(row.referenced_namespace.as_deref()?, row.referenced_table.as_deref()?),
            written: Written::default(),
            referenced_columns: names(&row.referenced_columns),
            on_delete: action(&row.on_delete),
            on_delete_columns: names(&row.on_delete_columns),
            on_update: action(&row.on_update),
            match_kind: if row.match_kind == "f" { MatchKind::Full } else { MatchKind::Simple },
            not_valid: row.not_valid,
            name,
            origin,
            columns,
            deferrable,
            comment,
        }),
        "x" => Constraint::Exclude(Exclude {
            method: backing?.method.as_str().into(),
            elements: elements(row, backing?),
            include: names(&backing?.include),
            predicate: backing?.predicate.as_deref().map(SqlText::new),
            storage: index_storage(backing?),
            name,
            origin,
            deferrable,
            comment,
        }),
        _ => return None,
    })
}

fn names(texts: &[String]) -> Vec<Name> {
    texts.iter().map(|text| text.as_str().into()).collect()
}

fn elements(row: &ConstraintRow, backing: &IndexRow) -> Vec<ExcludeElement> {
    let keys = backing.keys.iter().map(index::key);
    keys.zip(&row.operators).map(|(key, operator)| ExcludeElement { key, operator: operator.clone() }).collect()
}

fn deferrable(row: &ConstraintRow) -> Deferrable {
    match (row.deferrable, row.deferred) {
        (false, _) => Deferrable::No,
        (true, false) => Deferrable::InitiallyImmediate,
        (true, true) => Deferrable::InitiallyDeferred,
    }
}

/// The letters of `pg_constraint.confdeltype`.
fn action(letter: &str) -> ReferentialAction {
    match letter {
        "r" => ReferentialAction::Restrict,
        "c" => ReferentialAction::Cascade,
        "n" => ReferentialAction::SetNull,
        "d" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

fn origin(table: &Name, row: &ConstraintRow) -> NameOrigin {
    let columns: Vec<Name> = names(&row.columns);
    let columns: Vec<&Name> = columns.iter().collect();
    let expected = match row.kind.as_str() {
        "p" => generated_name(table, &[], "pkey"),
        "u" => generated_name(table, &columns, "key"),
        "f" => generated_name(table, &columns, "fkey"),
        "x" => generated_name(table, &columns, "excl"),
        // A check is named after the only column it is about.
        _ if columns.len() == 1 => generated_name(table, &columns, "check"),
        _ => generated_name(table, &[], "check"),
    };
    if expected.as_str() == row.name { NameOrigin::Generated } else { NameOrigin::Written }
}
