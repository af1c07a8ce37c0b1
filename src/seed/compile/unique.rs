//! Keys that hold without a look at other rows.

use super::distinct::{Distinct, distinct};
use super::key::UniqueKey;
use super::table::{Obstacle, Parents, TableCompiler, Unit};
use crate::dialect::Unsupported;
use crate::model::{ObjectKind, TableRole};
use crate::seed::civil::DAY;
use crate::seed::evaluate::Stage;
use crate::seed::generator::{Sequence, Series};
use crate::seed::infer::{self, ORDINALS};
use crate::seed::law::{Grouping, Law, Runs};
use crate::seed::permutation::{MixedRadix, Permutation};
use crate::seed::shape::Shape;
use std::collections::BTreeSet;

/// Rows of one thing, where nothing says how many.
const ROWS_OF_A_THING: u64 = 12;
/// Days between two rows of one thing.
const DAYS_BETWEEN: i32 = 30;

impl TableCompiler<'_> {
    /// Sees to it that no two rows have the same values in the columns of the key.
    pub fn make_unique(&mut self, key: &UniqueKey, parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        let Some(units) = self.units(key) else {
            // A column that the engine computes: what it is computed from is not known to be unique.
            return Ok(());
        };
        if self.unique.iter().any(|combination| combination.is_subset(&units)) {
            return Ok(());
        }
        let free: Vec<Unit> = units.iter().filter(|unit| !self.filled.contains(unit)).copied().collect();
        let all_free = free.len() == units.len();
        if free.is_empty() {
            return Err(Obstacle::Unsupported(self.refused(key)));
        }
        if let [unit] = free[..]
            && (!all_free || units.len() == 1)
        {
            return self.make_distinct(key, unit, parents);
        }
        if all_free && let Some((runner, group)) = self.run(&free) {
            self.add_runs(key, runner, group, parents)?;
            self.unique.push(units);
            return Ok(());
        }
        let rows = self.rows.end - self.rows.start;
        let mut wide: Vec<Unit> = free.iter().filter(|unit| self.is_wide(**unit, rows)).copied().collect();
        wide.sort_by_key(|unit| self.rank(*unit));
        if let Some(unit) = wide.first() {
            return self.make_distinct(key, *unit, parents);
        }
        self.add_product(key, &free, parents)?;
        self.unique.push(units);
        Ok(())
    }

    fn units(&self, key: &UniqueKey) -> Option<BTreeSet<Unit>> {
        let place = |name: &crate::model::Name| self.columns.iter().position(|column| column.name == *name);
        let columns: Option<Vec<usize>> = key.columns.iter().map(place).collect();
        let unit = |column: usize| {
            let reference = self.references.iter().position(|it| it.pairs.iter().any(|pair| pair.column == column));
            reference.map_or(Unit::Column(column), Unit::Reference)
        };
        Some(columns?.into_iter().map(unit).collect())
    }

    fn refused(&self, key: &UniqueKey) -> Unsupported {
        Unsupported::new(
            self.table.id().member(ObjectKind::Constraint, &key.name),
            "its columns belong to other keys already, which leave no way to keep it too",
            "leave the table out of the profile, or drop one of the keys that share columns",
        )
    }

    /// Whether the unit alone can tell all rows apart, and is the one to do it: line numbers and kinds are not.
    fn is_wide(&self, unit: Unit, rows: u64) -> bool {
        match unit {
            Unit::Reference(_) => false,
            Unit::Column(column) => {
                let is_wide_type = !matches!(self.shapes[column], Shape::Boolean | Shape::Choice(_) | Shape::Date);
                is_wide_type && !self.is_ordinal(column) && self.distinct(column).capacity >= rows
            }
        }
    }

    /// Which column rather tells rows apart: texts before numbers.
    fn rank(&self, unit: Unit) -> usize {
        match unit {
            Unit::Column(column) => match self.shapes[column] {
                Shape::Uuid => 0,
                Shape::Text { .. } => 1,
                Shape::Integer { .. } => 2,
                _ => 3,
            },
            Unit::Reference(_) => 4,
        }
    }

    fn is_ordinal(&self, column: usize) -> bool {
        let words = infer::words(self.columns[column].name.as_str());
        let is_whole = matches!(self.shapes[column], Shape::Integer { .. });
        is_whole && words.last().is_some_and(|word| ORDINALS.contains(&word.as_str()))
    }

    fn distinct(&self, column: usize) -> Distinct {
        distinct(&self.subject(column))
    }

    /// One unit that differs in every row.
    fn make_distinct(&mut self, key: &UniqueKey, unit: Unit, parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        let capacity = match unit {
            Unit::Column(column) => {
                let Distinct { generator, capacity } = self.distinct(column);
                self.fill(column, 0, generator);
                // Rows that are there already have their values too.
                capacity.saturating_sub(self.rows.start)
            }
            Unit::Reference(at) => {
                let reference = self.references[at].clone();
                let rows = self.parent_rows(&reference, parents);
                let size = rows.end - rows.start;
                let order = Permutation::new(self.reference_stream(&reference), size);
                // Each row its own parent; in the same table a row is its own.
                let law = Law::Own { rows: self.rows.clone(), parents: rows, order };
                self.refer(at, 0, law, None);
                size
            }
        };
        self.unique.push(BTreeSet::from([unit]));
        self.check_capacity(key, capacity)
    }

    /// `capacity` is that of the rows to come.
    fn check_capacity(&self, key: &UniqueKey, capacity: u64) -> Result<(), Obstacle> {
        if self.rows.end - self.rows.start <= capacity {
            return Ok(());
        }
        Err(Obstacle::Capacity { key: key.name.clone(), rows: capacity })
    }

    /// A column that counts the rows of one other unit: line numbers of an order, days of a loan.
    fn run(&self, units: &[Unit]) -> Option<(usize, Unit)> {
        let [a, b] = units else { return None };
        let is_fact = matches!(self.table.role, TableRole::Fact(_));
        let runner = |unit: &Unit| match unit {
            Unit::Column(column) => {
                let is_day = is_fact && self.shapes[*column].is_moment();
                (self.is_ordinal(*column) || is_day).then_some(*column)
            }
            Unit::Reference(_) => None,
        };
        let is_group = |unit: &Unit| match unit {
            Unit::Column(column) => self.distinct(*column).capacity > self.rows.end / ROWS_OF_A_THING,
            Unit::Reference(_) => true,
        };
        match (runner(a), runner(b)) {
            (Some(column), None) if is_group(b) => Some((column, *b)),
            (None, Some(column)) if is_group(a) => Some((column, *a)),
            _ => None,
        }
    }

    fn add_runs(
        &mut self,
        key: &UniqueKey,
        runner: usize,
        group: Unit,
        parents: &Parents<'_, '_>,
    ) -> Result<(), Obstacle> {
        let rows = self.rows.end - self.rows.start;
        let stream = self.stream().named(self.columns[runner].name.as_str());
        let wanted = match group {
            Unit::Reference(at) => {
                let parents = self.parent_rows(&self.references[at], parents);
                parents.end - parents.start
            }
            Unit::Column(_) => rows / ROWS_OF_A_THING,
        };
        if wanted == 0 && matches!(group, Unit::Reference(_)) {
            return Err(Obstacle::Capacity { key: key.name.clone(), rows: 0 });
        }
        let groups = wanted.clamp(1, rows);
        let [thing, position, last] = std::array::from_fn(|_| self.new_lane());
        let runs = Grouping::Runs(Runs { stream: stream.named("runs"), rows: self.rows.clone(), groups });
        self.stages.push(Stage::Group { from: 0, group: thing, position, last, runs });
        match group {
            Unit::Column(column) => {
                let generator = self.distinct(column).generator;
                self.fill(column, thing, generator);
            }
            Unit::Reference(at) => {
                let reference = self.references[at].clone();
                let parents = self.parent_rows(&reference, parents);
                let order = Permutation::new(self.reference_stream(&reference), parents.end - parents.start);
                let law = Law::Own { rows: self.rows.start..self.rows.start + groups, parents, order };
                self.refer(at, thing, law, None);
                self.turns.insert(at, position);
            }
        }
        let shape = self.shapes[runner].clone();
        if shape.is_moment() {
            let longest = i32::try_from(2 * rows / groups + 2).unwrap_or(i32::MAX);
            let is_date = shape == Shape::Date;
            let (first, end, step) = self.series_days(runner, longest);
            let series = Series { stream, group: thing, position, first, end, step, is_date };
            self.fill(runner, thing, Box::new(series));
            return Ok(());
        }
        let Distinct { capacity, generator } = self.distinct(runner);
        let limits = &self.limits[runner];
        let is_narrow = !limits.allowed.is_empty() || limits.min.is_some_and(|min| min > 1.0);
        let generator = if is_narrow { generator } else { Box::new(Sequence { shape, start: 1, step: 1 }) };
        self.fill(runner, position, generator);
        // The longest run has about twice the mean.
        let longest = 2 * rows / groups + 2;
        if longest > capacity {
            return Err(Obstacle::Capacity { key: key.name.clone(), rows: groups * (capacity / 2).max(1) });
        }
        Ok(())
    }

    /// The first days of series and the day behind them, and the days between two rows, so that the longest series still is within bounds.
    fn series_days(&self, column: usize, longest: i32) -> (i32, i32, i32) {
        let limits = &self.limits[column];
        let unit = if self.shapes[column] == Shape::Date { 1.0 } else { DAY as f64 };
        let years = infer::YEARS * 365;
        let first = limits.min.map_or(self.wanted.today - years, |min| (min / unit).ceil() as i32);
        let Some(last) = limits.max.map(|max| (max / unit).floor() as i32) else {
            return (first, first + years * 2 / 3, DAYS_BETWEEN);
        };
        let step = (last.saturating_sub(first) / longest.max(1)).clamp(1, DAYS_BETWEEN);
        let end = last.saturating_sub(step.saturating_mul(longest)).max(first) + 1;
        (first, end, step)
    }

    /// The place of the unit before it, the first one, whose parent a check keeps apart from that of a reference.
    fn kept_apart_from(&self, at: usize, before: &[Unit]) -> Option<usize> {
        before.iter().position(|unit| matches!(unit, Unit::Reference(other) if self.are_kept_apart(at, *other)))
    }

    fn skip_over(&mut self, from: usize, other: usize) -> usize {
        let into = self.new_lane();
        self.stages.push(Stage::SkipOver { from, other, into });
        into
    }

    /// Every row another combination of the units' values, in a shuffled order.
    fn add_product(&mut self, key: &UniqueKey, units: &[Unit], parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        let size = |(place, unit): (usize, &Unit)| match unit {
            Unit::Reference(at) => {
                let rows = self.parent_rows(&self.references[*at], parents);
                let count = rows.end - rows.start;
                // One parent fewer where it is not to be that of another reference.
                count.saturating_sub(u64::from(self.kept_apart_from(*at, &units[..place]).is_some()))
            }
            Unit::Column(column) => self.distinct(*column).capacity,
        };
        let radix = MixedRadix::new(units.iter().enumerate().map(size).collect());
        let product = radix.product();
        // New parents make new combinations; without any, those of the rows that are there are taken.
        let first = if units.iter().any(|unit| matches!(unit, Unit::Reference(_))) { self.rows.start } else { 0 };
        self.check_capacity(key, product.saturating_sub(self.rows.start - first))?;
        let order = Permutation::new(self.stream().named("product").named(key.columns[0].as_str()), product);
        let lanes: Vec<usize> = units.iter().map(|_| self.new_lane()).collect();
        self.stages.push(Stage::Digits { from: 0, into: lanes.clone(), radix, order, first });
        for (place, unit) in units.iter().enumerate() {
            let lane = lanes[place];
            match unit {
                Unit::Reference(at) => {
                    let parents = self.parent_rows(&self.references[*at], parents);
                    let lane = match self.kept_apart_from(*at, &units[..place]) {
                        Some(other) => self.skip_over(lane, lanes[other]),
                        None => lane,
                    };
                    self.refer(*at, lane, Law::Given { parents }, None);
                }
                Unit::Column(column) => {
                    let generator = self.distinct(*column).generator;
                    self.fill(*column, lane, generator);
                }
            }
        }
        Ok(())
    }
}
