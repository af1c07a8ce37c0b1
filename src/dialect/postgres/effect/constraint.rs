//! Constraints.

use super::alter::Site;
use crate::dialect::postgres::render::{alter_constraint_in_place, only_validates};
use crate::model::{
    Cause, Check, Column, Constraint, Effect, ForeignKey, LockMode, Name, ObjectId, ObjectKind, Pair, PrimaryKey,
    Reason, ReferentialAction, Touch, Unique,
};

pub(super) fn add(constraint: &Constraint, site: &Site<'_>) -> Effect {
    match constraint {
        Constraint::ForeignKey(key) => add_foreign_key(key, site),
        Constraint::Check(check) => add_check(check, site),
        Constraint::PrimaryKey(key) => add_primary_key(key, site),
        Constraint::Unique(unique) => add_unique(unique, site),
        Constraint::Exclude(it) => {
            let detail = format!("adds exclusion constraint {}", it.name);
            site.told(site.scan(LockMode::AccessExclusive), Cause::AddExclusion, address(site, &it.name), detail)
        }
    }
}

fn address(site: &Site<'_>, name: &Name) -> ObjectId {
    site.id.member(ObjectKind::Constraint, name)
}

fn add_check(check: &Check, site: &Site<'_>) -> Effect {
    if check.not_valid {
        return site.exclusive();
    }
    let cause = if site.manner.inline { Cause::ColumnWithCheck } else { Cause::AddCheck };
    let detail = format!("adds check {}", check.name);
    site.told(site.scan(LockMode::AccessExclusive), cause, address(site, &check.name), detail)
}

/// Both tables are locked against writers: neither side may lose or gain rows that matter.
fn add_foreign_key(key: &ForeignKey, site: &Site<'_>) -> Effect {
    let object = address(site, &key.name);
    let parent = ObjectId::table(&key.references);
    // A new column without a default is NULL everywhere, and NULL refers to nothing.
    let checked = !key.not_valid && (!site.manner.inline || site.manner.with_default);
    let mut effect = Effect::default();
    effect.touch(Touch::lock(site.id.clone(), LockMode::ShareRowExclusive).scanning(checked));
    effect.touch(Touch::lock(parent.clone(), LockMode::ShareRowExclusive).scanning(checked && parent != *site.id));
    let words = format!("adds foreign key {} to {}", key.name, key.references);
    let cause = match (key.not_valid, site.manner.inline) {
        (true, _) if site.table.is_some_and(|table| table.partitioning.is_some()) => Cause::PartitionedUnsupported,
        (true, _) => Cause::AddForeignKeyUnchecked,
        (false, true) if checked => Cause::ColumnWithReferenceAndDefault,
        (false, true) => Cause::AddForeignKeyUnchecked,
        (false, false) => Cause::AddForeignKey,
    };
    site.told(effect, cause, object, words)
}

fn add_primary_key(key: &PrimaryKey, site: &Site<'_>) -> Effect {
    let object = address(site, &key.name);
    let is_nullable = |name: &Name| site.table.and_then(|table| table.columns.get(name)).is_some_and(|it| it.nullable);
    let nullable = key.columns.iter().any(is_nullable);
    let children = on_partitions(&key.columns, site);
    let words = format!("adds primary key {}", key.name);
    if site.is_partitioned() {
        return site.told(children, Cause::AddPrimaryKey, object, words);
    }
    let mut effect = match (&site.manner.using_index, nullable) {
        (Some(_), false) => site.exclusive(),
        (Some(_), true) => {
            site.told(site.scan(LockMode::AccessExclusive), Cause::PrimaryKeyOverNullable, object, words)
        }
        (None, _) => site.told(site.scan(LockMode::AccessExclusive), Cause::AddPrimaryKey, object, words),
    };
    // Tables that inherit from it get no key, but the NOT NULL that comes with one.
    let inheriting = children.touches.into_iter().filter(|it| it.object != *site.id);
    inheriting.filter(|it| it.lock == LockMode::AccessExclusive).for_each(|it| effect.touch(it));
    effect
}

/// The key of a partitioned table is an index of every partition, which only writers wait for; where a column has to become NOT NULL
/// besides, readers do too.
fn on_partitions(never_null: &[Name], site: &Site<'_>) -> Effect {
    let mut effect = site.exclusive();
    let Some(table) = site.table.filter(|_| !site.manner.only) else { return effect };
    for part in site.scene.relatives.descendants(site.scene.schema, &table.name) {
        let gets_not_null = never_null.iter().any(|name| part.columns.get(name).is_some_and(|column| column.nullable));
        let lock = if gets_not_null { LockMode::AccessExclusive } else { LockMode::Share };
        effect.touch(Touch::lock(part.id(), lock).scanning(part.partitioning.is_none()));
    }
    effect
}

