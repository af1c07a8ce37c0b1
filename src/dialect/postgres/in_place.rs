//! Definitions that change without being made anew: what stands on them need not make way.

use super::quote;
use crate::model::{Definition, DefinitionKind, Pair};
use crate::sql::{Lexeme, Syntax, lex, split_statements};

/// The statements that lead from one definition to the other, where PostgreSQL has such.
pub(super) fn alteration(definitions: Pair<&Definition>) -> Option<Vec<String>> {
    let keys = definitions.map(|it| it.definition.key());
    let written = definitions.to.definition.as_str();
    let name = quote::qualified(&definitions.to.name);
    match definitions.to.kind {
        DefinitionKind::TextSearchDictionary => dictionary(&name, keys, written),
        DefinitionKind::TextSearchConfiguration => configuration(&name, keys, written),
        DefinitionKind::Statistics if !definitions.map(|it| &it.table).differs() => statistics(&name, keys),
        DefinitionKind::Statistics
        | DefinitionKind::Language
        | DefinitionKind::Collation
        | DefinitionKind::Range
        | DefinitionKind::Cast
        | DefinitionKind::Operator
        | DefinitionKind::OperatorFamily
        | DefinitionKind::OperatorClass
        | DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::ForeignDataWrapper
        | DefinitionKind::Rule
        | DefinitionKind::EventTrigger
        | DefinitionKind::Event
        | DefinitionKind::VirtualTable => None,
    }
}

/// All options but the template can change.
fn dictionary(name: &str, keys: Pair<&str>, written: &str) -> Option<Vec<String>> {
    let (from, to, written) = (options(keys.from)?, options(keys.to)?, options(written)?);
    let template = |options: &[(String, String)]| value(options, "template").map(bare);
    if template(&from) != template(&to) {
        return None;
    }
    let gone = from.iter().filter(|(key, _)| value(&to, key).is_none()).map(|(key, _)| key.clone());
    let set = to.iter().filter(|(key, new)| value(&from, key).map(bare) != Some(bare(new)));
    let set = set.filter_map(|(key, _)| Some(format!("{key} = {}", value(&written, key)?)));
    let actions: Vec<String> = gone.chain(set.filter(|it| !it.starts_with("template "))).collect();
    let alter = format!("ALTER TEXT SEARCH DICTIONARY {name} ({})", actions.join(", "));
    Some(if actions.is_empty() { Vec::new() } else { vec![alter] })
}

/// Mappings come, change and go one by one; the parser cannot change.
fn configuration(name: &str, keys: Pair<&str>, written: &str) -> Option<Vec<String>> {
    let parser =
        |text: &str| Some(options(text)?.iter().map(|(key, value)| (key.clone(), bare(value))).collect::<Vec<_>>());
    if parser(keys.from)? != parser(keys.to)? {
        return None;
    }
    let (from, to, written) = (mappings(keys.from)?, mappings(keys.to)?, mappings(written)?);
    let head = format!("ALTER TEXT SEARCH CONFIGURATION {name}");
    let gone = from.iter().filter(|(token, _)| value(&to, token).is_none());
    let gone = gone.map(|(token, _)| format!("{head} DROP MAPPING FOR {token}"));
    let set = to.iter().filter_map(|(token, new)| {
        let word = match value(&from, token) {
            Some(old) if bare(old) == bare(new) => return None,
            Some(_) => "ALTER",
            None => "ADD",
        };
        Some(format!("{head} {word} MAPPING FOR {token} WITH {}", value(&written, token)?))
    });
    Some(gone.chain(set).collect())
}

/// Only how much is gathered can change.
fn statistics(name: &str, keys: Pair<&str>) -> Option<Vec<String>> {
    let parts = keys.map(|key| split_statements(Syntax::Postgres, key).unwrap_or_default());
    let create = parts.as_ref().map(|pieces| pieces.first().map(|piece| piece.text));
    if create.differs() {
        return None;
    }
    let target = parts.to.get(1).and_then(|piece| piece.text.rsplit(' ').next()).unwrap_or("-1");
    Some(vec![format!("ALTER STATISTICS {name} SET STATISTICS {target}")])
}

