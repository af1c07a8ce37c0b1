//! CREATE TABLE and CREATE INDEX.

use super::Lowering;
use super::object::is_unfilled;
use crate::lint::act::Act;
use crate::lint::query::may_write;
use crate::lint::statement::{Bound, ConstraintBody, CreateIndex, CreateTable, Drop};
use crate::model::{
    Cause, DataType, IndexTerm, LockMode, Manner, Name, Object, ObjectId, ObjectKind, PartitionBound, PartitionKey,
    PartitionOf, PartitionStrategy, Partitioning, QualifiedName, RelationRead, SqlText, Step, Table, TableChange,
    Utility,
};

impl Lowering<'_> {
    pub(super) fn create_table(&mut self, written: &CreateTable) {
        let Some(name) = written.name.as_ref().map(|name| self.qualify(name)) else { return };
        if let Some(like) = written.like.as_ref().and_then(|like| self.relation(like, false)) {
            self.act(Act::Utility(Utility::Touch { objects: vec![like], mode: LockMode::AccessShare }));
        }
        if written.if_not_exists && self.world.known && self.world.schema.relation(&name).is_some() {
            return;
        }
        if written.replaces && !written.temporary {
            self.drop(&Drop::of(ObjectKind::Table, &name));
        }
        let mut table = Table::new(name);
        for like in written.like.iter().chain(&written.inherits).chain(written.partition_of.iter().map(|(it, _)| it)) {
            self.copy_columns(like, &mut table);
        }
        for definition in &written.columns {
            table.add_column(self.column(definition));
        }
        let of_columns = written.columns.iter().flat_map(|column| &column.constraints);
        for definition in of_columns.chain(&written.constraints) {
            // A table that is made has no rows that NOT VALID could spare.
            let constraint = self.constraint(definition, &table).validated();
            if let ConstraintBody::PrimaryKey { columns, .. } = &definition.body {
                for column in columns {
                    table.columns.get_mut(column).into_iter().for_each(|column| column.nullable = false);
                }
            }
            table.add_constraint(constraint);
        }
        written.indexes.iter().for_each(|index| table.add_index(index.clone()));
        self.table_options(written, &mut table);
        self.advise(&table, written);
        self.create_from(written, &table.name);
        let manner = Manner {
            partition_of: written.partition_of.is_some(),
            if_needed: written.if_not_exists,
            temporary: written.temporary,
            ..Manner::default()
        };
        self.act(Act::Step(Step::Create(Object::Table(Box::new(table))), manner));
    }

    fn copy_columns(&mut self, from: &QualifiedName, table: &mut Table) {
        let from = self.qualify(from);
        if let Some(parent) = self.world.table(&from) {
            parent.columns.values().for_each(|column| table.add_column(column.clone()));
        }
    }

    fn table_options(&mut self, written: &CreateTable, table: &mut Table) {
        table.options.unlogged = written.unlogged;
        table.options.strict = written.strict;
        table.options.without_rowid = written.without_rowid;
        table.options.inherits = written.inherits.iter().map(|parent| self.qualify(parent)).collect();
        for (name, value) in &written.options {
            if !matches!(name.as_str(), "auto_increment" | "comment") {
                let name = if name == "collate" { "collation" } else { name.as_str() };
                table.options.parameters.insert(name, value.as_str());
            }
        }
        if let Some((parent, bound)) = &written.partition_of {
            table.partition_of = Some(PartitionOf { parent: self.qualify(parent), bound: partition_bound(bound) });
        }
        let is_declared = self.dialect.capabilities().default_namespace.is_some();
        if let Some((strategy, keys)) = written.partition_by.as_ref().filter(|_| is_declared) {
            let key = |name: &Name| PartitionKey::new(IndexTerm::Column(name.clone()));
            table.partitioning = PartitionStrategy::from_sql(strategy)
                .map(|strategy| Partitioning { strategy, keys: keys.iter().map(key).collect() });
        }
    }

    /// What a designer may want to know of a new table.
    fn advise(&mut self, table: &Table, written: &CreateTable) {
        if written.temporary || written.query.is_some() {
            return;
        }
        if table.primary_key().is_none() && table.partition_of.is_none() && table.options.inherits.is_empty() {
            self.tell(Cause::KeylessTable, table.id(), format!("makes {} without a primary key", table.name));
        }
        for column in table.columns.values() {
            let object = ObjectId::column(&table.name, &column.name);
            let in_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
            let cause = match &column.data_type {
                DataType::Json => Cause::JsonColumn,
                DataType::Char { .. } => Cause::FixedWidthText,
                DataType::Timestamp { zone: false, .. } => Cause::TimestampWithoutZone,
                DataType::SmallInt | DataType::Int if in_key => Cause::SmallKey,
                _ => continue,
            };
            // Another engine may have no better type to offer.
            if self.dialect.capabilities().default_namespace.is_some() || cause == Cause::SmallKey {
                self.tell(cause, object, format!("makes {} with column {}", table.name, column.name));
            }
        }
    }

    /// CREATE TABLE … AS reads what its query names.
    fn create_from(&mut self, written: &CreateTable, name: &QualifiedName) {
        let Some(query) = &written.query else { return };
        if let Some(why) = may_write(self.dialect.capabilities().syntax, query) {
            self.opaque("a query", &why);
        }
        let reads = self.relations_in(query, None);
        let reads = reads.into_iter().map(|object| RelationRead { object, scans: !is_unfilled(query) }).collect();
        self.act(Act::Utility(Utility::CreateFrom { object: ObjectId::table(name), reads }));
    }

    pub(super) fn create_index(&mut self, written: &CreateIndex) {
        let Some(id) = self.relation(&written.table, false) else { return };
        let name = self.qualify(&written.table);
        if let Some(table) = self.world.schema.table(&name) {
            let is_there = table.indexes.contains_key(&written.index.name);
            if is_there && written.if_not_exists && !written.concurrently {
                // The table is locked before anybody looks.
                if self.dialect.capabilities().default_namespace.is_some() {
                    self.act(Act::Utility(Utility::Touch { objects: vec![id], mode: LockMode::Share }));
                }
                return;
            }
        }
        let mut index = written.index.clone();
        if let Some(table) = self.world.schema.table(&name) {
            for key in &mut index.keys {
                if let IndexTerm::Column(column) = &mut key.term {
                    *column = self.spelled_column(column, table);
                }
            }
        }
        let change = TableChange::AddIndex(index);
        if self.dialect.capabilities().default_namespace.is_none()
            && let Some(table) = self.world.schema.table(&name).cloned()
            && self.alters_together()
        {
            return self.together(&table, vec![change], Manner { asks_for_algorithm: true, ..Manner::default() });
        }
        let manner = Manner {
            concurrently: written.concurrently,
            if_needed: written.if_not_exists,
            only: written.only,
            ..Manner::default()
        };
        self.act(Act::Step(Step::AlterTable { table: id, change }, manner));
    }

    /// An index joins the changes of an ALTER TABLE on engines where CREATE INDEX is one.
    pub(super) fn alters_together(&self) -> bool {
        !self.dialect.capabilities().transactional_ddl
    }
}

pub(super) fn partition_bound(bound: &Bound) -> PartitionBound {
    match bound {
        Bound::Default => PartitionBound::Default,
        Bound::Values(text) => PartitionBound::Values(SqlText::new(text.as_str())),
    }
}
