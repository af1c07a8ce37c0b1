//! Objects that are kept by their whole definition.

use super::again;
use crate::model::{Definition, DefinitionKind, Object, Pair, Step};

/// In place where only the moment at which it fires differs, or where there is a CREATE OR REPLACE.
pub(super) fn alter(objects: Pair<&Object>, definitions: Pair<&Definition>) -> Vec<Step> {
    let same = !definitions.map(|it| (&it.definition, &it.table)).differs();
    if same {
        vec![Step::Alter(objects.map(Clone::clone))]
    } else if is_replaceable(definitions.to.kind) {
        vec![Step::Replace(objects.map(Clone::clone))]
    } else {
        again(objects)
    }
}

/// Kinds with a CREATE OR REPLACE.
fn is_replaceable(kind: DefinitionKind) -> bool {
    match kind {
        DefinitionKind::Rule | DefinitionKind::Language => true,
        DefinitionKind::Collation
        | DefinitionKind::Range
        | DefinitionKind::Cast
        | DefinitionKind::Operator
        | DefinitionKind::OperatorFamily
        | DefinitionKind::OperatorClass
        | DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::TextSearchDictionary
        | DefinitionKind::TextSearchConfiguration
        | DefinitionKind::ForeignDataWrapper
        | DefinitionKind::Statistics
        | DefinitionKind::EventTrigger
        | DefinitionKind::Event => false,
    }
}
