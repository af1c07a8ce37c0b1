//! Types that an extension of the spec brings along.

use super::items;
use crate::model::{DataType, Name, NativeType, QualifiedName};
use crate::spec::document::SpecDocument;
use crate::spec::read::Either;
use crate::spec::shorthand;
use std::collections::BTreeMap;

/// Where the types live that no namespace is written for.
const USUAL_NAMESPACE: &str = "public";

/// Extensions in wide use, and the types by which they are known.
const KNOWN: [(&str, &[&str]); 13] = [
    ("citext", &["citext"]),
    ("cube", &["cube"]),
    ("h3", &["h3index"]),
    ("hstore", &["hstore"]),
    ("intarray", &["query_int"]),
    ("isn", &["ean13", "isbn", "isbn13", "ismn", "ismn13", "issn", "issn13", "upc"]),
    ("lo", &["lo"]),
    ("ltree", &["lquery", "ltree", "ltxtquery"]),
    ("pg_trgm", &["gtrgm"]),
    ("postgis", &["box2d", "box3d", "geography", "geometry"]),
    ("postgis_raster", &["raster"]),
    ("seg", &["seg"]),
    ("vector", &["halfvec", "sparsevec", "vector"]),
];

/// The extensions of a spec, and where each lives.
pub struct ExtensionTypes {
    namespaces: BTreeMap<Name, Name>,
}

impl ExtensionTypes {
    pub fn of(documents: &[SpecDocument]) -> Self {
        let listed = documents.iter().flat_map(|document| items(&document.extensions)).map(|it| match it {
            Either::Short(name) => (name.value.clone(), Name::from(USUAL_NAMESPACE)),
            Either::Long(it) => {
                (it.name.value.clone(), it.namespace.clone().unwrap_or_else(|| Name::from(USUAL_NAMESPACE)))
            }
        });
        Self { namespaces: listed.collect() }
    }

    /// A type with a namespace in front may be any extension's; without one it is a known one's. Modifiers are the extension's business.
    pub fn parse(&self, text: &str) -> Option<DataType> {
        let text = text.trim();
        let element = text.trim_end_matches("[]");
        let (name, modifier) = element.split_at(element.find('(').unwrap_or(element.len()));
        let name = shorthand::qualified_name(name).ok()?;
        let name = match &name.namespace {
            Some(_) if modifier.is_empty() && !self.namespaces.is_empty() => name,
            Some(_) => return None,
            None => QualifiedName::new(Some(self.home(&name.name)?.clone()), name.name.as_str().to_lowercase()),
        };
        let data_type = if modifier.is_empty() {
            DataType::Named(name)
        } else {
            let is_simple = |c: char| c.is_ascii_alphanumeric() || "_ ,()".contains(c);
            if !modifier.ends_with(')') || !modifier.chars().all(is_simple) {
                return None;
            }
            DataType::Native(NativeType::new(format!("{name}{modifier}")))
        };
        Some(if element.len() < text.len() { DataType::Array(Box::new(data_type)) } else { data_type })
    }

    /// The namespace of the listed extension that is known by the type.
    fn home(&self, name: &Name) -> Option<&Name> {
        let lower = name.as_str().to_lowercase();
        let (extension, _) = KNOWN.iter().find(|(_, types)| types.contains(&lower.as_str()))?;
        self.namespaces.get(&Name::from(*extension))
    }
}
