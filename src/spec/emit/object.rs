//! Everything but tables.

use super::column::sequence_options;
use super::constraint::check_yaml;
use super::yaml::{Map, Yaml};
use super::{Emitter, name_items};
use crate::model::{
    DataType, Domain, EnumType, Extension, Function, FunctionKind, GeneratedNames, MaterializedView, Name, Namespace,
    Object, ObjectId, Sequence, TableRole, Trigger, View,
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
    pub sequences: Vec<Yaml>,
    pub dimensions: Vec<Yaml>,
    pub facts: Vec<Yaml>,
    pub tables: Vec<Yaml>,
    pub functions: Vec<Yaml>,
    pub views: Vec<Yaml>,
    pub materialized_views: Vec<Yaml>,
    pub triggers: Vec<Yaml>,
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
                Object::Definition(it) => (&mut lists.definitions, self.definition(it)),
                Object::Role(_)
                | Object::Composite(_)
                | Object::Policy(_)
                | Object::Publication(_)
                | Object::Server(_)
                | Object::UserMapping(_)
                | Object::Owner(_)
                | Object::Grant(_)
                | Object::DefaultPrivileges(_) => continue,
            };
            list.push(map.into());
        }
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

    fn enumeration(&self, id: &ObjectId, it: &EnumType) -> Map {
        let values: Vec<Yaml> = it.values.iter().map(Yaml::from).collect();
        let map = Map::default().with("name", self.qualified(&it.name)).with("values", values);
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn domain(&self, id: &ObjectId, it: &Domain) -> Map {
        let mut names = GeneratedNames::default();
        let unnamed = names.choose(None, &it.name.name, &[], "check").0;
        let checks = it.checks.values().map(|check| {
            let name = Some(check.name.as_str()).filter(|_| check.name != unnamed);
            check_yaml(Map::default().maybe("name", name), check)
        });
        let map = Map::default()
            .with("name", self.qualified(&it.name))
            .with("type", self.data_type(&it.data_type))
            .maybe("nullable", Some(false).filter(|_| !it.nullable))
            .maybe("default", it.default.as_ref().map(|default| self.default_value(default, &it.data_type)))
            .maybe("collation", it.collation.as_ref().map(|collation| self.qualified(collation)))
            .list("checks", checks.collect());
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn sequence(&self, id: &ObjectId, it: &Sequence) -> Map {
        let data_type = Some(self.data_type(&it.data_type)).filter(|_| it.data_type != DataType::BigInt);
        let owner = it.owned_by.as_ref();
        let owner = owner.map(|(table, column)| write_reference(&self.shortened(table), std::slice::from_ref(column)));
        let map = Map::default().with("name", self.qualified(&it.name)).maybe("type", data_type);
        let map = sequence_options(map, &it.options).maybe("owned_by", owner);
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
        map.maybe("comment", it.comment.as_ref())
    }

    fn view(&self, id: &ObjectId, it: &View) -> Map {
        let map = Map::spread()
            .with("name", self.qualified(&it.name))
            .list("columns", name_items(&it.columns))
            .list("options", it.options.iter().map(Yaml::from).collect())
            .with("query", it.query.as_str());
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn materialized_view(&self, id: &ObjectId, it: &MaterializedView) -> Map {
        let map = Map::spread()
            .with("name", self.qualified(&it.name))
            .with("query", it.query.as_str())
            .list("indexes", self.indexes(id, &it.indexes, &BTreeSet::new()));
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    fn trigger(&self, it: &Trigger) -> Map {
        let map = Map::spread()
            .with("name", it.name.as_str())
            .with("table", self.qualified(&it.table))
            .maybe("settings", settings(&it.settings))
            .with("definition", it.definition.as_str());
        map.maybe("comment", it.comment.as_ref())
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
    let map = settings.iter().fold(Map::default(), |map, (name, value)| map.with(name.clone(), value));
    Some(map).filter(|map| !map.is_empty())
}
