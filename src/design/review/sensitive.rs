//! G103 unmarked-sensitive: a column that tells of a person does not say so.

use super::{Repair, each_table, repaired};
use crate::design::attribute::ATTRIBUTES;
use crate::design::fulfil::place::PLACES;
use crate::design::vocabulary::noun;
use crate::design::word::{stem, stems};
use crate::model::{ObjectId, RuleDocs, Schema, Sensitivity, Table};

pub static DOCS: RuleDocs = RuleDocs {
    code: "G103",
    name: "unmarked-sensitive",
    engines: "all",
    summary: "A column is named like personal data, income or a secret, and has no `sensitive:`.",
    docs: "What is marked is weighed as such when it changes, and is never shown where rows are. Addresses of shops, companies and other places are left \
           alone.",
    safer: "write `sensitive: pii`, `financial` or `secret`",
};

/// Words that no harmless column has.
const SECRETS: &[&str] = &["password", "secret", "token", "credential"];

/// Marks them.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    each_table(schema, |table| {
        let mut found = Vec::new();
        if is_place(table) {
            return found;
        }
        for column in table.columns.values_mut().filter(|column| column.sensitive.is_none()) {
            if let Some((sensitivity, word)) = sensitivity(column.name.as_str()) {
                column.sensitive = Some(sensitivity);
                let id = ObjectId::column(&table.name, &column.name);
                found.push(repaired(DOCS.code, &id, format!("is marked as {word}")));
            }
        }
        found
    })
}

fn is_place(table: &Table) -> bool {
    noun(table).last().is_some_and(|last| PLACES.iter().any(|place| stem(place) == *last))
}

fn sensitivity(name: &str) -> Option<(Sensitivity, &'static str)> {
    let words = stems(name);
    if words.iter().any(|word| SECRETS.contains(&word.as_str())) {
        return Some((Sensitivity::Secret, "secret"));
    }
    let known = ATTRIBUTES
        .iter()
        .find(|attribute| attribute.name == name || attribute.phrases.contains(&name.replace('_', " ").as_str()));
    known?.sensitive.map(|sensitivity| match sensitivity {
        Sensitivity::Pii => (sensitivity, "pii"),
        Sensitivity::Financial => (sensitivity, "financial"),
        Sensitivity::Secret => (sensitivity, "secret"),
    })
}
