//! What a database knows about the names in a statement.

use super::reading::{MentionKind, Name};

/// Everything that somebody defined under the names a statement mentions. What the engine brings along is not in here: the lists of
/// this module speak for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    pub definitions: Vec<Definition>,
}

impl Catalog {
    pub(super) fn of<'a>(&'a self, kind: MentionKind, name: &'a Name) -> impl Iterator<Item = &'a Definition> {
        self.definitions.iter().filter(move |definition| definition.kind == kind && definition.mentioned == *name)
    }
}

/// One object that a name may mean. A name that may mean several is harmless only if all of them are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: MentionKind,
    /// The name as the statement has it.
    pub mentioned: Name,
    /// What it is, for messages: `function public.bump`.
    pub title: String,
    pub origin: Origin,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It comes with the engine.
    Engine,
    Extension(String),
    User,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Rows or values as they are stored: nothing runs.
    Stored,
    /// A query that runs when it is read: a view.
    Query(String),
    /// An expression that is evaluated: a policy, the check of a domain.
    Expression(String),
    /// A function. `text` is its source, where the engine shows it.
    Routine { volatility: Volatility, language: String, text: Option<String> },
    /// It cannot be judged, and why.
    Opaque(String),
}

/// What a function promises, by the words of PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volatility {
    /// It may write.
    Volatile,
    /// It reads.
    Stable,
    /// It computes.
    Immutable,
}
