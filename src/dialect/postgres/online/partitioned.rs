//! Indexes and keys of a partitioned table, which the server builds for all partitions in one go under locks that stop writers of all of them. Instead
//! the parent gets its own first, which counts for nothing until every partition has one: those are built one after the other beside the writers, and
//! attached.

use super::{Scene, alone, index, moment};
use crate::dialect::Stage;
use crate::dialect::postgres::render;
use crate::model::{
    Constraint, ConstraintKind, Deferrable, Index, IndexKey, LockMode, Manner, Name, Object, ObjectId, Pace,
    PrimaryKey, QualifiedName, Schema, Statement, Step, Table, TableChange, Unique, generated_name,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the partitions get, too.
struct Shared<'a> {
    index: &'a Index,
    /// Where the index is that of a key.
    key: Option<Constraint>,
    /// What it is called on each partition, on whatever level.
    names: BTreeMap<ObjectId, Name>,
}

/// The stages of an index. `None` where the partitions are not the same on both sides, or one of them is kept elsewhere.
pub(super) fn add_index(scene: &Scene<'_>, added: &Index) -> Option<Vec<Stage>> {
    let shared = Shared::of(scene, added, None)?;
    let step = scene.change(TableChange::AddIndex(added.clone()));
    let mut stages = vec![on_parent(scene.id, step, render::create_index_only(scene.id, added))];
    shared.extend(scene, scene.id, &added.name, &mut stages);
    Some(stages)
}

/// The stages of a key, by the unique index of its name.
pub(super) fn add_key(scene: &Scene<'_>, key: &Constraint, built: &Index) -> Option<Vec<Stage>> {
    let shared = Shared::of(scene, built, Some(key.clone()))?;
    let step = scene.change(TableChange::AddConstraint(key.clone()));
    let mut stages = vec![on_parent(scene.id, step, render::add_constraint_only(scene.id, key))];
    shared.extend(scene, scene.id, &built.name, &mut stages);
    Some(stages)
}

/// Nothing is read: a partitioned table has no rows of its own.
fn on_parent(table: &ObjectId, step: Step, statements: Vec<Statement>) -> Stage {
    let lock = if matches!(step, Step::AlterTable { change: TableChange::AddIndex(_), .. }) {
        LockMode::Share
    } else {
        LockMode::AccessExclusive
    };
    let manner = Manner { only: true, ..Manner::default() };
    Stage { step, statements, manner, effect: moment(table, lock), pace: Pace::Apart }
}

impl<'a> Shared<'a> {
    fn of(scene: &Scene<'_>, index: &'a Index, key: Option<Constraint>) -> Option<Self> {
        let parent = scene.tables?.to;
        let sides = scene.schemas.map(|schema| below(schema, &parent.name));
        let is_local = |id: &ObjectId| match scene.schemas.to.objects.get(id) {
            Some(Object::Table(table)) => table.options.foreign.is_none() && !has_alike(table, index),
            Some(_) | None => false,
        };
        if sides.from != sides.to || sides.to.is_empty() || !sides.to.iter().all(is_local) {
            return None;
        }
        let naming = Naming::of(scene, index, key.as_ref())?;
        let names = sides.to.iter().map(|id| Some((id.clone(), naming.on(id.name())?)));
        Some(Self { index, key, names: names.collect::<Option<_>>()? })
    }

    /// The stages of what is right below `parent`, whose index has the name, and of what is below that.
    fn extend(&self, scene: &Scene<'_>, parent: &ObjectId, name: &Name, stages: &mut Vec<Stage>) {
        for partition in children(scene.schemas.to, &parent.qualified_name()) {
            let id = partition.id();
            // There is a name for everything below.
            let Some(own) = self.names.get(&id) else { continue };
            let own = Index { name: own.clone(), comment: None, ..self.index.clone() };
            let attach = render::attach_index((parent, name), (&id, &own.name));
            if partition.partitioning.is_none() {
                stages.push(self.built(&id, &own, attach));
                continue;
            }
            let step = Step::AlterTable { table: id.clone(), change: TableChange::AddIndex(own.clone()) };
            let statements = match self.key_named(&own.name) {
                Some(key) => render::add_constraint_only(&id, &key),
                None => render::create_index_only(&id, &own),
            };
            let mut on_partition = on_parent(&id, step, statements);
            on_partition.statements.push(attach);
            stages.push(on_partition);
            self.extend(scene, &id, &own.name, stages);
        }
    }

