//! What every reading passes along.

use crate::diagnostic::Diagnostic;
use crate::spec::yaml::Node;

/// More than this nobody reads; it also bounds what a hostile file can make us say.
const MOST_DIAGNOSTICS: usize = 200;

/// Something a node can be read as.
pub trait FromNode: Sized {
    /// `None` after at least one error was reported.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;
}

/// Collects diagnostics.
#[derive(Debug, Default)]
pub struct Reader {
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    incomplete: bool,
}

impl Reader {
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.is_error());
        if !self.is_full() {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether nothing more will be told.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() >= MOST_DIAGNOSTICS
    }

    /// Reports that something else was due here.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) {
        self.report(
            Diagnostic::error("wrong-type", format!("expected {expected}, found {}", node.describe()))
                .at(node.span.clone(), format!("expected {expected}")),
        );
    }

    /// How many errors were met, those that are no longer told included.
    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// Whether something with a name could not be read: that a name is not found then proves nothing.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

/// A list; items that cannot be read are reported and left out. Nothing at all is an empty list.
impl<T: FromNode> FromNode for Vec<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        use crate::spec::yaml::Value;
        match &node.value {
            Value::Sequence(items) => {
                let read: Vec<T> = items.iter().filter_map(|item| T::read(item, reader)).collect();
                reader.incomplete |= read.len() < items.len();
                Some(read)
            }
            Value::Scalar(scalar) if scalar.is_null() => Some(Vec::new()),
            Value::Scalar(_) | Value::Mapping(_) => {
                reader.wrong_type(node, "a list");
                reader.incomplete = true;
                None
            }
        }
    }
}

impl<T: FromNode> FromNode for Box<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::read(node, reader).map(Box::new)
    }
}
