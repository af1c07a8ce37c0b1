//! What a statement meets: the schema as the earlier ones leave it, the session, and the transaction.

use super::act::Act;
use super::apply;
use crate::dialect::{Dialect, Wording, users};
use crate::model::{
    Constraint, DataType, Effect, LockMode, Name, NativeType, Object, ObjectId, ObjectKind, QualifiedName, Relatives,
    Scene, Schema, Session, Step, Table, TableChange,
};
use std::collections::BTreeSet;

/// The word for a type that nobody told. No engine has one of that name, so every comparison with it is a difference.
const UNTOLD: &str = "an unknown type";

/// The state of things between two statements.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub(super) schema: Schema,
    pub(super) session: Session,
    /// Whether the schema is known. Without one tables are made up as they are named, and their columns are of untold types.
    pub(super) known: bool,
    relatives: Relatives,
    /// What the file itself has made: nobody waits for it, and it has no rows.
    fresh: BTreeSet<ObjectId>,
    /// BEGIN was read.
    pub(super) in_transaction: bool,
    /// The session gives up on locks after a while.
    pub(super) has_lock_timeout: bool,
    /// Relations under a lock that stops readers, by an earlier statement of the same transaction.
    pub(super) held: BTreeSet<ObjectId>,
    /// Constraints that this transaction added NOT VALID.
    pub(super) unvalidated: BTreeSet<ObjectId>,
    /// Values that this transaction added to enums.
    pub(super) new_values: BTreeSet<String>,
    /// Statements so far that end the transaction by themselves.
    pub(super) implicit_commits: usize,
    /// Tables that were dropped although others referred to them.
    pub(super) dropped_parents: BTreeSet<ObjectId>,
}

impl World {
    /// Nothing is known: old types are taken for the worst.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// The schema is known, normalized for the dialect.
    pub fn of(schema: Schema, session: Session) -> Self {
        Self { relatives: Relatives::of(&schema), schema, session, known: true, ..Self::default() }
    }

    /// The session gives up on locks by itself, whatever the file says.
    #[must_use]
    pub fn with_lock_timeout(self) -> Self {
        Self { has_lock_timeout: true, ..self }
    }

    /// The world of a schema that statements built: all of it is there from now on.
    #[must_use]
    pub(super) fn settled(self, dialect: &dyn Dialect) -> Self {
        Self::of(dialect.normalize(self.schema).schema, Session::default())
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        Scene { schema: &self.schema, relatives: &self.relatives, session: &self.session }
    }

    /// What the act does now, less what it does to things of the file's own.
    pub(super) fn effect(&self, act: &Act, dialect: &dyn Dialect) -> Effect {
        let mut effect = act.effect(dialect, self.scene());
        let is_old = |id: &ObjectId| !self.fresh.contains(id);
        effect.touches.retain(|touch| touch.lock == LockMode::DatabaseWriter || is_old(&touch.object));
        effect.reasons.retain(|reason| reason.table.as_ref().is_none_or(is_old));
        effect
    }

    /// The act has been done.
    pub(super) fn after(&mut self, act: &Act, dialect: &dyn Dialect) {
        let Act::Step(step, manner) = act else { return };
        let taken_along = if manner.cascade { self.standing_on(step) } else { Vec::new() };
        match step {
            Step::Create(object) => {
                self.fresh.insert(object.id());
            }
            Step::Rename(ids) if self.fresh.contains(&ids.from) => {
                self.fresh.insert(ids.to.clone());
            }
            _ => {}
        }
        let steps = || std::iter::once(step).chain(&taken_along);
        let kin = Kin::of(steps(), &self.schema, &self.relatives);
        kin.tables().filter_map(|name| self.schema.table(name)).for_each(|table| self.relatives.forget(table));
        steps().for_each(|step| apply::apply(&mut self.schema, step, &Wording(dialect)));
        match &kin {
            Kin::Of(tables) => {
                tables.iter().filter_map(|name| self.schema.table(name)).for_each(|table| self.relatives.know(table));
            }
            Kin::Any => self.relatives = Relatives::of(&self.schema),
        }
    }

