//! Parts of a load: together they are the whole, and none is loaded twice.

use super::{STAR, Scene, star_rows, support};
use dbx::app::{SeedOutcome, SeedRequest, Shard, seed};
use dbx::driver::{DatabaseUrl, connect};

fn part(scene: &Scene, number: u64, of: u64) -> SeedRequest {
    SeedRequest { shard: Shard { number, of }, ..scene.request() }
}

/// What comes of it: how it ended, or the error.
async fn outcome(scene: &Scene, request: &SeedRequest) -> Result<SeedOutcome, String> {
    let seeded = seed(&scene.context, request, &mut std::io::sink()).await;
    seeded.map(|report| report.outcome).map_err(|error| error.to_string())
}

#[tokio::test]
async fn shards_make_up_the_whole_and_more_rows_go_behind() {
    let whole = support::sqlite();
    let expected = star_rows(whole.url(), 1, 64).await;
    let parts = support::sqlite();
    let scene = Scene::new(parts.url(), STAR).await;
    for number in [2, 3, 1] {
        scene.seed(&part(&scene, number, 3)).await;
    }
    assert_eq!(scene.star().await, expected);
    let before = scene.rows("SELECT count(*) FROM dim_company").await;
    scene.seed(&scene.request()).await;
    let after = scene.rows("SELECT count(*) FROM dim_company").await;
    assert_eq!((before, after), (vec!["15".to_owned()], vec!["30".to_owned()]));
}

/// A shard that ends in the middle goes on there too, and leaves what other shards have noted alone.
#[tokio::test]
async fn an_interrupted_shard_goes_on_where_it_stopped() {
    let whole = support::sqlite();
    let expected = star_rows(whole.url(), 1, 64).await;
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    let mut driver = connect(&DatabaseUrl::parse(file.url()).expect("an address")).await.expect("a connection");
    let trigger = "CREATE TRIGGER stop BEFORE INSERT ON fact_loan_payments \
                   WHEN (SELECT count(*) FROM fact_loan_payments) % 100 = 60 BEGIN SELECT RAISE(ABORT, 'stopped'); END";
    let shard = |number| SeedRequest { commit_every: 20, ..part(&scene, number, 3) };
    driver.execute(trigger, &[]).await.expect("a trigger");
    assert!(seed(&scene.context, &shard(2), &mut std::io::sink()).await.is_err());
    assert_eq!(scene.rows("SELECT count(*) FROM fact_loan_payments").await, ["60"]);
    driver.execute("DROP TRIGGER stop", &[]).await.expect("no trigger");
    for number in [1, 3, 2] {
        let report = scene.seed(&shard(number)).await;
        assert_eq!(report.notes.iter().any(|note| note.contains("interrupted")), number == 2, "{:?}", report.notes);
    }
    assert_eq!(scene.star().await, expected);
}

/// Given again, a part that is there says so; other parts, another number of them and other rows are told from it.
async fn a_part_is_loaded_once(url: &str) {
    let whole = support::sqlite();
    let expected = star_rows(whole.url(), 1, 64).await;
    let scene = Scene::new(url, STAR).await;
    let facts = "SELECT count(*) FROM fact_loan_payments";
    assert_eq!(outcome(&scene, &part(&scene, 2, 3)).await, Ok(SeedOutcome::Seeded));
    assert_eq!(scene.rows(facts).await, ["100"]);
    assert_eq!(outcome(&scene, &part(&scene, 2, 3)).await, Ok(SeedOutcome::AlreadySeeded));
    let dry = SeedRequest { dry_run: true, ..part(&scene, 2, 3) };
    assert_eq!(outcome(&scene, &dry).await, Ok(SeedOutcome::AlreadySeeded));
    for other in [part(&scene, 1, 2), SeedRequest { seed: Some(7), ..part(&scene, 2, 3) }] {
        let refused = outcome(&scene, &other).await.unwrap_err();
        assert!(refused.contains("empty tables") && refused.contains("fact_loan_payments"), "{refused}");
    }
    assert_eq!(outcome(&scene, &part(&scene, 3, 3)).await, Ok(SeedOutcome::Seeded));
    assert_eq!(outcome(&scene, &part(&scene, 1, 3)).await, Ok(SeedOutcome::Seeded));
    for number in 1..=3 {
        assert_eq!(outcome(&scene, &part(&scene, number, 3)).await, Ok(SeedOutcome::AlreadySeeded));
    }
    assert_eq!(scene.star().await, expected);
    emptied_tables_take_parts_again(&scene, &expected).await;
}

/// What was loaded counts for nothing once it is gone, whoever took it away: of this load and of others.
async fn emptied_tables_take_parts_again(scene: &Scene, expected: &[String]) {
    let mut driver = connect(&DatabaseUrl::parse(&scene.url).expect("an address")).await.expect("a connection");
    let mut empty = async || {
        for table in ["fact_loan_payments", "dim_company"] {
            driver.execute(&format!("DELETE FROM {table}"), &[]).await.expect("no rows");
        }
    };
    empty().await;
    for number in [2, 1, 3] {
        assert_eq!(outcome(scene, &part(scene, number, 3)).await, Ok(SeedOutcome::Seeded), "{number}");
    }
    assert_eq!(scene.star().await, expected);
    empty().await;
    assert_eq!(outcome(scene, &part(scene, 1, 2)).await, Ok(SeedOutcome::Seeded));
    let refused = outcome(scene, &part(scene, 2, 3)).await.unwrap_err();
    assert!(refused.contains("empty tables"), "{refused}");
    assert_eq!(outcome(scene, &part(scene, 2, 2)).await, Ok(SeedOutcome::Seeded));
    assert_eq!(scene.star().await, expected);
    // Rows go on behind them, and the parts are not recognised any more: their rows are not all there is.
    assert_eq!(outcome(scene, &scene.request()).await, Ok(SeedOutcome::Seeded));
    assert!(outcome(scene, &part(scene, 2, 2)).await.unwrap_err().contains("empty tables"));
}

#[tokio::test]
async fn a_part_is_loaded_once_on_sqlite() {
    a_part_is_loaded_once(support::sqlite().url()).await;
}

#[tokio::test]
async fn a_part_is_loaded_once_on_postgres() {
    if let Some(database) = support::postgres() {
        a_part_is_loaded_once(database.url()).await;
    }
}

#[tokio::test]
async fn a_part_is_loaded_once_on_mariadb() {
    if let Some(database) = support::mariadb() {
        a_part_is_loaded_once(database.url()).await;
    }
}
