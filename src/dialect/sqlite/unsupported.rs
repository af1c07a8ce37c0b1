//! What SQLite does not have, in words.

use crate::dialect::Unsupported;
use crate::model::{DefinitionKind, Object, ObjectId, ObjectKind};

const WITHOUT_DIALECT: &str = "leave it out of a spec that is meant for SQLite";

/// An object of a kind that SQLite does not have.
pub(super) fn object(object: &Object) -> Unsupported {
    kind(object.id())
}

pub(super) fn kind(id: ObjectId) -> Unsupported {
    let (message, help) = match id.kind {
        ObjectKind::Namespace => ("SQLite has no namespaces", "write the names without one"),
        ObjectKind::Extension => ("SQLite has no extensions that live in the database", WITHOUT_DIALECT),
        ObjectKind::Enum => ("SQLite has no enums", "dbx writes them as a check: this should not be asked for"),
        ObjectKind::Domain => {
            ("SQLite has no domains", "dbx writes them into the columns: this should not be asked for")
        }
        ObjectKind::Composite => ("SQLite has no composite types", "make each attribute a column of the table"),
        ObjectKind::Sequence => ("SQLite has no sequences", "use an identity column as the primary key"),
        ObjectKind::Function => ("SQLite has no functions of its own making", WITHOUT_DIALECT),
        ObjectKind::MaterializedView => {
            ("SQLite has no materialized views", "use a view, or a table that triggers keep up")
        }
        ObjectKind::Policy => ("SQLite has no policies: whoever opens the file sees every row", WITHOUT_DIALECT),
        ObjectKind::Publication => ("SQLite has no replication that could be published to", WITHOUT_DIALECT),
        ObjectKind::Server | ObjectKind::UserMapping => ("SQLite has no foreign servers", WITHOUT_DIALECT),
        ObjectKind::Definition(kind) => return definition(id, kind),
        ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::Trigger
        | ObjectKind::Role
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => ("SQLite cannot do this", WITHOUT_DIALECT),
    };
    Unsupported::new(id, message, help)
}

fn definition(id: ObjectId, kind: DefinitionKind) -> Unsupported {
    Unsupported::new(id, format!("SQLite has no {}", plural(kind)), WITHOUT_DIALECT)
}

fn plural(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Language => "languages of functions",
        DefinitionKind::Collation => "collations that live in the database",
        DefinitionKind::Range => "range types",
        DefinitionKind::Cast => "casts of its own making",
        DefinitionKind::Operator | DefinitionKind::OperatorFamily | DefinitionKind::OperatorClass => {
            "operators of its own making"
        }
        DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::TextSearchDictionary
        | DefinitionKind::TextSearchConfiguration => "text search configurations",
        DefinitionKind::ForeignDataWrapper => "foreign-data wrappers",
        DefinitionKind::Statistics => "statistics objects",
        DefinitionKind::Rule => "rules",
        DefinitionKind::EventTrigger => "event triggers",
        DefinitionKind::Event => "events that run by the clock",
        DefinitionKind::VirtualTable => "virtual tables of this form",
    }
}
