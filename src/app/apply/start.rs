//! Whether the database is in the state the plan starts from.

use super::candidate::Candidate;
use crate::app::source::live;
use crate::app::{AppError, Context, access, rehearse};
use crate::diff::diff;
use crate::driver::Driver;
use crate::impact::ImpactReport;
use crate::ledger::{Ledger, Record};
use crate::model::{Fingerprint, Pair, Renames, Schema, object_fingerprints};
use crate::spec;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the database stands before a plan.
pub(super) enum Standing {
    /// The plan has nothing left to do.
    Done,
    /// At its start. The fingerprint is looked at again inside the transaction; SQL written by hand has no start to compare.
    Start(Option<Schema>),
}

/// Refuses a database that is neither the plan's start nor its end.
pub(super) async fn standing(
    context: &Context,
    driver: &mut dyn Driver,
    ledger: &Ledger,
    candidate: &Candidate,
) -> Result<Standing, AppError> {
    let Some(header) = &candidate.script.header else {
        let records = ledger.records(driver).await?;
        let done = |record: &Record| {
            record.operation == 0 && record.state.is_applied() && record.plan == candidate.script.hash
        };
        return Ok(if records.iter().any(done) { Standing::Done } else { Standing::Start(None) });
    };
    let schema = live(context, driver).await?;
    let fingerprint = Fingerprint::of(&schema);
    if fingerprint == header.to {
        return Ok(Standing::Done);
    }
    if fingerprint == header.from {
        return Ok(Standing::Start(Some(schema)));
    }
    if let Some(sides) = candidate.start.as_ref().and_then(|report| report.offline.as_ref()) {
        if is_like(context, driver, &schema, &sides.to).await {
            return Ok(Standing::Done);
        }
        if is_like(context, driver, &schema, &sides.from).await {
            return Ok(Standing::Start(Some(schema)));
        }
    }
    Err(AppError::NotTheStart { differing: differing(&schema, candidate.start.as_ref()) })
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
