//! Objects that are kept by their whole definition.

use super::{Findings, function, in_default};
use crate::dialect::postgres::wrapper::Wrapper;
use crate::model::{Definition, DefinitionKind, SqlText};
use crate::sql::{LexemeKind, Syntax, lex};
use std::collections::BTreeMap;

pub(super) fn definition(definition: Definition, findings: &mut Findings) -> Definition {
    if definition.kind == DefinitionKind::Event {
        findings.refuse(definition.id(), "PostgreSQL has no events that run by the clock", "use the extension pg_cron");
    }
    if definition.kind == DefinitionKind::VirtualTable {
        findings.refuse(
            definition.id(),
            "PostgreSQL has no virtual tables",
            "use a foreign table, or an index of the kind",
        );
    }
    function::refuse_settings(&definition.settings, definition.id(), findings);
    let text = function::statement(definition.definition);
    let key = key(definition.kind, text.key());
    Definition {
        settings: BTreeMap::new(),
        name: if definition.kind.has_namespace() { in_default(definition.name) } else { definition.name },
        table: definition.table.map(in_default),
        definition: SqlText::new(text.as_str()).with_key(key),
        ..definition
    }
}

/// One spelling where there are several for the same.
fn key(kind: DefinitionKind, key: &str) -> String {
    match kind {
        DefinitionKind::EventTrigger => sorted_tags(&key.replace("execute procedure", "execute function")),
        DefinitionKind::Language => key.replace(" procedural language ", " language "),
        DefinitionKind::ForeignDataWrapper => Wrapper::parse(key).map_or_else(|| key.to_owned(), |it| it.key()),
        DefinitionKind::Collation
        | DefinitionKind::Range
        | DefinitionKind::Cast
        | DefinitionKind::Operator
        | DefinitionKind::OperatorFamily
        | DefinitionKind::OperatorClass
        | DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::TextSearchDictionary
        | DefinitionKind::TextSearchConfiguration
        | DefinitionKind::Statistics
        | DefinitionKind::Rule
        | DefinitionKind::Event
        | DefinitionKind::VirtualTable => key.to_owned(),
    }
}

/// `WHEN TAG IN (…)` in the order of the alphabet.
fn sorted_tags(key: &str) -> String {
    let Ok(lexemes) = lex(Syntax::Postgres, key) else { return key.to_owned() };
    let mut tags: Vec<String> = lexemes
        .iter()
        .filter(|lexeme| lexeme.kind == LexemeKind::Text)
        .map(|lexeme| lexeme.text.to_uppercase())
        .collect();
    tags.sort();
    let mut tags = tags.into_iter();
    let words = lexemes.iter().map(|lexeme| match lexeme.kind {
        LexemeKind::Text => tags.next().unwrap_or_default(),
        LexemeKind::Word(_) | LexemeKind::QuotedName(_) | LexemeKind::Number | LexemeKind::Symbol => {
            lexeme.text.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::sorted_tags;

    #[test]
    fn tags_are_a_set() {
        let key = |tags: &str| {
            sorted_tags(&format!("create event trigger e on sql_drop when tag in ({tags}) execute function f()"))
        };
        assert_eq!(key("'DROP TABLE', 'ALTER TABLE'"), key("'alter table','drop table'"));
    }
}
