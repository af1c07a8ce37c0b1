//! Partitions, which in MySQL are no tables but parts of one: the portable ones become its PARTITION BY clause.

use super::Findings;
use crate::dialect::mysql::{option, quote};
use crate::model::{
    Constraint, IndexTerm, Object, ObjectId, PartitionBound, PartitionStrategy, Partitioning, QualifiedName, Table,
};
use crate::sql::mysql::PartitionClause;
use std::collections::{BTreeMap, BTreeSet};

/// The objects without partitions; what these said is an option of the table they were of.
pub(super) fn fold(objects: Vec<Object>, findings: &mut Findings) -> Vec<Object> {
    let referenced: BTreeSet<QualifiedName> = objects.iter().flat_map(references).collect();
    let (mut rest, mut partitions) = (Vec::new(), BTreeMap::<QualifiedName, Vec<Table>>::new());
    for object in objects {
        match object {
            Object::Table(table) if table.partition_of.is_some() => {
                if let Some(parent) = table.partition_of.as_ref().map(|it| it.parent.clone()) {
                    partitions.entry(parent).or_default().push(*table);
                }
            }
            other => rest.push(other),
        }
    }
    for object in &mut rest {
        if let Object::Table(table) = object {
            let own = partitions.remove(&table.name).unwrap_or_default();
            spread(table, &own, referenced.contains(&table.name), findings);
        }
    }
    rest
}

fn references(object: &Object) -> Vec<QualifiedName> {
    match object {
        Object::Table(table) => table.foreign_keys().map(|key| key.references.clone()).collect(),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Vec::new(),
    }
}

fn spread(table: &mut Table, partitions: &[Table], is_referenced: bool, findings: &mut Findings) {
    let id = table.id();
    let partitioning = table.partitioning.take();
    match (partitioning, table.options.parameters.get(option::PARTITION_BY).map(str::to_owned)) {
        (Some(partitioning), _) => match clause(table, &partitioning, partitions, is_referenced) {
            Ok(clause) => drop(table.options.parameters.insert(option::PARTITION_BY, clause)),
            Err(reason) => findings.note(id, format!("{reason}: this table is kept whole")),
        },
        (None, Some(written)) => canonical(table, &id, &written, findings),
        (None, None) => {}
    }
}

fn canonical(table: &mut Table, id: &ObjectId, written: &str, findings: &mut Findings) {
    let balanced = crate::sql::check_expression(crate::sql::Syntax::Mysql, &format!("partition_by({written})"));
    match (balanced, PartitionClause::parse(written)) {
        (Ok(()), Ok(clause)) => {
            table.options.parameters.insert(option::PARTITION_BY, clause.to_sql());
        }
        _ => findings.refuse(
            id.clone(),
            "`partition_by` is not what stands behind PARTITION BY",
            "write it as SHOW CREATE TABLE does",
        ),
    }
}

/// The clause that says the same, or why there is none.
fn clause(
    table: &Table,
    partitioning: &Partitioning,
    partitions: &[Table],
    is_referenced: bool,
) -> Result<String, &'static str> {
    if is_referenced || table.foreign_keys().next().is_some() {
        return Err("MySQL's partitioned tables have no foreign keys, and none point to them");
    }
    let keys = keys(partitioning)?;
    if !table.constraints.values().all(|constraint| holds_keys(constraint, partitioning)) {
        return Err("on MySQL every key of a partitioned table holds the columns by which its rows are spread");
    }
    let bounds: Vec<(&Table, &PartitionBound)> =
        partitions.iter().filter_map(|table| Some((table, &table.partition_of.as_ref()?.bound))).collect();
    let head = match partitioning.strategy {
        PartitionStrategy::Range => format!("RANGE COLUMNS ({keys})"),
        PartitionStrategy::List => format!("LIST COLUMNS ({keys})"),
        PartitionStrategy::Hash => {
            return Ok(canonical_text(&format!("KEY ({keys}) PARTITIONS {}", partitions.len().max(1))));
        }
    };
    if !bounds.iter().any(|(_, bound)| matches!(bound, PartitionBound::Values(_))) {
        return Err("no partition of its own is named");
    }
    let mut written = bounds
        .iter()
        .map(|(table, bound)| values(bound, partitioning.strategy).map(|values| (values, *table)))
        .collect::<Result<Vec<_>, _>>()?;
    written.sort_by(|(a, _), (b, _)| a.cmp(b));
    let list: Vec<String> = written
        .iter()
        .map(|(values, table)| format!("PARTITION {} {}", quote::identifier(&table.name.name), values.sql))
        .collect();
    Ok(canonical_text(&format!("{head} ({})", list.join(", "))))
}

fn canonical_text(clause: &str) -> String {
    PartitionClause::parse(clause).map_or_else(|_| clause.to_owned(), |clause| clause.to_sql())
}

fn keys(partitioning: &Partitioning) -> Result<String, &'static str> {
    let columns: Option<Vec<_>> = partitioning
        .keys
        .iter()
        .map(|key| match &key.term {
            IndexTerm::Column(name) => Some(name),
            IndexTerm::Expression(_) => None,
        })
        .collect();
    columns.map(quote::list).ok_or("how to spread rows by an expression is said in MySQL's own way, under `storage`")
}

fn holds_keys(constraint: &Constraint, partitioning: &Partitioning) -> bool {
    let is_key = matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_));
    let columns = constraint.columns();
    !is_key
        || partitioning.keys.iter().all(|key| match &key.term {
            IndexTerm::Column(name) => columns.contains(&name),
            IndexTerm::Expression(_) => false,
        })
}

/// The values of a partition, in the order in which MySQL wants the partitions: by their upper bounds.
#[derive(Debug, PartialEq, PartialOrd)]
struct Values {
    is_last: bool,
    number: Option<f64>,
    sql: String,
}

impl Values {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal)
    }
}

fn values(bound: &PartitionBound, strategy: PartitionStrategy) -> Result<Values, &'static str> {
    const UNCLEAR: &str = "the bounds of its partitions are not MySQL's";
    let text = match bound {
        PartitionBound::Default if strategy == PartitionStrategy::Range => {
            return Ok(Values { is_last: true, number: None, sql: "VALUES LESS THAN (MAXVALUE)".to_owned() });
        }
        PartitionBound::Default => return Ok(Values { is_last: true, number: None, sql: "DEFAULT".to_owned() }),
        PartitionBound::Values(text) => text.as_str(),
    };
    match strategy {
        PartitionStrategy::Range => {
            let (_, upper) = text.split_once(" TO ").ok_or(UNCLEAR)?;
            let bare = upper.trim().trim_start_matches('(').trim_end_matches(')');
            Ok(Values { is_last: false, number: bare.parse().ok(), sql: format!("VALUES LESS THAN {}", upper.trim()) })
        }
        PartitionStrategy::List => {
            let list = text.trim().strip_prefix("IN").ok_or(UNCLEAR)?;
            Ok(Values { is_last: false, number: None, sql: format!("VALUES IN {}", list.trim()) })
        }
        PartitionStrategy::Hash => Err(UNCLEAR),
    }
}
