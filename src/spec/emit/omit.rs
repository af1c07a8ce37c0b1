//! Which members of a table can be written without their names: those whose names the loader would generate again.

use super::column::{inline_check, inline_reference, inline_unique};
use crate::model::{Constraint, GeneratedNames, IndexKey, Name, Table, TableRole};
use crate::spec::lower::{is_unique, unique_columns};
use std::collections::BTreeSet;

/// How each member of a table is written.
pub struct Forms {
    /// Follows from the role of the table: not written at all.
    pub implied: BTreeSet<Name>,
    /// Written with its column.
    pub inline: BTreeSet<Name>,
    /// Constraints written without a name.
    pub unnamed: BTreeSet<Name>,
    /// Indexes written without a name.
    pub unnamed_indexes: BTreeSet<Name>,
}

/// A member in the order in which the loader names them.
struct Member {
    name: Name,
    is_index: bool,
    form: Form,
    columns: Vec<Name>,
    suffix: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Implied,
    Inline,
    Unnamed,
    Named,
}

impl Forms {
    /// Starts from the hope that no name is needed, and takes it back wherever the loader would come to another one.
    /// Nothing can stand with columns that are not written.
    pub fn of(table: &Table, written: &BTreeSet<&Name>) -> Self {
        let mut members = constraints(table, written);
        members.extend(indexes(table));
        loop {
            members.sort_by_key(|member| rank(table, member));
            match first_wrong(table, &members) {
                Some(at) => members[at].form = Form::Named,
                None => break,
            }
        }
        let names = |is_index: bool, form: Form| {
            let chosen = members.iter().filter(|member| member.is_index == is_index && member.form == form);
            chosen.map(|member| member.name.clone()).collect()
        };
        Self {
            implied: names(false, Form::Implied),
            inline: names(false, Form::Inline),
            unnamed: names(false, Form::Unnamed),
            unnamed_indexes: names(true, Form::Unnamed),
        }
    }
}

/// The first member that would get another name than it has.
fn first_wrong(table: &Table, members: &[Member]) -> Option<usize> {
    let mut names = GeneratedNames::default();
    for member in members.iter().filter(|member| member.form == Form::Named) {
        names.reserve(&member.name);
    }
    members.iter().position(|member| {
        let columns: Vec<&Name> = member.columns.iter().collect();
        member.form != Form::Named && names.choose(None, &table.name.name, &columns, member.suffix).0 != member.name
    })
}

/// The order of the loader: primary key, members of columns in the order of the columns, lists, and last what the role implies.
fn rank(table: &Table, member: &Member) -> (usize, usize, usize) {
    let list = match member.suffix {
        "pkey" => return (0, 0, 0),
        "key" => 2,
        "check" => 3,
        "excl" => 4,
        "fkey" => 5,
        _ => 6,
    };
    match member.form {
        Form::Implied => (7, 0, 0),
        Form::Inline => {
            (1, member.columns.first().and_then(|name| table.columns.get_index_of(name)).unwrap_or(0), list)
        }
        Form::Unnamed | Form::Named => (list, 0, 0),
    }
}

fn constraints(table: &Table, written: &BTreeSet<&Name>) -> Vec<Member> {
    let member = |constraint: &Constraint| {
        let (inline, suffix) = match constraint {
            Constraint::PrimaryKey(_) => (None, "pkey"),
            Constraint::Unique(unique) => (inline_unique(table, unique), "key"),
            Constraint::Check(check) => (inline_check(table, check), "check"),
            Constraint::ForeignKey(key) => (inline_reference(table, key), "fkey"),
            Constraint::Exclude(_) => (None, "excl"),
        };
        let inline = inline.filter(|column| written.contains(column));
        let form = match inline {
            _ if is_implied(table, constraint) => Form::Implied,
            Some(_) => Form::Inline,
            None => Form::Unnamed,
        };
        let columns = match (inline, suffix) {
            (_, "pkey") => Vec::new(),
            (Some(column), _) => vec![column.clone()],
            (None, _) => constraint.columns().into_iter().cloned().collect(),
        };
        Member { name: constraint.name().clone(), is_index: false, form, columns, suffix }
    };
    table.constraints.values().map(member).collect()
}

fn indexes(table: &Table) -> impl Iterator<Item = Member> {
    let column = |key: &IndexKey| key.column().cloned().unwrap_or_else(|| "expr".into());
    table.indexes.values().map(move |index| Member {
        name: index.name.clone(),
        is_index: true,
        form: Form::Unnamed,
        columns: index.keys.iter().map(column).collect(),
        suffix: "idx",
    })
}

/// Whether the loader adds this constraint by itself, because of what the table is for.
fn is_implied(table: &Table, constraint: &Constraint) -> bool {
    match (&table.role, constraint) {
        (TableRole::Dimension(dimension), Constraint::PrimaryKey(key)) => {
            let surrogate: Vec<&Name> = dimension.surrogate_key.iter().collect();
            key.columns.iter().collect::<Vec<_>>() == surrogate && super::constraint::is_plain_key(constraint)
        }
        (TableRole::Dimension(dimension), Constraint::Unique(_)) => {
            is_only_key(table, constraint, dimension.natural_key.clone())
        }
        (TableRole::Fact(fact), Constraint::Unique(_)) => is_only_key(table, constraint, fact.grain.clone()),
        (
            TableRole::Plain | TableRole::Dimension(_) | TableRole::Fact(_),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::ForeignKey(_)
            | Constraint::Exclude(_),
        ) => false,
    }
}

/// Whether nothing else makes the columns unique, and the constraint is just what the loader would make.
fn is_only_key(table: &Table, constraint: &Constraint, columns: Vec<Name>) -> bool {
    if columns.is_empty() || !super::constraint::is_plain_key(constraint) {
        return false;
    }
    let columns = unique_columns(table, columns);
    let mut others = table.clone();
    others.constraints.remove(constraint.name());
    constraint.columns() == columns.iter().collect::<Vec<_>>() && !is_unique(&others, &columns)
}
