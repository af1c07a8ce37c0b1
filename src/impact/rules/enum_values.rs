//! C109 remove-enum-value: A value is taken out of an enum.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, Probe, Risk, Step};

pub(super) struct EnumValues;

static META: Meta = Meta {
    code: "C109",
    name: "remove-enum-value",
    engines: "all",
    summary: "A value is taken out of an enum.",
    docs: "A row that still has the value makes the statement fail, and every table that uses the enum is written again. Always high: rows with the value are not counted yet.",
    safer: "Change the rows to another value first.",
};

impl Rule for EnumValues {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let Some(step @ Step::SwapEnum { enums, columns }) = subject.step else { return Vec::new() };
        let gone: Vec<&str> =
            enums.from.values.iter().filter(|value| !enums.to.values.contains(value)).map(String::as_str).collect();
        let tables: Vec<String> = columns.iter().map(|(table, column)| format!("{table}.{}", column.name)).collect();
        let message = format!(
            "values that go or move: {}; columns that are written again: {}",
            gone.join(", "),
            tables.join(", ")
        );
        let level = if columns.is_empty() { Level::Low } else { Level::High };
        vec![risk(&META, level, step.object(), message, None)]
    }
}
