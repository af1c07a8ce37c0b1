//! What is wrong with something a user wrote, as data. Rendering happens in one place, `cli::render`.

mod hidden;
mod line_index;

pub use hidden::is_hidden;
pub use line_index::{LineIndex, Place};

use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A message about a place in a file: what, where, why and what to type next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    pub severity: Severity,
    /// A stable word by which tests, tools and `dbx explain` know it: `unknown-key`.
    pub code: &'static str,
    pub message: String,
    /// The first label is the place the message is about.
    pub labels: Vec<Label>,
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Warning,
    Error,
}

/// A place, and what it has to do with the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// Some bytes of one file, and where a person finds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Span {
    pub file: Arc<PathBuf>,
    // A spec has hundreds of thousands of places, so each is as small as it can be: no file that is read is larger than 4 GB.
    line: u32,
    column: u32,
    start: u32,
    end: u32,
}

impl Span {
    /// Line and column from 1, the column in characters; the bytes of `range`.
    pub fn new(file: Arc<PathBuf>, line: usize, column: usize, range: Range<usize>) -> Self {
        Self { file, line: small(line), column: small(column), start: small(range.start), end: small(range.end) }
    }

    /// The first line of a file, before its first character.
    pub fn top(file: Arc<PathBuf>) -> Self {
        Self::new(file, 1, 1, 0..0)
    }

    /// From 1.
    pub fn line(&self) -> usize {
        self.line as usize
    }

    /// In characters, from 1.
    pub fn column(&self) -> usize {
        self.column as usize
    }

    /// Byte offset in the file.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Byte offset behind the last byte.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Up to `end`, where that is further.
    pub fn extend_to(&mut self, end: usize) {
        self.end = self.end.max(small(end));
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Diagnostic {
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), labels: Vec::new(), help: None }
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// One line: `file:line:column: error[code]: message (help)`. The form for logs and for terminals without a renderer.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Label { span, .. }) = self.labels.first() {
            write!(f, "{}:{}:{}: ", span.file.display(), span.line(), span.column())?;
        }
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)
    }
}
