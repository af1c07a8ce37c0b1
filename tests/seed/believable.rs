//! What a profile promises is found in the database by queries that know nothing of how rows are made.

use super::{Scene, support};
use dbx::app::{Context, Progress, SeedRequest, seed};
use std::path::Path;
use std::sync::{Arc, Mutex};

const SPEC: &str = "tests/fixtures/seed/life.yml";

async fn filled(url: &str) -> Scene {
    let scene = Scene::new(url, SPEC).await;
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/seed/life.profile.yml");
    let request = SeedRequest { profile: Some(profile), rows: None, ..scene.request() };
    assert_eq!(scene.seed(&request).await.rows, 16_000);
    scene
}

impl Scene {
    /// The one number that a query gives.
    async fn number(&self, sql: &str) -> f64 {
        self.rows(sql).await[0].parse().unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    #[track_caller]
    fn within(&self, number: f64, range: std::ops::Range<f64>) {
        assert!(range.contains(&number), "{number} in {}", self.url);
    }
}

async fn time_goes_forward(scene: &Scene) {
    let rows = "SELECT count(*) FROM shipment WHERE";
    let wrong = "shipped_on <= ordered_on OR arrived_on <= shipped_on OR told_on < arrived_on";
    assert_eq!(scene.number(&format!("{rows} {wrong}")).await, 0.0);
    // One in twenty of four thousand is told of late.
    scene.within(scene.number(&format!("{rows} told_on > arrived_on")).await, 150.0..260.0);
    let events = "FROM shipment_event e JOIN shipment s ON s.id = e.shipment_id";
    assert_eq!(scene.number(&format!("SELECT count(*) {events} WHERE e.happened_on <= s.shipped_on")).await, 0.0);
    let pairs = "FROM shipment_event a JOIN shipment_event b ON b.shipment_id = a.shipment_id AND b.seq > a.seq";
    scene.within(scene.number(&format!("SELECT count(*) {pairs}")).await, 4_000.0..40_000.0);
    assert_eq!(scene.number(&format!("SELECT count(*) {pairs} WHERE b.happened_on <= a.happened_on")).await, 0.0);
    // Nothing changes in the first year; in the middle of the second it has come half way to twice as much.
    let rate = |from: &str, until: &str| {
        format!("SELECT avg(rate) FROM shipment WHERE ordered_on >= '{from}' AND ordered_on < '{until}'")
    };
    scene.within(scene.number(&rate("2024-01-01", "2025-01-01")).await, 99.0..101.0);
    scene.within(scene.number(&rate("2025-06-15", "2025-07-15")).await, 146.0..154.0);
    scene.within(scene.number(&rate("2025-12-01", "2026-01-01")).await, 190.0..200.0);
}

async fn histories_do_not_overlap(scene: &Scene) {
    let versions = scene.number("SELECT count(*) FROM dim_company WHERE valid_to IS NOT NULL").await;
    scene.within(versions, 500.0..2_000.0);
    let overlapping = "SELECT count(*) FROM dim_company a JOIN dim_company b ON b.company_id = a.company_id \
                       AND b.company_key <> a.company_key AND b.valid_from >= a.valid_from \
                       WHERE a.valid_to IS NULL OR b.valid_from < a.valid_to";
    assert_eq!(scene.number(overlapping).await, 0.0);
    let open = "SELECT count(*) - count(DISTINCT company_id) FROM dim_company WHERE valid_to IS NULL";
    assert_eq!(scene.number(open).await, 0.0);
}

async fn columns_hang_together(scene: &Scene) {
    let combinations = "SELECT DISTINCT region, industry, risk_tier FROM dim_company ORDER BY 1, 2, 3";
    let expected = [
        "Africa|Mining|high",
        "Asia|Chips|middle",
        "Asia|Software|high",
        "Asia|Software|low",
        "Europe|Software|high",
        "Europe|Software|low",
        "Europe|Steel|middle",
    ];
    assert_eq!(scene.rows(combinations).await, expected);
    let software = "SELECT count(*) FROM dim_company WHERE region = 'Europe' AND industry = 'Software'";
    let europe = scene.number("SELECT count(*) FROM dim_company WHERE region = 'Europe'").await;
    scene.within(scene.number(software).await / europe, 0.76..0.84);
    // The logarithms of two such columns correlate as the normal scores of the copula do.
    let rows = scene.rows("SELECT employees, revenue FROM dim_company").await;
    let pairs: Vec<(f64, f64)> = rows
        .iter()
        .map(|row| {
            let (one, other) = row.split_once('|').expect("two columns");
            (one.parse::<f64>().expect("a number").ln(), other.parse::<f64>().expect("a number").ln())
        })
        .collect();
    scene.within(correlation(&pairs), 0.77..0.83);
}

/// Pearson's coefficient.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
    let product = mean(&|pair| (pair.0 - x) * (pair.1 - y));
    product / (mean(&|pair| (pair.0 - x).powi(2)) * mean(&|pair| (pair.1 - y).powi(2))).sqrt()
}

