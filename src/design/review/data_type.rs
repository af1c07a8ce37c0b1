//! G104 type-by-name: a column's name says day, moment or yes and no, and its type does not.

use super::{Repair, each_table, repaired};
use crate::model::{Column, DataType, Name, ObjectId, RuleDocs, Schema};

pub static DOCS: RuleDocs = RuleDocs {
    code: "G104",
    name: "type-by-name",
    engines: "all",
    summary: "A column is named like a day, a moment or a flag and has another type.",
    docs: "A day as text sorts wrongly and takes any nonsense; a flag as a number has more values than two. Columns that have a default, a check or a \
           reference are left alone.",
    safer: "use DATE for `…_date`, TIMESTAMPTZ for `…_at`, BOOLEAN for `is_…` and `has_…`",
};

/// Gives columns the type that their names promise.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    each_table(schema, |table| {
        let constraints = table.constraints.values();
        let bound: Vec<Name> = constraints.flat_map(|constraint| constraint.columns().into_iter().cloned()).collect();
        let mut found = Vec::new();
        for column in table.columns.values_mut().filter(|column| !bound.contains(&column.name)) {
            if let Some((data_type, word)) = better(column) {
                column.data_type = data_type;
                found.push(repaired(DOCS.code, &ObjectId::column(&table.name, &column.name), format!("is {word}")));
            }
        }
        found
    })
}

/// The type that the name asks for, where the written one is a text or, for flags, a number.
fn better(column: &Column) -> Option<(DataType, &'static str)> {
    let name = column.name.as_str();
    let is_text = matches!(column.data_type, DataType::Text | DataType::VarChar { .. } | DataType::Char { .. });
    let is_whole = matches!(column.data_type, DataType::SmallInt | DataType::Int | DataType::BigInt);
    if column.default.is_some() || column.generated.is_some() || column.identity.is_some() {
        return None;
    }
    if (name.starts_with("is_") || name.starts_with("has_")) && (is_text || is_whole) {
        return Some((DataType::Boolean, "BOOLEAN"));
    }
    if name.ends_with("_date") && is_text {
        return Some((DataType::Date, "DATE"));
    }
    (name.ends_with("_at") && is_text).then_some((DataType::Timestamp { precision: None, zone: true }, "TIMESTAMPTZ"))
}
