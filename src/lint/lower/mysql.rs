//! ALTER TABLE of MySQL and MariaDB: the server looks at all actions together, so they become one alteration of the table.

use super::Lowering;
use crate::dialect::Wording;
use crate::lint::act::Act;
use crate::lint::apply;
use crate::lint::statement::{Action, AlterTable, ColumnAction, ColumnDefinition};
use crate::model::{
    Alteration, Column, ColumnAspect, Constraint, Index, IndexTerm, LockMode, Manner, Name, Object, ObjectId, Pair,
    Schema, Step, Table, TableChange, Utility,
};

impl Lowering<'_> {
    pub(super) fn alter_mysql(&mut self, written: &AlterTable, table: &Table) {
        let text = Wording(self.dialect);
        let mut draft = Draft { to: table.clone(), changes: Vec::new(), placed: false, text };
        let mut rebuilds = false;
        let mut renamed = None;
        for (_, action) in &written.actions {
            match action {
                Action::Rebuild => rebuilds = true,
                Action::RenameTo(to) => renamed = Some(self.qualify(to)),
                Action::Property(_) => self.touch_alone(table.id()),
                Action::Options(options) => rebuilds |= self.options(options, table, &mut draft),
                _ => self.mysql_action(action, &mut draft),
            }
        }
        let is_rename_alone = renamed.is_some() && draft.changes.is_empty();
        if !is_rename_alone {
            let asks_for_algorithm = written.asks_for_algorithm;
            let manner = Manner { placed: draft.placed, asks_for_algorithm, ..Manner::default() };
            self.together(table, draft.changes, manner);
        }
        if rebuilds {
            self.act(Act::Utility(Utility::Reorganize { tables: vec![table.id()] }));
        }
        if let Some(to) = renamed {
            self.act(Act::step(Step::Rename(Pair::new(table.id(), ObjectId::table(&to)))));
        }
    }

    /// One ALTER TABLE with all of the changes.
    pub(super) fn together(&mut self, from: &Table, changes: Vec<TableChange>, manner: Manner) {
        let mut to = from.clone();
        changes.iter().for_each(|change| apply::alter(&mut to, change, &Wording(self.dialect)));
        let to = self.canonical(to);
        let from = self.canonical(from.clone());
        let changes = changes.into_iter().map(|change| canonical_change(change, Pair::new(&from, &to)));
        let changes = changes.filter(is_change).collect();
        let alteration = Alteration { tables: Pair::new(from, to), changes };
        self.act(Act::Step(Step::AlterTogether(Box::new(alteration)), manner));
    }

    /// The table as the server would show it.
    fn canonical(&self, table: Table) -> Table {
        let id = table.id();
        let mut schema = Schema::default();
        schema.insert(Object::Table(Box::new(table.clone())));
        match self.dialect.normalize(schema).schema.objects.remove(&id) {
            Some(Object::Table(table)) => *table,
            Some(_) | None => table,
        }
    }

    fn mysql_action(&mut self, action: &Action, draft: &mut Draft<'_>) {
        match action {
            Action::AddColumn { column, if_not_exists } => self.add_mysql_column(column, *if_not_exists, draft),
            Action::DropColumn { name, if_exists, .. } => {
                let name = self.spelled_column(name, &draft.to);
                if let Some(column) = self.column_of(&name, &draft.to, *if_exists) {
                    draft.push(TableChange::DropColumn(column));
                }
            }
            Action::RenameColumn { from, to } => {
                let from = self.spelled_column(from, &draft.to);
                draft.push(TableChange::RenameColumn(Pair::new(from, to.clone())));
            }
            Action::AlterColumn { name, change } => self.mysql_default(name, change, draft),
            Action::RedefineColumn { name, column } => self.redefine(name, column, draft),
            Action::AddConstraint(written) => {
                let constraint = self.constraint(written, &draft.to);
                draft.push(TableChange::AddConstraint(constraint));
            }
            Action::DropConstraint { name, if_exists, .. } => self.drop_mysql_constraint(name, *if_exists, draft),
            Action::DropForeignKey(name) => self.drop_mysql_constraint(name, false, draft),
            Action::DropPrimaryKey => {
                if let Some(key) = draft.to.primary_key().cloned() {
                    draft.push(TableChange::DropConstraint(Constraint::PrimaryKey(key)));
                }
            }
            Action::AddIndex(index) => self.add_mysql_index(index, draft),
            Action::DropIndex(name) => self.drop_mysql_index(name, draft),
            Action::RenameIndex { from, to } => {
                draft.push(TableChange::RenameIndex(Pair::new(from.clone(), to.clone())));
            }
            Action::HideIndex { name, hidden } => {
                if let Some(from) = draft.to.indexes.get(name).cloned() {
                    let to = Index { hidden: *hidden, ..from.clone() };
                    draft.push(TableChange::AlterIndex(Pair::new(from, to)));
                }
            }
            Action::Convert { charset, collation } => convert(charset, collation.as_deref(), draft),
            Action::LosePartitions { names, drops } => {
                let (table, partitions) = (draft.to.id(), names.clone());
                self.act(Act::Utility(Utility::LosePartitions { table, partitions, drops: *drops }));
            }
            Action::Unweighed(what) => {
                self.unweighed(what);
                self.touch_alone(draft.to.id());
            }
            Action::Partitions { copies: true } => repartition(draft),
            Action::Partitions { copies: false } => self.touch_alone(draft.to.id()),
            // These are about the statement as a whole, and `alter_mysql` has seen to them.
            Action::Rebuild | Action::RenameTo(_) | Action::Property(_) | Action::Options(_) => {}
            // These do nothing, or are no words of MySQL.
            Action::Nothing
            | Action::RenameConstraint { .. }
            | Action::ValidateConstraint(_)
            | Action::SetNamespace(_)
            | Action::Owner(_)
            | Action::Triggers { .. }
            | Action::RuleOff
            | Action::RowSecurity { .. }
            | Action::Parameters(_)
            | Action::Logged(_)
            | Action::Tablespace(_)
            | Action::AccessMethod(_)
            | Action::ReplicaIdentity
            | Action::ClusterOn(_)
            | Action::Inherit { .. }
            | Action::Attach { .. }
            | Action::Detach { .. } => {}
        }
    }

    /// Nobody else has the table for a moment.
    fn touch_alone(&mut self, table: ObjectId) {
        self.act(Act::Utility(Utility::Touch { objects: vec![table], mode: LockMode::AccessExclusive }));
    }

    fn add_mysql_column(&mut self, column: &ColumnDefinition, if_not_exists: bool, draft: &mut Draft<'_>) {
        let name = column.name.clone().unwrap_or_else(|| Name::from(""));
        if if_not_exists && draft.to.columns.contains_key(&name) {
            return;
        }
        let is_last = column.placed && self.goes_last(column, draft);
        draft.placed |= column.placed && !is_last;
        let added = self.column(column);
        draft.push(TableChange::AddColumn(added));
        self.inline_constraints(column, draft);
    }

    fn drop_mysql_constraint(&mut self, name: &Name, if_exists: bool, draft: &mut Draft<'_>) {
        if let Some(constraint) = self.constraint_of(name, &draft.to, if_exists) {
            draft.push(TableChange::DropConstraint(constraint));
        }
    }

    fn add_mysql_index(&mut self, index: &Index, draft: &mut Draft<'_>) {
        // With IF NOT EXISTS nothing happens where there is one of its name, and without it the server refuses.
        if draft.to.indexes.contains_key(&index.name) {
            return;
        }
        let mut index = index.clone();
        for key in &mut index.keys {
            if let IndexTerm::Column(column) = &mut key.term {
                *column = self.spelled_column(column, &draft.to);
            }
        }
        draft.push(TableChange::AddIndex(index));
    }

    /// AFTER the last column is where a column goes anyway.
    fn goes_last(&self, column: &ColumnDefinition, draft: &Draft<'_>) -> bool {
        let last = draft.to.columns.keys().last();
        column
            .after
            .as_ref()
            .is_some_and(|after| last.is_some_and(|last| last.as_str().eq_ignore_ascii_case(after.as_str())))
    }

    fn inline_constraints(&mut self, column: &ColumnDefinition, draft: &mut Draft<'_>) {
        for definition in &column.constraints {
            let mut constraint = self.constraint(definition, &draft.to);
            if let (Constraint::Check(check), Some(name)) = (&mut constraint, &column.name) {
                // MariaDB knows such a check by the column's name.
                check.name = name.clone();
            }
            draft.push(TableChange::AddConstraint(constraint));
        }
    }

    fn mysql_default(&mut self, name: &Name, change: &ColumnAction, draft: &mut Draft<'_>) {
        let name = self.spelled_column(name, &draft.to);
        let Some(from) = self.column_of(&name, &draft.to, false) else { return };
        let mut to = from.clone();
        match change {
            ColumnAction::SetDefault(text) => to.default = self.default_of(Some(text)),
            ColumnAction::DropDefault => to.default = None,
            _ => return,
        }
        let aspect = ColumnAspect::Default;
        draft.push(TableChange::AlterColumn { columns: Pair::new(from, to), aspect });
    }

    /// MODIFY and CHANGE give the whole definition: whatever differs from the column as it was, changes.
    fn redefine(&mut self, name: &Name, written: &ColumnDefinition, draft: &mut Draft<'_>) {
        let name = self.spelled_column(name, &draft.to);
        let Some(mut from) = self.column_of(&name, &draft.to, false) else { return };
        let to = self.column(written);
        if !to.name.as_str().eq_ignore_ascii_case(from.name.as_str()) {
            draft.push(TableChange::RenameColumn(Pair::new(from.name.clone(), to.name.clone())));
            from.name = to.name.clone();
        }
        let to = Column { name: from.name.clone(), ..to };
        let is_key = draft.to.primary_key().is_some_and(|key| key.columns.contains(&from.name));
        let columns = self.canonical_columns(Pair::new(from, to), draft, is_key);
        for aspect in ColumnAspect::ALL.into_iter().filter(|aspect| aspect.differs(columns.as_ref())) {
            draft.push(TableChange::AlterColumn { columns: columns.clone(), aspect });
        }
        self.inline_constraints(written, draft);
    }

    /// Both definitions as the server would show them, in the same table.
    fn canonical_columns(&self, columns: Pair<Column>, draft: &Draft<'_>, is_key: bool) -> Pair<Column> {
        columns.map(|mut column| {
            column.nullable &= !is_key;
            let mut table = draft.to.clone();
            table.add_column(column.clone());
            self.canonical(table).columns.get(&column.name).cloned().unwrap_or(column)
        })
    }

    fn drop_mysql_index(&mut self, name: &Name, draft: &mut Draft<'_>) {
        if let Some(index) = draft.to.indexes.get(name).cloned() {
            return draft.push(TableChange::DropIndex(index));
        }
        if name.as_str().eq_ignore_ascii_case("primary") {
            return self.mysql_action(&Action::DropPrimaryKey, draft);
        }
        self.drop_mysql_constraint(name, false, draft);
    }

    /// Options of the table. True where one says what holds already, which makes the table anew all the same.
    fn options(&mut self, options: &[(String, String)], table: &Table, draft: &mut Draft<'_>) -> bool {
        let mut to = draft.to.options.clone();
        let mut rebuilds = false;
        for (name, value) in options {
            let name = if name == "collate" { "collation" } else { name.as_str() };
            match name {
                // A new character set is for columns to come: those that are there keep what they have.
                "auto_increment" | "comment" | "wait" | "nowait" | "charset" | "collation" => {}
                "engine" => {
                    let current = table.options.parameters.get("engine").unwrap_or("InnoDB");
                    rebuilds |= current.eq_ignore_ascii_case(value);
                    if !DURABLE.iter().any(|engine| engine.eq_ignore_ascii_case(value)) {
                        self.unweighed(&format!("moves the rows into the engine {value}, which may not keep them"));
                    }
                    if !current.eq_ignore_ascii_case(value) {
                        to.parameters.insert(name, value.as_str());
                    }
                }
                "system_versioning" if value.is_empty() => {
                    to.parameters.remove(name);
                }
                "system_versioning" => {
                    to.parameters.insert(name, "true");
                }
                _ => {
                    to.parameters.insert(name, value.to_ascii_uppercase());
                }
            }
        }
        if to != draft.to.options {
            draft.push(TableChange::Options(Pair::new(draft.to.options.clone(), to)));
        }
        rebuilds
    }
}

