//! R205 change-charset: The character set or collation of a column changes.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForCharset, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R205",
    name: "change-charset",
    engines: "MySQL and MariaDB",
    summary: "The character set or collation of a column changes.",
    docs: "Every text is written again; a character that the new set does not have is refused or lost.",
    safer: "Copy the table beside, and compare the texts.",
};
