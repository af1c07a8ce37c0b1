//! The same plans on real SQLite files: what is inspected afterwards is what was asked for.

use crate::relational::{self, Evolution};
use dbx::app::{
    Applied, ApplyOutcome, ApplyRequest, Conduct, Context, DriftRequest, PlanRequest, Safeguards, Source, Target,
    apply, drift, plan,
};
use dbx::dialect::DialectKind;
use dbx::model::{Pair, Renames, Schema};
use dbx::spec::{EmitOptions, emit};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::path::PathBuf;

/// A new SQLite file, and the specs and plans beside it.
struct Scene {
    context: Context,
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let context = super::context::context(folder.path());
        Self { context, folder }
    }

    fn database(&self) -> Target {
        Target { env: None, url: Some("sqlite:test.db".into()) }
    }

    /// Brings the file to the schema; afterwards nothing may differ.
    async fn bring_to(&self, schema: &Schema, renames: Renames, name: &str) -> Result<(), TestCaseError> {
        let options = EmitOptions { dialect: Some(DialectKind::Sqlite), renames, ..EmitOptions::default() };
        let spec = emit(schema, &options);
        std::fs::write(self.folder.path().join(format!("{name}.yml")), &spec).expect("a spec");
        let target = Source::Spec(format!("{name}.yml").into());
        let request = PlanRequest {
            target: target.clone(),
            current: None,
            database: self.database(),
            dialect: None,
            scratch: None,
            approach: None,
            verify: false,
            out: Some(format!("{name}.sql").into()),
            name: None,
            impact_meta: true,
            allow_breaking: true,
        };
        let failed = |what: &str, error: String| TestCaseError::fail(format!("{what} {name}: {error}\n{spec}"));
        let report = plan(&self.context, &request).await.map_err(|error| failed("plan", error.to_string()))?;
        if let Some(files) = report.files {
            let outcome =
                self.apply(files.sql).await.map_err(|error| failed("apply", format!("{error}\n{}", report.sql)))?;
            prop_assert_eq!(outcome, (ApplyOutcome::Applied, Some(true)), "{}\n{}", spec, report.sql);
        }
        let request = DriftRequest { target, database: self.database(), scratch: None };
        let left = drift(&self.context, &request).await.map_err(|error| failed("drift", error.to_string()))?;
        let titles: Vec<String> = left.differences.into_iter().map(|difference| difference.title).collect();
        prop_assert_eq!(titles, <[String; 0]>::default(), "{}\n{}", spec, report.sql);
        Ok(())
    }

    async fn apply(&self, file: PathBuf) -> Result<(ApplyOutcome, Option<bool>), dbx::app::AppError> {
        let request = ApplyRequest {
            what: Applied::File(file),
            database: self.database(),
            scratch: None,
            allow_breaking: true,
            safeguards: Safeguards::default(),
            dry_run: false,
            yes: true,
            lock_timeout: None,
            conduct: Conduct::default(),
        };
        let report = apply(&self.context, &request).await?;
        Ok((report.outcome, report.verified))
    }
}

async fn walk(Evolution { schemas: Pair { from, to }, renames }: Evolution) -> Result<(), TestCaseError> {
    let scene = Scene::new();
    scene.bring_to(&from, Renames::default(), "before").await?;
    scene.bring_to(&to, renames, "after").await
}

proptest! {
    // The same cases on every run: a machine that is slow or unlucky gets no other answer.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..crate::config(24) })]

    #[test]
    fn sqlite_gets_from_any_schema_to_any_other(evolution in relational::evolutions()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(walk(evolution))?;
    }
}
