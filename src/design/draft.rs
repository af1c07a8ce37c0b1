//! A schema in the making, and what is told about how it came about.

use super::edit;
use super::starter::{Split, Starter};
use super::vocabulary::{Address, Style, bare_noun, noun};
use super::word::stems;
use crate::model::{Constraint, Name, Object, QualifiedName, Schema, Table, TableRole};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a prompt, and what became of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Understood {
    /// As they stand in the prompt, in lower case.
    pub words: String,
    /// What they were taken for: a table, a column, a decision.
    pub meaning: String,
}

/// The tables so far.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub schema: Schema,
    /// All tables, the more important ones first.
    pub order: Vec<QualifiedName>,
    /// Tables and columns that go in the end unless somebody asks for them.
    pub hidden: BTreeSet<(QualifiedName, Option<Name>)>,
    pub aliases: BTreeMap<String, Vec<String>>,
    pub splits: Vec<Split>,
    /// Things and what each of them has one of: a loan has one borrower.
    pub belongs: Vec<(QualifiedName, Vec<QualifiedName>)>,
    pub style: Option<Style>,
    pub understood: Vec<Understood>,
    /// What was added without being known, and should be looked at.
    pub assumed: Vec<String>,
    pub not_understood: Vec<String>,
    /// What was named wins where several tables fit.
    pub named: Vec<QualifiedName>,
    /// A starter or a schema that is there says what the subject is.
    pub is_known_subject: bool,
    /// The schema may have rows already: what is added may be empty.
    pub is_refinement: bool,
}

impl Draft {
    /// The tables of some starters together. Tables of one name are one table, with the columns of all.
    pub fn of_starters(starters: &[&Starter]) -> Self {
        let mut draft = Self { is_known_subject: !starters.is_empty(), ..Self::default() };
        for starter in starters {
            draft.add_starter(starter);
        }
        edit::forget_names(&mut draft.schema);
        draft
    }

    /// The tables of a schema that is there already.
    pub fn of_schema(schema: Schema) -> Self {
        let order = edit::table_names(&schema);
        let mut draft = Self { schema, order, is_refinement: true, is_known_subject: true, ..Self::default() };
        edit::forget_names(&mut draft.schema);
        draft
    }

    fn add_starter(&mut self, starter: &Starter) {
        let known: BTreeSet<QualifiedName> = self.order.iter().cloned().collect();
        let visible_before: BTreeSet<QualifiedName> =
            known.iter().filter(|name| !self.is_hidden(name)).cloned().collect();
        for object in starter.schema.objects.values() {
            let id = object.id();
            match (self.schema.objects.get_mut(&id), object) {
                (Some(Object::Table(ours)), Object::Table(theirs)) => unite(ours, theirs),
                (Some(_), _) => {}
                (None, _) => {
                    self.schema.insert(object.clone());
                }
            }
        }
        self.order.extend(starter.order.iter().filter(|name| !known.contains(name)).cloned());
        for address in &starter.optional {
            let (table, column) =
                address.split_once('.').map_or((address.as_str(), None), |(table, column)| (table, Some(column)));
            let table = QualifiedName::bare(table);
            // What another starter has in any case stays.
            if column.is_some() || !visible_before.contains(&table) {
                self.hidden.insert((table, column.map(Name::from)));
            }
        }
        for (address, words) in &starter.aliases {
            self.aliases.entry(address.clone()).or_default().extend(words.iter().cloned());
        }
        self.splits.extend(starter.splits.iter().cloned());
        self.belongs.extend(starter.belongs.iter().cloned());
    }

