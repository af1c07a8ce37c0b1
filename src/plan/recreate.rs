//! What has to make way: what stands on something that is made anew, or that cannot change under it, is dropped before and made again
//! after, with everything that hangs on it.

use super::base::{Base, Scene, hanging};
use super::names::is_relation;
use crate::dialect::{Dialect, ViewBinding};
use crate::model::{
    Change, Column, ColumnAspect, ColumnDefault, Name, Object, ObjectId, ObjectKind, Pair, Relatives, Schema, Step,
    Table, TableChange,
};
use std::collections::{BTreeMap, BTreeSet};

/// Turns alterations that make an object anew into a drop and a create, and adds the same for everything that cannot stay meanwhile.
pub(super) fn expand(dialect: &dyn Dialect, changes: &mut Vec<Change>, schemas: Pair<&Schema>) {
    if dialect.capabilities().view_binding == ViewBinding::OnUse {
        return;
    }
    let mut moving = Moving { changes, schemas, hanging: hanging(schemas.to), moved: BTreeSet::new() };
    moving.start(dialect);
    if moving.moved.is_empty() {
        return;
    }
    let users = Users::of(dialect, schemas.from);
    let relatives = Relatives::of(schemas.from);
    // Views over views over …: until nothing new is found.
    let mut waiting: Vec<ObjectId> = moving.moved.iter().cloned().collect();
    while let Some(used) = waiting.pop() {
        for column in below(&used, schemas.from, &relatives) {
            if moving.moved.insert(column.clone()) {
                waiting.push(column);
            }
        }
        for user in users.of_object(&used) {
            let makes_way = !moving.moved.contains(&user) || moving.is_computed_in_place(&user);
            if makes_way && moving.make_way(&user, &used) {
                moving.moved.insert(user.clone());
                waiting.push(user);
            }
        }
    }
}

/// Who stands on what: the dependencies of the start, turned around.
struct Users(BTreeMap<ObjectId, BTreeSet<ObjectId>>);

impl Users {
    /// By the catalog; by structure and text where it was not asked.
    fn of(dialect: &dyn Dialect, schema: &Schema) -> Self {
        let mut users = Self(BTreeMap::new());
        for (user, used) in schema.dependencies.iter() {
            used.iter().for_each(|used| users.say(user, used.clone()));
        }
        let unknown: Vec<(&ObjectId, &Object)> =
            schema.objects.iter().filter(|(id, _)| schema.dependencies.of(id).is_none()).collect();
        if !unknown.is_empty() {
            let scene = Scene::of(dialect, Pair::new(schema, schema));
            let side = scene.from();
            for (user, base) in unknown.into_iter().flat_map(|(id, object)| side.bases(id, object)) {
                users.say_base(&user, base);
            }
        }
        users
    }

    fn say_base(&mut self, user: &ObjectId, base: Base) {
        base.needs.into_iter().chain(base.reads).for_each(|used| self.say(user, used));
    }

    fn say(&mut self, user: &ObjectId, used: ObjectId) {
        self.0.entry(used).or_default().insert(user.clone());
    }

    /// Who uses a relation uses some of its columns; where only the relation is known to be used, any of its columns may be.
    fn of_object(&self, used: &ObjectId) -> BTreeSet<ObjectId> {
        let mut users = self.0.get(used).cloned().unwrap_or_default();
        if is_relation(used) {
            let first = ObjectId::new(ObjectKind::Column, used.path.clone());
            let columns = self.0.range(first..);
            let columns =
                columns.take_while(|(id, _)| id.kind == ObjectKind::Column && id.path.starts_with(&used.path));
            users.extend(columns.flat_map(|(_, users)| users.iter().cloned()));
        }
        if used.kind == ObjectKind::Column {
            let path = used.path[..used.path.len() - 1].to_vec();
            for kind in [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView] {
                let relation = self.0.get(&ObjectId::new(kind, path.clone())).into_iter().flatten();
                users.extend(relation.filter(|user| is_relation(user)).cloned());
            }
        }
        users
    }
}

struct Moving<'a> {
    changes: &'a mut Vec<Change>,
    schemas: Pair<&'a Schema>,
    /// What goes with an object of the target.
    hanging: BTreeMap<ObjectId, Vec<&'a Object>>,
    /// What is gone for a while, or changes in a way that nothing on it survives.
    moved: BTreeSet<ObjectId>,
}