/// The options between the parentheses of the first statement, keys in lower case.
fn options(text: &str) -> Option<Vec<(String, String)>> {
    let statements = split_statements(Syntax::Postgres, text).ok()?;
    let text = statements.first()?.text;
    let lexemes = lex(Syntax::Postgres, text).ok()?;
    let open = lexemes.iter().position(|lexeme| lexeme.is_symbol("("))?;
    let inner = lexemes.get(open + 1..lexemes.len().checked_sub(1)?)?;
    let option = |part: &[Lexeme<'_>]| {
        let [key, equals, value @ ..] = part else { return None };
        equals.is_symbol("=").then(|| Some((key.text.to_lowercase(), source(text, value)?)))?
    };
    inner.split(|lexeme| lexeme.is_symbol(",")).map(option).collect()
}

/// Dictionaries by token type, from the statements behind the first one.
fn mappings(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for piece in split_statements(Syntax::Postgres, text).ok()?.into_iter().skip(1) {
        let lexemes = lex(Syntax::Postgres, piece.text).ok()?;
        let mapping = lexemes.iter().position(|lexeme| lexeme.is_word("MAPPING"))?;
        let with = lexemes.iter().position(|lexeme| lexeme.is_word("WITH"))?;
        let adds = mapping > 0 && lexemes[mapping - 1].is_word("ADD");
        let dictionaries = source(piece.text, lexemes.get(with + 1..)?)?;
        for token in lexemes.get(mapping + 2..with).filter(|_| adds)?.split(|lexeme| lexeme.is_symbol(",")) {
            found.push((source(piece.text, token)?.to_lowercase(), dictionaries.clone()));
        }
    }
    Some(found)
}

/// What the lexemes are in the text.
fn source(text: &str, lexemes: &[Lexeme<'_>]) -> Option<String> {
    Some(text[lexemes.first()?.start..lexemes.last()?.end()].to_owned())
}

fn value<'a>(pairs: &'a [(String, String)], key: &str) -> Option<&'a str> {
    pairs.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str())
}

/// The value without what makes no difference: blanks, quotes, and namespaces that are searched anyway.
fn bare(value: &str) -> String {
    let text: String = value.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '"').collect();
    let parts = text.split(',').map(|part| {
        let searched = part.strip_prefix("pg_catalog.").or_else(|| part.strip_prefix("public."));
        searched.unwrap_or(part).to_owned()
    });
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Firing, QualifiedName, SqlText};

    fn altered(kind: DefinitionKind, from: &str, to: &str) -> Option<Vec<String>> {
        let definition = |text: &str| Definition {
            kind,
            name: QualifiedName::bare("d"),
            signature: String::new(),
            table: None,
            definition: SqlText::new(text),
            settings: Default::default(),
            firing: Firing::default(),
            comment: None,
        };
        alteration(Pair::new(&definition(from), &definition(to)))
    }

    #[test]
    fn options_of_a_dictionary_change_and_its_template_does_not() {
        let kind = DefinitionKind::TextSearchDictionary;
        let from =
            "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = pg_catalog.simple, stopwords = 'english', accept = 'false')";
        let to = "create text search dictionary d (template = simple, StopWords = russian)";
        let expected = "ALTER TEXT SEARCH DICTIONARY d (accept, stopwords = russian)".to_owned();
        assert_eq!(altered(kind, from, to), Some(vec![expected]));
        assert_eq!(altered(kind, from, "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball)"), None);
    }

    #[test]
    fn mappings_change_one_by_one() {
        let kind = DefinitionKind::TextSearchConfiguration;
        let create = "CREATE TEXT SEARCH CONFIGURATION d (PARSER = default)";
        let with = |mapping: &str| format!("{create}; ALTER TEXT SEARCH CONFIGURATION d ADD MAPPING FOR {mapping}");
        let from = with("word, email WITH public.x, y");
        let to = with("word, host WITH x");
        let statements = altered(kind, &from, &to).unwrap();
        let expected = ["DROP MAPPING FOR email", "ALTER MAPPING FOR word WITH x", "ADD MAPPING FOR host WITH x"];
        assert_eq!(statements, expected.map(|it| format!("ALTER TEXT SEARCH CONFIGURATION d {it}")));
        assert_eq!(altered(kind, &from, "CREATE TEXT SEARCH CONFIGURATION d (COPY = english)"), None);
    }

    #[test]
    fn statistics_keep_what_they_gather() {
        let create = "CREATE STATISTICS d ON a, b FROM t";
        let target = format!("{create}; ALTER STATISTICS d SET STATISTICS 100");
        let statements = altered(DefinitionKind::Statistics, &target, create).unwrap();
        assert_eq!(statements, ["ALTER STATISTICS d SET STATISTICS -1"]);
        assert_eq!(altered(DefinitionKind::Statistics, create, "CREATE STATISTICS d ON a, c FROM t"), None);
    }
}
