//! Types of columns: the spec's own first, then the dialect's, then the portable list, and last the rows of the spec's tables.

use super::draft::Source;
use super::extension_type::ExtensionTypes;
use super::{Lowering, full_name, items, range, table_bodies};
use crate::diagnostic::Diagnostic;
use crate::dialect::{DialectKind, UnknownType, parse_portable_type};
use crate::model::{DataType, QualifiedName, nearest_word};
use crate::spec::document::{EnumValueDocument, SpecDocument};
use crate::spec::read::{Required, Spanned};
use crate::spec::shorthand;
use std::collections::BTreeMap;

/// The types of a spec's own.
pub struct TypeNames {
    names: BTreeMap<QualifiedName, Underlying>,
    extensions: ExtensionTypes,
}

/// What a type of the spec's own is made of.
#[derive(Clone, Debug)]
pub enum Underlying {
    Enum(Vec<String>),
    /// The text of a domain's type.
    Domain(String),
    /// Attributes of a composite type, or bounds of a range.
    Parts,
    /// The columns of a table or view. An engine's own type of that name goes first.
    Row,
}

impl TypeNames {
    pub fn of(documents: &[SpecDocument]) -> Self {
        let mut names = BTreeMap::new();
        for document in documents {
            for it in items(&document.enums) {
                let values = it.values.0.iter().flatten().map(|value| EnumValueDocument::value(value).value.clone());
                let values = values.collect();
                names.insert(full_name(&it.name, it.namespace.as_ref()), Underlying::Enum(values));
            }
            for it in items(&document.domains) {
                let name = full_name(&it.name, it.namespace.as_ref());
                let text = it.r#type.0.as_ref().map(|text| text.value.clone()).unwrap_or_default();
                names.insert(name, Underlying::Domain(text));
            }
            for it in items(&document.composite_types) {
                names.insert(full_name(&it.name, it.namespace.as_ref()), Underlying::Parts);
            }
            for name in items(&document.definitions).iter().flat_map(range::type_names) {
                names.insert(name, Underlying::Parts);
            }
            for name in row_types(document) {
                names.entry(name).or_insert(Underlying::Row);
            }
        }
        Self { names, extensions: ExtensionTypes::of(documents) }
    }

    fn find(&self, name: &QualifiedName) -> Option<(&QualifiedName, &Underlying)> {
        super::reference::spellings(name).iter().find_map(|spelling| self.names.get_key_value(spelling))
    }

    /// The type a text names, perhaps an array of it.
    fn parse(&self, text: &str) -> Option<(DataType, &Underlying)> {
        let element = text.trim_end().trim_end_matches("[]");
        let name = shorthand::qualified_name(element).ok()?;
        let (name, underlying) = self.find(&name)?;
        let named = DataType::Named(name.clone());
        let is_array = element.len() < text.trim_end().len();
        Some((if is_array { DataType::Array(Box::new(named)) } else { named }, underlying))
    }
}

/// Names of tables, partitions among them, and of views, whose rows are types on an engine that has such.
fn row_types(document: &SpecDocument) -> Vec<QualifiedName> {
    let mut tables = Vec::new();
    table_bodies(document).for_each(|source| source.with_partitions(&mut tables));
    let views = items(&document.views).iter().map(|it| full_name(&it.name, it.namespace.as_ref()));
    let kept = items(&document.materialized_views).iter().map(|it| full_name(&it.name, it.namespace.as_ref()));
    tables.iter().map(Source::name).chain(views).chain(kept).collect()
}

impl Lowering<'_> {
    /// Reads a type. What is no type is reported; the column then is a text, so that the rest can be checked.
    pub fn data_type(&mut self, written: &Spanned<String>) -> DataType {
        match self.parse_type(&written.value) {
            Ok(data_type) => data_type,
            Err(_) if self.reader.is_incomplete() && parse_portable_type(&written.value).is_err() => DataType::Text,
            Err(unknown) => {
                let diagnostic = self.unknown_type(written, &unknown);
                self.report(diagnostic);
                DataType::Text
            }
        }
    }

    /// A type that is due; where it is missing that is reported already, and a text stands in.
    pub fn required_type(&mut self, written: &Required<Spanned<String>>) -> DataType {
        written.0.as_ref().map_or(DataType::Text, |written| self.data_type(written))
    }

    fn parse_type(&self, text: &str) -> Result<DataType, UnknownType> {
        let row = match self.types.parse(text) {
            Some((row, Underlying::Row)) => Some(row),
            Some((own, Underlying::Enum(_) | Underlying::Domain(_) | Underlying::Parts)) => return Ok(own),
            None => None,
        };
        let known = match &self.dialect {
            Some(dialect) => dialect.parse_type(text),
            None => parse_portable_type(text),
        };
        let of_extension = || self.types.extensions.parse(text).filter(|_| self.kind == Some(DialectKind::Postgres));
        known.or_else(|unknown| row.or_else(of_extension).ok_or(unknown))
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
            Some((_, Underlying::Domain(_) | Underlying::Parts | Underlying::Row)) | None => None,
        }
    }
}
