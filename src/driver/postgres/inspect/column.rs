//! Columns.

use super::catalog::{ColumnRow, IdentityOptionsRow};
use super::storage::column_storage;
use super::unmanaged::Blocked;
use super::user_type::collation;
use super::{foreign, qualified};
use crate::dialect::Postgres;
use crate::model::{
    Column, ColumnDefault, ColumnStorage, Generated, Identity, IdentityMode, SequenceOptions, SqlText, Written,
};

pub(super) fn column(row: &ColumnRow, blocked: &Blocked) -> Column {
    let can_be_made = row.expression_oid.is_none_or(|oid| !blocked.contains("pg_attrdef", oid));
    let expression = row.expression.as_deref().filter(|_| can_be_made).map(SqlText::new);
    let (default, generated) = match expression {
        Some(expression) if row.is_generated => (None, Some(Generated { expression, stored: row.is_stored })),
        Some(expression) => (Some(ColumnDefault::Expression(expression)), None),
        None => (None, None),
    };
    Column {
        name: row.name.as_str().into(),
        data_type: Postgres::read_catalog_type(&row.data_type),
        nullable: row.nullable,
        not_null: Written::default(),
        default,
        generated,
        identity: row.identity.as_deref().map(|mode| Identity {
            mode: if mode == "a" { IdentityMode::Always } else { IdentityMode::ByDefault },
            options: row.options.as_ref().map(options).unwrap_or_default(),
            sequence: row.options.as_ref().map(|sequence| qualified(&sequence.namespace, &sequence.name)),
        }),
        collation: collation(row.collation_namespace.as_deref(), row.collation.as_deref()),
        storage: ColumnStorage { foreign_options: foreign::column_options(row), ..column_storage(row) },
        inherited: row.is_inherited,
        on_update: None,
        invisible: false,
        comment: row.comment.clone(),
        sensitive: None,
    }
}

fn options(row: &IdentityOptionsRow) -> SequenceOptions {
    SequenceOptions {
        start: Some(row.start),
        increment: Some(row.increment),
        min: Some(row.min),
        max: Some(row.max),
        cache: Some(row.cache),
        cycle: row.cycle,
    }
}
