//! Checks and foreign keys.

use super::bare;
use super::catalog::{Catalog, CheckRow, ForeignKeyRow};
use super::column::expression_text;
use crate::dialect::Flavor;
use crate::model::{
    Check, Constraint, Deferrable, ForeignKey, MatchKind, Name, NameOrigin, ReferentialAction, Written,
};

pub(super) fn check(row: &CheckRow, catalog: &Catalog, flavor: Flavor) -> Constraint {
    Constraint::Check(Check {
        name: row.name.as_str().into(),
        origin: NameOrigin::Written,
        expression: expression_text(&row.expression, catalog, flavor),
        not_valid: false,
        no_inherit: false,
        comment: None,
    })
}

/// `columns` are the rows of one key, and at least one.
pub(super) fn foreign_key(columns: &[&ForeignKeyRow]) -> Option<Constraint> {
    let first = columns.first()?;
    let names = |name: fn(&ForeignKeyRow) -> &str| columns.iter().map(|row| Name::from(name(row))).collect();
    Some(Constraint::ForeignKey(ForeignKey {
        name: first.name.as_str().into(),
        origin: NameOrigin::Written,
        columns: names(|row| &row.column_name),
        references: bare(&first.referenced_table),
        written: Written::default(),
        referenced_columns: names(|row| &row.referenced_column),
        on_delete: ReferentialAction::from_sql(&first.on_delete)?,
        on_delete_columns: Vec::new(),
        on_update: ReferentialAction::from_sql(&first.on_update)?,
        match_kind: MatchKind::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        comment: None,
    }))
}
