//! DROP.

use super::Lowering;
use crate::lint::act::Act;
use crate::lint::statement::{CreateObject, Drop};
use crate::model::{
    Cause, Extension, Manner, Name, Namespace, Object, ObjectId, ObjectKind, QualifiedName, Step, TableChange,
};

impl Lowering<'_> {
    pub(super) fn drop(&mut self, written: &Drop) {
        let ends_transaction = self.alters_together();
        if written.kind == ObjectKind::Table && written.names.len() > 1 && ends_transaction {
            let object = ObjectId::table(&self.qualify(&written.names[0]));
            self.tell(Cause::PartialDrop, object, format!("drops {} tables in one statement", written.names.len()));
        }
        self.beyond_drop(written);
        for name in &written.names {
            if written.kind == ObjectKind::Index {
                self.drop_index(name, written);
            } else {
                self.drop_object(name, written);
            }
        }
    }

    /// What no act tells: kinds that are not weighed, and whatever CASCADE takes along.
    fn beyond_drop(&mut self, written: &Drop) {
        let has_namespaces = self.dialect.capabilities().default_namespace.is_some();
        match written.kind {
            ObjectKind::Role
            | ObjectKind::UserMapping
            | ObjectKind::Publication
            | ObjectKind::Server
            | ObjectKind::Extension
            | ObjectKind::Definition(_) => self.unweighed("drops what other statements may need"),
            ObjectKind::Policy => {
                let table = ObjectId::table(&self.qualify(written.on.as_ref().unwrap_or(&written.names[0])));
                let detail = format!("drops a policy of {table}");
                self.tell(Cause::ProtectionOff, table, detail);
            }
            ObjectKind::Namespace if written.cascade && !self.world.known || !has_namespaces => {
                for name in &written.names {
                    let object = ObjectId::of(ObjectKind::Namespace, &QualifiedName::bare(name.name.clone()));
                    let detail = format!("drops {object} with all that is in it");
                    self.tell(Cause::DropSchema, object, detail);
                }
            }
            // The rules about these look at what stands on them.
            ObjectKind::Table | ObjectKind::Index | ObjectKind::Namespace => {}
            ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Enum | ObjectKind::Domain
                if self.world.known => {}
            _ if written.cascade => self.unweighed("takes along whatever stands on it (CASCADE)"),
            _ => {}
        }
    }

    fn drop_index(&mut self, name: &QualifiedName, written: &Drop) {
        let found = match &written.on {
            Some(table) => {
                let table = self.qualify(table);
                let known = self.world.table(&table);
                known.and_then(|it| it.indexes.get(&name.name).map(|index| (it.id(), index.clone())))
            }
            None => self.table_of_index(&name.name),
        };
        let Some((table, index)) = found else {
            if !written.if_exists && self.world.known {
                self.unknown(ObjectKind::Index, name);
            }
            return;
        };
        let change = TableChange::DropIndex(index);
        let together = self.alters_together();
        match self.world.schema.objects.get(&table) {
            Some(Object::Table(from)) if together => {
                let from = (**from).clone();
                self.together(&from, vec![change], Manner { asks_for_algorithm: true, ..Manner::default() });
            }
            Some(_) | None => {
                let manner = Manner {
                    concurrently: written.concurrently,
                    if_needed: written.if_exists,
                    cascade: written.cascade,
                    ..Manner::default()
                };
                self.act(Act::Step(Step::AlterTable { table, change }, manner));
            }
        }
    }

    fn drop_object(&mut self, name: &QualifiedName, written: &Drop) {
        let found = self.objects_named(name, written);
        if found.is_empty() {
            if !written.if_exists && is_modelled(written.kind) && self.world.known {
                let name = self.qualify(name);
                self.unknown(written.kind, &name);
            }
            return;
        }
        for object in found {
            let manner = Manner { cascade: written.cascade, if_needed: written.if_exists, ..Manner::default() };
            self.act(Act::Step(Step::Drop(object), manner));
        }
    }

    /// The objects that a DROP of this kind means.
    fn objects_named(&mut self, name: &QualifiedName, written: &Drop) -> Vec<Object> {
        let qualified = self.qualify(name);
        if written.kind == ObjectKind::Table {
            self.world.relation(&qualified);
        }
        let on = written.on.as_ref().map(|table| self.qualify(table));
        let is_named = |object: &&Object| match object {
            Object::Table(it) => written.kind == ObjectKind::Table && it.name == qualified,
            Object::View(it) => written.kind == ObjectKind::View && it.name == qualified,
            Object::MaterializedView(it) => written.kind == ObjectKind::MaterializedView && it.name == qualified,
            Object::Sequence(it) => written.kind == ObjectKind::Sequence && it.name == qualified,
            Object::Enum(it) => is_type(written.kind) && it.name == qualified,
            Object::Domain(it) => is_type(written.kind) && it.name == qualified,
            Object::Composite(it) => is_type(written.kind) && it.name == qualified,
            Object::Function(it) => written.kind == ObjectKind::Function && it.name == qualified,
            Object::Trigger(it) => {
                written.kind == ObjectKind::Trigger
                    && it.name == name.name
                    && on.as_ref().is_none_or(|table| it.table == *table)
            }
            Object::Policy(it) => {
                written.kind == ObjectKind::Policy && it.name == name.name && on.as_ref() == Some(&it.table)
            }
            Object::Definition(it) => written.kind == ObjectKind::Definition(it.kind) && it.name.name == name.name,
            Object::Namespace(it) => written.kind == ObjectKind::Namespace && it.name == name.name,
            Object::Extension(it) => written.kind == ObjectKind::Extension && it.name == name.name,
            Object::Role(_)
            | Object::Publication(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => false,
        };
        let mut found: Vec<Object> = self.world.schema.objects.values().filter(is_named).cloned().collect();
        if found.is_empty() {
            // A namespace or an extension can be there without being part of the schema.
            found.extend(unlisted(written.kind, &name.name));
        }
        if found.is_empty() && !self.world.known {
            found.extend(self.made_up(name, written));
        }
        found
    }
}

impl Lowering<'_> {
    /// What a DROP speaks of where nobody knows the schema. Indexes and tables are looked for in other ways.
    fn made_up(&self, name: &QualifiedName, written: &Drop) -> Option<Object> {
        self.object(&CreateObject {
            kind: written.kind,
            name: name.clone(),
            on: written.on.clone(),
            if_not_exists: false,
            replaces: false,
            text: String::new(),
            body: Vec::new(),
            not_null: false,
        })
    }
}

fn is_type(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Enum | ObjectKind::Domain)
}

fn is_modelled(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Table
            | ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Sequence
            | ObjectKind::Enum
            | ObjectKind::Domain
            | ObjectKind::Trigger
            | ObjectKind::Policy
    )
}

fn unlisted(kind: ObjectKind, name: &Name) -> Option<Object> {
    match kind {
        ObjectKind::Namespace => Some(Object::Namespace(Namespace { name: name.clone(), comment: None })),
        ObjectKind::Extension => {
            Some(Object::Extension(Extension { name: name.clone(), namespace: None, comment: None, is_fixed: false }))
        }
        _ => None,
    }
}
