//! Enums and domains on engines that have no types of a schema's own: written out in the columns that use them.

use crate::model::{Column, DataType, Domain, EnumType, Name, Object, QualifiedName};
use crate::sql::{Syntax, rename_identifiers};
use std::collections::BTreeMap;

/// How an engine writes such a type in a column.
pub(super) struct Inlining {
    pub syntax: Syntax,
    /// A name as an expression has it.
    pub quote: fn(&Name) -> String,
    /// Gives the column the type that holds an enum's values, and the check that keeps it to them if the type alone does not.
    pub inline_enum: fn(&mut Column, &EnumType) -> Option<String>,
}

/// The types of a schema's own, by name.
pub(super) struct InlinedTypes {
    inlining: Inlining,
    enums: BTreeMap<QualifiedName, EnumType>,
    domains: BTreeMap<QualifiedName, Domain>,
}

impl InlinedTypes {
    /// Splits a schema's objects into its types and the rest.
    pub fn take_from(objects: Vec<Object>, inlining: Inlining) -> (Self, Vec<Object>) {
        let mut types = Self { inlining, enums: BTreeMap::new(), domains: BTreeMap::new() };
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

    /// Gives the column the type that is meant, and returns the checks that hold for it. `None` where there is no such type.
    pub fn inline(&self, column: &mut Column) -> Option<Vec<String>> {
        let mut checks = Vec::new();
        // A domain may be over a domain, but not over itself: every turn uses up one of them.
        for _ in 0..=self.domains.len() {
            let DataType::Named(name) = &column.data_type else { return Some(checks) };
            let name = QualifiedName::bare(name.name.clone());
            if let Some(enum_type) = self.enums.get(&name) {
                checks.extend((self.inlining.inline_enum)(column, enum_type));
            } else {
                let domain = self.domains.get(&name)?;
                checks.extend(self.checks_of(column, domain));
                inline_domain(column, domain);
            }
        }
        if matches!(column.data_type, DataType::Named(_)) { None } else { Some(checks) }
    }

    /// The domain's checks, about the column.
    fn checks_of(&self, column: &Column, domain: &Domain) -> Vec<String> {
        let name = (self.inlining.quote)(&column.name);
        let about_column = |word: &str| word.eq_ignore_ascii_case("value").then(|| name.clone());
        let checks = domain.checks.values();
        checks.map(|check| rename_identifiers(self.inlining.syntax, check.expression.as_str(), about_column)).collect()
    }
}

fn inline_domain(column: &mut Column, domain: &Domain) {
    column.data_type = domain.data_type.clone();
    column.nullable &= domain.nullable;
    column.default = column.default.take().or_else(|| domain.default.clone());
    column.collation = column.collation.take().or_else(|| domain.collation.clone());
}
