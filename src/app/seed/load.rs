//! The load: table after table, each in a transaction.

use super::rows::Rows;
use super::target::Live;
use super::verify::verify;
use super::{SeedReport, SeedRequest, milliseconds};
use crate::app::{AppError, Context};
use crate::driver::{BulkTarget, Driver};
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
                context.progress.finish();
                return Err(AppError::Load { table: target.table.to_string(), source: Box::new(error) });
            }
        }
        report.tables[at].elapsed_ms = milliseconds(started);
    }
    context.progress.finish();
    if request.shard == super::Shard::WHOLE {
        verify(driver, live, targets).await?;
    }
    Ok(())
}
