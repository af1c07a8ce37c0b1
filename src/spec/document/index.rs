//! Indexes.

use super::IndexStorageBody;
use crate::model::{Name, NullsOrder};
use crate::spec::read::{Either, FromNode, Keyword, NameList, Order, Reader, Spanned, document, group};
use crate::spec::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

document! {
    /// An index.
    pub struct IndexDocument {
        /// Name of the index; left out, it follows from the table and the columns.
        name: Option<Spanned<Name>>,
        /// The columns or expressions, in order.
        columns: IndexColumns,
        /// No two rows have the same values.
        unique: Option<bool>,
        /// The access method where it is not the engine's usual one: gin, gist, brin, hash.
        method: Option<Name>,
        /// Columns that are stored beside the key (PostgreSQL).
        include: Option<NameList>,
        /// Only rows for which this holds are in the index.
        r#where: Option<Spanned<String>>,
        /// Unique indexes: two NULLs are the same.
        nulls_not_distinct: Option<bool>,
        /// Kept up, but no query is answered by it (MySQL's INVISIBLE, MariaDB's IGNORED).
        hidden: Option<bool>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// SQLite: the CREATE INDEX statement where it says more than the keys beside it, such as a comment in it.
        definition: Option<Spanned<String>>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
        ..kept: IndexStorageBody,
    }
}

group! {
    /// One key of an index.
    pub struct IndexKeyBody {
        /// A column.
        column: Option<Spanned<Name>>,
        /// One SQL expression.
        expression: Option<Spanned<String>>,
        /// Only so many characters (of binary columns, bytes) from the start are in the index (MySQL).
        prefix: Option<Spanned<i64>>,
        /// asc or desc.
        order: Option<Keyword<Order>>,
        /// Where NULLs go: first or last.
        nulls: Option<Keyword<NullsOrder>>,
        /// Operator class, as SQL.
        opclass: Option<Spanned<String>>,
        /// Collation, as SQL.
        collation: Option<Spanned<String>>,
    }
}

document! {
    /// One key of an index.
    pub struct IndexKeyDocument {
        /// Of an expression: how finely ANALYZE looks, from 0 to 10000 (PostgreSQL).
        statistics: Option<Spanned<i64>>,
        ..key: IndexKeyBody,
    }
}

/// One name, several with commas, or a list of names and keys in their long form.
#[derive(Clone, Debug)]
pub struct IndexColumns(pub Vec<Spanned<Either<Name, IndexKeyDocument>>>);

impl FromNode for IndexColumns {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Sequence(_) => Vec::read(node, reader).map(Self),
            Value::Mapping(_) => Spanned::read(node, reader).map(|key| Self(vec![key])),
            Value::Scalar(_) => NameList::read(node, reader).map(Self::from),
        }
    }
}

impl From<NameList> for IndexColumns {
    fn from(names: NameList) -> Self {
        let short = |name: Spanned<Name>| Spanned { value: Either::Short(name.value), span: name.span };
        Self(names.0.into_iter().map(short).collect())
    }
}

impl JsonSchema for IndexColumns {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "IndexColumns".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let key = generator.subschema_for::<IndexKeyDocument>();
        json_schema!({ "anyOf": [
            { "type": "string" },
            key,
            { "type": "array", "items": { "anyOf": [{ "type": "string" }, key] } },
        ] })
    }
}
