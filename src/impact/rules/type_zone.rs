//! R108 alter-type-timestamp-zone: A timestamp gets or loses its time zone.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ZoneOfTimestamp, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R108",
    name: "alter-type-timestamp-zone",
    engines: "PostgreSQL",
    summary: "A timestamp gets or loses its time zone.",
    docs: "The values are moved by the session's TimeZone and written again, and what they mean changes with it. In a session whose zone is UTC the bytes stay, and nothing is told.",
    safer: "SET timezone = 'UTC' first where that is what the values mean: then no row is written.",
};
