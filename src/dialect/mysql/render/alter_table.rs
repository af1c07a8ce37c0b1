//! ALTER TABLE: any number of changes in one statement.

use super::{column, constraint, index, option, path};
use crate::dialect::Unsupported;
use crate::dialect::mysql::features::Features;
use crate::dialect::mysql::kept_values::{beside, keeps_computed_values, name_beside};
use crate::dialect::mysql::option::{COLLATION, PARTITION_BY};
use crate::dialect::mysql::{cost, data_type, implied, quote, unsupported};
use crate::model::{
    Alteration, Column, Constraint, Index, Name, ObjectId, ObjectKind, Pair, Table, TableChange, TableOptions,
};
use std::collections::{BTreeMap, BTreeSet};

/// A foreign key that comes, or steps aside for a while.
pub(super) fn foreign_key(table: &ObjectId, change: &TableChange) -> Result<String, Unsupported> {
    let clause = match change {
        TableChange::AddConstraint(added) => format!("ADD {}", constraint::definition(added)),
        TableChange::DropConstraint(dropped) => constraint::drop(dropped),
        _ => return Err(unsupported::bug(change.member(table).unwrap_or_else(|| table.clone()))),
    };
    Ok(format!("ALTER TABLE {} {clause}", path(table)))
}

/// All changes of the table in one statement, with the algorithm that the server is held to; before it the columns that keep what others compute.
pub(super) fn together(alteration: &Alteration, features: &Features) -> Result<Vec<String>, Unsupported> {
    let mut statements = Vec::new();
    for columns in alteration.changes.iter().filter_map(keeps_computed_values) {
        let added = column::definition(&beside(columns.from), &alteration.tables.from, features)?;
        statements.push(format!("ALTER TABLE {} ADD COLUMN {added}", quote::qualified(&alteration.tables.to.name)));
    }
    statements.push(one_statement(alteration, features)?);
    Ok(statements)
}

fn one_statement(alteration: &Alteration, features: &Features) -> Result<String, Unsupported> {
    let Alteration { tables, changes } = alteration;
    let mut clauses = Clauses {
        tables: tables.as_ref(),
        features,
        done: BTreeSet::new(),
        renamed: BTreeMap::new(),
        list: Vec::new(),
    };
    for change in changes {
        if let TableChange::RenameColumn(names) = change {
            clauses.renamed.insert(names.to.clone(), names.from.clone());
        }
        if let Some(columns) = keeps_computed_values(change) {
            clauses.list.push(format!("DROP COLUMN {}", quote::identifier(&columns.from.name)));
            clauses.renamed.insert(columns.to.name.clone(), name_beside(&columns.from.name));
        }
    }
    for change in changes {
        clauses.add(change)?;
    }
    let mut list = clauses.list;
    if !changes.iter().any(changes_partitions) {
        list.extend(cost::work(alteration).clause(features).map(str::to_owned));
    }
    let name = quote::qualified(&tables.to.name);
    Ok(match &list[..] {
        [only] => format!("ALTER TABLE {name} {only}"),
        several => format!("ALTER TABLE {name}\n  {}", several.join(",\n  ")),
    })
}

/// Partitions are changed without ALGORITHM and LOCK.
fn changes_partitions(change: &TableChange) -> bool {
    match change {
        TableChange::Options(options) => options.as_ref().map(|it| it.parameters.get(PARTITION_BY)).differs(),
        _ => false,
    }
}

/// The clauses of one statement. Whatever changes about a column, and however much, is one clause.
struct Clauses<'a> {
    tables: Pair<&'a Table>,
    features: &'a Features,
    /// Columns that are defined anew already.
    done: BTreeSet<Name>,
    /// Old names of columns, by the new ones.
    renamed: BTreeMap<Name, Name>,
    list: Vec<String>,
}

