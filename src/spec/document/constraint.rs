//! Constraints in their long forms.

use super::IndexKeyBody;
use crate::model::{Deferrable, MatchKind, Name, ReferentialAction};
use crate::spec::read::{FromNode, Keyword, NameList, Parameters, Reader, ReferenceText, Spanned, document};
use crate::spec::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

document! {
    /// A primary key or unique constraint.
    pub struct KeyDocument {
        /// Name of the constraint; left out, it follows from the table and the columns.
        name: Option<Spanned<Name>>,
        /// The columns.
        columns: NameList,
        /// Columns that are stored in its index beside the key (PostgreSQL).
        include: Option<NameList>,
        /// Unique constraints: two NULLs are the same.
        nulls_not_distinct: Option<Spanned<bool>>,
        /// true: may be deferred. deferred: is checked at commit.
        deferrable: Option<DeferrableDocument>,
        /// How its index is kept, by the engine's own names (MySQL: {method: btree} where that is said).
        storage: Option<Parameters>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// A condition that holds for every row.
    pub struct CheckDocument {
        /// Name of the constraint; left out, it follows from the table.
        name: Option<Spanned<Name>>,
        /// One SQL expression.
        expression: Spanned<String>,
        /// Rows that are there already are not looked at (PostgreSQL).
        not_valid: Option<bool>,
        /// Child tables do not get it (PostgreSQL).
        no_inherit: Option<bool>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// Columns whose values are found in another table.
    pub struct ForeignKeyDocument {
        /// Name of the constraint; left out, it follows from the table and the columns.
        name: Option<Spanned<Name>>,
        /// The column.
        column: Option<NameList>,
        /// The columns.
        columns: Option<NameList>,
        /// table(column), or a table, whose primary key is then meant.
        references: Spanned<ReferenceText>,
        /// What happens here when the other row is deleted.
        on_delete: Option<Keyword<ReferentialAction>>,
        /// What happens here when the key of the other row changes.
        on_update: Option<Keyword<ReferentialAction>>,
        /// Whether a part of several columns may be NULL: simple or full.
        r#match: Option<Keyword<MatchKind>>,
        /// true: may be deferred. deferred: is checked at commit.
        deferrable: Option<DeferrableDocument>,
        /// Rows that are there already are not looked at (PostgreSQL).
        not_valid: Option<bool>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// No two rows answer true to all operators (PostgreSQL's EXCLUDE).
    pub struct ExcludeDocument {
        /// Name of the constraint; left out, it follows from the table and the columns.
        name: Option<Spanned<Name>>,
        /// The access method, gist unless it says otherwise.
        method: Option<Name>,
        /// What is compared, and how.
        elements: Vec<Spanned<ExcludeElementDocument>>,
        /// Columns that are stored in its index beside the key.
        include: Option<NameList>,
        /// Only rows for which this holds are compared.
        r#where: Option<Spanned<String>>,
        /// true: may be deferred. deferred: is checked at commit.
        deferrable: Option<DeferrableDocument>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// One comparison of an exclusion.
    pub struct ExcludeElementDocument {
        /// The operator, such as && or =.
        operator: Spanned<String>,
        ..key: IndexKeyBody,
    }
}

/// `true`, `false`, or `deferred`.
#[derive(Clone, Copy, Debug)]
pub struct DeferrableDocument(pub Deferrable);

impl FromNode for DeferrableDocument {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let scalar = node.as_scalar();
        if let Some(deferrable) = scalar.and_then(crate::spec::yaml::Scalar::as_bool) {
            return Some(Self(if deferrable { Deferrable::InitiallyImmediate } else { Deferrable::No }));
        }
        match scalar.map(|scalar| scalar.text.to_ascii_lowercase()).as_deref() {
            Some("deferred") => Some(Self(Deferrable::InitiallyDeferred)),
            Some("immediate") => Some(Self(Deferrable::InitiallyImmediate)),
            _ => {
                reader.wrong_type(node, "true, false or deferred");
                None
            }
        }
    }
}

impl JsonSchema for DeferrableDocument {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Deferrable".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [true, false, "deferred", "immediate"] })
    }
}
