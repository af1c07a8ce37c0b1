//! Range types, which bring a second type along: that of sets of ranges.

use crate::model::{DefinitionKind, QualifiedName};
use crate::spec::document::DefinitionDocument;
use crate::spec::read::Keyword;
use crate::spec::shorthand;
use crate::sql::{Lexeme, Syntax, lex};

/// The names of the types that a definition makes.
pub fn type_names(it: &DefinitionDocument) -> Vec<QualifiedName> {
    let Keyword(kind) = it.kind.value;
    let name = match &it.namespace {
        Some(namespace) => Some(QualifiedName::new(Some(namespace.value.clone()), it.name.value.clone())),
        None => shorthand::qualified_name(it.name.value.as_str()).ok(),
    };
    match name {
        Some(name) if kind == DefinitionKind::Range => {
            let multirange = written_multirange(&it.definition.value).unwrap_or_else(|| usual_multirange(&name));
            vec![name, multirange]
        }
        Some(_) | None => Vec::new(),
    }
}

/// What stands behind `multirange_type_name =`.
fn written_multirange(definition: &str) -> Option<QualifiedName> {
    let lexemes = lex(Syntax::Postgres, definition).ok()?;
    let at = lexemes.iter().position(|lexeme| lexeme.is_word("MULTIRANGE_TYPE_NAME"))?;
    let folded = |at: usize| {
        let lexeme: &Lexeme<'_> = lexemes.get(at)?;
        let name = lexeme.identifier()?;
        Some(if lexeme.text.starts_with('"') { name.to_owned() } else { name.to_lowercase() })
    };
    let first = folded(at + 2)?;
    let is_qualified = lexemes.get(at + 3).is_some_and(|lexeme| lexeme.is_symbol("."));
    match folded(at + 4).filter(|_| is_qualified) {
        Some(second) => Some(QualifiedName::new(Some(first.into()), second)),
        None => Some(QualifiedName::bare(first)),
    }
}

/// PostgreSQL's rule: `multi` in front of the first `range` of the name, or `_multirange` behind it.
fn usual_multirange(name: &QualifiedName) -> QualifiedName {
    let text = name.name.as_str();
    let multirange = match text.find("range") {
        Some(at) => format!("{}multi{}", &text[..at], &text[at..]),
        None => format!("{text}_multirange"),
    };
    name.sibling(multirange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_type_is_named_as_postgresql_does() {
        let usual = |name: &str| usual_multirange(&QualifiedName::bare(name)).name.to_string();
        assert_eq!(usual("pricerange"), "pricemultirange");
        assert_eq!(usual("span"), "span_multirange");
        let written = |definition: &str| written_multirange(definition).map(|name| name.to_string());
        let definition = "CREATE TYPE a AS RANGE (subtype = int4, Multirange_Type_Name = public.\"Many\")";
        assert_eq!(written(definition).as_deref(), Some("public.Many"));
        assert_eq!(written("CREATE TYPE a AS RANGE (subtype = int4)"), None);
    }
}
