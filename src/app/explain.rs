//! `explain`: the docs of a rule.

use super::AppError;
use crate::design;
use crate::impact;
use crate::model::{RuleDocs, nearest_word};
use crate::spec;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug)]
pub struct ExplainRequest {
    /// `D102`; without one, all rules.
    pub code: Option<String>,
}

/// What `explain --json` prints, one of these per rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Explanation {
    pub code: String,
    pub name: String,
    /// Products and versions that it is about.
    pub engines: String,
    pub summary: String,
    pub docs: String,
    pub safer: String,
}

pub fn explain(request: &ExplainRequest) -> Result<Vec<Explanation>, AppError> {
    let Some(code) = &request.code else {
        return Ok(documentation().map(explanation).collect());
    };
    let told_by = impact::TOLD_BY.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, by)| *by);
    let code = told_by.unwrap_or(code);
    match documentation().find(|docs| docs.code.eq_ignore_ascii_case(code) || docs.name == code) {
        Some(docs) => Ok(vec![explanation(docs)]),
        None => {
            let near = nearest_word(code, documentation().flat_map(|docs| [docs.code, docs.name]));
            let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
            Err(AppError::Usage(format!("there is no rule `{code}`.{near} `dbx explain` lists them all")))
        }
    }
}

/// The documentation of the rule with this code.
pub fn rule_docs(code: &str) -> Option<&'static RuleDocs> {
    documentation().find(|docs| docs.code == code)
}

/// Rules about plans, rules about specs, and those that proposals are reviewed by.
fn documentation() -> impl Iterator<Item = &'static RuleDocs> {
    let of_plans: Vec<_> = impact::documentation().collect();
    let is_told = |docs: &&RuleDocs| !of_plans.iter().any(|it| it.code == docs.code);
    let of_specs: Vec<_> = spec::lint_documentation().filter(is_told).collect();
    of_plans.into_iter().chain(of_specs).chain(design::review_documentation())
}

fn explanation(docs: &RuleDocs) -> Explanation {
    Explanation {
        code: docs.code.into(),
        name: docs.name.into(),
        engines: docs.engines.into(),
        summary: docs.summary.into(),
        docs: docs.docs.into(),
        safer: docs.safer.into(),
    }
}
