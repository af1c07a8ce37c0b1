//! What a statement does while it runs: by "Online DDL Operations" of MySQL's manual and "InnoDB Online DDL" of MariaDB's, and by what
//! MariaDB 10.11 grants where they are silent (see [`cost`]).

use super::cost::{self, COPY, INSTANT, NO_COPY, Work};
use super::{TableDefaults, option};
use crate::model::{
    Algorithm, Alteration, Cause, Column, ColumnAspect, Constraint, DataType, Effect, LockMode, Manner, Name, Object,
    ObjectId, ObjectKind, Pair, Reason, RowStatement, RowVerb, Scene, Step, Table, TableChange, TableOptions, Touch,
    Utility,
};

/// What a step does, in a database with these defaults.
pub(super) fn step(step: &Step, manner: &Manner, scene: Scene<'_>, defaults: &TableDefaults) -> Effect {
    let effect = match step {
        Step::Create(Object::Table(table)) => create(table),
        Step::Create(object) => of_object(object),
        Step::Drop(Object::Table(table)) => exclusive(&table.id()),
        Step::Drop(object) => of_object(object),
        // An event is in nobody's way.
        Step::Rename(ids) if matches!(ids.to.kind, ObjectKind::Definition(_)) => Effect::default(),
        // A plan knows the table by its new name already, a statement by its old one.
        Step::Rename(ids) => {
            let mut effect = Effect { algorithm: Some(Algorithm::Instant), ..exclusive(&ids.from) };
            effect.and(exclusive(&ids.to));
            effect
        }
        Step::Alter(objects) | Step::Replace(objects) => of_object(&objects.to),
        Step::Comment { object, .. } => worked(&object.id(), INSTANT),
        Step::AlterTable { table, change } => alone(table, change),
        Step::AlterTogether(it) => alteration(&spelled_out(it, defaults), manner, scene),
        Step::Rebuild(it) => worked(&it.tables.to.id(), COPY),
        Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::SwapEnum { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. } => Effect::default(),
    };
    effect.among(scene.schema)
}

fn exclusive(id: &ObjectId) -> Effect {
    Effect::on(Touch::lock(id.clone(), LockMode::AccessExclusive))
}

fn worked(id: &ObjectId, work: Work) -> Effect {
    // Without a lock there is still one for a moment at either end, which waits for what is running.
    let lock = if work.blocks_writes { LockMode::Share } else { LockMode::ShareUpdateExclusive };
    let touch = Touch {
        object: id.clone(),
        lock,
        rewrites: work.algorithm >= Algorithm::InPlace,
        scans: work.algorithm >= Algorithm::NoCopy,
    };
    Effect { algorithm: Some(work.algorithm), ..Effect::on(touch) }
}

/// The tables that a new one refers to are locked while it is made.
fn create(table: &Table) -> Effect {
    let mut effect = Effect::default();
    for key in table.foreign_keys().filter(|key| key.references != table.name) {
        effect.touch(Touch::lock(ObjectId::table(&key.references), LockMode::ShareUpdateExclusive));
    }
    effect
}

