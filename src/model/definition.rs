//! Objects that are kept by their whole definition: rarely written, never altered in detail.

use super::{Name, ObjectId, ObjectKind, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::BTreeMap;

/// An object whose CREATE statement is all that dbx has to know of it. Where the statement differs the object is replaced, or dropped and
/// made again together with what stands on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    pub kind: DefinitionKind,
    /// Without a namespace for kinds that live in none.
    pub name: QualifiedName,
    /// What tells objects of one name apart, as SQL behind the name: `(integer, integer)` of an operator, ` USING btree` of an
    /// operator class. Empty where the name alone does.
    pub signature: String,
    /// The table a rule or a statistics object belongs to.
    pub table: Option<QualifiedName>,
    /// The complete statement or statements, separated by semicolons, without the last one.
    pub definition: SqlText,
    pub firing: Firing,
    /// Session settings that an event was made under and keeps, as those of a function.
    pub settings: BTreeMap<String, String>,
    pub comment: Option<String>,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DefinitionKind {
    Language,
    Collation,
    Range,
    Cast,
    Operator,
    OperatorFamily,
    OperatorClass,
    TextSearchParser,
    TextSearchTemplate,
    TextSearchDictionary,
    TextSearchConfiguration,
    ForeignDataWrapper,
    Statistics,
    Rule,
    EventTrigger,
    /// MySQL: a statement that runs by the clock.
    Event,
    /// SQLite: a table whose rows a module keeps, such as FTS5 or R*Tree.
    VirtualTable,
}

/// When a trigger, rule or event trigger fires (`ALTER TABLE … ENABLE/DISABLE TRIGGER`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Firing {
    /// In sessions that are not a replica's: the default.
    #[default]
    Origin,
    Disabled,
    Replica,
    Always,
}

impl DefinitionKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Collation => "collation",
            Self::Range => "range",
            Self::Cast => "cast",
            Self::Operator => "operator",
            Self::OperatorFamily => "operator_family",
            Self::OperatorClass => "operator_class",
            Self::TextSearchParser => "text_search_parser",
            Self::TextSearchTemplate => "text_search_template",
            Self::TextSearchDictionary => "text_search_dictionary",
            Self::TextSearchConfiguration => "text_search_configuration",
            Self::ForeignDataWrapper => "foreign_data_wrapper",
            Self::Statistics => "statistics",
            Self::Rule => "rule",
            Self::EventTrigger => "event_trigger",
            Self::Event => "event",
            Self::VirtualTable => "virtual_table",
        }
    }

    /// The words behind CREATE, ALTER and DROP.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Language => "LANGUAGE",
            Self::Collation => "COLLATION",
            Self::Range => "TYPE",
            Self::Cast => "CAST",
            Self::Operator => "OPERATOR",
            Self::OperatorFamily => "OPERATOR FAMILY",
            Self::OperatorClass => "OPERATOR CLASS",
            Self::TextSearchParser => "TEXT SEARCH PARSER",
            Self::TextSearchTemplate => "TEXT SEARCH TEMPLATE",
            Self::TextSearchDictionary => "TEXT SEARCH DICTIONARY",
            Self::TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
            Self::ForeignDataWrapper => "FOREIGN DATA WRAPPER",
            Self::Statistics => "STATISTICS",
            Self::Rule => "RULE",
            Self::EventTrigger => "EVENT TRIGGER",
            Self::Event => "EVENT",
            Self::VirtualTable => "VIRTUAL TABLE",
        }
    }

    /// Whether its name stands in a namespace.
    pub fn has_namespace(self) -> bool {
        match self {
            Self::Collation
            | Self::Range
            | Self::Operator
            | Self::OperatorFamily
            | Self::OperatorClass
            | Self::TextSearchParser
            | Self::TextSearchTemplate
            | Self::TextSearchDictionary
            | Self::TextSearchConfiguration
            | Self::Statistics => true,
            Self::Language
            | Self::Cast
            | Self::ForeignDataWrapper
            | Self::Rule
            | Self::EventTrigger
            | Self::Event
            | Self::VirtualTable => false,
        }
    }
}

impl DefinitionKind {
    /// Whether rows are in it, which go where it is dropped.
    pub fn holds_rows(self) -> bool {
        self == Self::VirtualTable
    }
}

impl Definition {
    /// `operator:public.===(integer, integer)`, `rule:public.users.protect`, `cast:(text AS public.sku)`.
    pub fn id(&self) -> ObjectId {
        let kind = ObjectKind::Definition(self.kind);
        if let (DefinitionKind::Rule, Some(table)) = (self.kind, &self.table) {
            return ObjectId::table(table).member(kind, &self.name.name);
        }
        let name = Name::new(format!("{}{}", self.name.name, self.signature));
        ObjectId::of(kind, &self.name.sibling(name))
    }
}
