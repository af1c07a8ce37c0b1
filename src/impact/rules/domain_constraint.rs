//! S115 domain-constraint: A domain asks for more, and every table with a column of it is read.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DomainConstraint, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S115",
    name: "domain-constraint",
    engines: "PostgreSQL",
    summary: "A domain asks for more, and every table with a column of it is read.",
    docs: "Writers of all these tables wait. VALIDATE takes the same locks.",
    safer: "Put the check on the columns that need it, NOT VALID first.",
};
