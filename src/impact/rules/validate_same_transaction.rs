//! S116 validate-same-transaction: A constraint is added NOT VALID and validated in the same transaction.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ValidateInSameTransaction, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S116",
    name: "validate-same-transaction",
    engines: "PostgreSQL",
    summary: "A constraint is added NOT VALID and validated in the same transaction.",
    docs: "The lock of the first statement is held while the second reads every row: nothing is won.",
    safer: "Put the two into migrations of their own.",
};
