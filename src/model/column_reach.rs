//! How far a column reaches: what in a schema speaks of it, and so follows when it gets another name, and goes when it goes.

use super::{
    Constraint, ForeignKey, Index, IndexKey, IndexTerm, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName,
    Schema, SqlText, Table, TableRole,
};
use std::collections::BTreeMap;

/// SQL text that may speak of a column. The model holds such text and does not read it; an engine's dialect does.
pub trait ColumnText {
    /// Whether the text names the column.
    fn mentions(&self, text: &SqlText, column: &Name) -> bool;
    /// The text with the new name wherever the old one stood.
    fn renamed(&self, text: &SqlText, names: Pair<&Name>) -> SqlText;
}

impl Table {
    /// Gives a column another name, in place, and everywhere in the table. Other objects follow by [`Schema::column_renamed`].
    pub fn rename_column(&mut self, names: Pair<&Name>, text: &dyn ColumnText) {
        let swap = |name: &mut Name| swap(name, names);
        let reword = |sql: &mut SqlText| *sql = text.renamed(sql, names);
        let term = |term: &mut IndexTerm| match term {
            IndexTerm::Column(name) => swap(name),
            IndexTerm::Expression(sql) => reword(sql),
        };
        for (_, mut column) in std::mem::take(&mut self.columns) {
            swap(&mut column.name);
            column.generated.iter_mut().for_each(|generated| reword(&mut generated.expression));
            self.add_column(column);
        }
        match &mut self.role {
            TableRole::Plain => {}
            TableRole::Dimension(it) => it.surrogate_key.iter_mut().chain(&mut it.natural_key).for_each(swap),
            TableRole::Fact(it) => {
                it.grain.iter_mut().chain(it.measures.iter_mut().map(|measure| &mut measure.column)).for_each(swap);
            }
        }
        for constraint in self.constraints.values_mut() {
            match constraint {
                Constraint::PrimaryKey(it) => it.columns.iter_mut().chain(&mut it.include).for_each(swap),
                Constraint::Unique(it) => it.columns.iter_mut().chain(&mut it.include).for_each(swap),
                Constraint::Check(it) => reword(&mut it.expression),
                Constraint::ForeignKey(it) => {
                    it.columns.iter_mut().chain(&mut it.on_delete_columns).for_each(swap);
                    follow_reference(it, &self.name, names);
                }
                Constraint::Exclude(it) => {
                    it.elements.iter_mut().for_each(|element| term(&mut element.key.term));
                    it.include.iter_mut().for_each(swap);
                    it.predicate.iter_mut().for_each(reword);
                }
            }
        }
        for index in self.indexes.values_mut() {
            index.keys.iter_mut().for_each(|key| term(&mut key.term));
            index.include.iter_mut().for_each(swap);
            index.predicate.iter_mut().for_each(reword);
        }
        self.partitioning.iter_mut().flat_map(|it| &mut it.keys).for_each(|key| term(&mut key.term));
    }

    /// Takes a column away, and every key, index, check and reference of the table that is not the same without it. Those of other tables
    /// go by [`Schema::column_dropped`].
    pub fn drop_column(&mut self, column: &Name, text: &dyn ColumnText) {
        self.columns.shift_remove(column);
        // Natural keys and grains are unique by what is left of them.
        match &mut self.role {
            TableRole::Plain => {}
            TableRole::Dimension(it) => {
                it.natural_key.retain(|name| name != column);
                it.surrogate_key = it.surrogate_key.take().filter(|name| name != column);
            }
            TableRole::Fact(it) => {
                it.measures.retain(|measure| measure.column != *column);
                it.grain.retain(|name| name != column);
            }
        }
        let own = &self.name;
        self.constraints.retain(|_, it| !holds(it, column, text) && !refers(it, own, column));
        self.indexes.retain(|_, it| !index_holds(it, column, text));
    }
}

impl Schema {
    /// Gives a column another name, and everything that refers to it.
    pub fn rename_column(&mut self, table: &QualifiedName, names: Pair<&Name>, text: &dyn ColumnText) {
        if let Some(found) = self.table_mut(table) {
            found.rename_column(names, text);
        }
        self.column_renamed(table, names);
    }

    /// Takes a column away, and everything that cannot be without it, except for views.
    pub fn drop_column(&mut self, table: &QualifiedName, column: &Name, text: &dyn ColumnText) {
        if let Some(found) = self.table_mut(table) {
            found.drop_column(column, text);
        }
        self.column_dropped(table, column);
    }

    /// A column got another name: the foreign keys of other tables, the sequences it owns, and what is known to depend on it follow.
    pub fn column_renamed(&mut self, table: &QualifiedName, names: Pair<&Name>) {
        for object in self.objects.values_mut() {
            match object {
                Object::Table(other) => {
                    for constraint in other.constraints.values_mut() {
                        if let Constraint::ForeignKey(key) = constraint {
                            follow_reference(key, table, names);
                        }
                    }
                }
                Object::Sequence(sequence) => {
                    let owner = sequence.owned_by.iter_mut().filter(|(owner, _)| owner == table);
                    owner.for_each(|(_, column)| swap(column, names));
                }
                _ => {}
            }
        }
        let column = |name: &Name| ObjectId::table(table).member(ObjectKind::Column, name);
        self.follow(&BTreeMap::from([(column(names.from), column(names.to))]));
    }

    /// A column went: the foreign keys of other tables that refer to it go too.
    pub fn column_dropped(&mut self, table: &QualifiedName, column: &Name) {
        for object in self.objects.values_mut() {
            if let Object::Table(other) = object {
                other.constraints.retain(|_, constraint| !refers(constraint, table, column));
            }
        }
    }
}

fn swap(name: &mut Name, names: Pair<&Name>) {
    if name == names.from {
        *name = names.to.clone();
    }
}

fn follow_reference(key: &mut ForeignKey, table: &QualifiedName, names: Pair<&Name>) {
    if key.references == *table {
        key.referenced_columns.iter_mut().for_each(|name| swap(name, names));
    }
}

fn refers(constraint: &Constraint, table: &QualifiedName, column: &Name) -> bool {
    match constraint {
        Constraint::ForeignKey(key) => key.references == *table && key.referenced_columns.contains(column),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    }
}

/// Whether a constraint is about a column of its own table.
fn holds(constraint: &Constraint, column: &Name, text: &dyn ColumnText) -> bool {
    match constraint {
        Constraint::PrimaryKey(it) => it.columns.contains(column) || it.include.contains(column),
        Constraint::Unique(it) => it.columns.contains(column) || it.include.contains(column),
        Constraint::Check(it) => text.mentions(&it.expression, column),
        Constraint::ForeignKey(it) => it.columns.contains(column),
        Constraint::Exclude(it) => {
            it.elements.iter().any(|element| key_holds(&element.key, column, text))
                || it.include.contains(column)
                || it.predicate.as_ref().is_some_and(|predicate| text.mentions(predicate, column))
        }
    }
}

fn index_holds(index: &Index, column: &Name, text: &dyn ColumnText) -> bool {
    index.keys.iter().any(|key| key_holds(key, column, text))
        || index.include.contains(column)
        || index.predicate.as_ref().is_some_and(|predicate| text.mentions(predicate, column))
}

fn key_holds(key: &IndexKey, column: &Name, text: &dyn ColumnText) -> bool {
    match &key.term {
        IndexTerm::Column(name) => name == column,
        IndexTerm::Expression(sql) => text.mentions(sql, column),
    }
}
