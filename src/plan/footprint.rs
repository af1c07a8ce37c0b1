//! What a step makes, takes away, needs and lets go of: all that ordering looks at.

use super::names::{Names, is_relation};
use crate::dialect::IndexNames;
use crate::model::{
    Check, Column, ColumnAspect, ColumnDefault, Constraint, DataType, ForeignKey, Function, Index, IndexTerm, Name,
    Object, ObjectId, ObjectKind, Pair, PartitionKey, QualifiedName, Schema, SqlText, Step, Table, TableChange,
    Trigger, generated_name,
};
use crate::sql::{Lexeme, lex};
use std::collections::BTreeSet;

type Ids = BTreeSet<ObjectId>;

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
    /// Used by text alone, so perhaps not really: given up where it would close a circle.
    pub guesses: Ids,
}

/// Both sides' names, to resolve what SQL mentions.
pub(super) struct Scene<'a> {
    pub schemas: Pair<&'a Schema>,
    pub names: Pair<Names>,
}

/// What an object or member stands on.
#[derive(Default)]
struct Base {
    needs: Ids,
    reads: Ids,
    guesses: Ids,
}

impl Footprint {
    pub fn of(step: &Step, scene: &Scene<'_>) -> Self {
        let mut footprint = Self::default();
        let (from, to) = (scene.side(false), scene.side(true));
        match step {
            Step::Create(object) => {
                footprint.creates = with_members(object);
                footprint.stand_on(to.base(object));
            }
            Step::Drop(object) => {
                footprint.drops = with_members(object);
                footprint.drops.extend(indexes_of(object));
                footprint.let_go_of(from.base(object));
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
            Step::Owner { on, .. } | Step::Privileges { on, .. } => {
                footprint.needs.insert(on.clone());
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
                self.creates.extend(member);
                self.stand_on(to.column(table, column));
            }
            TableChange::DropColumn(column) => {
                self.drops.extend(member);
                self.let_go_of(from.column(table, column));
            }
            TableChange::RenameColumn(names) => {
                self.drops.insert(table.member(ObjectKind::Column, &names.from));
                self.creates.extend(member);
            }
            TableChange::AlterColumn { columns, aspect } => {
                if *aspect == ColumnAspect::Identity && columns.to.identity.is_some() {
                    self.creates.extend(identity_sequence(table, &columns.to));
                }
                self.alters.extend(member.clone());
                self.needs.extend(member);
                // The other aspects say nothing of types, functions or sequences.
                if matches!(aspect, ColumnAspect::Type | ColumnAspect::Default | ColumnAspect::Generated) {
                    self.let_go_of(from.column(table, &columns.from));
                    self.stand_on(to.column(table, &columns.to));
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
            TableChange::Comment { .. } => self.reads.extend(member),
            TableChange::Options(_) | TableChange::Partitioning(_) => {}
            TableChange::PartitionOf(parents) => {
                self.reads.extend(parents.to.as_ref().map(|to| ObjectId::table(&to.parent)));
                self.releases.extend(parents.from.as_ref().map(|from| ObjectId::table(&from.parent)));
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

fn table_with_members(table: &Table) -> Ids {
    let id = table.id();
    let columns = table.columns.keys().map(|name| id.member(ObjectKind::Column, name));
    let constraints = table.constraints.keys().map(|name| id.member(ObjectKind::Constraint, name));
    columns.chain(constraints).chain([id.clone()]).collect()
}

impl<'a> Scene<'a> {
    fn side(&'a self, to: bool) -> Side<'a> {
        if to {
            Side { schema: self.schemas.to, names: &self.names.to }
        } else {
            Side { schema: self.schemas.from, names: &self.names.from }
        }
    }
}

/// One of the two schemas, and what its objects stand on.
struct Side<'a> {
    schema: &'a Schema,
    names: &'a Names,
}

impl Side<'_> {
    fn base(&self, object: &Object) -> Base {
        let mut base = match object {
            Object::Namespace(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::Role(_)
            | Object::Composite(_)
            | Object::Policy(_)
            | Object::Publication(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Definition(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => Base::default(),
            Object::Extension(_) => Base::default(),
            Object::Domain(domain) => {
                let mut base = self.data_type(&domain.data_type);
                for check in domain.checks.values() {
                    base.needs.extend(self.names.mentioned(&check.expression));
                }
                base
            }
            Object::Function(function) => self.function(function),
            Object::Table(table) => self.table(table),
            Object::View(view) => self.query(&view.query),
            Object::MaterializedView(view) => self.query(&view.query),
            Object::Trigger(trigger) => self.trigger(trigger),
        };
        if let Object::Sequence(sequence) = object
            && let Some((table, column)) = &sequence.owned_by
        {
            // The owner is set by an ALTER after the table is there; the sequence itself comes first.
            base.guesses.extend([ObjectId::table(table), ObjectId::column(table, column)]);
        }
        base.needs.extend(self.surroundings(&object.id()));
        base.needs.remove(&object.id());
        base.reads.remove(&object.id());
        base.guesses.remove(&object.id());
        base
    }

    /// The namespace an object lives in, and the extensions, which may bring types and functions nobody mentions by a known name.
    fn surroundings(&self, id: &ObjectId) -> Ids {
        let namespace = id.path.first().map(|name| ObjectId::new(ObjectKind::Namespace, vec![name.clone()]));
        let extensions = (id.kind != ObjectKind::Namespace && id.kind != ObjectKind::Extension)
            .then(|| self.schema.of_kind(ObjectKind::Extension).map(Object::id));
        let extension_namespace = match self.schema.objects.get(id) {
            Some(Object::Extension(extension)) => extension.namespace.clone(),
            _ => None,
        };
        let extension_namespace = extension_namespace.map(|name| ObjectId::new(ObjectKind::Namespace, vec![name]));
        namespace
            .into_iter()
            .chain(extension_namespace)
            .filter(|id| self.schema.objects.contains_key(id))
            .chain(extensions.into_iter().flatten())
            .collect()
    }

    fn query(&self, query: &SqlText) -> Base {
        let mentioned = self.names.mentioned(query);
        let (functions, rest) = mentioned.into_iter().partition(|id| id.kind == ObjectKind::Function);
        Base { needs: functions, reads: rest, guesses: Ids::new() }
    }

    /// Bodies in strings are looked at when they run, if at all, so all but the types in the signature is a guess.
    fn function(&self, function: &Function) -> Base {
        let is_type = |id: &ObjectId| matches!(id.kind, ObjectKind::Enum | ObjectKind::Domain);
        let (types, rest) = self.names.mentioned(&function.definition).into_iter().partition(is_type);
        Base { needs: types, reads: Ids::new(), guesses: rest }
    }

    fn trigger(&self, trigger: &Trigger) -> Base {
        let mut base = Base::default();
        for kind in [ObjectKind::Table, ObjectKind::View] {
            let id = ObjectId::of(kind, &trigger.table);
            if self.schema.objects.contains_key(&id) {
                base.reads.insert(id);
            }
        }
        let (functions, rest) =
            self.names.mentioned(&trigger.definition).into_iter().partition(|id| id.kind == ObjectKind::Function);
        base.needs = functions;
        base.needs.extend(self.neighbour(trigger));
        base.guesses = rest;
        base
    }

    /// The trigger of the same table that this one fires next to: MySQL's `FOLLOWS other`, `PRECEDES other`.
    fn neighbour(&self, trigger: &Trigger) -> Option<ObjectId> {
        let lexemes = lex(self.names.syntax(), trigger.definition.as_str()).ok()?;
        let is_order = |word: &Lexeme<'_>| word.is_word("FOLLOWS") || word.is_word("PRECEDES");
        let other = lexemes.windows(3).find(|words| words[0].is_word("ROW") && is_order(&words[1]))?[2].identifier()?;
        let id = ObjectId::table(&trigger.table).member(ObjectKind::Trigger, &Name::from(other));
        self.schema.objects.contains_key(&id).then_some(id)
    }

    fn table(&self, table: &Table) -> Base {
        let id = table.id();
        let mut base = Base::default();
        for column in table.columns.values() {
            base.extend(self.column(&id, column));
        }
        // Foreign keys inside CREATE TABLE are those of an engine that does not look whether the other table is there yet; going away, they
        // hold the other table back.
        for constraint in table.constraints.values() {
            match constraint {
                Constraint::ForeignKey(key) => {
                    base.guesses.insert(ObjectId::table(&key.references));
                }
                other => base.extend(self.constraint(&id, other)),
            }
        }
        for key in table.partitioning.iter().flat_map(|partitioning| &partitioning.keys) {
            if let PartitionKey::Expression(text) = key {
                base.needs.extend(self.names.mentioned(text));
            }
        }
        base.needs.extend(table.partition_of.iter().map(|partition| ObjectId::table(&partition.parent)));
        let own_members = table_with_members(table);
        base.needs.retain(|id| !own_members.contains(id));
        base.reads.retain(|id| !own_members.contains(id));
        base
    }

    fn column(&self, table: &ObjectId, column: &Column) -> Base {
        let mut base = self.data_type(&column.data_type);
        if let Some(ColumnDefault::Expression(text)) = &column.default {
            base.needs.extend(self.names.mentioned(text).into_iter().filter(|id| !is_relation(id)));
        }
        if let Some(generated) = &column.generated {
            base.extend(self.expression(table, &generated.expression));
        }
        base.reads.remove(&table.member(ObjectKind::Column, &column.name));
        base
    }

    fn data_type(&self, data_type: &DataType) -> Base {
        let mut base = Base::default();
        if let Some(name) = data_type.named() {
            for kind in [ObjectKind::Enum, ObjectKind::Domain] {
                let id = ObjectId::of(kind, name);
                if self.schema.objects.contains_key(&id) {
                    base.reads.insert(id);
                }
            }
        }
        base
    }

    /// An expression over the columns of one table.
    fn expression(&self, table: &ObjectId, text: &SqlText) -> Base {
        let identifiers = self.names.identifiers(text);
        let columns = match self.schema.objects.get(table) {
            Some(Object::Table(table)) => Some(&table.columns),
            _ => None,
        };
        let is_mentioned = |name: &&Name| identifiers.contains(&vec![self.names.fold(name.as_str())]);
        let columns = columns.into_iter().flat_map(|columns| columns.keys()).filter(is_mentioned);
        let others = self.names.meant(&identifiers).into_iter().filter(|id| !is_relation(id));
        Base {
            needs: others.collect(),
            reads: columns.map(|name| table.member(ObjectKind::Column, name)).collect(),
            guesses: Ids::new(),
        }
    }

    fn constraint(&self, table: &ObjectId, constraint: &Constraint) -> Base {
        let columns = constraint.columns();
        let mut base = Base {
            reads: columns.into_iter().map(|name| table.member(ObjectKind::Column, name)).collect(),
            ..Base::default()
        };
        match constraint {
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => {}
            Constraint::Check(Check { expression, .. }) => base.extend(self.expression(table, expression)),
            Constraint::ForeignKey(key) => base.extend(self.foreign_key(key)),
            Constraint::Exclude(exclude) => {
                let expressions = exclude.elements.iter().filter_map(|element| match &element.key.term {
                    IndexTerm::Expression(text) => Some(text),
                    IndexTerm::Column(_) => None,
                });
                for text in expressions.chain(&exclude.predicate) {
                    base.extend(self.expression(table, text));
                }
            }
        }
        base
    }

    /// The other table, its columns, and the key that makes them unique.
    fn foreign_key(&self, key: &ForeignKey) -> Base {
        let id = ObjectId::table(&key.references);
        let mut base = Base { needs: Ids::from([id.clone()]), ..Base::default() };
        base.reads.extend(key.referenced_columns.iter().map(|name| id.member(ObjectKind::Column, name)));
        if let Some(table) = self.schema.table(&key.references) {
            base.needs.extend(keys_over(table, key));
        }
        base
    }

    fn index(&self, table: &ObjectId, index: &Index) -> Base {
        let mut base = Base::default();
        for key in &index.keys {
            match &key.term {
                IndexTerm::Column(name) => {
                    base.reads.insert(table.member(ObjectKind::Column, name));
                }
                IndexTerm::Expression(text) => base.extend(self.expression(table, text)),
            }
        }
        base.reads.extend(index.include.iter().map(|name| table.member(ObjectKind::Column, name)));
        if let Some(predicate) = &index.predicate {
            base.extend(self.expression(table, predicate));
        }
        base
    }
}

impl Base {
    fn extend(&mut self, other: Self) {
        self.needs.extend(other.needs);
        self.reads.extend(other.reads);
        self.guesses.extend(other.guesses);
    }
}

/// Constraints and unique indexes over exactly the columns that the foreign key references, in any order.
fn keys_over<'a>(table: &'a Table, key: &ForeignKey) -> impl Iterator<Item = ObjectId> + 'a {
    let id = table.id();
    let wanted: BTreeSet<_> = key.referenced_columns.iter().cloned().collect();
    let constraints = {
        let (id, wanted) = (id.clone(), wanted.clone());
        table.constraints.values().filter_map(move |constraint| {
            let is_key = matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_));
            let columns: BTreeSet<_> = constraint.columns().into_iter().cloned().collect();
            (is_key && columns == wanted).then(|| id.member(ObjectKind::Constraint, constraint.name()))
        })
    };
    let indexes = table.indexes.values().filter_map(move |index| {
        let columns: BTreeSet<_> = index.keys.iter().filter_map(|key| key.column().cloned()).collect();
        (index.unique && columns == wanted).then(|| id.member(ObjectKind::Index, &index.name))
    });
    constraints.chain(indexes)
}

/// The sequence that an engine makes for a column that becomes an identity, where it has sequences: its name has to be free.
fn identity_sequence(table: &ObjectId, column: &Column) -> Option<ObjectId> {
    let (name, namespace) = table.path.split_last()?;
    let name = generated_name(name, &[&column.name], "seq");
    Some(ObjectId::new(ObjectKind::Sequence, namespace.iter().cloned().chain([name]).collect()))
}

/// The name an object takes in its namespace's one list of relations, where indexes are on it.
pub(super) fn relation_slot(id: &ObjectId, index_names: IndexNames) -> Option<QualifiedName> {
    match id.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence => {
            let namespace = (id.path.len() > 1).then(|| id.path[0].clone());
            Some(QualifiedName::new(namespace, id.name().clone()))
        }
        // The index under a key or an exclusion takes the constraint's name.
        ObjectKind::Index | ObjectKind::Constraint if index_names == IndexNames::PerNamespace => {
            let namespace = (id.path.len() > 2).then(|| id.path[0].clone());
            Some(QualifiedName::new(namespace, id.name().clone()))
        }
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Function
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::Trigger
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => None,
    }
}
