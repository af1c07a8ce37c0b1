//! G101 fact-without-grain: nobody says what one row of a fact is.

use super::{Repair, ReviewRule, repaired};
use crate::design::edit;
use crate::model::{DataType, Name, RuleDocs, Schema, Table, TableRole};

pub(super) struct Grain;

static DOCS: RuleDocs = RuleDocs {
    code: "G101",
    name: "fact-without-grain",
    engines: "all",
    summary: "A fact does not say which columns make a row one.",
    docs: "Without a grain the same event can be loaded twice, and every sum is wrong by that. `dbx design` takes the columns that refer to \
           dimensions and those that hold a day or a moment.",
    safer: "write `grain:` with the columns of which each combination is there once",
};

impl ReviewRule for Grain {
    fn code(&self) -> &'static str {
        DOCS.code
    }

    fn docs(&self) -> Option<&'static RuleDocs> {
        Some(&DOCS)
    }

    fn repair(&self, schema: &mut Schema) -> Vec<Repair> {
        let mut found = Vec::new();
        for name in edit::table_names(schema) {
            let Some(table) = edit::table_mut(schema, &name) else { continue };
            let TableRole::Fact(fact) = &table.role else { continue };
            if !fact.grain.is_empty() || table.primary_key().is_some() || table.partitioning.is_some() {
                continue;
            }
            let grain = natural_grain(table);
            if !grain.is_empty() {
                let columns: Vec<&str> = grain.iter().map(Name::as_str).collect();
                found.push(repaired(
                    DOCS.code,
                    &table.id(),
                    format!("one row is one combination of {}", columns.join(", ")),
                ));
                edit::set_grain(table, grain);
            }
        }
        found
    }
}

fn natural_grain(table: &Table) -> Vec<Name> {
    let references: Vec<&Name> = table.foreign_keys().flat_map(|key| &key.columns).collect();
    let is_time = |data_type: &DataType| matches!(data_type, DataType::Date | DataType::Timestamp { .. });
    let columns =
        table.columns.values().filter(|column| references.contains(&&column.name) || is_time(&column.data_type));
    columns.map(|column| column.name.clone()).collect()
}
