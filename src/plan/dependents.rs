//! What stands on the objects that a plan changes: views, functions, triggers, policies, keys of other tables, and what stands on those in turn.

use super::base::{Base, Scene};
use super::names::{Names, is_relation};
use crate::dialect::Dialect;
use crate::model::{
    ColumnAspect, Name, Object, ObjectId, ObjectKind, Operation, Pair, Schema, SqlText, Step, TableChange,
};
use std::collections::{BTreeMap, BTreeSet};

/// One object that stands on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    pub id: ObjectId,
    /// The catalog or the structure says so; otherwise a text only mentions the name, as the body of a function does.
    pub is_certain: bool,
    /// What stands on it in turn. An object is listed once below each object that changes.
    pub dependents: Vec<Dependent>,
}

/// The objects that operations change in a way that others notice, each with what stands on it. `schema` is the start, under the new names.
pub fn dependents(dialect: &dyn Dialect, operations: &[Operation], schema: &Schema) -> Vec<(ObjectId, Vec<Dependent>)> {
    let users = Users::of(dialect, schema);
    let changed: BTreeSet<ObjectId> = operations.iter().flat_map(|operation| noticed(&operation.step)).collect();
    let tree = |id: ObjectId| {
        let dependents = users.tree(&id, true, &mut BTreeSet::from([id.clone()]));
        (id, dependents)
    };
    changed.into_iter().map(tree).filter(|(_, dependents)| !dependents.is_empty()).collect()
}

/// What is another thing afterwards, or gone, for whoever uses it.
fn noticed(step: &Step) -> Vec<ObjectId> {
    match step {
        Step::Drop(object) => vec![object.id()],
        Step::Rename(ids) => vec![ids.to.clone()],
        Step::Alter(objects) | Step::Replace(objects) => vec![objects.to.id()],
        Step::RenameEnumValue { .. } | Step::SwapEnum { .. } => vec![step.object()],
        Step::AlterTable { .. } | Step::AlterTogether(_) | Step::Rebuild(_) => {
            let Some((table, changes)) = step.table_changes() else { return Vec::new() };
            changes.iter().filter_map(|change| noticed_of_table(&table, change)).collect()
        }
        // New things have no users, and the others leave what is there as it is.
        Step::Create(_)
        | Step::Comment { .. }
        | Step::AddEnumValue { .. }
        | Step::Backfill(_)
        | Step::Owner { .. }
        | Step::Privileges { .. } => Vec::new(),
    }
}

fn noticed_of_table(table: &ObjectId, change: &TableChange) -> Option<ObjectId> {
    match change {
        TableChange::DropColumn(_) | TableChange::RenameColumn(_) => change.member(table),
        TableChange::AlterColumn { aspect, .. } => match aspect {
            ColumnAspect::Type | ColumnAspect::Collation | ColumnAspect::Generated => change.member(table),
            ColumnAspect::Nullability
            | ColumnAspect::Default
            | ColumnAspect::Identity
            | ColumnAspect::Storage
            | ColumnAspect::Inheritance
            | ColumnAspect::OnUpdate
            | ColumnAspect::Visibility => None,
        },
        TableChange::DropConstraint(_) | TableChange::DropIndex(_) => change.member(table),
        TableChange::PartitionOf(_) => Some(table.clone()),
        TableChange::AddColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_) => None,
    }
}

/// Who stands on what.
struct Users<'a> {
    schema: &'a Schema,
    names: Names,
    /// By what is used; whether that is certain.
    by_used: BTreeMap<ObjectId, BTreeMap<ObjectId, bool>>,
}

impl<'a> Users<'a> {
    fn of(dialect: &dyn Dialect, schema: &'a Schema) -> Self {
        let scene = Scene::of(dialect, Pair::new(schema, schema));
        let side = scene.from();
        let mut users = Self { schema, names: Names::of(dialect, schema), by_used: BTreeMap::new() };
        for (id, object) in &schema.objects {
            side.bases(id, object).into_iter().for_each(|(user, base)| users.say(&user, base));
            if let Object::Table(table) = object
                && let Some(partition) = &table.partition_of
            {
                users.uses(id, ObjectId::table(&partition.parent), true);
            }
        }
        users
    }

