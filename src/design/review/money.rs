//! G102 money-as-float: an amount of money is kept as a binary fraction.

use super::{Repair, ReviewRule, repaired};
use crate::design::attribute::by_head;
use crate::design::edit;
use crate::design::word::stems;
use crate::dialect::parse_portable_type;
use crate::model::{Column, DataType, ObjectId, RuleDocs, Schema};

pub(super) struct Money;

static DOCS: RuleDocs = RuleDocs {
    code: "G102",
    name: "money-as-float",
    engines: "all",
    summary: "A column that is named like money is REAL or DOUBLE.",
    docs: "Binary fractions cannot hold 0.10; sums are off by a cent sooner or later, and differ with the order in which they are added.",
    safer: "use DECIMAL(18,2), and more digits behind the point for prices per unit",
};

const MONEY: &str = "DECIMAL(18,2)";

impl ReviewRule for Money {
    fn code(&self) -> &'static str {
        DOCS.code
    }

    fn docs(&self) -> Option<&'static RuleDocs> {
        Some(&DOCS)
    }

    fn repair(&self, schema: &mut Schema) -> Vec<Repair> {
        let mut found = Vec::new();
        let Ok(money) = parse_portable_type(MONEY) else { return found };
        for name in edit::table_names(schema) {
            let Some(table) = edit::table_mut(schema, &name) else { continue };
            for column in table.columns.values_mut().filter(|column| is_money_as_float(column)) {
                column.data_type = money.clone();
                found.push(repaired(DOCS.code, &ObjectId::column(&name, &column.name), format!("is {MONEY}")));
            }
        }
        found
    }
}

fn is_money_as_float(column: &Column) -> bool {
    let is_money = || by_head(&stems(column.name.as_str())).is_some_and(|kind| kind.data_type == MONEY);
    matches!(column.data_type, DataType::Real | DataType::Double) && is_money()
}
