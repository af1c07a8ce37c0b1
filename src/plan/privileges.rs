//! What may be done on objects that a plan makes: privileges do not start from nothing there, but from what new objects are born with.

use crate::dialect::Dialect;
use crate::model::{
    DefaultPrivileges, DefinitionKind, Grant, GrantableObjects, Grantee, Name, Object, ObjectId, ObjectKind, Owner,
    Pair, Privileges, Schema, Step, Table, TableChange,
};
use std::collections::{BTreeMap, BTreeSet};

/// What each grantee may do on one object.
pub type Access = BTreeMap<Grantee, Privileges>;

/// Brings the steps about owners and privileges in line with the others: what is made anew has to get again what it shall have, what is
/// dropped needs nothing taken away, and who becomes the owner of an object brings along what they had before.
pub(super) fn settle(dialect: &dyn Dialect, steps: &mut Vec<Step>, schemas: Pair<&Schema>) {
    let sides = schemas.map(Grants::of);
    let made: BTreeSet<ObjectId> = steps.iter().flat_map(made).collect();
    let gone: BTreeSet<ObjectId> = steps.iter().flat_map(gone).filter(|id| !made.contains(id)).collect();
    let mut touched: BTreeMap<ObjectId, Access> =
        made.iter().map(|on| (on.clone(), born_with(dialect, schemas.from, on))).collect();
    for on in steps.iter().filter_map(changes_access) {
        touched.entry(on.clone()).or_insert_with(|| sides.from.on(dialect, &on));
    }
    for (table, column) in steps.iter().filter_map(dropped_column) {
        if let Some(access) = touched.get_mut(&table) {
            let of_others = |column: &Name, of: &Option<Name>| of.as_ref() != Some(column);
            access.values_mut().for_each(|privileges| privileges.retain(|it, _| of_others(&column, &it.column)));
        }
    }
    steps.retain(|step| match step {
        Step::Owner { on, .. } => !gone.contains(on) && !made.contains(on),
        Step::Privileges { on, .. } => !gone.contains(on) && !touched.contains_key(on),
        Step::Create(_)
        | Step::Drop(_)
        | Step::Rename(_)
        | Step::Alter(_)
        | Step::Replace(_)
        | Step::Comment { .. }
        | Step::AlterTable { .. }
        | Step::AlterTogether(_)
        | Step::Rebuild(_)
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::SwapEnum { .. } => true,
    });
    for on in &made {
        if let Some(Object::Owner(Owner { role, .. })) = schemas.to.objects.get(&Owner::id_on(on)) {
            steps.push(Step::Owner { on: on.clone(), role: Some(role.clone()) });
        }
    }
    for (on, mut now) in touched {
        let owner = schemas.to.owner_of(&on);
        if let Some(owner) = owner {
            become_owner(&mut now, owner);
        }
        steps.extend(differences(dialect, &on, owner, Pair::new(now, sides.to.on(dialect, &on))));
    }
}

/// ALTER … OWNER TO gives the new owner what the old one had, on top of their own.
fn become_owner(access: &mut Access, owner: &Name) {
    let own = access.remove(&Grantee::Role(owner.clone())).unwrap_or_default();
    let there = access.entry(Grantee::Owner).or_default();
    for (privilege, grantable) in own {
        let known = there.entry(privilege).or_insert(grantable);
        *known = (*known).max(grantable);
    }
}

fn differences(dialect: &dyn Dialect, on: &ObjectId, owner: Option<&Name>, access: Pair<Access>) -> Vec<Step> {
    let grantees: BTreeSet<&Grantee> = access.from.keys().chain(access.to.keys()).collect();
    let mut steps = Vec::new();
    for to in grantees {
        let of = |access: &Access| access.get(to).cloned().unwrap_or_else(|| dialect.privileges_by_default(on, to));
        let privileges = access.as_ref().map(of);
        if privileges.differs() {
            steps.push(Step::Privileges { on: on.clone(), to: to.clone(), owner: owner.cloned(), privileges });
        }
    }
    steps
}

/// The grants of a schema by object.
struct Grants<'a>(BTreeMap<&'a ObjectId, Vec<&'a Grant>>);

impl<'a> Grants<'a> {
    fn of(schema: &'a Schema) -> Self {
        let mut grants: BTreeMap<&ObjectId, Vec<&Grant>> = BTreeMap::new();
        for object in schema.of_kind(ObjectKind::Grant) {
            if let Object::Grant(grant) = object {
                grants.entry(&grant.on).or_default().push(grant);
            }
        }
        Self(grants)
    }

    fn on(&self, dialect: &dyn Dialect, on: &ObjectId) -> Access {
        let mut access = by_default(dialect, on);
        let grants = self.0.get(on).into_iter().flatten();
        access.extend(grants.map(|grant| (grant.to.clone(), grant.privileges.clone())));
        access
    }
}

fn by_default(dialect: &dyn Dialect, on: &ObjectId) -> Access {
    let access = [Grantee::Owner, Grantee::Public].map(|to| (to.clone(), dialect.privileges_by_default(on, &to)));
    BTreeMap::from(access)
}

