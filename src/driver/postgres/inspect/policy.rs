//! Policies.

use super::qualified;
use crate::model::{Grantee, Name, Object, Policy, PolicyCommand, SqlText};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
pub(super) struct PolicyRow {
    pub oid: i64,
    pub relation: i64,
    pub namespace: String,
    pub table_name: String,
    pub name: String,
    pub permissive: bool,
    /// `pg_policy.polcmd`.
    pub command: String,
    /// Nobody in particular is everybody.
    pub roles: Vec<String>,
    pub using: Option<String>,
    pub check: Option<String>,
    pub comment: Option<String>,
}

pub(super) fn policy(row: &PolicyRow) -> Object {
    let roles: BTreeSet<Grantee> = row.roles.iter().map(|name| Grantee::Role(Name::from(name.as_str()))).collect();
    Object::Policy(Policy {
        table: qualified(&row.namespace, &row.table_name),
        name: row.name.as_str().into(),
        permissive: row.permissive,
        command: command(&row.command),
        roles: if roles.is_empty() { BTreeSet::from([Grantee::Public]) } else { roles },
        using: row.using.as_deref().map(SqlText::new),
        check: row.check.as_deref().map(SqlText::new),
        comment: row.comment.clone(),
    })
}

fn command(letter: &str) -> PolicyCommand {
    match letter {
        "r" => PolicyCommand::Select,
        "a" => PolicyCommand::Insert,
        "w" => PolicyCommand::Update,
        "d" => PolicyCommand::Delete,
        _ => PolicyCommand::All,
    }
}
