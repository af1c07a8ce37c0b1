//! C101 rename: Something that programs name in their statements gets another name.

use super::rename_type::is_about_types;
use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{DefinitionKind, Facts, Level, ObjectKind, Probe, Risk, Step};

pub(super) struct Rename;

static META: Meta = Meta {
    code: "C101",
    name: "rename",
    engines: "all",
    summary: "A table, view, function, sequence or the like gets another name.",
    docs: "The data is kept. Programs that still use the old name fail from that moment on. Always medium. Columns are told by C102, types and values of enums by C103.",
    safer: "Deploy programs that know both names first; on PostgreSQL a view under the old name bridges the gap.",
};

impl Rule for Rename {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        match subject.step {
            Some(step @ Step::Rename(ids)) if is_named_by_programs(ids.to.kind) && !is_about_types(step) => {
                let message = format!("programs that use {} fail: it becomes {}", ids.from, ids.to.name());
                vec![risk(&META, Level::Medium, ids.to.clone(), message, None)]
            }
            Some(_) | None => Vec::new(),
        }
    }
}

/// Whether statements of programs name such objects. A trigger or a policy works without being named.
fn is_named_by_programs(kind: ObjectKind) -> bool {
    match kind {
        ObjectKind::Namespace
        | ObjectKind::Enum
        | ObjectKind::EnumValue
        | ObjectKind::Domain
        | ObjectKind::Composite
        | ObjectKind::Attribute
        | ObjectKind::Sequence
        | ObjectKind::Function
        | ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::View
        | ObjectKind::MaterializedView
        // Subscribers name it.
        | ObjectKind::Publication
        | ObjectKind::Role => true,
        ObjectKind::Definition(kind) => match kind {
            DefinitionKind::Collation
            | DefinitionKind::Range
            | DefinitionKind::Operator
            | DefinitionKind::TextSearchDictionary
            | DefinitionKind::TextSearchConfiguration
            | DefinitionKind::VirtualTable => true,
            DefinitionKind::Language
            | DefinitionKind::Cast
            | DefinitionKind::OperatorFamily
            | DefinitionKind::OperatorClass
            | DefinitionKind::TextSearchParser
            | DefinitionKind::TextSearchTemplate
            | DefinitionKind::ForeignDataWrapper
            | DefinitionKind::Statistics
            | DefinitionKind::Rule
            | DefinitionKind::EventTrigger
            | DefinitionKind::Event => false,
        },
        ObjectKind::Extension
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => false,
    }
}
