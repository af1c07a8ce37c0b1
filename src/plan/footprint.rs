//! What a step makes, takes away, needs and lets go of: all that ordering looks at.

use super::base::{Base, Scene, Side, role, role_id};
use super::kinship::{columns_above, columns_below};
use crate::dialect::IndexNames;
use crate::model::{
    Column, ColumnAspect, DefinitionKind, Name, Object, ObjectId, ObjectKind, Owner, QualifiedName, Step, Table,
    TableChange, generated_name,
};
use std::collections::BTreeSet;

pub(super) type Ids = BTreeSet<ObjectId>;

/// The marks one step leaves on objects and their members.
#[derive(Debug, Default)]
pub(super) struct Footprint {
    pub creates: Ids,
    pub drops: Ids,
    pub alters: Ids,
    /// Must be there.
    pub needs: Ids,
    /// Must be there and look as they shall look at the end.
    pub reads: Ids,
    /// Is used no longer once the step has run.
    pub releases: Ids,
    /// As `releases`, of what was perhaps not used at all.
    pub perhaps_releases: Ids,
    /// Goes before what this step drops, where both go.
    pub drops_after: Ids,
    /// Is made after what this step creates, where both are.
    pub creates_before: Ids,
    /// Partitioned tables that get a partition.
    pub joins: Ids,
    /// Partitioned tables that lose one.
    pub leaves: Ids,
    /// Used by text alone, so perhaps not really: given up where it would close a circle.
    pub guesses: Ids,
}

impl Footprint {
    pub fn of(step: &Step, scene: &Scene<'_>) -> Self {
        let mut footprint = Self::default();
        let (from, to) = (scene.from(), scene.to());
        match step {
            Step::Create(object) => {
                footprint.creates = with_members(object);
                footprint.joins.extend(partitioned(object));
                footprint.stand_on(to.base(object));
                // It is made with the columns that its parent has in the end.
                footprint.guesses.extend(partitioned(object));
            }
            Step::Drop(object) => {
                footprint.drops = with_members(object);
                footprint.drops.extend(indexes_of(object));
                footprint.leaves.extend(partitioned(object));
                footprint.let_go_of(from.base(object));
                // What goes with it lets go of its functions and roles too, unless it goes before.
                for hanging in scene.hanging_on(&object.id()) {
                    let Base { needs, reads, guesses } = from.base(hanging);
                    footprint.perhaps_releases.extend(needs.into_iter().chain(reads).chain(guesses));
                }
                footprint.releases.remove(&object.id());
                footprint.perhaps_releases.remove(&object.id());
            }
            Step::Rename(ids) => {
                footprint.drops.insert(ids.from.clone());
                footprint.creates.insert(ids.to.clone());
            }
            Step::Alter(objects) | Step::Replace(objects) => {
                footprint.alters.insert(objects.to.id());
                footprint.let_go_of(from.base(&objects.from));
                footprint.stand_on(to.base(&objects.to));
            }
            Step::Comment { object, .. } => {
                footprint.reads.insert(object.id());
            }
            Step::AlterTable { table, change } => {
                footprint.alters.insert(table.clone());
                footprint.needs.insert(table.clone());
                footprint.change(table, change, &from, &to);
            }
            Step::AlterTogether(it) => footprint.change_all(it.tables.to.id(), &it.changes, &from, &to),
            Step::Rebuild(it) => footprint.change_all(it.tables.to.id(), &it.changes, &from, &to),
            Step::AddEnumValue { name, .. } => {
                footprint.alters.insert(ObjectId::of(ObjectKind::Enum, name));
            }
            Step::RenameEnumValue { name, .. } => {
                footprint.alters.insert(ObjectId::of(ObjectKind::Enum, name));
            }
            Step::Owner { on, role } => {
                footprint.alters.insert(Owner::id_on(on));
                footprint.needs.insert(on.clone());
                footprint.needs.extend(role.iter().map(role_id));
            }
            Step::Privileges { on, to, privileges, .. } => {
                // A new owner takes the old one's place in every grant.
                footprint.reads.insert(Owner::id_on(on));
                footprint.needs.insert(on.clone());
                footprint.needs.extend(scene.schemas.to.owned_with(on));
                footprint.needs.extend(role(to));
                let columns = privileges.to.keys().filter_map(|privilege| privilege.column.as_ref());
                footprint.needs.extend(columns.map(|column| on.member(ObjectKind::Column, column)));
            }
            Step::Backfill(it) => {
                footprint.reads.insert(it.table.member(ObjectKind::Column, &it.column.name));
                footprint.alters.insert(it.table.clone());
            }
            Step::SwapEnum { enums, columns } => {
                footprint.alters.insert(ObjectId::of(ObjectKind::Enum, &enums.to.name));
                for (table, column) in columns {
                    footprint.alters.insert(ObjectId::column(table, &column.name));
                    footprint.alters.insert(ObjectId::table(table));
                }
            }
        }
        let Self { creates, needs, reads, guesses, .. } = &mut footprint;
        // A step does not wait for itself.
        for own in [needs, reads, guesses] {
            own.retain(|id| !creates.contains(id));
        }
        footprint
    }

