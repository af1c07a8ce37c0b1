//! The kinds of objects by their keywords, and CREATE of what is no table or index.

use crate::lint::names::ReadNames;
use crate::lint::statement::{CreateObject, Statement};
use crate::model::{DefinitionKind, ObjectKind, QualifiedName};
use crate::sql::{Cursor, ReadError};

/// Keywords and kinds, longer ones first.
const KINDS: &[(&[&str], ObjectKind)] = &[
    (&["MATERIALIZED", "VIEW"], ObjectKind::MaterializedView),
    (&["FOREIGN", "DATA", "WRAPPER"], ObjectKind::Definition(DefinitionKind::ForeignDataWrapper)),
    (&["FOREIGN", "TABLE"], ObjectKind::Table),
    (&["EVENT", "TRIGGER"], ObjectKind::Definition(DefinitionKind::EventTrigger)),
    (&["USER", "MAPPING"], ObjectKind::UserMapping),
    (&["OPERATOR", "CLASS"], ObjectKind::Definition(DefinitionKind::OperatorClass)),
    (&["OPERATOR", "FAMILY"], ObjectKind::Definition(DefinitionKind::OperatorFamily)),
    (&["TEXT", "SEARCH", "CONFIGURATION"], ObjectKind::Definition(DefinitionKind::TextSearchConfiguration)),
    (&["TEXT", "SEARCH", "DICTIONARY"], ObjectKind::Definition(DefinitionKind::TextSearchDictionary)),
    (&["TEXT", "SEARCH", "PARSER"], ObjectKind::Definition(DefinitionKind::TextSearchParser)),
    (&["TEXT", "SEARCH", "TEMPLATE"], ObjectKind::Definition(DefinitionKind::TextSearchTemplate)),
    (&["TABLE"], ObjectKind::Table),
    (&["VIEW"], ObjectKind::View),
    (&["INDEX"], ObjectKind::Index),
    (&["SEQUENCE"], ObjectKind::Sequence),
    (&["TYPE"], ObjectKind::Enum),
    (&["DOMAIN"], ObjectKind::Domain),
    (&["FUNCTION"], ObjectKind::Function),
    (&["PROCEDURE"], ObjectKind::Function),
    (&["AGGREGATE"], ObjectKind::Function),
    (&["ROUTINE"], ObjectKind::Function),
    (&["TRIGGER"], ObjectKind::Trigger),
    (&["POLICY"], ObjectKind::Policy),
    (&["RULE"], ObjectKind::Definition(DefinitionKind::Rule)),
    (&["STATISTICS"], ObjectKind::Definition(DefinitionKind::Statistics)),
    (&["COLLATION"], ObjectKind::Definition(DefinitionKind::Collation)),
    (&["CAST"], ObjectKind::Definition(DefinitionKind::Cast)),
    (&["OPERATOR"], ObjectKind::Definition(DefinitionKind::Operator)),
    (&["LANGUAGE"], ObjectKind::Definition(DefinitionKind::Language)),
    (&["EVENT"], ObjectKind::Definition(DefinitionKind::Event)),
    (&["EXTENSION"], ObjectKind::Extension),
    (&["SCHEMA"], ObjectKind::Namespace),
    (&["DATABASE"], ObjectKind::Namespace),
    (&["PUBLICATION"], ObjectKind::Publication),
    (&["SUBSCRIPTION"], ObjectKind::Publication),
    (&["SERVER"], ObjectKind::Server),
    (&["ROLE"], ObjectKind::Role),
    (&["USER"], ObjectKind::Role),
    (&["GROUP"], ObjectKind::Role),
    (&["COLUMN"], ObjectKind::Column),
    (&["CONSTRAINT"], ObjectKind::Constraint),
];

/// Goes over the keywords of a kind.
pub(super) fn kind(cursor: &mut Cursor<'_>) -> Option<ObjectKind> {
    KINDS.iter().find(|(words, _)| cursor.take(words)).map(|(_, kind)| *kind)
}

