//! ALTER TABLE, CREATE INDEX and DROP INDEX: one change of a table's members or properties.

use super::{column, constraint, create, property, table};
use crate::model::{
    Cause, Constraint, Effect, LockMode, Manner, ObjectId, ObjectKind, PartitionBound, PartitionOf, Reason, Scene,
    Table, TableChange, Touch,
};
use crate::model::{Index, Pair};

/// Several changes of one table in one statement.
pub(super) fn changes(id: &ObjectId, changes: &[TableChange], manner: &Manner, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for it in changes {
        effect.and(change(id, it, manner, scene));
    }
    effect
}

pub(super) fn change(id: &ObjectId, change: &TableChange, manner: &Manner, scene: Scene<'_>) -> Effect {
    let site = Site { id, table: table(scene, id), manner, scene };
    match change {
        TableChange::AddColumn(it) => site.down(&column::add(it, &site)),
        TableChange::DropColumn(it) => site.down(&column::drop(it, &site)),
        TableChange::AlterColumn { columns, aspect } => site.down(&column::alter(columns.as_ref(), *aspect, &site)),
        // Keys say by themselves what they do to partitions.
        TableChange::AddConstraint(it) if it.storage().is_some() => constraint::add(it, &site),
        TableChange::AddConstraint(it) => site.inherited(it, constraint::add(it, &site)),
        TableChange::AlterConstraint(pair) => constraint::alter(pair.as_ref(), &site),
        TableChange::DropConstraint(it) => site.inherited(it, constraint::drop(it, &site)),
        TableChange::RenameColumn(_) => site.down(&site.exclusive()),
        TableChange::RenameConstraint(names) if is_inherited(&names.from) => site.down(&site.exclusive()),
        TableChange::RenameConstraint(_) => site.exclusive(),
        TableChange::AddIndex(index) => add_index(index, &site),
        TableChange::DropIndex(_) => drop_index(&site),
        TableChange::RenameIndex(names) => {
            let object = id.member(ObjectKind::Index, &names.from);
            let detail = format!("renames index {} to {}", names.from, names.to);
            site.told(Effect::default(), Cause::RenameIndex, object, detail)
        }
        TableChange::AlterIndex(indexes) => {
            property::index_storage(&site, &indexes.to.name, indexes.as_ref().map(|index| &index.storage))
        }
        TableChange::Comment { kind, .. } => match kind {
            ObjectKind::Index => Effect::default(),
            ObjectKind::Table | ObjectKind::Column => site.only(LockMode::ShareUpdateExclusive),
            _ => site.only(LockMode::AccessShare),
        },
        TableChange::Options(pair) => property::options(pair.as_ref(), &site),
        TableChange::PartitionOf(places) => partition_of(places.as_ref(), &site),
        TableChange::Partitioning(_) => site.exclusive(),
    }
}

/// The table a change is about, and all around it.
pub(super) struct Site<'a> {
    pub id: &'a ObjectId,
    /// Nothing where the table is not there yet, or is a materialized view.
    pub table: Option<&'a Table>,
    pub manner: &'a Manner,
    pub scene: Scene<'a>,
}

impl Site<'_> {
    pub fn only(&self, lock: LockMode) -> Effect {
        Effect::on(Touch::lock(self.id.clone(), lock))
    }

    pub fn exclusive(&self) -> Effect {
        self.only(LockMode::AccessExclusive)
    }

    pub fn scan(&self, lock: LockMode) -> Effect {
        Effect::on(Touch::lock(self.id.clone(), lock).scanning(true))
    }

    pub fn rewrite(&self) -> Effect {
        Effect::on(Touch::lock(self.id.clone(), LockMode::AccessExclusive).scanning(true).rewriting(true))
    }

    /// The effect with a reason about the site's rows.
    pub fn told(&self, mut effect: Effect, cause: Cause, object: ObjectId, detail: String) -> Effect {
        effect.because(Reason::new(cause, object, detail).on(self.id));
        effect
    }

    pub fn column(&self, name: &crate::model::Name) -> ObjectId {
        self.id.member(ObjectKind::Column, name)
    }

    pub fn is_partitioned(&self) -> bool {
        self.table.is_some_and(|table| table.partitioning.is_some())
    }

    /// A constraint goes down to partitions; children of a parent that is no partitioned table inherit checks alone.
    fn inherited(&self, constraint: &Constraint, effect: Effect) -> Effect {
        if self.is_partitioned() || is_inherited(constraint) { self.down(&effect) } else { effect }
    }

    /// What happens to a table happens to its partitions and children too, unless ONLY says otherwise. A partitioned table has no rows of
    /// its own.
    fn down(&self, effect: &Effect) -> Effect {
        let Some(table) = self.table.filter(|_| !self.manner.only) else { return effect.clone() };
        let mut all = effect.clone();
        let Some(own) = effect.of(self.id).cloned() else { return all };
        for child in self.scene.relatives.descendants(self.scene.schema, &table.name) {
            all.touch(Touch { object: child.id(), ..own.clone() });
        }
        if table.partitioning.is_some() {
            for touch in all.touches.iter_mut().filter(|touch| touch.object == *self.id) {
                touch.rewrites = false;
                touch.scans = false;
            }
        }
        all
    }
}

/// Whether the tables that inherit from one take the constraint over.
fn is_inherited(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::Check(check) if !check.no_inherit)
}

