//! The part of a target that is in question: what differs from the database, and what that stands on.
//!
//! The rest is in the database as the target has it, and is known from there: how it is spelled and what it stands on. No object that holds rows
//! is touched, so whatever a tried object refers to is tried with it; a foreign key to a table that is left out goes untried, since it holds no SQL.

use super::is_access;
use super::keys::take_keys;
use crate::dialect::Dialect;
use crate::model::{
    Constraint, DefinitionKind, Dependencies, ForeignKey, Object, ObjectId, ObjectKind, Pair, Schema, Table,
};
use crate::plan::Foundations;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Part {
    /// What differs and what that stands on, without foreign keys to what is left out.
    pub schema: Schema,
    /// The objects that the database has not, or not so.
    differing: BTreeSet<ObjectId>,
}

impl Part {
    /// `None` where most of the target would be tried out anyway.
    pub fn of(dialect: &dyn Dialect, Pair { from: present, to: target }: Pair<&Schema>) -> Option<Self> {
        let is_other = |id: &ObjectId, object: &Object| !is_access(id.kind) && present.objects.get(id) != Some(object);
        let differing: BTreeSet<ObjectId> =
            target.objects.iter().filter(|(id, object)| is_other(id, object)).map(|(id, _)| id.clone()).collect();
        if differing.len() * 2 > target.objects.len() {
            return None;
        }
        let tried = with_foundations(dialect, target, &differing);
        if tried.len() * 2 > target.objects.len() {
            return None;
        }
        let objects = target.objects.iter().filter(|(id, _)| tried.contains(id));
        let mut schema = Schema {
            objects: objects.map(|(id, object)| (id.clone(), object.clone())).collect(),
            dependencies: target.dependencies.clone(),
            ..Schema::default()
        };
        for object in schema.objects.values_mut() {
            if let Object::Table(table) = object {
                table.constraints.retain(|_, constraint| match constraint {
                    Constraint::ForeignKey(key) => tried.contains(&ObjectId::table(&key.references)),
                    Constraint::PrimaryKey(_)
                    | Constraint::Unique(_)
                    | Constraint::Check(_)
                    | Constraint::Exclude(_) => true,
                });
            }
        }
        Some(Self { schema, differing })
    }

    /// Puts what the server showed of the part together with what is known from the database.
    pub fn settle(self, present: &Schema, target: &mut Schema, mut shown: Schema) {
        target.dependencies = self.dependencies(Pair::new(present, target), &shown.dependencies);
        shown.objects.retain(|id, _| self.differing.contains(id));
        take_keys(target, shown);
    }

    fn dependencies(&self, Pair { from: present, to: target }: Pair<&Schema>, shown: &Dependencies) -> Dependencies {
        let before = present.dependencies.iter().filter(|(user, _)| !self.is_tried(user));
        let tried = shown.iter().filter(|(user, _)| self.is_tried(user));
        let mut dependencies = Dependencies::default();
        for (user, used) in before.chain(tried) {
            dependencies.know(user.clone());
            used.iter().for_each(|used| dependencies.insert(user.clone(), used.clone()));
        }
        for id in &self.differing {
            if let (Some(Object::Table(table)), Some(Object::Table(tried))) =
                (target.objects.get(id), self.schema.objects.get(id))
            {
                let untried = table.foreign_keys().filter(|key| !tried.constraints.contains_key(&key.name));
                untried.for_each(|key| know_foreign_key(&mut dependencies, table, key, target));
            }
        }
        dependencies
    }

    /// Whether it, or the relation it is a member of, was tried out because it differs.
    fn is_tried(&self, id: &ObjectId) -> bool {
        if self.differing.contains(id) {
            return true;
        }
        let is_member = matches!(id.kind, ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Index);
        is_member
            && [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView].into_iter().any(|kind| {
                let (_, path) = id.path.split_last().unwrap_or((id.name(), &[]));
                self.differing.contains(&ObjectId::new(kind, path.to_vec()))
            })
    }
}

/// The objects and all that they stand on. A name that is tried out means tried objects alone, so all objects of that name are.
fn with_foundations(dialect: &dyn Dialect, target: &Schema, objects: &BTreeSet<ObjectId>) -> BTreeSet<ObjectId> {
    let foundations = Foundations::of(dialect, target);
    let overloads = Overloads::of(target);
    let mut found = BTreeSet::new();
    let mut waiting: Vec<ObjectId> = objects.iter().cloned().collect();
    while let Some(id) = waiting.pop() {
        let Some(object) = target.objects.get(&id) else { continue };
        if found.insert(id) {
            waiting.extend(foundations.below(object));
            waiting.extend(overloads.beside(object));
        }
    }
    found
}

/// Functions and operators by name: several may share one.
struct Overloads(BTreeMap<String, Vec<ObjectId>>);

