//! What a finding is about where it is about no object of the database.

use crate::model::{DefinitionKind, ObjectId, ObjectKind};

/// A part of the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    File,
    Statement,
    Comment,
    Transaction,
}

impl Part {
    /// An address for it, since a reason has one. Addresses know objects of databases only, so it is that of a rewrite rule on no table, which
    /// no database has: a rule's own address names its table.
    pub fn address(self) -> ObjectId {
        let word = match self {
            Self::File => "file",
            Self::Statement => "statement",
            Self::Comment => "comment",
            Self::Transaction => "transaction",
        };
        ObjectId::new(ObjectKind::Definition(DefinitionKind::Rule), vec![word.into()])
    }
}
