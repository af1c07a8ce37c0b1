//! Values of a backup into a table that has rows, by primary key.
//!
//! The rows go into a table beside it first (dbx's own, so that it is never shown, and cleared away if a restore was cut off); one UPDATE
//! brings the values over, and one INSERT the rows that are gone, where whole rows were saved.

use super::fill::FromFile;
use super::structure::Stages;
use super::{Overwrite, Restoration, RestoreOutcome, RestoredTable, Wanted, altered};
use crate::app::AppError;
use crate::backup::SavedTable;
use crate::driver::{KeyMatch, RowSelection, count_in};
use crate::model::{Name, QualifiedName, Table};

/// What of a saved table is put back.
struct Part {
    key: Vec<Name>,
    columns: Vec<Name>,
    /// Rows that are gone come back, too.
    whole: bool,
}

impl Part {
    fn of(saved: &SavedTable) -> Self {
        let names = |texts: &[String]| texts.iter().map(|text| Name::from(text.as_str())).collect::<Vec<_>>();
        let key = names(&saved.key);
        let columns = match &saved.lost {
            Some(lost) if !lost.is_empty() => names(lost),
            Some(_) | None => names(&saved.columns),
        };
        let columns = columns.into_iter().filter(|column| !key.contains(column)).collect();
        Self { key, columns, whole: saved.lost.as_ref().is_none_or(Vec::is_empty) }
    }

    fn all(&self) -> Vec<Name> {
        self.key.iter().chain(&self.columns).cloned().collect()
    }

    /// Places of the key and the columns in a saved row.
    fn places(&self, saved: &SavedTable) -> Vec<usize> {
        let place = |name: &Name| saved.columns.iter().position(|column| column == name.as_str());
        self.all().iter().filter_map(place).collect()
    }
}

fn stage_name(restoration: &Restoration<'_>, table: &Wanted<'_>) -> QualifiedName {
    table.place.sibling(format!("{}restore", restoration.context.scope().own_prefix))
}

/// Makes the table beside, empty. Not inside of a transaction where that would end it.
pub(super) async fn make_stage(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    stages: &Stages,
) -> Result<(), AppError> {
    drop_stage(restoration, table).await?;
    let part = Part::of(table.saved);
    let has = |name: &Name| stages.with_room.table(&table.place).is_some_and(|it| it.columns.contains_key(name));
    if part.key.is_empty() || !part.all().iter().all(has) {
        return Ok(());
    }
    let stage = restoration.qualified(&stage_name(restoration, table));
    let (columns, from) = (restoration.names(&part.all()).join(", "), restoration.qualified(&table.place));
    restoration.driver.run(&format!("CREATE TABLE {stage} AS SELECT {columns} FROM {from} WHERE 1 = 0")).await?;
    let index = Name::new(format!("{}restore_key", restoration.context.scope().own_prefix));
    let (index, key) = (restoration.names(&[index]).join(""), restoration.names(&part.key));
    restoration.driver.run(&format!("CREATE UNIQUE INDEX {index} ON {stage} ({})", key.join(", "))).await?;
    Ok(())
}

pub(super) async fn drop_stage(restoration: &mut Restoration<'_>, table: &Wanted<'_>) -> Result<(), AppError> {
    let stage = restoration.qualified(&stage_name(restoration, table));
    restoration.driver.run(&format!("DROP TABLE IF EXISTS {stage}")).await?;
    Ok(())
}

pub(super) async fn put_back(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    now: &Table,
    stages: &Stages,
) -> Result<RestoredTable, AppError> {
    let part = Part::of(table.saved);
    if part.whole && restoration.request.overwrite == Overwrite::Lost {
        return Ok(RestoredTable::of(table, RestoreOutcome::LeftAlone));
    }
    if part.key.is_empty() {
        return Err(no_key(table));
    }
    let stage = stage_name(restoration, table);
    load(restoration, table, &part, &stage).await?;
    let counts = Counts::of(restoration, table, &part, &stage).await?;
    let columns: Vec<String> =
        if part.whole { Vec::new() } else { part.columns.iter().map(ToString::to_string).collect() };
    let report = RestoredTable {
        columns,
        newer: counts.newer,
        deleted: if part.whole { 0 } else { counts.missing },
        ..RestoredTable::of(table, RestoreOutcome::PutBack)
    };
    if is_there(restoration, table, &part, &stage).await? && (!part.whole || counts.missing == 0) {
        return Ok(RestoredTable { outcome: RestoreOutcome::AlreadyThere, ..report });
    }
    refuse_overwriting(restoration, table, &part, stages, &counts).await?;
    update(restoration, table, &part, now, &stage).await?;
    if part.whole {
        insert(restoration, table, &part, &stage).await?;
    }
    if !is_there(restoration, table, &part, &stage).await? {
        return Err(altered(&table.place, "the values"));
    }
    Ok(RestoredTable { rows: if part.whole { counts.saved } else { counts.met }, ..report })
}

fn no_key(table: &Wanted<'_>) -> AppError {
    AppError::Refused {
        reason: format!("{} has rows, and no primary key by which those of the backup could be put back", table.place),
        help: format!("restore into a new table: --table {} --into NAME", table.saved.table.name),
        risks: Vec::new(),
    }
}

/// Rows into the table beside, as they were saved.
async fn load(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    part: &Part,
    stage: &QualifiedName,
) -> Result<(), AppError> {
    let mut source = FromFile::some(restoration.archive.rows(table.saved)?, part.places(table.saved));
    restoration.driver.write_rows(stage, &part.all(), &mut source).await?;
    let written = restoration.digest(stage, &part.all()).await?;
    if written == source.digest { Ok(()) } else { Err(altered(&table.place, "the values")) }
}

