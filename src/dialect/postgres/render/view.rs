//! Views and materialized views.

use super::{comment, index, object, path, storage};
use crate::dialect::postgres::quote;
use crate::model::{MaterializedView, Name, ObjectId, ObjectKind, Pair, SqlText, Statement, View};
use std::collections::BTreeMap;

/// With the defaults and comments of its columns.
pub(super) fn create(view: &View) -> Vec<Statement> {
    let plain = View { column_defaults: BTreeMap::new(), column_comments: BTreeMap::new(), ..view.clone() };
    let create = Statement::new(definition(view, ""));
    [create].into_iter().chain(changed_columns(Pair::new(&plain, view))).collect()
}

/// CREATE OR REPLACE leaves defaults and comments of columns as they are.
pub(super) fn replace(view: &View) -> String {
    definition(view, "OR REPLACE ")
}

fn definition(view: &View, or_replace: &str) -> String {
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", quote::list(&view.columns)) };
    let options = storage::with(&view.options);
    let query = object::statement_text(view.query.as_str());
    format!("CREATE {or_replace}VIEW {}{columns}{options} AS\n{query}", quote::qualified(&view.name))
}

/// What differs beside the query.
pub(super) fn alter(views: Pair<&View>) -> Vec<Statement> {
    let head = format!("ALTER VIEW {}", quote::qualified(&views.to.name));
    let options = storage::changed_parameters(views.map(|view| &view.options));
    let options = options.into_iter().map(|action| Statement::new(format!("{head} {action}")));
    options.chain(changed_columns(views)).collect()
}

fn changed_columns(views: Pair<&View>) -> Vec<Statement> {
    let id = ObjectId::of(ObjectKind::View, &views.to.name);
    let defaults = differing(views.map(|view| &view.column_defaults)).map(|(column, default)| {
        let action = default.map_or("DROP DEFAULT".to_owned(), |text: &SqlText| {
            format!("SET DEFAULT {}", super::column::restricted(text.as_str()))
        });
        Statement::new(format!("ALTER VIEW {} ALTER COLUMN {} {action}", path(&id), quote::identifier(column)))
    });
    defaults.chain(changed_comments(&id, views.map(|view| &view.column_comments))).collect()
}

fn changed_comments(view: &ObjectId, comments: Pair<&BTreeMap<Name, String>>) -> Vec<Statement> {
    let subject = |column: &Name| comment::member(view, ObjectKind::Column, column);
    let comment = |(column, text): (&Name, Option<&String>)| comment::on(&subject(column), text.map(String::as_str));
    differing(comments).map(comment).collect()
}

/// Each column whose text differs, with what it shall be.
fn differing<T: PartialEq>(texts: Pair<&BTreeMap<Name, T>>) -> impl Iterator<Item = (&Name, Option<&T>)> {
    let Pair { from, to } = texts;
    let gone = from.keys().filter(|column| !to.contains_key(*column)).map(|column| (column, None));
    let new = to.iter().filter(|(column, text)| from.get(*column) != Some(text));
    gone.chain(new.map(|(column, text)| (column, Some(text))))
}

/// With the indexes that are in it.
pub(super) fn create_materialized(view: &MaterializedView) -> Vec<Statement> {
    let id = ObjectId::of(ObjectKind::MaterializedView, &view.name);
    let query = object::statement_text(view.query.as_str());
    let create = format!(
        "CREATE MATERIALIZED VIEW {}{}{}{} AS\n{query}",
        quote::qualified(&view.name),
        storage::using(view.access_method.as_ref()),
        storage::with(&view.storage.parameters),
        storage::tablespace(view.storage.tablespace.as_ref()),
    );
    [Statement::new(create)]
        .into_iter()
        .chain(view.indexes.values().flat_map(|it| index::create(&id, it)))
        .chain(changed_comments(&id, Pair::new(&BTreeMap::new(), &view.column_comments)))
        .collect()
}

/// What differs beside the query and the indexes.
pub(super) fn alter_materialized(views: Pair<&MaterializedView>) -> Vec<Statement> {
    let id = ObjectId::of(ObjectKind::MaterializedView, &views.to.name);
    let mut actions = Vec::new();
    actions.extend(storage::changed_access_method(views.map(|it| it.access_method.as_ref())));
    actions.extend(storage::changed_parameters(views.map(|it| &it.storage.parameters)));
    actions.extend(storage::changed_tablespace(views.map(|it| it.storage.tablespace.as_ref())));
    actions.extend(storage::changed_cluster(views.map(|it| it.clustered_on.as_ref())));
    let head = format!("ALTER MATERIALIZED VIEW {}", path(&id));
    actions
        .into_iter()
        .map(|action| Statement::new(format!("{head} {action}")))
        .chain(changed_comments(&id, views.map(|it| &it.column_comments)))
        .collect()
}
