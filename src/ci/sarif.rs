//! SARIF 2.1.0, the format of code scanning (OASIS, "Static Analysis Results Interchange Format").

use super::finding::{Finding, Weight};
use crate::model::RuleDocs;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// A log of one run. `docs` knows the rules; `tool` is `dbx 0.1.0`.
pub fn sarif(findings: &[Finding], tool: &str, docs: &dyn Fn(&str) -> Option<&'static RuleDocs>) -> Value {
    let version = tool.split_whitespace().last().unwrap_or(tool);
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "dbx",
                "version": version,
                "rules": codes.into_iter().map(|code| rule(code, docs(code))).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn rule(code: &str, docs: Option<&RuleDocs>) -> Value {
    let Some(docs) = docs else { return json!({ "id": code }) };
    json!({
        "id": docs.code,
        "name": docs.name,
        "shortDescription": { "text": docs.summary },
        "fullDescription": { "text": format!("{} {}", docs.summary, docs.docs) },
        "help": { "text": docs.safer },
    })
}

fn result(finding: &Finding) -> Value {
    json!({
        "ruleId": finding.code,
        "level": match finding.weight {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Error => "error",
        },
        "message": { "text": format!("{}. {}", finding.message, finding.help).trim_end() },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&finding.place.file) },
            "region": { "startLine": finding.place.line, "startColumn": finding.place.column },
        }}],
        "properties": { "level": finding.level, "object": finding.object },
    })
}

/// A relative reference with forward slashes; what a URI does not take is written in hex.
fn uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
