//! A plan run without a ledger, in the transactions in which `apply` runs it.

use super::disproof::Problem;
use crate::app::Context;
use crate::app::batch::run_statement;
use crate::app::transaction::{Numbered, groups, numbered};
use crate::driver::{Driver, DriverError};
use crate::model::Statement;
use crate::plan::Script;

/// Runs the operations in their order; an error leaves what was committed before it.
pub(super) async fn run(context: &Context, driver: &mut dyn Driver, script: &Script) -> Result<(), Problem> {
    let operations = numbered(script);
    for group in groups(&operations) {
        if group[0].1.transactional() {
            run_together(context, driver, group).await?;
        } else {
            run_each(context, driver, group).await?;
        }
    }
    Ok(())
}

async fn run_together(context: &Context, driver: &mut dyn Driver, group: &[Numbered<'_>]) -> Result<(), Problem> {
    let statements: Vec<Statement> =
        group.iter().flat_map(|(_, operation)| operation.statements.iter().cloned()).collect();
    driver.begin(&statements).await.map_err(server)?;
    let ran = run_each(context, driver, group).await;
    if ran.is_err() {
        // Why it failed is the error to tell; a session that is gone has rolled back by itself.
        let _ = driver.rollback().await;
        return ran;
    }
    driver.commit().await.map_err(|error| Problem::Statement {
        number: group[0].0,
        title: "at the commit of the transaction that starts with it".into(),
        statement: "COMMIT".into(),
        source: Box::new(error),
    })
}

async fn run_each(context: &Context, driver: &mut dyn Driver, group: &[Numbered<'_>]) -> Result<(), Problem> {
    for (number, operation) in group {
        context.progress.step(&operation.title);
        for statement in &operation.statements {
            let ran = run_statement(context, driver, operation, statement).await.map(drop);
            ran.map_err(|error| Problem::Statement {
                number: *number,
                title: operation.title.clone(),
                statement: statement.sql.clone(),
                source: Box::new(error),
            })?;
        }
    }
    Ok(())
}

/// The server does not answer as it should.
pub(super) fn server(error: DriverError) -> Problem {
    Problem::Server(Box::new(error))
}
