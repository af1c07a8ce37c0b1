//! A new column whose default is another value for every row: filled in batches instead of in one go under an exclusive lock.

use super::{Scene, alone, not_null, plain};
use crate::dialect::postgres::effect;
use crate::dialect::{Stage, Unsupported};
use crate::model::{
    self, Backfill, Batches, Column, ColumnAspect, Manner, Name, Pace, Pair, QualifiedName, Relatives, Session, Step,
    TableChange,
};

/// Rows that one statement fills: a second or so of work.
const ROWS: u32 = 5_000;

/// Milliseconds in which others get at the rows, and replicas catch up.
const PAUSE: u32 = 100;

/// `None` where the server fills the column by itself, or nothing but that could: identities and generated columns; and where there is no
/// primary key along which to go.
pub(super) fn add(scene: &Scene<'_>, column: &Column) -> Result<Option<Vec<Stage>>, Unsupported> {
    let whole = scene.change(TableChange::AddColumn(column.clone()));
    let is_filled_by_default = column.generated.is_none() && column.identity.is_none() && rewrites(scene, &whole);
    let Some((table, key)) = lasting_key(scene).filter(|_| is_filled_by_default) else { return Ok(None) };
    let bare = Column { default: None, nullable: true, ..column.clone() };
    let filled = Column { nullable: true, ..column.clone() };
    let default =
        TableChange::AlterColumn { columns: Pair::new(bare.clone(), filled.clone()), aspect: ColumnAspect::Default };
    let mut stages = vec![
        plain(scene.change(TableChange::AddColumn(bare)), Pace::Together)?,
        plain(scene.change(default), Pace::Together)?,
        backfill(scene, &filled, Batches { table: table.clone(), key: key.to_vec(), rows: ROWS, pause_ms: PAUSE })?,
    ];
    if !column.nullable {
        stages.extend(not_null::set(scene, Pair::new(&filled, column))?);
    }
    Ok(Some(stages))
}

/// Whether the step alone would write every row anew.
fn rewrites(scene: &Scene<'_>, step: &Step) -> bool {
    let schema = scene.schemas.from;
    let (relatives, session) = (Relatives::of(schema), Session::default());
    let met = model::Scene { schema, relatives: &relatives, session: &session };
    effect::step(step, &Manner::default(), met).rewrites()
}

/// The primary key that is there all the while.
fn lasting_key<'a>(scene: &Scene<'a>) -> Option<(&'a QualifiedName, &'a [Name])> {
    let tables = scene.tables?;
    let keys = tables.map(|table| table.primary_key());
    let key = keys.from.filter(|key| keys.to.is_some_and(|to| to.columns == key.columns))?;
    Some((&tables.to.name, &key.columns))
}

/// The lock is that of any UPDATE: on the rows of a batch, for as long as the batch takes.
fn backfill(scene: &Scene<'_>, column: &Column, batches: Batches) -> Result<Stage, Unsupported> {
    let step = Step::Backfill(Box::new(Backfill { table: scene.id.clone(), column: column.clone() }));
    let stage = plain(step, Pace::Batches(batches))?;
    Ok(Stage { statements: alone(stage.statements), ..stage })
}
