//! Random schemas that an engine takes as they are: columns that are there, keys that are unique, SQL over columns of the right type.
//!
//! Names come from small pools, so that two schemas drawn apart still have much in common and every kind of change happens.

use crate::schema::bare;
use dbx::model::*;
use dbx::spec::{EmitOptions, emit};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt;

const TABLES: [&str; 6] = ["users", "orders", "Order Lines", "order", "größe", "notes"];
const COLUMNS: [&str; 6] = ["a", "b", "User Name", "from", "Mixed", "note"];

/// A schema that stands alone.
pub fn schemas() -> impl Strategy<Value = Schema> {
    let tables = btree_map(select(&TABLES[..]), table_parts(), 0..=4);
    (tables, vec((0_u8..3, any::<u8>()), 0..3)).prop_map(|(tables, views)| {
        let names: Vec<&str> = tables.keys().copied().collect();
        let mut schema = Schema::default();
        for (at, (name, parts)) in tables.iter().enumerate() {
            // To itself and to those before it: circles of tables have fixtures of their own.
            schema.insert(Object::Table(Box::new(table(name, parts, &names[..=at]))));
        }
        for (number, pick) in views {
            if let Some(view) = view(number, pick, &schema) {
                schema.insert(Object::View(view));
            }
        }
        schema
    })
}

/// Two schemas, and what of the second was called otherwise in the first.
#[derive(Clone)]
pub struct Evolution {
    pub schemas: Pair<Schema>,
    pub renames: Renames,
}

/// As specs, which are shorter to read than the model.
impl fmt::Debug for Evolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let renamed = EmitOptions { renames: self.renames.clone(), ..EmitOptions::default() };
        let before = emit(&self.schemas.from, &EmitOptions::default());
        write!(f, "\n--- before\n{before}--- after\n{}", emit(&self.schemas.to, &renamed))
    }
}

/// Where anything was renamed there are no views, since what becomes of their text is an engine's business.
pub fn evolutions() -> impl Strategy<Value = Evolution> {
    (schemas(), schemas(), any::<bool>()).prop_map(|(mut from, mut to, renamed)| {
        let mut renames = Renames::default();
        if renamed {
            for schema in [&mut from, &mut to] {
                schema.objects.retain(|id, _| id.kind == ObjectKind::Table);
            }
            rename_tables(&from, &to, &mut renames);
            rename_columns(&from, &to, &mut renames);
        }
        Evolution { schemas: Pair::new(from, to), renames }
    })
}

/// The first table that goes becomes the first that comes.
fn rename_tables(from: &Schema, to: &Schema, renames: &mut Renames) {
    let gone = from.objects.keys().find(|id| !to.objects.contains_key(*id));
    let new = to.objects.keys().find(|id| !from.objects.contains_key(*id));
    if let (Some(gone), Some(new)) = (gone, new) {
        renames.insert(Pair::new(gone.clone(), new.clone()));
    }
}

/// In each table that stays, the first column that goes becomes the first that comes.
fn rename_columns(from: &Schema, to: &Schema, renames: &mut Renames) {
    for table in to.tables() {
        let Some(before) = from.table(&table.name) else { continue };
        let gone = before.columns.keys().find(|name| !table.columns.contains_key(*name));
        let new = table.columns.keys().find(|name| !before.columns.contains_key(*name));
        if let (Some(gone), Some(new)) = (gone, new) {
            let column = |name| ObjectId::column(&table.name, name);
            renames.insert(Pair::new(column(gone), column(new)));
        }
    }
}

