//! Who approved what is about to run: the approval file beside the plan, a pipeline's own gate, and the configuration.

use super::apply::candidate::Candidate;
use super::source::Target;
use super::{AppError, Context};
use crate::driver::Driver;
use crate::env;
use crate::gate::{Approval, ApprovalFile, ApprovalKey, Subject, identity};
use crate::model::Value;
use crate::store;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Approvals, sorted by whether they count.
#[derive(Debug, Default)]
pub(super) struct Approvals {
    /// Each person once.
    pub approvers: Vec<String>,
    /// Why others do not count.
    pub void: Vec<String>,
}

/// What approvals are looked for.
pub(super) struct Asked<'a> {
    pub database: &'a Target,
    /// The approval file; none for what was planned on the spot.
    pub file: Option<&'a Path>,
    pub candidate: &'a Candidate,
}

/// `x.sql` → `x.sql.approval.json`
pub(super) fn approval_path(sql: &Path) -> PathBuf {
    let mut name = sql.as_os_str().to_owned();
    name.push(".approval.json");
    PathBuf::from(name)
}

/// What an approval of the plan is bound to in the environment of the database.
pub(super) fn subject(context: &Context, database: &Target, candidate: &Candidate) -> Result<Subject, AppError> {
    Ok(subject_in(environment(context, database)?, candidate))
}

pub(super) fn subject_in(environment: String, candidate: &Candidate) -> Subject {
    Subject {
        plan: candidate.script.hash.clone(),
        sidecar: candidate.sidecar.clone(),
        from: candidate.script.header.as_ref().map(|header| header.from.to_string()),
        environment,
    }
}

/// The name of the environment; without one, the address without its password.
fn environment(context: &Context, database: &Target) -> Result<String, AppError> {
    match context.environment(database)? {
        Some((name, _)) => Ok(name.to_owned()),
        None => Ok(context.needed_database(database)?.url.to_string()),
    }
}

/// The key of the environment, where it has one.
pub(super) fn key(context: &Context, database: &Target) -> Result<Option<ApprovalKey>, AppError> {
    match context.environment(database)? {
        Some((name, settings)) => Ok(settings.approval_key(name)?),
        None => Ok(None),
    }
}

/// Reads an approval file; one that cannot be read is an error, so that nobody's approval is overwritten or passed over.
pub(super) fn read(path: &Path) -> Result<Option<ApprovalFile>, AppError> {
    let Some(json) = store::read_if_there(path)? else { return Ok(None) };
    let unreadable = |why: String| {
        AppError::Usage(format!("{} is no approval file: {why}; delete it and approve again", path.display()))
    };
    let file: ApprovalFile = serde_json::from_str(&json).map_err(|error| unreadable(error.to_string()))?;
    if file.version != ApprovalFile::VERSION {
        return Err(unreadable(format!("its version is {}; this dbx reads {}", file.version, ApprovalFile::VERSION)));
    }
    Ok(Some(file))
}

pub(super) async fn collect(
    context: &Context,
    driver: &mut dyn Driver,
    asked: &Asked<'_>,
) -> Result<Approvals, AppError> {
    let key = key(context, asked.database)?;
    let subject = subject(context, asked.database, asked.candidate)?;
    let mut found = Approvals::default();
    let file = asked.file.map(read).transpose()?.flatten().unwrap_or_default();
    if !file.approvals.is_empty() {
        let now = later_clock(context, driver).await?;
        sort(&mut found, &file.approvals, &subject, now, key.as_ref());
    }
    if let Some((plan, approver)) = env::approved_plan() {
        match from_pipeline(&plan, &subject, key.as_ref()) {
            Ok(()) => found.approvers.push(approver),
            Err(why) => {
                found.void.push(format!("the approval by {approver} ($DBX_APPROVED_PLAN) does not count: {why}"))
            }
        }
    }
    if let Some((_, settings)) = context.environment(asked.database)? {
        from_configuration(&mut found, settings.approvals.listed(), &subject);
    }
    let mut seen = BTreeSet::new();
    found.approvers.retain(|approver| seen.insert(identity(approver)));
    Ok(found)
}

fn sort(
    found: &mut Approvals,
    approvals: &[Approval],
    subject: &Subject,
    now: DateTime<Utc>,
    key: Option<&ApprovalKey>,
) {
    for approval in approvals {
        match approval.check(subject, now, key) {
            Ok(()) => found.approvers.push(approval.approver.clone()),
            Err(void) => found.void.push(format!("the approval by {} does not count: {void}", approval.approver)),
        }
    }
}

/// `PLAN:IMPACT@ENVIRONMENT` is bound to what an approval file is bound to. Nobody signed it, so that where approvals have to be signed it is not enough.
fn from_pipeline(approved: &str, subject: &Subject, key: Option<&ApprovalKey>) -> Result<(), String> {
    if key.is_some() {
        return Err("this environment has an approval key, and a variable is not signed".into());
    }
    // A hash has no `@`; the address of a database may have one.
    let Some((code, environment)) = approved.split_once('@') else {
        return Err(format!("it names no environment: write PLAN:IMPACT@{}", subject.environment));
    };
    if environment != subject.environment {
        return Err(format!("it is for {environment}, this is {}", subject.environment));
    }
    subject.check_code(code).map_err(|void| void.to_string())
}

/// The list in `dbx.toml` has other plans, too; only what it says of this one is worth a word.
fn from_configuration(found: &mut Approvals, listed: &[String], subject: &Subject) {
    let (valid, void): (Vec<_>, Vec<_>) =
        listed.iter().map(|code| (code, subject.check_code(code))).partition(|(_, checked)| checked.is_ok());
    if !valid.is_empty() {
        found.approvers.push("dbx.toml".into());
        return;
    }
    let is_of_this_plan = |code: &str| code.split(':').next() == Some(subject.plan.as_str());
    for (code, checked) in void {
        if let Err(void) = checked
            && is_of_this_plan(code)
        {
            found.void.push(format!("the approval in dbx.toml does not count: {void}"));
        }
    }
}

/// The later one of this machine's clock and the server's: setting one of them back keeps no approval alive.
async fn later_clock(context: &Context, driver: &mut dyn Driver) -> Result<DateTime<Utc>, AppError> {
    let here = context.clock.now();
    let rows = driver.query(driver.dialect().capabilities().clock, &[]).await?;
    let seconds = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64);
    let there = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(there.map_or(here, |there| there.max(here)))
}
