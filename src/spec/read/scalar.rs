//! Texts, numbers and switches. The place decides what a scalar is; words that readers of YAML disagree about are told.

use super::{FromNode, Reader};
use crate::diagnostic::{Diagnostic, Span};
use crate::spec::yaml::{Node, Style, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// A value that knows where it was written.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T: FromNode> FromNode for Spanned<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::read(node, reader).map(|value| Self { value, span: node.span.clone() })
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
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

/// Any scalar but nothing: `no` and `017` are the texts they look like.
impl FromNode for String {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Scalar(scalar) if !scalar.is_null() => Some(scalar.text.clone()),
            Value::Scalar(scalar) if !scalar.text.is_empty() => {
                let text = &scalar.text;
                reader.report(
                    Diagnostic::error("ambiguous-scalar", format!("`{text}` means nothing at all, and a text is due"))
                        .at(node.span.clone(), "nothing, to YAML")
                        .help(format!("write \"{text}\" for the word, or leave the key out")),
                );
                None
            }
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => {
                reader.wrong_type(node, "a text");
                None
            }
        }
    }
}

impl FromNode for bool {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let scalar = node.as_scalar();
        if let Some(value) = scalar.and_then(|scalar| scalar.as_bool()) {
            return Some(value);
        }
        let meant = scalar.and_then(|scalar| switch(&scalar.text));
        match meant {
            Some(meant) => reader.report(
                Diagnostic::error("ambiguous-scalar", format!("{} is not a boolean", node.describe()))
                    .at(node.span.clone(), "true or false is due")
                    .help(format!("write {meant}")),
            ),
            None => reader.wrong_type(node, "true or false"),
        }
        None
    }
}

/// What a word would be to readers that know more words for true and false.
pub fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" | "1" => Some(true),
        "no" | "n" | "off" | "false" | "0" => Some(false),
        _ => None,
    }
}

impl FromNode for i64 {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let scalar = node.as_scalar().filter(|scalar| scalar.style == Style::Plain);
        let digits = scalar.map(|scalar| scalar.text.strip_prefix('-').unwrap_or(&scalar.text));
        let canonical = digits.is_some_and(|digits| digits == "0" || !digits.starts_with(['0', '+', '-']));
        match scalar.and_then(|scalar| scalar.text.parse().ok()) {
            Some(number) if canonical => Some(number),
            Some::<i64>(number) => {
                reader.report(
                    Diagnostic::error("ambiguous-scalar", format!("{} is octal to some readers", node.describe()))
                        .at(node.span.clone(), "a number is due")
                        .help(format!("write {number}")),
                );
                None
            }
            None => {
                reader.wrong_type(node, "a whole number");
                None
            }
        }
    }
}

/// A number with or without a fraction; what is no finite one in decimal is refused.
impl FromNode for f64 {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let scalar = node.as_scalar().filter(|scalar| scalar.style == Style::Plain);
        let is_decimal = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
        let number = scalar.filter(|scalar| is_decimal(&scalar.text)).and_then(|scalar| scalar.text.parse().ok());
        if number.is_none_or(|number: Self| !number.is_finite()) {
            reader.wrong_type(node, "a number");
            return None;
        }
        number
    }
}

/// One value, or a list of them.
#[derive(Clone, Debug)]
pub struct OrList<T>(pub Vec<T>);

impl<T: FromNode> FromNode for OrList<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Sequence(_) => Vec::read(node, reader).map(Self),
            Value::Scalar(_) | Value::Mapping(_) => T::read(node, reader).map(|value| Self(vec![value])),
        }
    }
}

impl<T: JsonSchema> JsonSchema for OrList<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}OrList", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}
