//! Columns.

use super::super::{data_type, literal, text};
use super::{Report, written};
use crate::dialect::inlined_types::InlinedTypes;
use crate::model::{
    Column, ColumnDefault, DataType, Identity, IdentityMode, Literal, ObjectId, ObjectKind, QualifiedName, SqlText,
    TableOptions,
};

/// Where a column stands, as far as it matters to it.
pub(super) struct Place<'a> {
    pub table: &'a ObjectId,
    pub options: &'a TableOptions,
    pub key: KeyPart,
}

/// What a column is in its table's primary key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyPart {
    None,
    Part,
    /// It alone is the key.
    Whole,
}

/// Brings the column into SQLite's form and returns the checks that its type stands for.
pub(super) fn normalize(
    column: &mut Column,
    place: &Place<'_>,
    types: &InlinedTypes,
    report: &mut Report,
) -> Vec<String> {
    let id = place.table.member(ObjectKind::Column, &column.name);
    column.comment = None;
    column.sensitive = None;
    let checks = normalize_type(column, &id, types, report);
    normalize_identity(column, place, &id, report);
    written::not_null(column, place);
    if place.options.strict && !data_type::is_strict(&column.data_type) {
        let written = data_type::format_type(&column.data_type);
        let message = format!("a STRICT table has no type `{written}`");
        report.unsupported(id.clone(), message, "use INTEGER, REAL, TEXT, BLOB or ANY, or leave `strict` out");
    }
    column.collation =
        column.collation.take().and_then(|name| collation(&name.name.to_string()).map(QualifiedName::bare));
    normalize_default(column, &id, report);
    refuse_foreign(column, &id, report);
    if let Some(generated) = &mut column.generated {
        generated.expression = text::expression(&generated.expression);
    }
    checks
}

/// What only MySQL's columns have.
fn refuse_foreign(column: &mut Column, id: &ObjectId, report: &mut Report) {
    const HELP: &str = "leave it out of a spec that is meant for SQLite";
    if column.on_update.take().is_some() {
        report.unsupported(
            id.clone(),
            "SQLite sets no column by itself when its row changes: that takes a trigger",
            HELP,
        );
    }
    if std::mem::take(&mut column.invisible) {
        report.unsupported(id.clone(), "SQLite has no invisible columns", HELP);
    }
}

fn normalize_type(column: &mut Column, id: &ObjectId, types: &InlinedTypes, report: &mut Report) -> Vec<String> {
    let named = column.data_type.named().cloned();
    let checks = types.inline(column);
    match (&column.data_type, &checks, named) {
        (DataType::Array(_), _, _) => {
            report.unsupported(id.clone(), "SQLite has no arrays", "use a table of its own, or JSON");
        }
        (_, None, Some(name)) => {
            report.unsupported(
                id.clone(),
                format!("the type `{name}` is not defined"),
                "define it as an enum or a domain",
            );
        }
        _ => column.data_type = data_type::canonical(&column.data_type),
    }
    checks.unwrap_or_default()
}

/// A counting column is `INTEGER PRIMARY KEY AUTOINCREMENT`, and nothing else is.
fn normalize_identity(column: &mut Column, place: &Place<'_>, id: &ObjectId, report: &mut Report) {
    if column.identity.is_none() {
        return;
    }
    if place.key == KeyPart::Whole && !place.options.without_rowid {
        column.identity = Some(Identity::new(IdentityMode::ByDefault));
        column.data_type = DataType::Int;
        column.default = None;
    } else {
        column.identity = None;
        report.unsupported(
            id.clone(),
            "SQLite counts only a column that alone is the primary key of a table with rowids",
            "make it the primary key, or leave `identity` out",
        );
    }
}

fn normalize_default(column: &mut Column, id: &ObjectId, report: &mut Report) {
    let expression = match column.default.take() {
        None => return,
        Some(ColumnDefault::Literal(Literal::Null)) => return,
        Some(ColumnDefault::Literal(value)) => match literal::format_literal(&value, &column.data_type) {
            Ok(written) => text::bare_expression(&SqlText::new(written)),
            Err(reason) => {
                report.unsupported(
                    id.clone(),
                    format!("the default does not fit: {reason}"),
                    "change the default or the type",
                );
                return;
            }
        },
        Some(ColumnDefault::Expression(expression)) => text::bare_expression(&expression),
    };
    let expression = match expression.key() {
        // The portable ways to say it; SQLite's `datetime('now')` gives the same text.
        "now ( )" => text::bare_expression(&SqlText::new("CURRENT_TIMESTAMP")),
        key if is_moment_with_precision(key) => text::bare_expression(&SqlText::new("CURRENT_TIMESTAMP")),
        _ => expression,
    };
    column.default = Some(ColumnDefault::Expression(expression));
}

/// `CURRENT_TIMESTAMP(6)`: SQLite's has whole seconds.
fn is_moment_with_precision(key: &str) -> bool {
    let precision = key.strip_prefix("current_timestamp ( ").and_then(|rest| rest.strip_suffix(" )"));
    precision.is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()))
}

/// The collation in one spelling; none for the one that columns have anyway.
pub(super) fn collation(name: &str) -> Option<String> {
    let folded = name.to_ascii_uppercase();
    match folded.as_str() {
        "BINARY" => None,
        "NOCASE" | "RTRIM" => Some(folded),
        _ => Some(name.to_owned()),
    }
}
