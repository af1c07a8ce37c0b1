//! SQL that a model wrote, tried: it runs by the guard and the reader like any other, and what is wrong with it is said in words for the model.

use crate::app::AppError;
use crate::app::guarded_reader::{Answered, GuardedReader, Passed};
use crate::driver::ErrorKind;
use crate::guard::{Kind, Refusal};

/// SQL that passed.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Trial {
    pub passed: Passed,
    /// `None` where it was not to run.
    pub answered: Option<Answered>,
}

/// Judges the statement, has the engine plan it, and runs it unless `is_dry`. A refusal, and an error of the statement's own, is an objection; an error of the
/// connection ends everything.
pub(in crate::app) async fn trial(
    reader: &mut GuardedReader,
    sql: &str,
    rows: Option<usize>,
    is_dry: bool,
) -> Result<Result<Trial, Vec<String>>, AppError> {
    let passed = match reader.check(sql).await? {
        Ok(passed) => passed,
        Err(refusal) => return Ok(Err(vec![objection(&refusal)])),
    };
    if passed.kind != Kind::Query {
        return Ok(Err(vec!["the answer has to be a query: SELECT, perhaps with WITH before it".to_owned()]));
    }
    // All that a check notes is why the engine could not plan the statement: names that are not there, types that do not fit.
    if !passed.notes.is_empty() {
        return Ok(Err(passed.notes));
    }
    if is_dry {
        return Ok(Ok(Trial { passed, answered: None }));
    }
    match reader.run(sql, rows).await {
        Ok(Ok(answered)) => Ok(Ok(Trial { passed, answered: Some(answered) })),
        Ok(Err(refusal)) => Ok(Err(vec![objection(&refusal)])),
        Err(AppError::Driver(error)) if error.kind != ErrorKind::Connection => {
            Ok(Err(vec![format!("the query fails: {error}")]))
        }
        Err(error) => Err(error),
    }
}

fn objection(refusal: &Refusal) -> String {
    let help = refusal.help.as_ref().map(|help| format!(" ({help})"));
    format!("the query must not run: {}{}", refusal.message, help.unwrap_or_default())
}
