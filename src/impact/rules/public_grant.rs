//! B110 grant-public: A privilege is given to everybody.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::PublicGrant, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "B110",
    name: "grant-public",
    engines: "all",
    summary: "A privilege is given to everybody.",
    docs: "PUBLIC is every role, also those that are made later.",
    safer: "Grant it to the roles that need it.",
};
