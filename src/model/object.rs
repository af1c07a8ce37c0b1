//! The closed list of kinds of objects a schema is made of.

use super::{
    Domain, EnumType, Extension, Function, MaterializedView, Namespace, ObjectId, ObjectKind, Sequence, Table, Trigger,
    View,
};
use serde::Serialize;

/// One object. Matches on it name every variant: adding a kind makes the compiler list the places left to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Object {
    Namespace(Namespace),
    Extension(Extension),
    Enum(EnumType),
    Domain(Domain),
    Sequence(Sequence),
    Function(Function),
    Table(Box<Table>),
    View(View),
    MaterializedView(MaterializedView),
    Trigger(Trigger),
}

impl Object {
    pub fn id(&self) -> ObjectId {
        match self {
            Self::Namespace(it) => ObjectId::new(ObjectKind::Namespace, vec![it.name.clone()]),
            Self::Extension(it) => ObjectId::new(ObjectKind::Extension, vec![it.name.clone()]),
            Self::Enum(it) => ObjectId::of(ObjectKind::Enum, &it.name),
            Self::Domain(it) => ObjectId::of(ObjectKind::Domain, &it.name),
            Self::Sequence(it) => ObjectId::of(ObjectKind::Sequence, &it.name),
            Self::Function(it) => it.id(),
            Self::Table(it) => it.id(),
            Self::View(it) => ObjectId::of(ObjectKind::View, &it.name),
            Self::MaterializedView(it) => ObjectId::of(ObjectKind::MaterializedView, &it.name),
            Self::Trigger(it) => it.id(),
        }
    }

    pub fn comment(&self) -> Option<&String> {
        match self {
            Self::Namespace(it) => it.comment.as_ref(),
            Self::Extension(it) => it.comment.as_ref(),
            Self::Enum(it) => it.comment.as_ref(),
            Self::Domain(it) => it.comment.as_ref(),
            Self::Sequence(it) => it.comment.as_ref(),
            Self::Function(it) => it.comment.as_ref(),
            Self::Table(it) => it.comment.as_ref(),
            Self::View(it) => it.comment.as_ref(),
            Self::MaterializedView(it) => it.comment.as_ref(),
            Self::Trigger(it) => it.comment.as_ref(),
        }
    }

    pub fn comment_mut(&mut self) -> &mut Option<String> {
        match self {
            Self::Namespace(it) => &mut it.comment,
            Self::Extension(it) => &mut it.comment,
            Self::Enum(it) => &mut it.comment,
            Self::Domain(it) => &mut it.comment,
            Self::Sequence(it) => &mut it.comment,
            Self::Function(it) => &mut it.comment,
            Self::Table(it) => &mut it.comment,
            Self::View(it) => &mut it.comment,
            Self::MaterializedView(it) => &mut it.comment,
            Self::Trigger(it) => &mut it.comment,
        }
    }

    /// The same object without its comment, to compare the rest.
    pub fn without_comment(&self) -> Self {
        let mut object = self.clone();
        *object.comment_mut() = None;
        object
    }
}
