//! Partitions.

use crate::dialect::postgres::quote;
use crate::model::{ObjectId, Pair, PartitionBound, PartitionKey, PartitionOf, Partitioning, Statement};

/// `RANGE (created_at)`.
pub(super) fn key(partitioning: &Partitioning) -> String {
    let keys: Vec<String> = partitioning
        .keys
        .iter()
        .map(|key| match key {
            PartitionKey::Column(name) => quote::identifier(name),
            PartitionKey::Expression(expression) => format!("({})", expression.as_str().trim()),
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

/// Other bounds mean: out with the old ones, in with the new ones. The rows stay in the partition and are checked.
pub(super) fn move_partition(table: &ObjectId, places: Pair<Option<&PartitionOf>>) -> Vec<Statement> {
    let detach = places.from.map(|partition| detach(table, partition));
    let attach = places.to.map(|partition| attach(table, partition));
    detach.into_iter().chain(attach).collect()
}
