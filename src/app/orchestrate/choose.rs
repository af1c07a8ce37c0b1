//! Which reading is answered: the engine prepares each, the guard judges it, and where several remain the rows decide.

use super::super::AppError;
use super::super::guarded_reader::{Answered, GuardedReader};
use super::alternatives;
use super::saved::Saved;
use super::stage::{Stage, Stages};
use super::{Choice, OrchestrateRequest};
use crate::ask::{Catalog, Reading, SURE, follow_ups};
use crate::model::{Row, Value};

/// Most readings that are tried.
const MOST_TRIED: usize = 3;
/// A reading without rows gives way to one with rows that is doubted at most so much more.
const GIVE_WAY: f64 = 0.15;

pub(super) enum Outcome {
    Answer(Box<Answer>),
    /// Why none of the readings is good enough.
    Unclear(Vec<String>),
}

/// SQL that may answer the question, with what it was taken to mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proposal {
    pub sql: String,
    pub meaning: String,
    /// From 0 to 1.
    pub confidence: f64,
    pub remarks: Vec<String>,
    pub follow_ups: Vec<String>,
    /// Counts the rows that it is about, and those of them that its joins keep.
    pub rows_kept: Option<String>,
    /// What those rows are called.
    pub rows: String,
}

impl Proposal {
    pub fn read(reading: &Reading, catalog: &Catalog) -> Self {
        Self {
            sql: reading.sql.clone(),
            meaning: reading.meaning.clone(),
            confidence: reading.confidence,
            remarks: reading.remarks.clone(),
            follow_ups: follow_ups(catalog, &reading.query),
            rows_kept: reading.rows_kept.clone(),
            rows: catalog.tables[reading.query.root].name.clone(),
        }
    }

    pub fn saved(saved: Saved) -> Self {
        Self {
            meaning: format!("the query that is kept as {}", saved.name),
            sql: saved.sql,
            confidence: 1.0,
            remarks: Vec::new(),
            follow_ups: Vec::new(),
            rows_kept: None,
            rows: String::new(),
        }
    }
}

/// A reading that passed, with its rows where they were wanted.
pub(super) struct Answer {
    pub proposal: Proposal,
    pub cost: Option<f64>,
    pub answered: Option<Answered>,
    pub others: Vec<Choice>,
}

pub(super) async fn answer(
    reader: &mut GuardedReader,
    proposals: &[Proposal],
    request: &OrchestrateRequest,
    stages: &mut Stages,
) -> Result<Outcome, AppError> {
    let mut reasons = Vec::new();
    let mut best: Option<Answer> = None;
    for proposal in proposals.iter().filter(|it| it.confidence >= SURE).take(MOST_TRIED) {
        if best.as_ref().is_some_and(|best| best.proposal.confidence - proposal.confidence > GIVE_WAY) {
            break;
        }
        match attempt(reader, proposal, request, stages).await? {
            Err(reason) => reasons.push(reason),
            Ok(answer) if best.is_none() || says_something(&answer) => {
                let is_final = request.is_dry || says_something(&answer);
                best = Some(answer);
                if is_final {
                    break;
                }
            }
            Ok(_) => {}
        }
    }
    Ok(match best {
        Some(answer) => {
            let (proposal, answered) = (&answer.proposal, answer.answered.as_ref());
            let others = alternatives::others(reader, proposals, proposal, answered, request).await?;
            Outcome::Answer(Box::new(Answer { others, ..answer }))
        }
        None => Outcome::Unclear(reasons),
    })
}

async fn attempt(
    reader: &mut GuardedReader,
    proposal: &Proposal,
    request: &OrchestrateRequest,
    stages: &mut Stages,
) -> Result<Result<Answer, String>, AppError> {
    if request.is_dry {
        let verdict = reader.check(&proposal.sql).await?;
        return Ok(verdict.map_err(|refusal| refusal.message).map(|passed| Answer {
            proposal: proposal.clone(),
            cost: passed.cost,
            answered: None,
            others: Vec::new(),
        }));
    }
    stages.enter(Stage::Execution);
    Ok(match reader.run(&proposal.sql, request.rows).await {
        Ok(Ok(answered)) => Ok(Answer {
            proposal: proposal.clone(),
            cost: answered.passed.cost,
            answered: Some(answered),
            others: Vec::new(),
        }),
        Ok(Err(refusal)) => Err(refusal.message),
        Err(AppError::Driver(error)) => Err(error.to_string()),
        Err(error) => return Err(error),
    })
}

/// Whether there are rows, and not just a zero or NULL.
fn says_something(answer: &Answer) -> bool {
    let is_nothing = |row: &Row| row.iter().all(|value| matches!(value, Value::Null | Value::Integer(0)));
    answer.answered.as_ref().is_some_and(|it| !it.rows.rows.is_empty() && !it.rows.rows.iter().all(is_nothing))
}
