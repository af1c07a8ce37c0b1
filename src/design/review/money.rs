//! G102 money-as-float: an amount of money is kept as a binary fraction.

use super::{Repair, each_table, repaired};
use crate::design::attribute::by_head;
use crate::design::word::stems;
use crate::dialect::parse_portable_type;
use crate::model::{Column, DataType, ObjectId, RuleDocs, Schema};

pub static DOCS: RuleDocs = RuleDocs {
    code: "G102",
    name: "money-as-float",
    engines: "all",
    summary: "A column that is named like money is REAL or DOUBLE.",
    docs: "Binary fractions cannot hold 0.10; sums are off by a cent sooner or later, and differ with the order in which they are added.",
    safer: "use DECIMAL(18,2), and more digits behind the point for prices per unit",
};

const MONEY: &str = "DECIMAL(18,2)";

/// Makes them decimals.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    let Ok(money) = parse_portable_type(MONEY) else { return Vec::new() };
    each_table(schema, |table| {
        let name = table.name.clone();
        let wrong = table.columns.values_mut().filter(|column| is_money_as_float(column));
        wrong
            .map(|column| {
                column.data_type = money.clone();
                repaired(DOCS.code, &ObjectId::column(&name, &column.name), format!("is {MONEY}"))
            })
            .collect()
    })
}

fn is_money_as_float(column: &Column) -> bool {
    let is_money = || by_head(&stems(column.name.as_str())).is_some_and(|kind| kind.data_type == MONEY);
    matches!(column.data_type, DataType::Real | DataType::Double) && is_money()
}
