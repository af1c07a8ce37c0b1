//! From words to SQL.

use super::super::AppError;
use crate::ask::{self, Catalog, Spelling, Understanding};
use crate::dialect::{self, Dialect, DialectKind};
use crate::model::{DataType, Literal, Name};
use std::sync::Arc;

/// Longest question, in bytes. Reading takes time that grows with it.
const LONGEST: usize = 2_000;

/// What the question may mean, the most likely first.
pub(super) fn readings(question: &str, catalog: &Catalog, kind: DialectKind) -> Result<Understanding, AppError> {
    if question.len() > LONGEST {
        let message = format!(
            "the question has {} bytes, and {LONGEST} is the most: ask for one thing at a time",
            question.len()
        );
        return Err(AppError::Usage(message));
    }
    Ok(ask::understand(question, catalog, &Engine(dialect::of(kind))))
}

/// Names and texts as an engine writes them.
struct Engine(Arc<dyn Dialect>);

impl Spelling for Engine {
    fn name(&self, name: &str) -> String {
        self.0.quote(&Name::new(name))
    }

    fn text(&self, text: &str) -> String {
        let literal = self.0.format_literal(&Literal::Text(text.to_owned()), &DataType::Text);
        // A text column takes every text; doubled quotes are what all engines read.
        literal.unwrap_or_else(|_| format!("'{}'", text.replace('\'', "''")))
    }
}
