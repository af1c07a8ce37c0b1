//! S110 create-index: An index is built while writers wait.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::CreateIndex, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S110",
    name: "create-index",
    engines: "PostgreSQL and SQLite",
    summary: "An index is built while writers wait.",
    docs: "Readers go on. On SQLite other writers of the whole file wait.",
    safer: "On PostgreSQL CREATE INDEX CONCURRENTLY, outside of a transaction; on SQLite do it when nobody writes.",
};
