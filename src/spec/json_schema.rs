//! The JSON Schema by which editors complete and check a spec while it is written.

use super::document::SpecDocument;
use serde_json::Value;

/// The schema, from the same definitions that read a spec.
pub fn json_schema() -> Value {
    schema_of_document::<SpecDocument>("dbx spec")
}

/// The schema of a kind of document.
pub(crate) fn schema_of_document<T: schemars::JsonSchema>(title: &str) -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".into(), title.into());
    }
    refuse_null(&mut schema);
    schema
}

/// A key that may be left out is not one that may be empty: lists alone may hold nothing.
fn refuse_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(refuse_null),
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                properties.values_mut().for_each(without_null);
            }
            object.values_mut().for_each(refuse_null);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes away the null that an optional property is given by schemars.
fn without_null(property: &mut Value) {
    let Some(object) = property.as_object_mut() else { return };
    if let Some(Value::Array(types)) = object.get_mut("type")
        && let [one, null] = &types[..]
        && null == "null"
        && one != "array"
    {
        let one = one.clone();
        object.insert("type".into(), one);
    }
    for key in ["anyOf", "enum"] {
        if let Some(Value::Array(choices)) = object.get_mut(key) {
            choices.retain(|choice| !choice.is_null() && choice.get("type").is_none_or(|it| it != "null"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::load_text;
    use std::path::Path;

    /// YAML's scalars as an editor types them.
    fn as_json(node: &crate::spec::yaml::Node) -> Value {
        use crate::spec::yaml::{Style, Value as Yaml};
        match &node.value {
            Yaml::Sequence(items) => items.iter().map(as_json).collect(),
            Yaml::Mapping(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), as_json(&entry.value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            Yaml::Scalar(scalar) if scalar.is_null() => Value::Null,
            Yaml::Scalar(scalar) => match (scalar.as_bool(), scalar.style) {
                (Some(value), _) => value.into(),
                (None, Style::Plain) => {
                    scalar.text.parse::<serde_json::Number>().map_or_else(|_| scalar.text.clone().into(), Into::into)
                }
                (None, Style::Quoted) => scalar.text.clone().into(),
            },
        }
    }

    fn errors(text: &str) -> Vec<String> {
        let (root, diagnostics) = crate::spec::yaml::parse(&std::sync::Arc::new("a.yml".into()), text);
        assert_eq!(diagnostics, []);
        let validator = jsonschema::validator_for(&json_schema()).unwrap();
        let instance = as_json(&root.unwrap());
        validator.iter_errors(&instance).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    #[test]
    fn what_loads_is_valid() {
        for text in
            [include_str!("../../schema_specs/current.yml"), include_str!("../../tests/fixtures/specs/everything.yml")]
        {
            assert_eq!(load_text(Path::new("a.yml"), text).diagnostics, []);
            assert_eq!(errors(text), [] as [String; 0]);
        }
    }

    #[test]
    fn what_is_misspelt_is_not() {
        for text in [
            "version: 1\nentitys: {}\n",
            "entities: {}\n",
            "version: 1\nentities: {tables: [{name: a, colums: []}]}\n",
            "version: 1\nentities: {tables: [{name: a, columns: [{name: a, type: INT, nulable: true}]}]}\n",
            "version: 1\nentities: {dimensions: [{name: a, surogate_key: b}]}\n",
        ] {
            assert_ne!(errors(text), [] as [String; 0], "{text}");
        }
    }
}
