//! Questions in English to SQL, without a language model: a deterministic parser grounded in the schema.
//!
//! ```text
//! question ─ intent ─ item ─────── parse ─ sketch ─ resolve ─ query ─ render ─ SQL
//!                     │                              │          └─── wording ─ reading
//!              element, value                 join, catalog
//! ```
//!
//! A question is cut into items ([`item`]: words of the grammar, names, values, numbers), read once from left to right into a sketch that
//! leaves open which columns are meant, and resolved for each table that the rows may be about. Every candidate carries its doubt; what is
//! too doubtful is not an answer. Nothing here knows a connection: what a database holds comes in the [`Catalog`].

mod audit;
mod calendar;
mod catalog;
mod cut;
mod element;
mod ellipsis;
mod follow_up;
mod intent;
mod item;
mod join;
mod lexicon;
mod name;
mod parse;
mod people;
mod query;
mod rank;
mod reference;
mod render;
mod resolve;
mod role;
mod short_form;
mod sketch;
mod stem;
mod token;
mod value;
mod wording;

pub use catalog::{Catalog, Column, ColumnId, Join, Kind, Table};
pub use follow_up::follow_ups;
pub use intent::{Intent, Wants};
pub use query::Query;
pub use rank::{Reading, SURE, Understanding, understand};
pub use render::Spelling;