impl Moving<'_> {
    fn start(&mut self, dialect: &dyn Dialect) {
        let mut anew = Vec::new();
        for change in self.changes.iter() {
            match change {
                Change::Drop(object) => {
                    self.moved.insert(object.id());
                }
                Change::Alter(objects) => {
                    // What cannot be lowered is reported when it is lowered for good.
                    let steps = dialect.lower(change, self.schemas).unwrap_or_default();
                    let id = objects.to.id();
                    if steps.iter().any(|step| matches!(step, Step::Drop(object) if object.id() == id)) {
                        anew.push(objects.from.clone());
                    }
                    for step in &steps {
                        if let Step::SwapEnum { columns, .. } = step {
                            self.moved.insert(id.clone());
                            let columns = columns.iter().map(|(table, column)| ObjectId::column(table, &column.name));
                            self.moved.extend(columns);
                        }
                    }
                }
                Change::AlterTable { table, changes } => {
                    let columns = changes.iter().filter(|change| unsettles(change));
                    self.moved.extend(columns.filter_map(|change| change.member(table)));
                    let steps = dialect.lower(change, self.schemas).unwrap_or_default();
                    self.moved.extend(steps.iter().filter_map(dropped_key));
                }
                Change::Create(_) | Change::Rename(_) | Change::Comment { .. } => {}
            }
        }
        for object in anew {
            self.moved.insert(object.id());
            self.recreate(&object);
        }
    }

    /// Plans the user of something that moves to be gone meanwhile. False where it can stay.
    fn make_way(&mut self, user: &ObjectId, used: &ObjectId) -> bool {
        if used.kind == ObjectKind::Column && follows_a_column(user.kind) && !self.goes_with(user, used) {
            return false;
        }
        // What goes for good is let go of by those that change anyway; the order of steps sees to that.
        if !self.stays(used) && self.changes_anyway(user) {
            return false;
        }
        match user.kind {
            ObjectKind::Column => self.column(user, used),
            ObjectKind::Constraint => self.constraint(user),
            ObjectKind::Index => self.index(user),
            // What holds rows is never dropped for another object's sake.
            ObjectKind::Definition(kind) if kind.holds_rows() => false,
            ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Function
            | ObjectKind::Trigger
            | ObjectKind::Policy
            | ObjectKind::Publication
            | ObjectKind::Definition(_) => self.whole(user, used),
            ObjectKind::Domain => self.domain(user, used),
            ObjectKind::Table | ObjectKind::Sequence => false,
            ObjectKind::Role
            | ObjectKind::Namespace
            | ObjectKind::Extension
            | ObjectKind::Enum
            | ObjectKind::Composite
            | ObjectKind::EnumValue
            | ObjectKind::Attribute
            | ObjectKind::Server
            | ObjectKind::UserMapping
            | ObjectKind::Owner
            | ObjectKind::Grant
            | ObjectKind::DefaultPrivileges => false,
        }
    }

    /// Whether the column takes along, when it is made anew, what nobody but the plan brings back. A table's own constraints and indexes come back
    /// with the column.
    fn goes_with(&self, user: &ObjectId, column: &ObjectId) -> bool {
        user.parent_table() != column.parent_table() && self.is_made_anew(column)
    }

    fn is_made_anew(&self, column: &ObjectId) -> bool {
        let is_anew = |change: &TableChange| {
            matches!(change, TableChange::AlterColumn { columns, aspect: ColumnAspect::Generated }
                if columns.to.generated.is_some() && columns.to.name == *column.name())
        };
        let table = column.parent_table();
        self.changes.iter().any(|change| {
            matches!(change, Change::AlterTable { table: id, changes }
                if Some(id) == table.as_ref() && changes.iter().any(is_anew))
        })
    }

    /// Whether it is a generated column that changes its type where it is, which it cannot once what it is computed from changes.
    fn is_computed_in_place(&self, id: &ObjectId) -> bool {
        let computed = |table: &Table| table.columns.get(id.name()).is_some_and(|column| column.generated.is_some());
        let stays = |tables: Pair<&Table>| {
            computed(tables.from) && computed(tables.to) && !comes_from_above(tables, id.name(), self.schemas)
        };
        id.kind == ObjectKind::Column
            && self.tables(id).is_some_and(|(_, tables)| stays(tables))
            && !self.is_made_anew(id)
    }

    /// Whether the target has it too.
    fn stays(&self, id: &ObjectId) -> bool {
        match (id.kind, id.parent_table()) {
            (ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Index, Some(table)) => {
                match self.schemas.to.objects.get(&table) {
                    Some(Object::Table(table)) => match id.kind {
                        ObjectKind::Constraint => table.constraints.contains_key(id.name()),
                        ObjectKind::Index => table.indexes.contains_key(id.name()),
                        _ => table.columns.contains_key(id.name()),
                    },
                    // A column of a view is there as long as the view is.
                    Some(_) | None => true,
                }
            }
            _ => self.schemas.to.objects.contains_key(id),
        }
    }

    fn changes_anyway(&self, user: &ObjectId) -> bool {
        self.changes.iter().any(|change| match change {
            Change::AlterTable { table, changes } => changes.iter().any(|change| {
                let is_comment = matches!(change, TableChange::Comment { .. });
                !is_comment && change.member(table).as_ref() == Some(user)
            }),
            Change::Comment { .. } => false,
            Change::Create(_) | Change::Drop(_) | Change::Rename(_) | Change::Alter(_) => change.object() == *user,
        })
    }

    fn whole(&mut self, user: &ObjectId, used: &ObjectId) -> bool {
        let Some(object) = self.schemas.from.objects.get(user) else { return false };
        // A trigger goes with its table.
        if object.attached_to().contains(used) && !self.schemas.to.objects.contains_key(used) {
            return false;
        }
        let object = object.clone();
        self.recreate(&object);
        true
    }

    /// Replaces whatever was planned for the object by a drop, and a create of what it shall be with all that hangs on it.
    fn recreate(&mut self, object: &Object) {
        let id = object.id();
        let hangs = |object: &Object| object.attached_to().contains(&id);
        self.changes.retain(|change| match change {
            Change::Create(object) | Change::Drop(object) => object.id() != id && !hangs(object),
            Change::Alter(objects) => objects.to.id() != id && !hangs(&objects.to),
            Change::Comment { object, .. } => object.id() != id && !hangs(object),
            Change::Rename(_) | Change::AlterTable { .. } => change.object() != id,
        });
        self.changes.push(Change::Drop(object.clone()));
        let Some(wanted) = self.schemas.to.objects.get(&id) else { return };
        self.changes.push(Change::Create(wanted.clone()));
        let attached = self.hanging.get(&id).into_iter().flatten();
        self.changes.extend(attached.map(|object| Change::Create((*object).clone())));
    }

    /// Puts changes of a table in place of those that were planned for the same.
    fn change_table(
        &mut self,
        table: &ObjectId,
        is_replaced: impl Fn(&TableChange) -> bool,
        planned: Vec<TableChange>,
    ) {
        for change in self.changes.iter_mut() {
            if let Change::AlterTable { table: id, changes } = change
                && id == table
            {
                changes.retain(|change| !is_replaced(change));
                changes.extend(planned);
                return;
            }
        }
        self.changes.push(Change::AlterTable { table: table.clone(), changes: planned });
    }

    /// Both sides' table, where it stays.
    fn tables(&self, member: &ObjectId) -> Option<(ObjectId, Pair<&Table>)> {
        let id = member.parent_table()?;
        match (self.schemas.from.objects.get(&id)?, self.schemas.to.objects.get(&id)?) {
            (Object::Table(from), Object::Table(to)) => Some((id, Pair::new(from, to))),
            _ => None,
        }
    }

    /// A default is taken away meanwhile; a computed column is made anew.
    fn column(&mut self, user: &ObjectId, used: &ObjectId) -> bool {
        let Some((table, tables)) = self.tables(user) else { return false };
        let (Some(from), Some(to)) = (tables.from.columns.get(user.name()), tables.to.columns.get(user.name())) else {
            return false;
        };
        if is_of_type(from, used) {
            // The column of a type that moves is somebody else's to change.
            return false;
        }
        if from.generated.is_some() && comes_from_above(tables, user.name(), self.schemas) {
            // What happens to the parent's reaches it.
            return true;
        }
        let columns = Pair::new(from.clone(), to.clone());
        let planned = if from.generated.is_some() {
            vec![TableChange::AlterColumn { columns, aspect: ColumnAspect::Generated }]
        } else if matches!(from.default, Some(ColumnDefault::Expression(_))) {
            let without = Column { default: None, ..columns.from.clone() };
            let off = TableChange::AlterColumn {
                columns: Pair::new(columns.from, without.clone()),
                aspect: ColumnAspect::Default,
            };
            let without = Column { default: None, ..columns.to.clone() };
            let on =
                TableChange::AlterColumn { columns: Pair::new(without, columns.to), aspect: ColumnAspect::Default };
            let has_default = to.default.is_some();
            [off].into_iter().chain(has_default.then_some(on)).collect()
        } else {
            return false;
        };
        let aspect = if from.generated.is_some() { ColumnAspect::Generated } else { ColumnAspect::Default };
        let moves = aspect == ColumnAspect::Generated;
        let name = user.name().clone();
        let is_replaced = |change: &TableChange| {
            matches!(change, TableChange::AlterColumn { columns, aspect: other }
                if columns.to.name == name && *other == aspect)
        };
        self.change_table(&table, is_replaced, planned);
        moves
    }

    fn constraint(&mut self, user: &ObjectId) -> bool {
        let Some((table, tables)) = self.tables(user) else { return false };
        let sides = tables.map(|table| table.constraints.get(user.name()).cloned());
        let Some(from) = sides.from else { return false };
        self.replace_member(&table, user, TableChange::DropConstraint(from), sides.to.map(TableChange::AddConstraint));
        true
    }

    fn index(&mut self, user: &ObjectId) -> bool {
        let Some((table, tables)) = self.tables(user) else { return false };
        let sides = tables.map(|table| table.indexes.get(user.name()).cloned());
        let Some(from) = sides.from else { return false };
        self.replace_member(&table, user, TableChange::DropIndex(from), sides.to.map(TableChange::AddIndex));
        true
    }

    /// Replaces whatever was planned for a member of a table.
    fn replace_member(&mut self, table: &ObjectId, member: &ObjectId, drop: TableChange, add: Option<TableChange>) {
        let planned = [drop].into_iter().chain(add).collect();
        self.change_table(table, |change| change.member(table).as_ref() == Some(member), planned);
    }

    /// Its checks and its default are taken away meanwhile; columns of it stay.
    fn domain(&mut self, user: &ObjectId, used: &ObjectId) -> bool {
        let (Some(Object::Domain(from)), Some(Object::Domain(to))) =
            (self.schemas.from.objects.get(user), self.schemas.to.objects.get(user))
        else {
            return false;
        };
        if from.data_type.named().is_some_and(|name| name.path() == used.path) {
            // A domain stays over the type it was made over.
            return self.whole(user, used);
        }
        let (mut bare, mut bare_to) = (from.clone(), to.clone());
        for domain in [&mut bare, &mut bare_to] {
            domain.checks.clear();
            domain.default = None;
        }
        let off = Pair::new(Object::Domain(from.clone()), Object::Domain(bare));
        let on = Pair::new(Object::Domain(bare_to), Object::Domain(to.clone()));
        self.changes.retain(|change| !matches!(change, Change::Alter(objects) if objects.to.id() == *user));
        self.changes.extend([off, on].map(Change::Alter));
        false
    }
}

