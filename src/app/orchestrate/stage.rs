//! The stages of an answer, told as they begin and timed.

use super::super::{Clock, Context, Progress};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What kind of answer the words ask for.
    Intent,
    /// What the database holds is looked up.
    Context,
    /// The question becomes SQL.
    Build,
    /// Each reading is prepared by the engine and judged by the guard.
    Validation,
    Execution,
    Explanation,
}

impl Stage {
    const COUNT: u64 = 6;

    fn title(self) -> &'static str {
        match self {
            Self::Intent => "reading the words",
            Self::Context => "looking at the schema",
            Self::Build => "building the query",
            Self::Validation => "checking the SQL",
            Self::Execution => "running it",
            Self::Explanation => "explaining",
        }
    }
}

/// How long a stage took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StageTime {
    pub stage: Stage,
    pub milliseconds: i64,
}

pub(super) struct Stages {
    clock: Arc<dyn Clock>,
    progress: Arc<dyn Progress>,
    begun: Vec<(Stage, i64)>,
}

impl Stages {
    pub fn new(context: &Context) -> Self {
        context.progress.start("question", Stage::COUNT);
        Self { clock: Arc::clone(&context.clock), progress: Arc::clone(&context.progress), begun: Vec::new() }
    }

    pub fn enter(&mut self, stage: Stage) {
        self.progress.step(stage.title());
        self.begun.push((stage, self.clock.now().timestamp_millis()));
    }

    /// How long each took. A stage that was entered twice is one.
    pub fn finish(self) -> Vec<StageTime> {
        self.progress.finish();
        let end = self.clock.now().timestamp_millis();
        let ends = self.begun.iter().skip(1).map(|(_, at)| *at).chain([end]);
        let mut times: Vec<StageTime> = Vec::new();
        for ((stage, start), end) in self.begun.iter().zip(ends) {
            let milliseconds = (end - start).max(0);
            match times.iter_mut().find(|time| time.stage == *stage) {
                Some(time) => time.milliseconds += milliseconds,
                None => times.push(StageTime { stage: *stage, milliseconds }),
            }
        }
        times
    }
}
