//! Batches of rows that are cut off in the middle.

use super::scene::{Scene, table};

/// Of a column that is filled with another value for each row: a row that is filled twice has another value.
struct Backfill {
    scene: Scene,
    plan: String,
    rows: i64,
}

impl Backfill {
    /// As `plan --online` plans it: 12,000 rows are three batches.
    fn postgres() -> Option<Self> {
        let scene = Scene::postgres()?;
        scene.apply(0, &scene.plan("before", &table("users", &["name"])));
        scene.sql("insert into users (id, name) select n, 'somebody' from generate_series(1, 12000) n");
        let token = "        - {name: token, type: UUID, nullable: false, default: {expr: \"gen_random_uuid()\"}}\n";
        let plan = scene.plan_by("after", &(table("users", &["name"]) + token), "--online");
        assert!(scene.sandbox.read(&plan).contains("-- dbx:batches "), "{}", scene.sandbox.read(&plan));
        Some(Self { scene, plan, rows: 12_000 })
    }

    /// No plan for MariaDB has batches by itself; one that somebody put them into runs all the same.
    fn mariadb() -> Option<Self> {
        let scene = Scene::mariadb()?;
        scene.apply(0, &scene.plan("before", &table("users", &["name"])));
        scene.sql("insert into users (id, name) select seq, 'somebody' from seq_1_to_2500");
        let plan = scene.plan("after", &table("users", &["name", "token"]));
        let batches = "\n-- dbx:operation 2 column:users.token alone\n\
                       -- dbx:batches {\"table\":[\"users\"],\"key\":[\"id\"],\"rows\":1000,\"pause_ms\":1}\n\
                       -- fill column token of users where it is empty\n\
                       UPDATE users SET token = uuid() WHERE token IS NULL;\n";
        scene.write(&plan, &(scene.sandbox.read(&plan) + batches));
        sign_anew(&scene, &plan);
        Some(Self { scene, plan, rows: 2_500 })
    }

    fn filled(&self) -> String {
        self.scene.sql("select id, token from users where token is not null order by id")
    }
}

/// The header of an edited plan says what its statements hash to, as the refusal tells it.
fn sign_anew(scene: &Scene, plan: &str) {
    let told = scene.apply(1, plan).all();
    let hash = told.split("its statements say ").nth(1).expect("the hash").split_whitespace().next().expect("a word");
    let text = scene.sandbox.read(plan);
    let old = text.lines().find(|line| line.starts_with("-- hash: ")).expect("a header").to_owned();
    scene.write(plan, &text.replace(&old, &format!("-- hash: {hash}")));
}

/// Killed behind every batch in turn: what was filled stays as it was filled, and the next apply fills the rest.
#[test]
fn batches_that_were_cut_off_go_on_where_they_were() {
    for backfill in [Backfill::postgres(), Backfill::mariadb()].into_iter().flatten() {
        let Backfill { scene, plan, rows } = &backfill;
        scene.killed_at("batch 1", plan);
        let first = backfill.filled();
        let count = first.lines().count();
        assert!(count > 0 && (count as i64) < *rows, "{count} of {rows}");
        scene.killed_at("batch 2", plan);
        let second = backfill.filled();
        assert!(second.starts_with(&first) && second.len() > first.len(), "the first batch was done again");
        scene.killed_at("batch 3", plan);
        let third = backfill.filled();
        assert!(third.starts_with(&second), "the second batch was done again");
        scene.apply(0, plan).says("resumed: on from where run ");
        assert_eq!(scene.number("select count(distinct token) from users"), *rows);
        assert!(backfill.filled().starts_with(&third), "a batch was done again");
        scene.apply(0, plan).says("nothing to do");
        scene.is_consistent("after.yml");
    }
}

/// The server ends with a batch open: that one is rolled back, and filled by the next apply.
#[test]
fn a_batch_whose_session_was_ended_is_rolled_back() {
    let Some(backfill) = Backfill::postgres() else { return };
    let Backfill { scene, plan, rows } = &backfill;
    let child = scene.stopped_at("batch 1", plan);
    scene.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    let first = backfill.filled();
    scene.go_on();
    let cut_off = super::scene::outcome(child);
    assert_eq!(cut_off.code, 1, "{}", cut_off.all());
    cut_off.says("a part of operation ").says("run the same command again");
    scene.apply(0, plan).says("resumed: on from where run ");
    assert_eq!(scene.number("select count(distinct token) from users"), *rows);
    assert!(backfill.filled().starts_with(&first), "the first batch was done again");
    scene.is_consistent("after.yml");
}
