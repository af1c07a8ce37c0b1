//! Backups and restores with rows of every type, on every engine: what a plan took away comes back as it was.

mod support;

#[path = "backup/damage.rs"]
mod damage;
#[path = "backup/engine.rs"]
mod engine;
#[path = "backup/generated.rs"]
mod generated;
#[path = "backup/hidden_rows.rs"]
mod hidden_rows;
// The peak of a process stands in a file of Linux.
#[cfg(target_os = "linux")]
#[path = "backup/memory.rs"]
mod memory;
#[path = "backup/project.rs"]
mod project;
#[path = "backup/ring.rs"]
mod ring;
#[path = "backup/rollback.rs"]
mod rollback;
#[path = "backup/side_effects.rs"]
mod side_effects;
#[path = "backup/values.rs"]
mod values;
