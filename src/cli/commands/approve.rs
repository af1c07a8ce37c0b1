use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{ApprovalCodeRequest, ApproveRequest, approval_code, approve};
use crate::cli::render;
use std::path::PathBuf;

/// Approve a plan for one environment
///
/// Writes PLAN.sql.approval.json, bound to the SQL, its impact file, the schema it starts from and the environment: when any of them
/// changes, or the time is over, the approval is void. Signed where the environment has an approval key.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx approve migrations/20260131120000_add_email.sql --as ada --env production
  dbx approve plan.sql --as grace --comment archived --expires 24 --env production
  export DBX_APPROVED_PLAN=$(dbx approve plan.sql --print)@production")]
pub(crate) struct Arguments {
    /// A plan file, or SQL written by hand
    #[arg(value_name = "MIGRATION")]
    file: PathBuf,

    /// Who approves
    #[arg(long = "as", value_name = "NAME", required_unless_present = "print")]
    approver: Option<String>,

    /// Only print what names the plan and its impact file, for $DBX_APPROVED_PLAN
    #[arg(long, conflicts_with_all = ["approver", "comment"])]
    print: bool,

    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// For how many hours
    #[arg(long, value_name = "HOURS", default_value_t = 168)]
    expires: u32,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let Some(approver) = &arguments.approver else {
        let request = ApprovalCodeRequest { file: arguments.file.clone(), database: global.database() };
        output.report(&approval_code(context, &request)?, |report| report.code.clone() + "\n")?;
        return Ok(Status::Done);
    };
    let request = ApproveRequest {
        file: arguments.file.clone(),
        approver: approver.clone(),
        comment: arguments.comment.clone(),
        hours: arguments.expires,
        database: global.database(),
    };
    let report = wait(approve(context, &request))?;
    output.report(&report, render::approve::report)?;
    Ok(Status::Done)
}
