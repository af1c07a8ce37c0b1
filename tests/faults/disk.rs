//! There is no room left.

use super::sandbox::Outcome;
use super::scene::{Engine, Scene, table};

/// F21: SQLite says that the disk is full, with the transaction still open or not.
#[test]
fn a_full_database_file_is_rolled_back() {
    let scene = Scene::sqlite();
    scene.sql("create table t (a)");
    scene.write(
        "full.sql",
        "pragma max_page_count = 30; insert into t values (1); \
         insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n;",
    );
    let outcome = scene.apply(1, "full.sql");
    outcome.says("full (13)").says("nothing was changed").says("make room");
    assert_eq!(scene.number("select count(*) from t"), 0);
    assert_eq!(scene.sql("pragma integrity_check"), "ok");
    scene.write("full.sql", "insert into t values (1)");
    scene.apply(0, "full.sql");
    assert_eq!(scene.number("select count(*) from t"), 1);
}

/// F20: a backup that does not fit onto its disk is none, and what it was for does not run.
#[test]
fn without_room_for_the_backup_nothing_is_lost() {
    for scene in [Scene::postgres(), Scene::mariadb()].into_iter().flatten() {
        let words = match &scene.engine {
            Engine::Postgres(_) => "select n, md5(n::text) from generate_series(1, 20000) n",
            Engine::Mariadb(_) => "select seq, md5(seq) from seq_1_to_20000",
            Engine::Sqlite(_) => unreachable!("its file would be limited, too"),
        };
        scene.sql(&format!("create table t (a int primary key, b varchar(40)); insert into t {words}"));
        scene.write("lose.sql", "drop table t; create table later (a int);");
        let mut command = scene.sandbox.command(&scene.apply_command("lose.sql --create-backup"));
        limit_files(&mut command, 100_000);
        let outcome = Outcome::of(command.output().expect("dbx starts"));
        assert_eq!(outcome.code, 1, "{}", outcome.all());
        outcome.says("0001.rows.zst").says("nothing was changed");
        assert_eq!(scene.number("select count(*) from t"), 20_000);
        assert!(!scene.has_table("later"));
        let left = std::fs::read_dir(scene.sandbox.path().join("backups")).expect("the folder").count();
        assert_eq!(left, 0, "a part of a backup stayed");
        scene.apply(0, "lose.sql --create-backup").says("to restore: dbx restore");
        assert!(!scene.has_table("t"));
    }
}

/// F20: a disk without room for the rows is found before anything runs, also what comes in front of the loss.
#[test]
#[cfg(target_os = "linux")]
fn a_backup_that_cannot_fit_is_not_begun() {
    for scene in Scene::all() {
        let Some(disk) = SmallDisk::mount(&scene.sandbox.path().join("small")) else { return };
        let rows: Vec<String> = (1..=4000).map(|n| format!("({n}, '{}')", "x".repeat(40))).collect();
        scene.sql(&format!(
            "create table t (a int primary key, b varchar(40)); insert into t values {}",
            rows.join(",")
        ));
        if matches!(scene.engine, Engine::Mariadb(_)) {
            // The server counts when it has time for it.
            scene.sql("analyze table t");
        }
        scene.write("lose.sql", "create table first (a int); drop table t;");
        let refused = scene.apply(4, "lose.sql --create-backup --backup-folder small");
        refused.says("the backup may take ").says("--backup-folder");
        assert_eq!(scene.number("select count(*) from t"), 4000);
        assert!(!scene.has_table("first"), "the plan was begun");
        assert_eq!(std::fs::read_dir(&disk.folder).expect("the disk").count(), 0);
        scene.apply(0, "lose.sql --create-backup").says("to restore: dbx restore");
    }
}

/// A file system of a few pages.
#[cfg(target_os = "linux")]
struct SmallDisk {
    folder: std::path::PathBuf,
}

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// `None` where whoever runs the tests may not mount.
    fn mount(folder: &std::path::Path) -> Option<Self> {
        std::fs::create_dir(folder).expect("a folder");
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "none"]).arg(folder).stderr(std::process::Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self { folder: folder.to_owned() })
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.folder).status();
    }
}

/// F22: a plan that does not fit onto its disk is no plan; what was there stays.
#[test]
fn a_plan_is_written_whole_or_not_at_all() {
    let scene = Scene::sqlite();
    let long = "x".repeat(200_000);
    scene.write("big.yml", &format!("version: 1\nentities:\n  tables:\n{}      comment: {long}\n", table("t", &[])));
    scene.write("plan.sql", "what was there");
    let mut command = scene.sandbox.command("plan --current empty --target big.yml --dialect postgres --out plan.sql");
    limit_files(&mut command, 100_000);
    let output = command.output().expect("dbx starts");
    assert_ne!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(scene.sandbox.read("plan.sql"), "what was there");
    let left = std::fs::read_dir(scene.sandbox.path()).expect("a folder").flatten().map(|file| file.file_name());
    let mut left: Vec<_> = left.filter_map(|name| name.into_string().ok()).collect();
    left.sort();
    assert_eq!(left, ["big.yml", "plan.sql"]);
}

/// No file may become larger, and writing beyond is an error rather than a signal.
fn limit_files(command: &mut std::process::Command, bytes: u64) {
    use nix::sys::resource::{Resource, setrlimit};
    use nix::sys::signal::{SigHandler, Signal, signal};
    use std::os::unix::process::CommandExt as _;
    let limit = move || {
        // SAFETY: ignoring a signal is safe between fork and exec.
        unsafe { signal(Signal::SIGXFSZ, SigHandler::SigIgn) }.map_err(std::io::Error::from)?;
        setrlimit(Resource::RLIMIT_FSIZE, bytes, bytes).map_err(std::io::Error::from)
    };
    // SAFETY: the closure only makes two system calls.
    unsafe { command.pre_exec(limit) };
}
