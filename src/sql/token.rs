//! Tokens with their place in the text.

use sqlparser::dialect::{Dialect as ParserDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

/// Whose lexical rules a text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    Postgres,
    Sqlite,
    /// MySQL and MariaDB in their default SQL mode: backticks quote names, double quotes strings.
    Mysql,
}

impl Syntax {
    pub(super) fn parser_dialect(self) -> &'static dyn ParserDialect {
        match self {
            Self::Postgres => &PostgreSqlDialect {},
            Self::Sqlite => &SQLiteDialect {},
            Self::Mysql => &MySqlDialect {},
        }
    }
}

/// A token that means something: neither white space nor a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexeme<'a> {
    pub kind: LexemeKind,
    /// As written.
    pub text: &'a str,
    /// Byte offset in the source.
    pub start: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LexemeKind {
    /// A keyword or a name without quotes, as written.
    Word(String),
    /// A name in quotes (or brackets), without them.
    QuotedName(String),
    Number,
    /// A string of any form: `'…'`, `E'…'`, `$$…$$`, `X'…'`.
    Text,
    Symbol,
}

impl Lexeme<'_> {
    /// Byte offset behind the token.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == LexemeKind::Symbol && self.text == symbol
    }

    /// The name it stands for where a name is due: PostgreSQL folds what is not in quotes, SQLite takes a string too.
    pub fn folded_name(&self, syntax: Syntax) -> Option<String> {
        match (&self.kind, syntax) {
            (LexemeKind::Word(word), Syntax::Postgres) => Some(word.to_lowercase()),
            (LexemeKind::Word(name), Syntax::Sqlite | Syntax::Mysql) | (LexemeKind::QuotedName(name), _) => {
                Some(name.clone())
            }
            (LexemeKind::Text, Syntax::Sqlite) => {
                Some(self.text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'"))
            }
            (LexemeKind::Text | LexemeKind::Number | LexemeKind::Symbol, _) => None,
        }
    }

    /// Whether it is this keyword, in any letter case.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, LexemeKind::Word(text) if text.eq_ignore_ascii_case(word))
    }

    /// The identifier it can be read as, without quotes.
    pub fn identifier(&self) -> Option<&str> {
        match &self.kind {
            LexemeKind::Word(name) | LexemeKind::QuotedName(name) => Some(name),
            LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => None,
        }
    }
}

/// A text that does not even fall into tokens: an open quote or comment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LexError {
    pub message: String,
}

/// The tokens of `text`, comments and white space left out.
pub fn lex(syntax: Syntax, text: &str) -> Result<Vec<Lexeme<'_>>, LexError> {
    let tokens = Tokenizer::new(syntax.parser_dialect(), text)
        .tokenize_with_location()
        .map_err(|error| LexError { message: error.to_string() })?;
    let places = Places::of(text);
    let starts: Vec<usize> = tokens
        .iter()
        .map(|token| places.offset(token.span.start.line, token.span.start.column))
        .chain([text.len()])
        .collect();
    Ok(tokens
        .into_iter()
        .zip(starts.windows(2))
        // White space is a token too, so a token ends where the next one starts.
        .filter_map(|(token, bounds)| lexeme(syntax, token.token, text.get(bounds[0]..bounds[1])?, bounds[0]))
        .collect())
}

/// A comment that ends with its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineComment<'a> {
    /// Without what opens it, trimmed.
    pub text: &'a str,
    /// Byte offset of what opens it.
    pub start: usize,
}

/// The comments of `text` that start with two dashes.
pub fn line_comments(syntax: Syntax, text: &str) -> Result<Vec<LineComment<'_>>, LexError> {
    let tokens = Tokenizer::new(syntax.parser_dialect(), text)
        .tokenize_with_location()
        .map_err(|error| LexError { message: error.to_string() })?;
    let places = Places::of(text);
    let comments = tokens.iter().filter(|token| {
        matches!(&token.token, Token::Whitespace(Whitespace::SingleLineComment { prefix, .. }) if prefix == "--")
    });
    Ok(comments
        .map(|token| {
            let start = places.offset(token.span.start.line, token.span.start.column);
            let line = text[start..].lines().next().unwrap_or_default();
            LineComment { text: line.trim_start_matches('-').trim(), start }
        })
        .collect())
}

fn lexeme(syntax: Syntax, token: Token, text: &str, start: usize) -> Option<Lexeme<'_>> {
    let kind = match token {
        Token::Whitespace(_) | Token::EOF => return None,
        Token::Word(word) if word.quote_style.is_some() => LexemeKind::QuotedName(word.value),
        Token::Word(word) => LexemeKind::Word(word.value),
        Token::Number(..) => LexemeKind::Number,
        Token::SingleQuotedString(_)
        | Token::DollarQuotedString(_)
        | Token::NationalStringLiteral(_)
        | Token::EscapedStringLiteral(_)
        | Token::UnicodeStringLiteral(_)
        | Token::HexStringLiteral(_)
        | Token::SingleQuotedByteStringLiteral(_) => LexemeKind::Text,
        Token::DoubleQuotedString(_) if syntax == Syntax::Mysql => LexemeKind::Text,
        Token::DoubleQuotedString(name) => LexemeKind::QuotedName(name),
        _ => LexemeKind::Symbol,
    };
    Some(Lexeme { kind, text, start })
}

/// Byte offsets of the lines, to turn the tokenizer's line and column (in characters) into bytes.
struct Places<'a> {
    text: &'a str,
    /// Characters are bytes, so that no line has to be walked over.
    is_ascii: bool,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, is_ascii: text.is_ascii(), lines }
    }

    fn offset(&self, line: u64, column: u64) -> usize {
        let line = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        let column = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(&start) = self.lines.get(line) else { return self.text.len() };
        let rest = &self.text[start..];
        let is_plain =
            || rest.is_char_boundary(column.min(rest.len())) && rest.as_bytes()[..column.min(rest.len())].is_ascii();
        if self.is_ascii || is_plain() {
            return start + column.min(rest.len());
        }
        rest.char_indices().nth(column).map_or(self.text.len(), |(at, _)| start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_texts_and_places() {
        let source = "select \"Ä b\",\n  'it''s' /* c */ || $x$a;b$x$ -- d\n  from [my table]";
        let texts: Vec<&str> = lex(Syntax::Postgres, source).unwrap().iter().map(|lexeme| lexeme.text).collect();
        assert_eq!(&texts[..6], ["select", "\"Ä b\"", ",", "'it''s'", "||", "$x$a;b$x$"]);
        let lexemes = lex(Syntax::Sqlite, "from [my table]").unwrap();
        assert_eq!(lexemes[1].identifier(), Some("my table"));
        for lexeme in lex(Syntax::Postgres, source).unwrap() {
            assert_eq!(&source[lexeme.start..lexeme.end()], lexeme.text);
        }
    }

    #[test]
    fn refuses_an_open_quote() {
        assert!(lex(Syntax::Postgres, "select 'abc").is_err());
    }
}
