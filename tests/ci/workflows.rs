//! What the files for GitHub promise, checked without GitHub: keys that exist, pinned actions, few permissions, nothing from outside in a script.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn workflows() -> Vec<PathBuf> {
    let entries = fs::read_dir(project().join(".github/workflows")).expect("workflows");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 3, "{paths:?}");
    paths
}

fn object<'a>(value: &'a Value, what: &str) -> &'a Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("{what} is no mapping: {value}"))
}

/// `Workflow syntax for GitHub Actions`, as far as these files use it.
const WORKFLOW: &[&str] = &["name", "on", "permissions", "concurrency", "env", "jobs"];
const JOB: &[&str] = &[
    "name",
    "needs",
    "if",
    "strategy",
    "runs-on",
    "timeout-minutes",
    "permissions",
    "environment",
    "outputs",
    "env",
    "steps",
];
const STEP: &[&str] = &["name", "id", "if", "uses", "with", "run", "env", "shell", "working-directory"];
const ACTION: &[&str] = &["name", "description", "author", "branding", "inputs", "outputs", "runs"];
const PERMISSIONS: &[&str] = &["contents", "pull-requests"];

#[track_caller]
fn known(keys: &Map<String, Value>, known: &[&str], what: &str) {
    let unknown: Vec<&String> = keys.keys().filter(|key| !known.contains(&key.as_str())).collect();
    assert!(unknown.is_empty(), "{what}: {unknown:?}");
}

/// A step, with where it is.
struct Step {
    place: String,
    step: Map<String, Value>,
}

impl Step {
    fn text(&self, key: &str) -> Option<&str> {
        self.step.get(key).and_then(Value::as_str)
    }
}

fn steps_of(list: &Value, place: &str) -> Vec<Step> {
    let steps = list.as_array().unwrap_or_else(|| panic!("{place} has no steps"));
    steps
        .iter()
        .enumerate()
        .map(|(at, step)| Step { place: format!("{place}, step {}", at + 1), step: object(step, place).clone() })
        .collect()
}

fn all_steps() -> Vec<Step> {
    let mut steps = steps_of(&read(&project().join("action.yml"))["runs"]["steps"], "action.yml");
    for path in workflows() {
        for (name, job) in object(&read(&path)["jobs"], "jobs") {
            steps.extend(steps_of(&job["steps"], &format!("{}, {name}", path.display())));
        }
    }
    steps
}

/// The expressions in a text.
fn expressions(text: &str) -> Vec<&str> {
    text.split("${{").skip(1).filter_map(|rest| rest.split("}}").next()).map(str::trim).collect()
}

/// Every text in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(entries) => entries.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

#[test]
fn keys_are_known_and_jobs_exist() {
    for path in workflows() {
        let place = path.display().to_string();
        let workflow = read(&path);
        known(object(&workflow, &place), WORKFLOW, &place);
        let jobs = object(&workflow["jobs"], &place);
        for (name, job) in jobs {
            let job = object(job, name);
            known(job, JOB, &format!("{place}, {name}"));
            assert!(job.contains_key("timeout-minutes"), "{place}, {name} may run for hours");
            let needs = match job.get("needs") {
                Some(Value::String(name)) => vec![name.as_str()],
                Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            assert!(needs.iter().all(|needed| jobs.contains_key(*needed)), "{place}, {name} needs {needs:?}");
        }
    }
    for Step { place, step } in all_steps() {
        known(&step, STEP, &place);
        assert!(step.contains_key("uses") != step.contains_key("run"), "{place} does one thing");
    }
}

#[test]
fn actions_of_others_are_pinned_by_their_whole_sha_with_the_version_beside_it() {
    let sources = workflows().into_iter().chain([project().join("action.yml")]);
    let mut pins: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in sources {
        let text = fs::read_to_string(&path).expect("a file");
        for line in text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses:")) {
            let used = line.split_once("uses:").expect("it is there").1.trim();
            if used.starts_with("./") {
                continue;
            }
            let (action, pin) = used.split_once('@').unwrap_or_else(|| panic!("{}: {line}", path.display()));
            let (sha, version) = pin.split_once(" # v").unwrap_or_else(|| panic!("{}: {line}", path.display()));
            assert!(sha.len() == 40 && sha.bytes().all(|byte| byte.is_ascii_hexdigit()), "{}: {line}", path.display());
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{}: {line}", path.display());
            pins.entry(action.to_owned()).or_default().insert(sha.to_owned());
        }
    }
    assert!(pins.len() >= 4, "{pins:?}");
    assert!(pins.values().all(|shas| shas.len() == 1), "one version of each: {pins:#?}");
}

