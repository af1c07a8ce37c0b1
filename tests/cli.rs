//! The built `dbx`, as somebody at a terminal or a script meets it: the pages of the documentation run as they stand, and the
//! contract of exit codes, streams and refusals holds.

mod support;

#[path = "cli/approvals.rs"]
mod approvals;
#[path = "cli/console.rs"]
mod console;
#[path = "cli/diagram.rs"]
mod diagram;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/drift.rs"]
mod drift;
#[path = "cli/exit_codes.rs"]
mod exit_codes;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/json.rs"]
mod json;
#[path = "cli/large_catalog.rs"]
mod large_catalog;
#[path = "cli/ledger.rs"]
mod ledger;
#[path = "cli/lint.rs"]
mod lint;
#[path = "cli/mariadb.rs"]
mod mariadb;
#[path = "cli/model.rs"]
mod model;
#[path = "cli/output_match.rs"]
mod output_match;
#[path = "cli/parallel.rs"]
mod parallel;
#[path = "cli/refusals.rs"]
mod refusals;
#[path = "cli/rules_page.rs"]
mod rules_page;
#[path = "cli/sandbox.rs"]
mod sandbox;
#[path = "cli/scratch.rs"]
mod scratch;
#[path = "cli/secrets.rs"]
mod secrets;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/texts.rs"]
mod texts;
#[path = "cli/verify.rs"]
mod verify;
#[path = "cli/verify_files.rs"]
mod verify_files;
