//! The whole way, as `schema-plan.yml` goes it: a proposal on a branch, the plan of the merge, staging, an approval, production.

use std::process::Command;

use rstest::rstest;
use serde_json::Value;

use super::git_project::{CURRENT, GitProject, SHOP};
use super::sandbox::Outcome;
use super::support;

struct Stage {
    project: GitProject,
    _databases: Option<[support::Database; 2]>,
}

const FAX: &str = "        - {name: fax, type: TEXT}\n";
const EMAIL: &str = "        - {name: fax, type: TEXT}\n        - {name: email, type: VARCHAR(200)}\n";

/// A project with both environments, in which the agreed spec is everywhere.
fn stage(engine: &str) -> Option<Stage> {
    let databases = match engine {
        "sqlite" => None,
        _ => Some([support::postgres()?, support::postgres()?]),
    };
    let urls = match &databases {
        Some(databases) => databases.each_ref().map(|database| database.url().to_owned()),
        None => ["sqlite:staging.db", "sqlite:production.db"].map(str::to_owned),
    };
    let project = GitProject::new();
    let config = format!(
        "[env.staging]\nurl = \"{}\"\nrole = \"staging\"\n\
         [env.production]\nurl = \"{}\"\nrole = \"production\"\npromote_from = \"staging\"\n",
        urls[0], urls[1]
    );
    project.write("dbx.toml", &config);
    project.write(CURRENT, &SHOP.replace("sqlite", engine));
    project.write(".gitignore", "*.db\nplan\nbackups\n");
    project.commit("agreed");
    project.dbx_exits(0, &format!("plan --target {CURRENT} --current empty --out first.sql --impact-meta"));
    for environment in ["staging", "production"] {
        project.dbx_exits(0, &format!("apply first.sql --env {environment} --yes"));
    }
    Some(Stage { project, _databases: databases })
}

#[rstest]
#[case("sqlite")]
#[case("postgres")]
fn from_a_proposal_to_production(#[case] engine: &str) {
    let Some(Stage { project, _databases }) = stage(engine) else { return };
    // A branch with a proposal: the pull request shows its plan.
    project.git("switch --quiet --create add-email");
    project.write("next.yml", &project.read(CURRENT).replace(FAX, EMAIL));
    project.dbx_exits(0, "propose next.yml --name add_email");
    project.commit("proposal");
    let shown = project.ci(0, "--out plan");
    assert_eq!(shown["specs"][0]["name"], "add_email");
    // It is agreed on, and merged.
    project.dbx_exits(0, "accept add_email");
    project.commit("accepted");
    let agreed = project.ci(0, "--out plan");
    assert_eq!(hash(&agreed, "current"), hash(&shown, "add_email"), "what was reviewed is what is agreed on");
    project.git("switch --quiet main");
    project.git("merge --quiet --no-ff --message merged add-email");
    // The push to main: the same plan again, byte for byte.
    let before = project.read("plan/migration.sql");
    project.dbx_exits(0, "ci --base HEAD^1 --out plan");
    assert_eq!(project.read("plan/migration.sql"), before);
    // Production takes it only after staging has.
    project.dbx_exits(4, "apply plan/migration.sql --env production --yes").says("was never applied to it");
    project.dbx_exits(0, "apply plan/migration.sql --env staging --yes").says("verified");
    project.dbx_exits(0, "apply plan/migration.sql --env production --yes").says("verified");
    for environment in ["staging", "production"] {
        project.dbx_exits(0, &format!("drift --target {CURRENT} --env {environment}"));
    }
}

#[rstest]
#[case("sqlite")]
#[case("postgres")]
fn a_breaking_change_needs_the_flag_staging_and_an_approval_of_that_very_plan(#[case] engine: &str) {
    let Some(Stage { project, _databases }) = stage(engine) else { return };
    // With a row in it the column is no longer nothing.
    project.write("row.sql", "INSERT INTO customer (id, fax) VALUES (1, '123');\n");
    project.dbx_exits(0, "apply row.sql --env staging --allow-breaking --yes");
    project.dbx_exits(0, "approve row.sql --as ada --env production");
    project.dbx_exits(0, "apply row.sql --env production --allow-breaking --yes");
    project.git("switch --quiet --create no-fax");
    project.change(FAX, "");
    project.ci(4, "--out plan");
    let merged = project.ci(0, "--out plan --allow-breaking");
    let hash = hash(&merged, "current");
    let code = project.dbx_exits(0, "approve plan/migration.sql --print").stdout.trim().to_owned();
    assert!(code.starts_with(&format!("{hash}:")), "{code}");
    let apply = "apply plan/migration.sql --allow-breaking --yes --env";
    project.dbx_exits(0, &format!("{apply} staging"));
    project.dbx_exits(4, &format!("{apply} production")).says("an approval the other");
    let approved = |code: &str| {
        let mut command: Command = project.command(&format!("{apply} production"));
        Outcome::of(
            command
                .env("DBX_APPROVED_PLAN", format!("{code}@production"))
                .env("DBX_APPROVED_BY", "reviewers")
                .output()
                .expect("dbx"),
        )
    };
    assert_eq!(approved(&"0".repeat(64)).code, 4);
    assert_eq!(approved(&hash).code, 4, "the impact file is approved along with the plan");
    let done = approved(&code);
    assert_eq!(done.code, 0, "{}", done.all());
    done.says("approved by reviewers");
}

fn hash(report: &Value, name: &str) -> String {
    let specs = report["specs"].as_array().expect("specs");
    let spec = specs.iter().find(|spec| spec["name"] == name).unwrap_or_else(|| panic!("no {name} in {report:#}"));
    spec["plan"]["hash"].as_str().expect("a hash").to_owned()
}