    /// What CASCADE drops besides: views that read what goes, and foreign keys that refer to a table. Those that refer to a column go with
    /// it anyway.
    fn standing_on(&self, step: &Step) -> Vec<Step> {
        let (relation, column) = match step {
            Step::Drop(object) => (object.id(), None),
            Step::AlterTable { table, change: TableChange::DropColumn(column) } => (table.clone(), Some(&column.name)),
            _ => return Vec::new(),
        };
        let views = users::views_over(&relation, column, &self.schema);
        let mut steps: Vec<Step> =
            views.iter().filter_map(|view| Some(Step::Drop(self.schema.objects.get(view)?.clone()))).collect();
        if let Step::Drop(Object::Table(gone)) = step {
            for (child, key) in self.relatives.referencing(&self.schema, &gone.name) {
                let change = TableChange::DropConstraint(Constraint::ForeignKey(key.clone()));
                steps.push(Step::AlterTable { table: child.id(), change });
            }
        }
        steps
    }

    /// A transaction ended: its locks are gone.
    pub(super) fn end_transaction(&mut self) {
        self.in_transaction = false;
        self.held.clear();
        self.unvalidated.clear();
        self.new_values.clear();
    }

    /// The name with its namespace, as the engine would find it.
    pub(super) fn qualify(&self, name: &QualifiedName, dialect: &dyn Dialect) -> QualifiedName {
        let capabilities = dialect.capabilities();
        if capabilities.default_namespace.is_none() {
            // A database in front of a name of MySQL, `main` in front of one of SQLite.
            return self.as_spelled(QualifiedName::bare(name.name.clone()), capabilities.names_ignore_case);
        }
        match (&name.namespace, capabilities.default_namespace) {
            (None, Some(namespace)) => name.clone().or_namespace(&Name::from(namespace)),
            _ => name.clone(),
        }
    }

    fn as_spelled(&self, name: QualifiedName, ignores_case: bool) -> QualifiedName {
        if !ignores_case || self.schema.relation(&name).is_some() {
            return name;
        }
        let same = |it: &&ObjectId| {
            matches!(it.kind, ObjectKind::Table | ObjectKind::View)
                && it.name().as_str().eq_ignore_ascii_case(name.name.as_str())
        };
        self.schema.objects.keys().find(same).map_or(name.clone(), |id| QualifiedName::bare(id.name().clone()))
    }

    /// The relation of this name, whatever its kind. Where the schema is not known there is one.
    pub(super) fn relation(&mut self, name: &QualifiedName) -> Option<ObjectId> {
        if !self.known && self.schema.relation(name).is_none() {
            self.schema.insert(Object::Table(Box::new(Table::new(name.clone()))));
        }
        self.schema.relation(name)
    }

    /// The table of this name; made up where the schema is not known.
    pub(super) fn table(&mut self, name: &QualifiedName) -> Option<Table> {
        self.relation(name);
        self.schema.table(name).cloned()
    }

    pub(super) fn is_fresh(&self, id: &ObjectId) -> bool {
        self.fresh.contains(id)
    }
}

pub(super) fn untold() -> DataType {
    DataType::Native(NativeType::new(UNTOLD))
}

/// The tables whose foreign keys or place among others may change, so that what is known of all the rest stays.
enum Kin {
    Of(BTreeSet<QualifiedName>),
    /// Names have changed everywhere.
    Any,
}

impl Kin {
    fn of<'a>(steps: impl Iterator<Item = &'a Step>, schema: &Schema, relatives: &Relatives) -> Self {
        let mut tables = BTreeSet::new();
        for step in steps {
            match step {
                Step::Create(Object::Table(table)) | Step::Drop(Object::Table(table)) => {
                    tables.insert(table.name.clone());
                }
                Step::Rename(_) | Step::Create(Object::Namespace(_)) | Step::Drop(Object::Namespace(_)) => {
                    return Self::Any;
                }
                _ => {}
            }
            let Some((table, changes)) = step.table_changes() else { continue };
            if changes.iter().any(changes_relatives) {
                let name = table.qualified_name();
                let is_dropped = |change: &TableChange| matches!(change, TableChange::DropColumn(_));
                if changes.iter().any(is_dropped) {
                    tables.extend(relatives.referencing(schema, &name).map(|(child, _)| child.name.clone()));
                }
                tables.insert(name);
            }
        }
        Self::Of(tables)
    }

    fn tables(&self) -> impl Iterator<Item = &QualifiedName> {
        match self {
            Self::Of(tables) => Some(tables),
            Self::Any => None,
        }
        .into_iter()
        .flatten()
    }
}

/// Whether foreign keys or partitions come or go.
fn changes_relatives(change: &TableChange) -> bool {
    matches!(
        change,
        TableChange::AddConstraint(Constraint::ForeignKey(_))
            | TableChange::DropConstraint(_)
            | TableChange::DropColumn(_)
            | TableChange::PartitionOf(_)
            | TableChange::Options(_)
            | TableChange::RenameConstraint(_)
    )
}
