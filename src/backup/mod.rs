//! Backups of tables: a folder with a manifest, the schema as a spec, and one compressed file of rows per table.
//!
//! ```text
//! backups/20260131T120000Z_77d2a1b0c3d4/
//!     manifest.json        what is in it: tables, columns, rows, hashes; sealed by a digest of itself
//!     schema.yml           the whole schema at the time, as a spec
//!     0001.rows.zst        the rows of a table: see `row`
//! ```
//!
//! A backup is written under a name that ends in `.partial` and renamed when it is whole: what has its final name is complete. Folder and files
//! are for their owner alone. Reading checks every hash; rows are compared as a multiset, so that their order plays no part.

mod archive;
mod digest;
mod error;
mod manifest;
mod row;
mod rows_file;

pub use archive::{Archive, NewArchive, free_space};
pub use digest::RowsDigest;
pub use error::BackupError;
pub use manifest::{Counter, Manifest, Origin, SavedTable, TableName};
pub use rows_file::{RowsReader, RowsWriter, Written};
