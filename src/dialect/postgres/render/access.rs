//! Roles, owners, GRANT and REVOKE.

use super::{keyword, path};
use crate::dialect::postgres::quote;
use crate::model::{
    DefaultPrivileges, DefinitionKind, Grantable, GrantableObjects, Grantee, Name, ObjectId, ObjectKind, Pair,
    Privilege, Privileges, Role, Statement,
};
use std::collections::BTreeMap;

/// Roles belong to the whole server, so the role may be there although this database has not heard of it, or come from another session
/// at the same time.
pub(super) fn create_role(role: &Role) -> Statement {
    let name = quote::identifier(&role.name);
    let text = quote::literal(role.name.as_str());
    Statement::new(format!(
        "DO $role$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {text}) THEN
        CREATE ROLE {name};
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$role$"
    ))
}

pub(super) fn owner(on: &ObjectId, role: Option<&Name>) -> Statement {
    let role = role.map_or_else(|| "CURRENT_USER".to_owned(), quote::identifier);
    Statement::new(format!("ALTER {} {} OWNER TO {role}", keyword(on.kind), subject(on)))
}

/// What is no longer allowed is taken away first.
pub(super) fn privileges(
    on: &ObjectId,
    to: &Grantee,
    owner: Option<&Name>,
    privileges: Pair<&Privileges>,
) -> Vec<Statement> {
    let object = format!("{} {}", grant_keyword(on.kind), subject(on));
    statements("", &object, &grantee(to, owner), privileges)
}

pub(super) fn default_privileges(defaults: Pair<&DefaultPrivileges>) -> Vec<Statement> {
    let it = defaults.to;
    let role = it.role.as_ref().map_or_else(String::new, |role| format!(" FOR ROLE {}", quote::identifier(role)));
    let place = it.namespace.as_ref().map_or_else(String::new, |it| format!(" IN SCHEMA {}", quote::identifier(it)));
    let prefix = format!("ALTER DEFAULT PRIVILEGES{role}{place} ");
    let objects = match it.objects {
        GrantableObjects::Tables => "TABLES",
        GrantableObjects::Sequences => "SEQUENCES",
        GrantableObjects::Functions => "FUNCTIONS",
        GrantableObjects::Types => "TYPES",
        GrantableObjects::Namespaces => "SCHEMAS",
    };
    let privileges = defaults.map(|defaults| &defaults.privileges);
    statements(&prefix, objects, &grantee(&it.to, it.role.as_ref()), privileges)
}

fn grantee(to: &Grantee, owner: Option<&Name>) -> String {
    match to {
        Grantee::Public => "PUBLIC".to_owned(),
        Grantee::Owner => owner.map_or_else(|| "CURRENT_USER".to_owned(), quote::identifier),
        Grantee::Role(name) => quote::identifier(name),
    }
}

fn statements(prefix: &str, object: &str, grantee: &str, privileges: Pair<&Privileges>) -> Vec<Statement> {
    let Pair { from, to } = privileges;
    let mut now = from.clone();
    let mut statements = Vec::new();
    let mut take = |now: &mut Privileges, option: &str, taken: Vec<&Privilege>| {
        if !taken.is_empty() {
            let words = words(&taken);
            statements.push(Statement::new(format!("{prefix}REVOKE {option}{words} ON {object} FROM {grantee}")));
        }
        for privilege in taken {
            forget(now, privilege, option.is_empty());
        }
    };
    take(&mut now, "", from.keys().filter(|privilege| !to.contains_key(privilege)).collect());
    let kept_less = |(privilege, grantable): (&Privilege, &Grantable)| {
        *grantable == Grantable::Yes && to.get(privilege) == Some(&Grantable::No)
    };
    let less = from.iter().filter(|entry| kept_less(*entry)).map(|(privilege, _)| privilege).collect();
    take(&mut now, "GRANT OPTION FOR ", less);
    for (grantable, option) in [(Grantable::No, ""), (Grantable::Yes, " WITH GRANT OPTION")] {
        let is_new = |(privilege, wanted): &(&Privilege, &Grantable)| {
            **wanted == grantable && now.get(privilege).is_none_or(|there| there < *wanted)
        };
        let given: Vec<&Privilege> = to.iter().filter(is_new).map(|(privilege, _)| privilege).collect();
        if !given.is_empty() {
            let words = words(&given);
            statements.push(Statement::new(format!("{prefix}GRANT {words} ON {object} TO {grantee}{option}")));
        }
    }
    statements
}

/// What a REVOKE leaves: taken from a whole table, a privilege goes from its columns as well.
fn forget(now: &mut Privileges, taken: &Privilege, whole: bool) {
    let is_meant = |it: &Privilege| it == taken || taken.column.is_none() && it.word == taken.word;
    if whole {
        now.retain(|it, _| !is_meant(it));
    } else {
        now.iter_mut().filter(|(it, _)| is_meant(it)).for_each(|(_, grantable)| *grantable = Grantable::No);
    }
}

