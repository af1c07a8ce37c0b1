//! Constraints of a table. All of a table's constraints share one set of names.

use super::{Index, IndexKey, IndexStorage, Name, QualifiedName, SqlText, Written};
use serde::Serialize;

/// Whether a constraint's name was written or follows from the naming rule. Engines that keep unnamed
/// constraints (SQLite) are then given none; it never makes two constraints different.
#[derive(Clone, Copy, Debug, Default)]
pub enum NameOrigin {
    Written,
    #[default]
    Generated,
}

impl PartialEq for NameOrigin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for NameOrigin {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Constraint {
    PrimaryKey(PrimaryKey),
    Unique(Unique),
    Check(Check),
    ForeignKey(ForeignKey),
    Exclude(Exclude),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConstraintKind {
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
    Exclude,
}

impl ConstraintKind {
    /// The SQL keywords, in lower case, for messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::Check => "check",
            Self::ForeignKey => "foreign key",
            Self::Exclude => "exclusion constraint",
        }
    }
}

impl Constraint {
    pub fn kind(&self) -> ConstraintKind {
        match self {
            Self::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            Self::Unique(_) => ConstraintKind::Unique,
            Self::Check(_) => ConstraintKind::Check,
            Self::ForeignKey(_) => ConstraintKind::ForeignKey,
            Self::Exclude(_) => ConstraintKind::Exclude,
        }
    }

    pub fn name(&self) -> &Name {
        match self {
            Self::PrimaryKey(it) => &it.name,
            Self::Unique(it) => &it.name,
            Self::Check(it) => &it.name,
            Self::ForeignKey(it) => &it.name,
            Self::Exclude(it) => &it.name,
        }
    }

    pub fn origin(&self) -> NameOrigin {
        match self {
            Self::PrimaryKey(it) => it.origin,
            Self::Unique(it) => it.origin,
            Self::Check(it) => it.origin,
            Self::ForeignKey(it) => it.origin,
            Self::Exclude(it) => it.origin,
        }
    }

    pub fn comment(&self) -> Option<&String> {
        match self {
            Self::PrimaryKey(it) => it.comment.as_ref(),
            Self::Unique(it) => it.comment.as_ref(),
            Self::Check(it) => it.comment.as_ref(),
            Self::ForeignKey(it) => it.comment.as_ref(),
            Self::Exclude(it) => it.comment.as_ref(),
        }
    }

    pub fn comment_mut(&mut self) -> &mut Option<String> {
        match self {
            Self::PrimaryKey(it) => &mut it.comment,
            Self::Unique(it) => &mut it.comment,
            Self::Check(it) => &mut it.comment,
            Self::ForeignKey(it) => &mut it.comment,
            Self::Exclude(it) => &mut it.comment,
        }
    }

    /// The constraint as one that all rows are known to keep.
    #[must_use]
    pub fn validated(mut self) -> Self {
        match &mut self {
            Self::Check(it) => it.not_valid = false,
            Self::ForeignKey(it) => it.not_valid = false,
            Self::PrimaryKey(_) | Self::Unique(_) | Self::Exclude(_) => {}
        }
        self
    }

    /// How its index is kept, for constraints that stand on one of their own.
    pub fn storage(&self) -> Option<&IndexStorage> {
        match self {
            Self::PrimaryKey(it) => Some(&it.storage),
            Self::Unique(it) => Some(&it.storage),
            Self::Exclude(it) => Some(&it.storage),
            Self::Check(_) | Self::ForeignKey(_) => None,
        }
    }

    pub fn storage_mut(&mut self) -> Option<&mut IndexStorage> {
        match self {
            Self::PrimaryKey(it) => Some(&mut it.storage),
            Self::Unique(it) => Some(&mut it.storage),
            Self::Exclude(it) => Some(&mut it.storage),
            Self::Check(_) | Self::ForeignKey(_) => None,
        }
    }

    /// The same constraint under another name.
    pub fn renamed(&self, name: Name) -> Self {
        let mut renamed = self.clone();
        match &mut renamed {
            Self::PrimaryKey(it) => it.name = name,
            Self::Unique(it) => it.name = name,
            Self::Check(it) => it.name = name,
            Self::ForeignKey(it) => it.name = name,
            Self::Exclude(it) => it.name = name,
        }
        renamed
    }

