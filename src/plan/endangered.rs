//! What dbx does not manage and a plan would destroy on the way: it hangs on an object that is made anew.

use crate::dialect::Unsupported;
use crate::model::{ObjectId, Operation, Schema, Step};
use std::collections::BTreeSet;

/// Unmanaged entries of the start that are attached to objects which the plan drops and makes again, or rebuilds. Making them again is
/// nothing dbx can do, so such a plan is refused rather than losing a grant or a clause in silence.
pub fn endangered(operations: &[Operation], from: &Schema) -> Vec<Unsupported> {
    let made: BTreeSet<ObjectId> = operations
        .iter()
        .filter_map(|operation| match &operation.step {
            Step::Create(object) => Some(object.id()),
            _ => None,
        })
        .collect();
    let anew = operations.iter().filter_map(|operation| match &operation.step {
        Step::Drop(object) => Some(object.id()).filter(|id| made.contains(id)),
        Step::Rebuild(rebuild) => Some(rebuild.tables.to.id()),
        _ => None,
    });
    let mut refused = Vec::new();
    for id in anew.collect::<BTreeSet<_>>() {
        for entry in from.unmanaged.iter().filter(|entry| is_attached(&entry.address, &id)) {
            refused.push(Unsupported::new(
                &entry.address,
                format!("hangs on {id}, which this plan has to make anew; dbx does not manage it and would lose it"),
                "make this change by hand, or take the entry off the object first and put it back afterwards",
            ));
        }
    }
    refused
}

/// `grant:view:public.v`, `view:public.v#owner` and `rule:public.v.r` hang on `view:public.v`.
fn is_attached(address: &str, id: &ObjectId) -> bool {
    let path = id.to_string();
    let path = path.split_once(':').map_or(path.as_str(), |(_, path)| path);
    let place = address.rsplit(':').next().unwrap_or(address);
    place.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ObjectKind, QualifiedName};

    #[test]
    fn attachments_are_told_by_their_address() {
        let view = ObjectId::of(ObjectKind::View, &QualifiedName::new(Some("public".into()), "v"));
        for address in ["grant:view:public.v", "view:public.v#owner", "rule:public.v.r", "grant:column:public.v.a"] {
            assert!(is_attached(address, &view), "{address}");
        }
        for address in ["grant:view:public.v2", "policy:public.other.v", "grant:namespace:public"] {
            assert!(!is_attached(address, &view), "{address}");
        }
    }
}
