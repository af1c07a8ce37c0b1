//! Partitions.

use crate::dialect::postgres::quote;
use crate::model::{IndexTerm, ObjectId, Pair, PartitionBound, PartitionOf, Partitioning, Statement};

/// `RANGE (created_at)`.
pub(super) fn key(partitioning: &Partitioning) -> String {
    let keys: Vec<String> = partitioning
        .keys
        .iter()
        .map(|key| {
            let term = match &key.term {
                IndexTerm::Column(name) => quote::identifier(name),
                IndexTerm::Expression(expression) => format!("({})", expression.as_str().trim()),
            };
            let collation = key.collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
            let opclass = key.opclass.as_ref().map_or(String::new(), |it| format!(" {it}"));
            format!("{term}{collation}{opclass}")
        })
        .collect();
    format!("{} ({})", partitioning.strategy.as_sql(), keys.join(", "))
}

pub(super) fn attach(table: &ObjectId, partition: &PartitionOf) -> Statement {
    let bound = match &partition.bound {
        PartitionBound::Default => "DEFAULT".to_owned(),
        PartitionBound::Values(values) => format!("FOR VALUES {}", values.as_str().trim()),
    };
    let parent = quote::qualified(&partition.parent);
    Statement::new(format!("ALTER TABLE {parent} ATTACH PARTITION {} {bound}", super::path(table)))
}

fn detach(table: &ObjectId, partition: &PartitionOf) -> Statement {
    let parent = quote::qualified(&partition.parent);
    Statement::new(format!("ALTER TABLE {parent} DETACH PARTITION {}", super::path(table)))
}

/// Beside those who read and write the other partitions. PostgreSQL does that outside of a transaction only.
pub(in crate::dialect::postgres) fn detach_concurrently(table: &ObjectId, partition: &PartitionOf) -> Statement {
    Statement::outside_transaction(format!("{} CONCURRENTLY", detach(table, partition).sql))
}

/// Other bounds mean: out with the old ones, in with the new ones. The rows stay in the partition and are checked.
pub(super) fn move_partition(table: &ObjectId, places: Pair<Option<&PartitionOf>>) -> Vec<Statement> {
    let detach = places.from.map(|partition| detach(table, partition));
    let attach = places.to.map(|partition| attach(table, partition));
    detach.into_iter().chain(attach).collect()
}
