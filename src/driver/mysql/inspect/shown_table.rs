//! What only SHOW CREATE TABLE tells of a table: its options, its partitions, and a few properties of its keys.

use crate::sql::{Lexeme, LexemeKind, Syntax, lex};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ShownTable {
    /// Access methods that were asked for (`USING …`), by index.
    pub methods: BTreeMap<String, String>,
    /// Indexes with something that has no place in the model: a parser, periods without overlaps.
    pub peculiar_indexes: BTreeSet<String>,
    /// Columns of periods, by the name of the period.
    pub periods: BTreeMap<String, Vec<String>>,
    /// Options in lower case, spaces as underscores; without those that the catalog tells.
    pub options: BTreeMap<String, String>,
    /// What stands behind PARTITION BY.
    pub partitioning: Option<String>,
}

/// Told by the catalog, or no property of a schema.
const KNOWN: [&str; 5] = ["auto_increment", "default_charset", "charset", "collate", "comment"];

/// None where the text does not look as the server writes it.
pub(super) fn read(shown: &str) -> Option<ShownTable> {
    let text = without_version_comments(shown);
    let lexemes = lex(Syntax::Mysql, &text).ok()?;
    let open = lexemes.iter().position(|lexeme| lexeme.is_symbol("("))?;
    let close = closing(&lexemes, open)?;
    let mut table = ShownTable::default();
    for element in split_at_commas(&lexemes[open + 1..close]) {
        read_element(element, &mut table);
    }
    let rest = &lexemes[close + 1..];
    let partitioning = rest.windows(2).position(|words| words[0].is_word("PARTITION") && words[1].is_word("BY"));
    if let Some(start) = partitioning {
        let definition = &text[rest[start + 1].end()..];
        table.partitioning = Some(definition.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    read_options(&text, &rest[..partitioning.unwrap_or(rest.len())], &mut table)?;
    Some(table)
}

/// `/*!50100 PARTITION BY … */` is SQL for the servers that dbx speaks to.
fn without_version_comments(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    let mut quote = None;
    let mut inside = false;
    while let Some(character) = rest.chars().next() {
        let skipped = match quote {
            None if rest.starts_with("/*!") || rest.starts_with("/*M!") => {
                inside = true;
                rest.find('!').map_or(0, |at| {
                    let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
                    at + 1 + digits
                })
            }
            None if inside && rest.starts_with("*/") => {
                inside = false;
                2
            }
            _ => 0,
        };
        if skipped > 0 {
            rest = &rest[skipped..];
            written.push(' ');
            continue;
        }
        let length = if quote.is_some_and(|open| open != '`') && character == '\\' {
            1 + rest[1..].chars().next().map_or(0, char::len_utf8)
        } else {
            match quote {
                Some(open) if open == character => quote = None,
                None if "'\"`".contains(character) => quote = Some(character),
                _ => {}
            }
            character.len_utf8()
        };
        written.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    written
}

/// The place of the parenthesis that closes the one at `open`.
fn closing(lexemes: &[Lexeme<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, lexeme) in lexemes.iter().enumerate().skip(open) {
        if lexeme.is_symbol("(") {
            depth += 1;
        } else if lexeme.is_symbol(")") {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn split_at_commas<'a, 'b>(lexemes: &'a [Lexeme<'b>]) -> Vec<&'a [Lexeme<'b>]> {
    let mut parts = Vec::new();
    let (mut first, mut depth) = (0, 0_i64);
    for (at, lexeme) in lexemes.iter().enumerate() {
        match lexeme.text {
            "(" if lexeme.kind == LexemeKind::Symbol => depth += 1,
            ")" if lexeme.kind == LexemeKind::Symbol => depth -= 1,
            "," if lexeme.kind == LexemeKind::Symbol && depth == 0 => {
                parts.push(&lexemes[first..at]);
                first = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&lexemes[first..]);
    parts
}

/// A key or a period; columns and constraints are told by the catalog.
fn read_element(element: &[Lexeme<'_>], table: &mut ShownTable) {
    let Some(first) = element.first() else { return };
    let Some(open) = element.iter().position(|lexeme| lexeme.is_symbol("(")) else { return };
    let Some(close) = closing(element, open) else { return };
    if first.is_word("PERIOD") {
        if let Some(name) = element.get(2).and_then(Lexeme::identifier) {
            let columns = element[open..close].iter().filter_map(Lexeme::identifier);
            table.periods.insert(name.to_owned(), columns.map(str::to_owned).collect());
        }
        return;
    }
    if !["PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL", "KEY"].iter().any(|word| first.is_word(word)) {
        return;
    }
    let name = element[open - 1].identifier().filter(|_| !first.is_word("PRIMARY")).unwrap_or("PRIMARY").to_owned();
    let behind = &element[close + 1..];
    if let Some(method) = behind.windows(2).find(|words| words[0].is_word("USING")) {
        table.methods.insert(name.clone(), method[1].text.to_ascii_lowercase());
    }
    let is_peculiar = |words: &[Lexeme<'_>]| {
        words[0].is_word("WITH") && words[1].is_word("PARSER")
            || words[0].is_word("WITHOUT") && words[1].is_word("OVERLAPS")
    };
    if element.windows(2).any(is_peculiar) {
        table.peculiar_indexes.insert(name);
    }
}

/// `ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED WITH SYSTEM VERSIONING`
fn read_options(text: &str, lexemes: &[Lexeme<'_>], table: &mut ShownTable) -> Option<()> {
    let mut rest = lexemes;
    while let [first, ..] = rest {
        if first.is_word("WITH") {
            table.options.insert("system_versioning".to_owned(), "true".to_owned());
            rest = rest.get(3..)?;
            continue;
        }
        let equals = rest.iter().position(|lexeme| lexeme.is_symbol("="))?;
        let words = rest[..equals].iter().filter_map(Lexeme::identifier).map(str::to_ascii_lowercase);
        let name = words.collect::<Vec<_>>().join("_");
        let value = rest.get(equals + 1)?;
        let last = if value.is_symbol("(") { closing(rest, equals + 1)? } else { equals + 1 };
        if !KNOWN.contains(&name.as_str()) {
            table.options.insert(name, unquoted(&text[value.start..rest[last].end()]));
        }
        rest = &rest[last + 1..];
    }
    Some(())
}

fn unquoted(text: &str) -> String {
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'").replace("\\\\", "\\"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: &str = "CREATE TABLE `t` (\n  `a` int(11) DEFAULT 1 COMMENT 'KEY (`x`) USING HASH, it''s /*!1 \\'',\n  `s` date NOT NULL,\n  \
        PERIOD FOR SYSTEM_TIME (`rs`, `re`),\n  KEY `k` (`a`) USING BTREE,\n  PRIMARY KEY (`s`),\n  FULLTEXT KEY `f` (`c`) /*!50100 WITH PARSER `ngram` */ \n) \
        ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED DATA DIRECTORY='/tmp/' COMMENT='a=b' WITH SYSTEM VERSIONING\n\
        /*!50100 PARTITION BY RANGE (`a`)\n(PARTITION p0 VALUES LESS THAN (1) ENGINE = InnoDB) */";

    #[test]
    fn reads_what_the_catalog_does_not_tell() {
        let table = read(SHOWN).unwrap();
        assert_eq!(table.methods, BTreeMap::from([("k".to_owned(), "btree".to_owned())]));
        assert_eq!(table.peculiar_indexes, BTreeSet::from(["f".to_owned()]));
        assert_eq!(table.periods["SYSTEM_TIME"], ["rs", "re"]);
        let options: Vec<String> = table.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            options,
            ["data_directory=/tmp/", "engine=InnoDB", "row_format=COMPRESSED", "system_versioning=true"]
        );
        assert_eq!(
            table.partitioning.as_deref(),
            Some("RANGE (`a`) (PARTITION p0 VALUES LESS THAN (1) ENGINE = InnoDB)")
        );
    }
}
