//! The text of MySQL's own types, taken apart and put together in one spelling.

use super::quote;
use crate::model::NativeType;
use crate::sql::mysql::text_value;
use crate::sql::{Lexeme, LexemeKind, Syntax, lex};

/// A type as text: `int(5) unsigned zerofill`, `enum('a','b')`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// MySQL's word for it, synonyms resolved.
    pub word: String,
    pub arguments: Vec<Argument>,
    /// `unsigned`, `zerofill`; `compressed` of texts and bytes.
    pub options: Vec<&'static str>,
    /// The spatial reference system of shapes, as each server writes it.
    reference: Option<Reference>,
}

/// The words in front of the number of a spatial reference system, and the number.
type Reference = (&'static str, u32);

/// How MariaDB and MySQL fix a spatial reference system.
const REFERENCES: [&str; 2] = ["ref_system_id=", "srid "];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    Number(u32),
    Text(String),
}

/// Types that are written in these words; others can be looked up among their synonyms.
pub(super) const WORDS: [&str; 38] = [
    "tinyint",
    "smallint",
    "mediumint",
    "int",
    "bigint",
    "decimal",
    "float",
    "double",
    "bit",
    "year",
    "char",
    "varchar",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "binary",
    "varbinary",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
    "enum",
    "set",
    "date",
    "time",
    "datetime",
    "timestamp",
    "json",
    "uuid",
    "inet4",
    "inet6",
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "geometrycollection",
];

/// Spatial types beside those of [`WORDS`].
const SPATIAL: [&str; 2] = ["multilinestring", "multipolygon"];

/// Types whose values are numbers.
pub(super) const NUMBERS: [&str; 9] =
    ["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year"];

/// Types of shapes, among those of [`WORDS`] and beside them.
pub(super) fn is_spatial(word: &str) -> bool {
    const AMONG: [&str; 6] = ["geometry", "point", "linestring", "polygon", "multipoint", "geometrycollection"];
    AMONG.contains(&word) || SPATIAL.contains(&word)
}

/// What other engines, and older versions, call them.
const SYNONYMS: [(&str, &str); 26] = [
    ("bool", "boolean"),
    ("integer", "int"),
    ("int1", "tinyint"),
    ("int2", "smallint"),
    ("int3", "mediumint"),
    ("middleint", "mediumint"),
    ("int4", "int"),
    ("int8", "bigint"),
    ("dec", "decimal"),
    ("numeric", "decimal"),
    ("fixed", "decimal"),
    ("float4", "float"),
    ("float8", "double"),
    ("double precision", "double"),
    ("real", "double"),
    ("character", "char"),
    ("national char", "char"),
    ("national character", "char"),
    ("nchar", "char"),
    ("character varying", "varchar"),
    ("national varchar", "varchar"),
    ("nvarchar", "varchar"),
    ("long", "mediumtext"),
    ("long varchar", "mediumtext"),
    ("long varbinary", "mediumblob"),
    ("geomcollection", "geometrycollection"),
];

/// The first word of a type of MySQL's own.
pub(super) fn word(native: &NativeType) -> &str {
    native.as_str().split(['(', ' ']).next().unwrap_or_default()
}

impl Written {
    /// `None` where the text is not of this shape; nothing else may stand in it, so no SQL gets through.
    pub fn parse(text: &str) -> Option<Self> {
        let lexemes = lex(Syntax::Mysql, text).ok()?;
        let is_option = |lexeme: &Lexeme<'_>| OPTIONS.iter().any(|option| lexeme.is_word(option));
        let starts_reference = |lexeme: &Lexeme<'_>| lexeme.is_word("ref_system_id") || lexeme.is_word("srid");
        let words = lexemes
            .iter()
            .take_while(|lexeme| {
                matches!(lexeme.kind, LexemeKind::Word(_)) && !is_option(lexeme) && !starts_reference(lexeme)
            })
            .count();
        let (words, rest) = lexemes.split_at(words);
        let (arguments, rest) = arguments(rest)?;
        let (reference, rest) = reference(rest)?;
        let mut options = rest.iter().map(option).collect::<Option<Vec<_>>>()?;
        options.retain(|option| *option != "signed");
        let joined = words.iter().map(|lexeme| lexeme.text.to_ascii_lowercase()).collect::<Vec<_>>().join(" ");
        Self { word: joined, arguments, options, reference }.resolved()
    }

    fn resolved(mut self) -> Option<Self> {
        if let Some((_, canonical)) = SYNONYMS.iter().find(|(synonym, _)| *synonym == self.word) {
            self.word = (*canonical).to_owned();
        }
        if self.word == "boolean" {
            self.word = "tinyint".to_owned();
            self.arguments = vec![Argument::Number(1)];
        }
        if !WORDS.contains(&self.word.as_str()) && !SPATIAL.contains(&self.word.as_str()) {
            return None;
        }
        if self.word == "decimal" && self.arguments.len() < 2 {
            let precision = self.arguments.first().cloned().unwrap_or(Argument::Number(10));
            self.arguments = vec![precision, Argument::Number(0)];
        }
        if self.options.contains(&"zerofill") {
            // One does not go without the other.
            self.options = vec!["unsigned", "zerofill"];
        }
        let of_texts = ["enum", "set"].contains(&self.word.as_str());
        let fits = |argument: &Argument| matches!(argument, Argument::Text(_)) == of_texts;
        let options_fit = self.options.is_empty()
            || NUMBERS.contains(&self.word.as_str())
            || self.options == ["compressed"] && COMPRESSIBLE.contains(&self.word.as_str());
        let options_fit = options_fit && (self.reference.is_none() || is_spatial(&self.word));
        (self.arguments.iter().all(fits) && (!of_texts || !self.arguments.is_empty()) && options_fit).then_some(self)
    }

