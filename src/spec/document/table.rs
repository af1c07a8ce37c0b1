//! Tables, dimensions and facts.

use super::{
    CheckDocument, ColumnDocument, ExcludeDocument, ForeignKeyDocument, ForeignTableDocument, IndexDocument,
    KeyDocument, ParametersDocument, PartitioningDocument, ReplicaIdentityDocument,
};
use crate::model::{Name, QualifiedName, RowSecurity};
use crate::spec::read::{Either, Keyword, NameList, OrList, Spanned, document, group};

group! {
    /// What every kind of table has.
    pub struct TableBody {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where the table lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// What the table is for, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
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
        /// PostgreSQL: whether policies decide which rows are seen. `enabled`; `forced` also for the owner.
        row_security: Option<Keyword<RowSecurity>>,
        /// PostgreSQL: the rows are on a foreign server.
        foreign: Option<ForeignTableDocument>,
        /// PostgreSQL: the tables whose columns and checks it has too, and whose queries see its rows.
        inherits: Option<OrList<Spanned<QualifiedName>>>,
        /// PostgreSQL: the composite type its columns come from; those written here say what differs.
        of_type: Option<Spanned<QualifiedName>>,
        /// Settings of the engine by name: storage parameters of PostgreSQL, such as {fillfactor: 70, toast.autovacuum_enabled: false}; table options
        /// of MySQL, such as {row_format: compressed}.
        storage: Option<ParametersDocument>,
        /// PostgreSQL: where the rows are kept, if not where the database is.
        tablespace: Option<Name>,
        /// PostgreSQL: the table access method, if not heap.
        access_method: Option<Name>,
        /// PostgreSQL: the index by which CLUSTER puts the rows in order.
        cluster_on: Option<Spanned<Name>>,
        /// PostgreSQL: what replication sends of a row's old values: full, nothing, or the name of a unique index.
        replica_identity: Option<ReplicaIdentityDocument>,
        /// PostgreSQL: not written to the write-ahead log, empty after a crash.
        unlogged: Option<bool>,
        /// SQLite: types are enforced.
        strict: Option<Spanned<bool>>,
        /// SQLite: the primary key is the storage.
        without_rowid: Option<Spanned<bool>>,
        /// MySQL: the storage engine, InnoDB where nothing is said.
        engine: Option<Spanned<String>>,
        /// MySQL: the character set of texts.
        charset: Option<Spanned<String>>,
        /// MySQL: the collation by which texts are ordered.
        collation: Option<Spanned<String>>,
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
