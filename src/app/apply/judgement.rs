//! SQL that no sidecar speaks for is judged by itself, by the reader and the rules of `lint`: first by its words alone, then against the database
//! that it is about to meet. What a comment in the file says of a finding opens no gate.

use super::candidate::Candidate;
use crate::app::plan::ask;
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::impact::RiskReport;
use crate::lint::{Script as Reading, World};
use crate::model::{Facts, Level, Risk, Schema, Session};
use crate::plan::{Script, ScriptOperation};

/// The risks of a script from nothing but its words: what the database holds is taken for the worst.
pub(super) fn by_words(script: &Script, dialect: &dyn Dialect) -> Vec<RiskReport> {
    let operations: Vec<&ScriptOperation> = script.operations.iter().collect();
    let reading = read(&operations, dialect, World::unknown());
    reports(&operations, &reading, dialect, &Facts::default())
}

/// Judges the operations that are left against the live schema, with its rows counted.
pub(super) async fn against(
    context: &Context,
    driver: &mut dyn Driver,
    candidate: &mut Candidate,
    live: Schema,
    first: usize,
) -> Result<(), AppError> {
    let dialect = driver.dialect();
    let operations: Vec<&ScriptOperation> = candidate.script.operations.iter().skip(first).collect();
    let reading = read(&operations, dialect.as_ref(), World::of(live, Session::default()));
    let facts = ask(context, driver, &reading.probes()).await?;
    let risks = reports(&operations, &reading, dialect.as_ref(), &facts);
    candidate.level = risks.iter().map(|risk| risk.level).max();
    candidate.risks = risks;
    Ok(())
}

/// What one operation does by its own words, whatever stands around it.
pub(in crate::app) fn risks_of(operation: &ScriptOperation, dialect: &dyn Dialect) -> Vec<Risk> {
    read(&[operation], dialect, World::unknown()).risks(&Facts::default()).into_iter().flatten().collect()
}

/// The sessions of `apply` wait for no lock without an end.
fn read<'a>(operations: &[&ScriptOperation], dialect: &'a dyn Dialect, world: World) -> Reading<'a> {
    let statements = operations.iter().flat_map(|operation| &operation.statements);
    Reading::of_statements(dialect, statements.map(|statement| statement.sql.as_str()), &mut world.with_lock_timeout())
}

/// Risks that a person should read, worst first.
fn reports(
    operations: &[&ScriptOperation],
    reading: &Reading<'_>,
    dialect: &dyn Dialect,
    facts: &Facts,
) -> Vec<RiskReport> {
    let risks = by_operation(operations, reading.risks(facts));
    let of_operations = operations.iter().zip(risks);
    let mut reports: Vec<RiskReport> = of_operations
        .flat_map(|(operation, risks)| risks.into_iter().map(|risk| report(operation, &risk, dialect)))
        .filter(|risk| risk.level > Level::Low)
        .collect();
    reports.sort_by_key(|risk| std::cmp::Reverse(risk.level));
    reports
}

fn by_operation(operations: &[&ScriptOperation], risks: Vec<Vec<Risk>>) -> Vec<Vec<Risk>> {
    let mut risks = risks.into_iter();
    operations.iter().map(|operation| risks.by_ref().take(operation.statements.len()).flatten().collect()).collect()
}

/// In the words of its rule, with the statement that it is about.
fn report(operation: &ScriptOperation, risk: &Risk, dialect: &dyn Dialect) -> RiskReport {
    RiskReport {
        object: operation.object.clone(),
        message: format!("{}: {}", risk.message, operation.title),
        ..RiskReport::of(risk, dialect)
    }
}
