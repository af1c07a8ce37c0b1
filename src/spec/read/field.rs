//! The keys of one mapping, taken one after the other; what nobody took is unknown.

use super::{FromNode, Reader};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::nearest_word;
use crate::spec::yaml::{Entry, Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// A mapping while a document reads it.
pub struct Fields<'a> {
    span: &'a Span,
    entries: &'a [Entry],
    taken: Vec<bool>,
}

/// Keys that several documents share, read in the middle of them.
pub trait Group: Sized {
    fn keys() -> Vec<&'static str>;
    fn take(fields: &mut Fields<'_>, reader: &mut Reader) -> Option<Self>;
}

/// What may stand behind a key: required, or optional (`Option`), or a list that may be left out (`Vec`).
pub trait Field: Sized {
    fn take(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Option<Self>;
}

impl<'a> Fields<'a> {
    /// The mapping at `node`; anything else is reported.
    pub fn of(node: &'a Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Mapping(entries) => Some(Self { span: &node.span, entries, taken: vec![false; entries.len()] }),
            Value::Scalar(_) | Value::Sequence(_) => {
                reader.wrong_type(node, "a mapping with keys");
                None
            }
        }
    }

    /// The value of a key, which is known from now on.
    pub fn node(&mut self, key: &str) -> Option<&'a Node> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        self.taken[at] = true;
        Some(&self.entries[at].value)
    }

    fn missing(&self, key: &str, reader: &mut Reader) {
        // The place is the first key: the whole mapping may be pages long.
        let span = self.entries.first().map_or(self.span, |entry| &entry.key_span);
        reader.report(
            Diagnostic::error("missing-key", format!("the key `{key}` is missing"))
                .at(span.clone(), format!("`{key}:` is due in this mapping")),
        );
    }

    /// Reports the keys that were not taken.
    pub fn finish(self, keys: impl FnOnce() -> Vec<&'static str>, reader: &mut Reader) {
        if self.taken.iter().all(|taken| *taken) || reader.is_full() {
            return;
        }
        let keys = keys();
        for (entry, _) in self.entries.iter().zip(self.taken).filter(|(_, taken)| !taken) {
            let help = match nearest_word(&entry.key, keys.iter().copied()) {
                Some(key) => format!("did you mean `{key}`? Known here: {}", keys.join(", ")),
                None => format!("known here: {}", keys.join(", ")),
            };
            reader.report(
                Diagnostic::error("unknown-key", format!("unknown key `{}`", entry.key))
                    .at(entry.key_span.clone(), "not a key of this mapping")
                    .help(help),
            );
        }
    }
}

impl<T: FromNode> Field for T {
    fn take(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Option<Self> {
        match fields.node(key) {
            Some(node) => T::read(node, reader),
            None => {
                fields.missing(key, reader);
                None
            }
        }
    }
}

impl<T: FromNode> Field for Option<T> {
    fn take(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Option<Self> {
        match fields.node(key) {
            // What cannot be read is reported; the rest of the mapping is still worth reading.
            Some(node) => Some(T::read(node, reader)),
            None => Some(None),
        }
    }
}

/// A key that is due, though the rest of the mapping makes sense without it.
#[derive(Clone, Debug)]
pub struct Required<T>(pub Option<T>);

impl<T: FromNode> Field for Required<T> {
    fn take(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Option<Self> {
        Some(Self(<T as Field>::take(fields, key, reader)))
    }
}

impl<T: JsonSchema> JsonSchema for Required<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
