//! `one row per order and product`: the columns that make a row one.

use super::Fulfilment;
use crate::design::cue::Role;
use crate::design::edit;
use crate::design::fulfil::want::moment_of;
use crate::design::reading::Mention;
use crate::design::vocabulary::{Meaning, Period};
use crate::model::{Name, QualifiedName, TableRole};

impl Fulfilment<'_> {
    pub fn choose_grain(&mut self) {
        let reading = self.reading;
        let parts: Vec<&Mention> =
            reading.mentions.iter().filter(|mention| mention.sense.role == Role::Grain).collect();
        let named_fact = parts.iter().find_map(|mention| self.fact_named_by(mention));
        let Some(fact) = named_fact.clone().or_else(|| self.draft.main_fact()) else { return };
        let parts: Vec<&Mention> = parts.into_iter().filter(|mention| self.fact_named_by(mention).is_none()).collect();
        if parts.is_empty() {
            return;
        }
        let mut grain = Vec::new();
        for mention in parts {
            match self.grain_column(mention, &fact) {
                Some(column) if !grain.contains(&column) => grain.push(column),
                Some(_) => {}
                None => {
                    return self.draft.not_understood.push(format!("one row per {}", reading.words(mention).join(" ")));
                }
            }
        }
        self.set_grain(&fact, grain);
    }

    fn fact_named_by(&self, mention: &Mention) -> Option<QualifiedName> {
        match &mention.meaning {
            Some(Meaning::Table { table, .. }) => {
                let is_fact = |table: &&crate::model::Table| matches!(table.role, TableRole::Fact(_));
                self.draft.schema.table(table).filter(is_fact).map(|table| table.name.clone())
            }
            Some(_) | None => None,
        }
    }

    /// The column of the fact that stands for one of these.
    fn grain_column(&self, mention: &Mention, fact: &QualifiedName) -> Option<Name> {
        let table = self.draft.schema.table(fact)?;
        let refers_to = |wanted: &QualifiedName| {
            table.foreign_keys().find(|key| key.references == *wanted).and_then(|key| key.columns.first().cloned())
        };
        match &mention.meaning {
            Some(Meaning::Table { table: wanted, .. }) => refers_to(wanted),
            Some(Meaning::Period(Period::Moment | Period::Hour)) => moment_of(Some(table)),
            Some(Meaning::Period(_)) => self.draft.first(super::is_calendar).and_then(|calendar| refers_to(&calendar)),
            Some(Meaning::Columns { columns, .. }) => {
                columns.iter().find(|(owner, _)| owner == fact).map(|(_, column)| column.clone())
            }
            Some(Meaning::Attribute(attribute)) => table.columns.get(attribute.name).map(|column| column.name.clone()),
            Some(Meaning::Style(_) | Meaning::History | Meaning::Personal | Meaning::Topic) => None,
            None => {
                let at = self.reading.mentions.iter().position(|other| other.tokens == mention.tokens)?;
                self.made.get(&at).and_then(refers_to)
            }
        }
    }

    /// Numbers of documents that made a row one before and do no more go: they are finer than the new grain.
    fn set_grain(&mut self, fact: &QualifiedName, grain: Vec<Name>) {
        let Some(table) = self.draft.schema.table(fact) else { return };
        let TableRole::Fact(role) = &table.role else { return };
        let references: Vec<&Name> = table.foreign_keys().flat_map(|key| &key.columns).collect();
        let finer: Vec<Name> =
            role.grain.iter().filter(|name| !grain.contains(name) && !references.contains(name)).cloned().collect();
        let columns: Vec<&str> = grain.iter().map(Name::as_str).collect();
        self.draft.understand(&["one row per"], format!("the grain of {fact} is {}", columns.join(", ")));
        for column in finer {
            self.draft.understand(&["one row per"], format!("no {fact}.{column}: it is finer than the grain"));
            edit::drop_column(&mut self.draft.schema, &(fact.clone(), column));
        }
        if let Some(table) = self.draft.schema.table_mut(fact) {
            edit::set_grain(table, grain);
            table.comment = None;
        }
    }
}
