//! The closed list of kinds of objects a schema is made of.

use super::{
    Composite, DefaultPrivileges, Definition, Domain, EnumType, Extension, ForeignServer, Function, Grant,
    MaterializedView, Namespace, ObjectId, ObjectKind, Owner, Policy, Publication, Role, Sequence, SqlText, Table,
    Trigger, UserMapping, View,
};
use serde::Serialize;

/// One object. Matches on it name every variant: adding a kind makes the compiler list the places left to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Object {
    Role(Role),
    Namespace(Namespace),
    Extension(Extension),
    Enum(EnumType),
    Domain(Domain),
    Composite(Composite),
    Sequence(Sequence),
    Function(Function),
    Table(Box<Table>),
    View(View),
    MaterializedView(MaterializedView),
    Trigger(Trigger),
    Policy(Policy),
    Publication(Publication),
    Server(ForeignServer),
    UserMapping(UserMapping),
    Definition(Definition),
    Owner(Owner),
    Grant(Grant),
    DefaultPrivileges(DefaultPrivileges),
}

impl Object {
    pub fn id(&self) -> ObjectId {
        match self {
            Self::Role(it) => it.id(),
            Self::Namespace(it) => ObjectId::new(ObjectKind::Namespace, vec![it.name.clone()]),
            Self::Extension(it) => ObjectId::new(ObjectKind::Extension, vec![it.name.clone()]),
            Self::Enum(it) => ObjectId::of(ObjectKind::Enum, &it.name),
            Self::Domain(it) => ObjectId::of(ObjectKind::Domain, &it.name),
            Self::Composite(it) => ObjectId::of(ObjectKind::Composite, &it.name),
            Self::Sequence(it) => ObjectId::of(ObjectKind::Sequence, &it.name),
            Self::Function(it) => it.id(),
            Self::Table(it) => it.id(),
            Self::View(it) => ObjectId::of(ObjectKind::View, &it.name),
            Self::MaterializedView(it) => ObjectId::of(ObjectKind::MaterializedView, &it.name),
            Self::Trigger(it) => it.id(),
            Self::Policy(it) => it.id(),
            Self::Publication(it) => it.id(),
            Self::Server(it) => it.id(),
            Self::UserMapping(it) => it.id(),
            Self::Definition(it) => it.id(),
            Self::Owner(it) => it.id(),
            Self::Grant(it) => it.id(),
            Self::DefaultPrivileges(it) => it.id(),
        }
    }

    pub fn comment(&self) -> Option<&String> {
        match self {
            Self::Namespace(it) => it.comment.as_ref(),
            Self::Extension(it) => it.comment.as_ref(),
            Self::Enum(it) => it.comment.as_ref(),
            Self::Domain(it) => it.comment.as_ref(),
            Self::Composite(it) => it.comment.as_ref(),
            Self::Sequence(it) => it.comment.as_ref(),
            Self::Function(it) => it.comment.as_ref(),
            Self::Table(it) => it.comment.as_ref(),
            Self::View(it) => it.comment.as_ref(),
            Self::MaterializedView(it) => it.comment.as_ref(),
            Self::Trigger(it) => it.comment.as_ref(),
            Self::Policy(it) => it.comment.as_ref(),
            Self::Publication(it) => it.comment.as_ref(),
            Self::Server(it) => it.comment.as_ref(),
            Self::Definition(it) => it.comment.as_ref(),
            Self::Role(_) | Self::UserMapping(_) | Self::Owner(_) | Self::Grant(_) | Self::DefaultPrivileges(_) => None,
        }
    }

    /// The place of the comment, for kinds that have one.
    pub fn comment_mut(&mut self) -> Option<&mut Option<String>> {
        match self {
            Self::Namespace(it) => Some(&mut it.comment),
            Self::Extension(it) => Some(&mut it.comment),
            Self::Enum(it) => Some(&mut it.comment),
            Self::Domain(it) => Some(&mut it.comment),
            Self::Composite(it) => Some(&mut it.comment),
            Self::Sequence(it) => Some(&mut it.comment),
            Self::Function(it) => Some(&mut it.comment),
            Self::Table(it) => Some(&mut it.comment),
            Self::View(it) => Some(&mut it.comment),
            Self::MaterializedView(it) => Some(&mut it.comment),
            Self::Trigger(it) => Some(&mut it.comment),
            Self::Policy(it) => Some(&mut it.comment),
            Self::Publication(it) => Some(&mut it.comment),
            Self::Server(it) => Some(&mut it.comment),
            Self::Definition(it) => Some(&mut it.comment),
            Self::Role(_) | Self::UserMapping(_) | Self::Owner(_) | Self::Grant(_) | Self::DefaultPrivileges(_) => None,
        }
    }

    /// The complete statement of an object that is kept as one.
    pub fn statement_mut(&mut self) -> Option<&mut SqlText> {
        match self {
            Self::Function(it) => Some(&mut it.definition),
            Self::Trigger(it) => Some(&mut it.definition),
            Self::Definition(it) => Some(&mut it.definition),
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::Enum(_)
            | Self::Domain(_)
            | Self::Composite(_)
            | Self::Sequence(_)
            | Self::Table(_)
            | Self::View(_)
            | Self::MaterializedView(_)
            | Self::Policy(_)
            | Self::Publication(_)
            | Self::Server(_)
            | Self::Role(_)
            | Self::UserMapping(_)
            | Self::Owner(_)
            | Self::Grant(_)
            | Self::DefaultPrivileges(_) => None,
        }
    }

    /// The same object without its comment, to compare the rest.
    pub fn without_comment(&self) -> Self {
        let mut object = self.clone();
        if let Some(comment) = object.comment_mut() {
            *comment = None;
        }
        object
    }

    /// The object that this one hangs on, by the kinds that may be meant: it is made after that, and goes with it.
    pub fn attached_to(&self) -> Vec<ObjectId> {
        let relation = |name| {
            [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView]
                .map(|kind| ObjectId::of(kind, name))
                .to_vec()
        };
        match self {
            Self::Trigger(it) => relation(&it.table),
            Self::Policy(it) => relation(&it.table),
            Self::Definition(it) => it.table.as_ref().map(relation).unwrap_or_default(),
            Self::UserMapping(it) => vec![ObjectId::new(ObjectKind::Server, vec![it.server.clone()])],
            Self::Owner(it) => vec![it.on.clone()],
            Self::Grant(it) => vec![it.on.clone()],
            Self::Role(_)
            | Self::Namespace(_)
            | Self::Extension(_)
            | Self::Enum(_)
            | Self::Domain(_)
            | Self::Composite(_)
            | Self::Sequence(_)
            | Self::Function(_)
            | Self::Table(_)
            | Self::View(_)
            | Self::MaterializedView(_)
            | Self::Publication(_)
            | Self::Server(_)
            | Self::DefaultPrivileges(_) => Vec::new(),
        }
    }
}
