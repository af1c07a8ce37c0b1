//! Faults, injected for real: the program, the server, the connection or a lock is taken away in the middle of an apply, or somebody changed what
//! dbx relies on. Afterwards ledger and catalog agree, nothing is left locked, and the next apply ends well without help.
//!
//! The program stops at named places (`DBX_FAILPOINT`, honoured in builds for tests only), and is killed there.

mod support;

#[path = "faults/batches.rs"]
mod batches;
#[path = "faults/behind.rs"]
mod behind;
#[path = "faults/clock.rs"]
mod clock;
#[path = "faults/connection.rs"]
mod connection;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/files.rs"]
mod files;
#[path = "faults/kill.rs"]
mod kill;
#[path = "faults/locks.rs"]
mod locks;
#[path = "faults/page.rs"]
mod page;
#[path = "faults/random_kills.rs"]
mod random_kills;
// Shared with the tests of the command line, which need more of it.
#[allow(dead_code)]
#[path = "cli/sandbox.rs"]
mod sandbox;
#[path = "faults/scene.rs"]
mod scene;
#[path = "faults/server.rs"]
mod server;
#[path = "faults/signals.rs"]
mod signals;
#[path = "faults/undo.rs"]
mod undo;
