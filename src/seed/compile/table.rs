//! One table: its columns, keys and references become stages.

use super::generator::{Subject, generator};
use super::key::unique_keys;
use super::order::foreign_keys;
use super::{Wanted, WantedTable, rows_of, table_stream};
use crate::dialect::Unsupported;
use crate::model::{Column, ForeignKey, Name, ObjectId, ObjectKind, QualifiedName, Schema, Table, TableRole};
use crate::seed::evaluate::{ColumnPair, NullShare, PlannedColumn, Stage, TablePlan};
use crate::seed::infer::{self, Surroundings, Volumes};
use crate::seed::law::Law;
use crate::seed::limits::Limits;
use crate::seed::permutation::Permutation;
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;
use crate::seed::stream::Stream;
use crate::sql::Syntax;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The tables around the one that is compiled.
pub(super) struct Parents<'v, 'a> {
    /// In loading order: their places are those of the plan.
    pub tables: &'v [&'a Table],
    pub volumes: &'v Volumes,
}

/// How a compilation ended.
pub(super) enum Verdict {
    Done(Box<TablePlan>),
    Refused(Vec<Unsupported>),
}

/// Why rows cannot be made as wanted.
pub(super) enum Obstacle {
    /// A key has no more than so many different values.
    Capacity {
        key: Name,
        rows: u64,
    },
    Unsupported(Unsupported),
}

/// Columns that are filled together: the choice of a parent, or a value of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Reference(usize),
    Column(usize),
}

/// A foreign key whose parent's rows are made too.
#[derive(Clone, Debug)]
pub(super) struct Reference<'a> {
    pub key: &'a ForeignKey,
    /// Place of the parent among the tables.
    pub parent: usize,
    pub pairs: Vec<ColumnPair>,
    pub is_nullable: bool,
    pub is_own_table: bool,
}

impl Reference<'_> {
    fn shares_column_with(&self, other: &Reference<'_>) -> bool {
        self.pairs.iter().any(|pair| other.pairs.iter().any(|it| it.column == pair.column))
    }
}

/// Whether a row that keeps one reference keeps the other by that: the parent has its value from the very row that the other one asks for.
fn follows(tables: &[&Table], kept: &Reference<'_>, other: &Reference<'_>) -> bool {
    let asked_for = &tables[other.parent].name;
    other.pairs.len() == 1
        && other.pairs.iter().all(|pair| {
            let Some(in_kept) = kept.pairs.iter().find(|it| it.column == pair.column) else { return false };
            let parent = tables[kept.parent];
            let name = &planned_columns(parent)[in_kept.parent_column].name;
            let wanted = &planned_columns(tables[other.parent])[pair.parent_column].name;
            leads_to(tables, (parent, name), (asked_for, wanted), 0)
        })
}

/// Longer chains of foreign keys than this are not followed.
const LONGEST_CHAIN: u32 = 8;

/// Whether every value of a column is one of another table's column, by foreign keys of one column from table to table.
fn leads_to(tables: &[&Table], (table, column): (&Table, &Name), target: (&QualifiedName, &Name), depth: u32) -> bool {
    if (&table.name, column) == target {
        return true;
    }
    depth < LONGEST_CHAIN
        && table.foreign_keys().filter(|key| key.columns.len() == 1 && key.columns[0] == *column).any(|key| {
            let next = tables.iter().find(|table| table.name == key.references);
            next.zip(key.referenced_columns.first()).is_some_and(|(next, name)| {
                !std::ptr::eq(*next, table) && leads_to(tables, (next, name), target, depth + 1)
            })
        })
}

