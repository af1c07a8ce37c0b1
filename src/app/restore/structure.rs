//! What has to be there before rows can come back, and after.

use super::Wanted;
use crate::app::AppError;
use crate::app::backup::written_columns;
use crate::model::{
    Column, DefinitionKind, Name, Object, ObjectId, ObjectKind, QualifiedName, Schema, SqlText, Table, Visitor,
};
use std::collections::BTreeSet;

/// The schema on its way.
pub(super) struct Stages {
    /// Tables and columns for the rows are there; nothing watches them, and new columns may be empty.
    pub with_room: Schema,
    /// As it stays.
    pub whole: Schema,
    /// Columns that were not there before.
    new_columns: BTreeSet<(QualifiedName, Name)>,
    /// Columns that may be empty now.
    to_fill: BTreeSet<(QualifiedName, Name)>,
    pub notes: Vec<String>,
}

impl Stages {
    /// Whether the column was made by this restore.
    pub fn is_new(&self, table: &QualifiedName, column: &Name) -> bool {
        self.new_columns.contains(&(table.clone(), column.clone()))
    }
}

/// From the schema now and that of the backup. `aside` is for one new table without any ties.
pub(super) fn stages(now: &Schema, saved: &Schema, wanted: &[Wanted<'_>], aside: bool) -> Result<Stages, AppError> {
    let mut stages = Stages {
        with_room: Schema::default(),
        whole: now.clone(),
        new_columns: BTreeSet::new(),
        to_fill: BTreeSet::new(),
        notes: Vec::new(),
    };
    for table in wanted {
        let original = QualifiedName::from(&table.saved.table);
        let before = saved.table(&original).ok_or_else(|| {
            AppError::Usage(format!("the schema of the backup has no table {original}: it cannot be restored"))
        })?;
        match (now.table(&table.place), aside) {
            (None, true) => drop(stages.whole.insert(Object::Table(Box::new(plain(before, &table.place))))),
            (Some(_), true) => return Err(AppError::Usage(format!("--into: {} is there already", table.place))),
            (None, false) => stages.add_table(before, saved, wanted),
            (Some(there), false) => stages.add_columns(there, before, table)?,
        }
    }
    stages.with_room = room(&stages, wanted);
    Ok(stages)
}

/// Columns and types, to look at rows.
fn plain(before: &Table, name: &QualifiedName) -> Table {
    let mut table = Table::new(name.clone());
    for column in written_columns(before).iter().filter_map(|name| before.columns.get(name)) {
        let kept = Column {
            collation: column.collation.clone(),
            ..Column::new(column.name.clone(), column.data_type.clone())
        };
        table.add_column(kept);
    }
    table
}

impl Stages {
    /// The table as it was, with what it is made of and what hangs on it, as far as that is gone.
    fn add_table(&mut self, before: &Table, saved: &Schema, wanted: &[Wanted<'_>]) {
        let mut table = before.clone();
        let will_be = |whole: &Schema, name: &QualifiedName| {
            whole.table(name).is_some() || wanted.iter().any(|it| it.place == *name)
        };
        let untied: Vec<Name> = table
            .foreign_keys()
            .filter(|key| !will_be(&self.whole, &key.references))
            .map(|key| key.name.clone())
            .collect();
        for name in untied {
            table.constraints.remove(&name);
            self.notes.push(format!("{}: the foreign key {name} is left out, since its table is gone", table.name));
        }
        if table.partition_of.as_ref().is_some_and(|it| !will_be(&self.whole, &it.parent)) {
            table.partition_of = None;
            self.notes.push(format!("{} comes back as a table of its own, since its parent is gone", table.name));
        }
        let id = table.id();
        self.add_used_by(&Object::Table(Box::new(table.clone())), saved);
        self.whole.insert(Object::Table(Box::new(table)));
        let attached = saved.objects.values().filter(|object| object.attached_to().contains(&id));
        let attached: Vec<Object> = attached.cloned().collect();
        for object in attached {
            self.whole.objects.entry(object.id()).or_insert(object);
        }
    }

    /// Types, sequences, namespaces that the object mentions and that are gone.
    fn add_used_by(&mut self, object: &Object, saved: &Schema) {
        let mut mentioned = Mentioned::default();
        object.clone().visit(&mut mentioned);
        let owner = object.id();
        let is_owned = |object: &Object| {
            let Object::Sequence(sequence) = object else { return false };
            sequence.owned_by.as_ref().is_some_and(|(table, _)| ObjectId::table(table) == owner)
        };
        let used = |object: &&Object| is_owned(object) || mentioned.holds(&object.id());
        let gone: Vec<Object> = saved
            .objects
            .values()
            .filter(used)
            .filter(|object| !self.whole.objects.contains_key(&object.id()))
            .cloned()
            .collect();
        for object in gone {
            self.whole.insert(object.clone());
            self.add_used_by(&object, saved);
        }
    }

    /// Columns that are gone, or have another type, as they were.
    fn add_columns(&mut self, there: &Table, before: &Table, wanted: &Wanted<'_>) -> Result<(), AppError> {
        let lost = wanted.saved.lost.as_ref().filter(|lost| !lost.is_empty());
        let missing: Vec<&String> =
            wanted.saved.columns.iter().filter(|name| !there.columns.contains_key(name.as_str())).collect();
        let back: Vec<&String> = match lost {
            Some(lost) => lost.iter().collect(),
            None => missing,
        };
        let mut table = there.clone();
        for name in back {
            let Some(column) = before.columns.get(name.as_str()) else {
                return Err(AppError::Usage(format!(
                    "the schema of the backup has no column {name} in {}",
                    before.name
                )));
            };
            let now = there.columns.get(name.as_str());
            let place = (there.name.clone(), column.name.clone());
            if now.is_none() {
                self.new_columns.insert(place.clone());
            }
            if now.is_none_or(|now| now.nullable) {
                self.to_fill.insert(place);
            }
            if now.is_none_or(|now| now != column) {
                table.add_column(column.clone());
            }
        }
        if table != *there {
            self.notes.push(format!(
                "{}: indexes and constraints over columns that came back are not restored; `dbx drift` shows them",
                table.name
            ));
            self.whole.insert(Object::Table(Box::new(table)));
        }
        Ok(())
    }
}

/// The whole without what would watch the rows, and with columns that may be empty until they are filled.
fn room(stages: &Stages, wanted: &[Wanted<'_>]) -> Schema {
    let mut schema = stages.whole.clone();
    schema.objects.retain(|_, object| {
        let Some(watched) = watched(object) else { return true };
        !wanted.iter().any(|it| it.place == *watched)
    });
    for (table, column) in &stages.to_fill {
        if let Some(Object::Table(table)) = schema.objects.get_mut(&ObjectId::table(table))
            && let Some(column) = table.columns.get_mut(column)
        {
            column.nullable = true;
        }
    }
    schema
}

/// The table on whose rows a trigger or a rule waits.
fn watched(object: &Object) -> Option<&QualifiedName> {
    if let Object::Trigger(trigger) = object {
        return Some(&trigger.table);
    }
    let Object::Definition(definition) = object else { return None };
    definition.table.as_ref().filter(|_| definition.kind == DefinitionKind::Rule)
}

/// Parents before those that refer to them; in a ring as they come.
pub(super) fn parents_first<'a, 'b>(wanted: &'b [Wanted<'a>], schema: &Schema) -> Vec<&'b Wanted<'a>> {
    let mut left: Vec<&Wanted<'a>> = wanted.iter().collect();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let waits = |it: &&Wanted<'a>| {
            let references =
                |name: &QualifiedName| left.iter().any(|other| other.place == *name && other.place != it.place);
            schema.table(&it.place).is_some_and(|table| table.foreign_keys().any(|key| references(&key.references)))
        };
        let next = left.iter().position(|it| !waits(it)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}

/// The tables, in an order, whose rows may refer to rows that come later: in a ring of foreign keys there is no order without any.
pub(super) fn before_parents(ordered: &[&Wanted<'_>], schema: &Schema) -> Vec<QualifiedName> {
    let comes_later = |at: usize, name: &QualifiedName| ordered[at + 1..].iter().any(|it| it.place == *name);
    let refers_ahead = |(at, it): &(usize, &&Wanted<'_>)| {
        schema.table(&it.place).is_some_and(|table| table.foreign_keys().any(|key| comes_later(*at, &key.references)))
    };
    ordered.iter().enumerate().filter(refers_ahead).map(|(_, it)| it.place.clone()).collect()
}

/// Names that an object holds.
#[derive(Default)]
struct Mentioned {
    names: BTreeSet<Vec<Name>>,
}

impl Mentioned {
    /// Whether the address is of something that tables are made of, and mentioned.
    fn holds(&self, id: &ObjectId) -> bool {
        let is_part = matches!(
            id.kind,
            ObjectKind::Namespace
                | ObjectKind::Enum
                | ObjectKind::Domain
                | ObjectKind::Composite
                | ObjectKind::Sequence
        );
        is_part && self.names.contains(&id.path)
    }
}

impl Visitor for Mentioned {
    fn name(&mut self, name: &mut QualifiedName) {
        self.names.insert(name.path());
        self.names.extend(name.namespace.iter().map(|namespace| vec![namespace.clone()]));
    }

    fn namespace(&mut self, name: &mut Name) {
        self.names.insert(vec![name.clone()]);
    }

    /// SQL names sequences in quotes and without; chains of names are as good as certain.
    fn sql(&mut self, text: &mut SqlText) {
        let words: Vec<&str> = text
            .as_str()
            .split(|c: char| !(c.is_alphanumeric() || "_$".contains(c)))
            .filter(|it| !it.is_empty())
            .collect();
        for pair in words.windows(2) {
            self.names.insert(pair.iter().map(|word| Name::from(*word)).collect());
        }
        self.names.extend(words.iter().map(|word| vec![Name::from(*word)]));
    }
}