/// How the rows now and those of the backup meet.
struct Counts {
    /// In the backup.
    saved: u64,
    /// In both.
    met: u64,
    /// In the backup alone.
    missing: u64,
    /// In the table alone.
    newer: u64,
}

impl Counts {
    async fn of(
        restoration: &mut Restoration<'_>,
        table: &Wanted<'_>,
        part: &Part,
        stage: &QualifiedName,
    ) -> Result<Self, AppError> {
        let same = same_key(restoration, part);
        let (place, beside) = (restoration.own_rows(&table.place), restoration.qualified(stage));
        let met = format!("SELECT count(*) FROM {place} AS t WHERE EXISTS (SELECT 1 FROM {beside} AS s WHERE {same})");
        let met = count(restoration, &met).await?;
        let all = count(restoration, &format!("SELECT count(*) FROM {place}")).await?;
        let saved = table.saved.rows;
        Ok(Self { saved, met, missing: saved.saturating_sub(met), newer: all.saturating_sub(met) })
    }
}

async fn count(restoration: &mut Restoration<'_>, sql: &str) -> Result<u64, AppError> {
    Ok(count_in(&restoration.driver.query(sql, &[]).await?)?)
}

/// `s` is the table beside, `t` the table.
fn same_key(restoration: &Restoration<'_>, part: &Part) -> String {
    let same: Vec<String> = restoration.names(&part.key).iter().map(|name| format!("s.{name} = t.{name}")).collect();
    same.join(" AND ")
}

/// Whether the rows that are in both have the values of the backup.
async fn is_there(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    part: &Part,
    stage: &QualifiedName,
) -> Result<bool, AppError> {
    let columns = part.all();
    let beside = KeyMatch { table: stage, key: &part.key };
    let own = KeyMatch { table: &table.place, key: &part.key };
    let now = RowSelection { table: &table.place, columns: &columns, present_in: Some(beside) };
    let saved = RowSelection { table: stage, columns: &columns, present_in: Some(own) };
    Ok(restoration.digest_of(&now).await? == restoration.digest_of(&saved).await?)
}

/// Values that somebody wrote since are not replaced by old ones unless that is wanted. A column that was not there a moment ago has none.
async fn refuse_overwriting(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    part: &Part,
    stages: &Stages,
    counts: &Counts,
) -> Result<(), AppError> {
    if restoration.request.overwrite != Overwrite::Nothing {
        return Ok(());
    }
    let older: Vec<Name> = part.columns.iter().filter(|name| !stages.is_new(&table.place, name)).cloned().collect();
    let written: Vec<String> = restoration.names(&older).iter().map(|name| format!("{name} IS NOT NULL")).collect();
    let place = restoration.own_rows(&table.place);
    let rows = match &written[..] {
        [] => 0,
        some => count(restoration, &format!("SELECT count(*) FROM {place} WHERE {}", some.join(" OR "))).await?,
    };
    if rows == 0 && !part.whole {
        return Ok(());
    }
    let what = if part.whole {
        format!(
            "{} has rows that are not those of the backup ({} are in both, {} only in the backup, {} only in the table)",
            table.place, counts.met, counts.missing, counts.newer
        )
    } else {
        format!("{rows} rows of {} have values in {} that are not those of the backup", table.place, list(&older))
    };
    Err(AppError::Refused {
        reason: what,
        help: format!(
            "to put the values of the backup over them, add --overwrite; to look at them first, --table {} --into NAME",
            table.saved.table.name
        ),
        risks: Vec::new(),
    })
}

fn list(names: &[Name]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

async fn update(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    part: &Part,
    now: &Table,
    stage: &QualifiedName,
) -> Result<(), AppError> {
    if part.columns.is_empty() {
        return Ok(());
    }
    let same = same_key(restoration, part);
    let beside = restoration.qualified(stage);
    let from_stage = |name: &String| format!("{name} = (SELECT s.{name} FROM {beside} AS s WHERE {same})");
    let mut assignments: Vec<String> = restoration.names(&part.columns).iter().map(from_stage).collect();
    // What changes by itself with its row stays as it is.
    let stamped =
        now.columns.values().filter(|column| column.on_update.is_some() && !part.columns.contains(&column.name));
    let stamped: Vec<Name> = stamped.map(|column| column.name.clone()).collect();
    assignments.extend(restoration.names(&stamped).iter().map(|name| format!("{name} = t.{name}")));
    let sql = format!(
        "UPDATE {} AS t SET {} WHERE EXISTS (SELECT 1 FROM {beside} AS s WHERE {same})",
        restoration.own_rows(&table.place),
        assignments.join(", ")
    );
    restoration.driver.run(&sql).await?;
    Ok(())
}

async fn insert(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    part: &Part,
    stage: &QualifiedName,
) -> Result<(), AppError> {
    let same = same_key(restoration, part);
    let columns = restoration.names(&part.all()).join(", ");
    let (place, beside) = (restoration.qualified(&table.place), restoration.qualified(stage));
    let given = restoration.driver.dialect().capabilities().insert_given_identity;
    let sql = format!(
        "INSERT INTO {place} ({columns}){given} SELECT {columns} FROM {beside} AS s \
         WHERE NOT EXISTS (SELECT 1 FROM {own} AS t WHERE {same})",
        own = restoration.own_rows(&table.place)
    );
    restoration.driver.run(&sql).await?;
    Ok(())
}
