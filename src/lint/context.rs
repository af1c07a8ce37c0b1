//! What follows from the statements around one: the transaction it is in, the locks that are held, what was added before.

use super::act::{Act, Done};
use super::part::Part;
use super::statement::{Statement, Transaction};
use super::world::World;
use crate::dialect::Dialect;
use crate::model::{
    Algorithm, Cause, Constraint, Effect, LockMode, ObjectId, ObjectKind, Reason, Step, TableChange, Utility,
};
use crate::sql::{LexemeKind, lex};
use std::collections::BTreeSet;

/// So many relations under lock are named; a long file would hold a list of all in front of each statement otherwise.
const MOST_HELD: usize = 3;

/// What was the case before the statement.
pub(super) struct Before {
    in_transaction: bool,
    new_values: BTreeSet<String>,
}

impl Before {
    pub fn of(world: &World) -> Self {
        Self { in_transaction: world.in_transaction, new_values: world.new_values.clone() }
    }
}

/// Whether the statement may stand in a transaction, and is undone with it.
pub(super) fn is_transactional(dialect: &dyn Dialect, done: &[Done]) -> bool {
    done.iter().all(|done| match &done.act {
        Act::Step(_, manner) => dialect.capabilities().transactional_ddl && !manner.concurrently,
        Act::Utility(Utility::Vacuum { .. } | Utility::Reindex { concurrently: true, .. }) => false,
        Act::Utility(
            Utility::Truncate { .. }
            | Utility::LosePartitions { .. }
            | Utility::Reorganize { .. }
            | Utility::CreateFrom { .. },
        ) => dialect.capabilities().transactional_ddl,
        Act::Utility(_) => true,
    })
}

/// The reasons, and the world with what the statement leaves to the transaction.
pub(super) fn around(
    dialect: &dyn Dialect,
    read: &Statement,
    sql: &str,
    done: &[Done],
    effect: &Effect,
    before: Before,
    world: &mut World,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Statement::Transaction(what) = read {
        reasons.push(transaction(*what, world));
    }
    reasons.extend(inside_transaction(done, &before, &world.held, effect));
    reasons.extend(validated_at_once(done, world));
    reasons.extend(without_timeout(effect, world));
    reasons.extend(commits(dialect, done, world));
    reasons.extend(copies_unasked(done, effect));
    reasons.extend(long_names(dialect, sql));
    reasons.extend(rebuild(done, world));
    reasons.extend(new_value_used(dialect, sql, &before));
    let holds_locks = dialect.capabilities().transactional_ddl;
    if !is_transactional(dialect, done) {
        world.held.clear();
    }
    let held = effect.touches.iter().filter(|touch| holds_locks && touch.lock == LockMode::AccessExclusive);
    world.held.extend(held.map(|touch| touch.object.clone()));
    reasons
}

fn transaction(what: Transaction, world: &mut World) -> Reason {
    let detail = match what {
        Transaction::Begin => "begins a transaction, which is dbx's to begin",
        Transaction::Commit => "ends the transaction, which is dbx's to end",
        Transaction::Rollback => "takes the transaction back, which is dbx's to end",
        Transaction::Savepoint => "controls the transaction, which is dbx's to control",
    };
    match what {
        Transaction::Begin => {
            world.end_transaction();
            world.in_transaction = true;
        }
        Transaction::Commit | Transaction::Rollback => world.end_transaction(),
        Transaction::Savepoint => {}
    }
    Reason::new(Cause::TransactionControl, Part::Transaction.address(), detail)
}

/// CONCURRENTLY after BEGIN, and work while another table is locked.
fn inside_transaction(done: &[Done], before: &Before, held: &BTreeSet<ObjectId>, effect: &Effect) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let is_concurrent = |done: &Done| match &done.act {
        Act::Step(_, manner) => manner.concurrently,
        Act::Utility(utility) => {
            matches!(utility, Utility::Vacuum { .. } | Utility::Reindex { concurrently: true, .. })
        }
    };
    if before.in_transaction && done.iter().any(is_concurrent) {
        let detail = "runs what cannot run in a transaction";
        reasons.push(Reason::new(Cause::ConcurrentlyInTransaction, Part::Transaction.address(), detail));
    }
    let worked = effect.touches.iter().find(|touch| touch.scans || touch.rewrites);
    // What runs outside of a transaction has ended the one before it.
    let is_inside = |touch: &&crate::model::Touch| {
        touch.lock != LockMode::DatabaseWriter && touch.lock.blocks_writes() && !done.iter().any(is_concurrent)
    };
    if let Some(touch) = worked.filter(is_inside) {
        let mut others = held.iter().filter(|id| **id != touch.object);
        let named: Vec<String> = others.by_ref().take(MOST_HELD).map(ToString::to_string).collect();
        let rest = others.count();
        if !named.is_empty() {
            let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
            let detail = format!(
                "works while {}{more} {} locked since an earlier statement",
                named.join(", "),
                if named.len() == 1 { "is" } else { "are" }
            );
            reasons.push(Reason::new(Cause::WorkUnderLock, touch.object.clone(), detail).on(&touch.object));
        }
    }
    reasons
}

