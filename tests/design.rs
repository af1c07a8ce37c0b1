//! Prompts over all subjects become specs that three engines take: planned, applied, filled with rows and asked questions.

mod support;

use dbx::app::{
    AppError, Applied, ApplyOutcome, ApplyRequest, Conduct, Context, DesignReport, DesignRequest, ModelChoice,
    PlanRequest, Safeguards, SeedRequest, Shard, Source, SuggestRequest, Target, apply, plan, seed, suggest,
};
use dbx::dialect::DialectKind;
use futures_util::FutureExt as _;
use rstest::rstest;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use support::context::context;

#[derive(Deserialize)]
struct Case {
    prompt: String,
}

fn prompts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/design/prompts.jsonl");
    let text = std::fs::read_to_string(path).expect("a file of prompts");
    text.lines().map(|line| serde_json::from_str::<Case>(line).expect("a prompt").prompt).collect()
}

/// Without a model nothing is waited for.
fn design(context: &Context, request: &DesignRequest) -> Result<DesignReport, AppError> {
    dbx::app::design(context, request).now_or_never().expect("a design at once")
}

fn request(prompt: &str, out: &str) -> DesignRequest {
    DesignRequest {
        prompt: prompt.to_owned(),
        refine: None,
        template: None,
        out: Some(PathBuf::from(out)),
        overwrite: false,
        model: ModelChoice { model: None, offline: true },
    }
}

/// Designs, applies and seeds, and says what went wrong.
async fn walk(context: &Context, prompt: &str, url: &str) -> Result<(), String> {
    design(context, &request(prompt, "proposal.yml")).map_err(|error| format!("design: {error}"))?;
    let spec = Source::Spec(PathBuf::from("proposal.yml"));
    let database = Target { env: None, url: Some(url.to_owned()) };
    let request = ApplyRequest {
        what: Applied::Target(spec.clone()),
        database: database.clone(),
        scratch: None,
        allow_breaking: false,
        dry_run: false,
        yes: true,
        safeguards: Safeguards::default(),
        lock_timeout: None,
        conduct: Conduct::default(),
    };
    let applied = apply(context, &request).await.map_err(|error| format!("apply: {error}"))?;
    if applied.outcome != ApplyOutcome::Applied {
        return Err(format!("apply: {:?}", applied.outcome));
    }
    let request = SeedRequest {
        pace: None,
        schema: spec,
        database,
        profile: None,
        init_profile: None,
        seed: Some(42),
        rows: Some(40),
        scale: None,
        locale: None,
        jobs: 1,
        batch_size: 100,
        commit_every: 1 << 20,
        shard: Shard::WHOLE,
        to: None,
        truncate: false,
        dry_run: false,
        model: dbx::app::ModelChoice::default(),
        yes: true,
    };
    let seeded = seed(context, &request, &mut std::io::sink()).await.map_err(|error| format!("seed: {error}"))?;
    if seeded.tables.iter().any(|table| table.rows == 0) {
        return Err("seed: a table stays empty".into());
    }
    questions(context, url).await
}

/// Every question that is suggested of the schema is one that the engine can plan.
async fn questions(context: &Context, url: &str) -> Result<(), String> {
    let request = SuggestRequest {
        topic: "total by month, cohorts, outliers and data quality".into(),
        limit: 25,
        target: None,
        database: Target { env: None, url: Some(url.to_owned()) },
        dialect: None,
    };
    let report = suggest(context, &request).await.map_err(|error| format!("suggest: {error}"))?;
    match report.notes.iter().find(|note| note.starts_with("left out")) {
        Some(note) => Err(format!("suggest: {note}")),
        None if report.suggestions.is_empty() || !report.tried => Err("suggest: nothing".into()),
        None => Ok(()),
    }
}

/// Parts of the work, so that they run side by side.
const PARTS: usize = 4;

/// Making and dropping tables takes MariaDB so long that it usually gets one prompt in so many.
const ONE_OF: usize = 4;

#[rstest]
#[tokio::test]
async fn engines_take_what_is_designed(
    #[values("sqlite", "postgres", "mariadb")] engine: &str,
    #[values(0, 1, 2, 3)] part: usize,
) {
    let step = if engine == "mariadb" { PARTS * ONE_OF } else { PARTS };
    takes(engine, prompts().into_iter().skip(part).step_by(step)).await;
}

#[tokio::test]
#[ignore = "takes minutes: cargo nextest run --test design --run-ignored all"]
async fn mariadb_takes_all() {
    takes("mariadb", prompts().into_iter()).await;
}

async fn takes(engine: &str, prompts: impl Iterator<Item = String>) {
    let mut failures = Vec::new();
    for prompt in prompts {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let context = context(folder.path());
        let result = if engine == "sqlite" {
            walk(&context, &prompt, support::sqlite().url()).await
        } else {
            let database = if engine == "postgres" { support::postgres() } else { support::mariadb() };
            let Some(database) = database else { return };
            walk(&context, &prompt, database.url()).await
        };
        failures.extend(result.err().map(|error| format!("{prompt}: {error}")));
    }
    assert!(failures.is_empty(), "{} prompts fail\n{}", failures.len(), failures.join("\n"));
}