#[test]
fn permissions_are_few_and_written_down() {
    for path in workflows() {
        let workflow = read(&path);
        let place = path.display().to_string();
        assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }), "{place}");
        for (name, job) in object(&workflow["jobs"], &place) {
            let Some(permissions) = job.get("permissions") else { continue };
            known(object(permissions, name), PERMISSIONS, &format!("{place}, {name}"));
            let writes = object(permissions, name).iter().filter(|(_, level)| *level == "write").count();
            assert!(writes <= 1, "{place}, {name}");
        }
        for step in steps_of_checkout(&workflow) {
            assert_eq!(step["with"]["persist-credentials"], false, "{place}: a checkout leaves no token behind");
        }
        assert!(!texts(&workflow["on"]).contains(&"pull_request_target"), "{place}");
        assert!(workflow["on"].get("pull_request_target").is_none(), "{place}");
    }
}

fn steps_of_checkout(workflow: &Value) -> Vec<Value> {
    let jobs = object(&workflow["jobs"], "jobs").values();
    let steps = jobs.flat_map(|job| job["steps"].as_array().cloned().unwrap_or_default());
    steps.filter(|step| step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@"))).collect()
}

/// What a script gets from outside it gets through variables: an expression would be pasted into its text before the shell reads it.
#[test]
fn nothing_is_pasted_into_a_script() {
    for step in all_steps() {
        let pasted = step.text("run").map(expressions).unwrap_or_default();
        assert!(pasted.is_empty(), "{}: {pasted:?}", step.place);
    }
    for script in scripts() {
        let text = fs::read_to_string(&script).expect("a script");
        assert!(!text.contains("${{"), "{}", script.display());
        assert!(text.contains("set -euo pipefail"), "{}", script.display());
    }
}

fn scripts() -> Vec<PathBuf> {
    let folder = fs::read_dir(project().join(".github/action")).expect("scripts");
    let mut scripts: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    scripts.push(project().join("packaging/archive"));
    scripts
}

#[test]
fn scripts_are_bash() {
    for script in scripts() {
        let checked = std::process::Command::new("bash").arg("-n").arg(&script).output().expect("bash");
        assert!(checked.status.success(), "{}: {checked:?}", script.display());
    }
}

#[test]
fn inputs_outputs_steps_and_jobs_that_are_named_exist() {
    let action = read(&project().join("action.yml"));
    known(object(&action, "action.yml"), ACTION, "action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    refers(&action, &[], "action.yml");
    let described = |values: &Value| object(values, "inputs").values().all(|it| it["description"].is_string());
    assert!(described(&action["inputs"]) && described(&action["outputs"]));
    for path in workflows() {
        let workflow = read(&path);
        let inputs = object(&action["inputs"], "inputs");
        for (name, job) in object(&workflow["jobs"], "jobs") {
            refers(
                job,
                &[("inputs", workflow["on"]["workflow_call"]["inputs"].clone())],
                &format!("{}, {name}", path.display()),
            );
            for step in job["steps"].as_array().expect("steps") {
                if step["uses"].as_str().is_some_and(|uses| uses == "./" || uses == "./.dbx") {
                    let given = step["with"].as_object().cloned().unwrap_or_default();
                    known(&given, &inputs.keys().map(String::as_str).collect::<Vec<_>>(), name);
                    let id = step["id"].as_str().unwrap_or_default();
                    for expression in texts(&workflow["jobs"]).into_iter().flat_map(expressions) {
                        if let Some(output) = expression.strip_prefix(&format!("steps.{id}.outputs.")) {
                            assert!(action["outputs"].get(output).is_some(), "{name}: {expression}");
                        }
                    }
                }
            }
        }
        for (text, job, output) in outputs_of_jobs(&workflow) {
            assert!(workflow["jobs"][&job]["outputs"].get(&output).is_some(), "{}: {text}", path.display());
        }
    }
}

/// `needs.plan.outputs.hash` and `jobs.plan.outputs.hash`
fn outputs_of_jobs(workflow: &Value) -> Vec<(String, String, String)> {
    let words = texts(workflow)
        .into_iter()
        .flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).collect::<Vec<_>>());
    words
        .filter_map(|word| match word.split('.').collect::<Vec<_>>()[..] {
            ["needs" | "jobs", job, "outputs", output] => Some((word.to_owned(), job.to_owned(), output.to_owned())),
            _ => None,
        })
        .collect()
}

