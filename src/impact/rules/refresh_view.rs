//! S112 refresh-materialized-view: A materialized view is filled again.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::RefreshView, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S112",
    name: "refresh-materialized-view",
    engines: "PostgreSQL",
    summary: "A materialized view is filled again.",
    docs: "Nobody reads it meanwhile.",
    safer: "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index over the view.",
};
