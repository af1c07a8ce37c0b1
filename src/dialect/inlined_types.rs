//! Enums and domains, which MySQL has in its columns alone.

use crate::dialect::mysql::quote;
use crate::model::{Column, DataType, Domain, EnumType, NativeType, Object, QualifiedName};
use crate::sql::{Syntax, rename_identifiers};
use std::collections::BTreeMap;

/// The types of a schema's own, by name.
#[derive(Default)]
pub(super) struct UserTypes {
    enums: BTreeMap<QualifiedName, EnumType>,
    domains: BTreeMap<QualifiedName, Domain>,
}

impl UserTypes {
    /// Splits a schema's objects into its types and the rest.
    pub fn take_from(objects: Vec<Object>) -> (Self, Vec<Object>) {
        let mut types = Self::default();
        let mut rest = Vec::new();
        for object in objects {
            match object {
                Object::Enum(it) => {
                    types.enums.insert(it.name.clone(), it);
                }
                Object::Domain(it) => {
                    types.domains.insert(it.name.clone(), it);
                }
                other @ (Object::Namespace(_)
                | Object::Extension(_)
                | Object::Sequence(_)
                | Object::Function(_)
                | Object::Table(_)
                | Object::View(_)
                | Object::MaterializedView(_)
                | Object::Trigger(_)
                | Object::Role(_)
                | Object::Composite(_)
                | Object::Policy(_)
                | Object::Publication(_)
                | Object::Server(_)
                | Object::UserMapping(_)
                | Object::Definition(_)
                | Object::Owner(_)
                | Object::Grant(_)
                | Object::DefaultPrivileges(_)) => rest.push(other),
            }
        }
        (types, rest)
    }

    /// Gives the column the type that is meant, and returns the checks that its domains stand for. `None` where there is no such type.
    pub fn inline(&self, column: &mut Column) -> Option<Vec<String>> {
        let mut checks = Vec::new();
        // A domain may be over a domain, but not over itself: every turn uses up one of them.
        for _ in 0..=self.domains.len() {
            let DataType::Named(name) = &column.data_type else { return Some(checks) };
            let name = QualifiedName::bare(name.name.clone());
            if let Some(enum_type) = self.enums.get(&name) {
                column.data_type = native_enum(enum_type);
            } else {
                let domain = self.domains.get(&name)?;
                checks.extend(checks_of(column, domain));
                inline_domain(column, domain);
            }
        }
        if matches!(column.data_type, DataType::Named(_)) { None } else { Some(checks) }
    }
}

fn native_enum(enum_type: &EnumType) -> DataType {
    let values: Vec<String> = enum_type.values.iter().map(|value| quote::text(value)).collect();
    DataType::Native(NativeType::new(format!("enum({})", values.join(","))))
}

/// The domain's checks, about the column.
fn checks_of(column: &Column, domain: &Domain) -> Vec<String> {
    let name = quote::identifier(&column.name);
    domain
        .checks
        .values()
        .map(|check| {
            rename_identifiers(Syntax::Mysql, check.expression.as_str(), |word| {
                word.eq_ignore_ascii_case("value").then(|| name.clone())
            })
        })
        .collect()
}

fn inline_domain(column: &mut Column, domain: &Domain) {
    column.data_type = domain.data_type.clone();
    column.nullable &= domain.nullable;
    column.default = column.default.take().or_else(|| domain.default.clone());
    column.collation = column.collation.take().or_else(|| domain.collation.clone());
}