/// VALIDATE of what this transaction added NOT VALID.
fn validated_at_once(done: &[Done], world: &mut World) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for Done { act, .. } in done {
        let Act::Step(Step::AlterTable { table, change }, _) = act else { continue };
        let is_open = |constraint: &Constraint| match constraint {
            Constraint::Check(it) => it.not_valid,
            Constraint::ForeignKey(it) => it.not_valid,
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => false,
        };
        match change {
            TableChange::AddConstraint(constraint) if is_open(constraint) => {
                world.unvalidated.insert(table.member(ObjectKind::Constraint, constraint.name()));
            }
            TableChange::AlterConstraint(pair) if is_open(&pair.from) && !is_open(&pair.to) => {
                let object = table.member(ObjectKind::Constraint, pair.to.name());
                if world.unvalidated.contains(&object) && !world.is_fresh(table) {
                    let detail = format!("validates {object}, which the same transaction added NOT VALID");
                    reasons.push(Reason::new(Cause::ValidateInSameTransaction, object, detail).on(table));
                }
            }
            _ => {}
        }
    }
    reasons
}

/// Work under a lock that others wait for, with no end to the waiting.
fn without_timeout(effect: &Effect, world: &World) -> Option<Reason> {
    let is_long = |touch: &&crate::model::Touch| {
        touch.lock.blocks_writes() && touch.lock != LockMode::DatabaseWriter && (touch.scans || touch.rewrites)
    };
    let touch = effect.touches.iter().find(is_long).filter(|_| !world.has_lock_timeout)?;
    let detail = format!("waits for its lock on {} without an end, and everybody behind it", touch.object);
    Some(Reason::new(Cause::NoLockTimeout, touch.object.clone(), detail))
}

/// The second statement of a file that ends the transaction by itself.
fn commits(dialect: &dyn Dialect, done: &[Done], world: &mut World) -> Option<Reason> {
    let commits = !done.is_empty()
        && !dialect.capabilities().transactional_ddl
        && done.iter().any(|done| matches!(done.act, Act::Step(..)));
    if !commits {
        return None;
    }
    world.implicit_commits += 1;
    (world.implicit_commits == 2).then(|| {
        let detail = "is the second statement of the file that commits by itself";
        Reason::new(Cause::ImplicitCommit, Part::Transaction.address(), detail)
    })
}

fn copies_unasked(done: &[Done], effect: &Effect) -> Option<Reason> {
    let touch = effect.touches.first()?;
    let asks = done.iter().any(|done| matches!(&done.act, Act::Step(_, manner) if manner.asks_for_algorithm));
    let copies = effect.algorithm == Some(Algorithm::Copy);
    (copies && !asks).then(|| {
        let detail = format!("lets the server copy {} without being asked", touch.object);
        Reason::new(Cause::CopyUnasked, touch.object.clone(), detail)
    })
}

fn long_names(dialect: &dyn Dialect, sql: &str) -> Vec<Reason> {
    let Some(most) = dialect.capabilities().max_identifier_bytes else { return Vec::new() };
    let lexemes = lex(dialect.capabilities().syntax, sql).unwrap_or_default();
    let long = lexemes.iter().filter_map(|lexeme| lexeme.identifier()).filter(|name| name.len() > most);
    let reasons = long.map(|name| {
        let object = ObjectId::new(ObjectKind::Table, vec![name.into()]);
        Reason::new(Cause::LongName, object, format!("the name has {} bytes, of which {most} are kept", name.len()))
    });
    reasons.collect()
}

/// SQLite: a table takes the name of one that was dropped while foreign keys were on.
fn rebuild(done: &[Done], world: &mut World) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for Done { act, effect, .. } in done {
        match act {
            Act::Step(Step::Drop(object), _) if effect.reasons.iter().any(|it| it.cause == Cause::DropParent) => {
                world.dropped_parents.insert(object.id());
            }
            Act::Step(Step::Rename(ids), _) if world.dropped_parents.contains(&ids.to) => {
                let detail = format!("takes the place of {}, whose rows went with those that refer to them", ids.to);
                reasons.push(Reason::new(Cause::RebuildWithForeignKeys, ids.to.clone(), detail));
            }
            Act::Step(..) | Act::Utility(_) => {}
        }
    }
    reasons
}

/// A value that this transaction added to an enum stands in a statement behind.
fn new_value_used(dialect: &dyn Dialect, sql: &str, before: &Before) -> Option<Reason> {
    if before.new_values.is_empty() {
        return None;
    }
    let lexemes = lex(dialect.capabilities().syntax, sql).unwrap_or_default();
    let texts = lexemes.iter().filter(|lexeme| lexeme.kind == LexemeKind::Text);
    let used = texts.map(|lexeme| lexeme.text.trim_matches('\'')).find(|text| before.new_values.contains(*text))?;
    let detail = format!("uses '{used}', which the same transaction added to an enum");
    Some(Reason::new(Cause::EnumValueInTransaction, Part::Transaction.address(), detail))
}
