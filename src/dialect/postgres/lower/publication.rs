//! Publications: altered in place, so that replication goes on.

use super::again;
use crate::model::{Object, Pair, Publication, Step};

/// ALTER PUBLICATION cannot turn a list of tables into all of them, or back.
pub(super) fn alter(objects: Pair<&Object>, publications: Pair<&Publication>) -> Vec<Step> {
    if publications.map(|it| it.all_tables).differs() {
        again(objects)
    } else {
        vec![Step::Alter(objects.map(Clone::clone))]
    }
}
