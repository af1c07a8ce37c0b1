//! Columns.

use super::{Findings, Scene, default, trim_comment};
use crate::dialect::inlined_types::InlinedTypes;
use crate::dialect::mysql::{collation, data_type, native, unsupported};
use crate::model::{
    Column, ColumnStorage, DataType, Generated, Identity, IdentityMode, NativeType, ObjectId, QualifiedName,
};

/// Brings the column into MySQL's form and returns the checks that its type stands for. `usual` is the collation that the table's texts
/// have, where that is known.
pub(super) fn normalize(
    column: &mut Column,
    id: &ObjectId,
    usual: Option<&str>,
    types: &InlinedTypes,
    scene: Scene<'_>,
    findings: &mut Findings,
) -> Vec<String> {
    trim_comment(&mut column.comment);
    column.sensitive = None;
    if std::mem::take(&mut column.storage) != ColumnStorage::default() || std::mem::take(&mut column.inherited) {
        findings.refuse(id.clone(), "the column has properties that only PostgreSQL knows", unsupported::LEAVE_OUT);
    }
    let checks = user_type(column, id, types, findings);
    column.data_type = data_type(std::mem::replace(&mut column.data_type, DataType::Text), id, scene, findings);
    normalize_collation(column, id, usual, findings);
    normalize_identity(column, id, findings);
    normalize_default(column, id, findings);
    if let Some(generated) = &column.generated
        && !column.nullable
        && !scene.features.generated_not_null
    {
        if !is_row_time(generated) {
            findings.note(id.clone(), "MariaDB's generated columns have no NOT NULL: this one may compute a NULL");
        }
        column.nullable = true;
    }
    checks
}

/// When a version of a row began or ended: the server writes it, and it is never NULL.
fn is_row_time(generated: &Generated) -> bool {
    let expression = generated.expression.as_str();
    expression.eq_ignore_ascii_case("ROW START") || expression.eq_ignore_ascii_case("ROW END")
}

fn user_type(column: &mut Column, id: &ObjectId, types: &InlinedTypes, findings: &mut Findings) -> Vec<String> {
    let named = column.data_type.named().cloned();
    match (types.inline(column), named) {
        (Some(checks), _) => checks,
        (None, Some(name)) => {
            findings.refuse(
                id.clone(),
                format!("the type `{name}` is not defined"),
                "define it as an enum or a domain",
            );
            column.data_type = DataType::Text;
            Vec::new()
        }
        (None, None) => Vec::new(),
    }
}

/// The type as the catalog keeps it.
fn data_type(written: DataType, id: &ObjectId, scene: Scene<'_>, findings: &mut Findings) -> DataType {
    match written {
        DataType::Array(_) => {
            findings.refuse(id.clone(), "MySQL has no arrays", "use a table of its own, or JSON");
            DataType::Json
        }
        DataType::Char { length } => DataType::Char { length: length.or(Some(1)) },
        DataType::VarChar { length: None } => DataType::Text,
        // As many digits as there can be, with room for fractions.
        DataType::Decimal { precision: None, .. } => DataType::Decimal { precision: Some(65), scale: Some(30) },
        DataType::Time { precision, zone } => {
            if zone {
                findings.note(id.clone(), "MySQL's times of day have no zone: this one goes without");
            }
            DataType::Time { precision: precision.filter(|digits| *digits > 0), zone: false }
        }
        DataType::Timestamp { precision, zone } => {
            DataType::Timestamp { precision: precision.filter(|digits| *digits > 0), zone }
        }
        DataType::Interval => {
            findings.note(id.clone(), "MySQL has no intervals: this one is kept as text");
            DataType::VarChar { length: Some(64) }
        }
        DataType::Uuid if !scene.features.uuid => DataType::Char { length: Some(36) },
        DataType::Native(native) => native_type(&native, id, scene, findings),
        DataType::SmallInt
        | DataType::Int
        | DataType::BigInt
        | DataType::Decimal { .. }
        | DataType::Real
        | DataType::Double
        | DataType::Boolean
        | DataType::VarChar { .. }
        | DataType::Text
        | DataType::Date
        | DataType::Uuid
        | DataType::Json
        | DataType::Binary
        | DataType::Named(_) => written,
    }
}

fn native_type(native: &NativeType, id: &ObjectId, scene: Scene<'_>, findings: &mut Findings) -> DataType {
    let Some(written) = native::Written::parse(native.as_str()) else {
        findings.refuse(
            id.clone(),
            format!("MySQL has no type `{}`", native.as_str()),
            "write a portable type, or one of MySQL's own",
        );
        return DataType::Text;
    };
    if ["inet4", "inet6"].contains(&written.word.as_str()) && !scene.features.inet {
        findings.refuse(
            id.clone(),
            format!("{} has no type `{}`", scene.features.product, written.word),
            "use VARBINARY(16)",
        );
    }
    let written = if scene.features.integer_widths { written } else { written.without_width() };
    data_type::read_catalog(&written.canonical())
}

/// None where it is what the table's texts have anyway, or where there is nothing to order.
fn normalize_collation(column: &mut Column, id: &ObjectId, usual: Option<&str>, findings: &mut Findings) {
    let Some(written) = column.collation.take() else { return };
    let name = collation::canonical(written.name.as_str());
    if !data_type::has_collation(&column.data_type) {
        return;
    }
    if !collation::is_plausible(&name) {
        let message = format!("MySQL has no collation `{}`", written.name);
        findings.refuse(id.clone(), message, "write one of MySQL's, such as utf8mb4_bin");
        return;
    }
    column.collation = Some(QualifiedName::bare(name)).filter(|name| Some(name.name.as_str()) != usual);
}

/// AUTO_INCREMENT: a value given by an INSERT always wins.
fn normalize_identity(column: &mut Column, id: &ObjectId, findings: &mut Findings) {
    let Some(identity) = column.identity.take() else { return };
    if identity.options != crate::model::SequenceOptions::default() {
        findings.note(id.clone(), "how MySQL counts is the server's setting: start and increment are left out");
    }
    column.identity = Some(Identity::new(IdentityMode::ByDefault));
    column.nullable = false;
    column.default = None;
}

fn normalize_default(column: &mut Column, id: &ObjectId, findings: &mut Findings) {
    column.default = match column.default.take().map(|written| default::default(written, &column.data_type)) {
        Some(Ok(default)) => default,
        Some(Err(reason)) => {
            findings.refuse(
                id.clone(),
                format!("the default does not fit: {reason}"),
                "change the default or the type",
            );
            None
        }
        None => None,
    };
    let Some(written) = column.on_update.take() else { return };
    column.on_update = default::on_update(&written, &column.data_type);
    if column.on_update.is_none() {
        findings.refuse(
            id.clone(),
            "on its own MySQL sets a TIMESTAMP or DATETIME to the current moment, and nothing else",
            format!("write {{expr: CURRENT_TIMESTAMP}}, or use a trigger; {}", unsupported::LEAVE_OUT),
        );
    }
}
