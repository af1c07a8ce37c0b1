//! R207 drop-primary-key: The primary key goes, and the table is copied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForDroppedKey, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R207",
    name: "drop-primary-key",
    engines: "MySQL and MariaDB",
    summary: "The primary key goes, and the table is copied.",
    docs: "InnoDB keeps rows in the order of the key.",
    safer: "Drop the key and add the new one in one ALTER TABLE: then writers go on.",
};
