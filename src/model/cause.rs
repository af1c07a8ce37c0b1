//! Why a statement locks, reads, writes, loses or fails. Engines say which; for each there is one rule that judges it.

/// One thing that engines do about a statement, or that a statement does to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    // Every row is written again (PostgreSQL).
    VolatileDefault,
    SerialColumn,
    IdentityColumn,
    StoredColumn,
    ConstrainedDomainColumn,
    TypeRewrite,
    ZoneOfTimestamp,
    TypeUnderForeignKey,
    IndexedCollation,
    Logging,
    Tablespace,
    RewriteCommand,
    // Every row is read (PostgreSQL).
    SetNotNull,
    AddCheck,
    AddForeignKey,
    ColumnWithCheck,
    ColumnWithReferenceAndDefault,
    AddUnique,
    AddPrimaryKey,
    PrimaryKeyOverNullable,
    AddExclusion,
    CreateIndex,
    Reindex,
    RefreshView,
    AttachPartition,
    AttachBesideDefault,
    DomainConstraint,
    ValidateInSameTransaction,
    ColumnWithUnique,
    // A strong lock, if only for a moment (PostgreSQL).
    DropForeignKey,
    DropReferencingTable,
    CreateReferencingTable,
    AddForeignKeyUnchecked,
    TriggerDefinition,
    DetachPartition,
    CreatePartition,
    RowSecurity,
    TableProperty,
    SequenceRestart,
    NoLockTimeout,
    WorkUnderLock,
    RenameIndex,
    LockStatement,
    // Transactions.
    ConcurrentlyInTransaction,
    ConcurrentIndex,
    ConcurrentIndexIfNotExists,
    EnumValueInTransaction,
    TransactionControl,
    PartitionedUnsupported,
    LongName,
    // Data goes.
    DropSchema,
    Truncate,
    DropTypeCascade,
    WholeTableChanged,
    RowsChanged,
    PartitionRowsLost,
    DependentsDropped,
    // MySQL and MariaDB.
    CopyForType,
    CopyForLength,
    CopyForMembers,
    CopyForSetSize,
    CopyForCharset,
    CopyForStoredColumn,
    CopyForDroppedKey,
    CopyForCheck,
    CopyForForeignKey,
    CopyForEngine,
    NotNullRebuild,
    ColumnPosition,
    TableRebuild,
    WritersWaitForIndex,
    CopyUnasked,
    ImplicitCommit,
    PartialDrop,
    PermissiveMode,
    // SQLite.
    UnsupportedAlter,
    RebuildWithForeignKeys,
    PragmaInTransaction,
    DropColumnBlocked,
    DropColumnRewrite,
    AddColumnRefused,
    DropParent,
    WholeRebuild,
    // Matters of design.
    JsonColumn,
    FixedWidthText,
    TimestampWithoutZone,
    SmallKey,
    KeylessTable,
    PublicGrant,
    TriggerDisabled,
    ProtectionOff,
    BackfillAtOnce,
    // Reading itself.
    Unread,
    SyntaxError,
    UnknownObject,
    Opaque,
    Unweighed,
    IgnoreWithoutReason,
    UnusedIgnore,
}

impl Cause {
    /// Whether the engine refuses the statement by the schema it meets. A plan's statements are made so that none is.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::UnsupportedAlter | Self::DropColumnBlocked | Self::AddColumnRefused | Self::PartitionedUnsupported
        )
    }
}