/// What a table is made of before the other tables are known.
#[derive(Clone, Debug)]
struct Parts {
    columns: Vec<(&'static str, DataType, bool, bool)>,
    comment: Option<&'static str>,
    unique: Option<u8>,
    check: Option<u8>,
    index: Option<(u8, bool, bool)>,
    references: Option<(u8, ReferentialAction)>,
}

fn table_parts() -> impl Strategy<Value = Parts> {
    let types = select(vec![
        DataType::Int,
        DataType::BigInt,
        DataType::Text,
        DataType::VarChar { length: Some(20) },
        DataType::VarChar { length: Some(40) },
        DataType::Decimal { precision: Some(10), scale: Some(2) },
        DataType::Boolean,
        DataType::Date,
    ]);
    let columns = btree_map(select(&COLUMNS[..]), (types, any::<bool>(), any::<bool>()), 1..=4);
    let columns = columns.prop_map(|columns| columns.into_iter().map(|(name, (t, n, d))| (name, t, n, d)).collect());
    let actions = select(vec![ReferentialAction::NoAction, ReferentialAction::Cascade, ReferentialAction::SetNull]);
    (
        columns,
        option::weighted(0.2, select(vec!["it's; --", "ä\nb"])),
        option::weighted(0.4, any::<u8>()),
        option::weighted(0.4, any::<u8>()),
        option::weighted(0.6, (any::<u8>(), any::<bool>(), any::<bool>())),
        option::weighted(0.6, (any::<u8>(), actions)),
    )
        .prop_map(|(columns, comment, unique, check, index, references)| Parts {
            columns,
            comment,
            unique,
            check,
            index,
            references,
        })
}

fn table(name: &str, parts: &Parts, others: &[&str]) -> Table {
    let mut table = Table::new(bare(name));
    table.comment = parts.comment.map(str::to_owned);
    table.add_column(Column { nullable: false, ..Column::new("id", DataType::Int) });
    for (column, data_type, nullable, has_default) in &parts.columns {
        let default = has_default.then(|| default(data_type)).flatten();
        table.add_column(Column { nullable: *nullable, default, ..Column::new(*column, data_type.clone()) });
    }
    let picked = |pick: u8| Name::from(parts.columns[usize::from(pick) % parts.columns.len()].0);
    table.add_constraint(Constraint::PrimaryKey(PrimaryKey {
        storage: Default::default(),
        name: generated_name(&table.name.name, &[], "pkey"),
        origin: NameOrigin::Generated,
        columns: vec!["id".into()],
        include: Vec::new(),
        deferrable: Deferrable::No,
        comment: None,
    }));
    if let Some(pick) = parts.unique {
        table.add_constraint(unique(&table.name.name, picked(pick)));
    }
    if let Some(pick) = parts.check {
        table.add_constraint(check(&table.name.name, &picked(pick)));
    }
    if let Some((pick, unique, partial)) = parts.index {
        table.add_index(index(&table.name.name, picked(pick), unique, partial));
    }
    if let Some((pick, action)) = parts.references {
        table.add_column(Column::new("ref_id", DataType::Int));
        let other = others[usize::from(pick) % others.len()];
        table.add_constraint(foreign_key(&table.name.name, other, action));
    }
    table
}

fn default(data_type: &DataType) -> Option<ColumnDefault> {
    let literal = match data_type {
        DataType::Int | DataType::BigInt => Literal::Number("-1".into()),
        DataType::Decimal { .. } => Literal::Number("0.50".into()),
        DataType::Text | DataType::VarChar { .. } => Literal::Text("it's; \"x\"".into()),
        DataType::Boolean => Literal::Boolean(true),
        _ => return None,
    };
    Some(ColumnDefault::Literal(literal))
}

fn unique(table: &Name, column: Name) -> Constraint {
    Constraint::Unique(Unique {
        storage: Default::default(),
        name: generated_name(table, &[&column], "key"),
        origin: NameOrigin::Generated,
        columns: vec![column],
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: Deferrable::No,
        comment: None,
    })
}

fn quoted(name: &Name) -> String {
    format!("\"{name}\"")
}

fn check(table: &Name, column: &Name) -> Constraint {
    Constraint::Check(Check {
        name: generated_name(table, &[column], "check"),
        origin: NameOrigin::Generated,
        expression: SqlText::new(format!("{} IS NOT NULL OR id > 0", quoted(column))),
        not_valid: false,
        no_inherit: false,
        comment: None,
    })
}

fn index(table: &Name, column: Name, unique: bool, partial: bool) -> Index {
    let predicate = partial.then(|| SqlText::new(format!("{} IS NOT NULL", quoted(&column))));
    Index {
        storage: Default::default(),
        statistics: Default::default(),
        hidden: false,
        written: Written::default(),
        name: Name::new(format!("ix_{table}")),
        unique,
        method: None,
        keys: vec![IndexKey::on_column(column)],
        include: Vec::new(),
        predicate,
        nulls_not_distinct: false,
        comment: None,
    }
}

fn foreign_key(table: &Name, other: &str, on_delete: ReferentialAction) -> Constraint {
    Constraint::ForeignKey(ForeignKey {
        on_delete_columns: Vec::new(),
        name: generated_name(table, &[&"ref_id".into()], "fkey"),
        origin: NameOrigin::Generated,
        columns: vec!["ref_id".into()],
        references: bare(other),
        written: Written::default(),
        referenced_columns: vec!["id".into()],
        on_delete,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        comment: None,
    })
}

/// Over one column of one table.
fn view(number: u8, pick: u8, schema: &Schema) -> Option<View> {
    let tables: Vec<&Table> = schema.tables().collect();
    let table = tables.get(usize::from(pick) % tables.len().max(1))?;
    let (column, _) = table.columns.get_index(usize::from(pick / 8) % table.columns.len())?;
    Some(View {
        column_comments: Default::default(),
        column_defaults: Default::default(),
        name: bare(&format!("view_{number}")),
        columns: Vec::new(),
        query: SqlText::new(format!("SELECT {} AS x FROM {}", quoted(column), quoted(&table.name.name))),
        options: Default::default(),
        comment: None,
    })
}
