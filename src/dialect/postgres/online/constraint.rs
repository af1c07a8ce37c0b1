//! Constraints: first for rows to come, then for those that are there; keys from an index that is there already.

use super::{Scene, index, moment, partitioned, plain};
use crate::dialect::postgres::render;
use crate::dialect::{Stage, Unsupported};
use crate::model::{
    Constraint, Deferrable, Index, IndexKey, IndexStorage, LockMode, Manner, Name, ObjectId, Pace, Pair, Step,
    TableChange, Written,
};
use std::collections::BTreeMap;

pub(super) fn add(scene: &Scene<'_>, constraint: &Constraint) -> Result<Option<Vec<Stage>>, Unsupported> {
    match constraint {
        Constraint::Check(check) if !check.not_valid => unvalidated_first(scene, constraint).map(Some),
        // On a partitioned table a foreign key is checked when it is added, or not at all.
        Constraint::ForeignKey(key) if !key.not_valid && !scene.is_partitioned() => {
            unvalidated_first(scene, constraint).map(Some)
        }
        Constraint::PrimaryKey(it) => {
            let index = Index { include: it.include.clone(), ..unique_index(&it.name, &it.columns, &it.storage) };
            Ok(key(scene, constraint, &index, it.deferrable))
        }
        Constraint::Unique(it) => {
            let index = Index {
                include: it.include.clone(),
                nulls_not_distinct: it.nulls_not_distinct,
                ..unique_index(&it.name, &it.columns, &it.storage)
            };
            Ok(key(scene, constraint, &index, it.deferrable))
        }
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => Ok(None),
    }
}

/// New rows are checked at once; those that are there in a transaction of its own, which takes no lock that stops anybody.
pub(super) fn unvalidated_first(scene: &Scene<'_>, constraint: &Constraint) -> Result<Vec<Stage>, Unsupported> {
    let unvalidated = unvalidated(constraint);
    let add = scene.change(TableChange::AddConstraint(unvalidated.clone()));
    Ok(vec![plain(add, Pace::Together)?, validate(scene.id, Pair::new(&unvalidated, constraint))?])
}

fn unvalidated(constraint: &Constraint) -> Constraint {
    let mut unvalidated = constraint.clone();
    match &mut unvalidated {
        Constraint::Check(check) => check.not_valid = true,
        Constraint::ForeignKey(key) => key.not_valid = true,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => {}
    }
    unvalidated
}

/// The rows that are there, checked.
pub(super) fn validate(table: &ObjectId, constraints: Pair<&Constraint>) -> Result<Stage, Unsupported> {
    let change = TableChange::AlterConstraint(constraints.map(Clone::clone));
    plain(Step::AlterTable { table: table.clone(), change }, Pace::Apart)
}

fn key(scene: &Scene<'_>, constraint: &Constraint, built: &Index, deferrable: Deferrable) -> Option<Vec<Stage>> {
    if scene.is_partitioned() {
        return partitioned::add_key(scene, constraint, built);
    }
    Some(from_index(scene, constraint, built, deferrable))
}

/// The index is built beside the writers; what it is for takes a moment then.
fn from_index(scene: &Scene<'_>, constraint: &Constraint, built: &Index, deferrable: Deferrable) -> Vec<Stage> {
    let key = Stage {
        step: scene.change(TableChange::AddConstraint(constraint.clone())),
        statements: render::add_constraint_using_index(scene.id, constraint, &built.name, deferrable),
        manner: Manner { using_index: Some(built.name.clone()), ..Manner::default() },
        // Columns of a primary key are NOT NULL by now.
        effect: moment(scene.id, LockMode::AccessExclusive),
        pace: Pace::Apart,
    };
    vec![index::create(scene.id, built), key]
}

pub(super) fn unique_index(name: &Name, columns: &[Name], storage: &IndexStorage) -> Index {
    Index {
        name: name.clone(),
        unique: true,
        method: None,
        keys: columns.iter().map(|column| IndexKey::on_column(column.clone())).collect(),
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        storage: storage.clone(),
        statistics: BTreeMap::new(),
        hidden: false,
        written: Written::default(),
        comment: None,
    }
}
