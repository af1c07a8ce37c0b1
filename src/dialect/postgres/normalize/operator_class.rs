//! The family that an operator class stands in where none is written: one of its own name, made with it.

use crate::dialect::postgres::quote;
use crate::model::{Definition, DefinitionKind, Firing, Object, ObjectKind, Schema, SqlText};
use crate::sql::{Syntax, lex, token_key};
use std::collections::BTreeMap;

/// Writes the families out, so that a schema says what the catalog will.
pub(super) fn complete(schema: &mut Schema) {
    let classes = schema.of_kind(ObjectKind::Definition(DefinitionKind::OperatorClass));
    let alone = classes.filter_map(|object| match object {
        Object::Definition(class) => Some((with_family(class)?, class.clone())),
        _ => None,
    });
    for (definition, class) in alone.collect::<Vec<_>>() {
        let family = family(&class);
        schema.objects.entry(family.id()).or_insert(Object::Definition(family));
        schema.insert(Object::Definition(Definition { definition, ..class }));
    }
}

/// `None` where the family is written.
fn with_family(class: &Definition) -> Option<SqlText> {
    let text = class.definition.as_str();
    let lexemes = lex(Syntax::Postgres, text).ok()?;
    let end = lexemes.iter().position(|lexeme| lexeme.is_word("AS"))?;
    if lexemes[..end].iter().any(|lexeme| lexeme.is_word("FAMILY")) {
        return None;
    }
    let (head, members) = text.split_at(lexemes[end].start);
    let text = format!("{head}FAMILY {} {members}", quote::qualified(&class.name));
    let key = token_key(Syntax::Postgres, &text);
    Some(SqlText::new(text).with_key(key))
}

fn family(class: &Definition) -> Definition {
    let text = format!("CREATE OPERATOR FAMILY {}{}", quote::qualified(&class.name), class.signature);
    let key = token_key(Syntax::Postgres, &text);
    Definition {
        kind: DefinitionKind::OperatorFamily,
        name: class.name.clone(),
        signature: class.signature.clone(),
        table: None,
        definition: SqlText::new(text).with_key(key),
        firing: Firing::default(),
        settings: BTreeMap::new(),
        comment: None,
    }
}
