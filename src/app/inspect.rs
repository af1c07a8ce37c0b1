//! `inspect`: a live database as a spec.

use super::source::{Target, connect};
use super::{AppError, Context};
use crate::driver::Server;
use crate::model::{Object, ObjectId, Schema};
use crate::spec::{self, EmitOptions};
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Component, Path, PathBuf};

#[derive(Clone, Debug)]
pub struct InspectRequest {
    pub database: Target,
    pub out: Option<PathBuf>,
    /// Patterns with `*` over `name` or `namespace.name`; without any, everything.
    pub include: Vec<String>,
    pub exclude: Vec<String>,
}

/// What `inspect --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InspectReport {
    pub server: Server,
    /// The spec.
    pub yaml: String,
    pub out: Option<PathBuf>,
    /// Objects by kind.
    pub objects: Vec<(String, usize)>,
    /// What is there and cannot be expressed.
    pub unmanaged: Vec<String>,
}

pub async fn inspect(context: &Context, request: &InspectRequest) -> Result<InspectReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let mut schema = driver.inspect(&context.scope()).await?;
    choose(&mut schema, &request.include, &request.exclude);
    let is_relation =
        |object: &Object| matches!(object, Object::Table(_) | Object::View(_) | Object::MaterializedView(_));
    if !request.include.is_empty() && !schema.objects.values().any(is_relation) {
        return Err(AppError::Usage(format!("nothing is called {}", request.include.join(" or "))));
    }
    let dialect = driver.dialect();
    let schema = dialect.normalize(schema).schema;
    let options = EmitOptions {
        dialect: Some(dialect.kind()),
        lists_unmanaged: true,
        depth: depth(request.out.as_deref()),
        ..EmitOptions::default()
    };
    let yaml = spec::emit(&schema, &options);
    if let Some(out) = &request.out {
        store::write(&context.folder.join(out), &yaml)?;
    }
    Ok(InspectReport {
        server: driver.server().clone(),
        yaml,
        out: request.out.clone(),
        objects: count(&schema),
        unmanaged: schema.unmanaged.into_iter().map(|entry| entry.address).collect(),
    })
}

/// Takes out what the patterns do not want. What belongs to a table that is out, is out too.
fn choose(schema: &mut Schema, include: &[String], exclude: &[String]) {
    let wanted = |id: &ObjectId| {
        let path: Vec<&str> = id.path.iter().map(|name| name.as_str()).collect();
        let full = path.join(".");
        let name = path.last().copied().unwrap_or_default();
        let meets = |pattern: &String| matches(pattern, &full) || matches(pattern, name);
        (include.is_empty() || include.iter().any(meets)) && !exclude.iter().any(meets)
    };
    schema.objects.retain(|id, object| match object {
        Object::Trigger(trigger) => wanted(&ObjectId::table(&trigger.table)),
        Object::Sequence(sequence) => match &sequence.owned_by {
            Some((table, _)) => wanted(&ObjectId::table(table)),
            None => wanted(id),
        },
        Object::Policy(policy) => wanted(&ObjectId::table(&policy.table)),
        Object::Definition(it) => it.table.as_ref().is_none_or(|table| wanted(&ObjectId::table(table))),
        Object::Owner(it) => wanted(&it.on),
        Object::Grant(it) => wanted(&it.on),
        // What tables are made of stays: a table without its type is no use.
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Function(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::DefaultPrivileges(_) => true,
        // A partition goes where its parent goes.
        Object::Table(table) => {
            wanted(&table.partition_of.as_ref().map_or_else(|| id.clone(), |it| ObjectId::table(&it.parent)))
        }
        Object::View(_) | Object::MaterializedView(_) => wanted(id),
    });
}

/// Folders between the project's root and the file; none where that cannot be told.
fn depth(out: Option<&Path>) -> usize {
    let folders = out.and_then(Path::parent).map(|folder| folder.components().collect::<Vec<_>>()).unwrap_or_default();
    if folders.iter().all(|part| matches!(part, Component::Normal(_))) { folders.len() } else { 0 }
}

/// Shell-like matching with `*` alone.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => text
            .strip_prefix(head)
            .is_some_and(|text| (0..=text.len()).any(|at| text.is_char_boundary(at) && matches(rest, &text[at..]))),
    }
}

fn count(schema: &Schema) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for id in schema.objects.keys() {
        *counts.entry(id.kind).or_insert(0) += 1;
    }
    counts.into_iter().map(|(kind, count)| (kind.to_string(), count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_stars() {
        assert!(matches("public.*", "public.users") && matches("*", "") && matches("a*c*", "abcd"));
        assert!(!matches("dim_*", "fact_x") && !matches("a*c", "abcd"));
    }
}
