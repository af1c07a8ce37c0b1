//! S110 create-index: An index is built while writers wait.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::CreateIndex, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S110",
    name: "create-index",
    engines: "PostgreSQL",
    summary: "An index is built while writers wait.",
    docs: "Readers go on.",
    safer: "CREATE INDEX CONCURRENTLY, outside of a transaction.",
};
