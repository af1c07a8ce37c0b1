//! T102 concurrent-index: An index is built beside readers and writers.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ConcurrentIndex, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "T102",
    name: "concurrent-index",
    engines: "PostgreSQL",
    summary: "An index is built beside readers and writers.",
    docs: "Where it is interrupted, times out or meets duplicates, an index stays behind that is kept up but never used.",
    safer: "Look at pg_index.indisvalid afterwards; DROP INDEX CONCURRENTLY an invalid one and build it again.",
};
