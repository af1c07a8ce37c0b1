//! dbx: schema-as-code for PostgreSQL, MySQL, MariaDB and SQLite.
//!
//! A YAML spec is compared with a live database; the difference becomes an ordered plan of SQL whose risks are known;
//! the plan is applied under a ledger.
//!
//! ```text
//! YAML spec ─┐                                     ┌─ impact ─ gate ─┐
//!            ├─ normalize ─ diff ─ plan (ordered) ─┤                 ├─ apply ─ ledger
//! live db  ──┘                                     └─ verify (scratch)┘
//! ```
//!
//! Modules stand on floors, and import lower floors only: `docs/architecture.md` has the table, `tests/architecture.rs` holds them to it.

pub mod app;
pub mod ask;
pub mod backup;
pub mod ci;
pub mod cli;
pub mod design;
pub mod diagnostic;
pub mod diagram;
pub mod dialect;
pub mod diff;
pub mod driver;
pub mod env;
pub mod export;
pub mod gate;
pub mod git;
pub mod guard;
pub mod impact;
pub mod ledger;
pub mod lint;
pub mod llm;
pub mod model;
pub mod plan;
pub mod prompt;
pub mod report;
pub mod seed;
pub mod spec;
pub mod sql;
pub mod store;
pub mod suggest;
