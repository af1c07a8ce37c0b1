//! How rows, values and indexes are kept: in CREATE, and changed in place.

use super::path;
use super::{foreign, policy};
use crate::dialect::Unsupported;
use crate::dialect::postgres::{quote, usual_storage_mode};
use crate::model::{
    Column, ColumnStorage, DataType, IndexStorage, Name, ObjectId, ObjectKind, Pair, Parameters, QualifiedName,
    ReplicaIdentity, Statement, TableOptions,
};

/// ` WITH (fillfactor='70')`, or nothing.
pub(super) fn with(parameters: &Parameters) -> String {
    if parameters.is_empty() { String::new() } else { format!(" WITH ({})", settings(parameters.iter())) }
}

/// `fillfactor='70', toast.autovacuum_enabled='false'`
fn settings<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let setting = |(name, value): (&str, &str)| format!("{}={}", parameter(name), quote::literal(value));
    parameters.map(setting).collect::<Vec<_>>().join(", ")
}

/// A parameter's name may have the word `toast` in front of it.
fn parameter(name: &str) -> String {
    name.split('.').map(|part| quote::identifier(&part.into())).collect::<Vec<_>>().join(".")
}

/// ` TABLESPACE fast`, or nothing.
pub(super) fn tablespace(name: Option<&Name>) -> String {
    name.map_or(String::new(), |name| format!(" TABLESPACE {}", quote::identifier(name)))
}

/// ` USING columnar`, or nothing.
pub(super) fn using(method: Option<&Name>) -> String {
    method.map_or(String::new(), |method| format!(" USING {}", quote::identifier(method)))
}

/// `RESET (…)` for what is gone, `SET (…)` for what is new or other. The server puts what is set behind the rest, so what shall stand behind
/// it is set again.
pub(super) fn changed_parameters(parameters: Pair<&Parameters>) -> Vec<String> {
    let Pair { from, to } = parameters;
    let mut standing = from.names().filter(|name| to.contains(name));
    let mut stays = |name: &str| from.key(name) == to.key(name) && standing.next() == Some(name);
    let kept = to.names().take_while(|name| stays(name)).count();
    let reset: Vec<String> = from.names().filter(|name| !to.contains(name)).map(parameter).collect();
    let is_other = to.names().any(|name| from.key(name) != to.key(name));
    let reset = (!reset.is_empty()).then(|| format!("RESET ({})", reset.join(", ")));
    reset.into_iter().chain(is_other.then(|| format!("SET ({})", settings(to.iter().skip(kept))))).collect()
}

/// `pg_default` is the database's own.
pub(super) fn changed_tablespace(names: Pair<Option<&Name>>) -> Option<String> {
    let name = names.to.map_or("pg_default".to_owned(), quote::identifier);
    names.differs().then(|| format!("SET TABLESPACE {name}"))
}

pub(super) fn changed_access_method(names: Pair<Option<&Name>>) -> Option<String> {
    let name = names.to.map_or("heap".to_owned(), quote::identifier);
    names.differs().then(|| format!("SET ACCESS METHOD {name}"))
}

pub(super) fn changed_cluster(names: Pair<Option<&Name>>) -> Option<String> {
    let action = |name: &Name| format!("CLUSTER ON {}", quote::identifier(name));
    names.differs().then(|| names.to.map_or("SET WITHOUT CLUSTER".to_owned(), action))
}

/// An ALTER INDEX for each difference.
pub(super) fn alter_index(index: &str, storage: Pair<&IndexStorage>) -> Vec<Statement> {
    let parameters = changed_parameters(storage.map(|it| &it.parameters));
    let moved = changed_tablespace(storage.map(|it| it.tablespace.as_ref()));
    let actions = parameters.into_iter().chain(moved);
    actions.map(|action| Statement::new(format!("ALTER INDEX {index} {action}"))).collect()
}

/// An ALTER TABLE for each difference of a table's options, in an order in which they can run.
pub(super) fn alter_table(table: &ObjectId, options: Pair<&TableOptions>) -> Vec<Statement> {
    let name = path(table);
    let mut actions = Vec::new();
    actions.extend(changed_type(options.map(|it| it.of_type.as_ref())));
    actions.extend(changed_parents(options.map(|it| it.inherits.as_slice())));
    actions.extend(changed_access_method(options.map(|it| it.access_method.as_ref())));
    actions.extend(changed_parameters(options.map(|it| &it.parameters)));
    actions.extend(changed_tablespace(options.map(|it| it.tablespace.as_ref())));
    if options.map(|it| it.unlogged).differs() {
        actions.push(if options.to.unlogged { "SET UNLOGGED" } else { "SET LOGGED" }.to_owned());
    }
    actions.extend(changed_cluster(options.map(|it| it.clustered_on.as_ref())));
    if options.map(|it| &it.replica_identity).differs() {
        actions.push(format!("REPLICA IDENTITY {}", replica_identity(&options.to.replica_identity)));
    }
    let mut statements: Vec<Statement> =
        actions.into_iter().map(|action| Statement::new(format!("ALTER TABLE {name} {action}"))).collect();
    statements.extend(policy::row_security(table, options.map(|it| it.row_security)));
    if let (Some(from), Some(to)) = (&options.from.foreign, &options.to.foreign) {
        statements.extend(foreign::alter_table(table, Pair::new(from, to)));
    }
    statements
}

