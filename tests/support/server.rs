//! One throw-away server, shared by all test processes of a run.
//!
//! cargo-nextest runs every test in a process of its own, so no process can own the server.
//! Instead each server has a *home* folder with a named pipe, `users`, and a *keeper*, a small
//! shell script that reads it. Whoever uses the server holds the pipe open for writing until the
//! process ends, however it ends. When the keeper reads the end of the pipe nobody is left:
//! it lingers a little (or waits for `tests/run`), then stops the server and deletes its home.
//! Starting and joining happen under a file lock, so a run starts each server once; who holds the
//! lock also sweeps away homes whose keeper was killed.

use std::env;
use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::libc;
use nix::sys::signal;
use nix::unistd::{Pid, User, geteuid};

use super::database::run;

/// The keeper's script; public for the test of the harness itself.
pub const KEEPER: &str = include_str!("keeper.sh");

/// How long an idle server waits for the next test process where no `tests/run` holds it.
const LINGER: Duration = Duration::from_secs(5);

/// A cold, busy machine takes seconds; more than this is a fault.
const START: Duration = Duration::from_secs(60);

/// What the harness must know of a database engine. Every command is finished but for its input.
pub trait Engine: Debug + Send + Sync {
    /// As a reader knows it.
    fn name(&self) -> &'static str;
    /// As a part of a short path.
    fn slug(&self) -> &'static str;
    /// The installation; servers of different ones are never shared.
    fn folder(&self) -> &Path;
    /// Who runs the server when the tests run as root, which servers refuse; the first that exists.
    fn users(&self) -> &'static [&'static str];
    /// The signal for a quick but clean stop.
    fn stop_signal(&self) -> &'static str;
    /// Fills `home/data`.
    fn initialize(&self, home: &Path) -> Command;
    /// Serves `home/data` in the foreground.
    fn serve(&self, home: &Path, port: u16) -> Command;
    /// The client: reads SQL from stdin, stops at the first error.
    fn client(&self, port: u16, database: Option<&str>) -> Command;
    /// The dump program, schema only.
    fn dump(&self, port: u16, database: &str) -> Command;
    /// A dump without what differs between two dumps of one database.
    fn stable_dump(&self, text: &str) -> String;
    /// The address for the program under test.
    fn url(&self, port: u16, database: &str) -> String;
    /// Statements that create an empty database.
    fn create_database(&self, name: &str) -> Vec<String>;
    /// The statement that drops it, connected users or not.
    fn drop_database(&self, name: &str) -> String;
}

/// A running server that this process uses.
#[derive(Debug)]
pub struct Server {
    pub engine: Box<dyn Engine>,
    port: u16,
    /// Held for the life of the process: the sign that the server is in use.
    _users: File,
}

impl Server {
    /// The server of this run: the one another process started, or a new one.
    ///
    /// Panics with the server's own words when it does not start.
    pub fn join_or_start(engine: Box<dyn Engine>) -> Self {
        let name = engine.name();
        let started = Site::open().and_then(|site| {
            let _lock = site.lock()?;
            let key = key(engine.as_ref());
            match site.join(&key)? {
                Some((users, port)) => Ok((users, port)),
                None => site.start(engine.as_ref(), &key),
            }
        });
        match started {
            Ok((users, port)) => Self { engine, port, _users: users },
            Err(error) => panic!("cannot start a throw-away {name} for the tests: {error}"),
        }
    }

    pub fn url(&self, database: &str) -> String {
        self.engine.url(self.port, database)
    }

    pub fn client(&self, database: Option<&str>) -> Command {
        self.engine.client(self.port, database)
    }

    pub fn dump(&self, database: &str) -> Command {
        self.engine.dump(self.port, database)
    }
}

/// What must be equal for two processes to share a server: the engine, the checkout (so that
/// roles and other things of a whole server do not meet), and the run.
fn key(engine: &dyn Engine) -> String {
    let mut hasher = DefaultHasher::new();
    (env!("CARGO_MANIFEST_DIR"), engine.folder(), runner()).hash(&mut hasher);
    format!("{}-{:08x}", engine.slug(), hasher.finish() & 0xffff_ffff)
}

