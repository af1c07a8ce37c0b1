//! What is about to be applied: a plan with its risks, from a file or made on the spot.

use super::judgement;
use crate::app::compare::{Terms, compare_with};
use crate::app::context::ScratchAddress;
use crate::app::plan::{draft, notes, sidecar_path};
use crate::app::source::{Side, Source};
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::impact::{ImpactReport, RiskReport};
use crate::model::Level;
use crate::plan::{Approach, Script};
use crate::sql::{Syntax, lex, runs_alone, split_statements};
use crate::store;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// A plan on its way into a database.
pub(in crate::app) struct Candidate {
    pub script: Script,
    pub file: String,
    pub level: Option<Level>,
    pub risks: Vec<RiskReport>,
    /// Hashes of the objects it starts from, where the sidecar has them.
    pub start: Option<ImpactReport>,
    pub notes: Vec<String>,
    /// SHA-256 of the impact file, where there is one: approvals are bound to it.
    pub sidecar: Option<String>,
    /// What the ledger calls the command that runs it.
    pub command: &'static str,
}

pub(super) async fn from_target(
    context: &Context,
    driver: Box<dyn Driver>,
    target: &Source,
    scratch: Option<ScratchAddress>,
    approach: Approach,
) -> Result<(Box<dyn Driver>, Candidate), AppError> {
    let current = Side::live(context, driver).await?;
    let terms = Terms { dialect: None, scratch };
    let mut comparison = compare_with(context, current, target, terms).await?.tell_unmanaged_when_empty()?;
    let draft = draft(context, &mut comparison, approach).await?;
    let driver = comparison.servers.current.take();
    let driver = driver.ok_or_else(|| AppError::Bug("the connection got lost in a comparison".into()))?;
    let candidate = Candidate {
        file: match target {
            Source::Spec(path) => path.display().to_string(),
            Source::Database(url) => url.to_string(),
            Source::Empty => "empty".into(),
        },
        level: draft.impact.level,
        risks: draft.impact.risks().into_iter().cloned().collect(),
        script: draft.script,
        start: Some(draft.impact),
        notes: notes(&comparison).into_iter().chain(draft.blocking).collect(),
        sidecar: None,
        command: "apply",
    };
    Ok((driver, candidate))
}

/// Reads the plan file. A sidecar that is missing or does not fit opens no gate: the SQL itself is judged then.
pub(in crate::app) fn from_file(path: &Path, dialect: &dyn Dialect) -> Result<Candidate, AppError> {
    let text = store::read(path)?;
    let syntax = dialect.capabilities().syntax;
    let mut script =
        Script::parse(&text, syntax).map_err(|source| AppError::Script { path: path.to_owned(), source })?;
    if script.header.is_none() && !dialect.capabilities().transactional_ddl {
        commit_one_by_one(&mut script, syntax);
    } else if script.header.is_none() {
        let statements = script.operations.iter_mut().flat_map(|operation| &mut operation.statements);
        statements.for_each(|statement| statement.transactional = !runs_alone(syntax, &statement.sql));
    }
    if let Some(header) = &script.header
        && header.dialect != dialect.kind()
    {
        return Err(AppError::Usage(format!(
            "{} is a plan for {}, the database is {}",
            path.display(),
            header.dialect,
            dialect.kind()
        )));
    }
    refuse_hidden_statements(&script, syntax)?;
    let risks = judgement::by_words(&script, dialect);
    refuse_transaction_control(&risks)?;
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let sidecar = sidecar_path(path);
    let mut notes = Vec::new();
    let beside = store::read_if_there(&sidecar)?;
    let sidecar_hash = beside.as_ref().map(|json| hex::encode(Sha256::digest(json)));
    if let Some(json) = beside {
        match ImpactReport::read(&json, &script.hash, script.operations.len()) {
            Ok(report) if tells_what_it_does(&report, &script, dialect) => {
                let risks: Vec<RiskReport> = report.risks().into_iter().cloned().collect();
                let level = risks.iter().map(|risk| risk.level).max();
                let start = Some(report);
                return Ok(Candidate {
                    script,
                    file,
                    level,
                    risks,
                    start,
                    notes,
                    sidecar: sidecar_hash,
                    command: "apply",
                });
            }
            Ok(_) => notes.push(format!(
                "{} does not count: it is silent about statements that change or drop; the SQL itself is judged",
                sidecar.display()
            )),
            Err(error) => {
                notes.push(format!("{} does not count: {error}; the SQL itself is judged", sidecar.display()))
            }
        }
    } else {
        notes.push("there is no impact file beside the plan; the SQL itself is judged".into());
    }
    let level = risks.iter().map(|risk| risk.level).max();
    Ok(Candidate { script, file, level, risks, start: None, notes, sidecar: sidecar_hash, command: "apply" })
}

/// Codes of what loses rows or values by its own words alone. Of others the plan knew more: it saw both sides.
const LOSSES: [&str; 7] = ["D101", "D102", "D103", "D104", "D106", "D110", "D111"];

/// Whether each operation whose SQL looks dangerous by itself has a risk in the sidecar. What dbx writes always has.
fn tells_what_it_does(report: &ImpactReport, script: &Script, dialect: &dyn Dialect) -> bool {
    report.operations.iter().zip(&script.operations).all(|(impact, operation)| {
        let is_rebuild = operation.statements.iter().any(|it| it.sql.starts_with("CREATE TABLE dbx_new_"));
        !impact.risks.is_empty()
            || is_rebuild
            || !judgement::risks_of(operation, dialect).iter().any(|risk| LOSSES.contains(&risk.code))
    })
}

/// A transaction around statements that each end it would promise what it does not hold. One around rows alone is kept.
fn commit_one_by_one(script: &mut Script, syntax: Syntax) {
    const ROWS: [&str; 5] = ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"];
    let is_about_rows = |sql: &str| {
        lex(syntax, sql)
            .is_ok_and(|lexemes| lexemes.first().is_some_and(|first| ROWS.iter().any(|word| first.is_word(word))))
    };
    let statements = || script.operations.iter().flat_map(|operation| &operation.statements);
    if statements().all(|statement| is_about_rows(&statement.sql)) {
        return;
    }
    for statement in script.operations.iter_mut().flat_map(|operation| &mut operation.statements) {
        statement.transactional = false;
    }
}

/// What stands between two markers is one statement: a second one would run unjudged, and could end the transaction.
fn refuse_hidden_statements(script: &Script, syntax: Syntax) -> Result<(), AppError> {
    for operation in &script.operations {
        for statement in &operation.statements {
            let pieces = split_statements(syntax, &statement.sql);
            if pieces.is_ok_and(|pieces| pieces.len() == 1) {
                continue;
            }
            return Err(AppError::Refused {
                reason: format!(
                    "the operation on {} holds more than one statement between its markers",
                    operation.object
                ),
                help: "plan again; to run SQL of your own, put it into a file without the `-- dbx plan` header".into(),
                risks: Vec::new(),
            });
        }
    }
    Ok(())
}

/// COMMIT in the middle would leave half a migration behind. No flag makes that right.
fn refuse_transaction_control(risks: &[RiskReport]) -> Result<(), AppError> {
    match risks.iter().find(|risk| risk.code == "T105") {
        None => Ok(()),
        Some(risk) => Err(AppError::Refused {
            reason: risk.message.clone(),
            help: "take BEGIN, COMMIT and the like out of the file: dbx runs it in a transaction of its own".into(),
            risks: vec![risk.clone()],
        }),
    }
}
