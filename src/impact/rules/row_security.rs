//! L110 row-security: Who sees which rows changes.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::RowSecurity, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "L110",
    name: "row-security",
    engines: "PostgreSQL",
    summary: "Who sees which rows changes.",
    docs: "With row security on and no policy nobody but the owner sees a row. The table is locked for a moment.",
    safer: "Make the policies first, in the same transaction.",
};
