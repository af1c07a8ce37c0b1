//! A place in the tokens of a statement, and the few ways to move on from it.

use crate::sql::{LexError, Lexeme, LexemeKind, Syntax, lex};

/// A statement that is not of the expected form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Tokens(#[from] LexError),
    #[error("expected {expected}, found `{found}`")]
    Unexpected { expected: String, found: String },
}

pub(super) struct Cursor<'a> {
    source: &'a str,
    lexemes: Vec<Lexeme<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn open(source: &'a str) -> Result<Self, ReadError> {
        Ok(Self { source, lexemes: lex(Syntax::Sqlite, source)?, at: 0 })
    }

    pub fn peek(&self) -> Option<&Lexeme<'a>> {
        self.lexemes.get(self.at)
    }

    /// Whether these keywords come next.
    pub fn sees(&self, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(ahead, word)| self.lexemes.get(self.at + ahead).is_some_and(|lexeme| lexeme.is_word(word)))
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

    pub fn require_end(&mut self) -> Result<(), ReadError> {
        while self.take_symbol(";") {}
        if self.peek().is_none() { Ok(()) } else { Err(self.unexpected("the end")) }
    }

    pub fn unexpected(&self, expected: &str) -> ReadError {
        let found = self.peek().map_or("the end", |lexeme| lexeme.text);
        ReadError::Unexpected { expected: expected.to_owned(), found: found.to_owned() }
    }

    /// A name, in any of the four quotes or none. SQLite takes a string where a name is due.
    pub fn name(&mut self) -> Result<String, ReadError> {
        let name = self.peek().and_then(name_of).ok_or_else(|| self.unexpected("a name"))?;
        self.at += 1;
        Ok(name)
    }

    /// `name` or `namespace.name`: the last part.
    pub fn object_name(&mut self) -> Result<String, ReadError> {
        let first = self.name()?;
        if self.take_symbol(".") { self.name() } else { Ok(first) }
    }

    /// Names in parentheses, separated by commas.
    pub fn name_list(&mut self) -> Result<Vec<String>, ReadError> {
        self.require_symbol("(")?;
        let mut names = vec![self.name()?];
        while self.take_symbol(",") {
            names.push(self.name()?);
        }
        self.require_symbol(")")?;
        Ok(names)
    }

    /// What stands between this opening parenthesis and its closing one, without comments at the edges.
    pub fn parenthesized(&mut self) -> Result<&'a str, ReadError> {
        self.require_symbol("(")?;
        let first = self.at;
        self.skip_balanced(|_| false);
        let inner = self.slice(first, self.at);
        self.require_symbol(")")?;
        Ok(inner)
    }

    /// Moves to the next lexeme outside of inner parentheses that is a closing parenthesis or that `stop` names.
    pub fn skip_balanced(&mut self, stop: impl Fn(&Lexeme<'_>) -> bool) {
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

    pub fn between(&self, from: usize, to: usize) -> &[Lexeme<'a>] {
        &self.lexemes[from..to]
    }

    /// The source of the lexemes from one position up to another.
    pub fn slice(&self, from: usize, to: usize) -> &'a str {
        match self.lexemes.get(from..to) {
            Some([first, .., last]) => &self.source[first.start..last.end()],
            Some([only]) => only.text,
            Some([]) | None => "",
        }
    }

    /// The source from here to the end, closing semicolons left out.
    pub fn rest(&mut self) -> &'a str {
        let mut end = self.lexemes.len();
        while end > self.at && self.lexemes[end - 1].is_symbol(";") {
            end -= 1;
        }
        let rest = self.slice(self.at, end);
        self.at = self.lexemes.len();
        rest
    }
}

/// The name a lexeme stands for where a name is due.
pub(super) fn name_of(lexeme: &Lexeme<'_>) -> Option<String> {
    match &lexeme.kind {
        LexemeKind::Word(name) | LexemeKind::QuotedName(name) => Some(name.clone()),
        LexemeKind::Text => {
            let inner = lexeme.text.strip_prefix('\'')?.strip_suffix('\'')?;
            Some(inner.replace("''", "'"))
        }
        LexemeKind::Number | LexemeKind::Symbol => None,
    }
}
