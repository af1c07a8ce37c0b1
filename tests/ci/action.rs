//! The scripts of the action, run as GitHub runs them: with files for outputs, and a `gh` that only writes down what it is asked.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::git_project::GitProject;
use super::sandbox::{DBX, Outcome};

/// A project, and the files that a runner gives to a step.
struct Runner {
    project: GitProject,
    folder: tempfile::TempDir,
}

impl Runner {
    fn new() -> Self {
        Self { project: GitProject::with_shop(), folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// The value of an output.
    fn output(&self, name: &str) -> Option<String> {
        self.read("output").lines().find_map(|line| line.strip_prefix(&format!("{name}=")).map(str::to_owned))
    }

    /// Makes a program that shadows the one of the same name.
    fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a program");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("its mode");
    }

    fn run(&self, script: &str, variables: &[(&str, &str)]) -> Outcome {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let programs = Path::new(DBX).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("bash");
        command
            .arg(root.join(".github/action").join(script))
            .current_dir(self.project.path())
            .env("PATH", format!("{}:{}:{path}", self.path("bin").display(), programs.display()))
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_PATH", self.path("path"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .env("GITHUB_REPOSITORY", "ada/shop")
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_TOOL_CACHE", self.path("cache"))
            .env("DBX_ACTION_PATH", root)
            .env_remove("DATABASE_URL")
            .envs(variables.iter().copied());
        Outcome::of(command.output().expect("bash"))
    }

    fn compare(&self, variables: &[(&str, &str)]) -> Outcome {
        let usual = [
            ("DBX_BASE", "main"),
            ("DBX_HEAD", "HEAD"),
            ("DBX_SPEC", ""),
            ("DBX_DIALECT", ""),
            ("DBX_FAIL_ON", "high"),
            ("DBX_ALLOW_BREAKING", "false"),
            ("DBX_ONLINE", "false"),
            ("DBX_ENV", ""),
            ("DBX_OUT", "dbx-ci"),
        ];
        let all: Vec<(&str, &str)> = usual.into_iter().chain(variables.iter().copied()).collect();
        self.run("run.sh", &all)
    }
}

#[test]
fn a_refused_change_has_outputs_annotations_and_a_summary() {
    let runner = Runner::new();
    runner.project.change("        - {name: fax, type: TEXT}\n", "");
    let outcome = runner.compare(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.all());
    assert!(outcome.stdout.contains("::error file=schema_specs/current.yml,line=5"), "{}", outcome.all());
    assert_eq!(runner.output("code").as_deref(), Some("4"));
    assert_eq!(runner.output("verdict").as_deref(), Some("refused"));
    assert_eq!(runner.output("level").as_deref(), Some("high"));
    assert_eq!(runner.output("plan").as_deref(), Some("dbx-ci/migration.sql"));
    assert_eq!(runner.output("hash").map(|hash| hash.len()), Some(64));
    assert_eq!(runner.output("approval").map(|code| code.len()), Some(64 + 1 + 64), "the plan and its impact file");
    assert!(runner.read("summary").starts_with("<!-- dbx:ci -->"));
}

#[test]
fn what_changes_nothing_has_no_plan_and_what_is_no_spec_is_invalid() {
    let runner = Runner::new();
    assert_eq!(runner.compare(&[]).code, 0);
    assert_eq!((runner.output("code").as_deref(), runner.output("plan").as_deref()), (Some("0"), Some("")));
    let broken = Runner::new();
    broken.project.change("type: TEXT", "tpye: TEXT");
    assert_eq!(broken.compare(&[]).code, 0);
    assert_eq!((broken.output("code").as_deref(), broken.output("verdict").as_deref()), (Some("1"), Some("invalid")));
}

#[test]
fn inputs_are_words_and_never_code() {
    let runner = Runner::new();
    for hostile in ["$(touch pwned)", "`touch pwned`", "x; touch pwned", "--help"] {
        assert_ne!(runner.compare(&[("DBX_BASE", hostile)]).code, 0, "{hostile}");
        assert_ne!(runner.compare(&[("DBX_SPEC", hostile)]).code, 0, "{hostile}");
    }
    assert!(!runner.project.has("pwned"));
    assert_eq!(runner.compare(&[("DBX_BASE", "")]).code, 2);
}

const GH: &str = r#"printf '%s\n' "$*" >>"$GITHUB_OUTPUT.gh"
printf '%s\n' "$DBX_MARKER" >"$GITHUB_OUTPUT.marker"
case "$*" in *--paginate*) printf "$DBX_TEST_IDS" ;; esac"#;

fn comment(runner: &Runner, ids: &str) -> Vec<String> {
    runner.project.write("dbx-ci/comment.md", "<!-- dbx:ci -->\nhello\n");
    if !runner.project.has("dbx-ci/report.json") {
        runner.project.write("dbx-ci/report.json", "{\n  \"specs\": [\n  ],\n  \"migrations\": [],\n}\n");
    }
    let outcome = runner.run("comment.sh", &[("DBX_PULL_REQUEST", "7"), ("DBX_OUT", "dbx-ci"), ("DBX_TEST_IDS", ids)]);
    assert_eq!(outcome.code, 0, "{}", outcome.all());
    runner.read("output.gh").lines().map(str::to_owned).collect()
}

