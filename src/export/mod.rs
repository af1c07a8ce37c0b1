//! Rows as files of formats that other programs read.

pub mod parquet;
pub mod rows;
