//! T104 enum-value-same-transaction: A new enum value is used in the transaction that adds it.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::EnumValueInTransaction, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "T104",
    name: "enum-value-same-transaction",
    engines: "PostgreSQL",
    summary: "A new enum value is used in the transaction that adds it.",
    docs: "The server refuses that (55P04).",
    safer: "Add the value in a migration of its own.",
};
