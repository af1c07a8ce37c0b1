//! Partitioning, with the partitions under their parent.

use super::Emitter;
use super::yaml::{Map, Yaml};
use crate::model::{IndexTerm, PartitionBound, PartitionKey, Partitioning, Table};
use crate::spec::read::word_of;

impl Emitter<'_> {
    pub fn partitioning(&self, table: &Table, partitioning: &Partitioning) -> Map {
        let map = Map::default().with("strategy", word_of(partitioning.strategy).to_ascii_uppercase());
        let map = match &partitioning.keys[..] {
            [PartitionKey { term: IndexTerm::Column(name), opclass: None, collation: None }] => {
                map.with("column", name.as_str())
            }
            [PartitionKey { term: IndexTerm::Expression(expression), opclass: None, collation: None }] => {
                map.with("expression", expression.as_str())
            }
            keys => map.with("columns", keys.iter().map(key).collect::<Vec<_>>()),
        };
        let is_child = |other: &&Table| other.partition_of.as_ref().is_some_and(|it| it.parent == table.name);
        let partitions = self.schema.tables().filter(is_child).map(|child| self.partition(table, child).into());
        // Written also where there are none: leaving the key out means a default partition.
        map.with("partitions", partitions.collect::<Vec<Yaml>>())
    }

    fn partition(&self, parent: &Table, partition: &Table) -> Map {
        let map = Map::default().with("name", self.qualified(&partition.name));
        let map = match partition.partition_of.as_ref().map(|it| &it.bound) {
            Some(PartitionBound::Default) => map.flag("default", true),
            Some(PartitionBound::Values(bound)) => map.with("bound", bound.as_str()),
            None => map,
        };
        self.owned(&partition.id(), map.and(self.table_rest(partition, Some(parent))))
    }
}

fn key(key: &PartitionKey) -> Yaml {
    let map = match &key.term {
        IndexTerm::Column(name) if key.opclass.is_none() && key.collation.is_none() => return name.as_str().into(),
        IndexTerm::Column(name) => Map::default().with("column", name.as_str()),
        IndexTerm::Expression(expression) => Map::default().with("expression", expression.as_str()),
    };
    map.maybe("opclass", key.opclass.as_ref()).maybe("collation", key.collation.as_ref()).into()
}
