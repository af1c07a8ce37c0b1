//! R105 add-column-constrained-domain: A column is added whose domain asks something of its values.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ConstrainedDomainColumn, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R105",
    name: "add-column-constrained-domain",
    engines: "PostgreSQL",
    summary: "A column is added whose domain asks something of its values.",
    docs: "PostgreSQL does not look whether NULL passes the domain's checks: it writes every row again, also where the column has no default.",
    safer: "Add the column with the domain's base type, and its checks as CHECK … NOT VALID, then validate.",
};
