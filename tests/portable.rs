//! One spec for every engine: it applies without change, and what `inspect` then reads is the same schema.

mod support;

use dbx::app::{
    Applied, ApplyOutcome, ApplyRequest, Conduct, Context, DriftRequest, InspectRequest, PlanRequest, Safeguards,
    Source, Target, apply, drift, inspect, plan,
};
use rstest::rstest;
use std::path::{Path, PathBuf};
use support::context::context;

/// The specs that are promised to mean the same everywhere.
#[rstest]
#[tokio::test]
async fn applies_and_comes_back(
    #[values("tests/fixtures/portable/shop.yml", "schema_specs/current.yml")] spec: &str,
    #[values("sqlite", "postgres", "mariadb")] engine: &str,
) {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join(spec);
    if engine == "sqlite" {
        return walk(&spec, support::sqlite().url()).await;
    }
    let database = if engine == "postgres" { support::postgres() } else { support::mariadb() };
    if let Some(database) = database {
        walk(&spec, database.url()).await;
    }
}

async fn walk(spec: &Path, url: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    let database = Target { env: None, url: Some(url.to_owned()) };
    let request = ApplyRequest {
        what: Applied::Target(Source::Spec(spec.to_owned())),
        database: database.clone(),
        scratch: None,
        allow_breaking: false,
        dry_run: false,
        yes: true,
        safeguards: Safeguards::default(),
        lock_timeout: None,
        conduct: Conduct::default(),
    };
    let applied = apply(&context, &request).await.unwrap_or_else(|error| panic!("apply: {error}"));
    assert_eq!(applied.outcome, ApplyOutcome::Applied);
    assert_nothing_to_plan(&context, spec, &database).await;

    let out = PathBuf::from("inspected.yml");
    let request =
        InspectRequest { database: database.clone(), out: Some(out.clone()), include: Vec::new(), exclude: Vec::new() };
    let inspected = inspect(&context, &request).await.unwrap_or_else(|error| panic!("inspect: {error}"));
    assert_eq!(inspected.unmanaged, <[String; 0]>::default());
    for target in [spec, &folder.path().join(&out)] {
        assert_no_drift(&context, target, &database).await;
    }
}

async fn assert_nothing_to_plan(context: &Context, spec: &Path, database: &Target) {
    let request = PlanRequest {
        target: Source::Spec(spec.to_owned()),
        current: None,
        database: database.clone(),
        dialect: None,
        scratch: None,
        approach: None,
        verify: false,
        out: None,
        name: None,
        impact_meta: false,
        allow_breaking: false,
    };
    let report = plan(context, &request).await.unwrap_or_else(|error| panic!("plan: {error}"));
    assert!(!report.differs, "{}", report.sql);
}

async fn assert_no_drift(context: &Context, spec: &Path, database: &Target) {
    let request = DriftRequest { target: Source::Spec(spec.to_owned()), database: database.clone(), scratch: None };
    let report = drift(context, &request).await.unwrap_or_else(|error| panic!("drift: {error}"));
    let titles: Vec<String> = report.differences.into_iter().map(|difference| difference.title).collect();
    assert_eq!(titles, <[String; 0]>::default(), "{}", spec.display());
}
