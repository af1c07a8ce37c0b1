//! What a user can ask for, one file each: a request, a report, and the function from one to the other.
//!
//! Nothing here knows a terminal. The command line, and later a server, turn arguments into requests and reports into output.

mod accept;
mod access;
mod apply;
mod approval;
mod approve;
mod assistant;
mod backup;
mod batch;
mod ci;
mod compare;
mod context;
mod database_wide;
mod demo;
mod design;
mod diagram;
mod drift;
mod error;
mod explain;
mod failpoint;
mod guard;
mod guarded_reader;
mod history;
mod impact;
mod init;
mod inspect;
mod interrupt;
mod kept;
mod lint;
mod offending;
mod orchestrate;
mod plan;
mod profile;
mod promotion;
mod proposal;
mod propose;
mod rehearse;
mod report;
mod restore;
mod rollback;
mod schemas;
mod seed;
mod source;
mod spec_file;
mod spelling;
mod status;
mod stop;
mod suggest;
mod template;
mod transaction;
mod validate;
mod verify;
mod verify_plan;
mod way_back;

pub use accept::{AcceptReport, AcceptRequest, accept};
pub use apply::{Applied, ApplyOutcome, ApplyReport, ApplyRequest, Conduct, Safeguards, apply};
pub use approve::{ApprovalCode, ApprovalCodeRequest, ApproveReport, ApproveRequest, approval_code, approve};
pub use assistant::{ModelChoice, ModelReport, ShownPrompt};
pub use backup::{BackupChoice, BackupSummary, BackupsReport, BackupsRequest, ListedBackup, backups};
pub use ci::{CiRequest, ci};
pub use context::{Clock, Context, Entropy, Progress, SilentProgress};
pub use demo::{DemoEvent, DemoReport, DemoRequest, demo};
pub use design::{DesignReport, DesignRequest, ListedTemplate, design, show_design_prompt, templates};
pub use diagram::{DiagramReport, DiagramRequest, diagram};
pub use drift::{Difference, DriftReport, DriftRequest, DriftState, DriftedObject, drift};
pub use error::AppError;
pub use explain::{ExplainRequest, Explanation, explain, rule_docs};
pub use guard::{GuardReport, GuardRequest, Position, guard};
pub use guarded_reader::{Answered, GuardedReader, Passed};
pub use impact::{
    Certainty, ChangedObject, ChangedTable, DependentObject, ImpactRequest, ImpactSummary, LevelCount, impact,
};
pub use init::{InitReport, InitRequest, init};
pub use inspect::{InspectReport, InspectRequest, inspect};
pub use kept::Kept;
pub use lint::{FindingReport, LintReport, LintRequest, LintedFile, StatementReport, lint};
pub use offending::OffendingRows;
pub use orchestrate::{
    Choice, OrchestrateReport, OrchestrateRequest, StageTime, TokenUsage, orchestrate, show_question_prompt,
};
pub use plan::{PlanFiles, PlanReport, PlanRequest, plan};
pub use profile::{LearnReport, LearnRequest, LearnedTable, LeftOut, learn_profile};
pub use propose::{ProposeReport, ProposeRequest, propose};
pub use report::{
    CardinalitySimilarity, ColumnReport, ColumnSimilarity, Comparison, Counterpart, FrequentValue, Lengths, Metric,
    PairSimilarity, PercentileFigure, ReportRequest, Statistics, TableReport, report,
};
pub use restore::{Overwrite, RestoreOutcome, RestoreReport, RestoreRequest, RestoredTable, restore};
pub use rollback::{HowFar, RollbackReport, RollbackRequest, RolledBack, rollback};
pub use schemas::{PublishedSchema, SCHEMAS};
pub use seed::{
    FileFormat, Files, Pace, SeedOutcome, SeedReport, SeedRequest, SeededTable, Shard, seed, show_text_prompts,
};
pub use source::{Source, Target};
pub use status::{LedgerRun, StatusReport, StatusRequest, status};
pub use suggest::{SuggestReport, SuggestRequest, Suggestion, suggest};
pub use validate::{ValidateReport, ValidateRequest, validate};
pub use verify::{Finding, Mismatch, VerifyReport, VerifyRequest, verify};
pub use verify_plan::{Disproof, Problem, Stage};
