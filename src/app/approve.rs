//! `approve`: a person puts their name under a plan for one environment.

use super::apply::candidate::{self, Candidate};
use super::approval::{self, approval_path};
use super::source::Target;
use super::{AppError, Context};
use crate::dialect;
use crate::gate::{Approval, ApprovalFile, Subject};
use crate::impact::RiskReport;
use crate::model::Level;
use crate::plan::Script;
use crate::sql::Syntax;
use crate::store;
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct ApproveRequest {
    /// A plan, or SQL written by hand.
    pub file: PathBuf,
    pub approver: String,
    pub comment: Option<String>,
    /// For how many hours it holds.
    pub hours: u32,
    pub database: Target,
}

/// What `approve --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApproveReport {
    /// The approval file.
    pub file: PathBuf,
    /// What the approval is bound to: if any of it changes, the approval is void.
    pub subject: Subject,
    pub approver: String,
    pub expires_at: String,
    /// Whether it was signed with the environment's key.
    pub signed: bool,
    /// What was approved.
    pub operations: Vec<String>,
    pub level: Option<Level>,
    pub risks: Vec<RiskReport>,
    /// Everybody in the file.
    pub approvers: Vec<String>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct ApprovalCodeRequest {
    /// A plan, or SQL written by hand.
    pub file: PathBuf,
    /// Says which engine SQL written by hand is for.
    pub database: Target,
}

/// What `approve --print --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApprovalCode {
    /// `PLAN:IMPACT`: what `$DBX_APPROVED_PLAN` has in front of `@ENVIRONMENT`, and the list `approvals` in dbx.toml.
    pub code: String,
    /// Hash of the plan: over its statements and the fingerprints of its start and its end.
    pub plan: String,
    /// SHA-256 of the impact file beside it.
    pub impact: Option<String>,
}

/// Names a plan together with its impact file, for a gate that is not dbx's own. Nothing is written.
pub fn approval_code(context: &Context, request: &ApprovalCodeRequest) -> Result<ApprovalCode, AppError> {
    let candidate = read_plan(context, &context.folder.join(&request.file), &request.database)?;
    let subject = approval::subject_in(String::new(), &candidate);
    Ok(ApprovalCode { code: subject.code(), plan: subject.plan, impact: subject.sidecar })
}

/// Longer than this nobody remembers what they approved.
const MOST_HOURS: u32 = 30 * 24;

pub async fn approve(context: &Context, request: &ApproveRequest) -> Result<ApproveReport, AppError> {
    let approver = approver(&request.approver)?;
    if !(1..=MOST_HOURS).contains(&request.hours) {
        return Err(AppError::Usage(format!("--expires takes 1 to {MOST_HOURS} hours")));
    }
    let path = context.folder.join(&request.file);
    let candidate = read_plan(context, &path, &request.database)?;
    let subject = approval::subject(context, &request.database, &candidate)?;
    let key = approval::key(context, &request.database)?;
    let lifetime = TimeDelta::hours(request.hours.into());
    let approval =
        Approval::new(subject, approver, request.comment.clone(), context.clock.now(), lifetime, key.as_ref());
    let file = add(&approval_path(&path), approval.clone())?;
    Ok(ApproveReport {
        file: approval_path(&request.file),
        signed: approval.is_signed(),
        subject: approval.subject,
        approver: approval.approver,
        expires_at: approval.expires_at,
        operations: candidate.script.operations.iter().map(|operation| operation.title.clone()).collect(),
        level: candidate.level,
        risks: candidate.risks,
        approvers: file.approvals.into_iter().map(|it| it.approver).collect(),
        notes: candidate.notes,
    })
}

fn approver(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(AppError::Usage("--as needs the name of a person, on one line".into()));
    }
    Ok(name.to_owned())
}

/// A plan says which engine it is for; for SQL written by hand the database does.
fn read_plan(context: &Context, path: &Path, database: &Target) -> Result<Candidate, AppError> {
    let text = store::read(path)?;
    // The syntax plays no part in reading a header.
    let header = Script::parse(&text, Syntax::Postgres).ok().and_then(|script| script.header);
    let kind = match header {
        Some(header) => header.dialect,
        None => context.needed_database(database)?.url.kind(),
    };
    candidate::from_file(path, dialect::of(kind).as_ref())
}

fn add(path: &Path, approval: Approval) -> Result<ApprovalFile, AppError> {
    let mut file = approval::read(path)?.unwrap_or_default();
    file.insert(approval);
    let json = serde_json::to_string_pretty(&file).map_err(|error| AppError::Bug(error.to_string()))?;
    store::write(path, &(json + "\n"))?;
    Ok(file)
}