/// What an object is born with that the connecting role makes while the default privileges of the schema hold.
pub fn born_with(dialect: &dyn Dialect, schema: &Schema, on: &ObjectId) -> Access {
    let mut access = by_default(dialect, on);
    let Some(objects) = grantable_as(on.kind) else { return access };
    let defaults = || {
        let all = schema.of_kind(ObjectKind::DefaultPrivileges).filter_map(|object| match object {
            Object::DefaultPrivileges(it) => Some(it),
            _ => None,
        });
        all.filter(|it| it.role.is_none() && it.objects == objects)
    };
    let everywhere = |it: &&DefaultPrivileges| it.namespace.is_none();
    access.extend(defaults().filter(everywhere).map(|it| (it.to.clone(), it.privileges.clone())));
    let namespace = on.path.first().filter(|_| on.path.len() > 1);
    for it in defaults().filter(|it| it.namespace.is_some() && it.namespace.as_ref() == namespace) {
        let there = access.entry(it.to.clone()).or_default();
        for (privilege, grantable) in &it.privileges {
            let known = there.entry(privilege.clone()).or_insert(*grantable);
            *known = (*known).max(*grantable);
        }
    }
    access
}

/// Whatever privileges can be given on: objects, and the sequences of identity columns, which are none.
pub fn grantable(schema: &Schema) -> BTreeSet<ObjectId> {
    let sequences = schema.tables().flat_map(Table::identity_sequences);
    let objects = schema.objects.keys().filter(|id| grantable_as(id.kind).is_some()).cloned();
    objects.chain(sequences).collect()
}

fn grantable_as(kind: ObjectKind) -> Option<GrantableObjects> {
    match kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView => Some(GrantableObjects::Tables),
        ObjectKind::Sequence => Some(GrantableObjects::Sequences),
        ObjectKind::Function => Some(GrantableObjects::Functions),
        ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Composite
        | ObjectKind::Definition(DefinitionKind::Range) => Some(GrantableObjects::Types),
        ObjectKind::Namespace => Some(GrantableObjects::Namespaces),
        ObjectKind::Role
        | ObjectKind::Extension
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => None,
    }
}

/// What a step makes anew, whatever stood under the name before.
fn made(step: &Step) -> Vec<ObjectId> {
    match step {
        Step::Create(Object::Table(table)) => table.identity_sequences().chain([table.id()]).collect(),
        Step::Create(object) => vec![object.id()],
        // A new type under the old name.
        Step::SwapEnum { enums, .. } => vec![ObjectId::of(ObjectKind::Enum, &enums.to.name)],
        Step::AlterTable { table, change: TableChange::AddColumn(column) } => {
            let sequence = column.identity.as_ref().map(|it| it.sequence_of(&table.qualified_name(), &column.name));
            sequence.into_iter().collect()
        }
        Step::AlterTable { table, change: TableChange::AlterColumn { columns, .. } } => {
            let sequence =
                columns.to.identity.as_ref().map(|it| it.sequence_of(&table.qualified_name(), &columns.to.name));
            sequence.filter(|_| columns.from.identity.is_none()).into_iter().collect()
        }
        Step::Drop(_)
        | Step::Rename(_)
        | Step::Alter(_)
        | Step::Replace(_)
        | Step::Comment { .. }
        | Step::AlterTable { .. }
        | Step::AlterTogether(_)
        | Step::Rebuild(_)
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. } => Vec::new(),
    }
}

/// What is no longer there afterwards.
fn gone(step: &Step) -> Vec<ObjectId> {
    match step {
        Step::Drop(Object::Table(table)) => table.identity_sequences().chain([table.id()]).collect(),
        Step::Drop(object) => vec![object.id()],
        Step::AlterTable { table, change: TableChange::DropColumn(column) } => {
            let sequence = column.identity.as_ref().map(|it| it.sequence_of(&table.qualified_name(), &column.name));
            sequence.into_iter().collect()
        }
        Step::AlterTable { table, change: TableChange::AlterColumn { columns, .. } } => {
            let sequence =
                columns.from.identity.as_ref().map(|it| it.sequence_of(&table.qualified_name(), &columns.from.name));
            sequence.filter(|_| columns.to.identity.is_none()).into_iter().collect()
        }
        Step::Create(_)
        | Step::Rename(_)
        | Step::Alter(_)
        | Step::Replace(_)
        | Step::Comment { .. }
        | Step::AlterTable { .. }
        | Step::AlterTogether(_)
        | Step::Rebuild(_)
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. }
        | Step::SwapEnum { .. } => Vec::new(),
    }
}

/// The object whose privileges become others by the step itself.
fn changes_access(step: &Step) -> Option<ObjectId> {
    match step {
        Step::Owner { on, .. } => Some(on.clone()),
        _ => dropped_column(step).map(|(table, _)| table),
    }
}

fn dropped_column(step: &Step) -> Option<(ObjectId, Name)> {
    match step {
        Step::AlterTable { table, change: TableChange::DropColumn(column) } => {
            Some((table.clone(), column.name.clone()))
        }
        _ => None,
    }
}
