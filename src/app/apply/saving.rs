//! Backups on the way of a run: taken in front of what loses something, and kept complete until it is lost.

use super::execution::Execution;
use super::patience::Patience;
use crate::app::AppError;
use crate::app::backup::{self, Loss, Taken};
use crate::app::failpoint::reach;
use crate::app::transaction::Numbered;
use crate::model::Statement;

impl Execution<'_> {
    /// A plan whose backup cannot fit, or would not have every row, is not begun.
    pub(super) async fn make_sure_of_backup(&mut self) -> Result<(), AppError> {
        let Some(task) = &self.start.backup else { return Ok(()) };
        let left = self.start.point.operation..self.candidate.script.operations.len();
        let driver = self.connected.driver.as_mut();
        match Loss::of(self.context, driver, self.candidate, left).await? {
            Some(loss) => {
                backup::refuse_hidden_rows(driver, &loss.tables()).await?;
                backup::refuse_full_disk(driver, &loss.tables(), task).await
            }
            None => Ok(()),
        }
    }

    /// Where a backup is due and the operations lose something: saves what is lost from here to the end of the plan. Where that was done in an
    /// earlier transaction, makes sure that nothing was written since. Who interrupts it stops the plan.
    pub(super) async fn save_before(&mut self, operations: &[Numbered<'_>]) -> Result<(), AppError> {
        let stop = self.stop;
        let saved = stop.while_running(self.save_what_is_lost(operations)).await;
        match operations.first() {
            Some(first) if saved.is_err() && stop.is_asked() => Err(self.stopped(*first)),
            Some(_) | None => saved,
        }
    }

    /// As [`save_before`](Self::save_before), for an operation outside of a transaction: where a lock is not to be had, it is tried again.
    pub(super) async fn save_before_alone(&mut self, operation: Numbered<'_>) -> Result<(), AppError> {
        let mut patience = Patience::new(self.connected.lock_retries);
        loop {
            match self.save_before(&[operation]).await {
                Err(error) if !self.stop.is_asked() && patience.another_try(self.context, &error).await => {}
                saved => return saved,
            }
        }
    }

    async fn save_what_is_lost(&mut self, operations: &[Numbered<'_>]) -> Result<(), AppError> {
        let Some(task) = &self.start.backup else { return Ok(()) };
        let [(first, _), ..] = operations else { return Ok(()) };
        let start = first.saturating_sub(1);
        let driver = self.connected.driver.as_mut();
        let lost = Loss::of(self.context, driver, self.candidate, start..start + operations.len()).await?;
        let Some(lost) = lost else { return Ok(()) };
        if let Some(archive) = &self.saved {
            return backup::refuse_unsaved(driver, archive, &lost).await;
        }
        let to_the_end = start..self.candidate.script.operations.len();
        let loss = Loss::of(self.context, driver, self.candidate, to_the_end).await?.unwrap_or(lost);
        let Taken { archive, guard } = backup::take(self.context, driver, self.candidate, task, &loss).await?;
        self.saved = Some(archive);
        self.guard = guard;
        reach("saved", 0);
        Ok(())
    }

    /// Where rows can be written behind a backup: shuts others out of its tables for the time of a statement that is about them, and refuses the
    /// statement where they wrote before. Gives whether they are shut out.
    pub(super) async fn keep_others_out(&mut self, at: Numbered<'_>, statement: &Statement) -> Result<bool, AppError> {
        let Some(guard) = self.guard.as_mut().filter(|_| !at.1.transactional()) else { return Ok(false) };
        let driver = self.connected.driver.as_mut();
        if !guard.concerns(driver, &statement.sql) {
            return if guard.is_outdated(driver).await? { Err(guard.refusal()) } else { Ok(false) };
        }
        guard.close(driver, &statement.sql).await?;
        let kept_out = self.save_what_was_written().await;
        if kept_out.is_err() {
            // The error that led here is the one to tell.
            let _ = self.connected.driver.release().await;
        }
        kept_out.map(|()| true)
    }

    /// A statement that cannot run under the locks, since it names a table by an alias or a whole database, runs without them, right behind a look.
    pub(super) async fn give_up_keeping_out(&mut self) -> Result<(), AppError> {
        let driver = self.connected.driver.as_mut();
        driver.release().await?;
        match &self.guard {
            Some(guard) if guard.is_outdated(driver).await? => Err(guard.refusal()),
            Some(_) | None => Ok(()),
        }
    }

    /// Behind closed doors: what others wrote since the backup is saved, too, as long as the plan itself has changed nothing.
    async fn save_what_was_written(&mut self) -> Result<(), AppError> {
        let (Some(guard), Some(task)) = (&self.guard, &self.start.backup) else { return Ok(()) };
        let driver = self.connected.driver.as_mut();
        if !guard.is_outdated(driver).await? {
            return Ok(());
        }
        let Some(loss) = &guard.untouched else { return Err(guard.refusal()) };
        self.saved = Some(backup::save(self.context, driver, self.candidate, task, loss).await?);
        Ok(())
    }

    /// Opens what [`keep_others_out`](Self::keep_others_out) closed. What the statement wrote is not taken for somebody else's, and a guard that nothing
    /// needs any more goes.
    pub(super) async fn let_others_in(
        &mut self,
        at: Numbered<'_>,
        statement: &Statement,
        ran: bool,
    ) -> Result<(), AppError> {
        let driver = self.connected.driver.as_mut();
        let Some(guard) = self.guard.as_mut() else { return Ok(()) };
        let own = at.1.statements.iter().skip_while(|it| *it != statement).skip(1);
        let later = self.candidate.script.operations.iter().skip(at.0).flat_map(|it| &it.statements);
        let is_needed = own.chain(later).any(|it| guard.concerns(driver, &it.sql));
        let renewed = if ran && is_needed { guard.renew(driver, &statement.sql).await } else { Ok(()) };
        if ran && !is_needed {
            self.guard = None;
        }
        let released = self.connected.driver.release().await;
        renewed?;
        Ok(released?)
    }
}
