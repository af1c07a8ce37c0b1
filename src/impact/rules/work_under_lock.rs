//! L114 work-under-lock: Rows are read or written while an earlier statement of the transaction locks another table.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::WorkUnderLock, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "L114",
    name: "work-under-lock",
    engines: "PostgreSQL",
    summary: "Rows are read or written while an earlier statement of the transaction locks another table.",
    docs: "PostgreSQL keeps locks until the transaction ends: the first table is out of reach for as long as the second statement takes.",
    safer: "Put the statements into migrations of their own, the quick one last.",
};