    pub fn numbers(&self) -> Vec<u32> {
        self.arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Number(number) => Some(*number),
                Argument::Text(_) => None,
            })
            .collect()
    }

    pub fn texts(&self) -> Vec<String> {
        self.arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Text(text) => Some(text.clone()),
                Argument::Number(_) => None,
            })
            .collect()
    }

    /// One spelling: widths that say nothing left out.
    pub fn canonical(&self) -> String {
        let mut text = self.word.clone();
        let arguments: Vec<String> = self
            .arguments
            .iter()
            .map(|argument| match argument {
                Argument::Number(number) => number.to_string(),
                Argument::Text(value) => quote::text(value),
            })
            .collect();
        if self.word == "bit" && arguments.is_empty() {
            text.push_str("(1)");
        } else if !arguments.is_empty() && !self.is_usual_width() {
            text.push_str(&format!("({})", arguments.join(",")));
        }
        for option in &self.options {
            text.push(' ');
            text.push_str(option);
        }
        if let Some((words, number)) = self.reference {
            text.push_str(&format!(" {words}{number}"));
        }
        text
    }

    /// The width that an integer is shown with where nobody chose one.
    fn is_usual_width(&self) -> bool {
        let [width] = self.numbers()[..] else { return false };
        let is_unsigned = self.options.contains(&"unsigned");
        let usual = match self.word.as_str() {
            "tinyint" => Some(if is_unsigned { 3 } else { 4 }),
            "smallint" => Some(if is_unsigned { 5 } else { 6 }),
            "mediumint" => Some(if is_unsigned { 8 } else { 9 }),
            "int" => Some(if is_unsigned { 10 } else { 11 }),
            "bigint" => Some(20),
            "year" => Some(4),
            _ => None,
        };
        usual == Some(width)
    }

    /// An integer's width, which means something with ZEROFILL alone, and which MySQL has given up showing.
    pub fn without_width(mut self) -> Self {
        let is_integer = ["tinyint", "smallint", "mediumint", "int", "bigint"].contains(&self.word.as_str());
        let is_boolean = self.word == "tinyint" && self.numbers() == [1] && self.options.is_empty();
        if is_integer && !is_boolean && !self.options.contains(&"zerofill") {
            self.arguments.clear();
        }
        self
    }
}

const OPTIONS: [&str; 4] = ["unsigned", "zerofill", "signed", "compressed"];

/// Types whose values MariaDB compresses where it is asked to.
const COMPRESSIBLE: [&str; 10] = [
    "varchar",
    "varbinary",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
];

/// The spatial reference system in front, and what comes behind it. `None` where it has no number.
fn reference<'a, 'b>(lexemes: &'a [Lexeme<'b>]) -> Option<(Option<Reference>, &'a [Lexeme<'b>])> {
    let [mariadb, mysql] = REFERENCES;
    let number = |lexeme: &Lexeme<'_>| lexeme.text.parse::<u32>().ok();
    match lexemes {
        [word, equals, value, rest @ ..] if word.is_word("ref_system_id") && equals.is_symbol("=") => {
            Some((Some((mariadb, number(value)?)), rest))
        }
        [word, value, rest @ ..] if word.is_word("srid") => Some((Some((mysql, number(value)?)), rest)),
        _ => Some((None, lexemes)),
    }
}

fn option(lexeme: &Lexeme<'_>) -> Option<&'static str> {
    OPTIONS.into_iter().find(|option| lexeme.is_word(option))
}

/// What stands in parentheses, and what comes behind them.
fn arguments<'a, 'b>(lexemes: &'a [Lexeme<'b>]) -> Option<(Vec<Argument>, &'a [Lexeme<'b>])> {
    let [open, rest @ ..] = lexemes else { return Some((Vec::new(), lexemes)) };
    if !open.is_symbol("(") {
        return Some((Vec::new(), lexemes));
    }
    let close = rest.iter().position(|lexeme| lexeme.is_symbol(")"))?;
    let mut arguments = Vec::new();
    for (at, lexeme) in rest[..close].iter().enumerate() {
        match at % 2 {
            0 => arguments.push(argument(lexeme)?),
            _ if lexeme.is_symbol(",") => {}
            _ => return None,
        }
    }
    (arguments.len() * 2 == close + 1).then(|| (arguments, &rest[close + 1..]))
}

fn argument(lexeme: &Lexeme<'_>) -> Option<Argument> {
    match lexeme.kind {
        LexemeKind::Number => lexeme.text.parse().ok().map(Argument::Number),
        _ => text_value(lexeme).map(Argument::Text),
    }
}
