//! Answers of the wrong form go back with what is wrong with them, a few times, within the budget.

use dbx::llm::{AnswerSchema, Budget, Conversation, LlmError, Request};
use schemars::JsonSchema;
use serde::Deserialize;

use super::model::{model, repair, wait, whole};
use crate::support::http::{HttpServer, Reply};

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
struct Query {
    sql: String,
}

fn ask(server: &HttpServer, budget: Budget, repairs: usize) -> Result<Query, LlmError> {
    let model = model(server, budget, repairs);
    let schema = AnswerSchema::of::<Query>("query");
    let mut conversation = Conversation::new(&model, Request::new("be exact", "how many?"), schema, repair());
    wait(conversation.answer())
}

#[test]
fn a_wrong_answer_goes_back_with_its_mistakes() {
    let server = HttpServer::start(vec![whole("{\"sql\": 1}"), whole("sure!"), whole("{\"sql\": \"SELECT 1\"}")]);
    let query = ask(&server, Budget::default(), 2).expect("an answer");
    assert_eq!(query, Query { sql: "SELECT 1".into() });
    let requests = server.requests();
    let messages = requests[1].json()["messages"].as_array().expect("messages").clone();
    assert_eq!(messages[2]["content"], "{\"sql\": 1}");
    let objection = messages[3]["content"].as_str().expect("a text").to_owned();
    assert!(objection.contains("/sql") && objection.contains("cannot be used"), "{objection}");
    assert_eq!(requests[2].json()["messages"].as_array().expect("messages").len(), 6);
}

#[test]
fn the_rounds_end_with_the_last_answer_kept() {
    let server = HttpServer::start(vec![whole("{}"), whole("no"), whole("still no")]);
    let error = ask(&server, Budget::default(), 2).unwrap_err();
    assert!(error.to_string().contains("in 3 tries"), "{error}");
    assert_eq!(error.raw(), Some("still no"));
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn an_empty_answer_is_a_wrong_one() {
    let server = HttpServer::start(vec![whole(""), whole("{\"sql\": \"SELECT 1\"}")]);
    ask(&server, Budget::default(), 1).expect("an answer");
    // Services refuse messages without text.
    assert_eq!(server.requests()[1].json()["messages"][2]["content"], "(nothing)");
}

#[test]
fn a_budget_ends_the_rounds_before_the_call_that_could_pass_it() {
    let server = HttpServer::start(vec![whole("{}")]);
    let error = ask(&server, Budget { tokens: Some(1_200), usd: None }, 9).unwrap_err();
    assert!(matches!(error, LlmError::OverBudget { .. }), "{error}");
    let calls = server.requests().len();
    assert!((1..9).contains(&calls), "{calls} calls");
}

/// Whatever a model sends, it is refused or it fits: nothing in between.
#[test]
fn hostile_answers_are_refused() {
    let deep = "[".repeat(50_000);
    let long = format!("{{\"sql\": \"{}\"}} x", "y".repeat(50_000));
    for text in ["{\"sql\": \"a\", \"sql2\": 1}", "{\"sql\": null}", "[{\"sql\": \"a\"}]", "```", "\u{0}", &deep, &long]
    {
        let server = HttpServer::start(vec![whole(text)]);
        let error = ask(&server, Budget::default(), 0).unwrap_err();
        assert!(matches!(error, LlmError::Unusable { .. }), "{error}");
        assert!(error.to_string().len() < 5_000);
    }
    let server = HttpServer::start(vec![Reply::silence()]);
    assert!(matches!(ask(&server, Budget::default(), 0), Err(LlmError::Timeout { .. })));
}
