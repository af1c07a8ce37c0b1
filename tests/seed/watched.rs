//! What a person sees of a load while it runs.

use super::{STAR, Scene, support};
use nix::pty::{Winsize, openpty};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Two seconds of rows, of a program with this as its standard error.
fn load(url: &str, stderr: impl Into<Stdio>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbx"));
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join(STAR);
    command.arg("seed").arg("--schema").arg(spec).args(["--url", url, "--rate", "200", "--duration", "2"]);
    command.env("TERM", "xterm").env_remove("NO_COLOR").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
    command
}

/// Everything that is written to a terminal until nobody has it open any more.
fn written(mut terminal: File) -> String {
    let (mut all, mut some) = (Vec::new(), [0; 4_096]);
    // Linux tells the end of a pseudo-terminal as an error.
    while let Ok(count @ 1..) = terminal.read(&mut some) {
        all.extend_from_slice(&some[..count]);
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_load_tells_how_far_it_is_on_a_terminal_and_nowhere_else() {
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    let size = Winsize { ws_row: 24, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
    let terminal = openpty(Some(&size), None).expect("a pseudo-terminal");
    // The command keeps the other end open: it is gone before the first end is read.
    let child = load(file.url(), terminal.slave).spawn().expect("a process");
    let seen = written(terminal.master.into());
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{seen}");
    for part in ["seeding ", " rows, ", " a second, ", " s left", "1 of 2 tables done; fact_loan_payments: ", " of 400"]
    {
        assert!(seen.contains(part), "no {part:?} in {seen}");
    }
    assert_eq!(scene.rows("SELECT count(*) FROM fact_loan_payments").await, ["400"]);
    let other = support::sqlite();
    Scene::new(other.url(), STAR).await;
    let output = load(other.url(), Stdio::piped()).output().expect("an end");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
