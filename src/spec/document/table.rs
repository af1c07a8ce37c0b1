//! Tables, dimensions and facts.

use super::{
    CheckDocument, ColumnDocument, ExcludeDocument, ForeignKeyDocument, IndexDocument, KeyDocument,
    PartitioningDocument,
};
use crate::model::{Name, QualifiedName};
use crate::spec::read::{Either, NameList, Parameters, Spanned, document, group};

group! {
    /// What every kind of table has.
    pub struct TableBody {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where the table lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// What the table is for, kept in the database.
        comment: Option<String>,
        /// The name the table had before: it is renamed and keeps its rows.
        was: Option<Spanned<QualifiedName>>,
        /// Columns, in order.
        columns: Option<Vec<ColumnDocument>>,
        /// The columns by which a row is known.
        primary_key: Option<Spanned<Either<NameList, KeyDocument>>>,
        /// Combinations of columns that occur once. Each item is one constraint.
        unique: Option<Vec<Spanned<Either<NameList, KeyDocument>>>>,
        /// Conditions that hold for every row.
        checks: Option<Vec<Either<Spanned<String>, CheckDocument>>>,
        /// Rows that no two of may be alike (PostgreSQL's EXCLUDE).
        exclude: Option<Vec<Spanned<ExcludeDocument>>>,
        /// Columns whose values are found in another table.
        foreign_keys: Option<Vec<ForeignKeyDocument>>,
        /// Indexes. A name or a list of names is an index on these columns.
        indexes: Option<Vec<Spanned<Either<NameList, IndexDocument>>>>,
        /// How the rows are spread over partitions.
        partitioning: Option<Box<Spanned<PartitioningDocument>>>,
        /// PostgreSQL: not written to the write-ahead log, empty after a crash.
        unlogged: Option<bool>,
        /// SQLite: types are enforced.
        strict: Option<bool>,
        /// SQLite: the primary key is the storage.
        without_rowid: Option<bool>,
        /// MySQL: the storage engine, InnoDB where nothing is said.
        engine: Option<Spanned<String>>,
        /// MySQL: the character set of texts.
        charset: Option<Spanned<String>>,
        /// MySQL: the collation by which texts are ordered.
        collation: Option<Spanned<String>>,
        /// Further settings of the engine, by name.
        parameters: Option<Parameters>,
    }
}

document! {
    /// A table.
    pub struct TableDocument {
        ..body: TableBody,
    }
}

document! {
    /// A table that describes: who, what, where.
    pub struct DimensionDocument {
        /// The identity column by which facts refer to a row. Added as the first column where it is not written.
        surrogate_key: Option<Spanned<Name>>,
        /// The columns by which the business knows a row: unique and never null. With `scd: 2` unique together with `valid_from`.
        natural_key: Option<NameList>,
        /// Slowly changing dimension type: 1 overwrites, 2 keeps history in rows and adds valid_from, valid_to and is_current.
        scd: Option<Spanned<i64>>,
        ..body: TableBody,
    }
}

document! {
    /// A table that measures: one row per event.
    pub struct FactDocument {
        /// The columns whose combination is one row.
        grain: Option<NameList>,
        /// Columns that are measured.
        measures: Option<Vec<ColumnDocument>>,
        ..body: TableBody,
    }
}
