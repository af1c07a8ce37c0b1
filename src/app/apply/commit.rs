//! A COMMIT whose answer got lost: it took effect or it did not, and only the server knows.

use super::connection::Connected;
use crate::app::{AppError, Context};
use crate::ledger::{Ledger, RunRecord};
use std::time::Duration;

/// How long the server is given to come back, and the lost session to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connects anew and looks whether the transaction with this operation of the run was committed. Afterwards the new connection is the one of the
/// run, with the lock.
pub(super) async fn settle(
    context: &Context,
    connected: &mut Connected,
    ledger: &Ledger,
    run: &RunRecord,
    operation: i64,
) -> Result<bool, AppError> {
    let unknown = |error: AppError| AppError::CommitUnknown { source: Box::new(error) };
    connected.reconnect(PATIENCE).await.map_err(unknown)?;
    let driver = connected.driver.as_mut();
    // As long as the session is there, its COMMIT may still be on the way.
    if let Some(session) = &run.session
        && !driver.outlive(session, PATIENCE).await.map_err(|error| unknown(error.into()))?
    {
        return Err(unknown(AppError::Busy { holder: Some(format!("session {session}, which is about to commit")) }));
    }
    let records = ledger.records(driver).await.map_err(|error| unknown(error.into()))?;
    let committed = records
        .iter()
        .any(|record| record.run == run.run && record.operation == operation && record.state.is_applied());
    if committed {
        context.progress.step("the connection was lost at the commit, which took effect: going on");
    }
    connected.lock().await?;
    Ok(committed)
}
