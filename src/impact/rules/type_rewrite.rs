//! R106 alter-type-rewrite: A column gets a type whose values have other bytes.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::TypeRewrite, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R106",
    name: "alter-type-rewrite",
    engines: "PostgreSQL",
    summary: "A column gets a type whose values have other bytes.",
    docs: "`int` to `bigint`, `char` to `text`, an enum to `text`: every row is written again and every index built again. Where the bytes stay (`varchar(50)` to `varchar(100)` or `text`, a wider `numeric` of the same scale, more digits of a second) nothing is told.",
    safer: "Add a column of the new type, keep it in step with a trigger, fill it in batches, and swap the names.",
};
