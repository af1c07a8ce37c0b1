//! A schema read from the catalog: one query per kind of object, each row one object as JSON.

mod access;
mod catalog;
mod column;
mod constraint;
mod definition;
mod dependency;
mod foreign;
mod index;
mod partition;
mod policy;
mod publication;
mod snapshot;
mod storage;
mod table;
mod unmanaged;
mod user_type;
mod view;

use super::connection::Connection;
use crate::dialect::Postgres;
use crate::driver::{DriverError, Scope};
use crate::model::{
    Extension, Firing, Function, FunctionKind, Name, Namespace, Object, QualifiedName, Schema, Sequence,
    SequenceOptions, SqlText, Trigger,
};
use catalog::{Catalog, ExtensionRow, Extent, FunctionRow, NamespaceRow, SequenceRow, TriggerRow};
use std::collections::{BTreeMap, BTreeSet};
use unmanaged::Unmodelled;

/// Inside of a transaction: what it did is seen.
pub(super) async fn within(
    connection: &mut Connection,
    dialect: &Postgres,
    scope: &Scope,
) -> Result<Schema, DriverError> {
    let before = connection.query("SELECT current_setting('search_path')", &[]).await?;
    connection.run(snapshot::SETTINGS).await?;
    let catalog = Catalog::read(connection, Extent { snapshot: None, namespaces: scope.namespaces.as_deref() }).await?;
    let before = before.rows.into_iter().flatten().next().into_iter().collect::<Vec<_>>();
    connection.execute("SELECT set_config('search_path', $1, true)", &before).await?;
    Ok(assemble(catalog, dialect, scope))
}

/// In a transaction of its own: one snapshot for all catalog queries.
pub(super) async fn committed(
    connection: &mut Connection,
    dialect: &Postgres,
    scope: &Scope,
) -> Result<Schema, DriverError> {
    connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let catalog = read(connection, scope).await;
    connection.run("ROLLBACK").await?;
    Ok(assemble(catalog?, dialect, scope))
}

async fn read(connection: &mut Connection, scope: &Scope) -> Result<Catalog, DriverError> {
    let snapshot = snapshot::export(connection).await?;
    connection.run(snapshot::SETTINGS).await?;
    let extent = Extent { snapshot: snapshot.as_deref(), namespaces: scope.namespaces.as_deref() };
    Catalog::read(connection, extent).await
}

/// What is dbx's own, and what cannot be made again, is left out.
fn assemble(catalog: Catalog, dialect: &Postgres, scope: &Scope) -> Schema {
    let Unmodelled { blocked, listed } = unmanaged::unmodelled(&catalog, scope);
    let mut schema = Schema { unmanaged: listed, ..Schema::default() };
    let own: BTreeSet<i64> =
        catalog.tables.iter().filter(|row| scope.hides(&Name::from(row.name.as_str()))).map(|row| row.oid).collect();
    let relation_stays = |oid: i64| !own.contains(&oid) && !blocked.contains("pg_class", oid);

    let mut objects: Vec<Object> = Vec::new();
    objects.extend(catalog.namespaces.iter().map(namespace));
    objects.extend(catalog.extensions.iter().map(extension));
    objects.extend(catalog.enums.iter().filter(|row| !blocked.contains("pg_type", row.oid)).map(user_type::enum_type));
    objects.extend(catalog.domains.iter().filter(|row| !blocked.contains("pg_type", row.oid)).map(user_type::domain));
    objects.extend(
        catalog.composites.iter().filter(|row| !blocked.contains("pg_type", row.oid)).map(user_type::composite),
    );
    for rows in catalog.definitions() {
        objects.extend(definition::definitions(rows, &blocked, relation_stays));
    }
    objects.extend(
        catalog
            .sequences
            .iter()
            .filter(|row| relation_stays(row.oid) && !scope.hides(&Name::from(row.name.as_str())))
            .filter(|row| row.owner.is_none_or(|owner| !own.contains(&owner)))
            .map(sequence),
    );
    objects.extend(catalog.functions.iter().filter(|row| !blocked.contains("pg_proc", row.oid)).map(function));
    objects.extend(table::tables(&catalog, &blocked, relation_stays));
    objects.extend(view::views(&catalog, &blocked, relation_stays));
    objects.extend(
        catalog
            .triggers
            .iter()
            .filter(|row| relation_stays(row.relation) && !blocked.contains("pg_trigger", row.oid))
            .map(trigger),
    );
    objects.extend(
        catalog
            .policies
            .iter()
            .filter(|row| relation_stays(row.relation) && !blocked.contains("pg_policy", row.oid))
            .map(policy::policy),
    );
    objects.extend(foreign::servers(&catalog, &blocked));
    let (publications, left_alone) = publication::publications(&catalog, &blocked, |oid| own.contains(&oid));
    objects.extend(publications);
    schema.unmanaged.extend(left_alone);
    let (access, unmanaged) = access::access(&catalog, &blocked, scope, dialect);
    objects.extend(access);
    schema.unmanaged.extend(unmanaged);
    for object in objects {
        schema.insert(object);
    }
    unmanaged::set_aside_orphans(&mut schema);
    schema.dependencies = dependency::dependencies(&catalog.dependencies, &dependency::addresses(&catalog), &schema);
    schema
}

