//! From the model to YAML: the inverse of loading, in the short forms wherever they say the same.
//!
//! Without a dialect what is emitted loads again as exactly the same schema. With one the text is written for a person
//! to read: the engine's default namespace and the spelling of literals are left to `Dialect::normalize`, after which the
//! two schemas are the same.

mod access;
mod column;
mod constraint;
mod default;
mod definition;
mod foreign;
mod index;
mod object;
mod omit;
mod partition;
mod policy;
mod publication;
mod scalar;
mod storage;
mod table;
mod user_type;
pub(crate) mod yaml;

use super::Manages;
use super::shorthand::{write_name_list, write_qualified_name};
use crate::dialect::{self, Dialect, DialectKind, format_portable_type};
use crate::model::{DataType, DefinitionKind, Name, ObjectId, ObjectKind, QualifiedName, Renames, Schema};
use std::sync::Arc;
use yaml::{Map, Yaml};

/// What the schema does not say by itself.
#[derive(Clone, Debug, Default)]
pub struct EmitOptions {
    /// Written as `dialect:`; types are written so that this dialect reads them.
    pub dialect: Option<DialectKind>,
    pub warehouse: Option<String>,
    /// Written as `was:`.
    pub renames: Renames,
    /// Write `unmanaged:` also where it is empty, as an inspection does: it then says that there is nothing else.
    pub lists_unmanaged: bool,
    /// Keys that are written also where they say what is so by itself: the spec then speaks of all owners and privileges.
    pub manages: Manages,
    /// How many folders below the project's root the file lies: there editors find `dbx.schema.json`.
    pub depth: usize,
}

/// The schema as the text of a spec.
pub fn emit(schema: &Schema, options: &EmitOptions) -> String {
    let usual_owner = if options.manages.owners { access::usual_owner(schema) } else { None };
    let emitter = Emitter { schema, options, usual_owner, dialect: options.dialect.map(dialect::of) };
    let root = if options.depth == 0 { "./".to_owned() } else { "../".repeat(options.depth) };
    format!("# yaml-language-server: $schema={root}dbx.schema.json\n{}", yaml::write(&emitter.document()))
}

struct Emitter<'a> {
    schema: &'a Schema,
    options: &'a EmitOptions,
    /// Who owns what names no owner; nobody for the connecting role.
    usual_owner: Option<Name>,
    dialect: Option<Arc<dyn Dialect>>,
}

impl Emitter<'_> {
    fn document(&self) -> Map {
        let lists = self.objects();
        let entities =
            Map::spread().list("dimensions", lists.dimensions).list("facts", lists.facts).list("tables", lists.tables);
        let document = Map::spread()
            .with("version", 1)
            .maybe("dialect", self.options.dialect.map(|kind| kind.as_str()))
            .maybe("warehouse", self.options.warehouse.as_ref())
            .maybe("owner", self.owner())
            .list("roles", self.roles())
            .list("namespaces", lists.namespaces)
            .list("extensions", lists.extensions)
            .list("enums", lists.enums)
            .list("domains", lists.domains)
            .list("composite_types", lists.composite_types)
            .list("sequences", lists.sequences)
            .list("servers", lists.servers)
            .list("user_mappings", lists.user_mappings)
            .maybe("entities", Some(entities).filter(|entities| !entities.is_empty()))
            .list("functions", lists.functions)
            .list("views", lists.views)
            .list("materialized_views", lists.materialized_views)
            .list("triggers", lists.triggers)
            .list("publications", lists.publications)
            .list("policies", lists.policies)
            .list("definitions", lists.definitions);
        let grants = self.grants();
        let document =
            if self.options.manages.grants || !grants.is_empty() { document.with("grants", grants) } else { document };
        let document = document.list("default_privileges", self.default_privileges());
        let unmanaged = self.unmanaged();
        if self.options.lists_unmanaged || !unmanaged.is_empty() {
            document.with("unmanaged", unmanaged)
        } else {
            document
        }
    }

    /// The name with its namespace, unless that is the one the engine takes anyway.
    fn qualified(&self, name: &QualifiedName) -> String {
        write_qualified_name(&self.shortened(name))
    }

    fn shortened(&self, name: &QualifiedName) -> QualifiedName {
        let usual = self.dialect.as_ref().and_then(|dialect| dialect.capabilities().default_namespace);
        match &name.namespace {
            Some(namespace) if Some(namespace.as_str()) == usual => QualifiedName::bare(name.name.clone()),
            Some(_) | None => name.clone(),
        }
    }

    /// The old name of an object, if it is renamed.
    fn was(&self, id: &ObjectId, has_namespace: bool) -> Option<String> {
        self.overload_was(id, "", has_namespace)
    }

    /// As `was`, of what is known by more than its name.
    fn overload_was(&self, id: &ObjectId, signature: &str, has_namespace: bool) -> Option<String> {
        let old = self.options.renames.old(id)?;
        let name = old.name().as_str();
        let name = name.strip_suffix(signature).unwrap_or(name);
        if !has_namespace {
            return Some(name.to_owned());
        }
        let namespace = old.path.len().checked_sub(2).map(|at| old.path[at].clone());
        Some(self.qualified(&QualifiedName::new(namespace, name)))
    }

    /// The old name of a member of a table.
    fn member_was(&self, id: &ObjectId) -> Option<String> {
        self.was(id, false)
    }

    /// A type of somebody else's, such as an extension, keeps its namespace: by that it is known as one.
    fn type_name(&self, name: &QualifiedName) -> String {
        const KINDS: [ObjectKind; 7] = [
            ObjectKind::Enum,
            ObjectKind::Domain,
            ObjectKind::Composite,
            ObjectKind::Definition(DefinitionKind::Range),
            ObjectKind::Table,
            ObjectKind::View,
            ObjectKind::MaterializedView,
        ];
        let is_own = KINDS.iter().any(|kind| self.schema.objects.contains_key(&ObjectId::of(*kind, name)));
        if is_own { self.qualified(name) } else { write_qualified_name(name) }
    }

    /// The type in the spelling that reads back as the same: the portable one where it does.
    fn data_type(&self, data_type: &DataType) -> String {
        match data_type {
            DataType::Named(name) => return self.type_name(name),
            DataType::Array(element) if element.named().is_some() => return format!("{}[]", self.data_type(element)),
            _ => {}
        }
        let portable = format_portable_type(data_type);
        match &self.dialect {
            None => portable.unwrap_or_else(|| native(data_type)),
            Some(dialect) => portable
                .filter(|text| dialect.parse_type(text).as_ref() == Ok(data_type))
                .unwrap_or_else(|| dialect.format_type(data_type)),
        }
    }
}

/// The words of an engine's own type.
fn native(data_type: &DataType) -> String {
    match data_type {
        DataType::Native(native) => native.as_str().to_owned(),
        DataType::Array(element) => format!("{}[]", native(element)),
        other => format_portable_type(other).unwrap_or_default(),
    }
}

/// One name as a word, several as a list.
fn names(names: &[Name]) -> Yaml {
    match names {
        [name] if write_name_list(names) == name.as_str() => name.as_str().into(),
        _ => name_items(names).into(),
    }
}

fn name_items(names: &[Name]) -> Vec<Yaml> {
    names.iter().map(|name| name.as_str().into()).collect()
}
