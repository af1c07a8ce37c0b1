//! R112 set-tablespace: A table or index moves to another tablespace.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Tablespace, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R112",
    name: "set-tablespace",
    engines: "PostgreSQL",
    summary: "A table or index moves to another tablespace.",
    docs: "Its files are copied whole while nobody gets at it.",
    safer: "Move it when nobody needs it; indexes can be built anew there CONCURRENTLY.",
};
