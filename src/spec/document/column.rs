//! Columns.

use super::{CheckDocument, ColumnStorageForm, OptionsDocument};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Additivity, IdentityMode, Name, QualifiedName, Sensitivity};
use crate::spec::read::{Either, FromNode, Keyword, Reader, ReferenceText, Required, Spanned, document, group};
use crate::spec::yaml::{Entry, Node, Scalar, Style, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

document! {
    /// A column.
    pub struct LongColumn {
        /// Name of the column.
        name: Spanned<Name>,
        /// A portable type (SMALLINT, INT, BIGINT, DECIMAL(p,s), REAL, DOUBLE, BOOLEAN, CHAR(n), VARCHAR(n), TEXT, DATE, TIME,
        /// TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID, JSON, BINARY), an enum or domain of this spec, or a type of the spec's dialect.
        r#type: Required<Spanned<String>>,
        /// Whether NULL may be stored: true, unless it says otherwise.
        nullable: Option<bool>,
        /// What a new row gets: a scalar is that value, `{expr: …}` is SQL.
        default: Option<DefaultDocument>,
        /// The column is computed from others.
        generated: Option<GeneratedDocument>,
        /// The engine counts the values up.
        identity: Option<Either<Keyword<IdentityMode>, IdentityDocument>>,
        /// This column is the table's primary key.
        primary_key: Option<bool>,
        /// No two rows have the same value.
        unique: Option<bool>,
        /// A condition that holds for every row.
        check: Option<Either<Spanned<String>, CheckDocument>>,
        /// A foreign key to one column: table(column).
        references: Option<Spanned<ReferenceText>>,
        /// Collation by which texts are ordered.
        collation: Option<QualifiedName>,
        /// Options of a foreign table's wrapper for this column.
        foreign_options: Option<OptionsDocument>,
        /// How the values are kept (PostgreSQL): plain, external, extended or main; or {mode, compression, statistics, n_distinct}.
        storage: Option<Spanned<ColumnStorageForm>>,
        /// It comes from a table that this one inherits from, and is written for what differs here (PostgreSQL).
        inherited: Option<Spanned<bool>>,
        /// What the column becomes whenever its row changes (MySQL): `{expr: CURRENT_TIMESTAMP}`.
        on_update: Option<ExpressionDocument>,
        /// Left out of `SELECT *` (MySQL).
        invisible: Option<bool>,
        /// What the column holds, kept in the database.
        comment: Option<String>,
        /// The name the column had before: it is renamed and keeps its values.
        was: Option<Spanned<Name>>,
        /// Why the values must not be shown around.
        sensitive: Option<Keyword<Sensitivity>>,
        /// Of a measure: along which dimensions it may be summed.
        additivity: Option<Spanned<Keyword<Additivity>>>,
    }
}

/// A column in any of its forms: `{name: email, type: TEXT}`, `email: TEXT`, or `email TEXT not null`.
#[derive(Clone, Debug)]
pub struct ColumnDocument(Box<LongColumn>);

impl std::ops::Deref for ColumnDocument {
    type Target = LongColumn;

    fn deref(&self) -> &LongColumn {
        &self.0
    }
}

impl FromNode for ColumnDocument {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Mapping(entries) => match &entries[..] {
                [entry] if !LongColumn::keys().contains(&entry.key.as_str()) => pair(entry, reader),
                _ => Box::read(node, reader).map(Self),
            },
            Value::Scalar(scalar) => words(node, &scalar.text, reader),
            Value::Sequence(_) => {
                reader.wrong_type(node, "a column");
                None
            }
        }
    }
}

/// `email: VARCHAR(50)`
fn pair(entry: &Entry, reader: &mut Reader) -> Option<ColumnDocument> {
    let key = Scalar { text: entry.key.clone(), style: Style::Quoted };
    let key = Node { span: entry.key_span.clone(), value: Value::Scalar(key) };
    let name = Spanned::read(&key, reader);
    let written = Spanned::<String>::read(&entry.value, reader);
    Some(short(name?, written?))
}

