//! Views and materialized views.

use super::{index, object};
use crate::dialect::postgres::quote;
use crate::model::{MaterializedView, ObjectId, ObjectKind, Statement, View};

pub(super) fn create(view: &View, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", quote::list(&view.columns)) };
    let options = if view.options.is_empty() { String::new() } else { format!(" WITH ({})", view.options.join(", ")) };
    let query = object::statement_text(view.query.as_str());
    format!("CREATE {or_replace}VIEW {}{columns}{options} AS\n{query}", quote::qualified(&view.name))
}

/// With the indexes that are in it.
pub(super) fn create_materialized(view: &MaterializedView) -> Vec<Statement> {
    let id = ObjectId::of(ObjectKind::MaterializedView, &view.name);
    let query = object::statement_text(view.query.as_str());
    let create = format!("CREATE MATERIALIZED VIEW {} AS\n{query}", quote::qualified(&view.name));
    [Statement::new(create)].into_iter().chain(view.indexes.values().flat_map(|it| index::create(&id, it))).collect()
}
