//! Places where the tests of faults stop the program, and kill it or let it go on.

#[cfg(debug_assertions)]
use std::path::Path;

/// Where `DBX_FAILPOINT` names this place (`NAME NUMBER:FILE`), makes the file and waits to be killed, or for the file to go. Builds for release have
/// no such places.
#[cfg(debug_assertions)]
pub(super) fn reach(name: &str, number: usize) {
    let Some((place, file)) = crate::env::failpoint() else { return };
    if place != format!("{name} {number}") {
        return;
    }
    // A test that waits for a file that cannot be made fails by its own timeout.
    let _ = std::fs::write(&file, "");
    while Path::new(&file).exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn reach(_name: &str, _number: usize) {}
