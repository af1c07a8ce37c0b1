//! A place in the tokens of a statement, and the few ways to move on from it.

use super::{LexError, Lexeme, LexemeKind, Syntax, lex};

/// A statement that is not of the expected form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
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

/// The tokens of one statement and how far it is read.
pub struct Cursor<'a> {
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

    pub fn require_end(&mut self) -> Result<(), ReadError> {
        while self.take_symbol(";") {}
        if self.is_done() { Ok(()) } else { Err(self.unexpected("the end")) }
    }

    pub fn unexpected(&self, expected: &str) -> ReadError {
        let found = self.peek().map_or("the end", |lexeme| lexeme.text);
        let at = self.peek().map_or(self.source.len(), |lexeme| lexeme.start);
        ReadError { at, message: format!("expected {expected}, found `{found}`") }
    }

    /// A name as the engine keeps it, without quotes.
    pub fn identifier(&mut self) -> Result<String, ReadError> {
        let name =
            self.peek().and_then(|lexeme| lexeme.folded_name(self.syntax)).ok_or_else(|| self.unexpected("a name"))?;
        self.at += 1;
        Ok(name)
    }

    /// Names in parentheses, separated by commas.
    pub fn identifier_list(&mut self) -> Result<Vec<String>, ReadError> {
        self.require_symbol("(")?;
        let mut names = vec![self.identifier()?];
        while self.take_symbol(",") {
            names.push(self.identifier()?);
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

    pub fn between(&self, first: usize, behind: usize) -> &[Lexeme<'a>] {
        self.lexemes.get(first..behind).unwrap_or_default()
    }

    /// The text from one position to another.
    pub fn slice(&self, first: usize, behind: usize) -> &'a str {
        match self.lexemes.get(first..behind) {
            Some([first, .., last]) => &self.source[first.start..last.end()],
            Some([only]) => only.text,
            Some([]) | None => "",
        }
    }

    /// The rest of the statement, closing semicolons left out.
    pub fn rest(&self) -> &'a str {
        let semicolons = self.rest_lexemes().iter().rev().take_while(|lexeme| lexeme.is_symbol(";")).count();
        self.slice(self.at, self.lexemes.len() - semicolons)
    }

    /// Goes over the rest of the statement, and gives it.
    pub fn take_rest(&mut self) -> &'a str {
        let rest = self.rest();
        self.at = self.lexemes.len();
        rest
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
