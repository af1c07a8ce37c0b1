//! Names, and lists of them.

use super::{FromNode, Reader, Spanned};
use crate::diagnostic::Diagnostic;
use crate::model::{Name, QualifiedName};
use crate::spec::shorthand;
use crate::spec::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// One name, exactly as written.
impl FromNode for Name {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let name = Self::new(String::read(node, reader)?);
        is_valid(&name, node, reader).then_some(name)
    }
}

/// `name` or `namespace.name`.
impl FromNode for QualifiedName {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::read(node, reader)?;
        let name = parsed(shorthand::qualified_name(&text), node, reader)?;
        name.path().iter().all(|part| is_valid(part, node, reader)).then_some(name)
    }
}

/// `table(column)`: the table, and the columns if they are named.
#[derive(Clone, Debug)]
pub struct ReferenceText {
    pub table: QualifiedName,
    pub columns: Vec<Name>,
}

impl FromNode for ReferenceText {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::read(node, reader)?;
        let (table, columns) = parsed(shorthand::reference(&text), node, reader)?;
        let valid = table.path().iter().chain(&columns).all(|part| is_valid(part, node, reader));
        valid.then_some(Self { table, columns })
    }
}

/// One name, several with commas, or a list.
#[derive(Clone, Debug)]
pub struct NameList(pub Vec<Spanned<Name>>);

impl NameList {
    pub fn names(&self) -> Vec<Name> {
        self.0.iter().map(|name| name.value.clone()).collect()
    }
}

impl FromNode for NameList {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Sequence(_) => Vec::read(node, reader).map(Self),
            Value::Scalar(_) | Value::Mapping(_) => {
                let text = String::read(node, reader)?;
                let names = parsed(shorthand::name_list(&text), node, reader)?;
                let valid = names.iter().all(|name| is_valid(name, node, reader));
                let spanned = |value| Spanned { value, span: node.span.clone() };
                valid.then(|| Self(names.into_iter().map(spanned).collect()))
            }
        }
    }
}

fn parsed<T>(result: Result<T, shorthand::Expected>, node: &Node, reader: &mut Reader) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(expected) => {
            reader.report(
                Diagnostic::error("invalid-name", format!("{} cannot be read: expected {expected}", node.describe()))
                    .at(node.span.clone(), format!("expected {expected}"))
                    .help("a name that holds a dot, a comma or a parenthesis stands in double quotes: '\"my.table\"'"),
            );
            None
        }
    }
}

/// Characters that make a name look like another one, or that no engine takes, are refused. Everything else can be quoted.
fn is_valid(name: &Name, node: &Node, reader: &mut Reader) -> bool {
    let text = name.as_str();
    let problem = if text.is_empty() {
        "a name is empty".to_owned()
    } else if let Some(c) = text.chars().find(|c| c.is_control()) {
        format!("a name holds the control character U+{:04X}", u32::from(c))
    } else if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
        format!("a name holds U+{:04X}, which is invisible or changes the direction of text", u32::from(c))
    } else if text.trim() != text {
        "a name starts or ends with white space".to_owned()
    } else {
        return true;
    };
    reader.report(Diagnostic::error("invalid-name", problem).at(node.span.clone(), "this name").help("rename it"));
    false
}

/// Direction marks and overrides, zero-width characters, separators of lines and paragraphs, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Marks the types that are a text to an editor.
macro_rules! text_schema {
    ($Type:ty, $name:literal, $description:literal) => {
        impl JsonSchema for $Type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $description })
            }
        }
    };
}

text_schema!(Name, "Name", "A name.");
text_schema!(QualifiedName, "QualifiedName", "A name, or namespace.name.");
text_schema!(ReferenceText, "Reference", "table(column), or a table, whose primary key is then meant.");

impl JsonSchema for NameList {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "NameList".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "string", "description": "One name, or several with commas between them." },
            { "type": "array", "items": { "type": "string" } },
        ] })
    }
}
