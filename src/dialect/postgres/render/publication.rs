//! Publications.

use crate::dialect::postgres::quote;
use crate::model::{Name, Pair, Publication, PublishedTable, QualifiedName, Statement};

pub(super) fn create(it: &Publication) -> Statement {
    let mut text = format!("CREATE PUBLICATION {}", quote::identifier(&it.name));
    if it.all_tables {
        text.push_str(" FOR ALL TABLES");
    } else if let Some(list) = members(it.tables.iter(), it.namespaces.iter()) {
        text.push_str(&format!(" FOR {list}"));
    }
    if !it.options.is_empty() {
        let options: Vec<String> = it.options.iter().map(|(name, value)| option(name, value)).collect();
        text.push_str(&format!(" WITH ({})", options.join(", ")));
    }
    Statement::new(text)
}

/// What goes, what comes, and the options. Where a table is sent in another way the whole list is set at once: in between nothing
/// would be sent of it.
pub(super) fn alter(publications: Pair<&Publication>) -> Vec<Statement> {
    let Pair { from, to } = publications;
    let alter = |action: String| Statement::new(format!("ALTER PUBLICATION {} {action}", quote::identifier(&to.name)));
    let mut actions = Vec::new();
    let changes = from.tables.iter().any(|(name, table)| to.tables.get(name).is_some_and(|other| other != table));
    if changes {
        actions.extend(members(to.tables.iter(), to.namespaces.iter()).map(|list| format!("SET {list}")));
    } else {
        // Without columns and predicate, which DROP does not take.
        let plain = PublishedTable::default();
        let gone = from.tables.keys().filter(|name| !to.tables.contains_key(*name)).map(|name| (name, &plain));
        let gone = members(gone, from.namespaces.difference(&to.namespaces));
        actions.extend(gone.map(|list| format!("DROP {list}")));
        let come = to.tables.iter().filter(|(name, _)| !from.tables.contains_key(*name));
        let come = members(come, to.namespaces.difference(&from.namespaces));
        actions.extend(come.map(|list| format!("ADD {list}")));
    }
    actions.extend(options(publications).map(|list| format!("SET ({list})")));
    actions.into_iter().map(alter).collect()
}

/// `TABLE public.a, public.b (id) WHERE (id > 0), TABLES IN SCHEMA app`; nothing where there is none.
fn members<'a>(
    tables: impl Iterator<Item = (&'a QualifiedName, &'a PublishedTable)>,
    namespaces: impl Iterator<Item = &'a Name>,
) -> Option<String> {
    let tables: Vec<String> = tables.map(|(name, table)| published(name, table)).collect();
    let namespaces: Vec<String> = namespaces.map(quote::identifier).collect();
    let tables = (!tables.is_empty()).then(|| format!("TABLE {}", tables.join(", ")));
    let namespaces = (!namespaces.is_empty()).then(|| format!("TABLES IN SCHEMA {}", namespaces.join(", ")));
    let parts: Vec<String> = tables.into_iter().chain(namespaces).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn published(name: &QualifiedName, table: &PublishedTable) -> String {
    let mut text = quote::qualified(name);
    if !table.columns.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&table.columns)));
    }
    if let Some(predicate) = &table.predicate {
        text.push_str(&format!(" WHERE ({})", super::policy::without_parentheses(predicate.as_str())));
    }
    text
}

/// Options that differ; one that goes is set to what it is by itself.
fn options(publications: Pair<&Publication>) -> Option<String> {
    let Pair { from, to } = publications.map(|it| &it.options);
    let gone = from.keys().filter(|name| !to.contains_key(*name)).map(|name| option(name, usual(name)));
    let given = to.iter().filter(|(name, value)| from.get(*name) != Some(*value));
    let list: Vec<String> = gone.chain(given.map(|(name, value)| option(name, value))).collect();
    (!list.is_empty()).then(|| list.join(", "))
}

fn option(name: &str, value: &str) -> String {
    format!("{} = {}", quote::identifier(&Name::from(name)), quote::literal(value))
}

fn usual(option: &str) -> &'static str {
    match option {
        "publish" => "insert, update, delete, truncate",
        "publish_generated_columns" => "none",
        _ => "false",
    }
}
