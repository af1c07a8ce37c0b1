//! S105 add-column-foreign-key-default: A column is added that has a default and refers to another table.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ColumnWithReferenceAndDefault, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S105",
    name: "add-column-foreign-key-default",
    engines: "PostgreSQL",
    summary: "A column is added that has a default and refers to another table.",
    docs: "The default is looked up for every row, and writers of the other table wait.",
    safer: "Add the column alone, then the foreign key NOT VALID, and VALIDATE it in a transaction of its own.",
};
