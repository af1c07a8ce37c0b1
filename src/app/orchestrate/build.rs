//! From words to SQL.

use crate::ask::{self, Catalog, Intent, Spelling, Understanding};
use crate::dialect::{self, Dialect, DialectKind};
use crate::model::{DataType, Literal, Name};
use std::sync::Arc;

/// What the question may mean, the most likely first.
pub(super) fn readings(intent: &Intent, catalog: &Catalog, kind: DialectKind) -> Understanding {
    ask::understand(intent, catalog, &Engine(dialect::of(kind)))
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