fn changed_type(types: Pair<Option<&QualifiedName>>) -> Option<String> {
    let action = |name: &QualifiedName| format!("OF {}", quote::qualified(name));
    types.differs().then(|| types.to.map_or("NOT OF".to_owned(), action))
}

fn changed_parents(parents: Pair<&[QualifiedName]>) -> Vec<String> {
    let Pair { from, to } = parents;
    let gone = from.iter().filter(|parent| !to.contains(parent));
    let new = to.iter().filter(|parent| !from.contains(parent));
    let gone = gone.map(|parent| format!("NO INHERIT {}", quote::qualified(parent)));
    gone.chain(new.map(|parent| format!("INHERIT {}", quote::qualified(parent)))).collect()
}

fn replica_identity(identity: &ReplicaIdentity) -> String {
    match identity {
        ReplicaIdentity::Default => "DEFAULT".to_owned(),
        ReplicaIdentity::Full => "FULL".to_owned(),
        ReplicaIdentity::Nothing => "NOTHING".to_owned(),
        ReplicaIdentity::Index(name) => format!("USING INDEX {}", quote::identifier(name)),
    }
}

/// How the values of a column are kept; `head` is `ALTER TABLE … ALTER COLUMN …`.
pub(super) fn alter_column(
    table: &ObjectId,
    head: &str,
    columns: Pair<&Column>,
) -> Result<Vec<Statement>, Unsupported> {
    let storage = columns.map(|column| &column.storage);
    let mut actions = Vec::new();
    if storage.map(|it| &it.mode).differs() {
        actions.push(format!("SET STORAGE {}", mode(table, columns.to)?.to_ascii_uppercase()));
    }
    actions.extend(changed_compression(storage));
    if storage.map(|it| it.statistics).differs() {
        actions.push(format!("SET STATISTICS {}", storage.to.statistics.unwrap_or(-1)));
    }
    actions.extend(changed_parameters(storage.map(|it| &it.parameters)));
    Ok(actions.into_iter().map(|action| Statement::new(format!("{head} {action}"))).collect())
}

fn changed_compression(storage: Pair<&ColumnStorage>) -> Option<String> {
    let compression = storage.map(|it| it.compression.as_deref());
    compression.differs().then(|| format!("SET COMPRESSION {}", compression.to.unwrap_or("default")))
}

/// The column's own mode, or the one to go back to.
fn mode(table: &ObjectId, column: &Column) -> Result<String, Unsupported> {
    let usual = |data_type: &DataType| usual_storage_mode(data_type).map(str::to_owned);
    column.storage.mode.clone().or_else(|| usual(&column.data_type)).ok_or_else(|| {
        Unsupported::new(
            table.member(ObjectKind::Column, &column.name),
            "which storage mode is usual for its type is not known",
            "write the mode it shall have: plain, external, extended or main",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_end_in_the_order_in_which_they_are_written() {
        let changed = |from: &[(&str, &str)], to: &[(&str, &str)]| {
            let [from, to] = [from, to].map(|pairs| pairs.iter().copied().collect::<Parameters>());
            changed_parameters(Pair::new(&from, &to))
        };
        assert_eq!(changed(&[("a", "1")], &[("a", "1"), ("b", "2")]), ["SET (b='2')"]);
        assert_eq!(changed(&[("b", "2")], &[("a", "1"), ("b", "2")]), ["SET (a='1', b='2')"]);
        assert_eq!(changed(&[("a", "1"), ("b", "2")], &[("a", "3"), ("b", "2")]), ["SET (a='3', b='2')"]);
        assert_eq!(changed(&[("a", "1"), ("b", "2")], &[("b", "2")]), ["RESET (a)"]);
        // Another order alone is no difference.
        assert_eq!(changed(&[("a", "1"), ("b", "2")], &[("b", "2"), ("a", "1")]), [""; 0]);
    }
}