/// The process id of `tests/run`, or 0.
fn runner() -> u32 {
    env::var("DBX_TEST_RUN_PID").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The folder of all homes of this user. Under `/tmp` itself rather than `TMPDIR`: a socket path
/// has about 100 bytes, and an unprivileged server must be able to reach it.
struct Site {
    folder: PathBuf,
}

impl Site {
    fn open() -> io::Result<Self> {
        let folder = env::var_os("DBX_TEST_DIR")
            .map_or_else(|| PathBuf::from(format!("/tmp/dbx-test-{}", geteuid())), PathBuf::from);
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        // In a folder of somebody else we would run programs and delete trees at their direction.
        if fs::symlink_metadata(&folder).map_err(at(&folder))?.uid() != geteuid().as_raw() {
            return Err(io::Error::other(format!(
                "{} belongs to another user; set DBX_TEST_DIR to a short path of your own",
                folder.display()
            )));
        }
        Ok(Self { folder })
    }

    /// Held while joining, starting or sweeping; the system lets go of it when a holder crashes.
    fn lock(&self) -> io::Result<File> {
        let path = self.folder.join("lock");
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(at(&path))?;
        file.lock().map_err(at(&path))?;
        Ok(file)
    }

    /// A server with this key that can be used; sweeps what is left of dead ones on the way.
    fn join(&self, key: &str) -> io::Result<Option<(File, u16)>> {
        for entry in fs::read_dir(&self.folder).map_err(at(&self.folder))? {
            let home = entry.map_err(at(&self.folder))?.path();
            if !home.is_dir() {
                continue;
            }
            match open_pipe(&home.join("users")) {
                Some(users) => {
                    let name = home.file_name().unwrap_or_default().to_string_lossy();
                    if name.starts_with(key)
                        && let Some(port) = port_of(&home)
                    {
                        return Ok(Some((users, port)));
                    }
                }
                // The keeper of a leaving server still reads; without a reader the keeper is dead.
                None if open_pipe(&home.join("leaving")).is_none() => sweep(&home)?,
                None => {}
            }
        }
        Ok(None)
    }

    fn start(&self, engine: &dyn Engine, key: &str) -> io::Result<(File, u16)> {
        let home = self.fresh_home(key)?;
        let owner = owner(engine)?;
        if let Some(user) = &owner {
            chown(&home, Some(user.uid.as_raw()), Some(user.gid.as_raw())).map_err(at(&home))?;
        }
        // The keeper comes first, so that nothing is left behind by a start that fails half-way.
        let users = keep(&home, engine)?;
        let mut initialize = engine.initialize(&home);
        as_user(&mut initialize, owner.as_ref(), &home);
        run(initialize, "").map_err(io::Error::other)?;
        let port = serve(engine, &home, owner.as_ref())?;
        write(&home.join("port"), &port.to_string())?;
        Ok((users, port))
    }

    fn fresh_home(&self, key: &str) -> io::Result<PathBuf> {
        for count in 0..100 {
            let home = self.folder.join(format!("{key}-{}-{count}", process::id()));
            match fs::create_dir(&home) {
                Ok(()) => return Ok(home),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(at(&home)(error)),
            }
        }
        Err(io::Error::other(format!("{} is full of homes of {key}", self.folder.display())))
    }
}

/// Opens a pipe that somebody reads, and leaves the byte the keeper counts visitors by.
/// `None` if there is no such pipe or no reader.
fn open_pipe(path: &Path) -> Option<File> {
    let mut pipe = OpenOptions::new().write(true).custom_flags(libc::O_NONBLOCK).open(path).ok()?;
    // The pipe may have been taken away between looking it up and opening it.
    let same = fs::metadata(path).ok()?.ino() == pipe.metadata().ok()?.ino();
    pipe.write_all(b".").ok()?;
    same.then_some(pipe)
}

/// The port of a home whose server is up.
fn port_of(home: &Path) -> Option<u16> {
    let read = |name: &str| fs::read_to_string(home.join(name)).ok();
    let pid: i32 = read("pid")?.trim().parse().ok()?;
    // Another user's process answers "not permitted", which is an answer.
    let alive = !matches!(signal::kill(Pid::from_raw(pid), None), Err(nix::errno::Errno::ESRCH));
    let port = read("port")?.trim().parse().ok()?;
    alive.then_some(port)
}

/// Starts the keeper and becomes its first user.
fn keep(home: &Path, engine: &dyn Engine) -> io::Result<File> {
    let pipe = home.join("users");
    write(&home.join("stop-signal"), engine.stop_signal())?;
    let made = Command::new("mkfifo").arg("-m").arg("600").arg(&pipe).status()?;
    if !made.success() {
        return Err(io::Error::other(format!("mkfifo {} failed", pipe.display())));
    }
    let script = home.join("keeper.sh");
    write(&script, KEEPER)?;
    let mut keeper = Command::new("sh");
    keeper.arg(script).arg("keep").arg(home);
    keeper.args([runner().to_string(), LINGER.as_secs().to_string()]);
    detached(&mut keeper, Stdio::null(), Stdio::null()).spawn()?;
    let begin = Instant::now();
    loop {
        if let Some(users) = open_pipe(&pipe) {
            return Ok(users);
        }
        if begin.elapsed() > START {
            return Err(io::Error::other("its keeper does not start"));
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// Does a dead keeper's work.
fn sweep(home: &Path) -> io::Result<()> {
    let status = Command::new("sh").args(["-c", KEEPER, "keeper", "sweep"]).arg(home).stdin(Stdio::null()).status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("cannot remove what is left in {}", home.display())))
}

/// Apart from this process's terminal and pipes: a runner that waits for its pipes to close would
/// otherwise wait for the server, and an interrupt would hit it before its users.
fn detached(command: &mut Command, stdout: Stdio, stderr: Stdio) -> &mut Command {
    command.stdin(Stdio::null()).stdout(stdout).stderr(stderr).current_dir("/").process_group(0)
}

/// Starts the server on a free port and waits until it answers.
fn serve(engine: &dyn Engine, home: &Path, owner: Option<&User>) -> io::Result<u16> {
    let path = home.join("log");
    // Between finding a port and using it somebody else may take it.
    for _ in 0..5 {
        let port = free_port()?;
        let log = File::create(&path).map_err(at(&path))?;
        let mut command = engine.serve(home, port);
        as_user(&mut command, owner, home);
        let mut child = detached(&mut command, log.try_clone()?.into(), log.into()).spawn()?;
        write(&home.join("pid"), &child.id().to_string())?;
        if answers(engine, port, &mut child)? {
            return Ok(port);
        }
    }
    let log = fs::read_to_string(&path).unwrap_or_default();
    let tail: Vec<&str> = log.lines().rev().take(20).collect();
    let tail: Vec<&str> = tail.into_iter().rev().collect();
    Err(io::Error::other(format!("it ends or does not answer; its log ends with\n{}", tail.join("\n"))))
}

/// Whether the server answers before it ends or its time is over.
fn answers(engine: &dyn Engine, port: u16, child: &mut Child) -> io::Result<bool> {
    let begin = Instant::now();
    while begin.elapsed() < START {
        if child.try_wait()?.is_some() {
            return Ok(false);
        }
        if run(engine.client(port, None), "select 1;").is_ok() {
            // Unless it was another server that took the port first, and ours is gone.
            return Ok(child.try_wait()?.is_none());
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

/// The parts of starting a server that one without keeper and users needs.
pub mod own_server {
    use super::*;
    use nix::sys::wait::{WaitPidFlag, waitpid};

    /// Makes a home with data, and serves it. The process id is in its file `pid`.
    pub fn create(engine: &dyn Engine) -> io::Result<(PathBuf, u16)> {
        // Not among the homes with keepers, where it would be swept away for want of one.
        let folder = PathBuf::from(format!("/tmp/dbx-own-{}", geteuid()));
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let home = Site { folder }.fresh_home(engine.slug())?;
        let owner = owner(engine)?;
        if let Some(user) = &owner {
            chown(&home, Some(user.uid.as_raw()), Some(user.gid.as_raw())).map_err(at(&home))?;
        }
        let mut initialize = engine.initialize(&home);
        as_user(&mut initialize, owner.as_ref(), &home);
        run(initialize, "").map_err(io::Error::other)?;
        let port = serve(engine, &home, owner.as_ref())?;
        Ok((home, port))
    }

    /// Serves a home again, at the port that its clients know.
    pub fn serve_at(engine: &dyn Engine, home: &Path, port: u16) -> io::Result<()> {
        let path = home.join("log");
        let log = OpenOptions::new().append(true).open(&path).map_err(at(&path))?;
        let mut command = engine.serve(home, port);
        as_user(&mut command, owner(engine)?.as_ref(), home);
        let mut child = detached(&mut command, log.try_clone()?.into(), log.into()).spawn()?;
        write(&home.join("pid"), &child.id().to_string())?;
        if answers(engine, port, &mut child)? { Ok(()) } else { Err(io::Error::other("it ends or does not answer")) }
    }

    /// A child that was killed stays until somebody asks for its end.
    pub fn reap(pid: i32) {
        let _ = waitpid(Pid::from_raw(pid), Some(WaitPidFlag::WNOHANG));
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The user to run the server as: none in particular, unless the tests run as root.
fn owner(engine: &dyn Engine) -> io::Result<Option<User>> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    for name in engine.users() {
        if let Some(user) = User::from_name(name)? {
            return Ok(Some(user));
        }
    }
    Err(io::Error::other(format!("it refuses to run as root, and there is no user {}", engine.users().join(" or "))))
}

fn as_user(command: &mut Command, owner: Option<&User>, home: &Path) {
    command.current_dir(home).env("HOME", home);
    if let Some(user) = owner {
        command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text).map_err(at(path))
}

/// The path belongs into the message; the system's own says only "permission denied".
fn at(path: &Path) -> impl Fn(io::Error) -> io::Error + '_ {
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
