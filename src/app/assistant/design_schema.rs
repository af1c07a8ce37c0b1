//! The part of the spec format that a model may write: tables, their keys and their measures. What runs code, opens a database to others or is one
//! engine's own stays in the hands of people.

use crate::llm::AnswerSchema;
use crate::spec;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Keys of the document.
const DOCUMENT: &[&str] = &["version", "warehouse", "entities", "enums"];

/// Keys of every table.
const TABLE: &[&str] =
    &["name", "comment", "was", "columns", "primary_key", "unique", "checks", "foreign_keys", "indexes"];

/// Definitions of the format with the keys that are kept, beside those of every table where that is said. Definitions that are not listed keep all.
const KEPT: &[(&str, &[&str], bool)] = &[
    ("DimensionDocument", &["surrogate_key", "natural_key", "scd"], true),
    ("FactDocument", &["grain", "measures"], true),
    ("TableDocument", &[], true),
    (
        "LongColumn",
        &[
            "name",
            "type",
            "nullable",
            "default",
            "primary_key",
            "unique",
            "check",
            "references",
            "comment",
            "was",
            "sensitive",
            "additivity",
        ],
        false,
    ),
    ("KeyDocument", &["name", "columns", "comment"], false),
    ("CheckDocument", &["name", "expression", "comment"], false),
    ("ForeignKeyDocument", &["name", "column", "columns", "references", "on_delete", "on_update", "comment"], false),
    ("IndexDocument", &["name", "columns", "unique", "comment"], false),
    ("IndexKeyDocument", &["column", "order"], false),
    ("EnumDocument", &["name", "values", "comment", "was"], false),
];

/// The schema of an answer: a spec, and what the model says to it.
pub(super) fn design_schema() -> AnswerSchema {
    let mut spec = spec::json_schema();
    let definitions = narrowed(&mut spec);
    let text = json!({ "type": "string" });
    let taken = json!({
        "type": "object",
        "properties": { "words": text, "meaning": text },
        "required": ["words", "meaning"],
        "additionalProperties": false,
    });
    let schema = json!({
        "type": "object",
        "properties": {
            "spec": spec,
            "understood": { "type": "array", "items": taken },
            "not_understood": { "type": "array", "items": text },
        },
        "required": ["spec", "understood", "not_understood"],
        "additionalProperties": false,
        "$defs": definitions,
    });
    AnswerSchema { name: "design".to_owned(), schema }
}

/// All keys and keywords of the whole format.
pub(super) fn format_words() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    collect_words(&spec::json_schema(), &mut words);
    words
}

fn collect_words(schema: &Value, words: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                words.extend(properties.keys().cloned());
            }
            let listed = members.get("enum").and_then(Value::as_array).into_iter().flatten();
            words.extend(listed.chain(members.get("const")).filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect_words(member, words));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_words(item, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes the document's other keys away, and gives the definitions that are still needed.
fn narrowed(spec: &mut Value) -> Map<String, Value> {
    let definitions = spec.as_object_mut().and_then(|spec| spec.remove("$defs"));
    let Some(Value::Object(mut definitions)) = definitions else { return Map::new() };
    for (name, keys, is_table) in KEPT {
        if let Some(definition) = definitions.get_mut(*name) {
            keep(definition, &|key| keys.contains(&key) || *is_table && TABLE.contains(&key));
        }
    }
    keep(spec, &|key| DOCUMENT.contains(&key));
    if let Some(spec) = spec.as_object_mut() {
        spec.remove("$schema");
        spec.remove("title");
    }
    let needed = needed(spec, &definitions);
    definitions.retain(|name, _| needed.contains(name));
    definitions
}

fn keep(definition: &mut Value, is_kept: &dyn Fn(&str) -> bool) {
    if let Some(Value::Object(properties)) = definition.get_mut("properties") {
        properties.retain(|key, _| is_kept(key));
    }
}

/// The definitions that a schema refers to, and those that these refer to.
fn needed(schema: &Value, definitions: &Map<String, Value>) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    let mut pending = references(schema);
    while let Some(name) = pending.pop() {
        if let Some(definition) = definitions.get(&name)
            && needed.insert(name)
        {
            pending.extend(references(definition));
        }
    }
    needed
}

fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_code_is_no_part_of_an_answer() {
        let schema = design_schema();
        let names: Vec<&String> = schema.schema["$defs"].as_object().unwrap().keys().collect();
        assert!(names.iter().any(|name| *name == "FactDocument"), "{names:?}");
        for name in
            ["FunctionDocument", "TriggerDocument", "GrantDocument", "PartitionDocument", "ForeignTableDocument"]
        {
            assert!(!names.iter().any(|it| *it == name), "{name}");
        }
        // Every definition that is narrowed is one of the format, under its name there.
        for (name, keys, _) in KEPT {
            for key in *keys {
                assert!(schema.schema["$defs"][name]["properties"].get(key).is_some(), "{name}.{key}");
            }
        }
        assert!(schema.text().len() < 30_000, "{} bytes go out with every request", schema.text().len());
    }

    #[test]
    fn words_of_the_format_are_known() {
        let words = format_words();
        assert!(["name", "type", "columns", "comment", "pii"].iter().all(|word| words.contains(*word)), "{words:?}");
        assert!(!words.contains("email"));
    }

    #[test]
    fn a_good_answer_fits_and_a_function_does_not() {
        let schema = design_schema();
        let answer = |spec: Value| json!({ "spec": spec, "understood": [], "not_understood": [] }).to_string();
        let table = json!({ "name": "t", "columns": [{ "name": "a", "type": "INT", "nullable": false }] });
        schema.read(&answer(json!({ "version": 1, "entities": { "tables": [table] } }))).unwrap();
        let function = json!({ "version": 1, "functions": [] });
        assert!(schema.read(&answer(function)).unwrap_err().join("").contains("functions"));
    }
}