    /// What a starter has besides, for whoever asks for it. A table that is here under another word is not offered again.
    pub fn offer(&mut self, starter: &Starter) {
        let here: BTreeSet<Address> = self
            .schema
            .tables()
            .flat_map(|table| table.columns.keys().map(|name| (table.name.clone(), name.clone())))
            .collect();
        let tables: BTreeSet<QualifiedName> = self.order.iter().cloned().collect();
        let mut starter = starter.clone();
        for (theirs, ours) in self.under_other_words(&starter) {
            edit::drop_table(&mut starter.schema, &theirs);
            let words = starter.aliases.remove(theirs.name.as_str()).unwrap_or_default();
            let own = bare_noun(theirs.name.as_str()).replace('_', " ");
            self.aliases.entry(ours.name.to_string()).or_default().extend(words.into_iter().chain([own]));
        }
        starter.order.retain(|name| starter.schema.table(name).is_some());
        self.add_starter(&starter);
        edit::forget_names(&mut self.schema);
        for table in starter.order.iter().filter_map(|name| self.schema.table(name)) {
            if !tables.contains(&table.name) {
                self.hidden.insert((table.name.clone(), None));
                continue;
            }
            let added = table.columns.keys().filter(|column| !here.contains(&(table.name.clone(), (*column).clone())));
            self.hidden.extend(added.map(|column| (table.name.clone(), Some(column.clone()))));
        }
        self.hidden.retain(|(table, column)| match column {
            Some(column) => !here.contains(&(table.clone(), column.clone())),
            None => !tables.contains(table),
        });
    }

    /// Tables of a starter that are here under another word for them, with what they are called here.
    fn under_other_words(&self, starter: &Starter) -> Vec<(QualifiedName, QualifiedName)> {
        let mut found = Vec::new();
        for theirs in starter.order.iter().filter(|name| self.schema.table(name).is_none()) {
            let words = starter.aliases.get(theirs.name.as_str()).into_iter().flatten();
            let words: Vec<Vec<String>> = words.map(|word| stems(word)).collect();
            let ours =
                self.schema.tables().find(|table| !starter.order.contains(&table.name) && words.contains(&noun(table)));
            found.extend(ours.map(|ours| (theirs.clone(), ours.name.clone())));
        }
        found
    }

    /// Whether something was said of these words already.
    pub fn is_told(&self, words: &[&str]) -> bool {
        let words = words.join(" ");
        self.understood.iter().any(|understood| understood.words == words)
    }

    pub fn is_hidden(&self, table: &QualifiedName) -> bool {
        self.hidden.contains(&(table.clone(), None))
    }

    pub fn is_column_hidden(&self, (table, column): &Address) -> bool {
        self.is_hidden(table) || self.hidden.contains(&(table.clone(), Some(column.clone())))
    }

    /// Keeps a table, and the columns that refer to it.
    pub fn reveal(&mut self, table: &QualifiedName) {
        self.hidden.remove(&(table.clone(), None));
        for other in self.schema.tables() {
            for column in other.foreign_keys().filter(|key| key.references == *table).flat_map(|key| &key.columns) {
                self.hidden.remove(&(other.name.clone(), Some(column.clone())));
            }
        }
        for needed in self.needed_by(table) {
            self.hidden.remove(&(needed, None));
        }
    }

    /// The tables without which a row of this one cannot be.
    fn needed_by(&self, table: &QualifiedName) -> Vec<QualifiedName> {
        let Some(table) = self.schema.table(table) else { return Vec::new() };
        let is_needed = |column: &Name| table.columns.get(column).is_some_and(|column| !column.nullable);
        let keys = table.foreign_keys().filter(|key| key.columns.iter().all(is_needed));
        keys.map(|key| key.references.clone()).collect()
    }

    pub fn reveal_column(&mut self, (table, column): &Address) {
        self.reveal(table);
        self.hidden.remove(&(table.clone(), Some(column.clone())));
    }

    pub fn understand(&mut self, words: &[&str], meaning: impl Into<String>) {
        let entry = Understood { words: words.join(" "), meaning: meaning.into() };
        if !self.understood.contains(&entry) {
            self.understood.push(entry);
        }
    }