/// Changes of a column that nothing made over it survives.
fn unsettles(change: &TableChange) -> bool {
    match change {
        TableChange::DropColumn(_) => true,
        TableChange::AlterColumn { aspect, .. } => {
            matches!(aspect, ColumnAspect::Type | ColumnAspect::Collation | ColumnAspect::Generated)
        }
        TableChange::AddColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => false,
    }
}

/// What a step drops that foreign keys, and views that group by a key, stand on.
fn dropped_key(step: &Step) -> Option<ObjectId> {
    match step {
        Step::AlterTable { table, change: change @ (TableChange::DropConstraint(_) | TableChange::DropIndex(_)) } => {
            change.member(table)
        }
        _ => None,
    }
}

/// Kinds that the engine itself brings along when a column changes its type.
fn follows_a_column(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Constraint | ObjectKind::Index)
        || kind == ObjectKind::Definition(crate::model::DefinitionKind::Statistics)
}

/// The same column of partitions and child tables, to which happens what happens to this one.
fn below(column: &ObjectId, schema: &Schema, relatives: &Relatives) -> Vec<ObjectId> {
    let table = column.parent_table().filter(|_| column.kind == ObjectKind::Column);
    let Some(Object::Table(table)) = table.and_then(|id| schema.objects.get(&id)) else { return Vec::new() };
    let heirs = relatives.heirs(schema, &table.name, column.name());
    heirs.into_iter().map(|heir| ObjectId::column(&heir.name, column.name())).collect()
}

/// Whether a partition or a child table has the column from its parent, before and after.
fn comes_from_above(tables: Pair<&Table>, column: &Name, schemas: Pair<&Schema>) -> bool {
    let has_it = |table: &Table, schema: &Schema| {
        let parent = table.partition_of.iter().map(|it| &it.parent);
        let inherits = table.columns.get(column).is_some_and(|it| it.inherited);
        let parents = table.options.inherits.iter().filter(|_| inherits);
        parent.chain(parents).filter_map(|it| schema.table(it)).any(|it| it.columns.contains_key(column))
    };
    has_it(tables.from, schemas.from) && has_it(tables.to, schemas.to)
}

fn is_of_type(column: &Column, used: &ObjectId) -> bool {
    let mut data_type = &column.data_type;
    while let crate::model::DataType::Array(element) = data_type {
        data_type = element;
    }
    data_type.named().is_some_and(|name| name.path() == used.path)
}
