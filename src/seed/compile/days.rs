//! References to days: facts follow the calendar of the dimension they refer to.

use super::reference::Reference;
use super::table::{Obstacle, Parents, TableCompiler, planned_columns};
use crate::dialect::Unsupported;
use crate::model::{Column, Constraint, Schema, Table};
use crate::seed::alias::Alias;
use crate::seed::batch::Values;
use crate::seed::civil::DAY;
use crate::seed::evaluate::Stage;
use crate::seed::infer::is_calendar;
use crate::seed::law::Law;
use crate::seed::shape::Shape;
use crate::seed::wanted::DaySpread;
use std::ops::Range;

/// Most rows of a table of days: 270 years of them.
pub const MOST_DAYS: u64 = 100_000;

/// The column that says which day a row of a table of days is; `None` where the table is none. Other tables have days too, but not one row for each.
pub fn calendar_day<'t>(table: &'t Table, schema: &Schema) -> Option<&'t Column> {
    let day = day_column(planned_columns(table), schema)?;
    let is_key = table.constraints.values().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => key.columns == [day.name.clone()],
        Constraint::Unique(key) => key.columns == [day.name.clone()],
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    });
    (is_key || is_calendar(table)).then_some(day)
}

/// The first column of days, or else of moments.
fn day_column<'t>(columns: impl IntoIterator<Item = &'t Column> + Clone, schema: &Schema) -> Option<&'t Column> {
    let first = |shape: Shape| {
        columns.clone().into_iter().find(|column| Shape::of(&column.data_type, schema).as_ref() == Some(&shape))
    };
    first(Shape::Date).or_else(|| first(Shape::Timestamp))
}

impl TableCompiler<'_> {
    /// A law by which each parent is as likely as its day weighs.
    ///
    /// # Errors
    ///
    /// A parent without days of its own, with too many rows, or none of whose days weighs anything.
    pub fn by_day(
        &self,
        reference: &Reference<'_>,
        spread: &DaySpread,
        rows: Range<u64>,
        parents: &Parents<'_, '_>,
    ) -> Result<Law, Obstacle> {
        let refused = |message: String| {
            let help = "take `days:` out of the reference in the profile, or give it a `spread:`";
            Obstacle::Unsupported(Unsupported::new(self.constraint(&reference.key.name), message, help))
        };
        let parent = &parents.tables[reference.parent].name;
        if rows.end - rows.start > MOST_DAYS {
            return Err(refused(format!("{parent} has more than {MOST_DAYS} rows: too many for days")));
        }
        let days = self
            .days_of(reference, rows.clone(), parents)
            .ok_or_else(|| refused(format!("{parent} has no column of days that is made before its children")))?;
        let first = days.iter().copied().min().unwrap_or(0);
        let weights: Vec<f64> = days.iter().map(|day| spread.weight(*day, first)).collect();
        if weights.iter().sum::<f64>() <= 0.0 {
            return Err(refused(format!("none of the days of {parent} weighs anything by the profile")));
        }
        Ok(Law::Weighted { stream: self.reference_stream(reference), parents: rows, weights: Alias::new(&weights) })
    }

    /// The days of the parent's rows: those of its first column of days.
    fn days_of(&self, reference: &Reference<'_>, rows: Range<u64>, parents: &Parents<'_, '_>) -> Option<Vec<i32>> {
        let parent = parents.tables[reference.parent];
        let columns = planned_columns(parent);
        let day = &day_column(columns.iter().copied(), self.schema)?.name;
        let column = columns.iter().position(|column| column.name == *day)?;
        let place = parents.made.tables.iter().position(|table| table.name == parent.name)?;
        let made = &parents.made.tables[place];
        let stages = made.stages_for(&[column]);
        // What comes from other tables is not known yet.
        if stages.iter().any(|stage| matches!(made.stages[*stage], Stage::Refer { .. })) {
            return None;
        }
        match &parents.made.evaluate(place, &stages, rows.collect()).column(column).values {
            Values::Dates(days) => Some(days.clone()),
            Values::Timestamps(moments) => Some(moments.iter().map(|moment| moment.div_euclid(DAY) as i32).collect()),
            _ => None,
        }
    }
}
