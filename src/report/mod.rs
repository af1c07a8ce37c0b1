//! Statistics of tables: what is asked of the engine, and what is made of its answers.
//!
//! ```text
//! column ── ColumnQuery ──▶ SQL ── (a reader) ──▶ figures, order statistics, counts per bin
//! two samples ── similarity ──▶ scores from 0 to 1
//! ```
//!
//! Pure. Rows stay in the database: counts, extremes, means and variances are its aggregates, percentiles are values at ranks that it sorts
//! out. So memory does not grow with the table, and exact numbers stay exact.

mod figure;
mod histogram;
mod kind;
mod percentile;
mod query;
mod sample;
mod similarity;
mod timeline;

pub use figure::Figure;
pub use histogram::{Bin, Bounds, Histogram};
pub use kind::ValueKind;
pub use percentile::{Percent, Position};
pub use query::{CardinalityQuery, ColumnQuery, ColumnRows, correlation_query, rank_correlation_query};
pub use sample::Sample;
pub use similarity::{correlation_similarity, ks_complement, pearson, tv_complement};
