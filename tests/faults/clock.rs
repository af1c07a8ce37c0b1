//! F27: the clock goes wrong.

use dbx::app::{
    Applied, ApplyOutcome, ApplyRequest, Clock, Conduct, Context, Entropy, Safeguards, SilentProgress, Source,
    StatusRequest, Target, apply, status,
};
use dbx::env::Config;
use std::sync::Arc;

use super::sandbox::Sandbox;
use super::scene::table;
use super::support;

struct ClockAt(i64);

impl Clock for ClockAt {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        chrono::DateTime::from_timestamp(self.0, 0).expect("a valid time")
    }
}

struct NoEntropy;

impl Entropy for NoEntropy {
    fn next(&self) -> u64 {
        0
    }
}

fn context(sandbox: &Sandbox, at: i64) -> Context {
    Context {
        config: Config::default(),
        clock: Arc::new(ClockAt(at)),
        entropy: Arc::new(NoEntropy),
        progress: Arc::new(SilentProgress),
        folder: sandbox.path().to_owned(),
        tool: "dbx test".into(),
    }
}

/// Two days back between two applies: runs are in the order of their numbers, and the second plan is known.
#[tokio::test]
async fn runs_are_ordered_by_number_and_not_by_time() {
    let (file, sandbox) = (support::sqlite(), Sandbox::new());
    let database = Target { env: None, url: Some(file.url().to_owned()) };
    let now = 1_800_000_000;
    for (number, (at, columns)) in [(now, vec!["a"]), (now - 2 * 86_400, vec!["a", "b"])].into_iter().enumerate() {
        let spec = sandbox
            .write(&format!("{number}.yml"), &format!("version: 1\nentities:\n  tables:\n{}", table("t", &columns)));
        let request = ApplyRequest {
            what: Applied::Target(Source::Spec(spec)),
            database: database.clone(),
            scratch: None,
            allow_breaking: true,
            safeguards: Safeguards::default(),
            dry_run: false,
            yes: true,
            lock_timeout: None,
            conduct: Conduct::default(),
        };
        let report = apply(&context(&sandbox, at), &request).await.expect("an apply");
        assert_eq!(report.outcome, ApplyOutcome::Applied);
    }
    let report = status(&context(&sandbox, now), &StatusRequest { database }).await.expect("a status");
    let files: Vec<&str> = report.runs.iter().filter_map(|run| Some(run.plan.as_ref()?.file.as_str())).collect();
    assert!(files[0].ends_with("1.yml") && files[1].ends_with("0.yml"), "{files:?}");
    assert!(report.runs[0].run.started_at < report.runs[1].run.started_at && report.damage.is_empty());
}
