//! R102 add-column-serial: A column is added that counts from a sequence.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::SerialColumn, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R102",
    name: "add-column-serial",
    engines: "PostgreSQL",
    summary: "A column is added that counts from a sequence.",
    docs: "`serial` and its kin are a default of `nextval(…)`, which is run for every row that is there.",
    safer: "Add a plain bigint column, create the sequence, fill the rows in batches, then SET DEFAULT nextval.",
};