fn add_index(index: &Index, site: &Site<'_>) -> Effect {
    let object = site.id.member(ObjectKind::Index, &index.name);
    let unique = if index.unique { "unique index" } else { "index" };
    let is_partitioned = site.is_partitioned();
    if site.manner.concurrently {
        let is_there = site.table.is_some_and(|table| table.indexes.contains_key(&index.name));
        let lock = LockMode::ShareUpdateExclusive;
        let effect = if is_there && site.manner.if_needed { site.only(lock) } else { site.scan(lock) };
        if is_partitioned {
            let detail = format!("builds index {} on a partitioned table concurrently", index.name);
            return site.told(effect, Cause::PartitionedUnsupported, object, detail);
        }
        let detail = format!("builds {unique} {} concurrently", index.name);
        let cause = if site.manner.if_needed { Cause::ConcurrentIndexIfNotExists } else { Cause::ConcurrentIndex };
        return site.told(effect, cause, object, detail);
    }
    if is_partitioned && site.manner.only {
        return site.only(LockMode::Share);
    }
    let detail = format!("builds {unique} {}", index.name);
    let own = site.scan(LockMode::Share);
    let effect = if is_partitioned { site.down(&own) } else { own };
    site.told(effect, Cause::CreateIndex, object, detail)
}

fn drop_index(site: &Site<'_>) -> Effect {
    if site.manner.concurrently { site.only(LockMode::ShareUpdateExclusive) } else { site.exclusive() }
}

/// ATTACH PARTITION and DETACH PARTITION, from the partition's side.
fn partition_of(places: Pair<&Option<PartitionOf>>, site: &Site<'_>) -> Effect {
    match (places.from, places.to) {
        (None, Some(to)) => attach(to, site),
        (Some(from), None) => detach(from, site),
        (Some(from), Some(to)) => {
            let mut effect = detach(from, site);
            effect.and(attach(to, site));
            effect
        }
        (None, None) => Effect::default(),
    }
}

fn attach(place: &PartitionOf, site: &Site<'_>) -> Effect {
    let parent = ObjectId::table(&place.parent);
    let mut effect = Effect::on(Touch::lock(parent, LockMode::ShareUpdateExclusive));
    let Some(partition) = site.table else { return effect };
    let proven = place.bound != PartitionBound::Default && bounds_are_checked(partition, place, site);
    effect.touch(Touch::lock(site.id.clone(), LockMode::AccessExclusive).scanning(!proven));
    if !proven {
        let detail = format!("attaches {} to {}", partition.name, place.parent);
        effect.because(Reason::new(Cause::AttachPartition, site.id.clone(), detail).on(site.id));
    }
    let placed = Table { partition_of: Some(place.clone()), ..partition.clone() };
    effect.and(create::beside_default(&placed, site.scene));
    effect
}

/// Whether a valid CHECK of the table says what the bounds say, so that its rows need no reading. PostgreSQL proves the implication; here
/// a check counts that mentions the partition key and every value of the bounds.
fn bounds_are_checked(partition: &Table, place: &PartitionOf, site: &Site<'_>) -> bool {
    use crate::sql::{Syntax, lex, mentions};
    let PartitionBound::Values(bound) = &place.bound else { return false };
    let parent = site.scene.schema.table(&place.parent).and_then(|parent| parent.partitioning.as_ref());
    let Some(partitioning) = parent else { return false };
    let Ok(bound) = lex(Syntax::Postgres, bound.as_str()) else { return false };
    let is_value =
        |kind: &crate::sql::LexemeKind| matches!(kind, crate::sql::LexemeKind::Number | crate::sql::LexemeKind::Text);
    let values: Vec<&str> = bound.iter().filter(|it| is_value(&it.kind)).map(|it| it.text).collect();
    let keys: Vec<String> = partitioning
        .keys
        .iter()
        .filter_map(|key| match &key.term {
            crate::model::IndexTerm::Column(name) => Some(name.to_string()),
            crate::model::IndexTerm::Expression(_) => None,
        })
        .collect();
    let never_null = |key: &String| partition.columns.get(key.as_str()).is_some_and(|column| !column.nullable);
    !keys.is_empty()
        && keys.iter().all(never_null)
        && partition.constraints.values().any(|constraint| match constraint {
            Constraint::Check(check) if !check.not_valid => {
                let text = check.expression.as_str();
                let mentioned = mentions(Syntax::Postgres, text);
                let texts: Vec<&str> =
                    lex(Syntax::Postgres, text).map(|it| it.iter().map(|it| it.text).collect()).unwrap_or_default();
                keys.iter().all(|key| mentioned.contains(&vec![key.clone()]))
                    && values
                        .iter()
                        .all(|value| texts.iter().any(|it| it.trim_matches('\'') == value.trim_matches('\'')))
            }
            Constraint::Check(_)
            | Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::ForeignKey(_)
            | Constraint::Exclude(_) => false,
        })
}

fn detach(place: &PartitionOf, site: &Site<'_>) -> Effect {
    let parent = ObjectId::table(&place.parent);
    if site.manner.concurrently {
        let mut effect = Effect::on(Touch::lock(parent, LockMode::ShareUpdateExclusive));
        effect.touch(Touch::lock(site.id.clone(), LockMode::AccessExclusive));
        return effect;
    }
    let mut effect = Effect::on(Touch::lock(parent.clone(), LockMode::AccessExclusive));
    effect.touch(Touch::lock(site.id.clone(), LockMode::AccessExclusive));
    // What the default partition may hold changes with it.
    for default in create::default_partitions(&place.parent, site.scene) {
        effect.touch(Touch::lock(default.id(), LockMode::AccessExclusive));
    }
    let detail = format!("detaches a partition of {}", place.parent);
    effect.because(Reason::new(Cause::DetachPartition, site.id.clone(), detail).on(&parent));
    effect
}
