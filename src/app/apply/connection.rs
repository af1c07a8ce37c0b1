//! The connection of an apply: its timeouts, its lock, and how it is made again when it is lost.

use super::ApplyRequest;
use super::patience::Patience;
use crate::app::context::Database;
use crate::app::source::connect;
use crate::app::{AppError, Context};
use crate::driver::{DatabaseUrl, Driver, LockTimeout, StatementTimeout};
use crate::ledger::Ledger;
use std::time::{Duration, Instant};

/// A connection that is set up for running a plan.
pub(super) struct Connected {
    pub driver: Box<dyn Driver>,
    /// How often what did not get a lock is tried again.
    pub lock_retries: u32,
    url: DatabaseUrl,
    lock_timeout: LockTimeout,
    statement_timeout: Option<StatementTimeout>,
    /// How long another apply is waited for.
    wait: Duration,
}

/// Where nobody said otherwise: with the pauses between them the last of five tries ends after about fourteen seconds.
const LOCK_RETRIES: u32 = 4;

/// Another apply that is short is worth waiting for, where nobody said how long.
const WAIT: Duration = Duration::from_secs(30);

impl Connected {
    pub async fn open(database: &Database, request: &ApplyRequest) -> Result<Self, AppError> {
        let conduct = &request.conduct;
        let mut connected = Self {
            driver: connect(&database.url).await?,
            lock_retries: conduct.lock_retries.or(database.settings.lock_retries).unwrap_or(LOCK_RETRIES),
            url: database.url.clone(),
            lock_timeout: LockTimeout(request.lock_timeout.unwrap_or(database.lock_timeout())),
            statement_timeout: conduct.statement_timeout.or(database.statement_timeout()).map(StatementTimeout),
            wait: conduct.wait.unwrap_or(WAIT),
        };
        connected.set_timeouts().await?;
        Ok(connected)
    }

    /// Hands the connection to something that keeps it while it works, and takes it back. After an error it is gone.
    pub async fn lend<T>(
        self,
        work: impl AsyncFnOnce(Box<dyn Driver>) -> Result<(Box<dyn Driver>, T), AppError>,
    ) -> Result<(Self, T), AppError> {
        let (driver, result) = work(self.driver).await?;
        Ok((Self { driver, ..self }, result))
    }

    async fn set_timeouts(&mut self) -> Result<(), AppError> {
        self.driver.set_lock_timeout(self.lock_timeout).await?;
        self.driver.set_statement_timeout(self.statement_timeout).await?;
        Ok(())
    }

    /// Takes the lock of the database.
    pub async fn lock(&mut self) -> Result<(), AppError> {
        if self.driver.lock(self.wait).await? {
            return Ok(());
        }
        // Without a name the error says what there is to say.
        let holder = self.driver.lock_holder().await.unwrap_or_default();
        Err(AppError::Busy { holder })
    }

    /// A new connection in place of a lost one, without the lock. The server is given time to come back.
    pub async fn reconnect(&mut self, patience: Duration) -> Result<(), AppError> {
        const PAUSE: Duration = Duration::from_millis(250);
        let started = Instant::now();
        loop {
            match connect(&self.url).await {
                Ok(driver) => {
                    self.driver = driver;
                    return self.set_timeouts().await;
                }
                Err(error) if started.elapsed() >= patience => return Err(error),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Ends what a dbx that died left running on the server, and marks its runs. To be called under the lock.
    pub async fn settle(&mut self, context: &Context, ledger: &Ledger) -> Result<(), AppError> {
        let mut patience = Patience::new(self.lock_retries);
        loop {
            match self.settle_once(context, ledger).await {
                Err(error) if patience.another_try(context, &error).await => {}
                settled => return settled,
            }
        }
    }

    async fn settle_once(&mut self, context: &Context, ledger: &Ledger) -> Result<(), AppError> {
        let driver = self.driver.as_mut();
        let runs = ledger.runs(driver).await?;
        for session in runs.iter().filter(|run| run.is_open()).filter_map(|run| run.session.as_deref()) {
            if !driver.outlive(session, self.wait).await? {
                return Err(AppError::Busy { holder: Some(format!("session {session}, left by a dbx that is gone")) });
            }
        }
        ledger.settle(driver, &context.timestamp()).await?;
        Ok(())
    }
}
