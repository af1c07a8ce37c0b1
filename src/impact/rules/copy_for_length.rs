//! R202 varchar-length-byte: A VARCHAR grows over 255 bytes, and the table is copied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForLength, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R202",
    name: "varchar-length-byte",
    engines: "MySQL and MariaDB",
    summary: "A VARCHAR grows over 255 bytes, and the table is copied.",
    docs: "Up to 255 bytes the length takes one byte in front of a value, above it two. In utf8mb4 the border lies between 63 and 64 characters. On one side of it a VARCHAR grows at once.",
    safer: "Stay on the same side of the border, or copy the table beside.",
};
