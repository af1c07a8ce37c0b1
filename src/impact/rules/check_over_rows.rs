//! V103 may-fail-check: Rows that are there already may break a check.

use super::constraint_over_rows::{judge, probes};
use crate::impact::rule::{Meta, Rule, Subject};
use crate::model::{ConstraintKind, Facts, Probe, Risk};

pub(super) struct CheckOverRows;

static META: Meta = Meta {
    code: "V103",
    name: "may-fail-check",
    engines: "all",
    summary: "Rows that are there already may break a check.",
    docs: "A row for which the check is false makes the statement fail. They are counted: low where there is none or the table is empty, high where there is one, medium where nobody could look. One that is added NOT VALID looks at no row.",
    safer: "Count the rows for which it is false first; on PostgreSQL add it NOT VALID and validate it later.",
};

const KINDS: &[ConstraintKind] = &[ConstraintKind::Check];

impl Rule for CheckOverRows {
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
