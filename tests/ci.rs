//! Schema changes in version control: what `dbx ci` finds between two commits, how a plan goes from one environment to the next, and what the
//! files for GitHub promise.

mod support;

#[path = "ci/action.rs"]
mod action;
#[path = "ci/artifacts.rs"]
mod artifacts;
#[path = "ci/comment.rs"]
mod comment;
#[path = "ci/flow.rs"]
mod flow;
#[path = "ci/git_project.rs"]
mod git_project;
#[path = "ci/promotion.rs"]
mod promotion;
#[path = "ci/proposals.rs"]
mod proposals;
#[path = "ci/revisions.rs"]
mod revisions;
#[path = "cli/sandbox.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod sandbox;
#[path = "ci/sql_files.rs"]
mod sql_files;
#[path = "ci/workflows.rs"]
mod workflows;
