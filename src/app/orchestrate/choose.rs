//! Which reading is answered: the engine prepares each, the guard judges it, and where several remain the rows decide.

use super::super::AppError;
use super::super::guarded_reader::{Answered, GuardedReader};
use super::stage::{Stage, Stages};
use super::{Choice, OrchestrateRequest};
use crate::ask::{Reading, SURE, Understanding};
use crate::model::{Row, Value};

/// Most readings that are tried.
const MOST_TRIED: usize = 3;
/// A reading without rows gives way to one with rows that is doubted at most so much more.
const GIVE_WAY: f64 = 0.15;
/// Readings this near to the best are told of.
const NEARLY: f64 = 0.04;

pub(super) enum Outcome {
    Answer(Box<Answer>),
    /// Why none of the readings is good enough.
    Unclear(Vec<String>),
}

/// A reading that passed, with its rows where they were wanted.
pub(super) struct Answer {
    pub reading: Reading,
    pub cost: Option<f64>,
    pub answered: Option<Answered>,
    pub others: Vec<Choice>,
}

pub(super) async fn answer(
    reader: &mut GuardedReader,
    understanding: &Understanding,
    request: &OrchestrateRequest,
    stages: &mut Stages,
) -> Result<Outcome, AppError> {
    let mut reasons = Vec::new();
    let mut best: Option<Answer> = None;
    for reading in understanding.readings.iter().filter(|it| it.confidence >= SURE).take(MOST_TRIED) {
        if best.as_ref().is_some_and(|best| best.reading.confidence - reading.confidence > GIVE_WAY) {
            break;
        }
        match attempt(reader, reading, request, stages).await? {
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
        Some(answer) => Outcome::Answer(Box::new(Answer { others: others(understanding, &answer.reading), ..answer })),
        None => Outcome::Unclear(reasons),
    })
}

async fn attempt(
    reader: &mut GuardedReader,
    reading: &Reading,
    request: &OrchestrateRequest,
    stages: &mut Stages,
) -> Result<Result<Answer, String>, AppError> {
    if request.is_dry {
        let verdict = reader.check(&reading.sql).await?;
        return Ok(verdict.map_err(|refusal| refusal.message).map(|passed| Answer {
            reading: reading.clone(),
            cost: passed.cost,
            answered: None,
            others: Vec::new(),
        }));
    }
    stages.enter(Stage::Execution);
    Ok(match reader.run(&reading.sql, request.rows).await {
        Ok(Ok(answered)) => Ok(Answer {
            reading: reading.clone(),
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

fn others(understanding: &Understanding, chosen: &Reading) -> Vec<Choice> {
    let near =
        |it: &&Reading| it.sql != chosen.sql && it.confidence >= SURE && chosen.confidence - it.confidence <= NEARLY;
    understanding.readings.iter().filter(near).map(choice).collect()
}

pub(super) fn choice(reading: &Reading) -> Choice {
    Choice { reading: reading.meaning.clone(), sql: reading.sql.clone(), confidence: reading.confidence }
}
