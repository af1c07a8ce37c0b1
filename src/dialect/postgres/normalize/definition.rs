//! Objects that are kept by their whole definition.

use super::{Findings, function, in_default};
use crate::model::{Definition, DefinitionKind};
use std::collections::BTreeMap;

pub(super) fn definition(definition: Definition, findings: &mut Findings) -> Definition {
    if definition.kind == DefinitionKind::Event {
        findings.refuse(definition.id(), "PostgreSQL has no events that run by the clock", "use the extension pg_cron");
    }
    function::refuse_settings(&definition.settings, definition.id(), findings);
    Definition {
        settings: BTreeMap::new(),
        name: if definition.kind.has_namespace() { in_default(definition.name) } else { definition.name },
        table: definition.table.map(in_default),
        definition: function::statement(definition.definition),
        ..definition
    }
}
