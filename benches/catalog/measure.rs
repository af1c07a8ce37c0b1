//! Time and memory of a program.
//!
//! The peak is what the system counts for children that have ended. It is the largest of all of them, so each program gets a parent of
//! its own: this benchmark, started again.

use nix::sys::resource::{UsageWho, getrusage};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The first argument of a parent.
const CHILD: &str = "--measure";

#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub seconds: f64,
    /// Of resident memory.
    pub peak_megabytes: Option<i64>,
}

/// A program with its arguments, to be run any number of times.
#[derive(Debug)]
pub struct Program {
    arguments: Vec<OsString>,
    folder: PathBuf,
}

impl Program {
    pub fn new(path: impl AsRef<OsStr>, folder: &Path) -> Self {
        Self { arguments: vec![path.as_ref().to_owned()], folder: folder.to_owned() }
    }

    pub fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    /// Panics with the program's own words where it fails.
    pub fn run(&self) -> Measured {
        let this = std::env::current_exe().expect("this benchmark runs from a file");
        let mut command = Command::new(this);
        command.arg(CHILD).args(&self.arguments).current_dir(&self.folder).stdin(Stdio::null());
        let output = command.output().expect("this benchmark starts again");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{:?}\n{error}", self.arguments);
        let text = String::from_utf8_lossy(&output.stdout);
        let (seconds, peak) = text.trim().split_once(' ').expect("seconds and bytes");
        Measured { seconds: seconds.parse().expect("seconds"), peak_megabytes: peak.parse().ok() }
    }
}

/// The one in the middle; memory is the largest of all.
pub fn median(measured: &[Measured]) -> Measured {
    let mut seconds: Vec<f64> = measured.iter().map(|one| one.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    Measured {
        seconds: seconds[seconds.len() / 2],
        peak_megabytes: measured.iter().filter_map(|one| one.peak_megabytes).max(),
    }
}

pub fn is_child() -> bool {
    std::env::args().nth(1).is_some_and(|argument| argument == CHILD)
}

/// Runs the program of the arguments, and says how long it took and how large it was.
pub fn run_as_child() {
    let mut arguments = std::env::args_os().skip(2);
    let mut command = Command::new(arguments.next().expect("a program"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let begin = Instant::now();
    let status = command.status().expect("the program starts");
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.success(), "it ends with {status}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    // macOS counts bytes, other systems kilobytes.
    let per_megabyte = if cfg!(target_os = "macos") { 1 << 20 } else { 1 << 10 };
    println!("{seconds} {}", usage.max_rss() / per_megabyte);
}
