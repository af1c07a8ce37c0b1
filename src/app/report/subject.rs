//! What a report is about: a table and columns by the names that somebody typed, and what must not be shown of them.

use crate::app::source::{Side, Source};
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::model::{
    Column, Name, ObjectKind, QualifiedName, Schema, Sensitivity, Table, is_sensitive_name, nearest_word,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Where the spec of a project is.
const USUAL_SPEC: &str = "schema_specs/current.yml";

/// The table of this name: with its namespace, or without where that leaves one.
pub(in crate::app) fn find_table<'s>(
    schema: &'s Schema,
    dialect: &dyn Dialect,
    text: &str,
) -> Result<&'s Table, AppError> {
    let capabilities = dialect.capabilities();
    let same = |a: &str, b: &str| a == b || capabilities.names_ignore_case && a.eq_ignore_ascii_case(b);
    let is_default = |name: &QualifiedName| name.namespace.as_ref().map(Name::as_str) == capabilities.default_namespace;
    let full = schema.tables().find(|table| same(&table.name.to_string(), text));
    let usual = || schema.tables().find(|table| is_default(&table.name) && same(table.name.name.as_str(), text));
    if let Some(table) = full.or_else(usual) {
        return Ok(table);
    }
    let named: Vec<&Table> = schema.tables().filter(|table| same(table.name.name.as_str(), text)).collect();
    match named[..] {
        [table] => Ok(table),
        [] => Err(AppError::Usage(no_table(schema, text))),
        _ => {
            let names: Vec<String> = named.iter().map(|table| table.name.to_string()).collect();
            Err(AppError::Usage(format!("several tables are called `{text}`: name one of {}", names.join(", "))))
        }
    }
}

fn no_table(schema: &Schema, text: &str) -> String {
    let is_view = schema.objects.keys().any(|id| {
        let path: Vec<&str> = id.path.iter().map(Name::as_str).collect();
        matches!(id.kind, ObjectKind::View | ObjectKind::MaterializedView)
            && (path.join(".") == text || id.name().as_str() == text)
    });
    if is_view {
        return format!("`{text}` is a view; reports are about tables");
    }
    let names: Vec<String> =
        schema.tables().flat_map(|table| [table.name.to_string(), table.name.name.to_string()]).collect();
    let near = nearest_word(text, names.iter().map(String::as_str));
    near.map_or_else(
        || format!("there is no table `{text}`; `dbx inspect` shows what there is"),
        |near| format!("there is no table `{text}`; did you mean `{near}`?"),
    )
}

/// The columns of these names, in the order of the table; all of them where none is named.
pub(in crate::app) fn find_columns<'t>(
    table: &'t Table,
    dialect: &dyn Dialect,
    wanted: &[String],
) -> Result<Vec<&'t Column>, AppError> {
    let ignores_case = dialect.capabilities().names_ignore_case;
    let is = |column: &Column, text: &str| {
        column.name.as_str() == text || ignores_case && column.name.as_str().eq_ignore_ascii_case(text)
    };
    for text in wanted {
        if !table.columns.values().any(|column| is(column, text)) {
            let near = nearest_word(text, table.columns.keys().map(Name::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(AppError::Usage(format!("table {} has no column `{text}`{near}", table.name)));
        }
    }
    let is_wanted = |column: &&Column| wanted.is_empty() || wanted.iter().any(|text| is(column, text));
    Ok(table.columns.values().filter(is_wanted).collect())
}

/// Which columns of a table must not be shown.
#[derive(Debug, Default)]
pub(in crate::app) struct Sensitive(BTreeMap<String, Sensitivity>);

impl Sensitive {
    /// By the spec that is named, or that of the project where it has one.
    pub async fn of(context: &Context, spec: Option<&Source>, table: &QualifiedName) -> Result<Self, AppError> {
        let Some(schema) = Self::spec(context, spec).await? else { return Ok(Self::default()) };
        let is_same = |it: &Table| {
            it.name.name.as_str().eq_ignore_ascii_case(table.name.as_str())
                && (it.name.namespace.is_none() || it.name.namespace == table.namespace)
        };
        let columns = schema.tables().filter(|it| is_same(it)).flat_map(|table| table.columns.values());
        let sensitive = columns.filter_map(|column| Some((column.name.as_str().to_lowercase(), column.sensitive?)));
        Ok(Self(sensitive.collect()))
    }

    async fn spec(context: &Context, named: Option<&Source>) -> Result<Option<Schema>, AppError> {
        let usual = Path::new(USUAL_SPEC);
        let source = match named {
            Some(source) => source.clone(),
            None if context.folder.join(usual).is_file() => Source::Spec(usual.to_owned()),
            None => return Ok(None),
        };
        Ok(Some(Side::open(context, &source).await?.schema))
    }

    /// Why the values of a column must not be shown, if they must not.
    pub fn reason(&self, column: &Name) -> Option<String> {
        let kind = self.0.get(&column.as_str().to_lowercase()).map(|kind| match kind {
            Sensitivity::Pii => "pii",
            Sensitivity::Financial => "financial",
            Sensitivity::Secret => "secret",
        });
        let by_name = || is_sensitive_name(column.as_str()).then(|| "its name looks sensitive".to_owned());
        kind.map(|kind| format!("the spec calls it sensitive ({kind})")).or_else(by_name)
    }
}
