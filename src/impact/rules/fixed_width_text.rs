//! B103 char-n: A column is of type char(n).

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::FixedWidthText, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "B103",
    name: "char-n",
    engines: "PostgreSQL",
    summary: "A column is of type char(n).",
    docs: "Values are filled up with blanks, which takes room and surprises comparisons.",
    safer: "Use varchar(n) or text.",
};
