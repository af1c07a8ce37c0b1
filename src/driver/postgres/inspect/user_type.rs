//! Enums, domains and composite types.

use super::catalog::{DomainCheckRow, DomainRow, EnumRow};
use super::qualified;
use crate::dialect::Postgres;
use crate::model::{
    Attribute, Check, ColumnDefault, Composite, Domain, EnumType, Name, NameOrigin, Object, QualifiedName, SqlText,
    generated_name,
};
use serde::Deserialize;

pub(super) fn enum_type(row: &EnumRow) -> Object {
    Object::Enum(EnumType {
        name: qualified(&row.namespace, &row.name),
        values: row.values.clone(),
        comment: row.comment.clone(),
    })
}

pub(super) fn domain(row: &DomainRow) -> Object {
    let domain = Name::from(row.name.as_str());
    Object::Domain(Domain {
        name: qualified(&row.namespace, &row.name),
        data_type: Postgres::read_catalog_type(&row.data_type),
        nullable: row.nullable,
        default: row.default.as_deref().map(|text| ColumnDefault::Expression(SqlText::new(text))),
        collation: collation(row.collation_namespace.as_deref(), row.collation.as_deref()),
        checks: row.checks.iter().map(|check| (check.name.as_str().into(), domain_check(&domain, check))).collect(),
        comment: row.comment.clone(),
    })
}

/// A composite type, with its attributes in order.
#[derive(Deserialize)]
pub(super) struct CompositeRow {
    pub oid: i64,
    /// The row of its attributes' owner in the catalog of relations.
    pub relation: i64,
    pub namespace: String,
    pub name: String,
    pub attributes: Vec<AttributeRow>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct AttributeRow {
    pub name: String,
    pub data_type: String,
    pub collation_namespace: Option<String>,
    pub collation: Option<String>,
    pub comment: Option<String>,
}

pub(super) fn composite(row: &CompositeRow) -> Object {
    let attributes = row.attributes.iter().map(|row| (row.name.as_str().into(), attribute(row)));
    Object::Composite(Composite {
        name: qualified(&row.namespace, &row.name),
        attributes: attributes.collect(),
        comment: row.comment.clone(),
    })
}

fn attribute(row: &AttributeRow) -> Attribute {
    Attribute {
        name: row.name.as_str().into(),
        data_type: Postgres::read_catalog_type(&row.data_type),
        collation: collation(row.collation_namespace.as_deref(), row.collation.as_deref()),
        comment: row.comment.clone(),
    }
}

fn domain_check(domain: &Name, row: &DomainCheckRow) -> Check {
    let name = Name::from(row.name.as_str());
    let is_generated = name == generated_name(domain, &[], "check");
    Check {
        origin: if is_generated { NameOrigin::Generated } else { NameOrigin::Written },
        expression: SqlText::new(row.expression.as_str()),
        not_valid: row.not_valid,
        no_inherit: false,
        comment: row.comment.clone(),
        name,
    }
}

/// Collations of the system go without a namespace.
pub(super) fn collation(namespace: Option<&str>, name: Option<&str>) -> Option<QualifiedName> {
    let namespace = namespace.filter(|namespace| *namespace != "pg_catalog").map(Name::from);
    name.map(|name| QualifiedName::new(namespace, name))
}
