//! `after`: values a way behind those of another column, of the row itself or of the row that a foreign key leads to.

use super::document::AfterDocument;
use super::load::Lowering;
use crate::model::{Name, Table};
use crate::seed::generator::Late;
use crate::seed::recipe::Recipe;
use crate::spec::read::Spanned;

pub(super) fn after(lowering: &mut Lowering<'_>, table: &Table, it: &Spanned<AfterDocument>) -> Option<Recipe> {
    let AfterDocument { column, of, min, max, late } = &it.value;
    let of = match of {
        None => {
            lowering.find_column(table, column)?;
            None
        }
        Some(key) => {
            Some(key_to(lowering, table, &Spanned { value: key.value.names(), span: key.span.clone() }, column)?)
        }
    };
    if min > max {
        lowering.error("wrong-value", "`min` is above `max`".to_owned(), &it.span, "this distance", "swap them");
        return None;
    }
    if of.is_some() && *min < 0 {
        let help = "write 0 or more: what happens to a thing comes behind its beginning";
        lowering.error("wrong-value", "a negative distance".to_owned(), &it.span, "this distance", help);
        return None;
    }
    let late = match late {
        Some(late) => {
            let share = lowering.share(&Spanned { value: late.value.share, span: late.span.clone() })?;
            Some(Late { share, most: late.value.most.max(1) })
        }
        None => None,
    };
    Some(Recipe::After { column: column.value.clone(), of, distance: (*min, *max), late })
}

/// The columns of a foreign key that leads to a row with this column.
fn key_to(
    lowering: &mut Lowering<'_>,
    table: &Table,
    key: &Spanned<Vec<Name>>,
    column: &Spanned<Name>,
) -> Option<Vec<Name>> {
    let parent = lowering.find_reference(table, key)?.references.clone();
    if parent == table.name {
        let message = format!("`{}` refers to itself by this key", table.name);
        let help = "leave `of` out for a column of the row itself";
        lowering.error("wrong-value", message, &key.span, "leads to the same table", help);
        return None;
    }
    let parent = lowering.find_table(&Spanned { value: parent, span: key.span.clone() })?;
    lowering.find_column(parent, column)?;
    Some(key.value.clone())
}
