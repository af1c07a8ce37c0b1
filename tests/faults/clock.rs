//! F27: the clock goes wrong.

use dbx::app::{
    Applied, ApplyOutcome, ApplyRequest, ApproveRequest, Clock, Conduct, Context, Entropy, Safeguards, SilentProgress,
    Source, StatusRequest, Target, apply, approve, status,
};
use dbx::env::Config;
use std::sync::Arc;

use super::sandbox::Sandbox;
use super::scene::{Scene, table};
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

fn request(what: Applied, database: &Target, safeguards: Safeguards) -> ApplyRequest {
    ApplyRequest {
        what,
        database: database.clone(),
        scratch: None,
        allow_breaking: true,
        safeguards,
        dry_run: false,
        yes: true,
        lock_timeout: None,
        conduct: Conduct::default(),
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
        let request = request(Applied::Target(Source::Spec(spec)), &database, Safeguards::default());
        let report = apply(&context(&sandbox, at), &request).await.expect("an apply");
        assert_eq!(report.outcome, ApplyOutcome::Applied);
    }
    let report = status(&context(&sandbox, now), &StatusRequest { database }).await.expect("a status");
    let files: Vec<&str> = report.runs.iter().filter_map(|run| Some(run.plan.as_ref()?.file.as_str())).collect();
    assert!(files[0].ends_with("1.yml") && files[1].ends_with("0.yml"), "{files:?}");
    assert!(report.runs[0].run.started_at < report.runs[1].run.started_at && report.damage.is_empty());
}

/// Whoever sets this machine's clock back finds that the server's goes on; where both say that there is time left, there is.
#[tokio::test]
async fn a_clock_that_is_set_back_keeps_no_approval_alive() {
    for scene in Scene::all() {
        let database = Target { env: None, url: Some(scene.url().to_owned()) };
        scene.write("row.sql", "create table t (a int)");
        let now = chrono::Utc::now().timestamp();
        let approve_at = async |at: i64| {
            let request = ApproveRequest {
                file: "row.sql".into(),
                approver: "ada".into(),
                comment: None,
                hours: 1,
                database: database.clone(),
            };
            approve(&context(&scene.sandbox, at), &request).await.expect("an approval")
        };
        let apply_at = async |at: i64| {
            let safeguards = Safeguards { require_approval: true, ..Safeguards::default() };
            let request = request(Applied::File("row.sql".into()), &database, safeguards);
            apply(&context(&scene.sandbox, at), &request).await
        };
        let long_ago = now - 3 * 86_400;
        approve_at(long_ago).await;
        let refused = apply_at(long_ago + 60).await.expect_err("an approval that is over").to_string();
        assert!(refused.contains("the approval by ada does not count: it expired at "), "{refused}");
        approve_at(now).await;
        assert_eq!(apply_at(now + 60).await.expect("an apply").outcome, ApplyOutcome::Applied);
    }
}
