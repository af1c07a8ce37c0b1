//! Values that are one of a few words.

use super::{FromNode, Reader};
use crate::diagnostic::Diagnostic;
use crate::dialect::DialectKind;
use crate::model::{
    Additivity, DefinitionKind, Firing, FunctionKind, GrantableObjects, IdentityMode, MatchKind, NullsOrder,
    PartitionStrategy, PolicyCommand, ReferentialAction, RowSecurity, Sensitivity, nearest_word,
};
use crate::spec::document::{Compression, StorageMode};
use crate::spec::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A closed list of words. Letter case does not matter, nor whether blanks, hyphens or underscores join them: SQL is written
/// `ON DELETE SET NULL`, YAML `set_null`.
pub trait Vocabulary: Copy + 'static {
    /// What the words are, for messages.
    const WHAT: &'static str;
    const WORDS: &'static [(&'static str, Self)];
}

/// A word of a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyword<T>(pub T);

impl<T: Vocabulary> Keyword<T> {
    fn parse(text: &str) -> Option<Self> {
        let folded = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        T::WORDS.iter().find(|(word, _)| *word == folded).map(|(_, value)| Self(*value))
    }
}

/// The word by which a value is written.
pub fn word_of<T: Vocabulary + PartialEq>(value: T) -> &'static str {
    // Every variant is in the list of its vocabulary; a test holds that.
    T::WORDS.iter().find(|(_, other)| *other == value).map_or("", |(word, _)| word)
}

impl<T: Vocabulary> FromNode for Keyword<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Some(keyword) = node.as_scalar().and_then(|scalar| Self::parse(&scalar.text)) {
            return Some(keyword);
        }
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        let nearest = node.as_scalar().and_then(|scalar| nearest_word(&scalar.text, words.iter().copied()));
        let list = words.join(", ");
        reader.report(
            Diagnostic::error("unknown-value", format!("{} is not {}", node.describe(), T::WHAT))
                .at(node.span.clone(), format!("expected one of {list}"))
                .help(nearest.map_or_else(|| format!("write one of {list}"), |word| format!("did you mean `{word}`?"))),
        );
        None
    }
}

impl<T: Vocabulary> JsonSchema for Keyword<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::WHAT.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut spellings = Vec::new();
        for (word, _) in T::WORDS {
            for spelling in [(*word).to_owned(), word.replace('_', " "), word.replace('_', "-")] {
                for spelling in [spelling.to_ascii_uppercase(), spelling] {
                    if !spellings.contains(&spelling) {
                        spellings.push(spelling);
                    }
                }
            }
        }
        json_schema!({ "enum": spellings })
    }
}

/// Declares the words of a type.
macro_rules! vocabulary {
    ($Type:ty, $what:literal, [$($word:literal => $value:expr),* $(,)?]) => {
        impl $crate::spec::read::Vocabulary for $Type {
            const WHAT: &'static str = $what;
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, $value)),*];
        }
    };
}

pub(crate) use vocabulary;

vocabulary!(DialectKind, "a dialect", [
    "postgres" => Self::Postgres,
    "sqlite" => Self::Sqlite,
    "mysql" => Self::Mysql,
    "postgresql" => Self::Postgres,
    "mariadb" => Self::Mysql,
]);
vocabulary!(ReferentialAction, "a referential action", [
    "no_action" => Self::NoAction,
    "restrict" => Self::Restrict,
    "cascade" => Self::Cascade,
    "set_null" => Self::SetNull,
    "set_default" => Self::SetDefault,
]);
vocabulary!(StorageMode, "a storage mode", [
    "plain" => Self::Plain,
    "external" => Self::External,
    "extended" => Self::Extended,
    "main" => Self::Main,
]);
vocabulary!(Compression, "a compression", ["pglz" => Self::Pglz, "lz4" => Self::Lz4]);
vocabulary!(MatchKind, "a match kind", ["simple" => Self::Simple, "full" => Self::Full]);
vocabulary!(PartitionStrategy, "a partitioning strategy", [
    "range" => Self::Range,
    "list" => Self::List,
    "hash" => Self::Hash,
]);
vocabulary!(Additivity, "an additivity", [
    "additive" => Self::Additive,
    "semi_additive" => Self::SemiAdditive,
    "non_additive" => Self::NonAdditive,
]);
vocabulary!(Sensitivity, "a sensitivity", [
    "pii" => Self::Pii,
    "financial" => Self::Financial,
    "secret" => Self::Secret,
]);
vocabulary!(IdentityMode, "an identity mode", ["by_default" => Self::ByDefault, "always" => Self::Always]);
vocabulary!(FunctionKind, "a kind of function", [
    "function" => Self::Function,
    "procedure" => Self::Procedure,
    "aggregate" => Self::Aggregate,
]);
vocabulary!(GrantableObjects, "a kind of objects", [
    "tables" => Self::Tables,
    "sequences" => Self::Sequences,
    "functions" => Self::Functions,
    "types" => Self::Types,
    "namespaces" => Self::Namespaces,
]);
vocabulary!(DefinitionKind, "a kind of definition", [
    "language" => Self::Language,
    "collation" => Self::Collation,
    "range" => Self::Range,
    "cast" => Self::Cast,
    "operator" => Self::Operator,
    "operator_family" => Self::OperatorFamily,
    "operator_class" => Self::OperatorClass,
    "text_search_parser" => Self::TextSearchParser,
    "text_search_template" => Self::TextSearchTemplate,
    "text_search_dictionary" => Self::TextSearchDictionary,
    "text_search_configuration" => Self::TextSearchConfiguration,
    "foreign_data_wrapper" => Self::ForeignDataWrapper,
    "statistics" => Self::Statistics,
    "rule" => Self::Rule,
    "event_trigger" => Self::EventTrigger,
    "event" => Self::Event,
    "virtual_table" => Self::VirtualTable,
]);
vocabulary!(Firing, "when something fires", [
    "origin" => Self::Origin,
    "disabled" => Self::Disabled,
    "replica" => Self::Replica,
    "always" => Self::Always,
]);
vocabulary!(PolicyCommand, "a command", [
    "all" => Self::All,
    "select" => Self::Select,
    "insert" => Self::Insert,
    "update" => Self::Update,
    "delete" => Self::Delete,
]);
vocabulary!(RowSecurity, "a state of row security", [
    "disabled" => Self { enabled: false, forced: false },
    "enabled" => Self { enabled: true, forced: false },
    "forced" => Self { enabled: true, forced: true },
    // FORCE is kept while it is off, as PostgreSQL does.
    "forced_but_disabled" => Self { enabled: false, forced: true },
]);
vocabulary!(NullsOrder, "a place for NULLs", ["first" => Self::First, "last" => Self::Last]);

/// The direction of an index key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Ascending,
    Descending,
}

vocabulary!(Order, "a direction", [
    "asc" => Self::Ascending,
    "desc" => Self::Descending,
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_sql_and_yaml_are_one_word() {
        for text in ["set_null", "SET NULL", "set null", "Set-Null"] {
            assert_eq!(Keyword::parse(text), Some(Keyword(ReferentialAction::SetNull)), "{text}");
        }
        assert_eq!(Keyword::<ReferentialAction>::parse("nothing"), None);
    }

    #[test]
    fn every_value_has_its_word() {
        for kind in DialectKind::ALL {
            assert_eq!(word_of(kind), kind.as_str());
        }
        assert_eq!(word_of(Additivity::SemiAdditive), "semi_additive");
        for (word, kind) in DefinitionKind::WORDS {
            assert_eq!(*word, kind.as_str());
        }
    }
}
