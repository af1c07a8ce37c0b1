//! Processor time of programs and of the servers they speak to.

use nix::sys::resource::{UsageWho, getrusage};
use nix::unistd::{SysconfVar, sysconf};
use std::fs;
use std::process::{Command, Stdio};

/// Seconds that this program itself takes for the work.
pub fn own_seconds(work: impl FnOnce()) -> f64 {
    let before = seconds(UsageWho::RUSAGE_SELF);
    work();
    seconds(UsageWho::RUSAGE_SELF) - before
}

/// Seconds that the programs it runs and a server take together.
pub fn seconds_with_server(server: Option<i32>, work: impl FnOnce()) -> f64 {
    let total = || seconds(UsageWho::RUSAGE_CHILDREN) + server.map_or(0.0, server_seconds);
    let before = total();
    work();
    total() - before
}

/// What this program is called with to run another one and print the most memory that it took.
pub const ALONE: &str = "--alone";

/// Runs a program by a copy of this one, and says how many megabytes it took at most: the system tells that of all programs that have ended
/// together, and clients of servers take memory too.
pub fn peak_megabytes(program: &Command) -> i64 {
    let mut alone = Command::new(std::env::current_exe().expect("this program is somewhere"));
    alone.arg(ALONE).arg(program.get_program()).args(program.get_args()).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = alone.output().expect("the program starts");
    assert!(output.status.success(), "{program:?}");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number")
}

/// The other side of [`peak_megabytes`].
pub fn alone(arguments: impl Iterator<Item = String>) {
    let arguments: Vec<String> = arguments.collect();
    let [program, arguments @ ..] = &arguments[..] else { panic!("there is no program to run") };
    let status = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(status.expect("the program starts").success(), "{program} {arguments:?}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    println!("{}", usage.max_rss() / if cfg!(target_os = "macos") { 1 << 20 } else { 1 << 10 });
}

fn seconds(who: UsageWho) -> f64 {
    let usage = getrusage(who).expect("the system counts");
    let of = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    of(usage.user_time()) + of(usage.system_time())
}

/// Of the server and its processes, those that have ended included.
fn server_seconds(server: i32) -> f64 {
    let ticks = sysconf(SysconfVar::CLK_TCK).ok().flatten().unwrap_or(100) as f64;
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let total: f64 = processes
        .filter_map(|entry| {
            let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // Behind the name, which may hold blanks: state, parent, …; user and system time, and those of children, are the
            // 14th to 17th field of all.
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            let parent: i32 = fields.get(1)?.parse().ok()?;
            let times = fields.get(11..15)?.iter().filter_map(|time| time.parse::<f64>().ok());
            // What is of a server's children that have ended is counted with the server.
            (pid == server || parent == server).then(|| times.take(if pid == server { 4 } else { 2 }).sum::<f64>())
        })
        .sum();
    total / ticks
}
