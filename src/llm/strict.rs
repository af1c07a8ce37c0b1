//! The subset of JSON Schema that services hold a model to while it writes ("strict mode"): every object is closed, every key is required, and
//! what may be left out may be null instead.

use serde_json::{Map, Value, json};

/// Keywords that say nothing about the form, or that strict mode does not know.
const LEFT_OUT: [&str; 6] = ["$schema", "title", "default", "format", "examples", "$comment"];

/// Keywords for which there is no strict form.
const INEXPRESSIBLE: [&str; 7] =
    ["patternProperties", "propertyNames", "not", "if", "allOf", "dependentRequired", "unevaluatedProperties"];

/// The schema in its strict form; `None` where it has none. An answer by it fits the schema itself once null members are taken out
/// ([`without_nulls`]).
pub(super) fn strict(schema: &Value) -> Option<Value> {
    let Value::Object(object) = schema else {
        // `true` allows anything.
        return None;
    };
    if INEXPRESSIBLE.iter().any(|keyword| object.contains_key(*keyword)) {
        return None;
    }
    let mut strict_object = Map::new();
    for (keyword, value) in object.iter().filter(|(keyword, _)| !LEFT_OUT.contains(&keyword.as_str())) {
        let (keyword, value) = match keyword.as_str() {
            "properties" => ("properties", properties(object, value)?),
            "$defs" => ("$defs", each(value)?),
            "items" => ("items", strict(value)?),
            // Strict mode knows one word for a choice.
            "anyOf" | "oneOf" => ("anyOf", value.as_array()?.iter().map(strict).collect::<Option<_>>()?),
            // A map with keys of its own choosing cannot be closed.
            "additionalProperties" if *value != Value::Bool(false) => return None,
            "required" | "additionalProperties" => continue,
            keyword => (keyword, value.clone()),
        };
        strict_object.insert(keyword.to_owned(), value);
    }
    let is_object = object.get("type").is_some_and(|name| name == "object" || is_in(name, "object"));
    if is_object {
        // An object without known keys could hold anything.
        let keys: Vec<Value> = object.get("properties")?.as_object()?.keys().map(|key| json!(key)).collect();
        strict_object.insert("required".to_owned(), keys.into());
        strict_object.insert("additionalProperties".to_owned(), false.into());
    }
    Some(strict_object.into())
}

fn is_in(names: &Value, name: &str) -> bool {
    names.as_array().is_some_and(|names| names.iter().any(|it| it == name))
}

fn each(schemas: &Value) -> Option<Value> {
    let schemas = schemas.as_object()?.iter();
    schemas
        .map(|(name, schema)| Some((name.clone(), strict(schema)?)))
        .collect::<Option<Map<_, _>>>()
        .map(Value::Object)
}

/// Properties that are not required may be null.
fn properties(object: &Map<String, Value>, properties: &Value) -> Option<Value> {
    let required = object.get("required").cloned().unwrap_or_default();
    let mut strict_properties = Map::new();
    for (name, schema) in properties.as_object()? {
        let schema = strict(schema)?;
        let may_be_left_out = !is_in(&required, name);
        strict_properties.insert(name.clone(), if may_be_left_out { or_null(schema) } else { schema });
    }
    Some(strict_properties.into())
}

fn or_null(schema: Value) -> Value {
    if schema.get("type").is_some_and(|names| is_in(names, "null")) {
        return schema;
    }
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// The value without members that are null: a key that may be left out.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemars::JsonSchema;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Example {
        sql: String,
        reasoning: Option<String>,
        #[serde(default)]
        steps: Vec<Step>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    enum Step {
        /// Reads.
        Scan,
        Join,
    }

    #[test]
    fn every_key_is_required_and_what_was_optional_may_be_null() {
        let strict = strict(&schemars::schema_for!(Example).to_value()).unwrap();
        assert_eq!(strict["required"], json!(["sql", "reasoning", "steps"]));
        assert_eq!(strict["additionalProperties"], json!(false));
        assert_eq!(strict["properties"]["sql"], json!({ "type": "string" }));
        assert_eq!(strict["properties"]["reasoning"]["type"], json!(["string", "null"]));
        assert_eq!(strict["properties"]["steps"]["anyOf"][1], json!({ "type": "null" }));
        assert!(strict["$defs"]["Step"]["anyOf"].is_array());
    }

    #[test]
    fn maps_and_free_values_have_no_strict_form() {
        for schema in [
            json!(true),
            json!({ "type": "object" }),
            json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            json!({ "type": "object", "properties": { "a": { "not": {} } } }),
        ] {
            assert_eq!(strict(&schema), None, "{schema}");
        }
    }

    #[test]
    fn null_members_are_keys_left_out() {
        let value = json!({ "a": null, "b": [null, { "c": null, "d": 1 }] });
        assert_eq!(without_nulls(value), json!({ "b": [null, { "d": 1 }] }));
    }
}