/// `email VARCHAR(50) not null`
fn words(node: &Node, text: &str, reader: &mut Reader) -> Option<ColumnDocument> {
    let Some((name, written)) = text.trim().split_once(char::is_whitespace) else {
        reader.report(
            Diagnostic::error("missing-key", format!("the column `{text}` has no type"))
                .at(node.span.clone(), "name and type are due")
                .help(format!("write `{text}: TEXT` or `{{name: {text}, type: TEXT}}`")),
        );
        return None;
    };
    let spanned = |text: &str| Node {
        span: node.span.clone(),
        value: Value::Scalar(Scalar { text: text.to_owned(), style: Style::Quoted }),
    };
    let name = Spanned::read(&spanned(name), reader)?;
    Some(short(name, Spanned { value: written.trim().to_owned(), span: node.span.clone() }))
}

fn short(name: Spanned<Name>, mut written: Spanned<String>) -> ColumnDocument {
    let lower = written.value.to_ascii_lowercase();
    let nullable = lower.ends_with(" not null").then(|| {
        written.value.truncate(written.value.len() - " not null".len());
        false
    });
    ColumnDocument(Box::new(LongColumn {
        name,
        r#type: Required(Some(written)),
        nullable,
        default: None,
        generated: None,
        identity: None,
        primary_key: None,
        unique: None,
        check: None,
        references: None,
        collation: None,
        foreign_options: None,
        storage: None,
        inherited: None,
        on_update: None,
        invisible: None,
        comment: None,
        was: None,
        sensitive: None,
        additivity: None,
    }))
}

impl JsonSchema for ColumnDocument {
    fn schema_name() -> Cow<'static, str> {
        "Column".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let long = generator.subschema_for::<LongColumn>();
        json_schema!({ "anyOf": [
            long,
            {
                "type": "object",
                "description": "name: TYPE",
                "minProperties": 1,
                "maxProperties": 1,
                "propertyNames": { "not": { "enum": LongColumn::keys() } },
                "additionalProperties": { "type": "string" },
            },
            { "type": "string", "description": "name TYPE, perhaps followed by not null" },
        ] })
    }
}

/// The value of a new row where none is given.
#[derive(Clone, Debug)]
pub enum DefaultDocument {
    /// A scalar, which the column's type reads.
    Value(Scalar, Span),
    /// SQL.
    Expression(ExpressionDocument),
}

document! {
    /// SQL in the place of a value.
    pub struct ExpressionDocument {
        /// One SQL expression.
        expr: Spanned<String>,
    }
}

impl FromNode for DefaultDocument {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Scalar(scalar) if scalar.text.is_empty() && scalar.style == Style::Plain => {
                reader.wrong_type(node, "a value, or {expr: \"…\"}");
                None
            }
            Value::Scalar(scalar) => Some(Self::Value(scalar.clone(), node.span.clone())),
            Value::Mapping(_) => ExpressionDocument::read(node, reader).map(Self::Expression),
            Value::Sequence(_) => {
                reader.wrong_type(node, "a value, or {expr: \"…\"}");
                None
            }
        }
    }
}

impl JsonSchema for DefaultDocument {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Default".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let expression = generator.subschema_for::<ExpressionDocument>();
        json_schema!({ "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, expression] })
    }
}

document! {
    /// A column that is computed from others of its row.
    pub struct GeneratedDocument {
        /// One SQL expression.
        expr: Spanned<String>,
        /// Kept on disk; otherwise computed on reading.
        stored: Option<bool>,
    }
}

document! {
    /// A column whose values the engine counts up.
    pub struct IdentityDocument {
        /// `always` refuses values given by an INSERT, `by default` lets them win.
        mode: Keyword<IdentityMode>,
        /// The name of its sequence, where that is not table_column_seq (PostgreSQL).
        sequence_name: Option<Name>,
        ..sequence: SequenceBody,
    }
}

group! {
    /// How numbers are counted. What is left out is the engine's default.
    pub struct SequenceBody {
        /// The first number.
        start: Option<i64>,
        /// The distance of two numbers.
        increment: Option<i64>,
        /// The smallest number.
        min: Option<i64>,
        /// The largest number.
        max: Option<i64>,
        /// How many numbers a session takes at once.
        cache: Option<i64>,
        /// Start again at the end.
        cycle: Option<bool>,
    }
}
