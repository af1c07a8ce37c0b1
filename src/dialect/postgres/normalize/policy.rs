//! Policies.

use super::{in_default, text};
use crate::model::{Grantee, Policy};
use std::collections::BTreeSet;

/// Nobody in particular is everybody.
pub(super) fn policy(policy: Policy) -> Policy {
    let roles = if policy.roles.is_empty() { BTreeSet::from([Grantee::Public]) } else { policy.roles };
    Policy {
        table: in_default(policy.table),
        roles,
        using: policy.using.map(text::expression),
        check: policy.check.map(text::expression),
        ..policy
    }
}
