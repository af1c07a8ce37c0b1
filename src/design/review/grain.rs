//! G101 fact-without-grain: nobody says what one row of a fact is.

use super::{Repair, each_table, repaired};
use crate::design::edit;
use crate::model::{DataType, Name, RuleDocs, Schema, Table, TableRole};

pub static DOCS: RuleDocs = RuleDocs {
    code: "G101",
    name: "fact-without-grain",
    engines: "all",
    summary: "A fact does not say which columns make a row one.",
    docs: "Without a grain the same event can be loaded twice, and every sum is wrong by that. `dbx design` takes the columns that refer to \
           dimensions and those that hold a day or a moment.",
    safer: "write `grain:` with the columns of which each combination is there once",
};

/// Takes what tells when and of what a row is.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    each_table(schema, |table| {
        let TableRole::Fact(fact) = &table.role else { return Vec::new() };
        let is_known = !fact.grain.is_empty() || table.primary_key().is_some();
        let grain = natural_grain(table);
        if is_known || grain.is_empty() || table.partitioning.is_some() {
            return Vec::new();
        }
        let columns: Vec<&str> = grain.iter().map(Name::as_str).collect();
        let told = format!("one row is one combination of {}", columns.join(", "));
        edit::set_grain(table, grain);
        vec![repaired(DOCS.code, &table.id(), told)]
    })
}

fn natural_grain(table: &Table) -> Vec<Name> {
    let references: Vec<&Name> = table.foreign_keys().flat_map(|key| &key.columns).collect();
    let is_time = |data_type: &DataType| matches!(data_type, DataType::Date | DataType::Timestamp { .. });
    let columns =
        table.columns.values().filter(|column| references.contains(&&column.name) || is_time(&column.data_type));
    columns.map(|column| column.name.clone()).collect()
}
