//! NOT NULL: SET NOT NULL reads all rows under a lock that stops everybody, unless a check that holds says that there is nothing to find
//! (PostgreSQL 12 and later).

use super::constraint::validate;
use super::{Scene, moment, plain};
use crate::dialect::postgres::{quote, render};
use crate::dialect::{Stage, Unsupported};
use crate::model::{
    Check, Column, ColumnAspect, Constraint, LockMode, NameOrigin, Pace, Pair, SqlText, Statement, TableChange,
};

/// A check for rows to come, the same for rows that are there, and then the property itself in place of the check.
pub(super) fn set(scene: &Scene<'_>, columns: Pair<&Column>) -> Result<Vec<Stage>, Unsupported> {
    let column = &columns.to.name;
    let check = |not_valid: bool| {
        Constraint::Check(Check {
            name: scene.passing_name(&[column], "not_null"),
            origin: NameOrigin::Written,
            expression: SqlText::new(format!("{} IS NOT NULL", quote::identifier(column))),
            not_valid,
            no_inherit: false,
            comment: None,
        })
    };
    let (unvalidated, valid) = (check(true), check(false));
    let change = TableChange::AlterColumn { columns: columns.map(Clone::clone), aspect: ColumnAspect::Nullability };
    let mut done = plain(scene.change(change), Pace::Apart)?;
    done.statements.push(drop_check(scene, &valid)?);
    done.effect = moment(scene.id, LockMode::AccessExclusive);
    Ok(vec![
        plain(scene.change(TableChange::AddConstraint(unvalidated.clone())), Pace::Together)?,
        validate(scene.id, Pair::new(&unvalidated, &valid))?,
        done,
    ])
}

/// The check that was there for one stage.
pub(super) fn drop_check(scene: &Scene<'_>, check: &Constraint) -> Result<Statement, Unsupported> {
    let statements = render::step(&scene.change(TableChange::DropConstraint(check.clone())))?;
    statements.into_iter().next().ok_or_else(|| {
        Unsupported::new(scene.id, "a check cannot be dropped", "this is an error of dbx: please report it")
    })
}