/// The same prompt gives the same bytes, and a plan for each engine comes of it without a server.
#[tokio::test]
async fn the_same_prompt_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    let prompt = "create a star schema for loan risk analysis";
    let first = design(&context, &request(prompt, "a.yml")).expect("a proposal");
    let second = design(&context, &request(prompt, "b.yml")).expect("a proposal");
    assert_eq!(first.yaml, second.yaml);
    assert!(folder.path().join("a.mmd").is_file(), "a diagram lies beside it");
    for dialect in DialectKind::ALL {
        let request = PlanRequest {
            target: Source::Spec(PathBuf::from("a.yml")),
            current: Some(Source::Empty),
            database: Target::default(),
            dialect: Some(dialect),
            scratch: None,
            approach: None,
            verify: false,
            out: None,
            name: None,
            impact_meta: false,
            allow_breaking: false,
        };
        let report = plan(&context, &request).await.unwrap_or_else(|error| panic!("{dialect}: {error}"));
        assert!(report.sql.contains("fact_loan_payments"), "{dialect}");
    }
}

fn read(context: &Context, path: &str) -> String {
    std::fs::read_to_string(context.folder.join(path)).unwrap_or_default()
}

#[test]
fn nothing_is_lost_on_the_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    let sales = DesignRequest { out: None, ..request("retail sales without stores", "") };
    let made = design(&context, &sales).expect("a proposal");
    assert!(made.out.starts_with("schema_specs/proposals"), "{}", made.out.display());
    assert!(design(&context, &sales).expect("the same again").unchanged);

    // Something else under the same name is not overwritten.
    let other =
        DesignRequest { prompt: "retail sales with promotions".into(), out: Some(made.out.clone()), ..sales.clone() };
    let refusal = design(&context, &other).expect_err("the file is there already").to_string();
    assert!(refusal.contains("--overwrite"), "{refusal}");
    assert_eq!(read(&context, &made.out.to_string_lossy()), made.yaml);

    let words = "add promotions and customer email, no tax, rename product to article";
    let refine = DesignRequest { prompt: words.into(), refine: Some(made.out.clone()), ..sales };
    let refined = design(&context, &refine).expect("a refined proposal");
    for part in ["dim_promotion", "email", "dim_article"] {
        assert!(refined.yaml.contains(part), "{part} is not in\n{}", refined.yaml);
    }
    for part in ["tax_amount", "dim_product", "dim_store"] {
        assert!(!refined.yaml.contains(part), "{part} is in\n{}", refined.yaml);
    }
    let kept = refined.kept.expect("what it was before");
    assert_eq!(read(&context, &kept.to_string_lossy()), made.yaml);
}

#[test]
fn a_refinement_knows_things_under_any_of_their_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    design(&context, &request("retail sales to clients", "a.yml")).expect("a proposal");
    let refine = DesignRequest { refine: Some("a.yml".into()), ..request("add customer email and returns", "b.yml") };
    let refined = design(&context, &refine).expect("a refined proposal");
    assert!(refined.yaml.contains("fact_returns") && !refined.yaml.contains("dim_customer"), "{}", refined.yaml);
    assert!(refined.understood.iter().any(|it| it.meaning == "dim_client.email"), "{:?}", refined.understood);
}

#[test]
fn what_cannot_be_designed_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    for (prompt, part) in [("", "says nothing"), ("please create a good database", "nothing in the prompt names")] {
        let error = design(&context, &request(prompt, "x.yml")).expect_err(prompt).to_string();
        assert!(error.contains(part), "{error}");
        assert!(!folder.path().join("x.yml").exists(), "nothing is written");
    }
    let template = DesignRequest { template: Some("lones".into()), ..request("loans", "x.yml") };
    let error = design(&context, &template).expect_err("no such starter").to_string();
    assert!(error.contains("did you mean loans?"), "{error}");
}

#[test]
fn a_project_brings_its_own_starters() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    let own = folder.path().join("templates/schemas");
    std::fs::create_dir_all(&own).expect("a folder");
    let starter = "{% set words = [\"beekeeping\"] %}version: 1\nwarehouse: {{ name }}\nentities:\n  dimensions:\n    \
                   - {name: dim_hive, surrogate_key: hive_key, natural_key: hive_id, columns: [{name: hive_id, type: INT, nullable: false}]}\n";
    std::fs::write(own.join("bees.yml"), starter).expect("a starter");
    let report = design(&context, &request("a schema for beekeeping", "bees.yml")).expect("a proposal");
    assert_eq!(report.templates, ["bees"]);
    assert!(report.yaml.contains("dim_hive"));

    std::fs::write(own.join("bees.yml"), "version: 1\nentities: {{ nothing }}\n").expect("a starter");
    let error =
        design(&context, &request("a schema for beekeeping", "other.yml")).expect_err("a broken starter").to_string();
    assert!(error.contains("bees"), "{error}");
}