    /// The columns it is about, as far as they are named outside of expressions.
    pub fn columns(&self) -> Vec<&Name> {
        match self {
            Self::PrimaryKey(it) => it.columns.iter().collect(),
            Self::Unique(it) => it.columns.iter().collect(),
            Self::ForeignKey(it) => it.columns.iter().collect(),
            Self::Exclude(it) => it.elements.iter().filter_map(|element| element.key.column()).collect(),
            Self::Check(_) => Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrimaryKey {
    pub name: Name,
    /// No part of what the constraint is, so no part of a fingerprint.
    #[serde(skip)]
    pub origin: NameOrigin,
    pub columns: Vec<Name>,
    pub include: Vec<Name>,
    pub storage: IndexStorage,
    pub deferrable: Deferrable,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unique {
    pub name: Name,
    /// No part of what the constraint is, so no part of a fingerprint.
    #[serde(skip)]
    pub origin: NameOrigin,
    pub columns: Vec<Name>,
    pub include: Vec<Name>,
    pub nulls_not_distinct: bool,
    pub storage: IndexStorage,
    pub deferrable: Deferrable,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: Name,
    /// No part of what the constraint is, so no part of a fingerprint.
    #[serde(skip)]
    pub origin: NameOrigin,
    pub expression: SqlText,
    pub not_valid: bool,
    /// Child tables do not get it (PostgreSQL).
    pub no_inherit: bool,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    pub name: Name,
    /// No part of what the constraint is, so no part of a fingerprint.
    #[serde(skip)]
    pub origin: NameOrigin,
    pub columns: Vec<Name>,
    pub references: QualifiedName,
    /// Always written out, also where the spec leaves it to the primary key. Empty only where the engine's catalog leaves it open.
    pub referenced_columns: Vec<Name>,
    /// The two as somebody wrote them, where names are compared without letter case and columns may be left out (SQLite).
    #[serde(skip)]
    pub written: Written<Reference>,
    pub on_delete: ReferentialAction,
    /// The columns that SET NULL or SET DEFAULT on delete is about, where not all are.
    pub on_delete_columns: Vec<Name>,
    pub on_update: ReferentialAction,
    pub match_kind: MatchKind,
    pub deferrable: Deferrable,
    pub not_valid: bool,
    pub comment: Option<String>,
}

/// A table and columns of it, as they stand behind REFERENCES.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub table: QualifiedName,
    /// Empty where the primary key is meant.
    pub columns: Vec<Name>,
}

/// No two rows may answer true to all operators (PostgreSQL's EXCLUDE).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exclude {
    pub name: Name,
    /// No part of what the constraint is, so no part of a fingerprint.
    #[serde(skip)]
    pub origin: NameOrigin,
    pub method: Name,
    pub elements: Vec<ExcludeElement>,
    pub include: Vec<Name>,
    pub predicate: Option<SqlText>,
    pub storage: IndexStorage,
    pub deferrable: Deferrable,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExcludeElement {
    pub key: IndexKey,
    /// The operator as SQL, such as `&&` or `OPERATOR(public.=)`.
    pub operator: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    #[default]
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl ReferentialAction {
    /// SQL keywords, the same on every engine.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }

    pub fn from_sql(text: &str) -> Option<Self> {
        [Self::NoAction, Self::Restrict, Self::Cascade, Self::SetNull, Self::SetDefault]
            .into_iter()
            .find(|action| action.as_sql().eq_ignore_ascii_case(text))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum MatchKind {
    #[default]
    Simple,
    Full,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    #[default]
    No,
    /// May be deferred; checked at once unless the transaction asks.
    InitiallyImmediate,
    /// Checked at commit unless the transaction asks.
    InitiallyDeferred,
}

impl ForeignKey {
    /// Table and columns of the other side, as somebody wrote them as long as that is what is meant.
    pub fn reference(&self) -> (&QualifiedName, &[Name]) {
        let is_same = |a: &Name, b: &Name| a.as_str().eq_ignore_ascii_case(b.as_str());
        let is_meant = |written: &&Reference| {
            let Reference { table, columns } = written;
            let paired = columns.len() == self.referenced_columns.len()
                && columns.iter().zip(&self.referenced_columns).all(|(a, b)| is_same(a, b));
            is_same(&table.name, &self.references.name) && (columns.is_empty() || paired)
        };
        match self.written.0.as_ref().filter(is_meant) {
            Some(Reference { table, columns }) => (table, columns),
            None => (&self.references, &self.referenced_columns),
        }
    }
}

impl Unique {
    /// Whether this constraint's index is the given one, name aside. Used where a constraint replaces an index.
    pub fn matches_index(&self, index: &Index) -> bool {
        index.unique
            && index.predicate.is_none()
            && index.keys.iter().all(|key| key.prefix.is_none())
            && index.keys.iter().map(IndexKey::column).eq(self.columns.iter().map(Some))
    }
}
