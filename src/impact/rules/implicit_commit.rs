//! T201 implicit-commit: A file holds several statements that each end the transaction.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ImplicitCommit, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "T201",
    name: "implicit-commit",
    engines: "MySQL and MariaDB",
    summary: "A file holds several statements that each end the transaction.",
    docs: "Where a later one fails, the earlier ones stay: the migration is half done.",
    safer: "One such statement per file; `dbx apply` notes each one in its ledger.",
};
