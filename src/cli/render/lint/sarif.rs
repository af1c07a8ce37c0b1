//! SARIF 2.1.0, the format of code scanning (OASIS, "Static Analysis Results Interchange Format").

use crate::app::{ExplainRequest, FindingReport, LintReport, LintedFile, explain};
use crate::model::Level;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(in crate::cli) fn sarif(report: &LintReport, tool: &str) -> Value {
    let version = tool.split_whitespace().last().unwrap_or(tool);
    let found = report.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
    let codes: BTreeSet<&str> = found.clone().map(|(_, finding)| finding.code.as_str()).collect();
    let results: Vec<Value> = found.map(|(file, finding)| result(file, finding)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "dbx",
                "version": version,
                "rules": codes.into_iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &str) -> Value {
    let docs = explain(&ExplainRequest { code: Some(code.to_owned()) });
    let Some(docs) = docs.ok().and_then(|found| found.into_iter().next()) else { return json!({ "id": code }) };
    json!({
        "id": docs.code,
        "name": docs.name,
        "shortDescription": { "text": docs.summary },
        "fullDescription": { "text": format!("{} {}", docs.summary, docs.docs) },
        "help": { "text": docs.safer },
    })
}

fn result(file: &LintedFile, finding: &FindingReport) -> Value {
    json!({
        "ruleId": finding.code,
        "level": match finding.level {
            Level::Low => "note",
            Level::Medium => "warning",
            Level::High | Level::Critical => "error",
        },
        "message": { "text": format!("{}. {}", finding.message, finding.help) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(file) },
            "region": { "startLine": finding.line, "startColumn": finding.column },
        }}],
        "properties": { "level": finding.level, "object": finding.object },
    })
}

/// A relative reference with forward slashes; what a URI does not take is written in hex.
fn uri(file: &LintedFile) -> String {
    let path = file.path.to_string_lossy().replace('\\', "/");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
