//! V101 may-fail-unique: Rows that are there already may be alike where they must differ.

use super::constraint_over_rows::{judge, probes};
use crate::impact::rule::{Meta, Rule, Subject};
use crate::model::{ConstraintKind, Facts, Probe, Risk};

pub(super) struct UniqueOverRows;

static META: Meta = Meta {
    code: "V101",
    name: "may-fail-unique",
    engines: "all",
    summary: "Rows that are there already may be alike where they must differ.",
    docs: "Two rows with the same values make the statement fail. They are counted: low where there is none or the table is empty, high where there is one, medium where nobody could look.",
    safer: "SELECT the columns … GROUP BY them HAVING count(*) > 1 first.",
};

const KINDS: &[ConstraintKind] = &[ConstraintKind::PrimaryKey, ConstraintKind::Unique, ConstraintKind::Exclude];

impl Rule for UniqueOverRows {
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
