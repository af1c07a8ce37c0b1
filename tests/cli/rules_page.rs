//! `docs/rules.md` says what `dbx explain` says. `DBX_UPDATE_DOCS=1 cargo test --test cli rules_page` writes it again.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::sandbox::Sandbox;

const INTRODUCTION: &str = "\
# Rules

What `dbx plan`, `dbx impact`, `dbx apply`, `dbx lint` and `dbx validate` look for. This page is generated from `dbx explain --json`;
`dbx explain CODE` shows one rule at the terminal. How levels are chosen and what they stop is told in
[plans.md](plans.md#gates).
";

#[test]
fn is_what_explain_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = page();
    if std::env::var_os("DBX_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).expect("docs/rules.md");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/rules.md is out of date: DBX_UPDATE_DOCS=1 cargo test --test cli rules_page");
}

fn page() -> String {
    let outcome = Sandbox::new().dbx_exits(0, "explain --json");
    let mut rules: Vec<Value> = serde_json::from_str(&outcome.stdout).expect("a list of rules");
    let code = |rule: &Value| text(rule, "code").to_owned();
    rules.sort_by_key(code);
    let mut page = INTRODUCTION.to_owned();
    page += "\n| code | name | what happens |\n|---|---|---|\n";
    for rule in &rules {
        let anchor = format!("{}-{}", text(rule, "code").to_lowercase(), text(rule, "name"));
        let (code, name, summary) = (text(rule, "code"), text(rule, "name"), text(rule, "summary"));
        let _ = writeln!(page, "| [{code}](#{anchor}) | {name} | {summary} |");
    }
    for rule in &rules {
        let (code, name, summary) = (text(rule, "code"), text(rule, "name"), text(rule, "summary"));
        let (docs, safer) = (text(rule, "docs"), text(rule, "safer"));
        let engines = text(rule, "engines");
        let _ = write!(page, "\n## {code} {name}\n\n{summary}\n\n{docs}\n");
        if engines != "all" {
            let _ = write!(page, "\n**Engines:** {engines}\n");
        }
        if !safer.is_empty() {
            let _ = write!(page, "\n**Safer:** {safer}\n");
        }
    }
    page
}

fn text<'a>(rule: &'a Value, key: &str) -> &'a str {
    rule[key].as_str().unwrap_or_default()
}
