//! From row numbers to values: the stages of a table, run one after the other over many rows at once.

use super::batch::{Batch, Column};
use super::generator::Generator;
use super::law::{Grouping, Law};
use super::permutation::{MixedRadix, Permutation};
use super::stream::Stream;
use crate::model::{Name, QualifiedName};
use std::ops::Range;

/// Everything that is needed to make the rows of a schema: a function of seed, table, column and row.
#[derive(Debug)]
pub struct SeedPlan {
    /// In the order in which they can be loaded, parents before children as far as there is such an order.
    pub tables: Vec<TablePlan>,
}

/// How the rows of one table are made.
#[derive(Debug)]
pub struct TablePlan {
    pub name: QualifiedName,
    /// Rows that are made; the first ones are there already where rows are appended.
    pub rows: Range<u64>,
    pub columns: Vec<PlannedColumn>,
    /// Columns of parents that values are computed from: they stand behind the table's own, and are no part of its rows.
    pub borrowed: usize,
    pub stages: Vec<Stage>,
    /// Lane 0 holds the numbers of the rows.
    pub lanes: usize,
    /// Tables it refers to that are loaded after it.
    pub late_parents: Vec<QualifiedName>,
}

#[derive(Clone, Debug)]
pub struct PlannedColumn {
    pub name: Name,
}

/// One step from row numbers to values. A lane is a number for each row; columns are those of the table, and those it borrows.
#[derive(Debug)]
pub enum Stage {
    /// A parent for each number.
    Pick { from: usize, into: usize, law: Law },
    /// The same number, or the next one where another lane has the same.
    Differ { from: usize, other: usize, into: usize, parents: Range<u64> },
    /// Numbers from which another lane's is left out, counted on: those from it up move up by one.
    SkipOver { from: usize, other: usize, into: usize },
    /// A number taken apart into digits: each combination once.
    Digits { from: usize, into: Vec<usize>, radix: MixedRadix, order: Permutation, first: u64 },
    /// Which group, how far in it, and whether at its end.
    Group { from: usize, group: usize, position: usize, last: usize, runs: Grouping },
    /// Columns of another table's rows.
    Refer { from: usize, parent: usize, pairs: Vec<ColumnPair>, parent_stages: Vec<usize>, absent: Absent },
    /// Values of one column.
    Generate { from: usize, column: usize, generator: Box<dyn Generator>, nulls: Option<NullShare> },
}

/// A column, and the one of the parent whose value it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnPair {
    pub column: usize,
    pub parent_column: usize,
}

/// Rows that refer to nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Absent {
    pub nulls: Option<NullShare>,
    /// Also rows that would refer to themselves, in references to the same table.
    pub itself: bool,
}

/// Rows without a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NullShare {
    pub stream: Stream,
    pub share: f64,
}

/// What is known of some rows while stages run.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub lanes: Vec<Vec<u64>>,
    columns: Vec<Option<Column>>,
}

impl Frame {
    /// A column that a stage before has filled.
    pub fn column(&self, at: usize) -> &Column {
        // Stages are ordered so that what one reads was written before: `compile::order` sees to that.
        self.columns[at].as_ref().expect("the stage that fills the column has run")
    }
}

impl Frame {
    /// A column as [`column`](Self::column) gives it, which is then asked for no more.
    fn take(&mut self, at: usize) -> Column {
        self.columns[at].take().expect("the stage that fills the column has run")
    }
}

impl Stage {
    /// Lanes and columns it needs.
    pub fn inputs(&self) -> (Vec<usize>, Vec<usize>) {
        match self {
            Self::Pick { from, .. }
            | Self::Digits { from, .. }
            | Self::Group { from, .. }
            | Self::Refer { from, .. } => (vec![*from], Vec::new()),
            Self::Differ { from, other, .. } | Self::SkipOver { from, other, .. } => (vec![*from, *other], Vec::new()),
            Self::Generate { from, generator, .. } => {
                (std::iter::once(*from).chain(generator.lanes()).collect(), generator.reads())
            }
        }
    }

    /// Lanes and columns it fills.
    pub fn outputs(&self) -> (Vec<usize>, Vec<usize>) {
        match self {
            Self::Pick { into, .. } | Self::Differ { into, .. } | Self::SkipOver { into, .. } => {
                (vec![*into], Vec::new())
            }
            Self::Digits { into, .. } => (into.clone(), Vec::new()),
            Self::Group { group, position, last, .. } => (vec![*group, *position, *last], Vec::new()),
            Self::Refer { pairs, .. } => (Vec::new(), pairs.iter().map(|pair| pair.column).collect()),
            Self::Generate { column, .. } => (Vec::new(), vec![*column]),
        }
    }
}

