//! A password goes in and never comes out.

use super::sandbox::{BEFORE, Outcome, Sandbox};

/// Nobody listens on port 1.
const ADDRESSES: [&str; 6] = [
    "postgres:/u:S3cretPw@127.0.0.1/x",
    "postgres://u:S3cretPw@127.0.0.1:1/x",
    "postgresql://u:S3cret%50w@127.0.0.1:1/x",
    "postgres://u@127.0.0.1:1/x?password=S3cretPw",
    "postgres://u@127.0.0.1:1/x?PASSWORD=S3cretPw&sslmode=disable",
    "postgres://u:S3cretPw@127.0.0.1:port/x",
];

#[track_caller]
fn keeps_quiet(outcome: &Outcome, what: &str) {
    let all = outcome.all().to_lowercase();
    assert_ne!(outcome.code, 0, "{what}: {all}");
    assert!(!all.contains("s3cret"), "{what} shows the password:\n{all}");
}

#[test]
fn no_command_shows_it() {
    let sandbox = Sandbox::new();
    sandbox.write("spec.yml", BEFORE);
    sandbox.write("hand.sql", "SELECT 1;\n");
    for command in [
        "plan --target spec.yml",
        "impact --target spec.yml",
        "apply hand.sql",
        "apply --target spec.yml",
        "inspect",
        "status",
        "drift --target spec.yml",
    ] {
        for address in ADDRESSES {
            for flags in ["--verbose", "--json"] {
                let arguments = format!("{command} --url {address} {flags}");
                keeps_quiet(&sandbox.dbx(&arguments), &arguments);
            }
        }
    }
}

#[test]
fn as_a_side_of_a_plan_it_is_not_shown_either() {
    let sandbox = Sandbox::new();
    sandbox.write("spec.yml", BEFORE);
    for address in ADDRESSES {
        for arguments in [
            format!("plan --target {address} --current spec.yml"),
            format!("plan --target spec.yml --current {address}"),
            format!("plan --target spec.yml --current empty --dialect postgres --scratch {address}"),
        ] {
            keeps_quiet(&sandbox.dbx(&arguments), &arguments);
        }
    }
}

#[test]
fn nor_from_the_environment_and_dbx_toml() {
    let sandbox = Sandbox::new();
    for address in ADDRESSES {
        let output = sandbox.command("status --verbose").env("DATABASE_URL", address).output().expect("dbx starts");
        keeps_quiet(&Outcome::of(output), address);
        sandbox.write("dbx.toml", &format!("[env.a]\nurl = \"{address}\"\n[env.b]\nurl_env = \"SHOP\"\n[env.c]\nurl_command = \"echo '{address}'\"\n"));
        for name in ["a", "b", "c"] {
            let output = sandbox.command(&format!("status --verbose --env {name}")).env("SHOP", address).output();
            keeps_quiet(&Outcome::of(output.expect("dbx starts")), address);
        }
        sandbox.write("dbx.toml", &format!("[env.a]\nurl = \"{address}\" oops\n"));
        keeps_quiet(&sandbox.dbx("status --env a"), address);
        std::fs::remove_file(sandbox.path().join("dbx.toml")).expect("dbx.toml");
    }
}

#[test]
fn half_an_address_is_not_shown_either() {
    let sandbox = Sandbox::new();
    for address in ["u:S3cretPw@127.0.0.1:1/x", "mysql://u:S3cretPw@127.0.0.1:1/x"] {
        keeps_quiet(&sandbox.dbx(&format!("status --url {address}")), address);
    }
}
