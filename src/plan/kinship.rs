//! What a change of a table's options, or of its place among other tables, waits for.

use super::footprint::{Footprint, Side};
use crate::model::{ConstraintKind, ObjectId, ObjectKind, Pair, QualifiedName, ReplicaIdentity, Schema, TableOptions};

impl Footprint {
    pub fn options(&mut self, table: &ObjectId, options: Pair<&TableOptions>, from: &Side<'_>, to: &Side<'_>) {
        let gone = options.from.inherits.iter().filter(|parent| !options.to.inherits.contains(parent));
        let new = options.to.inherits.iter().filter(|parent| !options.from.inherits.contains(parent));
        self.leave(table, gone, from);
        self.join(table, new, to);
        let identity = match &options.to.replica_identity {
            ReplicaIdentity::Index(name) => Some(name),
            ReplicaIdentity::Default | ReplicaIdentity::Full | ReplicaIdentity::Nothing => None,
        };
        for index in identity.into_iter().chain(&options.to.clustered_on) {
            // A key or an exclusion has an index of its own name.
            self.needs.extend([ObjectKind::Index, ObjectKind::Constraint].map(|kind| table.member(kind, index)));
        }
    }

    /// A child has the checks of a parent before it becomes one.
    pub fn join<'n>(&mut self, table: &ObjectId, parents: impl IntoIterator<Item = &'n QualifiedName>, to: &Side<'_>) {
        for parent in parents {
            self.reads.insert(ObjectId::table(parent));
            self.needs.extend(checks_under(table, parent, to.schema));
        }
    }

    /// The checks of a parent stay with a child until it is one no longer.
    pub fn leave<'n>(
        &mut self,
        table: &ObjectId,
        parents: impl IntoIterator<Item = &'n QualifiedName>,
        from: &Side<'_>,
    ) {
        for parent in parents {
            self.releases.insert(ObjectId::table(parent));
            self.alters.extend(checks_under(table, parent, from.schema));
        }
    }
}

/// The checks of a parent by the addresses they have in a child.
fn checks_under<'s>(
    child: &ObjectId,
    parent: &QualifiedName,
    schema: &'s Schema,
) -> impl Iterator<Item = ObjectId> + use<'s> {
    let child = child.clone();
    let constraints = schema.table(parent).into_iter().flat_map(|parent| parent.constraints.values());
    let checks = constraints.filter(|constraint| constraint.kind() == ConstraintKind::Check);
    checks.map(move |check| child.member(ObjectKind::Constraint, check.name()))
}
