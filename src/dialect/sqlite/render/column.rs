//! Columns.

use super::super::data_type::format_type;
use super::super::key::on_conflict;
use super::super::keyword::quote;
use super::super::literal::{format_literal, is_bare_default};
use crate::model::{Column, ColumnDefault};

/// Name, type and clauses, without constraints.
pub(super) fn definition(column: &Column) -> String {
    let mut parts = vec![quote(&column.name)];
    parts.extend(Some(format_type(&column.data_type)).filter(|text| !text.is_empty()));
    parts.extend(column.collation.as_ref().map(|collation| format!("COLLATE {}", quote(&collation.name))));
    if !column.nullable && column.not_null.0 != Some(false) {
        parts.push(format!("NOT NULL{}", on_conflict(&column.storage.parameters)));
    }
    parts.extend(column.default.as_ref().map(|default| format!("DEFAULT {}", default_value(default, column))));
    parts.extend(column.generated.as_ref().map(|generated| {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        format!("GENERATED ALWAYS AS ({}) {kind}", generated.expression.as_str())
    }));
    parts.join(" ")
}

/// What stands behind DEFAULT: an expression is in parentheses there.
pub(super) fn default_value(default: &ColumnDefault, column: &Column) -> String {
    match default {
        ColumnDefault::Expression(expression) if is_bare_default(expression.as_str()) => expression.as_str().to_owned(),
        ColumnDefault::Expression(expression) => format!("({})", expression.as_str()),
        // Normalization has turned every literal that fits into an expression.
        ColumnDefault::Literal(literal) => {
            format_literal(literal, &column.data_type).unwrap_or_else(|_| "NULL".to_owned())
        }
    }
}
