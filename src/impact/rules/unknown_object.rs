//! U103 unknown-object: A statement speaks of something that is not in the schema.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::UnknownObject, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "U103",
    name: "unknown-object",
    engines: "all",
    summary: "A statement speaks of something that is not in the schema.",
    docs: "Either the statement fails, or it was judged against another database than the one it is for.",
    safer: "Look at the name, and at --url, --env or --schema.",
};
