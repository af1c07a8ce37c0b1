//! ALTER TABLE on engines that go from action to action.

use super::Lowering;
use super::column::serial;
use super::table::partition_bound;
use crate::lint::act::Act;
use crate::lint::statement::{Action, AlterTable, ColumnAction, ColumnDefinition};
use crate::lint::world::untold;
use crate::model::{
    Cause, Check, Column, ColumnAspect, Constraint, Generated, Identity, Index, LockMode, Manner, Name, NameOrigin,
    Object, ObjectId, ObjectKind, Pair, PartitionOf, QualifiedName, Reason, ReplicaIdentity, SqlText, Step, Table,
    TableChange, TableOptions, Utility,
};
use crate::sql::{Lexeme, LexemeKind, Syntax, lex};

impl Lowering<'_> {
    pub(super) fn alter_table(&mut self, written: &AlterTable) {
        let Some(id) = self.relation(&written.name, written.if_exists) else { return };
        let Some(table) = self.world.schema.table(&self.qualify(&written.name)).cloned() else {
            // ALTER TABLE is accepted for views, sequences and indexes, too.
            return self.act(Act::Utility(Utility::Touch { objects: vec![id], mode: LockMode::AccessExclusive }));
        };
        if self.alters_together() {
            return self.alter_mysql(written, &table);
        }
        for (at, action) in &written.actions {
            self.at = *at;
            let name = self.current_name(&table);
            let Some(table) = self.world.table(&name) else { return };
            self.action(action, &table, written.only);
        }
        if self.done.iter().all(|done| done.effect.touches.is_empty()) && !self.world.is_fresh(&table.id()) {
            // IF EXISTS over what is not there still takes the lock.
            self.act(Act::Utility(Utility::Touch { objects: vec![id], mode: LockMode::AccessExclusive }));
        }
    }

    /// The table's name after the actions so far.
    fn current_name(&self, table: &Table) -> QualifiedName {
        let renamed = self.done.iter().rev().find_map(|done| match &done.act {
            Act::Step(Step::Rename(Pair { to, .. }), _) if to.kind == ObjectKind::Table => Some(to.qualified_name()),
            _ => None,
        });
        renamed.unwrap_or_else(|| table.name.clone())
    }

    pub(super) fn change(&mut self, table: &Table, change: TableChange, manner: Manner) {
        self.act(Act::Step(Step::AlterTable { table: table.id(), change }, manner));
    }

    fn action(&mut self, action: &Action, table: &Table, only: bool) {
        let manner = Manner { only, ..Manner::default() };
        match action {
            Action::AddColumn { column, if_not_exists } => self.add_column(column, *if_not_exists, table, manner),
            Action::DropColumn { name, if_exists, cascade } => {
                let name = self.spelled_column(name, table);
                let Some(column) = self.column_of(&name, table, *if_exists) else { return };
                self.change(table, TableChange::DropColumn(column), Manner { cascade: *cascade, ..manner });
            }
            Action::RenameColumn { from, to } => {
                let from = self.spelled_column(from, table);
                if self.column_of(&from, table, false).is_some() {
                    self.change(table, TableChange::RenameColumn(Pair::new(from, to.clone())), manner);
                }
            }
            Action::AlterColumn { name, change } => self.alter_column(name, change, table, manner),
            Action::AddConstraint(written) => {
                let using_index = match &written.body {
                    crate::lint::statement::ConstraintBody::PrimaryKey { using_index, .. }
                    | crate::lint::statement::ConstraintBody::Unique { using_index, .. } => using_index.clone(),
                    _ => None,
                };
                let constraint = self.constraint(written, table);
                self.change(table, TableChange::AddConstraint(constraint), Manner { using_index, ..manner });
            }
            Action::DropConstraint { name, if_exists, cascade } => {
                let Some(constraint) = self.constraint_of(name, table, *if_exists) else { return };
                self.change(table, TableChange::DropConstraint(constraint), Manner { cascade: *cascade, ..manner });
            }
            Action::RenameConstraint { from, to } => {
                let Some(constraint) = self.constraint_of(from, table, false) else { return };
                let renamed = constraint.renamed(to.clone());
                self.change(table, TableChange::RenameConstraint(Pair::new(constraint, renamed)), manner);
            }
            Action::ValidateConstraint(name) => {
                let Some(constraint) = self.constraint_of(name, table, false) else { return };
                if self.world.known && constraint == constraint.clone().validated() {
                    let mode = LockMode::ShareUpdateExclusive;
                    return self.act(Act::Utility(Utility::Touch { objects: vec![table.id()], mode }));
                }
                let pair = Pair::new(unvalidated(constraint.clone()), constraint.validated());
                self.change(table, TableChange::AlterConstraint(pair), manner);
            }
            Action::RenameTo(to) => {
                let to = QualifiedName::new(table.name.namespace.clone(), to.name.clone());
                self.act(Act::step(Step::Rename(Pair::new(table.id(), ObjectId::table(&to)))));
            }
            Action::SetNamespace(namespace) => {
                let to = QualifiedName::new(Some(namespace.clone()), table.name.name.clone());
                self.act(Act::step(Step::Rename(Pair::new(table.id(), ObjectId::table(&to)))));
            }
            Action::Owner(role) => {
                self.act(Act::step(Step::Owner { on: table.id(), role: Some(role.clone()) }));
            }
            Action::Triggers { enabled } => {
                self.act(Act::Utility(Utility::TriggerState { table: table.id(), enabled: *enabled }));
            }
            Action::Attach { partition, bound } => self.attach(partition, partition_bound(bound), table),
            Action::Detach { partition, concurrently } => {
                let name = self.qualify(partition);
                let Some(part) = self.world.table(&name) else { return };
                let place = part.partition_of.clone().or_else(|| {
                    Some(PartitionOf { parent: table.name.clone(), bound: crate::model::PartitionBound::Default })
                });
                let manner = Manner { concurrently: *concurrently, ..manner };
                self.change(&part, TableChange::PartitionOf(Pair::new(place, None)), manner);
            }
            Action::RuleOff => {
                self.unprotected(table.id(), "turns off a rule");
                self.act(Act::Utility(Utility::Touch { objects: vec![table.id()], mode: LockMode::AccessExclusive }));
            }
            Action::Unweighed(what) => {
                self.unweighed(what);
                self.act(Act::Utility(Utility::Touch { objects: vec![table.id()], mode: LockMode::AccessExclusive }));
            }
            Action::RowSecurity { .. }
            | Action::Parameters(_)
            | Action::Logged(_)
            | Action::Tablespace(_)
            | Action::AccessMethod(_)
            | Action::ReplicaIdentity
            | Action::ClusterOn(_)
            | Action::Inherit { .. } => self.option(action, table, manner),
            Action::Property(_) => {
                self.act(Act::Utility(Utility::Touch { objects: vec![table.id()], mode: LockMode::AccessExclusive }));
            }
            Action::RedefineColumn { .. }
            | Action::DropPrimaryKey
            | Action::DropForeignKey(_)
            | Action::AddIndex(_)
            | Action::DropIndex(_)
            | Action::RenameIndex { .. }
            | Action::HideIndex { .. }
            | Action::Convert { .. }
            | Action::Options(_)
            | Action::Rebuild
            | Action::Partitions { .. }
            | Action::LosePartitions { .. }
            | Action::Nothing => {}
        }
    }

    fn add_column(&mut self, written: &ColumnDefinition, if_not_exists: bool, table: &Table, manner: Manner) {
        let column = self.column(written);
        if if_not_exists && table.columns.contains_key(&column.name) {
            return;
        }
        let with_default = column.default.is_some() || column.generated.is_some() || column.identity.is_some();
        let is_serial = serial(&written.data_type).is_some() && self.dialect.capabilities().default_namespace.is_some();
        let name = column.name.clone();
        let add = Manner { serial: is_serial, placed: written.placed, ..manner.clone() };
        self.change(table, TableChange::AddColumn(column), add);
        for definition in &written.constraints {
            let Some(table) = self.world.table(&table.name) else { return };
            let mut constraint = self.constraint(definition, &table);
            if let (Constraint::Check(check), None) = (&mut constraint, &definition.name) {
                check.name = crate::model::generated_name(&table.name.name, &[&name], "check");
            }
            let inline = Manner { inline: true, with_default, ..manner.clone() };
            self.change(&table, TableChange::AddConstraint(constraint), inline);
        }
    }

    /// The column, made up where the schema is not known; where it is and has no such column, that is told.
    pub(super) fn column_of(&mut self, name: &Name, table: &Table, if_exists: bool) -> Option<Column> {
        if let Some(column) = table.columns.get(name) {
            return Some(column.clone());
        }
        if !self.world.known && !self.world.is_fresh(&table.id()) {
            return Some(Column::new(name.clone(), untold()));
        }
        if !if_exists {
            let object = ObjectId::column(&table.name, name);
            let detail = format!("speaks of {object}, which is not in the schema");
            self.tell(Cause::UnknownObject, object, detail);
        }
        None
    }

    /// The constraint of the name. Where the schema is not known nobody can tell its kind.
    pub(super) fn constraint_of(&mut self, name: &Name, table: &Table, if_exists: bool) -> Option<Constraint> {
        if let Some(found) = table.constraints.get(name) {
            return Some(found.clone());
        }
        if !self.world.known && !self.world.is_fresh(&table.id()) {
            let expression = SqlText::new("untold");
            let origin = NameOrigin::Written;
            let check =
                Check { name: name.clone(), origin, expression, not_valid: false, no_inherit: false, comment: None };
            return Some(Constraint::Check(check));
        }
        if !if_exists {
            let object = table.id().member(ObjectKind::Constraint, name);
            let detail = format!("speaks of {object}, which is not in the schema");
            self.tell(Cause::UnknownObject, object, detail);
        }
        None
    }

    fn alter_column(&mut self, name: &Name, change: &ColumnAction, table: &Table, manner: Manner) {
        let Some(from) = self.column_of(name, table, false) else { return };
        let mut to = from.clone();
        let mut manner = manner;
        let aspects: &[ColumnAspect] = match change {
            ColumnAction::Type { data_type, collation, using } => {
                to.data_type = self.data_type(data_type);
                to.collation = collation.clone().map(QualifiedName::bare);
                if from.collation.as_ref().map(|it| &it.name) == to.collation.as_ref().map(|it| &it.name) {
                    to.collation.clone_from(&from.collation);
                }
                manner.using.clone_from(using);
                self.computed_anew(&from, using.as_deref(), table);
                let recollates = to.collation != from.collation;
                if recollates { &[ColumnAspect::Type, ColumnAspect::Collation] } else { &[ColumnAspect::Type] }
            }
            ColumnAction::SetDefault(text) => {
                to.default = self.default_of(Some(text));
                &[ColumnAspect::Default]
            }
            ColumnAction::DropDefault => {
                to.default = None;
                &[ColumnAspect::Default]
            }
            ColumnAction::SetNotNull => {
                to.nullable = false;
                if !from.nullable && self.world.known { &[] } else { &[ColumnAspect::Nullability] }
            }
            ColumnAction::DropNotNull => {
                to.nullable = true;
                &[ColumnAspect::Nullability]
            }
            ColumnAction::AddIdentity(mode) => {
                to.identity = Some(Identity::new(*mode));
                &[ColumnAspect::Identity]
            }
            ColumnAction::DropIdentity => {
                to.identity = None;
                &[ColumnAspect::Identity]
            }
            ColumnAction::DropExpression => {
                to.generated = None::<Generated>;
                &[ColumnAspect::Generated]
            }
            // Of this table alone, whatever inherits from it.
            ColumnAction::Parameters => {
                let mode = LockMode::ShareUpdateExclusive;
                return self.act(Act::Utility(Utility::Touch { objects: vec![table.id()], mode }));
            }
            ColumnAction::Statistics => {
                to.storage.statistics = Some(to.storage.statistics.map_or(1, |it| it + 1));
                &[ColumnAspect::Storage]
            }
            ColumnAction::Storage | ColumnAction::Compression => {
                to.storage.mode = Some("changed".into());
                &[ColumnAspect::Storage]
            }
        };
        for aspect in aspects {
            let columns = Pair::new(from.clone(), to.clone());
            self.change(table, TableChange::AlterColumn { columns, aspect: *aspect }, manner.clone());
        }
    }

    fn unprotected(&mut self, table: ObjectId, what: &str) {
        let detail = format!("{what} of {table}");
        self.tell(Cause::ProtectionOff, table, detail);
    }

    /// USING gives any value: what is no cast of the column itself may lose what it held.
    fn computed_anew(&mut self, column: &Column, using: Option<&str>, table: &Table) {
        let Some(using) = using.filter(|using| !is_cast_of(self.dialect.capabilities().syntax, using, &column.name))
        else {
            return;
        };
        let object = ObjectId::column(&table.name, &column.name);
        let detail = format!("computes every value of {object} anew by {using}");
        self.reasons.push(Reason::new(Cause::RowsChanged, object, detail).on(&table.id()));
    }

    fn attach(&mut self, partition: &QualifiedName, bound: crate::model::PartitionBound, parent: &Table) {
        let name = self.qualify(partition);
        let Some(part) = self.world.table(&name) else { return self.unknown(ObjectKind::Table, &name) };
        let place = PartitionOf { parent: parent.name.clone(), bound };
        self.change(&part, TableChange::PartitionOf(Pair::new(None, Some(place))), Manner::default());
    }

    fn option(&mut self, action: &Action, table: &Table, manner: Manner) {
        let mut to: TableOptions = table.options.clone();
        let mut is_gentle = false;
        match action {
            Action::RowSecurity { enabled, forced } => {
                if *enabled == Some(false) || *forced == Some(false) {
                    self.unprotected(table.id(), "turns row security off");
                }
                to.row_security.enabled = enabled.unwrap_or(to.row_security.enabled);
                to.row_security.forced = forced.unwrap_or(to.row_security.forced);
            }
            Action::Parameters(parameters) => {
                is_gentle = true;
                for (name, value) in parameters {
                    to.parameters.insert(name.as_str(), value.as_str());
                }
            }
            Action::Logged(logged) => to.unlogged = !logged,
            // Under the names of what is used where none is named.
            Action::Tablespace(name) => to.tablespace = Some(name.clone()).filter(|it| it.as_str() != "pg_default"),
            Action::AccessMethod(name) => to.access_method = Some(name.clone()).filter(|it| it.as_str() != "heap"),
            Action::ReplicaIdentity => to.replica_identity = ReplicaIdentity::Full,
            Action::ClusterOn(index) => {
                is_gentle = true;
                to.clustered_on.clone_from(index);
            }
            Action::Inherit { parent, inherits } => {
                let parent = self.qualify(parent);
                to.inherits.retain(|it| *it != parent);
                to.inherits.extend(inherits.then_some(parent));
            }
            _ => return,
        }
        let is_same = to == table.options;
        if !is_same || self.world.known {
            let change = TableChange::Options(Pair::new(table.options.clone(), to));
            self.change(table, change, manner);
        }
        if is_same {
            let mode = if is_gentle { LockMode::ShareUpdateExclusive } else { LockMode::AccessExclusive };
            self.act(Act::Utility(Utility::Touch { objects: vec![table.id()], mode }));
        }
    }

    /// The table that has the index.
    pub(super) fn table_of_index(&self, name: &Name) -> Option<(ObjectId, Index)> {
        self.world.schema.objects.iter().find_map(|(id, object)| match object {
            Object::Table(table) => table.indexes.get(name).map(|index| (id.clone(), index.clone())),
            Object::MaterializedView(view) => view.indexes.get(name).map(|index| (id.clone(), index.clone())),
            _ => None,
        })
    }
}

/// `c::type`, `CAST(c AS type)` or the column alone.
fn is_cast_of(syntax: Syntax, using: &str, column: &Name) -> bool {
    let Ok(lexemes) = lex(syntax, using) else { return false };
    let is_column = |lexeme: &Lexeme<'_>| lexeme.identifier() == Some(column.as_str());
    let is_type = |lexemes: &[Lexeme<'_>]| {
        let is_part = |it: &Lexeme<'_>| {
            it.identifier().is_some() || it.kind == LexemeKind::Number || "(),[]\".".contains(it.text)
        };
        lexemes.iter().all(is_part)
    };
    match &lexemes[..] {
        [only] => is_column(only),
        [first, cast, rest @ ..] if is_column(first) && cast.is_symbol("::") => is_type(rest),
        [cast, open, first, word, rest @ ..] => {
            cast.is_word("CAST") && open.is_symbol("(") && is_column(first) && word.is_word("AS") && is_type(rest)
        }
        _ => false,
    }
}

fn unvalidated(mut constraint: Constraint) -> Constraint {
    match &mut constraint {
        Constraint::Check(it) => it.not_valid = true,
        Constraint::ForeignKey(it) => it.not_valid = true,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => {}
    }
    constraint
}
