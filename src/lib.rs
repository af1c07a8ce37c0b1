//! dbx: schema-as-code for PostgreSQL, MySQL, MariaDB and SQLite.
//!
//! A YAML spec is compared with a live database; the difference becomes an ordered plan of SQL whose risks are known;
//! the plan is applied under a ledger.
//!
//! ```text
//! YAML spec ─┐                                     ┌─ impact ─ gate ─┐
//!            ├─ normalize ─ diff ─ plan (ordered) ─┤                 ├─ apply ─ ledger
//! live db  ──┘                                     └─ rehearse ──────┘
//! ```
//!
//! Modules stand on floors, and import lower floors only (`tests/architecture.rs` holds the table):
//!
//! | floor | modules |
//! |---|---|
//! | 0 nouns | [`diagnostic`], [`model`] |
//! | 1 engine knowledge | [`sql`], [`dialect`] |
//! | 2 verbs, pure | `spec`, `diff`, `plan`, `impact`, `gate`, `diagram`, `seed`, [`report`], [`guard`], [`design`], [`suggest`], [`ask`], [`prompt`], [`ci`], [`export`] |
//! | 3 ports | [`driver`], [`llm`], `ledger`, `store`, `backup`, [`git`], `env` |
//! | 4 use cases | `app` |
//! | 5 faces | `cli` |

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
