//! Everything but tables.

use super::column::sequence_options;
use super::definition::firing;
use super::foreign::user_mapping;
use super::storage::{by_column, parameters};
use super::yaml::{Map, Yaml};
use super::{Emitter, name_items};
use crate::model::{
    DataType, Extension, Function, FunctionKind, MaterializedView, Name, Namespace, Object, ObjectId, Sequence,
    TableRole, Trigger, View,
};
use crate::spec::read::word_of;
use crate::spec::shorthand::write_reference;
use std::collections::{BTreeMap, BTreeSet};

/// The objects of a schema by the key under which they are written.
#[derive(Default)]
pub struct ObjectLists {
    pub namespaces: Vec<Yaml>,
    pub extensions: Vec<Yaml>,
    pub enums: Vec<Yaml>,
    pub domains: Vec<Yaml>,
    pub composite_types: Vec<Yaml>,
    pub sequences: Vec<Yaml>,
    pub dimensions: Vec<Yaml>,
    pub facts: Vec<Yaml>,
    pub tables: Vec<Yaml>,
    pub functions: Vec<Yaml>,
    pub views: Vec<Yaml>,
    pub materialized_views: Vec<Yaml>,
    pub triggers: Vec<Yaml>,
    pub policies: Vec<Yaml>,
    pub publications: Vec<Yaml>,
    pub servers: Vec<Yaml>,
    pub user_mappings: Vec<Yaml>,
    pub definitions: Vec<Yaml>,
}

impl Emitter<'_> {
    pub fn objects(&self) -> ObjectLists {
        let mut lists = ObjectLists::default();
        for (id, object) in &self.schema.objects {
            let (list, map) = match object {
                Object::Namespace(it) => (&mut lists.namespaces, self.namespace(id, it)),
                Object::Extension(it) => (&mut lists.extensions, self.extension(it)),
                Object::Enum(it) => (&mut lists.enums, self.enumeration(id, it)),
                Object::Domain(it) => (&mut lists.domains, self.domain(id, it)),
                Object::Composite(it) => (&mut lists.composite_types, self.composite(id, it)),
                Object::Sequence(it) => (&mut lists.sequences, self.sequence(id, it)),
                Object::Function(it) => (&mut lists.functions, self.function(it)),
                // Stands with its parent.
                Object::Table(it) if it.partition_of.is_some() => continue,
                Object::Table(it) => {
                    let list = match it.role {
                        TableRole::Dimension(_) => &mut lists.dimensions,
                        TableRole::Fact(_) => &mut lists.facts,
                        TableRole::Plain => &mut lists.tables,
                    };
                    (list, self.table(it))
                }
                Object::View(it) => (&mut lists.views, self.view(id, it)),
                Object::MaterializedView(it) => (&mut lists.materialized_views, self.materialized_view(id, it)),
                Object::Trigger(it) => (&mut lists.triggers, self.trigger(it)),
                Object::Policy(it) => (&mut lists.policies, self.policy(id, it)),
                Object::Publication(it) => (&mut lists.publications, self.publication(id, it)),
                Object::Server(it) => (&mut lists.servers, self.server(id, it)),
                Object::UserMapping(it) => (&mut lists.user_mappings, user_mapping(it)),
                Object::Definition(it) => (&mut lists.definitions, self.definition(it)),
                // Written with their objects, or under keys of their own.
                Object::Role(_) | Object::Owner(_) | Object::Grant(_) | Object::DefaultPrivileges(_) => continue,
            };
            list.push(self.owned(id, map).into());
        }
        lists.namespaces.extend(self.default_namespace_with_owner());
        lists
    }

    fn namespace(&self, id: &ObjectId, it: &Namespace) -> Map {
        let map = Map::default().with("name", it.name.as_str());
        map.maybe("was", self.was(id, false)).maybe("comment", it.comment.as_ref())
    }

    fn extension(&self, it: &Extension) -> Map {
        let map = Map::default().with("name", it.name.as_str());
        let map = map.maybe("namespace", it.namespace.as_ref().map(Name::as_str));
        map.maybe("comment", it.comment.as_ref())
    }

    fn sequence(&self, id: &ObjectId, it: &Sequence) -> Map {
        let data_type = Some(self.data_type(&it.data_type)).filter(|_| it.data_type != DataType::BigInt);
        let owner = it.owned_by.as_ref();
        let owner = owner.map(|(table, column)| write_reference(&self.shortened(table), std::slice::from_ref(column)));
        let map = Map::default().with("name", self.qualified(&it.name)).maybe("type", data_type);
        let map = sequence_options(map, &it.options).flag("unlogged", it.unlogged).maybe("owned_by", owner);
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn function(&self, it: &Function) -> Map {
        let kind = Some(word_of(it.kind)).filter(|_| it.kind != FunctionKind::Function);
        let map = Map::spread()
            .with("name", self.qualified(&it.name))
            .maybe("kind", kind)
            .maybe("arguments", Some(&it.arguments).filter(|text| !text.is_empty()))
            .maybe("returns", Some(&it.returns).filter(|text| !text.is_empty()))
            .maybe("settings", settings(&it.settings))
            .with("definition", it.definition.as_str());
        let was = self.overload_was(&it.id(), &format!("({})", it.arguments), true);
        map.maybe("was", was).maybe("comment", it.comment.as_ref())
    }

    fn view(&self, id: &ObjectId, it: &View) -> Map {
        let map = Map::spread()
            .with("name", self.qualified(&it.name))
            .list("columns", name_items(&it.columns))
            .list("options", it.options.iter().map(|(name, value)| format!("{name}={value}").into()).collect())
            .with("query", it.query.as_str())
            .map("column_defaults", by_column(it.column_defaults.iter().map(|(column, text)| (column, text.as_str()))))
            .map("column_comments", by_column(it.column_comments.iter().map(|(column, text)| (column, text.as_str()))));
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn materialized_view(&self, id: &ObjectId, it: &MaterializedView) -> Map {
        let map = Map::spread()
            .with("name", self.qualified(&it.name))
            .with("query", it.query.as_str())
            .list("indexes", self.indexes(id, &it.indexes, &BTreeSet::new()))
            .map("storage", parameters(&it.storage.parameters))
            .maybe("tablespace", it.storage.tablespace.as_ref().map(Name::as_str))
            .maybe("access_method", it.access_method.as_ref().map(Name::as_str))
            .maybe("cluster_on", it.clustered_on.as_ref().map(Name::as_str))
            .map("column_comments", by_column(it.column_comments.iter().map(|(column, text)| (column, text.as_str()))));
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn trigger(&self, it: &Trigger) -> Map {
        let map = Map::spread()
            .with("name", it.name.as_str())
            .with("table", self.qualified(&it.table))
            .maybe("settings", settings(&it.settings))
            .with("definition", it.definition.as_str())
            .maybe("enabled", firing(it.firing));
        map.maybe("was", self.member_was(&it.id())).maybe("comment", it.comment.as_ref())
    }

    pub fn unmanaged(&self) -> Vec<Yaml> {
        let unmanaged = self.schema.unmanaged.iter();
        unmanaged
            .map(|it| match &it.fingerprint {
                None => Yaml::from(&it.address),
                Some(fingerprint) => {
                    let map = Map::default().with("address", &it.address);
                    map.with("fingerprint", fingerprint).into()
                }
            })
            .collect()
    }
}

/// None where there are none.
pub fn settings(settings: &BTreeMap<String, String>) -> Option<Map> {
    let map = settings.iter().fold(Map::default(), |map, (name, value)| map.with_name(name, value));
    Some(map).filter(|map| !map.is_empty())
}
