//! What a table that gets or loses a parent waits for.

use super::base::Side;
use super::footprint::{Footprint, Ids};
use crate::model::{
    ConstraintKind, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema, Step, TableChange,
};

impl Footprint {
    /// A child has the checks of a parent before it becomes one, and keeps them until it is one no longer.
    pub fn kinship(&mut self, table: &ObjectId, parents: Pair<&[QualifiedName]>, from: &Side<'_>, to: &Side<'_>) {
        for parent in parents.to.iter().filter(|parent| !parents.from.contains(parent)) {
            self.reads.insert(ObjectId::table(parent));
            self.needs.extend(checks_under(table, parent, to.schema));
        }
        for parent in parents.from.iter().filter(|parent| !parents.to.contains(parent)) {
            self.releases.insert(ObjectId::table(parent));
            self.alters.extend(checks_under(table, parent, from.schema));
        }
    }
}

/// The parents that a table has after the step no longer.
pub(super) fn left_parents(step: &Step) -> Vec<ObjectId> {
    match step {
        Step::AlterTable { change: TableChange::Options(options), .. } => {
            let gone = options.from.inherits.iter().filter(|parent| !options.to.inherits.contains(parent));
            gone.map(ObjectId::table).collect()
        }
        Step::AlterTable { change: TableChange::PartitionOf(Pair { from: Some(from), to: None }), .. } => {
            vec![ObjectId::table(&from.parent)]
        }
        _ => Vec::new(),
    }
}

/// The same column of the tables that a table inherits from, near and far. It cannot be added once one of them has it, nor go as long as one
/// has; and where it comes from them alone, nothing can be said of it before it does.
pub(super) fn columns_above(table: &ObjectId, column: &Name, side: &Side<'_>) -> Ids {
    let mut above = Ids::new();
    let mut waiting = vec![table.clone()];
    while let Some(child) = waiting.pop() {
        let Some(Object::Table(child)) = side.schema.objects.get(&child) else { continue };
        for parent in &child.options.inherits {
            if above.insert(ObjectId::column(parent, column)) {
                waiting.push(ObjectId::table(parent));
            }
        }
    }
    above
}

/// The column itself, and the same column of partitions and child tables that have it from this table.
pub(super) fn columns_below(table: &ObjectId, column: &Name, side: &Side<'_>) -> Ids {
    let heirs = match side.schema.objects.get(table) {
        Some(Object::Table(it)) => side.relatives.heirs(side.schema, &it.name, column),
        _ => Vec::new(),
    };
    let below = heirs.into_iter().map(|heir| ObjectId::column(&heir.name, column));
    below.chain([table.member(ObjectKind::Column, column)]).collect()
}

/// The checks of a parent by the addresses they have in a child.
fn checks_under(child: &ObjectId, parent: &QualifiedName, schema: &Schema) -> Vec<ObjectId> {
    let constraints = schema.table(parent).into_iter().flat_map(|parent| parent.constraints.values());
    let checks = constraints.filter(|constraint| constraint.kind() == ConstraintKind::Check);
    checks.map(|check| child.member(ObjectKind::Constraint, check.name())).collect()
}
