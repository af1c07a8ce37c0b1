//! Who an object belongs to.

use super::{Identity, Name, Object, ObjectId, ObjectKind, QualifiedName, Schema, Table, generated_name};
use serde::Serialize;

/// The owner of one object, where that is not the connecting role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    pub on: ObjectId,
    pub role: Name,
}

impl Owner {
    pub fn id(&self) -> ObjectId {
        Self::id_on(&self.on)
    }

    /// The address of the owner of an object: `owner:table:public.users`.
    pub fn id_on(on: &ObjectId) -> ObjectId {
        ObjectId::new(ObjectKind::Owner, vec![Name::new(on.to_string())])
    }
}

impl Schema {
    /// Who owns the object, where that is not the connecting role.
    pub fn owner_of(&self, on: &ObjectId) -> Option<&Name> {
        let owner = |on: &ObjectId| match self.objects.get(&Owner::id_on(on)) {
            Some(Object::Owner(owner)) => Some(&owner.role),
            _ => None,
        };
        match self.owned_with(on) {
            Some(table) => owner(&table),
            None => owner(on),
        }
    }

    /// The table that the owner of a sequence comes from: one that belongs to a column has no owner of its own.
    pub fn owned_with(&self, sequence: &ObjectId) -> Option<ObjectId> {
        if sequence.kind != ObjectKind::Sequence {
            return None;
        }
        match self.objects.get(sequence) {
            Some(Object::Sequence(it)) => it.owned_by.as_ref().map(|(table, _)| ObjectId::table(table)),
            _ => self.tables().find(|table| table.identity_sequences().any(|id| id == *sequence)).map(Table::id),
        }
    }
}

impl Object {
    /// Whether it has an owner of its own.
    pub fn has_owner(&self) -> bool {
        match self {
            Self::Namespace(_)
            | Self::Enum(_)
            | Self::Domain(_)
            | Self::Composite(_)
            | Self::Function(_)
            | Self::Table(_)
            | Self::View(_)
            | Self::MaterializedView(_)
            | Self::Publication(_)
            | Self::Server(_) => true,
            Self::Sequence(it) => it.owned_by.is_none(),
            Self::Definition(it) => it.kind.has_owner(),
            Self::Role(_)
            | Self::Extension(_)
            | Self::Trigger(_)
            | Self::Policy(_)
            | Self::UserMapping(_)
            | Self::Owner(_)
            | Self::Grant(_)
            | Self::DefaultPrivileges(_) => false,
        }
    }
}

impl Table {
    /// The sequences that come with its identity columns and are no objects of their own.
    pub fn identity_sequences(&self) -> impl Iterator<Item = ObjectId> {
        let identities = self.columns.values().filter_map(|column| Some((&column.name, column.identity.as_ref()?)));
        identities.map(|(column, identity)| identity.sequence_of(&self.name, column))
    }
}

impl Identity {
    /// The sequence behind the column, by the name that PostgreSQL gives it where it was given none.
    pub fn sequence_of(&self, table: &QualifiedName, column: &Name) -> ObjectId {
        let generated = || table.sibling(generated_name(&table.name, &[column], "seq"));
        ObjectId::of(ObjectKind::Sequence, &self.sequence.clone().unwrap_or_else(generated))
    }
}
