//! What the database holds, as far as questions need it: kept in a file between two questions.

use super::super::guarded_reader::GuardedReader;
use super::super::source::{self, Target};
use super::super::{AppError, Context};
use super::{cache, sample, sensitive};
use crate::ask::{Catalog, Column, Join, Kind, Table};
use crate::dialect::Dialect;
use crate::model::{self, DataType, Name, QualifiedName, Schema};

/// The catalog of the database, from the file if that is recent enough.
pub(super) async fn catalog(
    context: &Context,
    target: &Target,
    reader: &mut GuardedReader,
    refresh: bool,
) -> Result<Catalog, AppError> {
    let url = match context.reader_url(target)? {
        Some(url) => url,
        None => context.needed_database(target)?.url,
    };
    let file = cache::File::of(context, &url);
    if !refresh && let Some(catalog) = file.read() {
        return Ok(catalog);
    }
    let mut driver = source::connect(&url).await?;
    let mut schema = source::live(context, driver.as_mut()).await?;
    sensitive::mark(context, driver.dialect().as_ref(), &mut schema)?;
    let mut catalog = of_schema(&schema, driver.dialect().as_ref());
    sample::fill(&mut catalog, reader).await?;
    catalog.complete_joins();
    file.write(&catalog);
    Ok(catalog)
}

/// Tables, columns and foreign keys, without values.
fn of_schema(schema: &Schema, dialect: &dyn Dialect) -> Catalog {
    let default = dialect.capabilities().default_namespace;
    let shown: Vec<&model::Table> = schema.tables().filter(|table| table.partition_of.is_none()).collect();
    let tables = shown.iter().map(|table| table_of(table, default, dialect)).collect();
    let joins = shown.iter().enumerate().flat_map(|(from, table)| joins_of(from, table, &shown)).collect();
    Catalog::new(tables, joins)
}

fn table_of(table: &model::Table, default: Option<&str>, dialect: &dyn Dialect) -> Table {
    let namespace = table.name.namespace.as_ref().map(Name::as_str).filter(|it| Some(*it) != default);
    let key = table.primary_key().map(|key| positions(table, &key.columns)).unwrap_or_default();
    let columns = table.columns.values().map(|column| Column {
        name: column.name.as_str().to_owned(),
        kind: kind_of(&column.data_type, dialect),
        comment: column.comment.clone(),
        is_private: column.sensitive.is_some() || sample::is_secret(column.name.as_str()),
        values: Vec::new(),
        has_nulls: column.nullable,
        is_unique: false,
    });
    Table {
        namespace: namespace.map(str::to_owned),
        name: table.name.name.as_str().to_owned(),
        comment: table.comment.clone(),
        columns: columns.collect(),
        key,
        rows: 0,
        role_of: None,
    }
}

fn positions(table: &model::Table, names: &[Name]) -> Vec<usize> {
    names.iter().filter_map(|name| table.columns.get_index_of(name)).collect()
}

fn joins_of(from: usize, table: &model::Table, all: &[&model::Table]) -> Vec<Join> {
    let same = |a: &QualifiedName, b: &QualifiedName| a == b;
    let joins = table.foreign_keys().filter_map(|key| {
        let to = all.iter().position(|other| same(&other.name, &key.references))?;
        let target = all[to];
        let referenced = match target.primary_key() {
            Some(primary) if key.referenced_columns.is_empty() => positions(target, &primary.columns),
            Some(_) | None => positions(target, &key.referenced_columns),
        };
        let own = positions(table, &key.columns);
        let is_whole = !own.is_empty() && own.len() == referenced.len();
        is_whole.then(|| Join {
            from,
            to,
            columns: own.into_iter().zip(referenced).collect(),
            is_declared: true,
            has_part: false,
        })
    });
    joins.collect()
}

/// What can be done with values of a type. A type that is the engine's own is judged by the words of its name, as SQLite does.
fn kind_of(data_type: &DataType, dialect: &dyn Dialect) -> Kind {
    match data_type {
        it if it.is_number() => Kind::Number,
        it if it.is_text() => Kind::Text,
        DataType::Boolean => Kind::Boolean,
        DataType::Date | DataType::Time { .. } | DataType::Timestamp { .. } => Kind::Date,
        DataType::Named(_) => Kind::Text,
        DataType::Uuid | DataType::Json | DataType::Binary | DataType::Array(_) | DataType::Interval => Kind::Other,
        other => kind_of_name(&dialect.format_type(other).to_ascii_uppercase()),
    }
}

fn kind_of_name(name: &str) -> Kind {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["DATE", "TIME"]) {
        Kind::Date
    } else if has(&["BOOL"]) {
        Kind::Boolean
    } else if has(&["INT", "REAL", "FLOA", "DOUB", "NUM", "DEC", "YEAR"]) {
        Kind::Number
    } else if has(&["BLOB", "JSON", "BINARY", "BYTEA"]) {
        Kind::Other
    } else {
        Kind::Text
    }
}
