//! U104 opaque-code: A statement runs code that only the server reads.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Opaque, criterion: Criterion::Unknown };

static META: Meta = Meta {
    code: "U104",
    name: "opaque-code",
    engines: "all",
    summary: "A statement runs code that only the server reads.",
    docs: "DO, CALL and EXECUTE can do anything: what is not known to be harmless counts as high.",
    safer: "Write the statements out.",
};