fn add_unique(unique: &Unique, site: &Site<'_>) -> Effect {
    if site.manner.using_index.is_some() {
        return site.exclusive();
    }
    let object = address(site, &unique.name);
    let detail = format!("adds unique constraint {}", unique.name);
    let cause = if site.manner.inline { Cause::ColumnWithUnique } else { Cause::AddUnique };
    if site.is_partitioned() {
        return site.told(on_partitions(&[], site), cause, object, detail);
    }
    site.told(site.scan(LockMode::AccessExclusive), cause, object, detail)
}

/// Validation, deferral and storage happen in place; anything else drops and adds.
pub(super) fn alter(constraints: Pair<&Constraint>, site: &Site<'_>) -> Effect {
    if only_validates(constraints) {
        return validate(constraints.to, site);
    }
    if alter_constraint_in_place(site.id, constraints).is_none() {
        let mut effect = drop(constraints.from, site);
        effect.and(add(constraints.to, site));
        return effect;
    }
    match (constraints.from.storage(), constraints.to.storage()) {
        (Some(from), Some(to)) => super::property::index_storage(site, constraints.to.name(), Pair::new(from, to)),
        _ => site.exclusive(),
    }
}

/// Rows are read while others read and write; a foreign key also looks up its rows in the other table.
fn validate(constraint: &Constraint, site: &Site<'_>) -> Effect {
    let mut effect = site.scan(LockMode::ShareUpdateExclusive);
    if let Constraint::ForeignKey(key) = constraint {
        effect.touch(Touch::lock(ObjectId::table(&key.references), LockMode::RowShare).scanning(true));
    }
    effect
}

/// A foreign key has triggers on the other table, which go with it; a key takes the foreign keys along that stand on it.
pub(super) fn drop(constraint: &Constraint, site: &Site<'_>) -> Effect {
    let mut effect = site.exclusive();
    match constraint {
        Constraint::ForeignKey(key) => {
            let parent = ObjectId::table(&key.references);
            effect.touch(Touch::lock(parent, LockMode::AccessExclusive));
            let detail = format!("drops foreign key {} to {}", key.name, key.references);
            site.told(effect, Cause::DropForeignKey, address(site, &key.name), detail)
        }
        Constraint::PrimaryKey(key) if site.manner.cascade => referencing(effect, &key.columns, site),
        Constraint::Unique(unique) if site.manner.cascade => referencing(effect, &unique.columns, site),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => effect,
    }
}

/// With the foreign keys of other tables that refer to these columns.
fn referencing(mut effect: Effect, columns: &[Name], site: &Site<'_>) -> Effect {
    let Some(table) = site.table else { return effect };
    for (child, key) in site.scene.relatives.referencing(site.scene.schema, &table.name) {
        if key.referenced_columns.is_empty() || key.referenced_columns == columns {
            effect.touch(Touch::lock(child.id(), LockMode::AccessExclusive));
            let object = child.id().member(ObjectKind::Constraint, &key.name);
            let detail = format!("takes foreign key {} of {} along", key.name, child.name);
            effect.because(Reason::new(Cause::DependentsDropped, object, detail).on(&child.id()));
        }
    }
    effect
}

/// What a change of parent rows does to the rows of a child.
pub(super) fn lock_of_action(action: ReferentialAction) -> LockMode {
    match action {
        ReferentialAction::Cascade | ReferentialAction::SetNull | ReferentialAction::SetDefault => {
            LockMode::RowExclusive
        }
        ReferentialAction::NoAction | ReferentialAction::Restrict => LockMode::RowShare,
    }
}

/// Whether the table has a valid check that the column is not null, which SET NOT NULL takes as proof.
pub(super) fn proves_not_null(column: &Column, site: &Site<'_>) -> bool {
    let Some(table) = site.table else { return false };
    let wanted = ["is", "not", "null"];
    table.constraints.values().any(|constraint| match constraint {
        Constraint::Check(check) if !check.not_valid => {
            let Ok(lexemes) = crate::sql::lex(crate::sql::Syntax::Postgres, check.expression.as_str()) else {
                return false;
            };
            let words: Vec<_> = lexemes.iter().filter(|it| !it.is_symbol("(") && !it.is_symbol(")")).collect();
            // Each part of a conjunction is proven by itself.
            words.split(|it| it.is_word("and")).any(|part| match part {
                [name, rest @ ..] if rest.len() == wanted.len() => {
                    name.identifier() == Some(column.name.as_str())
                        && rest.iter().zip(wanted).all(|(it, word)| it.is_word(word))
                }
                _ => false,
            }) && !words.iter().any(|it| it.is_word("or"))
        }
        Constraint::Check(_)
        | Constraint::PrimaryKey(_)
        | Constraint::Unique(_)
        | Constraint::ForeignKey(_)
        | Constraint::Exclude(_) => false,
    })
}
