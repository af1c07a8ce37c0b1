//! V104 may-fail-foreign-key: Rows that are there already may refer to nothing.

use super::constraint_over_rows::{judge, probes};
use crate::impact::rule::{Meta, Rule, Subject};
use crate::model::{ConstraintKind, Facts, Probe, Risk};

pub(super) struct ForeignKeyOverRows;

static META: Meta = Meta {
    code: "V104",
    name: "may-fail-foreign-key",
    engines: "all",
    summary: "Rows that are there already may refer to nothing.",
    docs: "A row whose values are not in the other table makes the statement fail. They are counted: low where there is none or the table is empty, high where there is one, medium where nobody could look. One that is added NOT VALID looks at no row.",
    safer: "Look for rows without a parent first; on PostgreSQL add it NOT VALID and validate it later.",
};

const KINDS: &[ConstraintKind] = &[ConstraintKind::ForeignKey];

impl Rule for ForeignKeyOverRows {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        probes(subject, KINDS)
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        judge(&META, subject, facts, KINDS)
    }
}
