//! Range types, and the types of sets of ranges that come with them.

use crate::model::{DefinitionKind, Name, QualifiedName};
use crate::spec::document::DefinitionDocument;
use crate::spec::read::Keyword;
use crate::spec::shorthand;
use crate::sql::multirange_name;

/// The names of the types that a definition makes.
pub fn type_names(it: &DefinitionDocument) -> Vec<QualifiedName> {
    let Keyword(kind) = it.kind.value;
    let name = match &it.namespace {
        Some(namespace) => Some(QualifiedName::new(Some(namespace.value.clone()), it.name.value.clone())),
        None => shorthand::qualified_name(it.name.value.as_str()).ok(),
    };
    match name {
        Some(name) if kind == DefinitionKind::Range => {
            let (namespace, multirange) = multirange_name(&it.definition.value, name.name.as_str());
            let namespace = namespace.map(Name::new).or_else(|| name.namespace.clone());
            vec![name, QualifiedName::new(namespace, multirange)]
        }
        Some(_) | None => Vec::new(),
    }
}
