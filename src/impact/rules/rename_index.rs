//! L115 rename-index: An index gets another name.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::RenameIndex, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "L115",
    name: "rename-index",
    engines: "all",
    summary: "An index gets another name.",
    docs: "Nobody waits: on PostgreSQL the index alone is locked, and readers go on. Hints and tools that name the index have to follow.",
    safer: "Nothing to do, but to look for the old name in queries with hints.",
};