impl Clauses<'_> {
    fn add(&mut self, change: &TableChange) -> Result<(), Unsupported> {
        match change {
            TableChange::AddColumn(added) => {
                self.list.push(format!("ADD COLUMN {}", column::definition(added, self.tables.to, self.features)?));
                self.done.insert(added.name.clone());
            }
            TableChange::DropColumn(dropped) => {
                self.list.push(format!("DROP COLUMN {}", quote::identifier(&dropped.name)))
            }
            TableChange::RenameColumn(names) => self.rename_column(names.as_ref())?,
            TableChange::AlterColumn { columns, .. } => self.define(&columns.to)?,
            TableChange::AddConstraint(added) => self.add_constraint(added)?,
            TableChange::DropConstraint(dropped) => self.drop_constraint(dropped)?,
            TableChange::RenameConstraint(pair) => {
                self.rename_index(pair.as_ref().map(Constraint::name));
            }
            TableChange::RenameIndex(names) => self.rename_index(names.as_ref()),
            TableChange::AddIndex(added) => self.add_index(added),
            TableChange::DropIndex(dropped) => self.drop_index(&dropped.name),
            TableChange::AlterIndex(indexes) => self.alter_index(indexes.as_ref()),
            TableChange::Comment { kind, name, .. } => self.comment(*kind, name)?,
            TableChange::Options(options) => self.options(options.as_ref())?,
            TableChange::AlterConstraint(_) | TableChange::Partitioning(_) | TableChange::PartitionOf(_) => {
                return Err(unsupported::bug(self.tables.to.id()));
            }
        }
        Ok(())
    }

    /// The column as it shall be, once.
    fn define(&mut self, to: &Column) -> Result<(), Unsupported> {
        if !self.done.insert(to.name.clone()) {
            return Ok(());
        }
        let definition = column::definition(to, self.tables.to, self.features)?;
        self.list.push(match self.renamed.get(&to.name) {
            Some(old) => format!("CHANGE COLUMN {} {definition}", quote::identifier(old)),
            None => format!("MODIFY COLUMN {definition}"),
        });
        Ok(())
    }

    /// A column that is nothing but renamed; with other changes CHANGE does both.
    fn rename_column(&mut self, names: Pair<&Name>) -> Result<(), Unsupported> {
        let columns = self.tables.map(|table| table.columns.get(names.to));
        match (columns.from, columns.to) {
            (Some(from), Some(to)) if from != to => self.define(to),
            _ => {
                let [from, to] = [names.from, names.to].map(quote::identifier);
                self.list.push(format!("RENAME COLUMN {from} TO {to}"));
                Ok(())
            }
        }
    }

    fn add_constraint(&mut self, added: &Constraint) -> Result<(), Unsupported> {
        if self.is_inline(added, self.tables.to) {
            return self.define_named(added.name());
        }
        // MariaDB forgets an index that it made for one key when it makes another over the same columns. Said by us, it stays.
        if let Constraint::ForeignKey(key) = added
            && let Some(index) = implied::replaceable(key, self.tables)
        {
            self.drop_index(&index.name);
            self.add_index(index);
        }
        self.list.push(format!("ADD {}", constraint::definition(added)));
        Ok(())
    }

    fn drop_constraint(&mut self, dropped: &Constraint) -> Result<(), Unsupported> {
        if self.is_inline(dropped, self.tables.from) {
            return self.define_named(dropped.name());
        }
        self.list.push(constraint::drop(dropped));
        Ok(())
    }

    /// Whether the constraint stands in the definition of a column.
    fn is_inline(&self, constraint: &Constraint, table: &Table) -> bool {
        matches!(constraint, Constraint::Check(_))
            && table.columns.contains_key(constraint.name())
            && column::inline_check(constraint.name(), table, self.features).is_some()
    }

    /// The column of this name anew, if it stays.
    fn define_named(&mut self, name: &Name) -> Result<(), Unsupported> {
        match (self.tables.from.columns.get(name), self.tables.to.columns.get(name)) {
            (Some(_), Some(to)) => self.define(to),
            _ => Ok(()),
        }
    }

    fn rename_index(&mut self, names: Pair<&Name>) {
        let [from, to] = [names.from, names.to].map(quote::identifier);
        self.list.push(format!("RENAME INDEX {from} TO {to}"));
    }

    fn add_index(&mut self, added: &Index) {
        self.list.push(format!("ADD {}", index::definition(added, self.features)));
    }

    fn drop_index(&mut self, name: &Name) {
        self.list.push(format!("DROP INDEX {}", quote::identifier(name)));
    }

    fn alter_index(&mut self, indexes: Pair<&Index>) {
        if cost::hides_only(indexes) {
            let word = self.features.hidden_index[usize::from(!indexes.to.hidden)];
            self.list.push(format!("ALTER INDEX {} {word}", quote::identifier(&indexes.to.name)));
        } else {
            self.drop_index(&indexes.from.name);
            self.add_index(indexes.to);
        }
    }

    /// The comment of a member is a part of its definition.
    fn comment(&mut self, kind: ObjectKind, name: &Name) -> Result<(), Unsupported> {
        match kind {
            ObjectKind::Column => self.define_named(name),
            ObjectKind::Index => {
                if let Some(to) = self.tables.to.indexes.get(name) {
                    self.drop_index(name);
                    self.add_index(to);
                }
                Ok(())
            }
            ObjectKind::Constraint => {
                if let Some(to) = self.tables.to.constraints.get(name) {
                    self.list.push(constraint::drop(to));
                    self.list.push(format!("ADD {}", constraint::definition(to)));
                }
                Ok(())
            }
            ObjectKind::Namespace
            | ObjectKind::Extension
            | ObjectKind::Enum
            | ObjectKind::Domain
            | ObjectKind::Sequence
            | ObjectKind::Function
            | ObjectKind::Table
            | ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Trigger
            | ObjectKind::Role
            | ObjectKind::Composite
            | ObjectKind::Policy
            | ObjectKind::Publication
            | ObjectKind::Server
            | ObjectKind::UserMapping
            | ObjectKind::Definition(_)
            | ObjectKind::EnumValue
            | ObjectKind::Attribute
            | ObjectKind::Owner
            | ObjectKind::Grant
            | ObjectKind::DefaultPrivileges => Err(unsupported::bug(self.tables.to.id())),
        }
    }

    /// Texts that follow the table's collation are defined anew: the option alone is for columns that are yet to come.
    fn options(&mut self, options: Pair<&TableOptions>) -> Result<(), Unsupported> {
        self.list.extend(option::changes(options));
        if !options.map(|options| options.parameters.get(COLLATION)).differs() {
            return Ok(());
        }
        let follows = |column: &&Column| column.collation.is_none() && data_type::has_collation(&column.data_type);
        for column in self.tables.to.columns.values().filter(follows) {
            if self.tables.from.columns.contains_key(&column.name) {
                self.define(column)?;
            }
        }
        Ok(())
    }
}
