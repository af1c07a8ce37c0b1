//! The rows that a plan's risks hang on, counted again: the plan may be old, made for another database, or made without one.

use super::candidate::Candidate;
use crate::app::AppError;
use crate::app::plan::{COUNT_LIMIT, COUNT_TIMEOUT};
use crate::driver::Driver;
use crate::impact::{OperationImpact, RiskReport, recheck};
use crate::model::{LockMode, Probe, RowCount, Schema};

/// Puts the rows of this moment, and the levels that follow from them, into the risks of a plan with an impact file.
pub(super) async fn count_again(
    driver: &mut dyn Driver,
    live: &Schema,
    candidate: &mut Candidate,
) -> Result<(), AppError> {
    let Some(report) = &candidate.start else { return Ok(()) };
    let mut risks = Vec::new();
    for operation in &report.operations {
        let held_up = held_up(driver, live, operation).await?;
        for risk in &operation.risks {
            let mut risk = risk.clone();
            if recheck::hangs_on_rows(&risk) {
                let rows = rows_of(driver, live, &risk).await?;
                let level = recheck::level_now(&risk, rows);
                risk.recount(rows, level);
            } else if let Some(&(rows, lock)) =
                held_up.iter().max_by_key(|(rows, lock)| recheck::level_of_work(*rows, *lock))
                && recheck::holds_up(&risk)
            {
                risk.recount(Some(rows), recheck::level_of_work(rows, lock));
            }
            risks.push(risk);
        }
    }
    risks.sort_by_key(|risk| std::cmp::Reverse(risk.level));
    candidate.level = risks.iter().map(|risk| risk.level).max();
    candidate.risks = risks;
    Ok(())
}

async fn rows_of(driver: &mut dyn Driver, live: &Schema, risk: &RiskReport) -> Result<Option<RowCount>, AppError> {
    for probe in recheck::questions(&*driver.dialect(), risk, live) {
        let rows = driver.answer(&probe, COUNT_LIMIT, COUNT_TIMEOUT).await?;
        if rows.is_some() {
            return Ok(rows);
        }
    }
    Ok(None)
}

/// The tables of which an operation reads or writes every row while it keeps writers waiting: how many rows, and under which lock.
async fn held_up(
    driver: &mut dyn Driver,
    live: &Schema,
    operation: &OperationImpact,
) -> Result<Vec<(RowCount, LockMode)>, AppError> {
    let mut counted = Vec::new();
    if !operation.risks.iter().any(recheck::holds_up) {
        return Ok(counted);
    }
    for touched in operation.tables.iter().filter(|it| it.blocks_writes && (it.rewrites || it.scans)) {
        let Some(table) = live.tables().find(|table| table.id().to_string() == touched.object) else { continue };
        let probe = Probe::Rows { table: table.name.clone() };
        let rows = driver.answer(&probe, COUNT_LIMIT, COUNT_TIMEOUT).await?;
        counted.extend(rows.map(|rows| (rows, touched.lock)));
    }
    Ok(counted)
}
