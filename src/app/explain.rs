//! `explain`: the docs of a rule.

use super::AppError;
use crate::impact::{self, RULES};
use crate::model::nearest_word;
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
    pub summary: String,
    pub docs: String,
    pub safer: String,
}

pub fn explain(request: &ExplainRequest) -> Result<Vec<Explanation>, AppError> {
    let Some(code) = &request.code else {
        return Ok(impact::documentation().map(explanation).collect());
    };
    match impact::documentation().find(|meta| meta.code.eq_ignore_ascii_case(code) || meta.name == code) {
        Some(meta) => Ok(vec![explanation(meta)]),
        None => {
            let near = nearest_word(code, RULES.iter().map(|rule| rule.meta().code));
            let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
            Err(AppError::Usage(format!("there is no rule `{code}`.{near} `dbx explain` lists them all")))
        }
    }
}

fn explanation(meta: &impact::Meta) -> Explanation {
    Explanation {
        code: meta.code.into(),
        name: meta.name.into(),
        summary: meta.summary.into(),
        docs: meta.docs.into(),
        safer: meta.safer.into(),
    }
}
