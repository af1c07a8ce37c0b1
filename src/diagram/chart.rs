//! Boxes and lines, before anybody says how they are drawn.

use super::mark::{Mark, Marks};
use crate::dialect::format_portable_type;
use crate::model::{
    Column, Constraint, DataType, ForeignKey, Name, ObjectKind, QualifiedName, Schema, Table, TableRole,
};
use std::collections::{BTreeMap, BTreeSet};

/// The tables of a schema and the foreign keys between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// By name.
    pub boxes: Vec<Entity>,
    pub links: Vec<Link>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    pub name: QualifiedName,
    pub kind: EntityKind,
    pub attributes: Vec<Attribute>,
    pub mark: Mark,
}

/// What a table is in a star schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    Table,
    Dimension,
    Fact,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: Name,
    pub data_type: String,
    pub nullable: bool,
    pub in_primary_key: bool,
    pub in_foreign_key: bool,
    /// Unique by itself.
    pub is_unique: bool,
    pub mark: Mark,
}

/// A foreign key: from the box that holds it to the box that it points at, by their positions in [`Diagram::boxes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    pub columns: Vec<Name>,
    /// Some column of it may be empty.
    pub is_optional: bool,
    /// At most one row points at another.
    pub is_unique: bool,
    pub mark: Mark,
}

impl Diagram {
    /// The picture of a schema after the changes that the marks stand for, with what they drop. A partition is a part of its parent.
    pub fn of(schema: &Schema, marks: &Marks) -> Self {
        let kept = schema.tables().filter(|table| table.partition_of.is_none());
        let dropped = marks.dropped_tables.iter().filter(|table| table.partition_of.is_none());
        // Marks come from normalized schemas: their names are complete, those of a spec need not be.
        let is_bare = schema.tables().all(|table| table.name.namespace.is_none());
        let shown =
            |table: &Table| if is_bare { QualifiedName::bare(table.name.name.clone()) } else { table.name.clone() };
        let tables: BTreeMap<QualifiedName, &Table> = dropped.chain(kept).map(|table| (shown(table), table)).collect();
        let positions: BTreeMap<&QualifiedName, usize> = tables.keys().zip(0..).collect();
        let links = tables.values().flat_map(|table| links(table, marks, &positions)).collect();
        Self { boxes: tables.iter().map(|(name, table)| entity(name, table, marks)).collect(), links }
    }

    /// Whether anything in it is more than the same.
    pub fn has_marks(&self) -> bool {
        self.boxes.iter().any(|it| it.mark != Mark::Same)
    }

    /// Only the columns that are part of a key, or that change.
    pub fn keys_only(mut self) -> Self {
        for entity in &mut self.boxes {
            entity.attributes.retain(|it| it.in_primary_key || it.in_foreign_key || it.mark != Mark::Same);
        }
        self
    }
}

impl Attribute {
    /// `PK`, `FK`, `UK`, in this order.
    pub fn keys(&self) -> Vec<&'static str> {
        let keys = [(self.in_primary_key, "PK"), (self.in_foreign_key, "FK"), (self.is_unique, "UK")];
        keys.into_iter().filter(|(has, _)| *has).map(|(_, word)| word).collect()
    }
}

fn entity(name: &QualifiedName, table: &Table, marks: &Marks) -> Entity {
    let id = table.id();
    let kind = match table.role {
        TableRole::Plain => EntityKind::Table,
        TableRole::Dimension(_) => EntityKind::Dimension,
        TableRole::Fact(_) => EntityKind::Fact,
    };
    let keys = Keys::of(table);
    let kept = table
        .columns
        .values()
        .map(|column| keys.attribute(column, marks.get(&id.member(ObjectKind::Column, &column.name))));
    let dropped = marks.of_table(&marks.dropped_columns, &id).iter();
    let dropped = dropped.map(|column| keys.attribute(column, Mark::Dropped));
    Entity { name: name.clone(), kind, attributes: kept.chain(dropped).collect(), mark: marks.get(&id) }
}

/// The columns of a table that identify something.
struct Keys<'a> {
    primary: BTreeSet<&'a Name>,
    foreign: BTreeSet<&'a Name>,
    unique: BTreeSet<&'a Name>,
}

impl<'a> Keys<'a> {
    fn of(table: &'a Table) -> Self {
        let alone = |constraint: &'a Constraint| match constraint {
            Constraint::Unique(key) if key.columns.len() == 1 => key.columns.first(),
            _ => None,
        };
        Self {
            primary: table.primary_key().into_iter().flat_map(|key| &key.columns).collect(),
            foreign: table.foreign_keys().flat_map(|key| &key.columns).collect(),
            unique: table.constraints.values().filter_map(alone).collect(),
        }
    }

    fn attribute(&self, column: &Column, mark: Mark) -> Attribute {
        Attribute {
            name: column.name.clone(),
            data_type: type_words(&column.data_type),
            nullable: column.nullable,
            in_primary_key: self.primary.contains(&column.name),
            in_foreign_key: self.foreign.contains(&column.name),
            is_unique: self.unique.contains(&column.name),
            mark,
        }
    }
}

/// The type as a spec would write it.
fn type_words(data_type: &DataType) -> String {
    match data_type {
        DataType::Native(native) => native.as_str().to_owned(),
        DataType::Named(name) => name.name.to_string(),
        DataType::Array(element) => format!("{}[]", type_words(element)),
        other => format_portable_type(other).unwrap_or_default(),
    }
}

/// The foreign keys that lead to a table of the diagram; those to somewhere else have no line.
fn links<'a>(
    table: &'a Table,
    marks: &'a Marks,
    positions: &'a BTreeMap<&QualifiedName, usize>,
) -> impl Iterator<Item = Link> + 'a {
    let id = table.id();
    let of_table = marks.get(&id);
    let kept = table.foreign_keys().map({
        let id = id.clone();
        move |key| (key, marks.get(&id.member(ObjectKind::Constraint, &key.name)).max(whole(of_table)))
    });
    let dropped = marks.of_table(&marks.dropped_foreign_keys, &id).iter().map(|key| (key, Mark::Dropped));
    kept.chain(dropped).filter_map(move |(key, mark)| link(table, key, mark, positions))
}

/// What is new or gone as a whole takes its foreign keys along.
fn whole(mark: Mark) -> Mark {
    match mark {
        Mark::Added | Mark::Dropped => mark,
        Mark::Same | Mark::Altered => Mark::Same,
    }
}

fn link(table: &Table, key: &ForeignKey, mark: Mark, positions: &BTreeMap<&QualifiedName, usize>) -> Option<Link> {
    let position = |name: &QualifiedName| {
        let bare = QualifiedName::bare(name.name.clone());
        positions.get(name).or_else(|| positions.get(&bare)).copied()
    };
    let nullable = |name: &Name| table.columns.get(name).is_some_and(|column| column.nullable);
    let columns: BTreeSet<&Name> = key.columns.iter().collect();
    let is_key = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(it) => it.columns.iter().collect::<BTreeSet<_>>() == columns,
        Constraint::Unique(it) => it.columns.iter().collect::<BTreeSet<_>>() == columns,
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    };
    Some(Link {
        from: position(&table.name)?,
        to: position(&key.references)?,
        columns: key.columns.clone(),
        is_optional: key.columns.iter().any(nullable),
        is_unique: table.constraints.values().any(is_key),
        mark,
    })
}
