//! What is MariaDB's alone: accounts that code runs as, and names that the server changes.

use super::sandbox::Sandbox;
use super::support;

const CODE: &str = "\
CREATE TABLE t (id INT PRIMARY KEY, n INT);
CREATE OR REPLACE USER reporter@localhost;
CREATE DEFINER = reporter@localhost VIEW v AS SELECT id FROM t;
CREATE DEFINER = reporter@localhost SQL SECURITY INVOKER VIEW w AS SELECT n FROM t;
CREATE DEFINER = reporter@localhost TRIGGER before_t BEFORE INSERT ON t FOR EACH ROW SET NEW.n = 1;
CREATE DEFINER = reporter@localhost FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN x * 2;
CREATE DEFINER = reporter@localhost PROCEDURE clear_t() DELETE FROM t;
CREATE DEFINER = reporter@localhost EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM t;
";

#[test]
fn definers_are_kept_or_left_out_by_choice() {
    let (Some(from), Some(to)) = (support::mariadb(), support::mariadb()) else { return };
    from.psql(CODE);
    let sandbox = Sandbox::new();
    let inspect = |url: &str, file: &str| sandbox.dbx_exits(0, &format!("inspect --url {url} --out {file}"));

    inspect(from.url(), "left_out.yml");
    assert!(!sandbox.read("left_out.yml").contains("reporter"), "{}", sandbox.read("left_out.yml"));
    sandbox.dbx_exits(0, &format!("apply --target left_out.yml --url {} --yes", to.url()));
    sandbox.dbx_exits(0, &format!("drift --target left_out.yml --url {}", from.url()));

    sandbox.write("dbx.toml", "definers = \"keep\"\n");
    inspect(from.url(), "kept.yml");
    let kept = sandbox.read("kept.yml");
    assert_eq!(kept.matches("reporter").count(), 6, "{kept}");
    sandbox.dbx_exits(3, &format!("drift --target kept.yml --url {}", to.url())).says("nightly").says("clear_t");
    sandbox.dbx_exits(0, &format!("apply --target kept.yml --url {} --yes", to.url()));
    inspect(to.url(), "again.yml");
    assert_eq!(sandbox.read("again.yml"), kept);

    // Accounts in a spec, and nobody who said that they are to be kept.
    sandbox.write("dbx.toml", "");
    sandbox.dbx_exits(0, &format!("drift --target kept.yml --url {}", to.url())).says("definers = \"keep\"");
}

#[test]
fn capitals_are_no_difference_where_the_server_lowers_them() {
    let Some(server) = support::private_mariadb_with_lowered_names() else { return };
    server.create("shop");
    let sandbox = Sandbox::new();
    let users = "{name: Users, columns: [{name: id, type: INT}, {name: Name, type: VARCHAR(20)}], primary_key: id}";
    let orders = "{name: Orders, columns: [{name: id, type: INT}, {name: user_id, type: INT, references: Users(id)}], primary_key: id}";
    let view = "{name: UserNames, query: \"select id, Name from Users\"}";
    sandbox.write(
        "shop.yml",
        &format!(
            "version: 1\ndialect: mysql\nentities:\n  tables:\n    - {users}\n    - {orders}\nviews:\n  - {view}\n"
        ),
    );
    let url = server.url("shop");
    sandbox.dbx_exits(0, &format!("apply --target shop.yml --url {url} --yes")).says("the schema is the one");
    sandbox.dbx_exits(0, &format!("drift --target shop.yml --url {url}"));
    sandbox.dbx_exits(0, &format!("plan --target shop.yml --url {url} --check"));
}
