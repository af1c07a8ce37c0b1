//! B107 and B117: names in snake_case that are no words of SQL.

use super::{Repair, repaired};
use crate::design::edit;
use crate::design::vocabulary::bare_noun;
use crate::model::{ObjectId, Schema};
use crate::spec::is_reserved;

/// Renames what would have to be quoted.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    let mut found = Vec::new();
    for table in edit::table_names(schema) {
        let written = table.name.as_str();
        let name = snake_case(written);
        let better = if is_reserved(&name) { format!("{name}_table") } else { name };
        let new = table.sibling(better.as_str());
        if better != written && schema.table(&new).is_none() {
            found.push(repaired(code(written), &ObjectId::table(&table), format!("is called {better}")));
            edit::rename_table(schema, &table, &new);
        }
    }
    for table in edit::table_names(schema) {
        let columns: Vec<_> =
            schema.table(&table).into_iter().flat_map(|table| table.columns.keys().cloned()).collect();
        for column in columns {
            let name = snake_case(column.as_str());
            let better = if is_reserved(&name) { format!("{}_{name}", bare_noun(table.name.as_str())) } else { name };
            let is_free = schema.table(&table).is_some_and(|table| !table.columns.contains_key(better.as_str()));
            if better != column.as_str() && is_free {
                found.push(repaired(
                    code(column.as_str()),
                    &ObjectId::column(&table, &column),
                    format!("is called {better}"),
                ));
                edit::rename_column(schema, &(table.clone(), column), &better.into());
            }
        }
    }
    found
}

fn code(name: &str) -> &'static str {
    if is_reserved(name) { "B117" } else { "B107" }
}

/// `order_id` for `OrderId`, `Order Id` and `order-id`.
fn snake_case(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut before = '_';
    for character in name.chars() {
        if character.is_uppercase() && (before.is_lowercase() || before.is_numeric()) {
            result.push('_');
        }
        if character.is_alphanumeric() || character == '_' {
            result.extend(character.to_lowercase());
        } else if !result.ends_with('_') {
            result.push('_');
        }
        before = character;
    }
    if result.starts_with(|first: char| first.is_ascii_digit()) { format!("n{result}") } else { result }
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn all_spellings_become_one() {
        for name in ["orderId", "OrderId", "order id", "order-id", "order_id"] {
            assert_eq!(snake_case(name), "order_id");
        }
        assert_eq!(snake_case("2nd_try"), "n2nd_try");
    }
}
