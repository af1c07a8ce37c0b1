//! S101 set-not-null: Every row is read to see that a column is never NULL.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::SetNotNull, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S101",
    name: "set-not-null",
    engines: "PostgreSQL",
    summary: "Every row is read to see that a column is never NULL.",
    docs: "A valid CHECK (column IS NOT NULL) proves it without reading; then nothing is told.",
    safer: "Add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in a transaction of its own, SET NOT NULL, drop the check.",
};
