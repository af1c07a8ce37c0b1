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

/// What is common to the objects of a kind.
struct Traits {
    /// The kind in a spec and in addresses.
    word: &'static str,
    /// The words behind CREATE, ALTER and DROP.
    sql: &'static str,
    in_namespace: bool,
    has_name: bool,
    has_owner: bool,
    fires: bool,
    holds_rows: bool,
}

impl Traits {
    const fn of(word: &'static str, sql: &'static str) -> Self {
        Self { word, sql, in_namespace: false, has_name: true, has_owner: false, fires: false, holds_rows: false }
    }

    const fn in_namespace(self) -> Self {
        Self { in_namespace: true, ..self }
    }

    const fn owned(self) -> Self {
        Self { has_owner: true, ..self }
    }

    const fn unnamed(self) -> Self {
        Self { has_name: false, ..self }
    }

    const fn fires(self) -> Self {
        Self { fires: true, ..self }
    }

    const fn holds_rows(self) -> Self {
        Self { holds_rows: true, ..self }
    }
}

impl DefinitionKind {
    const fn traits(self) -> Traits {
        match self {
            Self::Language => Traits::of("language", "LANGUAGE").owned(),
            Self::Collation => Traits::of("collation", "COLLATION").in_namespace().owned(),
            Self::Range => Traits::of("range", "TYPE").in_namespace().owned(),
            Self::Cast => Traits::of("cast", "CAST").unnamed(),
            Self::Operator => Traits::of("operator", "OPERATOR").in_namespace().owned().unnamed(),
            Self::OperatorFamily => Traits::of("operator_family", "OPERATOR FAMILY").in_namespace().owned(),
            Self::OperatorClass => Traits::of("operator_class", "OPERATOR CLASS").in_namespace().owned(),
            Self::TextSearchParser => Traits::of("text_search_parser", "TEXT SEARCH PARSER").in_namespace(),
            Self::TextSearchTemplate => Traits::of("text_search_template", "TEXT SEARCH TEMPLATE").in_namespace(),
            Self::TextSearchDictionary => {
                Traits::of("text_search_dictionary", "TEXT SEARCH DICTIONARY").in_namespace().owned()
            }
            Self::TextSearchConfiguration => {
                Traits::of("text_search_configuration", "TEXT SEARCH CONFIGURATION").in_namespace().owned()
            }
            Self::ForeignDataWrapper => Traits::of("foreign_data_wrapper", "FOREIGN DATA WRAPPER").owned(),
            Self::Statistics => Traits::of("statistics", "STATISTICS").in_namespace().owned(),
            Self::Rule => Traits::of("rule", "RULE").fires(),
            Self::EventTrigger => Traits::of("event_trigger", "EVENT TRIGGER").owned().fires(),
            Self::Event => Traits::of("event", "EVENT").fires(),
            Self::VirtualTable => Traits::of("virtual_table", "VIRTUAL TABLE").holds_rows(),
        }
    }

    pub fn as_str(self) -> &'static str {
        self.traits().word
    }

    /// The words behind CREATE, ALTER and DROP.
    pub fn as_sql(self) -> &'static str {
        self.traits().sql
    }

    /// Whether its name stands in a namespace.
    pub fn has_namespace(self) -> bool {
        self.traits().in_namespace
    }

    /// Whether it has a name that stands in its statement and can be changed. A cast is known by its types, an operator by its symbol.
    pub fn has_name(self) -> bool {
        self.traits().has_name
    }

    /// Whether it has an owner of its own.
    pub fn has_owner(self) -> bool {
        self.traits().has_owner
    }

    /// Whether it is a thing that fires, and can be kept from it.
    pub fn fires(self) -> bool {
        self.traits().fires
    }

    /// Whether rows are in it, which go where it is dropped.
    pub fn holds_rows(self) -> bool {
        self.traits().holds_rows
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