fn qualified(namespace: &str, name: &str) -> QualifiedName {
    QualifiedName::new(Some(namespace.into()), name)
}

fn namespace(row: &NamespaceRow) -> Object {
    Object::Namespace(Namespace { name: row.name.as_str().into(), comment: row.comment.clone() })
}

fn extension(row: &ExtensionRow) -> Object {
    Object::Extension(Extension {
        name: row.name.as_str().into(),
        namespace: row.namespace.as_deref().map(Name::from),
        is_fixed: row.is_fixed,
        comment: row.comment.clone(),
    })
}

fn sequence(row: &SequenceRow) -> Object {
    let owned_by = match (&row.table_namespace, &row.table_name, &row.column_name) {
        (Some(namespace), Some(table), Some(column)) => Some((qualified(namespace, table), column.as_str().into())),
        _ => None,
    };
    Object::Sequence(Sequence {
        name: qualified(&row.namespace, &row.name),
        data_type: Postgres::read_catalog_type(&row.data_type),
        options: SequenceOptions {
            start: Some(row.start),
            increment: Some(row.increment),
            min: Some(row.min),
            max: Some(row.max),
            cache: Some(row.cache),
            cycle: row.cycle,
        },
        unlogged: row.unlogged,
        owned_by,
        comment: row.comment.clone(),
    })
}

fn function(row: &FunctionRow) -> Object {
    let kind = match row.kind.as_str() {
        "p" => FunctionKind::Procedure,
        "a" => FunctionKind::Aggregate,
        _ => FunctionKind::Function,
    };
    Object::Function(Function {
        name: qualified(&row.namespace, &row.name),
        kind,
        arguments: row.arguments.clone(),
        definition: SqlText::new(row.definition.trim_end()),
        returns: row.returns.clone(),
        settings: BTreeMap::new(),
        comment: row.comment.clone(),
    })
}

fn trigger(row: &TriggerRow) -> Object {
    Object::Trigger(Trigger {
        table: qualified(&row.namespace, &row.table_name),
        name: row.name.as_str().into(),
        definition: SqlText::new(row.definition.as_str()),
        settings: BTreeMap::new(),
        firing: firing(&row.enabled),
        comment: row.comment.clone(),
    })
}

/// `tgenabled`, `ev_enabled` and `evtenabled`.
fn firing(letter: &str) -> Firing {
    match letter {
        "D" => Firing::Disabled,
        "R" => Firing::Replica,
        "A" => Firing::Always,
        _ => Firing::Origin,
    }
}
