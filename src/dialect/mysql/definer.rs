//! The accounts that views and stored programs run as, taken out of a schema.

use super::definition;
use crate::dialect::Note;
use crate::model::{Object, ObjectId, Schema, SqlText, View};

/// Leaves every account out, and names each object that had one.
pub(super) fn leave_out(schema: &mut Schema) -> Vec<Note> {
    let message =
        "its DEFINER is left out, so whoever applies the plan is it; `definers = \"keep\"` in dbx.toml keeps it";
    take(schema, |_| true).into_iter().map(|object| Note { object, message: message.into() }).collect()
}

/// Leaves out the connection's own account, and CURRENT_USER, which is the same: what is made without an account gets that.
pub(super) fn leave_out_own(schema: &mut Schema, own: Option<&str>) {
    take(schema, |account| {
        own.is_some_and(|own| account == own) || account.to_ascii_lowercase().starts_with("current_user")
    });
}

/// Takes out the accounts that are meant (`app@%`, without quotes). Gives the objects that had one.
fn take(schema: &mut Schema, is_meant: impl Fn(&str) -> bool) -> Vec<ObjectId> {
    let of_view = |view: &mut View| {
        let is_named = view.options.get("definer").is_some_and(|it| is_meant(&definition::plain_account(it)));
        is_named && view.options.remove("definer").is_some()
    };
    let of_definition = |text: &mut SqlText| match definition::split_account(text.as_str()) {
        Some((account, rest)) if is_meant(&account) => {
            *text = SqlText::new(rest);
            true
        }
        Some(_) | None => false,
    };
    let named = schema.objects.iter_mut().filter_map(|(id, object)| {
        let is_named = if let Object::View(view) = object {
            of_view(view)
        } else {
            object.statement_mut().is_some_and(of_definition)
        };
        is_named.then(|| id.clone())
    });
    named.collect()
}
