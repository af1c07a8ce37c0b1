//! Policies.

use super::yaml::Map;
use super::{Emitter, names};
use crate::model::{Grantee, Name, ObjectId, Policy, PolicyCommand, SqlText};
use crate::spec::read::word_of;

impl Emitter<'_> {
    pub fn policy(&self, id: &ObjectId, it: &Policy) -> Map {
        let roles: Vec<Name> = it.roles.iter().filter(|role| **role != Grantee::Public).map(Grantee::as_name).collect();
        Map::default()
            .with("name", it.name.as_str())
            .with("table", self.qualified(&it.table))
            .maybe("command", Some(word_of(it.command)).filter(|_| it.command != PolicyCommand::default()))
            .maybe("permissive", Some(false).filter(|_| !it.permissive))
            .maybe("roles", Some(names(&roles)).filter(|_| !roles.is_empty()))
            .maybe("using", it.using.as_ref().map(SqlText::as_str))
            .maybe("check", it.check.as_ref().map(SqlText::as_str))
            .maybe("was", self.member_was(id))
            .maybe("comment", it.comment.as_ref())
    }
}
