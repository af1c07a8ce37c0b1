//! T106 partitioned-unsupported: Something is asked of a partitioned table that only single tables can do.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::PartitionedUnsupported, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "T106",
    name: "partitioned-unsupported",
    engines: "PostgreSQL",
    summary: "Something is asked of a partitioned table that only single tables can do.",
    docs: "CREATE INDEX CONCURRENTLY, and a foreign key NOT VALID: the server refuses both (42809).",
    safer: "CREATE INDEX ON ONLY parent, build one CONCURRENTLY on each partition, and ALTER INDEX … ATTACH PARTITION.",
};
