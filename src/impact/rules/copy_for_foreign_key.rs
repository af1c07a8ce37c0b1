//! R209 mysql-add-foreign-key: A foreign key is added, and the table is copied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForForeignKey, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R209",
    name: "mysql-add-foreign-key",
    engines: "MySQL and MariaDB",
    summary: "A foreign key is added, and the table is copied.",
    docs: "With foreign_key_checks=0 only the index is built, but no row is looked at.",
    safer: "Look for rows without a parent yourself, then add it with foreign_key_checks=0.",
};
