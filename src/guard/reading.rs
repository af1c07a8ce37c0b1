//! What the parse tree of a statement says.

use std::fmt;
use std::ops::Range;

/// A statement that only reads, provided that the names in it are harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub kind: Kind,
    /// In the order of the text, each once.
    pub mentions: Vec<Mention>,
}

/// How a statement is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SELECT, WITH, VALUES, TABLE: rows through a cursor.
    Query,
    /// The plan of a statement, which does not run unless it is a query with ANALYZE.
    Explain,
    /// SHOW, DESCRIBE, PRAGMA: what the server says about itself or its schema.
    Show,
}

/// A name that only a list or a catalog can judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub kind: MentionKind,
    pub name: Name,
    /// Bytes of the text where it stands first.
    pub place: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    Function,
    /// Table, view or sequence that is read.
    Relation,
    Type,
    Operator,
    /// Casts that apply by themselves, or to a type that is mentioned. It has no name of its own.
    Cast,
    /// `x.name`: a column, or in PostgreSQL the call of a function with one argument.
    Field,
}

impl MentionKind {
    pub fn noun(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Relation => "table",
            Self::Type => "type",
            Self::Operator => "operator",
            Self::Cast => "cast",
            Self::Field => "field",
        }
    }
}

/// A name as the engine compares it (folded to lower case where it does not distinguish), with the schema it is written with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    pub schema: Option<String>,
    pub name: String,
}

impl Name {
    pub fn bare(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    pub fn qualified(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}

/// Collects mentions, each name once.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    found: Vec<Mention>,
    seen: std::collections::HashSet<(MentionKind, Name)>,
}

impl Mentions {
    pub fn add(&mut self, kind: MentionKind, name: Name, place: Range<usize>) {
        if self.seen.insert((kind, name.clone())) {
            self.found.push(Mention { kind, name, place });
        }
    }

    pub fn into_reading(mut self, kind: Kind) -> Reading {
        self.found.sort_by_key(|mention| mention.place.start);
        Reading { kind, mentions: self.found }
    }
}