async fn some_values_are_wrong(scene: &Scene) {
    let outliers = scene.number("SELECT count(*) FROM dim_company WHERE fine >= 10000").await;
    scene.within(outliers, 35.0..90.0);
    assert_eq!(scene.number("SELECT count(*) FROM dim_company WHERE fine > 20 AND fine < 10000").await, 0.0);
    let clean = scene.rows("SELECT note FROM dim_company").await.iter().filter(|note| *note == "Paid in time").count();
    // A fifth is spoilt.
    scene.within(clean as f64, 2_330.0..2_470.0);
}

async fn believable(url: &str) {
    let scene = filled(url).await;
    time_goes_forward(&scene).await;
    histories_do_not_overlap(&scene).await;
    columns_hang_together(&scene).await;
    some_values_are_wrong(&scene).await;
}

#[tokio::test]
async fn rows_are_what_the_profile_says_on_sqlite() {
    believable(support::sqlite().url()).await;
}

#[tokio::test]
async fn rows_are_what_the_profile_says_on_postgres() {
    if let Some(database) = support::postgres() {
        believable(database.url()).await;
    }
}

/// Answers yes, and keeps the question.
#[derive(Default)]
struct Asked(Mutex<Vec<String>>);

impl Progress for Asked {
    fn start(&self, _: &str, _: u64) {}
    fn step(&self, _: &str) {}
    fn start_rows(&self, _: &str, _: &[(String, u64)]) {}
    fn rows(&self, _: &str, _: u64) {}
    fn finish(&self) {}
    fn confirm(&self, question: &str) -> bool {
        self.0.lock().expect("nobody panics in here").push(question.to_owned());
        true
    }
}

/// Only the dimension is in the schema that is seeded; what refers to it goes too, over two foreign keys, and is named first.
async fn truncated(url: &str) {
    let scene = filled(url).await;
    let asked = Arc::new(Asked::default());
    let context = Context { progress: asked.clone(), ..scene.context.clone() };
    let folder = tempfile::tempdir().expect("a folder");
    let spec = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SPEC)).expect("the spec");
    let alone = folder.path().join("alone.yml");
    std::fs::write(&alone, spec.split("  tables:").next().expect("the dimension")).expect("a file");
    let schema = dbx::app::Source::Spec(alone);
    let request = SeedRequest { schema, truncate: true, rows: Some(400), ..scene.request() };
    let report = seed(&context, &request, &mut std::io::sink()).await.unwrap_or_else(|error| panic!("{error}"));
    let questions = asked.0.lock().expect("nobody panics in here").clone();
    assert_eq!(questions.len(), 1);
    let places = ["shipment_event (9000)", "shipment (4000)", "dim_company (3000)"].map(|it| questions[0].find(it));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{questions:?}");
    assert_eq!(scene.number("SELECT count(*) FROM shipment").await, 0.0);
    assert_eq!(scene.number("SELECT count(*) FROM shipment_event").await, 0.0);
    assert_eq!(scene.number("SELECT count(*) FROM dim_company").await, report.rows as f64);
}

#[tokio::test]
async fn truncation_asks_and_follows_foreign_keys() {
    truncated(support::sqlite().url()).await;
    if let Some(database) = support::postgres() {
        truncated(database.url()).await;
    }
    if let Some(database) = support::mariadb() {
        truncated(database.url()).await;
    }
}
