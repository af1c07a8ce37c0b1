//! From a statement as written to what it does: names are looked up in the schema, types are read, and each action becomes the step that a
//! plan would hold for the same change. So plans and hand-written SQL are judged by one set of rules.

mod alter;
mod column;
mod constraint;
mod drop;
mod mysql;
mod object;
mod rows;
mod setting;
mod table;
mod utility;

use super::act::{Act, Done};
use super::part::Part;
use super::statement::Statement;
use super::world::World;
use crate::dialect::Dialect;
use crate::model::{Cause, ObjectId, ObjectKind, QualifiedName, Reason};

/// Turns one statement into acts, each done to the world before the next is looked at.
pub(super) struct Lowering<'a> {
    pub dialect: &'a dyn Dialect,
    pub world: &'a mut World,
    pub done: Vec<Done>,
    /// What is to be told beside the effects of the acts.
    pub reasons: Vec<Reason>,
    /// Byte offset in the statement of the action that is being looked at.
    pub at: usize,
}

impl<'a> Lowering<'a> {
    pub fn new(dialect: &'a dyn Dialect, world: &'a mut World) -> Self {
        Self { dialect, world, done: Vec::new(), reasons: Vec::new(), at: 0 }
    }

    pub fn lower(&mut self, statement: &Statement) {
        match statement {
            Statement::CreateTable(it) => self.create_table(it),
            Statement::AlterTable(it) => self.alter_table(it),
            Statement::CreateIndex(it) => self.create_index(it),
            Statement::Drop(it) => self.drop(it),
            Statement::CreateObject(it) => self.create_object(it),
            Statement::AlterObject(it) => self.alter_object(it),
            Statement::Comment { kind, on, name } => self.comment(*kind, on.as_ref(), name),
            Statement::Truncate { .. }
            | Statement::Vacuum { .. }
            | Statement::Analyze(_)
            | Statement::Reorganize(_)
            | Statement::Reindex { .. }
            | Statement::Refresh { .. }
            | Statement::Lock { .. }
            | Statement::Grant { .. }
            | Statement::Opaque(_) => self.utility(statement),
            Statement::Setting { name, value } => self.setting(name, value),
            Statement::Query(sql) => self.query(sql),
            Statement::Unweighed(what) => self.unweighed(what),
            Statement::Rows(it) => self.rows(it),
            Statement::Transaction(_) | Statement::Nothing => {}
        }
    }

    /// The act happens: its effect is noted, and the world goes on from there.
    pub fn act(&mut self, act: Act) {
        let effect = self.world.effect(&act, self.dialect);
        self.world.after(&act, self.dialect);
        self.done.push(Done { act, effect, at: self.at });
    }

    pub fn tell(&mut self, cause: Cause, object: ObjectId, detail: impl Into<String>) {
        let reason = Reason::new(cause, object, detail);
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// The statement changes what dbx does not look at.
    pub fn unweighed(&mut self, what: &str) {
        self.tell(Cause::Unweighed, Part::Statement.address(), what);
    }

    pub fn qualify(&self, name: &QualifiedName) -> QualifiedName {
        self.world.qualify(name, self.dialect)
    }

    /// The relation of the name; where it is not there, that is told unless the statement expects it.
    pub fn relation(&mut self, name: &QualifiedName, if_exists: bool) -> Option<ObjectId> {
        let name = self.qualify(name);
        let found = self.world.relation(&name);
        if found.is_none() && !if_exists && !is_of_the_system(&name) {
            self.unknown(ObjectKind::Table, &name);
        }
        found
    }

    pub fn unknown(&mut self, kind: ObjectKind, name: &QualifiedName) {
        let object = ObjectId::of(kind, name);
        let detail = format!("speaks of {object}, which is not in the schema");
        self.tell(Cause::UnknownObject, object, detail);
    }
}

/// Catalogs are in no schema that dbx knows.
pub(super) fn is_of_the_system(name: &QualifiedName) -> bool {
    const NAMESPACES: [&str; 5] = ["pg_catalog", "information_schema", "mysql", "performance_schema", "sys"];
    name.namespace.as_ref().is_some_and(|it| NAMESPACES.contains(&it.as_str()))
        || name.name.as_str().starts_with("pg_")
        || name.name.as_str().starts_with("sqlite_")
}