/// The object's name; the arguments of a function are gone over.
pub(super) fn name(cursor: &mut Cursor<'_>, kind: ObjectKind) -> Result<QualifiedName, ReadError> {
    if cursor.sees_symbol("(") || cursor.sees(&["FOR"]) {
        // Casts and user mappings are named by what they are of.
        let text = if cursor.sees_symbol("(") { cursor.parenthesized()? } else { "" };
        return Ok(QualifiedName::bare(text));
    }
    let name = cursor.qualified_name()?;
    if matches!(kind, ObjectKind::Function) && cursor.sees_symbol("(") {
        cursor.parenthesized()?;
    }
    Ok(name)
}

/// Behind CREATE and its options.
pub(super) fn create(cursor: &mut Cursor<'_>, kind: ObjectKind, replaces: bool) -> Result<Statement, ReadError> {
    let if_not_exists = cursor.take(&["IF", "NOT", "EXISTS"]);
    let name = if kind == ObjectKind::Namespace && cursor.take(&["AUTHORIZATION"]) || !cursor.sees(&["ON"]) {
        name(cursor, kind)?
    } else {
        QualifiedName::bare("")
    };
    let mut object = CreateObject {
        kind,
        name,
        on: None,
        if_not_exists,
        replaces,
        text: cursor.rest().to_owned(),
        body: Vec::new(),
        not_null: false,
    };
    match kind {
        ObjectKind::View | ObjectKind::MaterializedView => {
            cursor.skip_until(|lexeme| lexeme.is_word("AS"));
            cursor.take(&["AS"]);
            object.text = cursor.rest().to_owned();
        }
        ObjectKind::Trigger | ObjectKind::Policy => {
            while !cursor.is_done() && !cursor.take(&["ON"]) {
                cursor.advance();
            }
            object.on = Some(cursor.qualified_name()?);
        }
        ObjectKind::Definition(DefinitionKind::Rule) => {
            while !cursor.is_done() && !cursor.take(&["TO"]) {
                cursor.advance();
            }
            object.on = Some(cursor.qualified_name()?);
        }
        ObjectKind::Definition(DefinitionKind::Statistics) => {
            while !cursor.is_done() && !cursor.take(&["FROM"]) {
                cursor.advance();
            }
            object.on = Some(cursor.qualified_name()?);
        }
        ObjectKind::Namespace if cursor.rest_lexemes().iter().any(|it| it.is_word("CREATE") || it.is_word("GRANT")) => {
            return Err(cursor.unexpected("the end: what is in the schema is made by statements of its own"));
        }
        ObjectKind::Enum => create_type(cursor, &mut object)?,
        ObjectKind::Domain => create_domain(cursor, &mut object),
        _ => {}
    }
    Ok(Statement::CreateObject(object))
}

fn create_type(cursor: &mut Cursor<'_>, object: &mut CreateObject) -> Result<(), ReadError> {
    if cursor.take(&["AS", "ENUM"]) {
        let values = cursor.parenthesized()?;
        object.body = values.split(',').map(|value| value.trim().trim_matches('\'').replace("''", "'")).collect();
    } else if cursor.take(&["AS", "RANGE"]) {
        object.kind = ObjectKind::Definition(DefinitionKind::Range);
    } else {
        object.kind = ObjectKind::Composite;
    }
    Ok(())
}

/// The base type, and what it asks for as text.
fn create_domain(cursor: &mut Cursor<'_>, object: &mut CreateObject) {
    cursor.take(&["AS"]);
    object.body.push(super::column::data_type(cursor));
    while !cursor.is_done() {
        if cursor.take(&["NOT", "NULL"]) {
            object.not_null = true;
        } else if cursor.take(&["CHECK"]) {
            object.body.extend(cursor.parenthesized().ok().map(str::to_owned));
        } else {
            cursor.advance();
        }
    }
}
