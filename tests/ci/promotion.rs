//! A plan comes to production only by way of staging.

use rstest::rstest;

use super::sandbox::{BEFORE, Sandbox};
use super::support;

/// Addresses of staging and production, and what keeps their databases alive.
struct Servers {
    urls: [String; 2],
    _databases: Option<[support::Database; 2]>,
}

fn servers(engine: &str) -> Option<Servers> {
    if engine == "sqlite" {
        let urls = ["sqlite:staging.db", "sqlite:production.db"].map(str::to_owned);
        return Some(Servers { urls, _databases: None });
    }
    let databases = [support::postgres()?, support::postgres()?];
    let urls = [databases[0].url().to_owned(), databases[1].url().to_owned()];
    Some(Servers { urls, _databases: Some(databases) })
}

/// A project with both environments, and a plan that makes a table.
fn project(servers: &Servers, engine: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let [staging, production] = &servers.urls;
    sandbox.write(
        "dbx.toml",
        &format!(
            "[env.staging]\nurl = \"{staging}\"\nrole = \"staging\"\n\
             [env.production]\nurl = \"{production}\"\nrole = \"production\"\npromote_from = \"staging\"\n"
        ),
    );
    sandbox.write("users.yml", &BEFORE.replace("version: 1\n", &format!("version: 1\ndialect: {engine}\n")));
    sandbox.dbx_exits(0, "plan --target users.yml --current empty --out create.sql --impact-meta");
    sandbox
}

#[rstest]
#[case("sqlite")]
#[case("postgres")]
fn only_the_very_same_plan_goes_on(#[case] engine: &str) {
    let Some(servers) = servers(engine) else { return };
    let sandbox = project(&servers, engine);
    sandbox
        .dbx_exits(4, "apply create.sql --env production")
        .says("was never applied to it")
        .says("dbx apply create.sql --env staging");
    sandbox.dbx_exits(4, "apply create.sql --env production --dry-run");
    sandbox.dbx_exits(4, "apply --target users.yml --env production").says("--target would make a new one");
    sandbox.dbx_exits(0, "apply create.sql --env staging");
    // The same change under another hash: the plan says of another column.
    sandbox.write("other.yml", &sandbox.read("users.yml").replace("name: name", "name: title"));
    sandbox.dbx_exits(0, "plan --target other.yml --current empty --out other.sql --impact-meta");
    sandbox.dbx_exits(4, "apply other.sql --env production").says("was never applied to it");
    sandbox.dbx_exits(0, "apply create.sql --env production");
    sandbox.dbx_exits(0, "apply create.sql --env production");
}

#[rstest]
#[case("sqlite")]
#[case("postgres")]
fn what_was_taken_back_does_not_go_on(#[case] engine: &str) {
    let Some(servers) = servers(engine) else { return };
    let sandbox = project(&servers, engine);
    sandbox.dbx_exits(0, "apply create.sql --env staging");
    sandbox.dbx_exits(0, "rollback --migrations . --env staging --allow-breaking --yes");
    sandbox.dbx_exits(4, "apply create.sql --env production").says("taken back");
}

#[test]
fn an_address_has_the_rules_of_its_environment() {
    let servers = servers("sqlite").expect("a file");
    let sandbox = project(&servers, "sqlite");
    sandbox.dbx_exits(4, "apply create.sql --url sqlite:production.db").says("promote_from");
}

#[test]
fn staging_by_baseline_vouches_for_nothing() {
    let servers = servers("sqlite").expect("a file");
    let sandbox = project(&servers, "sqlite");
    let statements: Vec<String> =
        sandbox.read("create.sql").lines().filter(|line| !line.starts_with("--")).map(str::to_owned).collect();
    sandbox.write("by_hand.sql", &statements.join("\n"));
    sandbox.dbx_exits(0, "apply by_hand.sql --env staging");
    sandbox.dbx_exits(0, "apply create.sql --env staging --baseline");
    sandbox.dbx_exits(4, "apply create.sql --env production").says("not run");
    // What was run by hand there may be run by hand here.
    sandbox.dbx_exits(0, "apply by_hand.sql --env production");
}

#[test]
fn an_environment_is_not_its_own_source() {
    let sandbox = Sandbox::new();
    sandbox.write("dbx.toml", "[env.a]\nurl = \"sqlite:a.db\"\npromote_from = \"a\"\n[env.b]\nurl = \"sqlite:b.db\"\npromote_from = \"nowhere\"\n");
    sandbox.write("x.sql", "CREATE TABLE x (id INTEGER PRIMARY KEY);\n");
    sandbox.dbx_exits(2, "apply x.sql --env a").says("another one");
    sandbox.dbx_exits(1, "apply x.sql --env b").says("no environment `nowhere`");
}

#[test]
fn production_still_asks_for_its_approval() {
    let servers = servers("sqlite").expect("a file");
    let sandbox = project(&servers, "sqlite");
    let config = sandbox.read("dbx.toml");
    sandbox.write("dbx.toml", &format!("{config}approvals = 1\n"));
    sandbox.dbx_exits(0, "apply create.sql --env staging");
    sandbox.dbx_exits(4, "apply create.sql --env production").says("needs an approval");
    sandbox.dbx_exits(0, "approve create.sql --as ada --env production");
    sandbox.dbx_exits(0, "apply create.sql --env production").says("approved by ada");
}
