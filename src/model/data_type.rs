//! Types of columns: the portable list, and what an engine has beyond it.

use super::QualifiedName;
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};

/// A column type after a dialect has read it. Nothing is passed through unread: text that is neither portable nor known
/// to the engine never becomes a `DataType`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum DataType {
    SmallInt,
    Int,
    BigInt,
    /// Exact numeric. Precision and scale in decimal digits; without precision as many digits as the engine allows.
    Decimal {
        precision: Option<u32>,
        scale: Option<i32>,
    },
    Real,
    Double,
    Boolean,
    /// Fixed length in characters, blank padded.
    Char {
        length: Option<u32>,
    },
    /// Variable length in characters; without a length unbounded.
    VarChar {
        length: Option<u32>,
    },
    Text,
    Date,
    /// Precision in fractional digits of a second.
    Time {
        precision: Option<u32>,
        zone: bool,
    },
    Timestamp {
        precision: Option<u32>,
        zone: bool,
    },
    Interval,
    Uuid,
    Json,
    /// Bytes, variable length.
    Binary,
    Array(Box<DataType>),
    /// An enum, domain or other type of the user's own.
    Named(QualifiedName),
    /// A type that only one engine has, in that engine's canonical spelling.
    Native(NativeType),
}

impl DataType {
    /// The user's type that this one is made of, if any.
    pub fn named(&self) -> Option<&QualifiedName> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(element) => element.named(),
            _ => None,
        }
    }

    /// Whether both are the same type, lengths and precisions aside.
    pub fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Time { zone: a, .. }, Self::Time { zone: b, .. })
            | (Self::Timestamp { zone: a, .. }, Self::Timestamp { zone: b, .. }) => a == b,
            (Self::Array(a), Self::Array(b)) => a.is_same_kind(b),
            (Self::Named(a), Self::Named(b)) => a == b,
            (Self::Native(a), Self::Native(b)) => a.word() == b.word(),
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }

    /// Whether a literal shown as one of this type is what a plain literal becomes in a column of the other type: of its own
    /// type, or a number in a column of numbers (`-1` in a `BIGINT` column is shown as `'-1'::integer`).
    pub fn is_usual_for(&self, column: &Self) -> bool {
        self.is_same_kind(column) || self.is_number() && column.is_number()
    }

    pub fn is_integer(&self) -> bool {
        matches!(self, Self::SmallInt | Self::Int | Self::BigInt)
    }

    pub fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Self::Decimal { .. } | Self::Real | Self::Double)
    }

    pub fn is_text(&self) -> bool {
        matches!(self, Self::Char { .. } | Self::VarChar { .. } | Self::Text)
    }
}

/// The text of an engine's own type. Letter case does not distinguish types: `nvarchar(10)` is `NVARCHAR(10)`. It does in quotes, where
/// the values of an enum are. In strings it does:
/// `enum('a')` is not `enum('A')`.
#[derive(Clone, Debug)]
pub struct NativeType(String);

impl NativeType {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The type without its arguments.
    fn word(&self) -> String {
        self.key().split('(').next().unwrap_or_default().trim_end().to_owned()
    }

    fn key(&self) -> String {
        let fold = |(at, part): (usize, &str)| if at % 2 == 0 { part.to_ascii_lowercase() } else { part.to_owned() };
        self.0.split('\'').enumerate().map(fold).collect::<Vec<_>>().join("'")
    }
}

impl PartialEq for NativeType {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.0.eq_ignore_ascii_case(&other.0) && self.key() == other.key()
    }
}

impl Eq for NativeType {}

impl PartialOrd for NativeType {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for NativeType {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for NativeType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Serialize for NativeType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key())
    }
}
