//! Partitions and child tables have the columns and checks of their parents, written or not.

use crate::model::{Column, Constraint, Object, ObjectId, QualifiedName, Schema, Table};

/// Parents before children, since a child may be a parent itself.
pub(super) fn complete(schema: &mut Schema) {
    let mut children: Vec<(usize, ObjectId)> = schema
        .tables()
        .filter(|table| parents(table).next().is_some())
        .map(|table| (depth(schema, table, MOST_ANCESTORS), table.id()))
        .collect();
    children.sort();
    for (_, id) in children {
        let Some(Object::Table(child)) = schema.objects.get(&id) else { continue };
        let written: Vec<&Table> = parents(child).filter_map(|parent| schema.table(parent)).collect();
        let completed = completed(child, &written);
        schema.objects.insert(id, Object::Table(Box::new(completed)));
    }
}

/// Deeper than anybody builds: a spec may hold a ring.
const MOST_ANCESTORS: usize = 64;

fn parents(table: &Table) -> impl Iterator<Item = &QualifiedName> {
    table.partition_of.iter().map(|it| &it.parent).chain(&table.options.inherits)
}

/// How many generations stand above a table.
fn depth(schema: &Schema, table: &Table, most: usize) -> usize {
    if most == 0 {
        return 0;
    }
    let above = parents(table).filter_map(|parent| schema.table(parent));
    above.map(|parent| 1 + depth(schema, parent, most - 1)).max().unwrap_or(0)
}

fn completed(child: &Table, parents: &[&Table]) -> Table {
    let mut completed = child.clone();
    completed.columns.clear();
    let is_partition = child.partition_of.is_some();
    for inherited in parents.iter().flat_map(|parent| parent.columns.values()) {
        let column = match completed.columns.get(&inherited.name).or_else(|| child.columns.get(&inherited.name)) {
            Some(own) => Column { nullable: own.nullable && inherited.nullable, ..own.clone() },
            None => Column { inherited: !is_partition, ..inherited.as_inherited() },
        };
        completed.add_column(column);
    }
    for own in child.columns.values() {
        if !completed.columns.contains_key(&own.name) {
            completed.add_column(own.clone());
        }
    }
    for parent in parents {
        completed.constraints.retain(|name, constraint| match (constraint, parent.constraints.get(name)) {
            (Constraint::Check(own), Some(Constraint::Check(inherited))) => {
                inherited.no_inherit || own.expression != inherited.expression
            }
            _ => true,
        });
    }
    completed
}