/// Storage engines that keep rows as they are given them.
const DURABLE: [&str; 5] = ["InnoDB", "Aria", "MyISAM", "RocksDB", "ROCKSDB"];

/// What has been said so far, and the table that comes of it.
struct Draft<'a> {
    to: Table,
    changes: Vec<TableChange>,
    placed: bool,
    text: Wording<'a>,
}

impl Draft<'_> {
    fn push(&mut self, change: TableChange) {
        apply::alter(&mut self.to, &change, &self.text);
        self.changes.push(change);
    }
}

/// CONVERT TO CHARACTER SET: columns with a collation of their own get that of the table.
fn convert(charset: &str, collation: Option<&str>, draft: &mut Draft<'_>) {
    let mut to = draft.to.options.clone();
    to.parameters.insert("charset", charset);
    to.parameters.remove("collation");
    if let Some(collation) = collation {
        to.parameters.insert("collation", collation);
    }
    let collated: Vec<Column> =
        draft.to.columns.values().filter(|column| column.collation.is_some()).cloned().collect();
    for from in collated {
        let columns = Pair::new(from.clone(), Column { collation: None, ..from });
        draft.push(TableChange::AlterColumn { columns, aspect: ColumnAspect::Collation });
    }
    draft.push(TableChange::Options(Pair::new(draft.to.options.clone(), to)));
}

/// The rows go into other partitions. Which is not read: it is enough that the table is not as it was.
fn repartition(draft: &mut Draft<'_>) {
    let mut to = draft.to.options.clone();
    let clause = to.parameters.get("partition_by").unwrap_or_default().to_owned();
    to.parameters.insert("partition_by", format!("changed {clause}"));
    draft.changes.push(TableChange::Options(Pair::new(draft.to.options.clone(), to)));
}

/// The change with its sides as the canonical tables have them.
fn canonical_change(change: TableChange, tables: Pair<&Table>) -> TableChange {
    match change {
        TableChange::Options(_) => {
            TableChange::Options(Pair::new(tables.from.options.clone(), tables.to.options.clone()))
        }
        TableChange::AddColumn(column) => {
            TableChange::AddColumn(tables.to.columns.get(&column.name).cloned().unwrap_or(column))
        }
        other => other,
    }
}

/// Options that turned out to be the same are no change.
fn is_change(change: &TableChange) -> bool {
    match change {
        TableChange::Options(options) => options.as_ref().differs(),
        _ => true,
    }
}
