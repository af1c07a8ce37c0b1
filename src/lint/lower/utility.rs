//! Statements that change no schema.

use super::Lowering;
use crate::dialect::users;
use crate::lint::act::Act;
use crate::lint::statement::{ReindexTarget, Statement};
use crate::model::{Cause, ObjectId, ObjectKind, QualifiedName, Table, Utility};

impl Lowering<'_> {
    pub(super) fn utility(&mut self, statement: &Statement) {
        let utility = match statement {
            Statement::Truncate { tables, cascade, only } => {
                Utility::Truncate { tables: self.relations(tables), cascade: *cascade, only: *only }
            }
            Statement::Vacuum { tables, full } => Utility::Vacuum { tables: self.named_or_stored(tables), full: *full },
            Statement::Analyze(tables) => Utility::Analyze { tables: self.named_or_stored(tables) },
            Statement::Reorganize(tables) => Utility::Reorganize { tables: self.named_or_clustered(tables) },
            Statement::Reindex { target, concurrently } => {
                let names_table = matches!(target, ReindexTarget::Table(_));
                Utility::Reindex { tables: self.reindexed(target), concurrently: *concurrently, names_table }
            }
            Statement::Refresh { view, concurrently, fills } => {
                let view = ObjectId::of(ObjectKind::MaterializedView, &self.qualify(view));
                let object = self.world.schema.objects.get(&view);
                let reads = object.map(|object| users::read_by(object, &self.world.schema)).unwrap_or_default();
                Utility::Refresh { view, reads, concurrently: *concurrently, fills: *fills }
            }
            Statement::Lock { tables, mode, only } => {
                Utility::Lock { tables: self.relations(tables), mode: *mode, only: *only }
            }
            Statement::Grant { to_public, on } => return self.grant(*to_public, on),
            Statement::Opaque(what) => {
                let object = ObjectId::new(ObjectKind::Function, vec![what.as_str().into()]);
                self.tell(Cause::Opaque, object, format!("runs code that only the server reads ({what})"));
                Utility::Opaque { what: what.clone() }
            }
            _ => return,
        };
        self.act(Act::Utility(utility));
    }

    fn relations(&mut self, names: &[QualifiedName]) -> Vec<ObjectId> {
        names.iter().filter_map(|name| self.relation(name, false)).collect()
    }

    fn named_or_all(&mut self, names: &[QualifiedName]) -> Vec<ObjectId> {
        if names.is_empty() { self.world.schema.tables().map(Table::id).collect() } else { self.relations(names) }
    }

    /// CLUSTER by itself goes over the tables that were in the order of an index before.
    fn named_or_clustered(&mut self, names: &[QualifiedName]) -> Vec<ObjectId> {
        if !names.is_empty() {
            return self.relations(names);
        }
        let clustered = self.world.schema.tables().filter(|table| table.options.clustered_on.is_some());
        clustered.map(Table::id).collect()
    }

    /// All that keeps rows, where nothing is named.
    fn named_or_stored(&mut self, names: &[QualifiedName]) -> Vec<ObjectId> {
        let mut all = self.named_or_all(names);
        if names.is_empty() {
            let is_kept = |id: &&ObjectId| id.kind == ObjectKind::MaterializedView;
            all.extend(self.world.schema.objects.keys().filter(is_kept).cloned());
        }
        all
    }

    fn reindexed(&mut self, target: &ReindexTarget) -> Vec<ObjectId> {
        match target {
            ReindexTarget::Everything => {
                let with_rows = self.world.schema.tables().filter(|table| table.partitioning.is_none());
                with_rows.map(Table::id).collect()
            }
            ReindexTarget::Table(name) => self.relation(name, false).into_iter().collect(),
            ReindexTarget::Index(name) => self.of_index(name),
            ReindexTarget::Any(name) => {
                let qualified = self.qualify(name);
                match self.world.schema.table(&qualified) {
                    Some(table) => vec![table.id()],
                    None => self.of_index(name),
                }
            }
        }
    }

    /// The table whose index or key has the name.
    fn of_index(&mut self, name: &QualifiedName) -> Vec<ObjectId> {
        if let Some((table, _)) = self.table_of_index(&name.name) {
            return vec![table];
        }
        let has_key = |table: &&Table| table.constraints.get(&name.name).is_some_and(|it| it.storage().is_some());
        let found: Vec<ObjectId> = self.world.schema.tables().filter(has_key).map(Table::id).collect();
        if found.is_empty() && self.world.known {
            let name = self.qualify(name);
            self.unknown(ObjectKind::Index, &name);
        }
        found
    }

    fn grant(&mut self, to_public: bool, on: &[QualifiedName]) {
        if on.is_empty() {
            return self.unweighed("makes accounts members of roles, or takes them out");
        }
        if let (true, Some(name)) = (to_public, on.first()) {
            let object = ObjectId::table(&self.qualify(name));
            self.tell(Cause::PublicGrant, object.clone(), format!("lets everybody use {object}"));
        }
    }
}
