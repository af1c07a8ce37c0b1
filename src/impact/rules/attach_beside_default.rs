//! S114 attach-beside-default: A partition comes to a table that has a default partition.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AttachBesideDefault, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S114",
    name: "attach-beside-default",
    engines: "PostgreSQL",
    summary: "A partition comes to a table that has a default partition.",
    docs: "The default partition is read to see that none of its rows belongs to the new one, under a lock that stops everybody.",
    safer: "Add a CHECK to the default partition that excludes the bounds, and VALIDATE it first.",
};
