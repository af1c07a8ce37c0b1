//! The load: table after table, each in a transaction.

use super::deferral::Deferral;
use super::rows::Rows;
use super::target::Live;
use super::verify::verify;
use super::{SeedReport, SeedRequest, Shard, milliseconds};
use crate::app::{AppError, Context};
use crate::driver::{BulkLoader, BulkTarget, Driver};
use crate::seed::SeedPlan;
use std::sync::Arc;

pub(super) async fn load(
    context: &Context,
    request: &SeedRequest,
    driver: &mut dyn Driver,
    live: &Live,
    plan: &Arc<SeedPlan>,
    targets: &[BulkTarget],
    report: &mut SeedReport,
) -> Result<(), AppError> {
    let mut loader = driver.bulk_loader().await?;
    let deferral = Deferral::of(context, live);
    if loader.checks_foreign_keys() && request.shard == Shard::WHOLE {
        deferral.defer(driver, live, plan, targets).await?;
    }
    let loaded = load_tables(context, request, loader.as_mut(), plan, targets, report).await;
    context.progress.finish();
    // Also after an error: a table is not left without its constraints.
    let restored = deferral.restore(driver).await;
    loaded?;
    restored?;
    if request.shard == Shard::WHOLE {
        verify(driver, live, targets).await?;
    }
    Ok(())
}

async fn load_tables(
    context: &Context,
    request: &SeedRequest,
    loader: &mut dyn BulkLoader,
    plan: &Arc<SeedPlan>,
    targets: &[BulkTarget],
    report: &mut SeedReport,
) -> Result<(), AppError> {
    context.progress.start("seeding", plan.tables.len() as u64);
    for (at, target) in targets.iter().enumerate() {
        context.progress.step(&target.table.to_string());
        let started = std::time::Instant::now();
        let part = request.shard.part(&plan.tables[at].rows);
        let mut rows = Rows::new(plan, at, part, request.batch_size, request.jobs);
        loader.begin().await?;
        match loader.load(target, &mut rows).await {
            Ok(_) => loader.commit().await?,
            Err(error) => {
                // The first error is the one to tell.
                let _ = loader.rollback().await;
                return Err(AppError::Load { table: target.table.to_string(), source: Box::new(error) });
            }
        }
        report.tables[at].elapsed_ms = milliseconds(started);
    }
    Ok(())
}
