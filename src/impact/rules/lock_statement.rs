//! L116 lock-statement: A statement locks tables for the rest of the transaction.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::LockStatement, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L116",
    name: "lock-statement",
    engines: "all",
    summary: "A statement locks tables for the rest of the transaction.",
    docs: "It is held until the transaction ends, whatever comes in between.",
    safer: "Let the statements take the locks they need, under a lock_timeout.",
};
