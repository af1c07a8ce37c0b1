//! Whether the database is in the state the plan starts from.

use super::candidate::Candidate;
use super::execution::Start;
use super::resume::{Point, Progress};
use crate::app::source::live;
use crate::app::{AppError, Context, access, rehearse};
use crate::diff::diff;
use crate::driver::Driver;
use crate::impact::ImpactReport;
use crate::ledger::Record;
use crate::model::{Fingerprint, Pair, Renames, Schema, object_fingerprints};
use crate::spec;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the database stands before a plan.
pub(super) enum Standing {
    /// The plan has nothing left to do.
    Done,
    /// At its start, or at a place where an earlier run of it was cut off.
    Start(Box<Start>),
}

/// Refuses a database that is neither the plan's start nor its end, nor where a run of it was cut off.
pub(super) async fn standing(
    context: &Context,
    driver: &mut dyn Driver,
    records: &[Record],
    candidate: &Candidate,
) -> Result<Standing, AppError> {
    let is_known =
        |record: &Record| record.operation == 0 && record.state.is_applied() && record.plan == candidate.script.hash;
    let is_known = records.iter().any(is_known);
    let progress = Progress::of(records, candidate)?;
    if let Some(progress) = &progress
        && let Some((point, schema)) = progress.point(context, driver, candidate).await?
    {
        return Ok(Standing::Start(Box::new(Start {
            schema: Some(schema),
            point,
            backup: None,
            restores: Vec::new(),
        })));
    }
    let Some(header) = &candidate.script.header else {
        return match progress {
            Some(progress) => Err(AppError::NotTheStart { differing: vec![unexplained(candidate, &progress)] }),
            None if is_known => Ok(Standing::Done),
            None => Ok(Standing::Start(Box::new(Start {
                schema: None,
                point: Point::default(),
                backup: None,
                restores: Vec::new(),
            }))),
        };
    };
    let schema = live(context, driver).await?;
    let fingerprint = Fingerprint::of(&schema);
    let offline = candidate.start.as_ref().and_then(|report| report.offline.as_ref());
    let is_at = async |driver: &mut dyn Driver, exact: &Fingerprint, spec: Option<&String>| match spec {
        _ if fingerprint == *exact => true,
        Some(spec) => is_like(context, driver, &schema, spec).await,
        None => false,
    };
    if is_at(driver, &header.to, offline.map(|sides| &sides.to)).await {
        let is_way_back = candidate.command != "apply";
        return if is_known || is_way_back || header.from == header.to {
            Ok(Standing::Done)
        } else {
            Err(unknown_end(candidate))
        };
    }
    if is_at(driver, &header.from, offline.map(|sides| &sides.from)).await {
        return Ok(Standing::Start(Box::new(Start {
            schema: Some(schema),
            point: Point::default(),
            backup: None,
            restores: Vec::new(),
        })));
    }
    let mut differing = differing(&schema, candidate.start.as_ref());
    differing.extend(progress.map(|progress| unexplained(candidate, &progress)));
    differing.extend(earlier_contents(records, candidate));
    Err(AppError::NotTheStart { differing })
}

/// The schema is the one that the plan leads to, and nothing says that the plan was run.
fn unknown_end(candidate: &Candidate) -> AppError {
    AppError::Refused {
        reason: format!(
            "the database is where {} (hash {}) leads, but its ledger does not know that the plan was applied: its rows are gone, or \
             the change was made in another way",
            candidate.file, candidate.script.hash
        ),
        help: "`dbx status` shows the ledger; --baseline writes the plan down as applied without running it".into(),
        risks: Vec::new(),
    }
}

fn unexplained(candidate: &Candidate, progress: &Progress) -> String {
    format!("it is not as run {} of {} left it after operation {} either", progress.run, candidate.file, progress.done)
}

/// A file of the same name that was another plan.
fn earlier_contents(records: &[Record], candidate: &Candidate) -> Option<String> {
    let is_other = |record: &&Record| {
        record.operation == 0 && record.file == candidate.file && record.plan != candidate.script.hash
    };
    records.iter().rev().find(is_other).map(|record| {
        format!(
            "{} was run {} with hash {}, and has hash {} now",
            record.file, record.run, record.plan, candidate.script.hash
        )
    })
}

/// Whether the database is where the plan leads.
pub(super) async fn is_at_target(
    context: &Context,
    driver: &mut dyn Driver,
    candidate: &Candidate,
    target: &Fingerprint,
) -> Result<bool, AppError> {
    let schema = live(context, driver).await?;
    let sides = candidate.start.as_ref().and_then(|report| report.offline.as_ref());
    Ok(Fingerprint::of(&schema) == *target
        || match sides {
            Some(sides) => is_like(context, driver, &schema, &sides.to).await,
            None => false,
        })
}

/// Whether the schema is what the spec says, by the server's own spelling. A spec that cannot be read is like nothing.
async fn is_like(context: &Context, driver: &mut dyn Driver, schema: &Schema, text: &str) -> bool {
    let loaded = spec::load_text(Path::new("plan.yml"), text);
    if loaded.has_errors() {
        return false;
    }
    let dialect = driver.dialect();
    let wanted = dialect.normalize(loaded.spec.schema).schema;
    let role = driver.server().role.clone();
    let (renames, manages) = (Renames::default(), loaded.spec.manages);
    let complete = access::complete(dialect.as_ref(), Pair::new(schema, &wanted), &renames, role.as_ref(), manages);
    let mut schemas = Pair::new(schema.clone(), complete.unwrap_or(wanted));
    rehearse::settle(context, driver, &mut schemas, &renames).await;
    diff(schemas.as_ref()).is_empty()
}

/// The objects by which the database differs from the start of the plan.
fn differing(schema: &Schema, start: Option<&ImpactReport>) -> Vec<String> {
    let Some(start) = start else { return vec!["its fingerprint is another one".into()] };
    let now: BTreeMap<String, String> =
        object_fingerprints(schema).into_iter().map(|(id, hash)| (id.to_string(), hash)).collect();
    let mut differing = Vec::new();
    for (address, hash) in &start.objects {
        match now.get(address) {
            None => differing.push(format!("{address} is gone")),
            Some(other) if other != hash => differing.push(format!("{address} is different")),
            Some(_) => {}
        }
    }
    differing.extend(
        now.keys().filter(|address| !start.objects.contains_key(*address)).map(|address| format!("{address} is new")),
    );
    differing
}
