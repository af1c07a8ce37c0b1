//! The vocabulary of dbx: plain data that every other module speaks.
//!
//! Reading the list of files is reading the glossary: a [`Schema`] holds [`Object`]s by [`ObjectId`]; a [`Change`] is
//! what differs between two schemas, a [`Step`] is what an engine does about it, an [`Operation`] is a step with its SQL, and a
//! [`Plan`] is the operations in order.

mod cell;
mod change;
mod column;
mod composite;
mod constraint;
mod data_type;
mod definition;
mod dependency;
mod domain;
mod enum_type;
mod extension;
mod fingerprint;
mod foreign;
mod function;
mod grant;
mod index;
mod name;
mod namespace;
mod naming;
mod nearest;
mod object;
mod object_id;
mod operation;
mod owner;
mod pace;
mod pair;
mod parameter;
mod partition;
mod plan;
mod policy;
mod probe;
mod publication;
mod risk;
mod role;
mod row_count;
mod rule_docs;
mod schema;
mod sequence;
mod sql_text;
mod step;
mod table;
mod trigger;
mod unmanaged;
mod value;
mod view;
mod visit;
mod written;

pub use cell::Cell;
pub use change::{Change, TableChange};
pub use column::{Column, ColumnDefault, ColumnStorage, Generated, Identity, IdentityMode, Literal, Sensitivity};
pub use composite::{Attribute, Composite};
pub use constraint::{
    Check, Constraint, ConstraintKind, Deferrable, Exclude, ExcludeElement, ForeignKey, MatchKind, NameOrigin,
    PrimaryKey, Reference, ReferentialAction, Unique,
};
pub use data_type::{DataType, NativeType};
pub use definition::{Definition, DefinitionKind, Firing};
pub use dependency::Dependencies;
pub use domain::Domain;
pub use enum_type::EnumType;
pub use extension::Extension;
pub use fingerprint::{Fingerprint, object_fingerprints};
pub use foreign::{ForeignServer, ForeignTable, UserMapping, is_secret_option};
pub use function::{Function, FunctionKind};
pub use grant::{DefaultPrivileges, Grant, Grantable, GrantableObjects, Grantee, Privilege, Privileges};
pub use index::{Index, IndexKey, IndexStorage, IndexTerm, NullsOrder};
pub use name::{Name, QualifiedName};
pub use namespace::Namespace;
pub use naming::{GeneratedNames, generated_name};
pub use nearest::nearest_word;
pub use object::Object;
pub use object_id::{ObjectId, ObjectKind};
pub use operation::{LockMode, Operation, Statement};
pub use owner::Owner;
pub use pace::{Batches, Pace};
pub use pair::Pair;
pub use parameter::Parameters;
pub use partition::{PartitionBound, PartitionKey, PartitionOf, PartitionStrategy, Partitioning};
pub use plan::Plan;
pub use policy::{Policy, PolicyCommand};
pub use probe::{Facts, Probe};
pub use publication::{Publication, PublishedTable};
pub use risk::{Level, Risk};
pub use role::Role;
pub use row_count::{Confidence, RowCount};
pub use rule_docs::RuleDocs;
pub use schema::{Renames, Schema};
pub use sequence::{Sequence, SequenceOptions};
pub use sql_text::SqlText;
pub use step::{Alteration, ColumnAspect, Place, Rebuild, Step};
pub use table::{Additivity, Dimension, Fact, Measure, ReplicaIdentity, RowSecurity, Table, TableOptions, TableRole};
pub use trigger::Trigger;
pub use unmanaged::Unmanaged;
pub use value::{Row, Rows, Value};
pub use view::{MaterializedView, View};
pub use visit::Visitor;
pub use written::Written;
