//! What a plan promises is looked at once before its first row: some rows of each table are made, and held against the checks.
//!
//! A check is read into what the values of its columns may be, and keys and references have the last word about theirs: two foreign keys that a
//! check compares, say. Where that breaks a check, the engine would refuse a row in the middle of the load.

use crate::dialect::Unsupported;
use crate::model::{Check, Constraint, Name, ObjectId, ObjectKind, Schema, Table};
use crate::seed::evaluate::{Frame, SeedPlan, TablePlan};
use crate::seed::expression::{Expression, Scalar};
use crate::seed::generator::scalar;
use crate::sql::Syntax;

/// Rows at the beginning of a table, where trees have their roots, and as many spread over the others.
const ROWS: u64 = 200;

/// What rows of the plan would break: checks and columns that need a value, as far as some rows show.
pub(super) fn broken(schema: &Schema, syntax: Syntax, plan: &SeedPlan) -> Vec<Unsupported> {
    let mut problems = Vec::new();
    for (at, planned) in plan.tables.iter().enumerate() {
        let Some(table) = schema.table(&planned.name) else { continue };
        let checks: Vec<(&Check, Expression)> = checks(table, syntax, planned).collect();
        let every: Vec<usize> = (0..planned.stages.len()).collect();
        let rows = sample(planned);
        let count = rows.len();
        let frame = plan.evaluate(at, &every, rows);
        problems.extend(missing(table, planned, &frame, count));
        for (check, expression) in checks {
            let fails = (0..count).find(|row| is_false(&expression, planned, &frame, *row));
            problems.extend(fails.map(|row| broken_check(table, check, &shown(&expression, planned, &frame, row))));
        }
    }
    problems
}

fn sample(planned: &TablePlan) -> Vec<u64> {
    let first_behind = planned.rows.end.min(planned.rows.start + ROWS);
    let step = ((planned.rows.end - first_behind) / ROWS).max(1);
    let spread = (first_behind..planned.rows.end).step_by(usize::try_from(step).unwrap_or(usize::MAX));
    (planned.rows.start..first_behind).chain(spread).collect()
}

/// The checks that can be computed here; the others are the engine's business alone.
fn checks<'t>(table: &'t Table, syntax: Syntax, planned: &TablePlan) -> impl Iterator<Item = (&'t Check, Expression)> {
    let checks = table.constraints.values().filter_map(|constraint| match constraint {
        Constraint::Check(check) => Some(check),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => None,
    });
    checks.filter_map(move |check| {
        let expression = Expression::of_check(syntax, check.expression.as_str())?;
        expression.columns.iter().all(|name| place(planned, name).is_some()).then_some((check, expression))
    })
}

fn place(planned: &TablePlan, name: &Name) -> Option<usize> {
    let exact = planned.columns.iter().position(|column| column.name == *name);
    exact.or_else(|| planned.columns.iter().position(|it| it.name.as_str().eq_ignore_ascii_case(name.as_str())))
}

fn value(name: &Name, planned: &TablePlan, frame: &Frame, row: usize) -> Scalar {
    place(planned, name).map_or(Scalar::Null, |at| scalar(frame.column(at), row))
}

/// What is neither true nor false is kept.
fn is_false(expression: &Expression, planned: &TablePlan, frame: &Frame, row: usize) -> bool {
    let column = |at: usize| value(&expression.columns[at], planned, frame, row);
    expression.value(&column).truth() == Some(false)
}

fn shown(expression: &Expression, planned: &TablePlan, frame: &Frame, row: usize) -> String {
    let one = |name: &Name| {
        let value = value(name, planned, frame, row).text().unwrap_or_else(|| "NULL".to_owned());
        format!("{name} = {value}")
    };
    expression.columns.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn broken_check(table: &Table, check: &Check, values: &str) -> Unsupported {
    Unsupported::new(
        table.id().member(ObjectKind::Constraint, &check.name),
        format!("rows that keep this check and all keys cannot be computed ({values}): {}", check.expression.as_str()),
        "leave it out of the schema that is seeded, or say in a profile what its columns are like",
    )
}

/// Columns that always have a value, and take none from their parents.
fn missing(table: &Table, planned: &TablePlan, frame: &Frame, count: usize) -> Vec<Unsupported> {
    let is_needed = |name: &Name| table.columns.get(name).is_some_and(|column| !column.nullable);
    let columns = planned.columns.iter().enumerate().filter(|(_, column)| is_needed(&column.name));
    let empty = columns.filter(|(at, _)| (0..count).any(|row| frame.column(*at).is_null(row)));
    let problem = |(_, column): (usize, &crate::seed::evaluate::PlannedColumn)| {
        Unsupported::new(
            ObjectId::column(&table.name, &column.name),
            "it always has a value, and the rows that it refers to have none",
            "say in a profile what the columns that it refers to are like",
        )
    };
    empty.map(problem).collect()
}
