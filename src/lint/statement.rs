//! A statement as it was written: names not yet looked up, types not yet read.

use crate::model::{Deferrable, IdentityMode, Index, LockMode, Name, ObjectKind, QualifiedName, ReferentialAction};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement {
    CreateTable(CreateTable),
    AlterTable(AlterTable),
    CreateIndex(CreateIndex),
    Drop(Drop),
    /// CREATE of what is no table or index.
    CreateObject(CreateObject),
    AlterObject(AlterObject),
    Comment {
        kind: ObjectKind,
        /// The table, for members of one.
        on: Option<QualifiedName>,
        name: QualifiedName,
    },
    Truncate {
        tables: Vec<QualifiedName>,
        cascade: bool,
        /// ONLY stands before every name.
        only: bool,
    },
    Vacuum {
        tables: Vec<QualifiedName>,
        full: bool,
    },
    Analyze(Vec<QualifiedName>),
    /// CLUSTER, OPTIMIZE TABLE.
    Reorganize(Vec<QualifiedName>),
    Reindex {
        target: ReindexTarget,
        concurrently: bool,
    },
    Refresh {
        view: QualifiedName,
        concurrently: bool,
        fills: bool,
    },
    Lock {
        tables: Vec<QualifiedName>,
        mode: LockMode,
        /// ONLY stands before every name.
        only: bool,
    },
    Rows(Rows),
    Grant {
        to_public: bool,
        on: Vec<QualifiedName>,
    },
    Transaction(Transaction),
    /// SET and PRAGMA.
    Setting {
        name: String,
        value: String,
    },
    /// What cannot be seen into: DO, CALL, EXECUTE.
    Opaque(String),
    /// What reads, if it does nothing else: EXPLAIN, SHOW, DESCRIBE, a pragma.
    Query(String),
    /// It changes something that dbx does not look at, in words that go on from "it".
    Unweighed(String),
    /// Known to touch nothing that matters here: CHECKPOINT, LISTEN.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transaction {
    Begin,
    Commit,
    Rollback,
    Savepoint,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CreateTable {
    pub name: Option<QualifiedName>,
    /// MariaDB: CREATE OR REPLACE TABLE drops the one that is there.
    pub replaces: bool,
    pub if_not_exists: bool,
    pub temporary: bool,
    pub columns: Vec<ColumnDefinition>,
    pub constraints: Vec<ConstraintDefinition>,
    pub indexes: Vec<Index>,
    pub inherits: Vec<QualifiedName>,
    pub partition_of: Option<(QualifiedName, Bound)>,
    /// RANGE, LIST or HASH, and the columns.
    pub partition_by: Option<(String, Vec<Name>)>,
    pub options: Vec<(String, String)>,
    pub unlogged: bool,
    pub without_rowid: bool,
    pub strict: bool,
    /// The query of CREATE TABLE … AS.
    pub query: Option<String>,
    pub like: Option<QualifiedName>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bound {
    Default,
    Values(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ColumnDefinition {
    pub name: Option<Name>,
    pub data_type: String,
    pub not_null: bool,
    pub default: Option<String>,
    pub generated: Option<(String, bool)>,
    pub identity: Option<IdentityMode>,
    pub collation: Option<String>,
    pub charset: Option<String>,
    pub on_update: Option<String>,
    pub invisible: bool,
    /// FIRST or AFTER.
    pub placed: bool,
    pub after: Option<Name>,
    pub constraints: Vec<ConstraintDefinition>,
    /// Byte offset of the name in the statement.
    pub at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ConstraintDefinition {
    pub name: Option<Name>,
    pub body: ConstraintBody,
    pub not_valid: bool,
    pub no_inherit: bool,
    pub deferrable: Deferrable,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ConstraintBody {
    PrimaryKey { columns: Vec<Name>, using_index: Option<Name> },
    Unique { columns: Vec<Name>, using_index: Option<Name>, nulls_not_distinct: bool },
    Check(String),
    ForeignKey { columns: Vec<Name>, reference: Reference },
    Exclude { columns: Vec<Name> },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reference {
    pub table: QualifiedName,
    pub columns: Vec<Name>,
    pub on_delete: ReferentialAction,
    pub on_update: ReferentialAction,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct AlterTable {
    pub kind: ObjectKind,
    pub name: QualifiedName,
    pub only: bool,
    pub if_exists: bool,
    /// Each with its byte offset in the statement.
    pub actions: Vec<(usize, Action)>,
    /// ALGORITHM= or LOCK= stands in it.
    pub asks_for_algorithm: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    AddColumn {
        column: ColumnDefinition,
        if_not_exists: bool,
    },
    DropColumn {
        name: Name,
        if_exists: bool,
        cascade: bool,
    },
    RenameColumn {
        from: Name,
        to: Name,
    },
    AlterColumn {
        name: Name,
        change: ColumnAction,
    },
    /// MODIFY and CHANGE: the whole definition anew.
    RedefineColumn {
        name: Name,
        column: ColumnDefinition,
    },
    AddConstraint(ConstraintDefinition),
    DropConstraint {
        name: Name,
        if_exists: bool,
        cascade: bool,
    },
    DropPrimaryKey,
    DropForeignKey(Name),
    RenameConstraint {
        from: Name,
        to: Name,
    },
    ValidateConstraint(Name),
    AddIndex(Index),
    DropIndex(Name),
    RenameIndex {
        from: Name,
        to: Name,
    },
    HideIndex {
        name: Name,
        hidden: bool,
    },
    RenameTo(QualifiedName),
    SetNamespace(Name),
    Owner(Name),
    Triggers {
        enabled: bool,
    },
    RuleOff,
    RowSecurity {
        enabled: Option<bool>,
        forced: Option<bool>,
    },
    Parameters(Vec<(String, String)>),
    Logged(bool),
    Tablespace(Name),
    AccessMethod(Name),
    ReplicaIdentity,
    ClusterOn(Option<Name>),
    Inherit {
        parent: QualifiedName,
        inherits: bool,
    },
    Attach {
        partition: QualifiedName,
        bound: Bound,
    },
    Detach {
        partition: QualifiedName,
        concurrently: bool,
    },
    /// MySQL: CONVERT TO CHARACTER SET, with the collation where one is named.
    Convert {
        charset: String,
        collation: Option<String>,
    },
    /// MySQL: options in lower case.
    Options(Vec<(String, String)>),
    /// MySQL: FORCE and other ways to make the table anew as it is.
    Rebuild,
    /// MySQL: PARTITION BY, REMOVE PARTITIONING and what is done with single partitions; with whether rows are copied.
    Partitions {
        copies: bool,
    },
    /// MySQL: DROP PARTITION and TRUNCATE PARTITION; all of them where none is named.
    LosePartitions {
        names: Vec<Name>,
        drops: bool,
    },
    /// What is done to rows in ways that dbx does not look at: EXCHANGE PARTITION, DISCARD TABLESPACE.
    Unweighed(String),
    /// ALGORITHM=, LOCK= and the like.
    Nothing,
    /// An exclusive lock for a moment, and nothing else.
    Property(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ColumnAction {
    Type { data_type: String, collation: Option<String>, using: Option<String> },
    SetDefault(String),
    DropDefault,
    SetNotNull,
    DropNotNull,
    AddIdentity(IdentityMode),
    DropIdentity,
    DropExpression,
    Statistics,
    Storage,
    Compression,
    Parameters,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CreateIndex {
    pub table: QualifiedName,
    pub index: Index,
    pub named: bool,
    pub only: bool,
    pub concurrently: bool,
    pub if_not_exists: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drop {
    pub kind: ObjectKind,
    pub names: Vec<QualifiedName>,
    /// The table of a trigger, policy, rule or MySQL index.
    pub on: Option<QualifiedName>,
    pub if_exists: bool,
    pub cascade: bool,
    pub concurrently: bool,
}

impl Drop {
    /// One object, if it is there.
    pub fn of(kind: ObjectKind, name: &QualifiedName) -> Self {
        Self { kind, names: vec![name.clone()], on: None, if_exists: true, cascade: false, concurrently: false }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CreateObject {
    pub kind: ObjectKind,
    pub name: QualifiedName,
    pub on: Option<QualifiedName>,
    pub if_not_exists: bool,
    pub replaces: bool,
    /// The statement, or a view's query.
    pub text: String,
    /// Values of an enum; the base type of a domain.
    pub body: Vec<String>,
    pub not_null: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct AlterObject {
    pub kind: ObjectKind,
    pub name: QualifiedName,
    pub on: Option<QualifiedName>,
    pub change: ObjectChange,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ObjectChange {
    RenameTo(Name),
    SetNamespace(Name),
    Owner(Name),
    AddValue(String),
    RenameValue {
        from: String,
        to: String,
    },
    AddCheck {
        name: Option<Name>,
        expression: String,
        not_valid: bool,
    },
    DropConstraint(Name),
    ValidateConstraint(Name),
    SetNotNull(bool),
    Default,
    Restart,
    Tablespace(Name),
    Parameters,
    /// A publication: the tables behind ADD, SET or DROP TABLE, as text.
    Tables(String),
    /// An index of a partition joins that of the parent.
    AttachIndex,
    Other,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ReindexTarget {
    Index(QualifiedName),
    Table(QualifiedName),
    /// Of a whole schema or database.
    Everything,
    /// SQLite: a table, an index or a collation.
    Any(QualifiedName),
}

/// INSERT, UPDATE, DELETE, MERGE, SELECT, COPY.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    pub verb: crate::model::RowVerb,
    pub target: Option<QualifiedName>,
    pub assigned: Vec<Name>,
    /// The condition of WHERE or ON.
    pub condition: Option<String>,
    /// Everything behind the target, where other relations may be named.
    pub text: String,
    /// INSERT: the query or the list that the rows come from.
    pub source: Option<String>,
    /// Whether rows that are there make way for those of an INSERT.
    pub replaces: bool,
}