    fn change_all(&mut self, table: ObjectId, changes: &[TableChange], from: &Side<'_>, to: &Side<'_>) {
        for change in changes {
            self.change(&table, change, from, to);
        }
        self.alters.insert(table);
    }

    fn let_go_of(&mut self, base: Base) {
        self.releases.extend(base.needs);
        self.releases.extend(base.reads);
        self.perhaps_releases.extend(base.guesses);
    }

    fn stand_on(&mut self, base: Base) {
        self.needs.extend(base.needs);
        self.reads.extend(base.reads);
        self.guesses.extend(base.guesses);
    }

    fn change(&mut self, table: &ObjectId, change: &TableChange, from: &Side<'_>, to: &Side<'_>) {
        let member = change.member(table);
        match change {
            TableChange::AddColumn(column) => {
                self.creates.extend(columns_below(table, &column.name, to));
                self.creates.extend(identity_sequence(table, column));
                self.creates_before.extend(columns_above(table, &column.name, from));
                self.stand_on(to.column(table, column));
            }
            TableChange::DropColumn(column) => {
                self.drops.extend(columns_below(table, &column.name, from));
                self.drops.extend(identity_sequence(table, column));
                self.drops_after.extend(columns_above(table, &column.name, from));
                self.let_go_of(from.column(table, column));
            }
            TableChange::RenameColumn(names) => {
                self.drops.insert(table.member(ObjectKind::Column, &names.from));
                self.creates.extend(member);
            }
            TableChange::AlterColumn { columns, aspect } => {
                let sequences = columns.as_ref().map(|column| identity_sequence(table, column));
                if *aspect == ColumnAspect::Identity && sequences.as_ref().differs() {
                    self.drops.extend(sequences.from);
                    self.creates.extend(sequences.to);
                }
                self.alters.extend(member.clone());
                self.needs.extend(member);
                self.needs.extend(columns_above(table, &columns.to.name, to));
                // The other aspects say nothing of types, functions or sequences.
                if matches!(aspect, ColumnAspect::Type | ColumnAspect::Default | ColumnAspect::Generated) {
                    self.let_go_of(from.column(table, &columns.from));
                    // A default that is taken away stands on nothing.
                    if *aspect != ColumnAspect::Default || columns.to.default.is_some() {
                        self.stand_on(to.column(table, &columns.to));
                    }
                }
            }
            TableChange::AddConstraint(constraint) => {
                self.creates.extend(member);
                self.stand_on(to.constraint(table, constraint));
            }
            TableChange::DropConstraint(constraint) => {
                self.drops.extend(member);
                self.let_go_of(from.constraint(table, constraint));
            }
            TableChange::RenameConstraint(pair) => {
                self.drops.insert(table.member(ObjectKind::Constraint, pair.from.name()));
                self.creates.extend(member);
            }
            TableChange::AlterConstraint(pair) => {
                self.alters.extend(member);
                self.let_go_of(from.constraint(table, &pair.from));
                self.stand_on(to.constraint(table, &pair.to));
            }
            TableChange::AddIndex(index) => {
                self.creates.extend(member);
                self.stand_on(to.index(table, index));
            }
            TableChange::DropIndex(index) => {
                self.drops.extend(member);
                self.let_go_of(from.index(table, index));
            }
            TableChange::RenameIndex(names) => {
                self.drops.insert(table.member(ObjectKind::Index, &names.from));
                self.creates.extend(member);
            }
            TableChange::AlterIndex(indexes) => {
                self.alters.extend(member);
                self.let_go_of(from.index(table, &indexes.from));
                self.stand_on(to.index(table, &indexes.to));
            }
            TableChange::Comment { kind, name, .. } => {
                self.reads.extend(member);
                if *kind == ObjectKind::Column {
                    self.needs.extend(columns_above(table, name, to));
                }
            }
            TableChange::Options(options) => {
                if options.as_ref().map(|it| it.unlogged).differs() {
                    self.guesses.extend(persistent_before(table, options.to.unlogged, from));
                }
                self.let_go_of(from.options(table, &options.from));
                self.stand_on(to.options(table, &options.to));
                self.kinship(table, options.as_ref().map(|it| it.inherits.as_slice()), from, to);
            }
            TableChange::Partitioning(_) => {}
            TableChange::PartitionOf(parents) => {
                self.leaves.extend(parents.from.iter().map(|it| ObjectId::table(&it.parent)));
                self.joins.extend(parents.to.iter().map(|it| ObjectId::table(&it.parent)));
                let parents = parents.as_ref().map(|it| it.as_ref().map(|it| std::slice::from_ref(&it.parent)));
                // One that is out only to come back at another place has what its parent gives it all along.
                if !keeps_parent(table, from, to) {
                    self.kinship(table, parents.map(Option::unwrap_or_default), from, to);
                }
            }
        }
    }
}

