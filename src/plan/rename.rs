//! `was:` brought to bear: the start schema under its new names, so that the diff sees what is the same as the same.

use super::{follow, range, type_member};
use crate::dialect::{Dialect, ViewBinding, Wording};
use crate::model::{
    Change, ColumnText, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Renames, Schema, SqlText, TableChange,
    TableRole, Visitor,
};
use crate::sql::{Syntax, mentions};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The start schema after the renames that have something to rename.
pub(super) struct Renamed<'a> {
    pub schema: Cow<'a, Schema>,
    /// Renames of whole objects, and of what types are made of.
    pub changes: Vec<Change>,
    /// Renames of columns, by the new address of the table.
    pub columns: BTreeMap<ObjectId, Vec<Pair<Name>>>,
    /// Those of the renames that are in effect.
    pub done: Renames,
}

/// A rename counts where the old name is there and the new one is not: afterwards a `was:` may stay in the spec for ever.
pub(super) fn apply<'a>(dialect: &dyn Dialect, schemas: Pair<&'a Schema>, renames: &Renames) -> Renamed<'a> {
    let schema = Cow::Borrowed(schemas.from);
    let mut renamed = Renamed { schema, changes: Vec::new(), columns: BTreeMap::new(), done: Renames::default() };
    let renames =
        if dialect.capabilities().names_ignore_case { with_letter_case(schemas, renames) } else { renames.clone() };
    let (of_members, of_objects): (Vec<_>, Vec<_>) = renames.iter().partition(|ids| is_member(ids.to.kind));
    for ids in of_objects {
        let there = renamed.schema.objects.contains_key(ids.from) && schemas.to.objects.contains_key(ids.to);
        if there && !renamed.schema.objects.contains_key(ids.to) && dialect.capabilities().renames(ids.to.kind) {
            let multirange = range::multirange(schemas, ids);
            rename_object(dialect, renamed.schema.to_mut(), ids);
            renamed.changes.push(Change::Rename(ids.map(ObjectId::clone)));
            renamed.done.insert(ids.map(ObjectId::clone));
            if let Some(ids) = multirange {
                range::follow_multirange(dialect, renamed.schema.to_mut(), &ids);
                renamed.changes.push(Change::Rename(ids));
            }
        }
    }
    // A chain (`c` was `b`, `b` was `a`) frees its names one after the other.
    let mut waiting = of_members;
    loop {
        let before = waiting.len();
        waiting.retain(|ids| {
            let is_done = rename_if_free(dialect, &mut renamed, *ids);
            if is_done {
                renamed.done.insert(ids.map(ObjectId::clone));
            }
            !is_done
        });
        if waiting.len() == before {
            break;
        }
    }
    renamed
}

fn is_member(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Column | ObjectKind::EnumValue | ObjectKind::Attribute)
}

/// Renames the member where the old name is there and the new one is free, and says whether it did.
fn rename_if_free(dialect: &dyn Dialect, renamed: &mut Renamed<'_>, ids: Pair<&ObjectId>) -> bool {
    if ids.to.kind != ObjectKind::Column {
        let change = type_member::rename_if_free(dialect, renamed.schema.to_mut(), ids);
        let did = change.is_some();
        renamed.changes.extend(change);
        return did;
    }
    let Some(table_id) = ids.to.parent_table() else { return false };
    let names = ids.map(|id| id.name().clone());
    let Some(Object::Table(table)) = renamed.schema.objects.get(&table_id) else { return false };
    if !table.columns.contains_key(&names.from) || table.columns.contains_key(&names.to) {
        return false;
    }
    // What has that name only now is another column.
    if renamed.columns.get(&table_id).is_some_and(|before| before.iter().any(|it| it.to == names.from)) {
        return false;
    }
    rename_column(dialect, renamed.schema.to_mut(), &table_id, names.as_ref());
    renamed.columns.entry(table_id).or_default().push(names);
    true
}

/// The renames, and those of names that differ in letter case alone, where the engine holds such names for one.
fn with_letter_case(schemas: Pair<&Schema>, renames: &Renames) -> Renames {
    let mut renames = renames.clone();
    let folded = |id: &ObjectId| (id.kind, id.path.iter().map(|name| name.as_str().to_lowercase()).collect::<Vec<_>>());
    let from: BTreeMap<_, &ObjectId> = schemas.from.objects.keys().map(|id| (folded(id), id)).collect();
    for (id, object) in &schemas.to.objects {
        let Some(old) = from.get(&folded(id)) else { continue };
        if *old != id {
            renames.insert(Pair::new((*old).clone(), id.clone()));
        }
        if let (Some(Object::Table(old)), Object::Table(table)) = (schemas.from.objects.get(*old), object) {
            for name in table.columns.keys().filter(|name| !old.columns.contains_key(*name)) {
                let same = |old: &&Name| old.as_str().to_lowercase() == name.as_str().to_lowercase();
                if let Some(old) = old.columns.keys().find(same) {
                    let column = |name: &Name| ObjectId::column(&table.name, name);
                    renames.insert(Pair::new(column(old), column(name)));
                }
            }
        }
    }
    renames
}

/// The changes with the renames of columns in front of the other changes of their table.
pub(super) fn with_columns(mut changes: Vec<Change>, columns: &BTreeMap<ObjectId, Vec<Pair<Name>>>) -> Vec<Change> {
    let mut missing = columns.clone();
    for change in &mut changes {
        if let Change::AlterTable { table, changes } = change
            && let Some(names) = missing.remove(table)
        {
            changes.splice(0..0, names.into_iter().map(TableChange::RenameColumn));
        }
    }
    changes.extend(missing.into_iter().map(|(table, names)| Change::AlterTable {
        table,
        changes: names.into_iter().map(TableChange::RenameColumn).collect(),
    }));
    changes
}

