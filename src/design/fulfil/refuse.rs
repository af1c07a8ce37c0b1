//! What is refused goes: tables, columns, everything personal.

use super::{Fulfilment, is_calendar};
use crate::design::attribute::{ATTRIBUTES, Attribute};
use crate::design::edit;
use crate::design::reading::Mention;
use crate::design::vocabulary::{Address, Meaning, Period, noun};
use crate::design::word::{stem, stems};
use crate::model::{Column, Name, QualifiedName, Sensitivity, Table, TableRole};

impl Fulfilment<'_> {
    pub fn refuse(&mut self) {
        let reading = self.reading;
        for mention in reading.refused() {
            let words = reading.words(mention);
            match &mention.meaning {
                Some(Meaning::Table { table, .. }) => {
                    edit::drop_table(&mut self.draft.schema, table);
                    self.draft.understand(&words, format!("no {table}"));
                }
                Some(Meaning::Columns { columns, .. }) => self.refuse_columns(mention, columns),
                Some(Meaning::Attribute(attribute)) => self.refuse_like(mention, &covered(attribute)),
                Some(Meaning::Personal) => self.refuse_personal(mention),
                Some(Meaning::History) => self.refuse_history(mention),
                Some(Meaning::Period(Period::Day))
                    if ["date", "calendar"].map(stem).contains(&reading.stems(mention)[0]) =>
                {
                    self.refuse_calendar(mention);
                }
                Some(Meaning::Period(_)) => self.refuse_like(mention, &[reading.stems(mention)]),
                Some(Meaning::Topic | Meaning::Style(_)) => {}
                None => self.refuse_like(mention, &[reading.stems(mention)]),
            }
        }
    }

    fn refuse_columns(&mut self, mention: &Mention, columns: &[Address]) {
        let spelled = self.reading.stems(mention);
        let owner = self.owner(mention);
        let is_meant = |address: &&Address| {
            owner.is_none()
                || !columns.iter().any(|(table, _)| Some(table) == owner.as_ref())
                || owner.as_ref() == Some(&address.0)
        };
        let dropped: Vec<Address> = columns.iter().filter(is_meant).cloned().collect();
        self.drop_all(mention, dropped);
        if owner.is_none() {
            let attribute =
                ATTRIBUTES.iter().find(|attribute| attribute.spellings().any(|spelling| spelling == spelled));
            let more = attribute.map_or_else(|| vec![spelled.clone()], covered);
            let more = self.columns_like(mention, &more);
            self.drop_all(mention, more);
        }
    }

    /// Everything whose name has one of these runs of words in it.
    fn refuse_like(&mut self, mention: &Mention, phrases: &[Vec<String>]) {
        let is_like = |name: &[String]| phrases.iter().any(|phrase| contains(name, phrase));
        let tables: Vec<QualifiedName> =
            self.draft.schema.tables().filter(|table| is_like(&noun(table))).map(|table| table.name.clone()).collect();
        let columns = self.columns_like(mention, phrases);
        if tables.is_empty() && columns.is_empty() {
            let words = self.reading.words(mention);
            return self.draft.understand(&words, "left out: nothing of the kind is there");
        }
        for table in tables {
            edit::drop_table(&mut self.draft.schema, &table);
            self.draft.understand(&self.reading.words(mention), format!("no {table}"));
        }
        self.drop_all(mention, columns);
    }

    /// `no names` means those of people, where nobody says whose.
    fn columns_like(&self, mention: &Mention, phrases: &[Vec<String>]) -> Vec<Address> {
        let owner = self.owner(mention);
        let of_people = owner.is_none() && phrases.iter().any(|phrase| *phrase == [stem("name")]);
        let is_like = |column: &Column| {
            phrases.iter().any(|phrase| contains(&stems(column.name.as_str()), phrase))
                && (!of_people || column.sensitive.is_some())
        };
        let of_table = |table: &Table| {
            let keys: Vec<Name> = table.foreign_keys().flat_map(|key| key.columns.clone()).collect();
            let columns = table.columns.values().filter(|column| is_like(column) && !keys.contains(&column.name));
            columns.map(|column| (table.name.clone(), column.name.clone())).collect::<Vec<Address>>()
        };
        let tables = self.draft.schema.tables().filter(|table| owner.as_ref().is_none_or(|owner| *owner == table.name));
        tables.flat_map(of_table).collect()
    }

    fn drop_all(&mut self, mention: &Mention, columns: Vec<Address>) {
        let words = self.reading.words(mention);
        for address in columns {
            let was_visible = !self.draft.is_column_hidden(&address);
            edit::drop_column(&mut self.draft.schema, &address);
            if was_visible {
                self.draft.understand(&words, format!("no {}.{}", address.0, address.1));
            } else if !self.draft.is_told(&words) {
                self.draft.understand(&words, "left out");
            }
        }
    }

    /// Everything marked as personal but the keys by which rows are known.
    fn refuse_personal(&mut self, mention: &Mention) {
        let personal = |table: &Table| {
            let natural: Vec<Name> = match &table.role {
                TableRole::Dimension(dimension) => dimension.natural_key.clone(),
                TableRole::Plain | TableRole::Fact(_) => Vec::new(),
            };
            let columns = table
                .columns
                .values()
                .filter(|column| column.sensitive == Some(Sensitivity::Pii) && !natural.contains(&column.name));
            columns.map(|column| (table.name.clone(), column.name.clone())).collect::<Vec<Address>>()
        };
        let columns = self.draft.schema.tables().flat_map(personal).collect();
        self.drop_all(mention, columns);
    }

    fn refuse_history(&mut self, mention: &Mention) {
        let names: Vec<QualifiedName> = self.draft.schema.tables().map(|table| table.name.clone()).collect();
        for name in names {
            let Some(table) = self.draft.schema.table_mut(&name) else { continue };
            if let TableRole::Dimension(dimension) = &mut table.role
                && dimension.scd.take() == Some(2)
            {
                for column in ["valid_from", "valid_to", "is_current"] {
                    edit::drop_column(&mut self.draft.schema, &(name.clone(), column.into()));
                }
            }
        }
        self.draft.understand(&self.reading.words(mention), "a change overwrites the old value");
    }

    fn refuse_calendar(&mut self, mention: &Mention) {
        if let Some(calendar) = self.draft.first(is_calendar) {
            edit::drop_table(&mut self.draft.schema, &calendar);
            self.draft.understand(&self.reading.words(mention), format!("no {calendar}"));
        }
    }
}

/// What goes where an attribute is refused: its name, and what else tells the same.
fn covered(attribute: &'static Attribute) -> Vec<Vec<String>> {
    let own = attribute.spellings();
    own.chain(attribute.covers.iter().map(|word| vec![stem(word)])).collect()
}

/// Whether a name has these words in it, in any order: `late days` are `days_late`.
fn contains(name: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && phrase.iter().all(|word| name.contains(word))
}