impl Overloads {
    fn of(schema: &Schema) -> Self {
        let mut overloads: BTreeMap<String, Vec<ObjectId>> = BTreeMap::new();
        for (id, object) in &schema.objects {
            if let Some(name) = overloaded_name(object) {
                overloads.entry(name).or_default().push(id.clone());
            }
        }
        Self(overloads)
    }

    fn beside(&self, object: &Object) -> impl Iterator<Item = ObjectId> {
        overloaded_name(object).and_then(|name| self.0.get(&name)).into_iter().flatten().cloned()
    }
}

fn overloaded_name(object: &Object) -> Option<String> {
    if let Object::Definition(it) = object {
        return (it.kind == DefinitionKind::Operator).then(|| it.name.to_string());
    }
    if let Object::Function(it) = object { Some(it.name.to_string()) } else { None }
}

/// What the catalog says of a foreign key: it stands on the columns it references, and on the key over them.
fn know_foreign_key(dependencies: &mut Dependencies, table: &Table, key: &ForeignKey, schema: &Schema) {
    let user = table.id().member(ObjectKind::Constraint, &key.name);
    let referenced = ObjectId::table(&key.references);
    for column in &key.referenced_columns {
        dependencies.insert(user.clone(), referenced.member(ObjectKind::Column, column));
    }
    let columns: BTreeSet<_> = key.referenced_columns.iter().collect();
    let constraints = schema.table(&key.references).into_iter().flat_map(|table| table.constraints.values());
    for constraint in constraints {
        let is_key = matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_));
        if is_key && constraint.columns().into_iter().collect::<BTreeSet<_>>() == columns {
            dependencies.insert(user.clone(), referenced.member(ObjectKind::Constraint, constraint.name()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{self, DialectKind};
    use crate::spec;
    use std::path::Path;

    fn schema(text: &str) -> Schema {
        let loaded = spec::load_text(Path::new("test.yml"), text);
        assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
        dialect::of(DialectKind::Postgres).normalize(loaded.spec.schema).schema
    }

    const PRESENT: &str = "
version: 1
dialect: postgres
entities:
  tables:
    - {name: customers, columns: [{name: id, type: INT}, {name: name, type: TEXT}], primary_key: id}
    - name: orders
      columns: [{name: id, type: INT}, {name: customer, type: INT, references: customers(id)}, {name: state, type: states}]
    - {name: alone, columns: [{name: id, type: INT}]}
    - {name: apart, columns: [{name: id, type: INT}]}
    - {name: aside, columns: [{name: id, type: INT}]}
enums:
  - {name: states, values: [new, paid]}
views:
  - {name: names, query: select name from customers}
";

    fn tried(views: &str) -> Vec<String> {
        let (present, target) = (schema(PRESENT), schema(&format!("{PRESENT}{views}")));
        let part = Part::of(dialect::of(DialectKind::Postgres).as_ref(), Pair::new(&present, &target)).unwrap();
        part.schema.objects.keys().map(ToString::to_string).collect()
    }

    #[test]
    fn what_differs_is_tried_with_what_it_stands_on() {
        assert_eq!(
            tried("  - {name: others, query: select name from names}\n"),
            ["table:public.customers", "view:public.names", "view:public.others"]
        );
        assert_eq!(
            tried("  - {name: open, query: \"select id from orders where state = 'new'\"}\n"),
            ["enum:public.states", "table:public.orders", "view:public.open"]
        );
    }

    #[test]
    fn foreign_keys_to_what_is_left_out_are_left_out_and_known() {
        let present = schema(PRESENT);
        let target =
            schema(&PRESENT.replace("{name: state, type: states}", "{name: state, type: states, default: new}"));
        let part = Part::of(dialect::of(DialectKind::Postgres).as_ref(), Pair::new(&present, &target)).unwrap();
        let (mut settled, shown) = (target.clone(), part.schema.clone());
        let Some(Object::Table(orders)) = shown.objects.values().find(|it| matches!(it, Object::Table(_))) else {
            panic!("{shown:?}")
        };
        assert_eq!(orders.foreign_keys().count(), 0);
        part.settle(&present, &mut settled, shown.clone());
        let key = orders.id().member(ObjectKind::Constraint, &"orders_customer_fkey".into());
        let used: Vec<String> = settled.dependencies.of(&key).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(used, ["column:public.customers.id", "constraint:public.customers.customers_pkey"]);
    }

    #[test]
    fn a_target_that_is_mostly_new_is_tried_as_a_whole() {
        let (empty, target) = (Schema::default(), schema(PRESENT));
        assert!(Part::of(dialect::of(DialectKind::Postgres).as_ref(), Pair::new(&empty, &target)).is_none());
    }
}
