//! Statements that change no schema, and so are no steps of a plan, but lock, read and write all the same.

use super::{Cause, LockMode, Name, ObjectId, Reason};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Utility {
    Truncate {
        tables: Vec<ObjectId>,
        cascade: bool,
        /// ONLY: partitions and children are left alone.
        only: bool,
    },
    /// VACUUM; of the whole database where no table is named.
    Vacuum {
        tables: Vec<ObjectId>,
        full: bool,
    },
    Analyze {
        tables: Vec<ObjectId>,
    },
    /// CLUSTER, and OPTIMIZE TABLE.
    Reorganize {
        tables: Vec<ObjectId>,
    },
    Reindex {
        /// The tables whose indexes are built again.
        tables: Vec<ObjectId>,
        concurrently: bool,
        /// A table is named, not one of its indexes.
        names_table: bool,
    },
    Refresh {
        view: ObjectId,
        /// The tables and views it reads.
        reads: Vec<ObjectId>,
        concurrently: bool,
        /// Without WITH NO DATA, which empties the view.
        fills: bool,
    },
    Lock {
        tables: Vec<ObjectId>,
        mode: LockMode,
        /// ONLY: partitions and children are left alone.
        only: bool,
    },
    Rows(RowStatement),
    /// CREATE TABLE … AS, SELECT … INTO.
    CreateFrom {
        object: ObjectId,
        reads: Vec<RelationRead>,
    },
    /// DROP PARTITION and TRUNCATE PARTITION of MySQL; all partitions where none is named.
    LosePartitions {
        table: ObjectId,
        partitions: Vec<Name>,
        /// Whether the partitions go with their rows.
        drops: bool,
    },
    /// Triggers of the table are turned on or off.
    TriggerState {
        table: ObjectId,
        enabled: bool,
    },
    /// The next value of the sequence is set.
    RestartSequence {
        sequence: ObjectId,
    },
    /// Sensible only before the statements of a rebuild, and ignored inside a transaction (SQLite).
    ForeignKeyPragma {
        in_transaction: bool,
    },
    /// A lock on relations that nothing else is to be told about.
    Touch {
        objects: Vec<ObjectId>,
        mode: LockMode,
    },
    /// Its own words tell nothing of what it runs: DO, CALL, EXECUTE.
    Opaque {
        what: String,
    },
}

/// INSERT, UPDATE, DELETE, MERGE, SELECT, COPY.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowStatement {
    pub verb: RowVerb,
    /// Whose rows are changed.
    pub target: Option<RelationRead>,
    /// The columns that UPDATE gives values.
    pub assigned: Vec<Name>,
    /// What it reads besides.
    pub reads: Vec<RelationRead>,
    /// No condition, or one that is always true.
    pub unconditional: bool,
}

/// One relation in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRead {
    pub object: ObjectId,
    /// No index narrows the rows down, as far as the condition tells.
    pub scans: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowVerb {
    Insert,
    Update,
    Delete,
    Merge,
    Select,
    /// SELECT … FOR UPDATE and its kin.
    SelectForUpdate,
}

impl RowStatement {
    /// What is to be told about rows that change.
    pub fn reasons(&self) -> Vec<Reason> {
        let Some(RelationRead { object: target, .. }) = &self.target else { return Vec::new() };
        let reason = |cause, detail: String| Reason::new(cause, target.clone(), detail).on(target);
        match (self.verb, self.unconditional) {
            (RowVerb::Delete, true) => vec![reason(Cause::WholeTableChanged, format!("deletes every row of {target}"))],
            (RowVerb::Update, true) => vec![
                reason(Cause::WholeTableChanged, format!("changes every row of {target}")),
                reason(Cause::BackfillAtOnce, format!("fills every row of {target} in one transaction")),
            ],
            (RowVerb::Delete, false) => vec![reason(Cause::RowsChanged, format!("deletes rows of {target}"))],
            (RowVerb::Update | RowVerb::Merge, _) => {
                vec![reason(Cause::RowsChanged, format!("changes rows of {target}"))]
            }
            (RowVerb::Insert | RowVerb::Select | RowVerb::SelectForUpdate, _) => Vec::new(),
        }
    }
}