    /// Says what was understood in the names that things have now.
    pub fn retell(&mut self, from: &str, to: &str) {
        let word = |word: &str| match word.strip_prefix(from) {
            Some("") => to.to_owned(),
            Some(rest) if rest.starts_with('.') || rest.starts_with(',') => format!("{to}{rest}"),
            Some(_) | None => word.to_owned(),
        };
        let told = |text: &str| text.split(' ').map(word).collect::<Vec<_>>().join(" ");
        for understood in &mut self.understood {
            understood.meaning = told(&understood.meaning);
        }
        for assumed in &mut self.assumed {
            *assumed = told(assumed);
        }
    }

    /// Tables that are there and not hidden, in order.
    pub fn visible(&self) -> impl Iterator<Item = &Table> {
        self.order.iter().filter(|name| !self.is_hidden(name)).filter_map(|name| self.schema.table(name))
    }

    pub fn is_star(&self) -> bool {
        self.style != Some(Style::Normalized)
    }

    /// The fact that the prompt is about: the first one named, or the first one there.
    pub fn main_fact(&self) -> Option<QualifiedName> {
        let is_fact = |table: &&Table| matches!(table.role, TableRole::Fact(_));
        let named = self.named.iter().filter_map(|name| self.schema.table(name)).find(is_fact);
        named.or_else(|| self.visible().find(is_fact)).map(|table| table.name.clone())
    }

    /// The first table that this is true of, those named before the others.
    pub fn first(&self, fits: impl Fn(&Table) -> bool) -> Option<QualifiedName> {
        let named = self.named.iter().filter_map(|name| self.schema.table(name)).find(|table| fits(table));
        named.or_else(|| self.visible().find(|table| fits(table))).map(|table| table.name.clone())
    }

    /// A table that was not there before.
    pub fn add_table(&mut self, table: Table) {
        self.order.push(table.name.clone());
        self.named.push(table.name.clone());
        self.schema.insert(Object::Table(Box::new(table)));
    }

    /// Takes away what nobody asked for, and dimensions that nothing refers to any more and nobody named.
    pub fn settle(&mut self) {
        for (table, column) in std::mem::take(&mut self.hidden) {
            match column {
                Some(column) => edit::drop_column(&mut self.schema, &(table, column)),
                None => edit::drop_table(&mut self.schema, &table),
            }
        }
        while let Some(lonely) = self.lonely_dimension().filter(|_| !self.is_refinement) {
            edit::drop_table(&mut self.schema, &lonely);
        }
        self.order.retain(|name| self.schema.table(name).is_some());
    }

    fn lonely_dimension(&self) -> Option<QualifiedName> {
        let has_facts = self.schema.tables().any(|table| matches!(table.role, TableRole::Fact(_)));
        let referenced: BTreeSet<&QualifiedName> =
            self.schema.tables().flat_map(Table::foreign_keys).map(|key| &key.references).collect();
        let is_lonely = |table: &&Table| {
            matches!(table.role, TableRole::Dimension(_))
                && !referenced.contains(&table.name)
                && !self.named.contains(&table.name)
        };
        if !has_facts {
            return None;
        }
        self.schema.tables().find(is_lonely).map(|table| table.name.clone())
    }
}

/// Adds the columns and members of a table that another one of its name has besides.
fn unite(ours: &mut Table, theirs: &Table) {
    for column in theirs.columns.values() {
        edit::add_column(ours, column.clone(), None);
    }
    for index in
        theirs.indexes.values().filter(|index| !ours.indexes.contains_key(&index.name)).cloned().collect::<Vec<_>>()
    {
        ours.add_index(index);
    }
    for constraint in
        theirs.foreign_keys().filter(|key| !ours.constraints.contains_key(&key.name)).cloned().collect::<Vec<_>>()
    {
        ours.add_constraint(Constraint::ForeignKey(constraint));
    }
    if let (TableRole::Fact(ours), TableRole::Fact(theirs)) = (&mut ours.role, &theirs.role) {
        let new = theirs
            .measures
            .iter()
            .filter(|measure| !ours.measures.iter().any(|it| it.column == measure.column))
            .cloned();
        let new: Vec<_> = new.collect();
        ours.measures.extend(new);
    }
}