#[test]
fn there_is_one_comment_and_it_is_kept_up_to_date() {
    let first = Runner::new();
    first.program("gh", GH);
    let asked = comment(&first, "");
    assert!(asked[1].contains("--method POST repos/ada/shop/issues/7/comments"), "{asked:#?}");
    assert!(asked[1].contains("--field body=@"), "{asked:#?}");
    let later = Runner::new();
    later.program("gh", GH);
    let asked = comment(&later, "11\\n12\\n");
    assert_eq!(asked.len(), 2, "{asked:#?}");
    assert_eq!(later.read("output.marker"), "<!-- dbx:ci -->\n");
    assert!(asked[1].contains("--method PATCH repos/ada/shop/issues/comments/11"), "{asked:#?}");
    assert!(asked[0].contains("startswith(env.DBX_MARKER)") && asked[0].contains("Bot"), "{asked:#?}");
}

#[test]
fn where_nothing_changes_no_comment_is_begun() {
    let runner = Runner::new();
    runner.program("gh", GH);
    assert_eq!(runner.compare(&[]).code, 0);
    assert_eq!(comment(&runner, "").len(), 1, "it only looked");
    let told_before = Runner::new();
    told_before.program("gh", GH);
    assert_eq!(told_before.compare(&[]).code, 0);
    assert_eq!(comment(&told_before, "11\\n").len(), 2);
}

#[test]
fn a_token_that_may_only_read_is_no_failure() {
    let runner = Runner::new();
    runner.program("gh", "exit 1");
    comment(&runner, "");
}

/// A release in a folder, with a program that tells its version.
fn release(runner: &Runner, version: &str) -> String {
    let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    let name = format!("dbx-{version}-{target}");
    let folder = runner.path("releases").join(version);
    let content = folder.join(&name);
    fs::create_dir_all(&content).expect("a folder");
    fs::write(content.join("dbx"), format!("#!/bin/sh\necho dbx {version}\n")).expect("a program");
    fs::set_permissions(content.join("dbx"), fs::Permissions::from_mode(0o755)).expect("its mode");
    let shell = format!("tar -czf {name}.tar.gz {name} && rm -r {name} && sha256sum *.tar.gz > SHA256SUMS");
    let made = Command::new("sh").args(["-c", &shell]).current_dir(&folder).output().expect("a shell");
    assert!(made.status.success(), "{made:?}");
    format!("{}.tar.gz", folder.join(name).display())
}

fn install(runner: &Runner, version: &str, sha256: &str) -> Outcome {
    let releases = format!("file://{}", runner.path("releases").display());
    let folder = runner.path("cache/dbx");
    runner.run(
        "install.sh",
        &[
            ("DBX_VERSION", version),
            ("DBX_FOLDER", &folder.display().to_string()),
            ("DBX_SHA256", sha256),
            ("DBX_REPOSITORY", "ada/dbx"),
            ("DBX_RELEASES", &releases),
        ],
    )
}

#[cfg(target_os = "linux")]
#[test]
fn a_release_is_installed_once_its_checksum_was_compared() {
    let runner = Runner::new();
    let archive = release(&runner, "v9.9.9");
    let outcome = install(&runner, "v9.9.9", "");
    assert_eq!(outcome.code, 0, "{}", outcome.all());
    outcome.says("dbx v9.9.9");
    assert!(runner.read("path").contains("cache/dbx/bin"));
    assert_ne!(install(&runner, "v9.9.9", &"0".repeat(64)).code, 0, "another checksum was asked for");
    // Also what comes out of the cache.
    let tampered = Runner::new();
    release(&tampered, "v9.9.9");
    assert_eq!(install(&tampered, "v9.9.9", "").code, 0);
    let cached = tampered.path("cache/dbx").join(Path::new(&archive).file_name().expect("a name"));
    fs::write(&cached, "something else").expect("the cache");
    let refused = install(&tampered, "v9.9.9", "");
    assert_eq!(refused.code, 1, "{}", refused.all());
    refused.says("checksum");
    assert!(!cached.exists(), "it is not kept");
}

#[test]
fn the_version_is_a_release_or_the_source() {
    let chosen = |version: &str, reference: &str| {
        let runner = Runner::new();
        let outcome = runner.run("choose.sh", &[("DBX_VERSION", version), ("DBX_ACTION_REF", reference)]);
        (outcome.code, runner.output("version").unwrap_or_default(), runner.output("key").unwrap_or_default())
    };
    assert_eq!(chosen("", "v1.2.3").1, "v1.2.3");
    assert_eq!(chosen("v0.1.0", "main"), (0, "v0.1.0".into(), "dbx-Linux-X64-v0.1.0".into()));
    let (code, version, key) = chosen("", "main");
    assert_eq!((code, version.as_str()), (0, "source"));
    assert!(key.len() > "dbx-Linux-X64-".len(), "{key}");
    assert_eq!(chosen("latest\nkey=x", "").0, 2);
}