pub(super) struct TableCompiler<'a> {
    pub schema: &'a Schema,
    /// Of the checks.
    pub syntax: Syntax,
    pub table: &'a Table,
    pub wanted: &'a Wanted,
    own: WantedTable,
    pub columns: Vec<&'a Column>,
    pub shapes: Vec<Shape>,
    pub limits: Vec<Limits>,
    pub recipes: Vec<Recipe>,
    late: Vec<QualifiedName>,
    pub rows: Range<u64>,
    pub references: Vec<Reference<'a>>,
    pub stages: Vec<Stage>,
    pub lanes: usize,
    /// Columns of references that check constraints keep apart.
    pub differing: Vec<(usize, usize)>,
    /// The lanes of parents, by the places of the references.
    parent_lanes: BTreeMap<usize, usize>,
    /// What has a stage already.
    pub filled: BTreeSet<Unit>,
    /// Combinations of which no two rows have the same.
    pub unique: Vec<BTreeSet<Unit>>,
    notes: Vec<String>,
}

/// The columns that rows are given values for, in their order.
pub(super) fn planned_columns(table: &Table) -> Vec<&Column> {
    table.columns.values().filter(|column| column.generated.is_none()).collect()
}

impl<'a> TableCompiler<'a> {
    pub fn new(
        (schema, syntax): (&'a Schema, Syntax),
        table: &'a Table,
        wanted: &'a Wanted,
        late: Vec<QualifiedName>,
    ) -> Self {
        let columns = planned_columns(table);
        Self {
            schema,
            syntax,
            table,
            wanted,
            own: wanted.tables.get(&table.name).cloned().unwrap_or_default(),
            shapes: Vec::new(),
            limits: vec![Limits::default(); columns.len()],
            recipes: Vec::new(),
            columns,
            late,
            rows: 0..0,
            references: Vec::new(),
            stages: Vec::new(),
            lanes: 1,
            differing: Vec::new(),
            parent_lanes: BTreeMap::new(),
            filled: BTreeSet::new(),
            unique: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub fn into_notes(self) -> Vec<String> {
        self.notes
    }

    pub fn compile(&mut self, parents: &Parents<'_, 'a>) -> Verdict {
        let problems = self.prepare(parents);
        if !problems.is_empty() {
            return Verdict::Refused(problems);
        }
        let mut rows = rows_of(parents.volumes, self.table);
        loop {
            match self.attempt(rows, parents) {
                Ok(plan) => return Verdict::Done(Box::new(plan)),
                Err(Obstacle::Capacity { key, rows: fewer }) if self.own.rows.is_none() && fewer < rows => {
                    self.notes.push(format!("{}: {fewer} rows, since `{key}` leaves no more", self.table.name));
                    rows = fewer;
                }
                Err(Obstacle::Capacity { key, rows: fewer }) => {
                    let message = format!("{rows} rows are wanted, and this key has {fewer} different values");
                    let help =
                        format!("ask for {fewer} rows of `{}`, or for more of what it refers to", self.table.name);
                    return Verdict::Refused(vec![Unsupported::new(self.constraint(&key), message, help)]);
                }
                Err(Obstacle::Unsupported(problem)) => return Verdict::Refused(vec![problem]),
            }
        }
    }

    pub fn constraint(&self, name: &Name) -> ObjectId {
        self.table.id().member(ObjectKind::Constraint, name)
    }

    /// What does not depend on how many rows there are.
    fn prepare(&mut self, parents: &Parents<'_, 'a>) -> Vec<Unsupported> {
        let mut problems = Vec::new();
        for column in &self.columns {
            let shape = Shape::of(&column.data_type, self.schema).unwrap_or_else(|| {
                if column.nullable {
                    // Left without a value below.
                    return Shape::Text { longest: None, fixed: false };
                }
                problems.push(Unsupported::new(
                    ObjectId::column(&self.table.name, &column.name),
                    "values of this type cannot be made",
                    "give the column a default, or let it be NULL",
                ));
                Shape::Text { longest: None, fixed: false }
            });
            self.shapes.push(shape);
        }
        for (at, column) in self.columns.iter().enumerate() {
            self.limits[at].always_null |= Shape::of(&column.data_type, self.schema).is_none();
        }
        self.recipes =
            self.columns.iter().zip(&self.shapes).map(|(column, shape)| self.recipe(column, shape)).collect();
        problems.extend(self.read_checks());
        match self.find_references(parents) {
            Ok(references) => self.references = references,
            Err(problem) => problems.push(problem),
        }
        problems
    }

    fn recipe(&self, column: &Column, shape: &Shape) -> Recipe {
        if let Some(recipe) = self.own.recipes.get(&column.name) {
            return recipe.clone();
        }
        let calendar = infer::is_calendar(self.table)
            .then(|| self.columns.iter().find(|other| Shape::of(&other.data_type, self.schema) == Some(Shape::Date)))
            .flatten()
            .copied();
        infer::column(column, shape, Surroundings { table: self.table, today: self.wanted.today, calendar })
    }

    fn find_references(&mut self, parents: &Parents<'_, 'a>) -> Result<Vec<Reference<'a>>, Unsupported> {
        let mut references: Vec<Reference<'a>> = Vec::new();
        let mut keys = foreign_keys(self.schema, self.table);
        // The widest first: what it fills, narrower ones share.
        keys.sort_by(|a, b| (b.columns.len(), &a.name).cmp(&(a.columns.len(), &b.name)));
        for key in keys {
            let Some(parent) = parents.tables.iter().position(|table| table.name == key.references) else {
                self.leave_out(key)?;
                continue;
            };
            let pairs = self.pairs(key, parents.tables[parent])?;
            let is_nullable = pairs.iter().all(|pair| self.columns[pair.column].nullable);
            let is_own_table = key.references == self.table.name;
            let reference = Reference { key, parent, pairs, is_nullable, is_own_table };
            match references.iter().position(|other| other.shares_column_with(&reference)) {
                None => references.push(reference),
                Some(at) if follows(parents.tables, &references[at], &reference) => {}
                Some(at) if follows(parents.tables, &reference, &references[at]) => references[at] = reference,
                Some(at) => {
                    let other = &references[at].key.name;
                    return Err(Unsupported::new(
                        self.constraint(&key.name),
                        format!("it shares columns with `{other}`, and rows that keep both cannot be computed"),
                        "leave one of the two out of the schema that is seeded",
                    ));
                }
            }
        }
        Ok(references)
    }

    /// A reference to rows that are not made here refers to nothing, where it may.
    fn leave_out(&mut self, key: &ForeignKey) -> Result<(), Unsupported> {
        let places: Vec<usize> =
            key.columns.iter().filter_map(|name| self.columns.iter().position(|column| column.name == *name)).collect();
        // One column without a value is enough for a key of several.
        let Some(at) = places.iter().find(|at| self.columns[**at].nullable) else {
            return Err(Unsupported::new(
                self.constraint(&key.name),
                format!("the rows of {} that it refers to are not made here", key.references),
                "seed the table by hand, or put the other one into the schema",
            ));
        };
        self.limits[*at].always_null = true;
        Ok(())
    }

    fn pairs(&self, key: &ForeignKey, parent: &Table) -> Result<Vec<ColumnPair>, Unsupported> {
        let of_parent = planned_columns(parent);
        let referenced: Vec<Name> = if key.referenced_columns.is_empty() {
            parent.primary_key().map(|key| key.columns.clone()).unwrap_or_default()
        } else {
            key.referenced_columns.clone()
        };
        let pair = |(column, other): (&Name, &Name)| {
            Some(ColumnPair {
                column: self.columns.iter().position(|it| it.name == *column)?,
                parent_column: of_parent.iter().position(|it| it.name == *other)?,
            })
        };
        let pairs: Option<Vec<ColumnPair>> = key.columns.iter().zip(&referenced).map(pair).collect();
        pairs.filter(|pairs| !pairs.is_empty()).ok_or_else(|| {
            Unsupported::new(
                self.constraint(&key.name),
                "it is about columns that the engine computes",
                "leave the table out, or seed it by hand",
            )
        })
    }

    fn attempt(&mut self, rows: u64, parents: &Parents<'_, 'a>) -> Result<TablePlan, Obstacle> {
        self.rows = self.own.first..self.own.first + rows;
        self.stages.clear();
        self.filled.clear();
        self.parent_lanes.clear();
        self.unique.clear();
        self.lanes = 1;
        if rows > 0 {
            self.add_history();
            for key in unique_keys(self.table, self.syntax) {
                self.make_unique(&key, parents)?;
            }
        }
        for at in 0..self.references.len() {
            self.add_reference(at, parents)?;
        }
        for column in 0..self.columns.len() {
            self.add_column(column);
        }
        self.order_stages();
        Ok(TablePlan {
            name: self.table.name.clone(),
            rows: self.rows.clone(),
            columns: self.columns.iter().map(|column| PlannedColumn { name: column.name.clone() }).collect(),
            stages: std::mem::take(&mut self.stages),
            lanes: self.lanes,
            late_parents: self.late.clone(),
        })
    }

    /// The rows of a parent, counted from its very first.
    pub fn parent_rows(&self, reference: &Reference<'_>, parents: &Parents<'_, '_>) -> Range<u64> {
        let parent = parents.tables[reference.parent];
        if reference.is_own_table {
            return self.rows.clone();
        }
        let first = self.wanted.tables.get(&parent.name).map_or(0, |wanted| wanted.first);
        first..first + rows_of(parents.volumes, parent)
    }

    /// A foreign key that no unique key has asked for anything.
    fn add_reference(&mut self, at: usize, parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        if self.filled.contains(&Unit::Reference(at)) {
            return Ok(());
        }
        let reference = self.references[at].clone();
        let stream = self.reference_stream(&reference);
        let rows = self.parent_rows(&reference, parents);
        let size = rows.end - rows.start;
        if size == 0 && self.rows.end > self.rows.start {
            if reference.is_nullable {
                self.add_nulls(&reference);
                self.filled.insert(Unit::Reference(at));
                return Ok(());
            }
            return Err(Obstacle::Capacity { key: reference.key.name.clone(), rows: 0 });
        }
        let is_fact = matches!(self.table.role, TableRole::Fact(_));
        let law = if reference.is_own_table {
            Law::Earlier { stream, first: self.rows.start, roots: 1 }
        } else if is_fact && !infer::is_calendar(parents.tables[reference.parent]) {
            let order = Permutation::new(stream.named("order"), size);
            Law::Zipf { stream, parents: rows, exponent: USUAL_EXPONENT, order }
        } else {
            Law::Uniform { stream, parents: rows }
        };
        let is_needed = reference.pairs.iter().any(|pair| self.limits[pair.column].not_null);
        let nulls = (reference.is_nullable && !is_needed)
            .then(|| NullShare { stream: stream.named("nulls"), share: USUAL_NULLS });
        let lane = self.pick(0, law);
        let lane = self.keep_apart(at, lane, self.parent_rows(&reference, parents));
        self.refer_by(at, lane, nulls);
        Ok(())
    }

    /// Another parent where a check wants it to differ from that of another reference.
    fn keep_apart(&mut self, at: usize, lane: usize, parents: Range<u64>) -> usize {
        let has =
            |reference: usize, column: usize| self.references[reference].pairs.iter().any(|pair| pair.column == column);
        let other = self.parent_lanes.iter().find(|(other, _)| {
            self.references[**other].parent == self.references[at].parent
                && self
                    .differing
                    .iter()
                    .any(|(a, b)| has(at, *a) && has(**other, *b) || has(at, *b) && has(**other, *a))
        });
        let Some((_, other)) = other else { return lane };
        let (from, other, into) = (lane, *other, self.new_lane());
        self.stages.push(Stage::Differ { from, other, into, parents });
        into
    }

    pub fn reference_stream(&self, reference: &Reference<'_>) -> Stream {
        // By columns: names of constraints differ between engines.
        let columns = reference.key.columns.iter();
        columns.fold(self.stream().named("reference"), |stream, column| stream.named(column.as_str()))
    }

    pub fn stream(&self) -> Stream {
        table_stream(self.wanted, self.table)
    }

    /// Fills the columns of a reference with those of the parent that the law picks by a lane.
    pub fn refer(&mut self, at: usize, from: usize, law: Law, nulls: Option<NullShare>) {
        let lane = self.pick(from, law);
        self.refer_by(at, lane, nulls);
    }

    fn pick(&mut self, from: usize, law: Law) -> usize {
        let into = self.new_lane();
        self.stages.push(Stage::Pick { from, into, law });
        into
    }

    /// Fills the columns of a reference with those of the parents in a lane.
    fn refer_by(&mut self, at: usize, from: usize, nulls: Option<NullShare>) {
        let reference = &self.references[at];
        let stage = Stage::Refer {
            from,
            parent: reference.parent,
            pairs: reference.pairs.clone(),
            parent_stages: Vec::new(),
            nulls,
        };
        self.stages.push(stage);
        self.parent_lanes.insert(at, from);
        self.filled.insert(Unit::Reference(at));
    }

    fn add_nulls(&mut self, reference: &Reference<'_>) {
        for pair in &reference.pairs {
            self.limits[pair.column].always_null = true;
        }
    }

    pub fn new_lane(&mut self) -> usize {
        self.lanes += 1;
        self.lanes - 1
    }

    /// Whether a stage gives this column its values.
    fn is_filled(&self, column: usize) -> bool {
        let by_reference = |unit: &Unit| match unit {
            Unit::Reference(at) => self.references[*at].pairs.iter().any(|pair| pair.column == column),
            Unit::Column(at) => *at == column,
        };
        self.filled.iter().any(by_reference) && !self.limits[column].always_null
    }

    /// A column that is left: its recipe by the number of the row.
    fn add_column(&mut self, column: usize) {
        if self.is_filled(column) {
            return;
        }
        let generator = match self.related(column) {
            Some(generator) => generator,
            None => generator(&self.subject(column)),
        };
        self.stages.push(Stage::Generate { from: 0, column, generator, nulls: self.nulls(column) });
        self.filled.insert(Unit::Column(column));
    }

    fn nulls(&self, column: usize) -> Option<NullShare> {
        let (limits, it) = (&self.limits[column], self.columns[column]);
        let stream = self.stream().named(it.name.as_str()).named("nulls");
        if limits.always_null {
            return Some(NullShare { stream, share: 1.0 });
        }
        (it.nullable && !limits.not_null).then_some(NullShare { stream, share: USUAL_NULLS })
    }

    pub fn subject(&self, column: usize) -> Subject<'_> {
        let name = &self.columns[column].name;
        Subject {
            name,
            shape: &self.shapes[column],
            recipe: &self.recipes[column],
            limits: &self.limits[column],
            stream: self.stream().named(name.as_str()),
            row_stream: self.stream().named("row"),
            locale: self.wanted.locale,
            today: self.wanted.today,
            rows: self.rows.end - self.rows.start,
        }
    }

    /// What is read is written before.
    fn order_stages(&mut self) {
        let mut left: Vec<Stage> = std::mem::take(&mut self.stages);
        let mut columns: BTreeSet<usize> = BTreeSet::new();
        let mut lanes = BTreeSet::from([0]);
        while !left.is_empty() {
            let is_ready = |stage: &Stage| {
                let (needs_lanes, needs_columns) = stage.inputs();
                needs_lanes.iter().all(|lane| lanes.contains(lane))
                    && needs_columns.iter().all(|it| columns.contains(it))
            };
            // Recipes that read each other in a ring are refused where recipes are read; the first one is as good as any.
            let next = left.iter().position(is_ready).unwrap_or(0);
            let stage = left.remove(next);
            let (into_lanes, into_columns) = stage.outputs();
            lanes.extend(into_lanes);
            columns.extend(into_columns);
            self.stages.push(stage);
        }
    }
}

/// How much the first parents of a fact are preferred.
const USUAL_EXPONENT: f64 = 0.6;
/// Share of rows without a value, in columns that may have none.
const USUAL_NULLS: f64 = 0.05;
