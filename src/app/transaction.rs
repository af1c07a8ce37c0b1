//! Which operations of a plan share a transaction.

use crate::plan::{Script, ScriptOperation};

/// An operation with its number in the plan, from 1.
pub(super) type Numbered<'a> = (usize, &'a ScriptOperation);

pub(super) fn numbered(script: &Script) -> Vec<Numbered<'_>> {
    script.operations.iter().enumerate().map(|(at, operation)| (at + 1, operation)).collect()
}

/// Neighbours that can share a transaction, together; every other operation by itself.
pub(super) fn groups<'a, 'b>(operations: &'b [Numbered<'a>]) -> Vec<&'b [Numbered<'a>]> {
    operations.chunk_by(|(_, a), (_, b)| a.transactional() && b.goes_on()).collect()
}
