//! What a user can ask for, one file each: a request, a report, and the function from one to the other.
//!
//! Nothing here knows a terminal. The command line, and later a server, turn arguments into requests and reports into output.

mod access;
mod apply;
mod approval;
mod approve;
mod backup;
mod batch;
mod compare;
mod context;
mod database_wide;
mod demo;
mod diagram;
mod drift;
mod error;
mod explain;
mod failpoint;
mod impact;
mod init;
mod inspect;
mod interrupt;
mod plan;
mod rehearse;
mod restore;
mod schemas;
mod seed;
mod source;
mod spec_file;
mod spelling;
mod status;
mod stop;
mod template;
mod transaction;
mod validate;
mod verify_plan;

pub use apply::{Applied, ApplyOutcome, ApplyReport, ApplyRequest, Conduct, Safeguards, apply};
pub use approve::{ApproveReport, ApproveRequest, approve};
pub use backup::{BackupChoice, BackupSummary};
pub use context::{Clock, Context, Entropy, Progress, SilentProgress};
pub use demo::{DemoEvent, DemoReport, DemoRequest, demo};
pub use diagram::{DiagramReport, DiagramRequest, diagram};
pub use drift::{Difference, DriftReport, DriftRequest, drift};
pub use error::AppError;
pub use explain::{ExplainRequest, Explanation, explain};
pub use impact::{ImpactRequest, ImpactSummary, impact};
pub use init::{InitReport, InitRequest, init};
pub use inspect::{InspectReport, InspectRequest, inspect};
pub use plan::{PlanFiles, PlanReport, PlanRequest, plan};
pub use restore::{RestoreOutcome, RestoreReport, RestoreRequest, RestoredTable, restore};
pub use schemas::{PublishedSchema, SCHEMAS};
pub use seed::{FileFormat, Files, SeedOutcome, SeedReport, SeedRequest, SeededTable, Shard, seed};
pub use source::{Source, Target};
pub use status::{LedgerRun, StatusReport, StatusRequest, status};
pub use validate::{ValidateReport, ValidateRequest, validate};
pub use verify_plan::{Disproof, Problem, Stage};
