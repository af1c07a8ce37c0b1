//! `plan --verify`: a plan is proven. Its start is built in a database of its own, its statements are run there as `apply` would, and what
//! comes out is compared with the target; then the way back, with the start.
//!
//! The database has no rows, so what hangs on rows is not proven: a value that does not fit, a duplicate, the time it takes.

mod claim;
mod disproof;
mod ground;
mod run;

pub use disproof::{Disproof, Problem, Stage};

use super::compare::Comparison;
use super::drift::Difference;
use super::interrupt::Interrupt;
use super::plan::Draft;
use super::source::live;
use super::{AppError, Context};
use crate::diff::diff;
use crate::impact::{Verification, VerificationResult};
use crate::model::{Object, ObjectKind, Pair, Renames, Schema};
use crate::plan::{self as planner, Script};
use ground::Ground;
use run::{run, server};
use std::collections::BTreeSet;

/// A plan that held.
pub(super) struct Proof {
    pub verification: Verification,
    /// What could not be proven.
    pub notes: Vec<String>,
}

/// Proves the plan, and leaves nothing behind, also when it is interrupted.
pub(super) async fn verify(context: &Context, comparison: &mut Comparison, draft: &Draft) -> Result<Proof, AppError> {
    let mut interrupt = Interrupt::listen()?;
    let mut ground = Ground::open(context, comparison.dialect.as_ref(), &mut comparison.servers).await?;
    let work = draft.script.operations.len() + draft.back.as_ref().map_or(0, |back| back.script.operations.len());
    context.progress.start("proving the plan", work as u64);
    let notes = unproven(comparison.schemas.as_ref());
    let trial = Trial::of(context, &mut ground, comparison);
    let proven = tokio::select! {
        proven = trial.walk(draft, notes) => Some(proven),
        () = interrupt.next() => None,
    };
    context.progress.finish();
    let left = ground.close(context, &mut comparison.servers).await.err();
    match proven {
        Some(Ok(mut proof)) => {
            proof.notes.extend(left);
            Ok(proof)
        }
        Some(Err(mut disproof)) => {
            disproof.notes.extend(left);
            Err(AppError::NotProven(Box::new(disproof)))
        }
        None => Err(AppError::Interrupted { left }),
    }
}

/// What is on either side and cannot be built in another database.
fn unproven(schemas: Pair<&Schema>) -> Vec<String> {
    let entries = schemas.from.unmanaged.iter().chain(&schemas.to.unmanaged);
    let there: BTreeSet<String> = entries.map(|entry| entry.address.clone()).collect();
    let note = |named: String| format!("proven without what dbx does not manage, and cannot build elsewhere: {named}");
    few(there.into_iter().collect()).map(note).into_iter().collect()
}

/// The first of several, and how many more there are; nothing of none.
fn few(mut names: Vec<String>) -> Option<String> {
    const FIRST: usize = 3;
    let more = names.len().saturating_sub(FIRST);
    names.truncate(FIRST);
    match (names.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(names.join(", ")),
        (false, more) => Some(format!("{} and {more} more", names.join(", "))),
    }
}

/// One proof in progress.
struct Trial<'a> {
    context: &'a Context,
    ground: &'a mut Ground,
    /// The sides, with the extensions that are there anyway.
    schemas: Pair<Schema>,
}

impl<'a> Trial<'a> {
    fn of(context: &'a Context, ground: &'a mut Ground, comparison: &Comparison) -> Self {
        let sides = comparison.schemas.as_ref();
        let is_part = |schema: &Schema, object: &Object| schema.objects.contains_key(&object.id());
        let besides: Vec<_> = ground
            .found
            .of_kind(ObjectKind::Extension)
            .filter(|object| !is_part(sides.from, object) && !is_part(sides.to, object))
            .cloned()
            .collect();
        let schemas = sides.map(|schema| {
            let mut schema = schema.clone();
            besides.iter().for_each(|object| drop(schema.insert(object.clone())));
            schema
        });
        Self { context, ground, schemas }
    }

    /// To the start, to the target, and back.
    async fn walk(mut self, draft: &Draft, mut notes: Vec<String>) -> Result<Proof, Disproof> {
        let result = self.forth(draft).await;
        result.map_err(|(stage, problem)| self.disproof(stage, problem, &notes))?;
        let way_back = match &draft.back {
            None => false,
            Some(back) => match self.leads_to(&back.script, |schemas| schemas.from).await {
                Ok(()) => true,
                Err(problem) => {
                    let disproof = self.disproof(Stage::WayBack, problem, &[]);
                    // A way back that names its losses does not claim to lead all the way.
                    if draft.way_back.lost.is_empty() || matches!(disproof.problem, Problem::Server(_)) {
                        return Err(disproof);
                    }
                    notes.push(disproof.to_string());
                    false
                }
            },
        };
        let server = self.ground.driver.server();
        let verification = Verification {
            server: server.product.clone(),
            version: server.version.clone(),
            result: VerificationResult::Equal,
            way_back,
        };
        Ok(Proof { verification, notes })
    }

    async fn forth(&mut self, draft: &Draft) -> Result<(), (Stage, Problem)> {
        let start = self.build().map_err(|problem| (Stage::Start, problem))?;
        self.leads_to(&start, |schemas| schemas.from).await.map_err(|problem| (Stage::Start, problem))?;
        self.leads_to(&draft.script, |schemas| schemas.to).await.map_err(|problem| (Stage::Plan, problem))
    }

    /// The plan from what is there to the start.
    fn build(&self) -> Result<Script, Problem> {
        let dialect = self.ground.driver.dialect();
        let schemas = Pair::new(&self.ground.found, &self.schemas.from);
        let plan = planner::plan(dialect.as_ref(), schemas, &Renames::default()).map_err(Problem::Unsupported)?;
        Ok(Script::of(&plan, dialect.kind(), &self.context.tool))
    }

    /// Runs the script and compares what came out.
    async fn leads_to(
        &mut self,
        script: &Script,
        destination: impl Fn(Pair<&Schema>) -> &Schema,
    ) -> Result<(), Problem> {
        let driver = self.ground.driver.as_mut();
        run(self.context, driver, script).await?;
        let reached = live(self.context, driver).await.map_err(server)?;
        let differences = self.differences(Pair::new(&reached, destination(self.schemas.as_ref())));
        if differences.is_empty() { Ok(()) } else { Err(Problem::Differs(differences)) }
    }

    /// In the words of a plan where there is one, and otherwise by the objects' addresses.
    fn differences(&self, schemas: Pair<&Schema>) -> Vec<Difference> {
        let changes = diff(schemas);
        if changes.is_empty() {
            return Vec::new();
        }
        let dialect = self.ground.driver.dialect();
        match planner::operations(dialect.as_ref(), schemas, &Renames::default()) {
            Ok(operations) if !operations.is_empty() => operations
                .iter()
                .map(|operation| Difference { object: operation.object.to_string(), title: operation.title.clone() })
                .collect(),
            Ok(_) | Err(_) => changes
                .iter()
                .map(|change| Difference { object: change.object().to_string(), title: "another definition".into() })
                .collect(),
        }
    }

    fn disproof(&self, stage: Stage, problem: Problem, notes: &[String]) -> Disproof {
        Disproof { stage, server: self.ground.server(), problem, notes: notes.to_vec() }
    }
}
