//! Queries: every clause is walked.

use super::expression::{all, check};
use super::walk::{Walk, plain};
use crate::guard::reading::MentionKind;
use crate::guard::refusal::{Reason, Refusal};
use sqlite3_parser::ast::{
    FrameBound, FromClause, JoinConstraint, OneSelect, ResultColumn, Select, SelectTable, SortedColumn, Window, With,
};

pub(super) fn select(select: &Select<'_>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    let Select { with, body, order_by, limit } = select;
    if let Some(with) = with {
        common_tables(with, limit.is_some(), walk)?;
    }
    one(&body.select, walk)?;
    for compound in body.compounds.iter().flatten() {
        one(&compound.select, walk)?;
    }
    order(*order_by, walk)?;
    if let Some(limit) = limit {
        check(&limit.expr, walk)?;
        all(limit.offset.iter(), walk)?;
    }
    Ok(())
}

fn common_tables(with: &With<'_>, around_is_limited: bool, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    for table in with.ctes {
        if with.recursive && !around_is_limited && is_endless(table.select, &plain(table.tbl_name.0)) {
            let place = walk.place(table.tbl_name.0);
            let refusal =
                Refusal::new(Reason::TooLarge, "a recursive WITH without a condition does not end").over(place);
            return Err(refusal.help("add a WHERE to its recursive part"));
        }
        select(table.select, walk)?;
    }
    Ok(())
}

/// Whether a part of the query reads the query itself without a condition.
fn is_endless(query: &Select<'_>, name: &str) -> bool {
    let reads_itself = |from: &FromClause<'_>| {
        let joined = from.joins.iter().flatten().map(|join| &join.table);
        from.select
            .into_iter()
            .chain(joined)
            .any(|table| matches!(table, SelectTable::Table(it, _, _) if plain(it.name.0) == name))
    };
    let is_free = |part: &OneSelect<'_>| match part {
        OneSelect::Select { from: Some(from), where_clause: None, .. } => {
            let has_condition = from.joins.iter().flatten().any(|join| join.constraint.is_some());
            reads_itself(from) && !has_condition
        }
        OneSelect::Select { .. } | OneSelect::Values(_) => false,
    };
    let mut parts = query.body.compounds.iter().flatten().map(|compound| &compound.select);
    query.limit.is_none() && parts.any(is_free)
}

fn one(part: &OneSelect<'_>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    match part {
        OneSelect::Values(rows) => all(rows.iter().flatten(), walk),
        OneSelect::Select { distinctness: _, columns, from, where_clause, group_by, having, window_clause } => {
            for column in *columns {
                match column {
                    ResultColumn::Expr(expression, _) => check(expression, walk)?,
                    ResultColumn::Star | ResultColumn::TableStar(_) => {}
                }
            }
            if let Some(from) = from {
                tables(from, walk)?;
            }
            all(where_clause.iter().copied(), walk)?;
            all(group_by.iter().copied().flatten(), walk)?;
            all(having.iter().copied(), walk)?;
            window_clause.iter().copied().flatten().try_for_each(|definition| window(&definition.window, walk))
        }
    }
}

fn tables(from: &FromClause<'_>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    if let Some(first) = from.select {
        table(first, walk)?;
    }
    for join in from.joins.iter().flatten() {
        table(&join.table, walk)?;
        match &join.constraint {
            Some(JoinConstraint::On(condition)) => check(condition, walk)?,
            Some(JoinConstraint::Using(_)) | None => {}
        }
    }
    Ok(())
}

fn table(table: &SelectTable<'_>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    match table {
        SelectTable::Table(name, _, _) => {
            walk.mention(MentionKind::Relation, name.name.0);
            Ok(())
        }
        SelectTable::TableCall(name, arguments, _) => {
            walk.mention(MentionKind::Function, name.name.0);
            all(arguments.iter().copied().flatten(), walk)
        }
        SelectTable::Select(query, _) => select(query, walk),
        SelectTable::Sub(from, _) => tables(from, walk),
    }
}

pub(super) fn order(columns: Option<&[SortedColumn<'_>]>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    all(columns.into_iter().flatten().map(|column| &column.expr), walk)
}

pub(super) fn window(window: &Window<'_>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    all(window.partition_by.iter().copied().flatten(), walk)?;
    order(window.order_by, walk)?;
    let Some(frame) = &window.frame_clause else { return Ok(()) };
    for bound in std::iter::once(&frame.start).chain(&frame.end) {
        match bound {
            FrameBound::Following(distance) | FrameBound::Preceding(distance) => check(distance, walk)?,
            FrameBound::CurrentRow | FrameBound::UnboundedFollowing | FrameBound::UnboundedPreceding => {}
        }
    }
    Ok(())
}
