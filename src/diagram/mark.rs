//! What becomes of the parts of a diagram when a change is carried out.

use crate::model::{Change, Column, Constraint, ForeignKey, Name, Object, ObjectId, ObjectKind, Table, TableChange};
use std::collections::BTreeMap;

/// Whether a part is there before, after, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    #[default]
    Same,
    Altered,
    Added,
    Dropped,
}

impl Mark {
    /// The word for it, in class names and legends; nothing for what stays.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Same => None,
            Self::Altered => Some("altered"),
            Self::Added => Some("added"),
            Self::Dropped => Some("dropped"),
        }
    }
}

/// The marks of a change, by address, with what is in no schema of the target any more.
#[derive(Debug, Default)]
pub struct Marks {
    by_id: BTreeMap<ObjectId, Mark>,
    pub dropped_tables: Vec<Table>,
    pub dropped_columns: BTreeMap<ObjectId, Vec<Column>>,
    pub dropped_foreign_keys: BTreeMap<ObjectId, Vec<ForeignKey>>,
    /// Stands in front of names that have no namespace.
    namespace: Option<Name>,
}

impl Marks {
    /// `namespace` is where names without one belong to, on engines that have namespaces.
    pub fn of(changes: &[Change], namespace: Option<Name>) -> Self {
        let mut marks = Self { namespace, ..Self::default() };
        for change in changes {
            match change {
                Change::Create(object) => marks.set(object.id(), Mark::Added),
                Change::Drop(Object::Table(table)) => {
                    marks.set(table.id(), Mark::Dropped);
                    marks.dropped_tables.push(table.as_ref().clone());
                }
                Change::Drop(object) => marks.set(object.id(), Mark::Dropped),
                Change::Rename(ids) => marks.rename(&ids.to),
                Change::Alter(_) | Change::Comment { .. } => marks.set(change.object(), Mark::Altered),
                Change::AlterTable { table, changes } => marks.table(table, changes),
            }
        }
        marks
    }

    /// The mark of an object or a member under its new address.
    pub fn get(&self, id: &ObjectId) -> Mark {
        let complete = self.namespace.as_ref().map(|namespace| id.or_namespace(namespace));
        self.by_id.get(complete.as_ref().unwrap_or(id)).copied().unwrap_or_default()
    }

    /// What was dropped of the table whose address may lack its namespace.
    pub(super) fn of_table<'a, T>(&self, parts: &'a BTreeMap<ObjectId, Vec<T>>, table: &ObjectId) -> &'a [T] {
        let complete = self.namespace.as_ref().map(|namespace| table.or_namespace(namespace));
        parts.get(complete.as_ref().unwrap_or(table)).map_or(&[], Vec::as_slice)
    }

    fn set(&mut self, id: ObjectId, mark: Mark) {
        let known = self.by_id.entry(id).or_default();
        *known = (*known).max(mark);
    }

    /// A renamed column alters its table too.
    fn rename(&mut self, id: &ObjectId) {
        self.set(id.clone(), Mark::Altered);
        if let Some(table) = id.parent_table() {
            self.set(table, Mark::Altered);
        }
    }

    fn table(&mut self, table: &ObjectId, changes: &[TableChange]) {
        self.set(table.clone(), Mark::Altered);
        for change in changes {
            match change {
                TableChange::AddColumn(column) => self.set_column(table, &column.name, Mark::Added),
                TableChange::DropColumn(column) => {
                    self.dropped_columns.entry(table.clone()).or_default().push(column.clone());
                }
                TableChange::RenameColumn(names) => self.set_column(table, &names.to, Mark::Altered),
                TableChange::AlterColumn { columns, .. } => self.set_column(table, &columns.to.name, Mark::Altered),
                TableChange::AddConstraint(constraint) => self.set_constraint(table, constraint, Mark::Added),
                TableChange::DropConstraint(Constraint::ForeignKey(key)) => {
                    self.dropped_foreign_keys.entry(table.clone()).or_default().push(key.clone());
                }
                TableChange::RenameConstraint(constraints) | TableChange::AlterConstraint(constraints) => {
                    self.set_constraint(table, &constraints.to, Mark::Altered);
                }
                TableChange::Comment { kind: ObjectKind::Column, name, .. } => {
                    self.set_column(table, name, Mark::Altered);
                }
                TableChange::DropConstraint(_)
                | TableChange::AddIndex(_)
                | TableChange::DropIndex(_)
                | TableChange::RenameIndex(_)
                | TableChange::AlterIndex(_)
                | TableChange::Comment { .. }
                | TableChange::Options(_)
                | TableChange::Partitioning(_)
                | TableChange::PartitionOf(_) => {}
            }
        }
    }

    fn set_column(&mut self, table: &ObjectId, column: &Name, mark: Mark) {
        self.set(table.member(ObjectKind::Column, column), mark);
    }

    fn set_constraint(&mut self, table: &ObjectId, constraint: &Constraint, mark: Mark) {
        self.set(table.member(ObjectKind::Constraint, constraint.name()), mark);
    }
}
