//! Objects that are kept by their whole definition.

use super::{Findings, function, in_default};
use crate::model::{Definition, DefinitionKind};

pub(super) fn definition(definition: Definition, findings: &mut Findings) -> Definition {
    if definition.kind == DefinitionKind::Event {
        findings.refuse(definition.id(), "PostgreSQL has no events that run by the clock", "use the extension pg_cron");
    }
    Definition {
        name: if definition.kind.has_namespace() { in_default(definition.name) } else { definition.name },
        table: definition.table.map(in_default),
        definition: function::statement(definition.definition),
        ..definition
    }
}
