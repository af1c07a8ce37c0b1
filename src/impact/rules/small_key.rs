//! B105 small-primary-key: A primary key is a number of 4 bytes or less.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::SmallKey, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "B105",
    name: "small-primary-key",
    engines: "all",
    summary: "A primary key is a number of 4 bytes or less.",
    docs: "It ends at 2,147,483,647, and to widen it means to write the table again.",
    safer: "Use bigint.",
};