/// Inputs and steps that expressions name, in a job or an action.
fn refers(place: &Value, more: &[(&str, Value)], name: &str) {
    let inputs = place.get("inputs").or(more.first().map(|(_, inputs)| inputs)).cloned().unwrap_or_default();
    let steps = place.get("steps").unwrap_or(&place["runs"]["steps"]).as_array().expect("steps");
    let ids: Vec<&str> = steps.iter().filter_map(|step| step["id"].as_str()).collect();
    let words = texts(place)
        .into_iter()
        .flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).collect::<Vec<_>>());
    for word in words {
        match word.split('.').collect::<Vec<_>>()[..] {
            ["inputs", input] => assert!(inputs.get(input).is_some(), "{name}: there is no input {input}"),
            ["steps", id, ..] => assert!(ids.contains(&id), "{name}: there is no step {id}"),
            _ => {}
        }
    }
}

/// Outputs of the action are written by the script that they come from.
#[test]
fn outputs_of_scripts_are_written() {
    let action = read(&project().join("action.yml"));
    let run = fs::read_to_string(project().join(".github/action/run.sh")).expect("a script");
    let choose = fs::read_to_string(project().join(".github/action/choose.sh")).expect("a script");
    for expression in texts(&action).into_iter().flat_map(expressions) {
        let script = match expression.strip_prefix("steps.") {
            Some(rest) if rest.starts_with("run.outputs.") => (&run, &rest["run.outputs.".len()..]),
            Some(rest) if rest.starts_with("choose.outputs.") => (&choose, &rest["choose.outputs.".len()..]),
            Some(rest) => panic!("an output of {rest}"),
            None => continue,
        };
        assert!(script.0.contains(&format!("echo \"{}=", script.1)), "{expression}");
    }
}

#[test]
fn the_release_has_what_is_downloaded() {
    let release = fs::read_to_string(project().join(".github/workflows/release.yml")).expect("a workflow");
    let install = fs::read_to_string(project().join(".github/action/install.sh")).expect("a script");
    for target in
        ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "x86_64-apple-darwin", "aarch64-apple-darwin"]
    {
        assert!(
            release.contains(&format!("target: {target}")) && install.contains(&format!("target={target}")),
            "{target}"
        );
    }
    assert!(release.contains("sha256sum") && release.contains("> SHA256SUMS") && install.contains("SHA256SUMS"));
    assert!(release.contains("cyclonedx"));
    let manifest: toml::Table =
        fs::read_to_string(project().join("Cargo.toml")).expect("a manifest").parse().expect("TOML");
    let binstall = &manifest["package"]["metadata"]["binstall"];
    assert_eq!(binstall["bin-dir"].as_str(), Some("dbx-v{ version }-{ target }/{ bin }{ binary-ext }"));
    assert!(
        binstall["pkg-url"]
            .as_str()
            .is_some_and(|url| url.ends_with("/v{ version }/dbx-v{ version }-{ target }{ archive-suffix }"))
    );
}

#[test]
fn hooks_run_commands_that_there_are() {
    let hooks = read(&project().join(".pre-commit-hooks.yaml"));
    for hook in hooks.as_array().expect("hooks") {
        let entry = hook["entry"].as_str().expect("an entry");
        let arguments = hook["args"].as_array().expect("arguments").iter().filter_map(Value::as_str);
        let file = if hook.get("pass_filenames").is_none() { vec!["migrations/1.sql"] } else { Vec::new() };
        let line: Vec<&str> = entry.split(' ').chain(arguments).chain(file).collect();
        if let Err(error) = dbx::cli::command().try_get_matches_from(&line) {
            panic!("{line:?}: {error}");
        }
    }
}