    fn say(&mut self, user: &ObjectId, base: Base) {
        base.guesses.into_iter().for_each(|used| self.uses(user, used, false));
        base.needs.into_iter().chain(base.reads).for_each(|used| self.uses(user, used, true));
    }

    fn uses(&mut self, user: &ObjectId, used: ObjectId, is_certain: bool) {
        *self.by_used.entry(used).or_default().entry(user.clone()).or_default() |= is_certain;
    }

    /// What stands on an object, and on that in turn; nothing that was listed before.
    fn tree(&self, id: &ObjectId, is_certain: bool, seen: &mut BTreeSet<ObjectId>) -> Vec<Dependent> {
        let new: Vec<(ObjectId, bool)> =
            self.direct(id).into_iter().filter(|(user, _)| seen.insert(user.clone())).collect();
        new.into_iter()
            .map(|(user, is_known)| {
                let is_certain = is_certain && is_known;
                Dependent { dependents: self.tree(&user, is_certain, seen), id: user, is_certain }
            })
            .collect()
    }

    fn direct(&self, id: &ObjectId) -> BTreeMap<ObjectId, bool> {
        let mut users = self.by_used.get(id).cloned().unwrap_or_default();
        if is_relation(id) {
            self.of_columns(id).for_each(|(user, is_certain)| *users.entry(user).or_default() |= is_certain);
            // Its own members go with it.
            users.retain(|user, _| user.parent_table().as_ref() != Some(id) || is_attached(user));
        }
        if id.kind == ObjectKind::Column {
            let perhaps = self.of_relation_by_text(id);
            for user in perhaps {
                users.entry(user).or_insert(false);
            }
        }
        users
    }

    /// Who uses a column of the relation.
    fn of_columns<'b>(&'b self, relation: &'b ObjectId) -> impl Iterator<Item = (ObjectId, bool)> + 'b {
        let first = ObjectId::new(ObjectKind::Column, relation.path.clone());
        let columns = self
            .by_used
            .range(first..)
            .take_while(|(id, _)| id.kind == ObjectKind::Column && id.path.starts_with(&relation.path));
        columns.flat_map(|(_, users)| users.iter().map(|(user, is_certain)| (user.clone(), *is_certain)))
    }

    /// Who uses the relation of a column and mentions the column's name, where nobody knows more.
    fn of_relation_by_text<'b>(&'b self, column: &'b ObjectId) -> impl Iterator<Item = ObjectId> + 'b {
        let path = column.path[..column.path.len() - 1].to_vec();
        let relations = [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView]
            .map(|kind| ObjectId::new(kind, path.clone()));
        let users: BTreeSet<&ObjectId> =
            relations.iter().filter_map(|id| self.by_used.get(id)).flat_map(BTreeMap::keys).collect();
        users.into_iter().filter(|user| self.may_mean(user, column.name())).cloned().collect::<Vec<_>>().into_iter()
    }

    /// Whether the text of an object mentions a column, as far as the catalog was not asked or does not look into it.
    fn may_mean(&self, user: &ObjectId, column: &Name) -> bool {
        let Some(text) = self.schema.objects.get(user).and_then(text_of) else { return false };
        let is_known = self.schema.dependencies.of(user).is_some() && user.kind != ObjectKind::Function;
        !is_known && self.names.identifiers(text).contains(&vec![self.names.fold(column.as_str())])
    }
}

/// Whether it is an object of its own, with a name that people know, although it goes with its table.
fn is_attached(id: &ObjectId) -> bool {
    !matches!(id.kind, ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Index)
}

fn text_of(object: &Object) -> Option<&SqlText> {
    match object {
        Object::View(it) => Some(&it.query),
        Object::MaterializedView(it) => Some(&it.query),
        Object::Function(it) => Some(&it.definition),
        Object::Trigger(it) => Some(&it.definition),
        Object::Definition(it) => Some(&it.definition),
        Object::Role(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Composite(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => None,
    }
}
