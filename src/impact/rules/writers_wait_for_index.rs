//! L201 fulltext-spatial-index: An index or a counter is built while writers wait.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::WritersWaitForIndex, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "L201",
    name: "fulltext-spatial-index",
    engines: "MySQL and MariaDB",
    summary: "An index or a counter is built while writers wait.",
    docs: "FULLTEXT and SPATIAL indexes and AUTO_INCREMENT columns cannot be built beside writers.",
    safer: "Do it when nobody writes.",
};
