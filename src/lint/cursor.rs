//! A place in the tokens of a statement, and the few ways to move on from it.

use crate::model::{Name, QualifiedName};
use crate::sql::{LexError, Lexeme, LexemeKind, Syntax, lex};

/// A statement that is not of a form that dbx reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Byte offset in the statement.
    pub at: usize,
    pub message: String,
}

impl From<LexError> for ReadError {
    fn from(error: LexError) -> Self {
        Self { at: 0, message: error.message }
    }
}

pub(super) struct Cursor<'a> {
    source: &'a str,
    pub syntax: Syntax,
    lexemes: Vec<Lexeme<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn open(syntax: Syntax, source: &'a str) -> Result<Self, ReadError> {
        Ok(Self { source, syntax, lexemes: lex(syntax, source)?, at: 0 })
    }

    pub fn peek(&self) -> Option<&Lexeme<'a>> {
        self.lexemes.get(self.at)
    }

    pub fn ahead(&self, distance: usize) -> Option<&Lexeme<'a>> {
        self.lexemes.get(self.at + distance)
    }

    pub fn is_done(&self) -> bool {
        self.at >= self.lexemes.len()
    }

    /// Whether these keywords come next.
    pub fn sees(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.ahead(ahead).is_some_and(|lexeme| lexeme.is_word(word)))
    }

    pub fn sees_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.sees(&[word]))
    }

    pub fn sees_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|lexeme| lexeme.is_symbol(symbol))
    }

    pub fn advance(&mut self) -> Option<Lexeme<'a>> {
        let lexeme = self.lexemes.get(self.at).cloned()?;
        self.at += 1;
        Some(lexeme)
    }

    /// Goes over these keywords if all of them come next.
    pub fn take(&mut self, words: &[&str]) -> bool {
        let seen = self.sees(words);
        if seen {
            self.at += words.len();
        }
        seen
    }

    /// Goes over one of the keywords, and says which.
    pub fn take_any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.take(&[word]))
    }

    pub fn take_symbol(&mut self, symbol: &str) -> bool {
        let seen = self.sees_symbol(symbol);
        if seen {
            self.at += 1;
        }
        seen
    }

    pub fn require(&mut self, words: &[&str]) -> Result<(), ReadError> {
        if self.take(words) { Ok(()) } else { Err(self.unexpected(&words.join(" "))) }
    }

    pub fn require_symbol(&mut self, symbol: &str) -> Result<(), ReadError> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    pub fn unexpected(&self, expected: &str) -> ReadError {
        let found = self.peek().map_or("the end", |lexeme| lexeme.text);
        let at = self.peek().map_or(self.source.len(), |lexeme| lexeme.start);
        ReadError { at, message: format!("expected {expected}, found `{found}`") }
    }

    /// A name as the engine keeps it: PostgreSQL folds what is not in quotes.
    pub fn name(&mut self) -> Result<Name, ReadError> {
        let name = self.peek().and_then(|lexeme| match (&lexeme.kind, self.syntax) {
            (LexemeKind::Word(word), Syntax::Postgres) => Some(word.to_lowercase()),
            (LexemeKind::Word(word), Syntax::Sqlite | Syntax::Mysql) => Some(word.clone()),
            (LexemeKind::QuotedName(name), _) => Some(name.clone()),
            // SQLite takes a string where a name is due.
            (LexemeKind::Text, Syntax::Sqlite) => Some(lexeme.text.trim_matches('\'').replace("''", "'")),
            (LexemeKind::Text | LexemeKind::Number | LexemeKind::Symbol, _) => None,
        });
        let name = name.ok_or_else(|| self.unexpected("a name"))?;
        self.at += 1;
        Ok(Name::new(name))
    }

    /// `name` or `namespace.name`.
    pub fn qualified_name(&mut self) -> Result<QualifiedName, ReadError> {
        let mut parts = vec![self.name()?];
        while self.take_symbol(".") {
            parts.push(self.name()?);
        }
        let name = parts.pop().ok_or_else(|| self.unexpected("a name"))?;
        Ok(QualifiedName::new(parts.pop(), name))
    }

    pub fn qualified_names(&mut self) -> Result<Vec<QualifiedName>, ReadError> {
        let mut names = vec![self.qualified_name()?];
        while self.take_symbol(",") {
            names.push(self.qualified_name()?);
        }
        Ok(names)
    }

    /// Names in parentheses, separated by commas. What stands behind a name (a length, an order) is gone over.
    pub fn name_list(&mut self) -> Result<Vec<Name>, ReadError> {
        self.require_symbol("(")?;
        let mut names = Vec::new();
        loop {
            names.push(self.name()?);
            self.skip_until(|lexeme| lexeme.is_symbol(","));
            if !self.take_symbol(",") {
                break;
            }
        }
        self.require_symbol(")")?;
        Ok(names)
    }

    /// What stands between this opening parenthesis and its closing one.
    pub fn parenthesized(&mut self) -> Result<&'a str, ReadError> {
        self.require_symbol("(")?;
        let first = self.at;
        self.skip_until(|_| false);
        let inner = self.slice(first, self.at);
        self.require_symbol(")")?;
        Ok(inner)
    }

    /// Moves to the next lexeme outside of inner parentheses that closes one or that `stop` names.
    pub fn skip_until(&mut self, stop: impl Fn(&Lexeme<'_>) -> bool) {
        let mut depth = 0_usize;
        while let Some(lexeme) = self.peek() {
            if depth == 0 && (lexeme.is_symbol(")") || stop(lexeme)) {
                return;
            }
            if lexeme.is_symbol("(") {
                depth += 1;
            } else if lexeme.is_symbol(")") {
                depth -= 1;
            }
            self.at += 1;
        }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    pub fn go_back(&mut self, position: usize) {
        self.at = position;
    }

    /// The text from one position to another.
    pub fn slice(&self, first: usize, behind: usize) -> &'a str {
        match (self.lexemes.get(first), behind.checked_sub(1).and_then(|last| self.lexemes.get(last))) {
            (Some(first), Some(last)) if first.start <= last.start => &self.source[first.start..last.end()],
            _ => "",
        }
    }

    /// The rest of the statement.
    pub fn rest(&self) -> &'a str {
        self.slice(self.at, self.lexemes.len())
    }

    pub fn rest_lexemes(&self) -> &[Lexeme<'a>] {
        &self.lexemes[self.at.min(self.lexemes.len())..]
    }

    /// An integer, perhaps with a sign.
    pub fn take_number(&mut self) -> Option<&'a str> {
        let lexeme = self.peek().filter(|lexeme| lexeme.kind == LexemeKind::Number)?;
        let text = lexeme.text;
        self.at += 1;
        Some(text)
    }
}