fn of_object(object: &Object) -> Effect {
    match object {
        Object::Trigger(it) => exclusive(&ObjectId::table(&it.table)),
        Object::View(_) => exclusive(&object.id()),
        Object::Table(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Effect::default(),
    }
}

/// Foreign keys come and go alone.
fn alone(table: &ObjectId, change: &TableChange) -> Effect {
    match change {
        TableChange::DropConstraint(Constraint::ForeignKey(_)) => worked(table, INSTANT),
        TableChange::AddConstraint(Constraint::ForeignKey(key)) => {
            let mut effect = worked(table, COPY);
            let object = table.member(ObjectKind::Constraint, &key.name);
            effect.because(foreign_key_reason(table, object, key.name.as_str()));
            effect
        }
        _ => worked(table, COPY),
    }
}

fn foreign_key_reason(table: &ObjectId, object: ObjectId, name: &str) -> Reason {
    Reason::new(Cause::CopyForForeignKey, object, format!("adds foreign key {name}")).on(table)
}

/// The alteration with the database's collation written into tables that leave it out: how wide characters are decides what is copied.
fn spelled_out(it: &Alteration, defaults: &TableDefaults) -> Alteration {
    let mut it = it.clone();
    let Some(collation) = &defaults.collation else { return it };
    for table in [&mut it.tables.from, &mut it.tables.to] {
        if !table.options.parameters.contains(option::COLLATION) {
            table.options.parameters.insert(option::COLLATION, collation.as_str());
        }
    }
    it
}

/// What one ALTER TABLE with all of the changes does.
fn alteration(it: &Alteration, manner: &Manner, scene: Scene<'_>) -> Effect {
    let id = it.tables.from.id();
    let tables = it.tables.as_ref();
    let unchecked = scene.session.foreign_keys_off;
    let is_key = |change: &&TableChange| matches!(change, TableChange::AddConstraint(Constraint::ForeignKey(_)));
    let keys = it.changes.iter().filter(is_key).count();
    let work = if unchecked && keys > 0 {
        let others: Vec<_> = it.changes.iter().filter(|change| !is_key(change)).cloned().collect();
        cost::work(&Alteration { tables: it.tables.clone(), changes: others }).and(NO_COPY)
    } else {
        cost::work(it)
    };
    let is_placed = manner.placed && (cost::has_virtual(tables.from) || cost::has_virtual(tables.to));
    let mut effect = worked(&id, if is_placed { work.and(COPY) } else { work });
    if is_placed {
        let detail = "puts a column between others, in a table with computed columns".to_owned();
        effect.because(Reason::new(Cause::ColumnPosition, id.clone(), detail).on(&id));
    }
    for change in it.changes.iter().filter(|change| !(unchecked && is_key(change))) {
        if let Some(reason) = reason(change, tables, &id) {
            effect.because(reason);
        }
    }
    if is_other_engine(tables) {
        // The server takes ALGORITHM=INSTANT for an answer here, and copies all the same.
        effect.algorithm = Some(Algorithm::Instant);
    }
    effect
}

fn is_other_engine(tables: Pair<&Table>) -> bool {
    tables.map(|table| table.options.parameters.get(option::ENGINE)).differs()
}

/// Why a change writes all rows or keeps writers waiting; nothing where it does neither.
fn reason(change: &TableChange, tables: Pair<&Table>, id: &ObjectId) -> Option<Reason> {
    let work = cost::change_work(change, tables);
    if work.algorithm < Algorithm::InPlace && !work.blocks_writes {
        return None;
    }
    let object = change.member(id).unwrap_or_else(|| id.clone());
    let (cause, detail) = match change {
        TableChange::AddColumn(column) if column.identity.is_some() => {
            (Cause::WritersWaitForIndex, format!("numbers every row in column {}", column.name))
        }
        TableChange::AddColumn(column) if work.algorithm == Algorithm::Copy => {
            (Cause::CopyForStoredColumn, format!("computes column {} for every row", column.name))
        }
        TableChange::AddColumn(column) | TableChange::DropColumn(column) => {
            (Cause::TableRebuild, format!("moves the columns around {}", column.name))
        }
        TableChange::AlterColumn { columns, aspect } => altered(columns.as_ref(), *aspect),
        TableChange::AddConstraint(Constraint::ForeignKey(key)) => {
            return Some(foreign_key_reason(id, object, key.name.as_str()));
        }
        TableChange::AddConstraint(Constraint::Check(check)) => {
            (Cause::CopyForCheck, format!("adds check {}", check.name))
        }
        // Another key takes its place, which is told of that one.
        TableChange::DropConstraint(_) if work.algorithm < Algorithm::Copy => return None,
        TableChange::DropConstraint(it) => (Cause::CopyForDroppedKey, format!("drops key {}", it.name())),
        TableChange::AddConstraint(it) => (Cause::TableRebuild, format!("puts rows in the order of {}", it.name())),
        TableChange::AddIndex(index) | TableChange::AlterIndex(Pair { to: index, .. }) => {
            (Cause::WritersWaitForIndex, format!("builds index {}", index.name))
        }
        TableChange::Options(options) => (option_cause(options.as_ref()), "changes how the table is kept".to_owned()),
        TableChange::RenameColumn(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => (Cause::TableRebuild, "makes the table anew".to_owned()),
    };
    Some(Reason::new(cause, object, detail).on(id))
}

fn altered(columns: Pair<&Column>, aspect: ColumnAspect) -> (Cause, String) {
    let name = &columns.to.name;
    let words = columns.map(|column| super::data_type::format(&column.data_type));
    let detail = format!("changes column {name} from {} to {}", words.from, words.to);
    match aspect {
        ColumnAspect::Type => (type_cause(columns), detail),
        ColumnAspect::Collation => (Cause::CopyForCharset, format!("changes the character set of column {name}")),
        ColumnAspect::Nullability if columns.to.nullable => {
            (Cause::TableRebuild, format!("lets column {name} be NULL"))
        }
        ColumnAspect::Nullability => (Cause::NotNullRebuild, format!("makes column {name} NOT NULL")),
        ColumnAspect::Generated => (Cause::CopyForStoredColumn, format!("computes column {name} for every row")),
        ColumnAspect::Default
        | ColumnAspect::Identity
        | ColumnAspect::Storage
        | ColumnAspect::Inheritance
        | ColumnAspect::OnUpdate
        | ColumnAspect::Visibility => (Cause::TableRebuild, format!("changes column {name}")),
    }
}

fn type_cause(columns: Pair<&Column>) -> Cause {
    let word = |column: &Column| match &column.data_type {
        DataType::Native(native) => native.as_str().split('(').next().unwrap_or_default().to_ascii_lowercase(),
        _ => String::new(),
    };
    let words = columns.map(word);
    match (&columns.from.data_type, &columns.to.data_type) {
        (DataType::VarChar { length: Some(from) }, DataType::VarChar { length: Some(to) }) if from < to => {
            Cause::CopyForLength
        }
        _ if words.from == "set" && words.to == "set" && extends(columns) => Cause::CopyForSetSize,
        _ if words.from == words.to && (words.to == "enum" || words.to == "set") => Cause::CopyForMembers,
        _ => Cause::CopyForType,
    }
}

/// Whether all members stay, in their order, and more come behind them.
fn extends(columns: Pair<&Column>) -> bool {
    let members = |column: &Column| match &column.data_type {
        DataType::Native(native) => super::native::Written::parse(native.as_str())
            .map(|written| written.texts().iter().map(ToString::to_string).collect::<Vec<_>>())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    let members = columns.map(members);
    members.to.starts_with(&members.from)
}

fn option_cause(options: Pair<&TableOptions>) -> Cause {
    let changed = |name: &str| options.map(|it| it.parameters.get(name)).differs();
    if changed(option::ENGINE) || changed(option::PARTITION_BY) {
        Cause::CopyForEngine
    } else if changed(option::COLLATION) {
        Cause::CopyForCharset
    } else {
        Cause::TableRebuild
    }
}

pub(super) fn utility(utility: &Utility, scene: Scene<'_>) -> Effect {
    let each = |tables: &[ObjectId], touch: fn(ObjectId) -> Touch| {
        let mut effect = Effect::default();
        tables.iter().for_each(|id| effect.touch(touch(id.clone())));
        effect
    };
    let effect = match utility {
        Utility::Truncate { tables, .. } => {
            let mut effect = each(tables, |id| Touch::lock(id, LockMode::AccessExclusive).rewriting(true));
            for id in tables {
                effect.because(Reason::new(Cause::Truncate, id.clone(), format!("empties {id}")).on(id));
            }
            effect
        }
        Utility::Reorganize { tables } | Utility::Vacuum { tables, .. } => {
            let mut effect =
                each(tables, |id| Touch::lock(id, LockMode::ShareUpdateExclusive).rewriting(true).scanning(true));
            effect.algorithm = Some(Algorithm::InPlace);
            for id in tables {
                let detail = format!("makes {id} anew");
                effect.because(Reason::new(Cause::TableRebuild, id.clone(), detail).on(id));
            }
            effect
        }
        Utility::Analyze { tables } => each(tables, |id| Touch::lock(id, LockMode::AccessShare)),
        Utility::Lock { tables, mode, .. } => {
            let mut effect = Effect::default();
            for id in tables {
                effect.touch(Touch::lock(id.clone(), *mode));
                let detail = format!("locks {id} until UNLOCK TABLES");
                effect.because(Reason::new(Cause::LockStatement, id.clone(), detail).on(id));
            }
            effect
        }
        Utility::Rows(statement) => rows(statement),
        Utility::CreateFrom { reads, .. } => {
            let mut effect = Effect::default();
            for it in reads {
                effect.touch(Touch::lock(it.object.clone(), LockMode::AccessShare).scanning(it.scans));
            }
            effect
        }
        Utility::Reindex { tables, .. } => each(tables, |id| Touch::lock(id, LockMode::Share).scanning(true)),
        Utility::LosePartitions { table, partitions, drops } => lost_partitions(table, partitions, *drops),
        Utility::Touch { objects, mode } => {
            let mut effect = Effect::default();
            objects.iter().for_each(|id| effect.touch(Touch::lock(id.clone(), *mode)));
            effect
        }
        Utility::Refresh { .. }
        | Utility::TriggerState { .. }
        | Utility::RestartSequence { .. }
        | Utility::ForeignKeyPragma { .. }
        | Utility::Opaque { .. } => Effect::default(),
    };
    effect.among(scene.schema)
}

/// The server makes no copy, and nobody else gets at the table for a moment.
fn lost_partitions(table: &ObjectId, partitions: &[Name], drops: bool) -> Effect {
    let mut effect = Effect::on(Touch::lock(table.clone(), LockMode::AccessExclusive));
    let verb = if drops { "drops" } else { "empties" };
    let names: Vec<&str> = partitions.iter().map(Name::as_str).collect();
    let which = if names.is_empty() { "all partitions".to_owned() } else { format!("partition {}", names.join(", ")) };
    let reason = Reason::new(Cause::PartitionRowsLost, table.clone(), format!("{verb} {which} of {table}"));
    effect.because(reason.on(table).of_partitions(partitions));
    effect
}

/// Rows are locked, not tables: nobody else waits but for the same rows.
fn rows(statement: &RowStatement) -> Effect {
    let mut effect = Effect::default();
    if let Some(target) = &statement.target {
        let lock = match statement.verb {
            RowVerb::Insert | RowVerb::Update | RowVerb::Delete | RowVerb::Merge => LockMode::RowExclusive,
            RowVerb::SelectForUpdate => LockMode::RowShare,
            RowVerb::Select => LockMode::AccessShare,
        };
        effect.touch(Touch::lock(target.object.clone(), lock).scanning(target.scans));
        effect.reasons = statement.reasons();
    }
    for read in &statement.reads {
        effect.touch(Touch::lock(read.object.clone(), LockMode::AccessShare).scanning(read.scans));
    }
    effect
}