impl TablePlan {
    /// The stages that these columns hang on, in their order.
    pub fn stages_for(&self, columns: &[usize]) -> Vec<usize> {
        let mut wanted_columns: Vec<usize> = columns.to_vec();
        let mut wanted_lanes: Vec<usize> = Vec::new();
        let mut stages = Vec::new();
        for (at, stage) in self.stages.iter().enumerate().rev() {
            let (lanes, columns) = stage.outputs();
            let is_wanted = lanes.iter().any(|lane| wanted_lanes.contains(lane))
                || columns.iter().any(|column| wanted_columns.contains(column));
            if is_wanted {
                let (lanes, columns) = stage.inputs();
                wanted_lanes.extend(lanes);
                wanted_columns.extend(columns);
                stages.push(at);
            }
        }
        stages.reverse();
        stages
    }
}

impl SeedPlan {
    /// The values of some rows of a table, with all columns.
    pub fn batch(&self, table: usize, rows: Range<u64>) -> Batch {
        let plan = &self.tables[table];
        let numbers: Vec<u64> = rows.collect();
        let count = numbers.len();
        let every: Vec<usize> = (0..plan.stages.len()).collect();
        let frame = self.evaluate(table, &every, numbers);
        // Every column has a stage of its own: the compiler sees to that.
        Batch { columns: frame.columns.into_iter().take(plan.columns.len()).flatten().collect(), rows: count }
    }

    /// Runs these stages of a table for the rows of these numbers.
    pub fn evaluate(&self, table: usize, stages: &[usize], rows: Vec<u64>) -> Frame {
        let plan = &self.tables[table];
        let mut frame =
            Frame { lanes: vec![Vec::new(); plan.lanes], columns: vec![None; plan.columns.len() + plan.borrowed] };
        frame.lanes[0] = rows;
        for stage in stages {
            self.run(&plan.stages[*stage], &mut frame);
        }
        frame
    }

    fn run(&self, stage: &Stage, frame: &mut Frame) {
        match stage {
            Stage::Pick { from, into, law } => frame.lanes[*into] = law.pick(&frame.lanes[*from]),
            Stage::Differ { from, other, into, parents } => {
                let pairs = frame.lanes[*from].iter().zip(&frame.lanes[*other]);
                let next = |number: u64| if number + 1 < parents.end { number + 1 } else { parents.start };
                frame.lanes[*into] = pairs.map(|(own, other)| if own == other { next(*own) } else { *own }).collect();
            }
            Stage::SkipOver { from, other, into } => {
                let pairs = frame.lanes[*from].iter().zip(&frame.lanes[*other]);
                frame.lanes[*into] = pairs.map(|(own, other)| own + u64::from(own >= other)).collect();
            }
            Stage::Digits { from, into, radix, order, first } => {
                let numbers: Vec<u64> =
                    frame.lanes[*from].iter().map(|row| order.apply(row.wrapping_sub(*first))).collect();
                for (place, lane) in into.iter().enumerate() {
                    frame.lanes[*lane] = numbers.iter().map(|number| radix.digit(*number, place)).collect();
                }
            }
            Stage::Group { from, group, position, last, runs } => {
                let places: Vec<_> = frame.lanes[*from].iter().map(|row| runs.place(*row)).collect();
                frame.lanes[*group] = places.iter().map(|place| place.group).collect();
                frame.lanes[*position] = places.iter().map(|place| place.position).collect();
                frame.lanes[*last] = places.iter().map(|place| u64::from(place.is_last)).collect();
            }
            Stage::Refer { from, parent, pairs, parent_stages, absent } => {
                let mut parents = self.evaluate(*parent, parent_stages, frame.lanes[*from].clone());
                for (at, pair) in pairs.iter().enumerate() {
                    let is_last = at + 1 == pairs.len();
                    let column = if is_last {
                        parents.take(pair.parent_column)
                    } else {
                        parents.column(pair.parent_column).clone()
                    };
                    let mut column = with_nulls(column, absent.nulls, &frame.lanes[0]);
                    if absent.itself {
                        let own = frame.lanes[*from].iter().zip(&frame.lanes[0]).map(|(parent, row)| parent == row);
                        column.leave_out(own);
                    }
                    frame.columns[pair.column] = Some(column);
                }
            }
            Stage::Generate { from, column, generator, nulls } => {
                let values = generator.generate(&frame.lanes[*from], frame);
                frame.columns[*column] = Some(with_nulls(values, *nulls, &frame.lanes[0]));
            }
        }
    }
}

/// Takes the values of a share of the rows away.
fn with_nulls(mut column: Column, nulls: Option<NullShare>, rows: &[u64]) -> Column {
    if let Some(NullShare { stream, share }) = nulls {
        column.leave_out(rows.iter().map(|row| stream.unit(*row) < share));
    }
    column
}
