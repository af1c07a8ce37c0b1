//! X305 drop-column-rewrite: A column is dropped, and every row is written again.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DropColumnRewrite, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "X305",
    name: "drop-column-rewrite",
    engines: "SQLite 3.35 and later",
    summary: "A column is dropped, and every row is written again.",
    docs: "Other writers of the whole file wait; readers go on where the file is in WAL mode.",
    safer: "Do it when nobody writes.",
};