/// `SELECT, UPDATE (email, name)`
fn words(privileges: &[&Privilege]) -> String {
    let mut columns: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
    for privilege in privileges {
        if let Some(column) = &privilege.column {
            columns.entry(&privilege.word).or_default().push(column);
        }
    }
    let whole = privileges.iter().filter(|it| it.column.is_none()).map(|it| it.word.clone());
    let of_columns = columns.into_iter().map(|(word, columns)| format!("{word} ({})", quote::list(columns)));
    whole.chain(of_columns).collect::<Vec<_>>().join(", ")
}

/// The word between ON and the name. Views are tables to GRANT.
fn grant_keyword(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::View | ObjectKind::MaterializedView => "TABLE",
        ObjectKind::Server => "FOREIGN SERVER",
        ObjectKind::Domain => "TYPE",
        ObjectKind::Role
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Composite
        | ObjectKind::Sequence
        | ObjectKind::Function
        | ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => keyword(kind),
    }
}

/// The name as SQL; what tells objects of one name apart is part of an address's last name and stands behind it unquoted.
fn subject(on: &ObjectId) -> String {
    let marks: &[&str] = match on.kind {
        ObjectKind::Function => &["("],
        ObjectKind::Definition(DefinitionKind::OperatorClass | DefinitionKind::OperatorFamily) => &[" USING "],
        ObjectKind::Definition(DefinitionKind::Operator) => return operator(on),
        ObjectKind::Role
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Composite
        | ObjectKind::Sequence
        | ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => &[],
    };
    let name = on.name().as_str();
    let Some(at) = marks.iter().find_map(|mark| name.find(mark)) else { return path(on) };
    let bare = ObjectId::new(on.kind, [outer(on), &[Name::from(&name[..at])]].concat());
    // An aggregate without arguments has a star in its address, and none in ROUTINE.
    format!("{}{}", path(&bare), name[at..].replace("(*)", "()"))
}

/// The symbol of an operator is never quoted.
fn operator(on: &ObjectId) -> String {
    let namespace: String = outer(on).iter().map(|name| format!("{}.", quote::identifier(name))).collect();
    format!("{namespace}{}", on.name())
}

fn outer(on: &ObjectId) -> &[Name] {
    &on.path[..on.path.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn privileges(given: &[(&str, Grantable)]) -> Privileges {
        let privilege = |text: &str| match text.split_once('.') {
            Some((word, column)) => Privilege { word: word.into(), column: Some(column.into()) },
            None => Privilege { word: text.into(), column: None },
        };
        given.iter().map(|(text, grantable)| (privilege(text), *grantable)).collect()
    }

    fn changed(from: &[(&str, Grantable)], to: &[(&str, Grantable)]) -> String {
        let on = ObjectId::new(ObjectKind::View, vec!["app".into(), "v".into()]);
        let sides = Pair::new(privileges(from), privileges(to));
        let statements = super::privileges(&on, &Grantee::Role("reader".into()), None, sides.as_ref());
        statements.into_iter().map(|statement| statement.sql).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn takes_before_it_gives() {
        use Grantable::{No, Yes};
        insta::assert_snapshot!(changed(&[("SELECT", No), ("INSERT", No)], &[("SELECT", No), ("UPDATE.a", No), ("UPDATE.b", No)]), @r"
        REVOKE INSERT ON TABLE app.v FROM reader
        GRANT UPDATE (a, b) ON TABLE app.v TO reader
        ");
        insta::assert_snapshot!(changed(&[("SELECT", Yes)], &[("SELECT", No)]), @"REVOKE GRANT OPTION FOR SELECT ON TABLE app.v FROM reader");
        insta::assert_snapshot!(changed(&[("SELECT", No)], &[("SELECT", Yes)]), @"GRANT SELECT ON TABLE app.v TO reader WITH GRANT OPTION");
    }

    #[test]
    fn what_goes_from_the_table_goes_from_its_columns() {
        use Grantable::{No, Yes};
        insta::assert_snapshot!(changed(&[("SELECT", No), ("SELECT.a", Yes)], &[("SELECT.a", Yes)]), @r"
        REVOKE SELECT ON TABLE app.v FROM reader
        GRANT SELECT (a) ON TABLE app.v TO reader WITH GRANT OPTION
        ");
    }

    #[test]
    fn signatures_are_not_quoted() {
        let sql = |kind, name: &str| subject(&ObjectId::new(kind, vec!["public".into(), name.into()]));
        assert_eq!(sql(ObjectKind::Function, "Sum(integer, app.\"T\")"), "public.\"Sum\"(integer, app.\"T\")");
        assert_eq!(sql(ObjectKind::Function, "all_of(*)"), "public.all_of()");
        assert_eq!(
            sql(ObjectKind::Definition(DefinitionKind::Operator), "===(integer, integer)"),
            "public.===(integer, integer)"
        );
        assert_eq!(
            sql(ObjectKind::Definition(DefinitionKind::OperatorClass), "Ops USING btree"),
            "public.\"Ops\" USING btree"
        );
    }
}
