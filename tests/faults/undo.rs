//! The program is killed around a backup, and on the way back.

use super::scene::{Scene, kill, table};

/// A database with rows, and a plan that loses some of their values.
fn scene_with_loss(scene: &Scene) -> String {
    scene.apply(0, &scene.plan("before", &table("users", &["name", "email"])));
    scene.sql("insert into users (id, name, email) values (1, 'Ada', 'ada@x'), (2, 'Joan', null)");
    let plan = scene.plan("after", &table("users", &["name"]));
    scene.write("migrations/after.sql", &scene.sandbox.read(&plan));
    scene.write("migrations/after.sql.impact.json", &scene.sandbox.read("after.sql.impact.json"));
    scene.write("migrations/after.down.sql", &scene.sandbox.read("after.down.sql"));
    scene.write("migrations/after.down.sql.impact.json", &scene.sandbox.read("after.down.sql.impact.json"));
    "migrations/after.sql --create-backup".to_owned()
}

fn emails(scene: &Scene) -> i64 {
    scene.number("select count(email) from users")
}

/// F36: nothing was changed; the backup is whole, is listed, and can be used.
#[test]
fn between_backup_and_change_nothing_is_lost() {
    for scene in Scene::all() {
        let apply = scene_with_loss(&scene);
        scene.killed_at("saved 0", &apply);
        assert_eq!(emails(&scene), 1);
        let listed = scene.dbx(0, "restore --list");
        listed.says("1 backup").says("after.sql").says("users").says("was not applied").says("dbx restore backups/");
        let command =
            listed.stdout.lines().find_map(|line| line.trim().strip_prefix("dbx restore ")).expect("a command");
        let folder = command.split_whitespace().next().expect("a folder").to_owned();
        scene.dbx(0, &format!("restore {folder}")).says("it was there already");
        scene.apply(0, &apply);
        let columns = scene.dbx(0, &format!("restore {folder} --table users")).all();
        assert!(columns.contains("restored"), "{columns}");
        assert_eq!(emails(&scene), 1);
    }
}

/// F37: each half is all or nothing, and the next rollback goes on.
#[test]
fn a_way_back_that_is_killed_is_gone_again() {
    for place in ["intended 1", "executed 1", "restored 0"] {
        for scene in Scene::all() {
            let apply = scene_with_loss(&scene);
            scene.apply(0, &apply);
            let back = format!("rollback --allow-breaking --yes --url {}", scene.url());
            kill(scene.stopped(place, &back));
            let said = scene.sandbox.dbx_exits(0, &back).all();
            assert_eq!(emails(&scene), 1, "{place}: {said}");
            assert_eq!(scene.sql("select email from users where id = 1").trim(), "ada@x");
            scene.is_consistent("before.yml");
            // Whatever way it went, once is enough.
            let again = scene.dbx(0, "rollback --steps 0");
            again.says("nothing to take back");
        }
    }
}

/// Cut off between two losses, an apply that goes on takes a second backup: a rollback brings back what either of them has.
#[test]
fn what_a_resumed_plan_lost_comes_back_from_both_backups() {
    let Some(scene) = Scene::mariadb() else { return };
    let orders = table("orders", &["what"]);
    scene.apply(0, &scene.plan("before", &(table("users", &["name", "email"]) + &orders)));
    scene.sql("insert into users (id, name, email) values (1, 'Ada', 'ada@x')");
    scene.sql("insert into orders (id, what) values (1, 'tea')");
    std::fs::create_dir(scene.sandbox.path().join("migrations")).expect("a folder for migrations");
    scene.plan("migrations/after", &table("users", &["name"]));
    let apply = "migrations/after.sql --create-backup";
    scene.killed_at("executed 1", apply);
    let (emails, orders) = (scene.has_column("users", "email"), scene.has_table("orders"));
    assert!(emails != orders, "one of the two is lost");
    // Life goes on; what was lost already stays as it was.
    scene.sql(if orders { "update orders set what = 'coffee'" } else { "update users set email = 'countess@x'" });
    scene.apply(0, apply).says("resumed: on from where run ");
    scene.dbx(0, "rollback --allow-breaking --yes").says("verified: ");
    let expected = if orders { ["coffee", "ada@x"] } else { ["tea", "countess@x"] };
    let found = [scene.sql("select what from orders"), scene.sql("select email from users")];
    assert_eq!(found.each_ref().map(|text| text.trim()), expected);
    scene.is_consistent("before.yml");
}