fn rename_object(dialect: &dyn Dialect, schema: &mut Schema, ids: Pair<&ObjectId>) {
    if ids.to.kind == ObjectKind::Namespace {
        return schema.visit(&mut MoveNamespace { dialect, names: ids.map(ObjectId::name) });
    }
    let Some(mut object) = schema.objects.remove(ids.from) else { return };
    let names = ids.map(|id| name_of(&object, id));
    let name = names.to.clone();
    match &mut object {
        Object::Enum(it) => it.name = name,
        Object::Domain(it) => it.name = name,
        Object::Sequence(it) => it.name = name,
        Object::Table(it) => it.name = name,
        Object::View(it) => it.name = name,
        Object::MaterializedView(it) => it.name = name,
        Object::Composite(it) => it.name = name,
        Object::Function(it) => it.name = name,
        Object::Definition(it) => it.name = name,
        Object::Trigger(it) => it.name = name.name,
        Object::Policy(it) => it.name = name.name,
        Object::Publication(it) => it.name = name.name,
        Object::Server(it) => it.name = name.name,
        // A namespace has moved above; the others have no name that a spec could change.
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Role(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {}
    }
    schema.insert(object);
    follow::renamed(dialect, schema, ids, names);
}

/// The name in an address, without what tells overloads apart, and without the table it belongs to.
fn name_of(object: &Object, id: &ObjectId) -> QualifiedName {
    let signature = match object {
        Object::Function(it) => format!("({})", it.arguments),
        Object::Definition(it) => it.signature.clone(),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Composite(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Role(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => String::new(),
    };
    let name = id.name().as_str();
    let name = Name::new(name.strip_suffix(&signature).unwrap_or(name));
    let is_of_table = id.parent_table().is_some();
    QualifiedName::new(Some(id.path[0].clone()).filter(|_| id.path.len() > 1 && !is_of_table), name)
}

/// Everything in a namespace goes with its name.
struct MoveNamespace<'a> {
    dialect: &'a dyn Dialect,
    names: Pair<&'a Name>,
}

impl Visitor for MoveNamespace<'_> {
    fn name(&mut self, name: &mut QualifiedName) {
        name.namespace.iter_mut().for_each(|namespace| self.namespace(namespace));
    }

    fn namespace(&mut self, name: &mut Name) {
        if name == self.names.from {
            *name = self.names.to.clone();
        }
    }

    fn sql(&mut self, text: &mut SqlText) {
        *text = reworded(self.dialect, text, self.names);
    }
}

fn rename_column(dialect: &dyn Dialect, schema: &mut Schema, table_id: &ObjectId, names: Pair<&Name>) {
    let table_name = table_id.qualified_name();
    let syntax = dialect.capabilities().syntax;
    let reaches_code = dialect.capabilities().renames_reach_code;
    for object in schema.objects.values_mut() {
        match object {
            Object::Trigger(trigger) if reaches_code && trigger.table == table_name => {
                trigger.definition = reworded(dialect, &trigger.definition, names);
            }
            Object::View(view)
                if reaches_code
                    && dialect.capabilities().view_binding == ViewBinding::OnUse
                    && mentions_table(syntax, &view.query, &table_name) =>
            {
                view.query = reworded(dialect, &view.query, names);
            }
            // A view that binds its columns keeps the old name as a column name of its own, so it differs and is made again.
            Object::View(_) | Object::MaterializedView(_) | Object::Trigger(_) => {}
            Object::Policy(policy) if policy.table == table_name => {
                policy
                    .using
                    .iter_mut()
                    .chain(&mut policy.check)
                    .for_each(|text| *text = reworded(dialect, text, names));
            }
            Object::Definition(it) if it.table.as_ref() == Some(&table_name) => {
                it.definition = reworded(dialect, &it.definition, names);
            }
            Object::Publication(it) => {
                if let Some(table) = it.tables.get_mut(&table_name) {
                    if table.columns.remove(names.from) {
                        table.columns.insert(names.to.clone());
                    }
                    table.predicate.iter_mut().for_each(|text| *text = reworded(dialect, text, names));
                }
            }
            Object::Grant(it) if it.on == *table_id => {
                for (mut privilege, grantable) in std::mem::take(&mut it.privileges) {
                    privilege.column =
                        privilege.column.map(|name| if name == *names.from { names.to.clone() } else { name });
                    it.privileges.insert(privilege, grantable);
                }
            }
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Function(_)
            | Object::Role(_)
            | Object::Composite(_)
            | Object::Policy(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Definition(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => {}
            // These the model knows.
            Object::Table(_) | Object::Sequence(_) => {}
        }
    }
    schema.rename_column(&table_name, names, &Wording(dialect));
    // Roles are taken away by `normalize`; a rename is planned between normalized schemas.
    schema.table_mut(&table_name).into_iter().for_each(|table| table.role = TableRole::Plain);
}

fn mentions_table(syntax: Syntax, text: &SqlText, table: &QualifiedName) -> bool {
    mentions(syntax, text.as_str())
        .iter()
        .any(|chain| chain.last().is_some_and(|last| last.eq_ignore_ascii_case(table.name.as_str())))
}

fn reworded(dialect: &dyn Dialect, text: &SqlText, names: Pair<&Name>) -> SqlText {
    Wording(dialect).renamed(text, names)
}
