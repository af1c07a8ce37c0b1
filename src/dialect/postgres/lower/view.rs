//! Views: replaced in place where PostgreSQL is sure to take it.

use super::again;
use crate::model::{MaterializedView, Object, Pair, QualifiedName, Schema, Step, Table, View};
use crate::sql::{Syntax, mentions};
use sqlparser::ast::{Query, Select, SelectItem, SetExpr, Statement};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

pub(super) fn alter(objects: Pair<&Object>, views: Pair<&View>, schemas: Pair<&Schema>) -> Vec<Step> {
    let keeps_query = !views.map(|it| &it.query).differs();
    let keeps_names = !views.map(|it| &it.columns).differs();
    if keeps_query && keeps_names {
        return vec![Step::Alter(objects.map(Clone::clone))];
    }
    let adds_columns = || keeps_columns(views.map(|it| it.query.as_str())).unwrap_or(false);
    if keeps_names && adds_columns() && stands_on_the_same(views.from, schemas) {
        let columns = views.map(|view| (&view.column_defaults, &view.column_comments));
        let columns = columns.differs().then(|| alter_columns(views));
        [Step::Replace(objects.map(Clone::clone))].into_iter().chain(columns).collect()
    } else {
        again(objects)
    }
}

/// What CREATE OR REPLACE leaves as it was.
fn alter_columns(views: Pair<&View>) -> Step {
    let replaced = View {
        column_defaults: views.from.column_defaults.clone(),
        column_comments: views.from.column_comments.clone(),
        ..views.to.clone()
    };
    Step::Alter(Pair::new(Object::View(replaced), Object::View(views.to.clone())))
}

/// Whether everything the view may read stays as it is: a column that changes its type would change the view's, and cannot while the
/// view is there.
fn stands_on_the_same(view: &View, schemas: Pair<&Schema>) -> bool {
    let mentioned = mentions(Syntax::Postgres, view.query.as_str());
    let is_read = |name: &QualifiedName| mentioned.contains(&vec![name.name.as_str().to_owned()]);
    schemas.from.objects.iter().all(|(id, before)| match (before, schemas.to.objects.get(id)) {
        (Object::Table(before), after) if is_read(&before.name) => {
            matches!(after, Some(Object::Table(after)) if keeps_types(Pair::new(before.as_ref(), after.as_ref())))
        }
        (Object::View(View { name, .. }) | Object::MaterializedView(MaterializedView { name, .. }), after)
            if *name != view.name && is_read(name) =>
        {
            after == Some(before)
        }
        _ => true,
    })
}

fn keeps_types(tables: Pair<&Table>) -> bool {
    tables.from.columns.values().all(|before| {
        let after = tables.to.columns.get(&before.name);
        after.is_some_and(|after| (&before.data_type, &before.collation) == (&after.data_type, &after.collation))
    })
}

/// CREATE OR REPLACE VIEW wants the same columns with the same types in front. That is certain where the old list of columns
/// starts the new one to the letter and comes from the same tables; `None` where the queries cannot be read.
fn keeps_columns(queries: Pair<&str>) -> Option<bool> {
    let from = parse(queries.from)?;
    let to = parse(queries.to)?;
    let selects = Pair::new(plain_select(&from)?, plain_select(&to)?);
    let columns = selects.map(columns);
    let (Some(old), Some(new)) = (columns.from, columns.to) else { return Some(false) };
    // Further joins may come behind those that are there.
    let sources = selects.map(|select| select.from.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    Some(new.starts_with(&old) && sources.to.starts_with(&sources.from))
}

fn parse(query: &str) -> Option<Query> {
    let key = crate::sql::token_key(Syntax::Postgres, query);
    match Parser::parse_sql(&PostgreSqlDialect {}, &key).ok()?.pop()? {
        Statement::Query(query) => Some(*query),
        _ => None,
    }
}

/// A SELECT without WITH and UNION, whose columns can be told from its list alone.
fn plain_select(query: &Query) -> Option<&Select> {
    match query.body.as_ref() {
        SetExpr::Select(select) if query.with.is_none() => Some(select),
        _ => None,
    }
}

/// The list of columns; `None` where a `*` hides some.
fn columns(select: &Select) -> Option<Vec<String>> {
    select
        .projection
        .iter()
        .map(|item| match item {
            SelectItem::UnnamedExpr(_) | SelectItem::ExprWithAlias { .. } => Some(item.to_string()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::keeps_columns;
    use crate::model::Pair;

    #[test]
    fn tells_what_can_be_replaced() {
        for (from, to, expected) in [
            ("select a from t", "select a, b from t", Some(true)),
            ("select a from t", "SELECT a FROM t WHERE a > 0", Some(true)),
            ("select a, b from t", "select a from t", Some(false)),
            ("select a from t", "select a::text as a from t", Some(false)),
            ("select a from t", "select a from u", Some(false)),
            ("select * from t", "select * from t where a > 0", Some(false)),
            ("select a from t union select b from t", "select a from t", None),
        ] {
            assert_eq!(keeps_columns(Pair::new(from, to)), expected, "{from} / {to}");
        }
    }
}
