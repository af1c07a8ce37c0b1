//! Values that stand in two tables: `towns that have both a harbour and a captain`.

use super::Candidate;
use crate::ask::catalog::{Catalog, ColumnId};
use crate::ask::query::{Query, SetOperator, Term};
use crate::ask::sketch::{Measure, Related, Sketch};

/// Least score of a column that is named, and not only like the words.
const NAMED: f64 = 0.95;

/// The values of one table that are, or are not, among those of the column of the same name in another. A join would ask for rows that belong
/// together, and a value is shared by rows that do not.
pub(super) fn candidate(catalog: &Catalog, sketch: &Sketch) -> Option<Candidate> {
    let ([output], [first, second]) = (&sketch.outputs[..], &sketch.related[..]) else { return None };
    let asks_more = !sketch.conditions.is_empty() || !sketch.groups.is_empty() || !sketch.orders.is_empty();
    if asks_more || !output.is_plain() || output.is_everything || sketch.share.is_some() {
        return None;
    }
    let operator = match (first.denied, second.denied) {
        (None, None) if second.is_alternative => SetOperator::Union,
        (None, None) => SetOperator::Intersect,
        (None, Some(_)) => SetOperator::Except,
        (Some(_), None | Some(_)) => return None,
    };
    let (one, other) = (column_of(sketch, output, first)?, column_of(sketch, output, second)?);
    if one.table == other.table || catalog.column(one).name != catalog.column(other).name {
        return None;
    }
    let values =
        |column: ColumnId| Query { root: column.table, select: vec![Term::column(column)], ..Query::default() };
    let query = Query { combined: Some((operator, Box::new(values(other)))), ..values(one) };
    Some(Candidate { query, doubt: 0.0, remarks: Vec::new() })
}

/// The column that the answer names, in the table that is demanded.
fn column_of(sketch: &Sketch, output: &Measure, related: &Related) -> Option<ColumnId> {
    let tables = &sketch.mentions[related.mention].named.tables;
    let columns = &sketch.mentions[output.mention?].named.columns;
    let is_demanded = |column: &ColumnId| tables.iter().any(|it| it.it == column.table && it.score >= NAMED);
    columns.iter().filter(|it| it.score >= NAMED).map(|it| it.it).find(is_demanded)
}
