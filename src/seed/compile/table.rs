//! One table: its columns, keys and references become stages.

use super::check::HeldColumn;
use super::key::unique_keys;
use super::reference::Reference;
use super::{rows_of, table_stream};
use crate::dialect::Unsupported;
use crate::model::{Column, Name, ObjectId, ObjectKind, QualifiedName, Schema, Table};
use crate::seed::evaluate::{PlannedColumn, SeedPlan, Stage, TablePlan};
use crate::seed::infer::Volumes;
use crate::seed::limits::Limits;
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;
use crate::seed::stream::Stream;
use crate::seed::wanted::{Wanted, WantedTable};
use crate::sql::Syntax;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The tables around the one that is compiled.
pub(super) struct Parents<'v, 'a> {
    /// In loading order: their places are those of the plan.
    pub tables: &'v [&'a Table],
    pub volumes: &'v Volumes,
    /// Those that are compiled already.
    pub made: &'v SeedPlan,
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

pub(super) struct TableCompiler<'a> {
    pub schema: &'a Schema,
    /// Of the checks.
    pub syntax: Syntax,
    pub table: &'a Table,
    pub wanted: &'a Wanted,
    pub own: WantedTable,
    pub columns: Vec<&'a Column>,
    pub shapes: Vec<Shape>,
    pub limits: Vec<Limits>,
    pub recipes: Vec<Recipe>,
    late: Vec<QualifiedName>,
    pub rows: Range<u64>,
    pub references: Vec<Reference<'a>>,
    pub stages: Vec<Stage>,
    pub lanes: usize,
    /// Columns of parents that values are computed from, by the place of the reference, and where they stand behind the table's own.
    pub borrowed: BTreeMap<(usize, Name), usize>,
    /// Where rows of one parent come in turn: the place of the reference, and the lane of the how-manieth.
    pub turns: BTreeMap<usize, usize>,
    /// Columns that checks hold against others of the row.
    pub held: Vec<HeldColumn>,
    /// Columns of references that check constraints keep apart: of each list, the two of one pair at least.
    pub differing: Vec<Vec<(usize, usize)>>,
    /// The lanes of parents, by the places of the references.
    pub parent_lanes: BTreeMap<usize, usize>,
    /// What has a stage already.
    pub filled: BTreeSet<Unit>,
    /// Combinations of which no two rows have the same.
    pub unique: Vec<BTreeSet<Unit>>,
    /// Columns whose values a key decided on.
    pub settled_columns: BTreeSet<usize>,
    /// Foreign keys, by their columns, whose parents no key decided on.
    pub free_references: BTreeSet<Vec<Name>>,
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
            borrowed: BTreeMap::new(),
            turns: BTreeMap::new(),
            held: Vec::new(),
            differing: Vec::new(),
            parent_lanes: BTreeMap::new(),
            filled: BTreeSet::new(),
            unique: Vec::new(),
            settled_columns: BTreeSet::new(),
            free_references: BTreeSet::new(),
            notes: Vec::new(),
        }
    }

    pub fn note(&mut self, note: String) {
        self.notes.push(note);
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
            self.limits[at].not_null |= column.nullable && self.is_needed_by_children(&column.name);
        }
        self.recipes =
            self.columns.iter().zip(&self.shapes).map(|(column, shape)| self.recipe(column, shape)).collect();
        self.take_wanted_limits();
        problems.extend(self.read_checks());
        match self.find_references(parents) {
            Ok(references) => self.references = references,
            Err(problem) => problems.push(problem),
        }
        problems
    }

    /// Bounds and patterns of the profile; checks narrow them further.
    fn take_wanted_limits(&mut self) {
        for at in 0..self.columns.len() {
            let (min, max) = self.wanted_column(&self.columns[at].name).bounds;
            let pattern = match &self.recipes[at] {
                Recipe::Pattern(pattern) => Some(pattern.clone()),
                _ => None,
            };
            let wanted = Limits { min, max, pattern, ..Limits::default() };
            self.limits[at] = std::mem::take(&mut self.limits[at]).and(wanted);
        }
    }

    fn attempt(&mut self, rows: u64, parents: &Parents<'_, 'a>) -> Result<TablePlan, Obstacle> {
        self.rows = self.own.first..self.own.first + rows;
        self.stages.clear();
        self.filled.clear();
        self.parent_lanes.clear();
        self.unique.clear();
        self.turns.clear();
        self.lanes = 1;
        self.borrowed.clear();
        if rows > 0 {
            self.add_history();
            for key in unique_keys(self.table, self.syntax) {
                self.make_unique(&key, parents)?;
            }
        }
        self.note_settled();
        for at in 0..self.references.len() {
            self.add_reference(at, parents)?;
        }
        self.borrow_columns(parents)?;
        for column in 0..self.columns.len() {
            self.add_column(column)?;
        }
        self.order_stages()?;
        Ok(TablePlan {
            name: self.table.name.clone(),
            rows: self.rows.clone(),
            columns: self.columns.iter().map(|column| PlannedColumn { name: column.name.clone() }).collect(),
            borrowed: self.borrowed.len(),
            stages: std::mem::take(&mut self.stages),
            lanes: self.lanes,
            late_parents: self.late.clone(),
        })
    }

    /// What keys have decided on so far.
    fn note_settled(&mut self) {
        let column = |unit: &Unit| match unit {
            Unit::Column(at) => Some(*at),
            Unit::Reference(_) => None,
        };
        self.settled_columns = self.filled.iter().filter_map(column).collect();
        let is_free = |at: &usize| !self.filled.contains(&Unit::Reference(*at));
        let free = (0..self.references.len()).filter(is_free);
        self.free_references = free.map(|at| self.references[at].key.columns.clone()).collect();
    }

    pub fn stream(&self) -> Stream {
        table_stream(self.wanted, self.table)
    }

    pub fn new_lane(&mut self) -> usize {
        self.lanes += 1;
        self.lanes - 1
    }

    /// What is read is written before.
    ///
    /// # Errors
    ///
    /// Columns that are computed from each other in a ring.
    fn order_stages(&mut self) -> Result<(), Obstacle> {
        let mut left: Vec<Stage> = std::mem::take(&mut self.stages);
        let mut columns: BTreeSet<usize> = BTreeSet::new();
        let mut lanes = BTreeSet::from([0]);
        while !left.is_empty() {
            let is_ready = |stage: &Stage| {
                let (needs_lanes, needs_columns) = stage.inputs();
                needs_lanes.iter().all(|lane| lanes.contains(lane))
                    && needs_columns.iter().all(|it| columns.contains(it))
            };
            let Some(next) = left.iter().position(is_ready) else { return Err(self.ring(&left)) };
            let stage = left.remove(next);
            let (into_lanes, into_columns) = stage.outputs();
            lanes.extend(into_lanes);
            columns.extend(into_columns);
            self.stages.push(stage);
        }
        Ok(())
    }

    fn ring(&self, left: &[Stage]) -> Obstacle {
        let columns = left.iter().flat_map(|stage| stage.outputs().1);
        let names: Vec<String> =
            columns.filter_map(|at| self.columns.get(at)).map(|it| format!("`{}`", it.name)).collect();
        Obstacle::Unsupported(Unsupported::new(
            self.table.id(),
            format!("the columns {} are computed from each other in a ring", names.join(", ")),
            "give one of them another generator in the profile",
        ))
    }
}

/// Share of rows without a value, in columns that may have none.
pub(super) const USUAL_NULLS: f64 = 0.05;