/// The addresses of an object and of what is made with it.
fn with_members(object: &Object) -> Ids {
    match object {
        Object::Table(table) => table_with_members(table),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Ids::from([object.id()]),
    }
}

/// A table that is logged refers to none that is not: who refers becomes unlogged before, and what is referred to is logged before.
fn persistent_before(table: &ObjectId, unlogged: bool, from: &Side<'_>) -> Ids {
    let Some(Object::Table(it)) = from.schema.objects.get(table) else { return Ids::new() };
    let others: Vec<&QualifiedName> = if unlogged {
        from.relatives.referencing(from.schema, &it.name).map(|(other, _)| &other.name).collect()
    } else {
        it.foreign_keys().map(|key| &key.references).collect()
    };
    others.into_iter().filter(|other| **other != it.name).map(ObjectId::table).collect()
}

/// Whether a table is a partition of the same table before and after.
fn keeps_parent(table: &ObjectId, from: &Side<'_>, to: &Side<'_>) -> bool {
    let parent = |side: &Side<'_>| side.schema.objects.get(table).and_then(partitioned);
    parent(from).is_some_and(|before| parent(to) == Some(before))
}

/// The table that an object is a partition of.
fn partitioned(object: &Object) -> Option<ObjectId> {
    match object {
        Object::Table(table) => table.partition_of.as_ref().map(|it| ObjectId::table(&it.parent)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => None,
    }
}

/// The indexes that go with an object, and free their names.
fn indexes_of(object: &Object) -> Ids {
    let id = object.id();
    let names: Vec<&Name> = match object {
        Object::Table(table) => table.indexes.keys().collect(),
        Object::MaterializedView(view) => view.indexes.keys().collect(),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Vec::new(),
    };
    names.into_iter().map(|name| id.member(ObjectKind::Index, name)).collect()
}

pub(super) fn table_with_members(table: &Table) -> Ids {
    let id = table.id();
    let columns = table.columns.keys().map(|name| id.member(ObjectKind::Column, name));
    let constraints = table.constraints.keys().map(|name| id.member(ObjectKind::Constraint, name));
    let sequences = table.columns.values().filter_map(|column| identity_sequence(&id, column));
    columns.chain(constraints).chain(sequences).chain([id.clone()]).collect()
}

/// The sequence that comes and goes with an identity, where an engine has sequences: its name has to be free, and is free again afterwards.
fn identity_sequence(table: &ObjectId, column: &Column) -> Option<ObjectId> {
    if let Some(sequence) = &column.identity.as_ref()?.sequence {
        return Some(ObjectId::of(ObjectKind::Sequence, sequence));
    }
    let (name, namespace) = table.path.split_last()?;
    let name = generated_name(name, &[&column.name], "seq");
    Some(ObjectId::new(ObjectKind::Sequence, namespace.iter().cloned().chain([name]).collect()))
}

/// A list in which a namespace has each name once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameSpace {
    Relations,
    Types,
}

/// The names that an object takes in its namespace's one list of relations, where indexes are on it, and in that of types: a table has rows
/// of a type of its name.
pub(super) fn slots(id: &ObjectId, index_names: IndexNames) -> Vec<(NameSpace, QualifiedName)> {
    use NameSpace::{Relations, Types};
    let spaces: &[NameSpace] = match id.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Composite => {
            &[Relations, Types]
        }
        ObjectKind::Sequence => &[Relations],
        // The index under a key or an exclusion takes the constraint's name.
        ObjectKind::Index | ObjectKind::Constraint if index_names == IndexNames::PerNamespace => &[Relations],
        ObjectKind::Enum | ObjectKind::Domain | ObjectKind::Definition(DefinitionKind::Range) => &[Types],
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Function
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::Trigger
        | ObjectKind::Role
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => &[],
    };
    // A member stands behind its table, which stands behind the namespace.
    let outer = if matches!(id.kind, ObjectKind::Index | ObjectKind::Constraint) { 2 } else { 1 };
    let namespace = (id.path.len() > outer).then(|| id.path[0].clone());
    let name = QualifiedName::new(namespace, id.name().clone());
    spaces.iter().map(|space| (*space, name.clone())).collect()
}
