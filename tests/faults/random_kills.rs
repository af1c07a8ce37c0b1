//! Killed at any moment, as often as one likes: ledger and catalog never say different things.
//!
//! Not part of the usual run. `DBX_TEST_KILLS=300 cargo nextest run --test faults --run-ignored only random_kills` takes minutes.

use std::time::{Duration, Instant};

use super::scene::{Engine, Scene, kill, table};
use dbx::app::Entropy;

/// Keys of a fresh hasher are as good as dice.
struct Dice;

impl Entropy for Dice {
    fn next(&self) -> u64 {
        use std::hash::{BuildHasher as _, RandomState};
        RandomState::new().hash_one(())
    }
}

fn kills() -> u32 {
    std::env::var("DBX_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(30)
}

/// Two schemas, and plans from each to the other that are used again and again.
struct Swing {
    scene: Scene,
    /// Plan and spec of either direction.
    ways: [(String, String); 2],
    /// How long an apply takes that nobody kills.
    usual: Duration,
}

impl Swing {
    fn new(scene: Scene) -> Self {
        let small = table("users", &["name"]) + &table("orders", &["what"]);
        let large =
            table("users", &["name", "email"]) + &table("orders", &["what", "note"]) + &table("carts", &["what"]);
        let small_plan = scene.plan("small", &small);
        scene.apply(0, &small_plan);
        let rows: Vec<String> = (1..=500).map(|id| format!("({id}, 'somebody')")).collect();
        scene.sql(&format!("insert into users (id, name) values {}", rows.join(", ")));
        let forth = scene.plan("large", &large);
        let started = Instant::now();
        scene.apply(0, &forth);
        let usual = started.elapsed();
        let back = scene.plan("back", &small);
        scene.apply(0, &back);
        Self { scene, ways: [(forth, "large.yml".into()), (back, "back.yml".into())], usual }
    }

    /// Kills one apply, lets the next one end, and looks whether everything agrees. Gives what does not.
    fn turn(&self, number: u32) -> Option<String> {
        if number % 20 == 19 && matches!(self.scene.engine, Engine::Mariadb(_)) {
            // Columns that went in an instant are kept in each row, until there is no room for another one.
            self.scene.sql("alter table users force; alter table orders force");
        }
        let (plan, _) = &self.ways[number as usize % 2];
        let child = self.scene.start(plan);
        let percent = u32::try_from(Dice.next() % 110).unwrap_or(50);
        std::thread::sleep(self.usual * percent / 100);
        kill(child);
        let next = self.scene.apply_any(plan);
        let is_right = next.code == 0 && (next.all().contains("verified: ") || next.all().contains("nothing to do"));
        let status = self.scene.status();
        let runs = status["runs"].as_array().expect("runs");
        let is_settled = runs.iter().all(|run| run["status"] != "running") && status["damage"] == serde_json::json!([]);
        let is_done = runs.iter().find(|run| run["state"] == "done").is_some_and(|run| run["file"] == plan.as_str());
        let rows = self.scene.number("select count(*) from users");
        (!(is_right && is_settled && is_done && rows == 500))
            .then(|| format!("turn {number}, killed at {percent} %: {rows} rows\n{}{status:#}", next.all()))
    }
}

#[track_caller]
fn nothing_diverges(scene: Scene, engine: &str) {
    let swing = Swing::new(scene);
    let diverged: Vec<String> = (0..kills()).filter_map(|number| swing.turn(number)).collect();
    let interrupted = swing.scene.states().iter().filter(|state| *state == "interrupted").count();
    eprintln!("{engine}: {} kills, {interrupted} of them in a run, {} divergences", kills(), diverged.len());
    assert!(diverged.is_empty(), "{}", diverged.join("\n"));
    for (_, spec) in &swing.ways[(kills() as usize + 1) % 2..][..1] {
        swing.scene.is_consistent(spec);
    }
}

#[test]
#[ignore = "takes minutes; run by hand"]
fn random_kills_on_postgres() {
    let Some(scene) = Scene::postgres() else { return };
    nothing_diverges(scene, "PostgreSQL");
}

#[test]
#[ignore = "takes minutes; run by hand"]
fn random_kills_on_mariadb() {
    let Some(scene) = Scene::mariadb() else { return };
    nothing_diverges(scene, "MariaDB");
}

#[test]
#[ignore = "takes minutes; run by hand"]
fn random_kills_on_sqlite() {
    nothing_diverges(Scene::sqlite(), "SQLite");
}
