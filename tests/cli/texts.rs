//! `text: llm` in a seeding profile: a model writes texts once, files keep them, and what does not fit reaches no row.

use serde_json::{Value, json};

use super::sandbox::{Outcome, Sandbox};
use super::support::http::{HttpServer, Reply};

const KEY: &str = "sk-S3cretKey";

const SPEC: &str = "version: 1
entities:
  tables:
    - name: ticket
      primary_key: [id]
      columns:
        - {name: id, type: INT, nullable: false, identity: by default}
        - {name: remark, type: VARCHAR(30), nullable: false, check: \"length(remark) >= 4\"}
        - {name: diagnosis, type: TEXT, sensitive: pii}
        - {name: code, type: VARCHAR(20), nullable: false, unique: true}
";

/// A project whose profile wants texts, with a model at the server.
fn project(server: &HttpServer, column: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("spec.yml", SPEC);
    sandbox.write(
        "profile.yml",
        &format!("version: 1\ntables:\n  - name: ticket\n    rows: 40\n    columns:\n      - {column}\n"),
    );
    sandbox.write(
        "dbx.toml",
        &format!(
            "[llm]\nprovider = \"openai\"\nmodel = \"test-model\"\nbase_url = \"{}/v1\"\napi_key_env = \"MODEL_KEY\"\nrepairs = 1\n",
            server.url()
        ),
    );
    sandbox
}

fn replies(texts: &[&str]) -> Reply {
    let content = json!({ "texts": texts }).to_string();
    let choice = json!({ "message": { "content": content }, "finish_reason": "stop" });
    Reply::json(
        200,
        &json!({ "choices": [choice], "usage": { "prompt_tokens": 300, "completion_tokens": 40 } }).to_string(),
    )
}

fn seed(sandbox: &Sandbox, key: Option<&str>, flags: &str) -> Outcome {
    let mut command = sandbox.command(&format!("seed --schema spec.yml --profile profile.yml {flags}"));
    command.env_remove("MODEL_KEY");
    if let Some(key) = key {
        command.env("MODEL_KEY", key);
    }
    for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(variable);
    }
    let outcome = Outcome::of(command.output().expect("dbx starts"));
    assert!(!outcome.all().contains("S3cret"), "{}", outcome.all());
    outcome
}

const COLUMN: &str = "{name: remark, text: {from: llm, pool: 3, about: late parcels}}";

#[test]
fn texts_are_asked_for_once_and_kept() {
    let server = HttpServer::start(vec![
        replies(&["It is late", "no", "Two\nlines here", "Where is it?", "a remark that is longer than its column"]),
        replies(&["Lost again"]),
    ]);
    let sandbox = project(&server, COLUMN);
    let first = seed(&sandbox, Some(KEY), "--to csv - ");
    assert_eq!(first.code, 0, "{}", first.all());
    let remarks: std::collections::BTreeSet<&str> =
        first.stdout.lines().skip(1).filter_map(|row| row.split(',').nth(1)).collect();
    assert_eq!(remarks.into_iter().collect::<Vec<_>>(), ["It is late", "Lost again", "Where is it?"]);
    first.says("test-model: 2 calls");
    let requests = server.requests();
    assert!(requests[0].body.contains("late parcels") && requests[0].body.contains("remark"), "{}", requests[0].body);
    assert!(!requests[0].body.contains("diagnosis"), "a sensitive column goes nowhere: {}", requests[0].body);
    assert!(requests[1].body.contains("instead of 4 to 30"), "{}", requests[1].body);
    drop(server);
    // Neither the service nor its key is needed any more, with a model configured or without one.
    for flags in ["--to csv - ", "--to csv - --no-llm"] {
        let again = seed(&sandbox, None, flags);
        assert_eq!((again.code, &again.stdout), (0, &first.stdout), "{}", again.all());
    }
    // Another pool, and another model, are other texts.
    let other = seed(&sandbox, None, "--to csv - --model openai/other");
    assert_eq!(other.code, 1, "{}", other.all());
    let profile = sandbox.read("profile.yml").replace("pool: 3", "pool: 4");
    sandbox.write("profile.yml", &profile);
    let missing = seed(&sandbox, None, "--to csv - --no-llm");
    assert_eq!(missing.code, 2, "{}", missing.all());
    missing.says("ticket.remark").says("--model PROVIDER/MODEL").says(".dbx/texts");
    // A dry run asks nobody.
    assert_eq!(seed(&sandbox, None, "--to csv - --dry-run").code, 0);
}

#[test]
fn texts_that_do_not_fit_end_in_an_error() {
    let server =
        HttpServer::start(vec![replies(&["right\u{202e}left", "x", "esc\u{1b}[2J", "fine text", "fine text"])]);
    let sandbox = project(&server, COLUMN);
    let outcome = seed(&sandbox, Some(KEY), "--to csv - ");
    assert_eq!(outcome.code, 1, "{}", outcome.all());
    outcome.says("no usable answer in 2 tries").says(".dbx/answers/");
    assert_eq!(outcome.stdout, "");
    assert!(!sandbox.path().join(".dbx/texts").exists());
}

