//! Steps as SQL, in one style: keywords in upper case, names always qualified, one column per line.

mod access;
mod alter_table;
mod column;
mod comment;
mod composite;
mod constraint;
mod definition;
mod foreign;
mod index;
mod object;
mod partition;
mod policy;
mod publication;
mod sequence;
mod storage;
mod table;
mod user_type;
mod view;

pub(super) use alter_table::{add_constraint_only, add_constraint_using_index};
pub(super) use composite::retyped;
pub(super) use constraint::{alter_in_place as alter_constraint_in_place, only_validates};
pub(super) use index::{
    alters_in_place as alters_index_in_place, attach as attach_index, create_concurrently as create_index_concurrently,
    create_only as create_index_only,
};
pub(super) use partition::detach_concurrently;

use super::quote;
use crate::dialect::Unsupported;
use crate::model::{Name, Object, ObjectId, ObjectKind, Pair, Statement, Step};

/// The statements of a step, in the order in which they run.
pub(super) fn step(step: &Step) -> Result<Vec<Statement>, Unsupported> {
    match step {
        Step::Create(object) => object::create(object),
        Step::Drop(object) => Ok(vec![Statement::new(object::drop(object))]),
        Step::Rename(ids) => Ok(object::rename(ids.as_ref())),
        Step::Alter(objects) => alter(objects.as_ref()),
        Step::Replace(objects) => replace(objects.as_ref()),
        Step::Comment { object, comments } => Ok(vec![comment::on(&comment::subject(object), comments.to.as_deref())]),
        Step::AlterTable { table, change } => alter_table::change(table, change),
        Step::AlterTogether(_) | Step::Rebuild(_) => Err(Unsupported::new(
            step.object(),
            "PostgreSQL alters tables in place",
            "this is an error of dbx: please report it",
        )),
        Step::AddEnumValue { name, value, place } => Ok(vec![user_type::add_value(name, value, place.as_ref())]),
        Step::RenameEnumValue { name, values } => Ok(vec![user_type::rename_value(name, values.as_ref())]),
        Step::Owner { on, role } => Ok(vec![access::owner(on, role.as_ref())]),
        Step::Privileges { on, to, owner, privileges } => {
            Ok(access::privileges(on, to, owner.as_ref(), privileges.as_ref()))
        }
        Step::Backfill(it) => alter_table::backfill(&it.table, &it.column).map(|sql| vec![Statement::new(sql)]),
        Step::SwapEnum { enums, columns } => user_type::swap_enum(enums.as_ref(), columns),
    }
}

fn alter(objects: Pair<&Object>) -> Result<Vec<Statement>, Unsupported> {
    match (objects.from, objects.to) {
        (Object::Sequence(from), Object::Sequence(to)) => Ok(sequence::alter(Pair::new(from, to))),
        (Object::Domain(from), Object::Domain(to)) => user_type::alter_domain(Pair::new(from, to)),
        (Object::Composite(from), Object::Composite(to)) => Ok(composite::alter(Pair::new(from, to))),
        (Object::View(from), Object::View(to)) => Ok(view::alter(Pair::new(from, to))),
        (Object::MaterializedView(from), Object::MaterializedView(to)) => {
            Ok(view::alter_materialized(Pair::new(from, to)))
        }
        (Object::Extension(_), Object::Extension(to)) => Ok(object::move_extension(to)),
        (Object::DefaultPrivileges(from), Object::DefaultPrivileges(to)) => {
            Ok(access::default_privileges(Pair::new(from, to)))
        }
        (Object::Trigger(_), Object::Trigger(to)) => Ok(vec![definition::fire_trigger(to)]),
        (Object::Policy(from), Object::Policy(to)) => Ok(vec![policy::alter(Pair::new(from, to))]),
        (Object::Publication(from), Object::Publication(to)) => Ok(publication::alter(Pair::new(from, to))),
        (Object::Server(from), Object::Server(to)) => Ok(foreign::alter_server(Pair::new(from, to))),
        (Object::UserMapping(from), Object::UserMapping(to)) => {
            Ok(vec![foreign::alter_user_mapping(Pair::new(from, to))])
        }
        (Object::Definition(from), Object::Definition(to)) => Ok(definition::alter(Pair::new(from, to))),
        (_, to) => Err(Unsupported::new(
            to.id(),
            "cannot be altered in place",
            "drop it from the spec in one plan and add it again in the next",
        )),
    }
}

fn replace(objects: Pair<&Object>) -> Result<Vec<Statement>, Unsupported> {
    if let (Object::Definition(from), Object::Definition(to)) = (objects.from, objects.to) {
        return Ok(definition::replace(Pair::new(from, to)));
    }
    let statement = match objects.to {
        Object::View(view) => view::replace(view),
        Object::Function(function) => object::or_replace(function.definition.as_str()),
        Object::Trigger(trigger) => object::or_replace(trigger.definition.as_str()),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {
            return Err(Unsupported::new(
                objects.to.id(),
                "has no CREATE OR REPLACE",
                "this is an error of dbx: please report it",
            ));
        }
    };
    Ok(vec![Statement::new(statement)])
}

fn unwritten(id: &ObjectId) -> Unsupported {
    Unsupported::new(id.clone(), "cannot be made yet", "make it by hand")
}

/// A path as SQL: `public.users`.
fn path(id: &ObjectId) -> String {
    id.path.iter().map(quote::identifier).collect::<Vec<_>>().join(".")
}

/// A name in the namespace of another object, as SQL. Indexes live where their table lives.
pub(super) fn beside(table: &ObjectId, name: &Name) -> String {
    let outer = &table.path[..table.path.len().saturating_sub(1)];
    outer.iter().chain([name]).map(quote::identifier).collect::<Vec<_>>().join(".")
}

/// The keyword after ALTER, DROP and COMMENT ON.
fn keyword(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Namespace => "SCHEMA",
        ObjectKind::Extension => "EXTENSION",
        ObjectKind::Enum => "TYPE",
        ObjectKind::Domain => "DOMAIN",
        ObjectKind::Sequence => "SEQUENCE",
        ObjectKind::Function => "ROUTINE",
        ObjectKind::Table => "TABLE",
        ObjectKind::Column => "COLUMN",
        ObjectKind::Constraint => "CONSTRAINT",
        ObjectKind::Index => "INDEX",
        ObjectKind::View => "VIEW",
        ObjectKind::MaterializedView => "MATERIALIZED VIEW",
        ObjectKind::Trigger => "TRIGGER",
        ObjectKind::Role => "ROLE",
        ObjectKind::Composite => "TYPE",
        ObjectKind::EnumValue => "VALUE",
        ObjectKind::Attribute => "ATTRIBUTE",
        ObjectKind::Policy => "POLICY",
        ObjectKind::Publication => "PUBLICATION",
        ObjectKind::Server => "SERVER",
        ObjectKind::UserMapping => "USER MAPPING",
        ObjectKind::Definition(kind) => kind.as_sql(),
        // They are steps of their own kind and stand behind none of these words.
        ObjectKind::Owner => "OWNER",
        ObjectKind::Grant => "GRANT",
        ObjectKind::DefaultPrivileges => "DEFAULT PRIVILEGES",
    }
}
