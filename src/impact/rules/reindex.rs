//! S111 reindex: Indexes are built again.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Reindex, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S111",
    name: "reindex",
    engines: "PostgreSQL",
    summary: "Indexes are built again.",
    docs: "Writers of the table wait, and so do readers that would use the index.",
    safer: "REINDEX … CONCURRENTLY.",
};
