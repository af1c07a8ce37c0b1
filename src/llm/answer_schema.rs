//! The form an answer has to have, and whether it has it.

use super::strict::{strict, without_nulls};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A JSON Schema (draft 2020-12) with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerSchema {
    /// Letters, digits, `_` and `-`: services want one.
    pub name: String,
    pub schema: Value,
}

/// How many objections are told at most; more would only repeat the first.
const MOST_OBJECTIONS: usize = 12;

/// Characters of one objection: a message may quote the whole answer.
const LONGEST_OBJECTION: usize = 300;

impl AnswerSchema {
    /// The schema of a type.
    pub fn of<T: JsonSchema>(name: &str) -> Self {
        Self { name: name.to_owned(), schema: schemars::schema_for!(T).to_value() }
    }

    pub fn text(&self) -> String {
        self.schema.to_string()
    }

    /// The form of it to which services hold a model, where there is one.
    pub(super) fn strict(&self) -> Option<Value> {
        strict(&self.schema)
    }

    /// The JSON in the text, if it is as it has to be; otherwise what is wrong, in words for the model.
    pub fn read(&self, text: &str) -> Result<Value, Vec<String>> {
        let value = serde_json::from_str(unwrapped(text))
            .map_err(|error| vec![format!("the answer is not one JSON document: {error}")])?;
        let value = without_nulls(value);
        let validator = jsonschema::validator_for(&self.schema)
            .map_err(|error| vec![format!("the schema of the answer cannot be used: {error}")])?;
        let objections: Vec<String> =
            validator.iter_errors(&value).take(MOST_OBJECTIONS).map(|error| objection(&error)).collect();
        if objections.is_empty() { Ok(value) } else { Err(objections) }
    }
}

fn objection(error: &jsonschema::ValidationError<'_>) -> String {
    let place = error.instance_path().to_string();
    let place = if place.is_empty() { "/".to_owned() } else { place };
    let text = format!("{place}: {}", error.masked());
    text.chars().take(LONGEST_OBJECTION).collect()
}

/// Models like to put JSON into a Markdown fence, whatever they are told.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) else { return text };
    inner.split_once('\n').map_or(text, |(_language, json)| json.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(JsonSchema)]
    #[schemars(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Example {
        sql: String,
        limit: Option<u32>,
    }

    #[test]
    fn accepts_what_fits_bare_and_fenced() {
        let schema = AnswerSchema::of::<Example>("example");
        for text in [r#"{"sql": "x"}"#, "```json\n{\"sql\": \"x\", \"limit\": null}\n```", "\n{\"sql\":\"x\"} "] {
            assert_eq!(schema.read(text), Ok(json!({ "sql": "x" })), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let schema = AnswerSchema::of::<Example>("example");
        for (text, part) in [
            ("", "not one JSON document"),
            ("{\"sql\": \"x\"} and so on", "not one JSON document"),
            ("{\"sql\": 1}", "/sql"),
            ("{\"limit\": 1}", "sql"),
            ("{\"sql\": \"x\", \"drop\": 1}", "drop"),
            ("{\"sql\": \"x\", \"limit\": -1}", "/limit"),
            ("[]", "/"),
        ] {
            let objections = schema.read(text).unwrap_err().join("\n");
            assert!(objections.contains(part), "{text}: {objections}");
        }
    }

    #[test]
    fn objections_stay_short() {
        let schema = AnswerSchema::of::<Example>("example");
        let many: serde_json::Map<String, Value> = (0..500).map(|at| (format!("k{at}"), json!(at))).collect();
        let objections = schema.read(&Value::Object(many).to_string()).unwrap_err();
        assert!(objections.len() <= MOST_OBJECTIONS);
        assert!(objections.iter().all(|it| it.chars().count() <= LONGEST_OBJECTION), "{objections:?}");
    }

    /// Nesting that would overflow the stack ends in an error.
    #[test]
    fn deep_nesting_is_an_objection() {
        let schema = AnswerSchema::of::<Example>("example");
        assert!(schema.read(&"[".repeat(100_000)).is_err());
    }
}
