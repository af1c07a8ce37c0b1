//! Partitions have the columns of their parent, written or not.

use crate::model::{Column, Constraint, Object, ObjectId, QualifiedName, Schema, Table};

/// Parents before children, since a child may be partitioned itself.
pub(super) fn complete(schema: &mut Schema) {
    let mut partitions: Vec<(usize, ObjectId)> = schema
        .tables()
        .filter(|table| table.partition_of.is_some())
        .map(|table| (depth(schema, table), table.id()))
        .collect();
    partitions.sort();
    for (_, id) in partitions {
        let Some(Object::Table(child)) = schema.objects.get(&id) else { continue };
        let Some(parent) = child.partition_of.as_ref().and_then(|it| schema.table(&it.parent)) else { continue };
        let completed = completed(child, parent);
        schema.objects.insert(id, Object::Table(Box::new(completed)));
    }
}

/// How many ancestors; bounded, since a spec may hold a ring.
fn depth(schema: &Schema, table: &Table) -> usize {
    let parent = |table: &Table| -> Option<QualifiedName> { Some(table.partition_of.as_ref()?.parent.clone()) };
    let mut next = parent(table);
    for depth in 0..64 {
        let Some(ancestor) = next.as_ref().and_then(|name| schema.table(name)) else { return depth };
        next = parent(ancestor);
    }
    64
}

fn completed(child: &Table, parent: &Table) -> Table {
    let mut completed = child.clone();
    completed.columns.clear();
    for inherited in parent.columns.values() {
        let column = match child.columns.get(&inherited.name) {
            Some(own) => Column { nullable: own.nullable && inherited.nullable, ..own.clone() },
            None => Column { identity: None, comment: None, ..inherited.clone() },
        };
        completed.add_column(column);
    }
    for own in child.columns.values().filter(|own| !parent.columns.contains_key(&own.name)) {
        completed.add_column(own.clone());
    }
    // A check of the parent holds in its partitions by itself.
    completed.constraints.retain(|name, constraint| match (constraint, parent.constraints.get(name)) {
        (Constraint::Check(own), Some(Constraint::Check(inherited))) => own.expression != inherited.expression,
        _ => true,
    });
    completed
}
