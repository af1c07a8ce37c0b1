//! Partitioning, and the partitions.

use super::{IndexColumns, TableBody};
use crate::model::{Name, PartitionStrategy};
use crate::spec::read::{FromNode, Keyword, OrList, Reader, Spanned, document, group};
use crate::spec::yaml::{Node, Scalar, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

document! {
    /// How the rows are spread over partitions.
    pub struct PartitioningDocument {
        /// range, list or hash.
        strategy: Keyword<PartitionStrategy>,
        /// The column.
        column: Option<Spanned<Name>>,
        /// The columns or expressions, in order.
        columns: Option<IndexColumns>,
        /// One SQL expression, instead of a column.
        expression: Option<Spanned<String>>,
        /// The partitions. Where the key is left out, one default partition takes every row; `[]` means none.
        partitions: Option<Vec<PartitionDocument>>,
    }
}

document! {
    /// One partition: its bound, and what it has beyond its parent. Columns come from the parent where none are written.
    pub struct PartitionDocument {
        ..partition: PartitionBody,
    }
}

/// The keys of a bound and the keys of a table, side by side.
#[derive(Clone, Debug, JsonSchema)]
pub struct PartitionBody {
    #[schemars(flatten)]
    pub bound: BoundDocument,
    #[schemars(flatten)]
    pub body: TableBody,
}

impl crate::spec::read::Group for PartitionBody {
    fn keys() -> Vec<&'static str> {
        [BoundDocument::keys(), TableBody::keys()].concat()
    }

    fn take(fields: &mut crate::spec::read::Fields<'_>, reader: &mut Reader) -> Option<Self> {
        let bound = BoundDocument::take(fields, reader);
        let body = TableBody::take(fields, reader);
        Some(Self { bound: bound?, body: body? })
    }
}

group! {
    /// Which rows a partition takes.
    pub struct BoundDocument {
        /// Range: the first value that is in it. MINVALUE is before all others.
        from: Option<OrList<BoundValue>>,
        /// Range: the first value that is behind it. MAXVALUE is behind all others.
        to: Option<OrList<BoundValue>>,
        /// List: the values that are in it.
        values: Option<Vec<BoundValue>>,
        /// Hash: into how many the rows are spread.
        modulus: Option<i64>,
        /// Hash: which of them this is, from 0.
        remainder: Option<i64>,
        /// Takes what no other partition takes.
        default: Option<bool>,
        /// The bound as SQL, such as FROM ('a') TO ('b').
        bound: Option<Spanned<String>>,
    }
}

/// A scalar of a bound.
#[derive(Clone, Debug)]
pub struct BoundValue(pub Scalar);

impl FromNode for BoundValue {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Scalar(scalar) => Some(Self(scalar.clone())),
            Value::Sequence(_) | Value::Mapping(_) => {
                reader.wrong_type(node, "a value");
                None
            }
        }
    }
}

impl JsonSchema for BoundValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "BoundValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean", "null"] })
    }
}