/// What a model took is in the ledger, whether its texts were of use or not, and whether rows came of them or not.
#[test]
fn calls_are_billed_however_the_run_ends() {
    let good = || replies(&["It is late", "Where is it?", "Lost again"]);
    for (answers, lacks_table, code, tokens) in [
        (vec![good()], false, 0, 340),
        (vec![replies(&["x"]), replies(&["y"])], false, 1, 680),
        (vec![good()], true, 4, 340),
    ] {
        let server = HttpServer::start(answers);
        let sandbox = project(&server, COLUMN);
        let (made, url) = (
            "version: 1\nentities:\n  tables:\n    - {name: other, columns: [{name: id, type: INT}]}\n",
            "--url sqlite:t.db",
        );
        sandbox.write("made.yml", if lacks_table { made } else { SPEC });
        sandbox.dbx_exits(0, &format!("apply --target made.yml --yes {url}"));
        let outcome = seed(&sandbox, Some(KEY), url);
        assert_eq!(outcome.code, code, "{}", outcome.all());
        let status = sandbox.dbx_exits(0, &format!("status --json {url}"));
        let status: Value = serde_json::from_str(&status.stdout).expect("JSON");
        let runs: Vec<&Value> =
            status["runs"].as_array().into_iter().flatten().filter(|run| run["command"] == "seed").collect();
        assert_eq!(runs.len(), 1, "{status:#}");
        assert_eq!(runs[0]["tokens"], json!(tokens), "{:#}", runs[0]);
        let ended = (&runs[0]["status"], &runs[0]["seed"]);
        assert_eq!(ended.0, if code == 0 { "done" } else { "failed" }, "{:#}", runs[0]);
        if code == 0 {
            assert_eq!((ended.1, &runs[0]["affected"]), (&json!("1"), &json!(40)), "{:#}", runs[0]);
        }
    }
}

/// A database that nothing may be written to is told before a model is paid for.
#[test]
fn no_model_is_asked_for_rows_that_go_nowhere() {
    let server = HttpServer::start(vec![replies(&["never asked"])]);
    let sandbox = project(&server, COLUMN);
    let config = sandbox.read("dbx.toml") + "\n[env.kept]\nurl = \"sqlite:kept.db\"\nread_only = true\n";
    sandbox.write("dbx.toml", &config);
    assert_eq!(seed(&sandbox, Some(KEY), "--env kept").code, 4);
    assert!(server.requests().is_empty());
}

#[test]
fn a_file_that_somebody_changed_is_read_again() {
    let server = HttpServer::start(vec![replies(&["It is late", "Where is it?", "Lost again"])]);
    let sandbox = project(&server, COLUMN);
    assert_eq!(seed(&sandbox, Some(KEY), "--to csv - ").code, 0);
    let folder = std::fs::read_dir(sandbox.path().join(".dbx/texts"))
        .expect("a folder")
        .next()
        .expect("one")
        .expect("one")
        .path();
    let file = std::fs::read_dir(folder).expect("a folder").next().expect("one").expect("one").path();
    let text = std::fs::read_to_string(&file).expect("the file");
    let kept: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&kept["model"], kept["texts"].as_array().map(Vec::len)), (&json!("openai/test-model"), Some(3)));
    std::fs::write(&file, text.replace("Lost again", "no")).expect("the file");
    let outcome = seed(&sandbox, None, "--to csv - ");
    assert_eq!(outcome.code, 2, "{}", outcome.all());
    outcome.says("instead of 4 to 30").says("delete the file");
}

#[test]
fn private_and_unique_columns_have_no_texts_of_a_model() {
    let server = HttpServer::start(vec![replies(&["never asked"])]);
    for (column, code, message) in [
        ("{name: diagnosis, text: llm}", 4, "no model is told of it"),
        ("{name: code, text: llm}", 4, "no two rows may have the same"),
        ("{name: id, text: llm}", 1, "texts do not fit"),
        ("{name: remark, text: {from: llm, pool: 0}}", 1, "from 1 to 500"),
        ("{name: remark, text: gpt}", 1, "llm"),
    ] {
        let outcome = seed(&project(&server, column), Some(KEY), "--to csv - ");
        assert_eq!(outcome.code, code, "{column}: {}", outcome.all());
        outcome.says(message);
    }
    assert!(server.requests().is_empty());
    let shown = seed(&project(&server, COLUMN), Some(KEY), "--show-prompt");
    assert!(shown.code == 0 && shown.stdout.contains("late parcels"), "{}", shown.all());
    assert!(server.requests().is_empty());
}
