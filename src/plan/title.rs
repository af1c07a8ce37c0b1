//! One line in plain words for each step.

use crate::model::{DefaultPrivileges, Name, Object, ObjectId, Pair, Step, TableChange, TableOptions};

/// `add column email to users`
pub(super) fn title(step: &Step) -> String {
    match step {
        Step::Create(object) => format!("create {}", object_words(object)),
        Step::Drop(object) => format!("drop {}", object_words(object)),
        Step::Rename(ids) => format!("rename {} {} to {}", kind_words(&ids.from), path(&ids.from), ids.to.name()),
        Step::Alter(Pair { to: Object::DefaultPrivileges(it), .. }) => default_privileges(it),
        Step::Alter(objects) => format!("alter {}", object_words(&objects.to)),
        Step::Replace(objects) => format!("replace {}", object_words(&objects.to)),
        Step::Comment { object, .. } => format!("comment on {}", object_words(object)),
        Step::AlterTable { table, change } => change_words(&path(table), change),
        Step::AlterTogether(it) => {
            let table = path(&it.tables.to.id());
            match &it.changes[..] {
                [only] => change_words(&table, only),
                several => format!("change table {table}: {}", list_words(&table, several)),
            }
        }
        Step::Rebuild(rebuild) => {
            let table = path(&rebuild.tables.to.id());
            format!("rebuild table {table}: {}", list_words(&table, &rebuild.changes))
        }
        Step::AddEnumValue { name, value, .. } => format!("add value '{value}' to enum {name}"),
        Step::RenameEnumValue { name, values } => {
            format!("rename value '{}' of enum {name} to '{}'", values.from, values.to)
        }
        Step::Owner { on, role: Some(role) } => format!("give {} {} to {role}", kind_words(on), path(on)),
        Step::Owner { on, role: None } => format!("take over {} {}", kind_words(on), path(on)),
        Step::Privileges { on, to, .. } => {
            format!("change what {} may do on {} {}", to.as_name(), kind_words(on), path(on))
        }
        Step::Backfill(it) => format!("fill column {} of {} where it is empty", it.column.name, path(&it.table)),
        Step::SwapEnum { enums, .. } => format!("replace the values of enum {}", enums.to.name),
    }
}

/// `change what reader may do on new tables of app in sales`
fn default_privileges(it: &DefaultPrivileges) -> String {
    let owner = it.role.as_ref().map_or_else(String::new, |role| format!(" of {role}"));
    let place = it.namespace.as_ref().map_or_else(String::new, |namespace| format!(" in {namespace}"));
    format!("change what {} may do on new {}{owner}{place}", it.to.as_name(), it.objects.as_str())
}

fn list_words(table: &str, changes: &[TableChange]) -> String {
    changes.iter().map(|change| without_table(table, change)).collect::<Vec<_>>().join(", ")
}

/// The change in the words of one that stands alone, less the table that is named already.
fn without_table(table: &str, change: &TableChange) -> String {
    let words = change_words(table, change);
    for preposition in ["of", "to", "on"] {
        let phrase = format!(" {preposition} {table}");
        if let Some(at) = words.find(&phrase) {
            return words[..at].to_owned() + &words[at + phrase.len()..];
        }
    }
    words
}

fn object_words(object: &Object) -> String {
    let id = object.id();
    format!("{} {}", kind_words(&id), path(&id))
}

fn kind_words(id: &ObjectId) -> String {
    id.kind.as_str().replace('_', " ")
}

fn path(id: &ObjectId) -> String {
    id.path.iter().map(Name::as_str).collect::<Vec<_>>().join(".")
}

fn change_words(table: &str, change: &TableChange) -> String {
    match change {
        TableChange::AddColumn(column) => format!("add column {} to {table}", column.name),
        TableChange::DropColumn(column) => format!("drop column {} of {table}", column.name),
        TableChange::RenameColumn(names) => format!("rename column {} of {table} to {}", names.from, names.to),
        TableChange::AlterColumn { columns, aspect } => {
            format!("change the {} of column {} of {table}", aspect.as_str(), columns.to.name)
        }
        TableChange::AddConstraint(it) => format!("add {} {} to {table}", it.kind().as_str(), it.name()),
        TableChange::DropConstraint(it) => format!("drop {} {} of {table}", it.kind().as_str(), it.name()),
        TableChange::RenameConstraint(pair) => {
            format!("rename {} {} of {table} to {}", pair.to.kind().as_str(), pair.from.name(), pair.to.name())
        }
        TableChange::AlterConstraint(pair) => {
            format!("change {} {} of {table}", pair.to.kind().as_str(), pair.to.name())
        }
        TableChange::AddIndex(index) => format!("create index {} on {table}", index.name),
        TableChange::DropIndex(index) => format!("drop index {} of {table}", index.name),
        TableChange::RenameIndex(names) => format!("rename index {} of {table} to {}", names.from, names.to),
        TableChange::AlterIndex(indexes) => format!("change index {} of {table}", indexes.to.name),
        TableChange::Comment { kind, name, .. } => format!("comment on {kind} {name} of {table}"),
        TableChange::Options(options) => format!("change the {} of {table}", option_words(options.as_ref())),
        TableChange::Partitioning(_) => format!("change the partitioning of {table}"),
        TableChange::PartitionOf(parents) => match &parents.to {
            Some(to) => format!("attach partition {table} to {}", to.parent),
            None => format!("detach partition {table}"),
        },
    }
}

/// The one option that differs by its name; all of them as options.
fn option_words(options: Pair<&TableOptions>) -> &'static str {
    let differing = [
        (options.map(|it| &it.parameters).differs(), "options"),
        (options.map(|it| it.unlogged).differs(), "persistence"),
        (options.map(|it| &it.inherits).differs(), "parents"),
        (options.map(|it| &it.of_type).differs(), "type"),
        (options.map(|it| &it.tablespace).differs(), "tablespace"),
        (options.map(|it| &it.access_method).differs(), "access method"),
        (options.map(|it| &it.clustered_on).differs(), "cluster index"),
        (options.map(|it| &it.replica_identity).differs(), "replica identity"),
    ];
    let mut names = differing.into_iter().filter(|(differs, _)| *differs).map(|(_, name)| name);
    match (names.next(), names.next()) {
        (Some(name), None) => name,
        _ => "options",
    }
}
