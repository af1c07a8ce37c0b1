//! Enums, domains and composite types.

use super::Emitter;
use super::constraint::check_yaml;
use super::yaml::{Map, Yaml};
use crate::model::{Composite, Domain, EnumType, GeneratedNames, Name, ObjectId, ObjectKind};

impl Emitter<'_> {
    pub fn enumeration(&self, id: &ObjectId, it: &EnumType) -> Map {
        let values = it.values.iter().map(|value| {
            let was = self.member_was(&id.member(ObjectKind::EnumValue, &Name::new(value.as_str())));
            match was {
                Some(was) => Map::default().with("name", value).with("was", was).into(),
                None => Yaml::from(value),
            }
        });
        let map = Map::default().with("name", self.qualified(&it.name)).with("values", values.collect::<Vec<Yaml>>());
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }

    pub fn domain(&self, id: &ObjectId, it: &Domain) -> Map {
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

    pub fn composite(&self, id: &ObjectId, it: &Composite) -> Map {
        let attributes = it.attributes.values().map(|attribute| {
            Map::default()
                .with("name", attribute.name.as_str())
                .with("type", self.data_type(&attribute.data_type))
                .maybe("collation", attribute.collation.as_ref().map(|collation| self.qualified(collation)))
                .maybe("was", self.member_was(&id.member(ObjectKind::Attribute, &attribute.name)))
                .maybe("comment", attribute.comment.as_ref())
                .into()
        });
        let map =
            Map::spread().with("name", self.qualified(&it.name)).with("attributes", attributes.collect::<Vec<Yaml>>());
        map.maybe("was", self.was(id, true)).maybe("comment", it.comment.as_ref())
    }
}
