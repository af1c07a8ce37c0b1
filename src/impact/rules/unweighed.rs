//! U107 unweighed-statement: A statement changes what dbx does not weigh.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Unweighed, criterion: Criterion::Unknown };

static META: Meta = Meta {
    code: "U107",
    name: "unweighed-statement",
    engines: "all",
    summary: "A statement changes what dbx does not weigh.",
    docs: "Roles, servers, settings of the session or the server, labels, tablespaces and the like can change what later statements do, or who may do it. What is not known to be harmless counts as high.",
    safer: "Keep such statements apart from the migration, where a person looks at them by themselves.",
};
