//! Types of columns: the spec's own first, then the dialect's, then the portable list.

use super::{Lowering, full_name, items};
use crate::diagnostic::Diagnostic;
use crate::dialect::{UnknownType, parse_portable_type};
use crate::model::{DataType, QualifiedName, nearest_word};
use crate::spec::document::SpecDocument;
use crate::spec::read::Spanned;
use crate::spec::shorthand;
use std::collections::BTreeMap;

/// The enums and domains of a spec.
pub struct TypeNames {
    names: BTreeMap<QualifiedName, Underlying>,
}

/// What a type of the spec's own is made of.
#[derive(Clone, Debug)]
pub enum Underlying {
    Enum(Vec<String>),
    /// The text of a domain's type.
    Domain(String),
}

impl TypeNames {
    pub fn of(documents: &[SpecDocument]) -> Self {
        let mut names = BTreeMap::new();
        for document in documents {
            for it in items(&document.enums) {
                let values = it.values.iter().map(|value| value.value.clone()).collect();
                names.insert(full_name(&it.name, it.namespace.as_ref()), Underlying::Enum(values));
            }
            for it in items(&document.domains) {
                let name = full_name(&it.name, it.namespace.as_ref());
                names.insert(name, Underlying::Domain(it.r#type.value.clone()));
            }
        }
        Self { names }
    }

    fn find(&self, name: &QualifiedName) -> Option<(&QualifiedName, &Underlying)> {
        super::reference::spellings(name).iter().find_map(|spelling| self.names.get_key_value(spelling))
    }

    /// The type a text names, perhaps an array of it.
    fn parse(&self, text: &str) -> Option<DataType> {
        let element = text.trim_end().trim_end_matches("[]");
        let name = shorthand::qualified_name(element).ok()?;
        let (name, _) = self.find(&name)?;
        let named = DataType::Named(name.clone());
        Some(if element.len() < text.trim_end().len() { DataType::Array(Box::new(named)) } else { named })
    }
}

impl Lowering<'_> {
    /// Reads a type. What is no type is reported; the column then is a text, so that the rest can be checked.
    pub fn data_type(&mut self, written: &Spanned<String>) -> DataType {
        match self.parse_type(&written.value) {
            Ok(data_type) => data_type,
            Err(unknown) => {
                let diagnostic = self.unknown_type(written, &unknown);
                self.report(diagnostic);
                DataType::Text
            }
        }
    }

    fn parse_type(&self, text: &str) -> Result<DataType, UnknownType> {
        if let Some(own) = self.types.parse(text) {
            return Ok(own);
        }
        match &self.dialect {
            Some(dialect) => dialect.parse_type(text),
            None => parse_portable_type(text),
        }
    }

    fn unknown_type(&self, written: &Spanned<String>, unknown: &UnknownType) -> Diagnostic {
        let own: Vec<String> = self.types.names.keys().map(ToString::to_string).collect();
        let nearest = nearest_word(&written.value, own.iter().map(String::as_str));
        let help = match (nearest.or(unknown.suggestion.as_deref()), self.kind) {
            (Some(suggestion), _) => format!("did you mean `{suggestion}`?"),
            (None, None) => {
                "write a portable type, an enum or domain of this spec, or name the engine with `dialect:` \
                             to use a type of its own"
                    .into()
            }
            (None, Some(kind)) => format!("write a type of {kind}, or an enum or domain of this spec"),
        };
        Diagnostic::error("unknown-type", format!("`{}` is not a type", written.value))
            .at(written.span.clone(), "not a type")
            .help(help)
    }

    /// The type by whose rules a value is read: a domain counts as what it is made of.
    pub fn base_type(&self, data_type: &DataType) -> DataType {
        let mut base = data_type.clone();
        // Domains of domains end somewhere, unless somebody wrote a circle.
        for _ in 0..8 {
            let DataType::Named(name) = &base else { break };
            let Some((_, Underlying::Domain(text))) = self.types.find(name) else { break };
            let Ok(next) = self.parse_type(text) else { break };
            base = next;
        }
        base
    }

    /// The values of an enum of the spec.
    pub fn enum_values(&self, data_type: &DataType) -> Option<&[String]> {
        let DataType::Named(name) = data_type else { return None };
        match self.types.find(name) {
            Some((_, Underlying::Enum(values))) => Some(values),
            Some((_, Underlying::Domain(_))) | None => None,
        }
    }
}
