//! Policies: roles and conditions change in place, what kind of policy it is does not.

use super::again;
use crate::model::{Object, Pair, Policy, Step};

pub(super) fn alter(objects: Pair<&Object>, policies: Pair<&Policy>) -> Vec<Step> {
    let stays_of_its_kind = !policies.map(|it| (it.command, it.permissive)).differs();
    // ALTER POLICY gives a condition, and can take none away.
    let keeps_conditions = (policies.from.using.is_none() || policies.to.using.is_some())
        && (policies.from.check.is_none() || policies.to.check.is_some());
    if stays_of_its_kind && keeps_conditions { vec![Step::Alter(objects.map(Clone::clone))] } else { again(objects) }
}
