//! Types, defaults and columns.

use super::{Findings, in_default, sequence_options, storage, text, trim_comment};
use crate::dialect::postgres::{DEFAULT_NAMESPACE, data_type, literal};
use crate::model::{
    Column, ColumnDefault, DataType, Generated, Identity, Name, ObjectId, QualifiedName, SqlText, generated_name,
};
use crate::sql::literal_cast;

/// The type as the catalog keeps it.
pub(super) fn data_type(data_type: DataType) -> DataType {
    match data_type {
        DataType::Char { length } => DataType::Char { length: length.or(Some(1)) },
        DataType::Decimal { precision, scale } => {
            DataType::Decimal { precision, scale: scale.filter(|scale| *scale != 0) }
        }
        DataType::Array(element) => DataType::Array(Box::new(self::data_type(*element))),
        DataType::Named(name) => DataType::Named(in_default(name)),
        other => other,
    }
}

/// Collations of the system and of the default namespace go without one.
pub(super) fn collation(name: QualifiedName) -> QualifiedName {
    let searched = |namespace: &str| [DEFAULT_NAMESPACE, "pg_catalog"].contains(&namespace);
    QualifiedName { namespace: name.namespace.filter(|namespace| !searched(namespace.as_str())), name: name.name }
}

/// A default as an expression; `NULL` is what there is without one.
pub(super) fn default(
    default: Option<ColumnDefault>,
    data_type: &DataType,
    owner: &ObjectId,
    findings: &mut Findings,
) -> Option<ColumnDefault> {
    let expression = match default? {
        ColumnDefault::Expression(expression) => expression,
        ColumnDefault::Literal(scalar) => match literal::format(&scalar, data_type) {
            Ok(sql) => SqlText::new(sql),
            Err(message) => {
                let message = format!("the default does not fit: {message}");
                findings.refuse(owner.clone(), message, "change the default or the type");
                return Some(ColumnDefault::Literal(scalar));
            }
        },
    };
    // `NULL::character varying` is kept in the catalog, and so is no NULL without a cast.
    let is_null = expression.as_str().trim().eq_ignore_ascii_case("NULL");
    (!is_null).then(|| ColumnDefault::Expression(with_foreign_cast(text::expression(expression), data_type)))
}

/// A literal cast to the column's own type is the literal; PostgreSQL keeps a cast to another type, so it counts.
fn with_foreign_cast(expression: SqlText, data_type: &DataType) -> SqlText {
    let cast = literal_cast(expression.as_str()).map(|(_, cast)| cast);
    match cast.map(|cast| (cast, data_type::parse(cast))) {
        Some((cast, Ok(other))) if !other.is_usual_for(data_type) => {
            let key = format!("{}::{}", expression.key(), cast.to_lowercase());
            expression.with_key(key)
        }
        Some(_) | None => expression,
    }
}

pub(super) fn column(table: &QualifiedName, mut column: Column, findings: &mut Findings) -> Column {
    let id = ObjectId::column(table, &column.name);
    trim_comment(&mut column.comment);
    let data_type = data_type(column.data_type.clone());
    Column {
        nullable: column.nullable && column.identity.is_none(),
        default: default(column.default, &data_type, &id, findings),
        generated: column.generated.map(|it| generated(it, &id, findings)),
        identity: column.identity.map(|it| identity(it, table, &column.name, &data_type)),
        collation: column.collation.map(collation),
        storage: storage::column_storage(column.storage, &data_type),
        on_update: None,
        invisible: false,
        sensitive: None,
        data_type,
        ..column
    }
}

/// With the name of its sequence, whether or not that follows from the table's: it stays the same where the table is renamed. A sequence
/// lives where its table lives.
fn identity(identity: Identity, table: &QualifiedName, column: &Name, data_type: &DataType) -> Identity {
    let usual = || generated_name(&table.name, &[column], "seq");
    Identity {
        options: sequence_options(&identity.options, data_type),
        sequence: Some(table.sibling(identity.sequence.map_or_else(usual, |sequence| sequence.name))),
        ..identity
    }
}

fn generated(generated: Generated, column: &ObjectId, findings: &mut Findings) -> Generated {
    if !generated.stored {
        findings.refuse(
            column.clone(),
            "PostgreSQL keeps generated columns on disk; it computes none on reading",
            "write stored: true",
        );
    }
    Generated { expression: text::expression(generated.expression), ..generated }
}