    /// Built beside the writers, made a key where it is for one, and attached.
    fn built(&self, partition: &ObjectId, own: &Index, attach: Statement) -> Stage {
        let mut stage = index::create(partition, own);
        let key = self.key_named(&own.name);
        let key = key.map(|key| render::add_constraint_using_index(partition, &key, &own.name, deferrable(&key)));
        stage.statements.extend(alone(key.into_iter().flatten().chain([attach]).collect()));
        stage
    }

    fn key_named(&self, name: &Name) -> Option<Constraint> {
        let key = self.key.as_ref()?.renamed(name.clone());
        Some(match key {
            Constraint::PrimaryKey(it) => Constraint::PrimaryKey(PrimaryKey { comment: None, ..it }),
            Constraint::Unique(it) => Constraint::Unique(Unique { comment: None, ..it }),
            other @ (Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_)) => other,
        })
    }
}

/// How the server would call what it makes on a partition: only under such a name an index counts as the parent's.
struct Naming<'a> {
    columns: Vec<&'a Name>,
    suffix: &'static str,
    /// How many others that this plan adds are called so first.
    rank: usize,
    /// Names of relations and constraints that are there, on either side.
    taken: BTreeSet<&'a Name>,
}

impl<'a> Naming<'a> {
    /// `None` for keys that are expressions, which the server has its own words for.
    fn of(scene: &Scene<'a>, index: &'a Index, key: Option<&Constraint>) -> Option<Self> {
        let tables = scene.tables?;
        let columns = named_columns(index)?;
        let suffix = match key.map(Constraint::kind) {
            Some(ConstraintKind::PrimaryKey) => "pkey",
            Some(_) => "key",
            None => "idx",
        };
        let is_new = |other: &&Index| !tables.from.indexes.contains_key(&other.name);
        let alike = |other: &&Index| other.name < index.name && named_columns(other).as_ref() == Some(&columns);
        let rank = if key.is_some() { 0 } else { tables.to.indexes.values().filter(is_new).filter(alike).count() };
        let of_table =
            |table: &'a Table| table.indexes.keys().chain(table.constraints.keys()).chain([&table.name.name]);
        let taken = [scene.schemas.from, scene.schemas.to].into_iter().flat_map(Schema::tables).flat_map(of_table);
        let columns = if suffix == "pkey" { Vec::new() } else { columns };
        Some(Self { columns, suffix, rank, taken: taken.collect() })
    }

    /// The server counts to nine here, and so do those who read its catalog.
    fn on(&self, partition: &Name) -> Option<Name> {
        let numbers = std::iter::once(String::new()).chain((1..10).map(|number| number.to_string()));
        let names = numbers.map(|number| generated_name(partition, &self.columns, &format!("{}{number}", self.suffix)));
        names.filter(|name| !self.taken.contains(name)).nth(self.rank)
    }
}

/// The columns of an index that has nothing else, those that it includes behind the others.
fn named_columns(index: &Index) -> Option<Vec<&Name>> {
    let keys: Option<Vec<&Name>> = index.keys.iter().map(IndexKey::column).collect();
    keys.map(|keys| keys.into_iter().chain(&index.include).collect())
}

fn deferrable(key: &Constraint) -> Deferrable {
    match key {
        Constraint::PrimaryKey(it) => it.deferrable,
        Constraint::Unique(it) => it.deferrable,
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => Deferrable::default(),
    }
}

/// Whether the server would take an index that is there instead of building one.
fn has_alike(table: &Table, index: &Index) -> bool {
    table.indexes.values().any(|own| own.keys == index.keys)
}

/// The partitions right below a table.
fn children<'a>(schema: &'a Schema, parent: &'a QualifiedName) -> impl Iterator<Item = &'a Table> {
    schema.tables().filter(move |table| table.partition_of.as_ref().is_some_and(|place| place.parent == *parent))
}

/// All partitions below a table, through others.
fn below(schema: &Schema, parent: &QualifiedName) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::new();
    let mut open = vec![parent.clone()];
    while let Some(parent) = open.pop() {
        for partition in children(schema, &parent) {
            if found.insert(partition.id()) {
                open.push(partition.name.clone());
            }
        }
    }
    found
}
