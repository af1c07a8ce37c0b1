//! Columns, periods and history that are wanted.

use super::place::table_for;
use super::{Fulfilment, is_calendar};
use crate::design::attribute::{ATTRIBUTES, Attribute, Belongs};
use crate::design::cue::Role;
use crate::design::edit;
use crate::design::reading::Mention;
use crate::design::vocabulary::{Address, Meaning, Period, bare_noun};
use crate::dialect::parse_portable_type;
use crate::model::{Additivity, Column, DataType, Name, QualifiedName, Table, TableRole};

impl Fulfilment<'_> {
    /// Everything wanted but tables, which are there already.
    pub fn want(&mut self) {
        let reading = self.reading;
        for (at, mention) in reading.wanted() {
            if self.made.contains_key(&at) {
                continue;
            }
            match &mention.meaning {
                Some(Meaning::Columns { columns, .. }) => self.want_columns(mention, columns),
                Some(Meaning::Attribute(attribute)) => self.want_attribute(mention, attribute),
                Some(Meaning::Period(period)) => self.want_period(mention, *period),
                Some(Meaning::History) => self.want_history(mention),
                Some(Meaning::Topic) => {
                    self.draft.understand(&reading.words(mention), "what it is about");
                }
                Some(Meaning::Personal | Meaning::Table { .. } | Meaning::Style(_)) => {}
                None => self.want_unknown(mention),
            }
        }
    }

    fn want_columns(&mut self, mention: &Mention, columns: &[Address]) {
        let words = self.reading.words(mention);
        let owner = self.owner(mention);
        let of_owner: Vec<&Address> = columns.iter().filter(|(table, _)| Some(table) == owner.as_ref()).collect();
        if of_owner.is_empty() && self.belongs_to_owner(mention, owner.as_ref()) {
            return self.copy_column(mention, &columns[0], owner);
        }
        let candidates = if of_owner.is_empty() { columns.iter().collect() } else { of_owner };
        if mention.sense.role == Role::Dimension {
            return self.want_dimension(mention);
        }
        let visible: Vec<&Address> =
            candidates.iter().copied().filter(|address| !self.draft.is_column_hidden(address)).collect();
        let chosen = if visible.is_empty() { candidates[..1].to_vec() } else { visible };
        for address in chosen {
            self.draft.reveal_column(address);
            self.draft.understand(&words, format!("{}.{}", address.0, address.1));
        }
    }

    /// Whether a column that others have is meant to be the owner's as well. A measure is its fact's, whatever stands beside it.
    fn belongs_to_owner(&self, mention: &Mention, owner: Option<&QualifiedName>) -> bool {
        let Some(owner) = owner.and_then(|owner| self.draft.schema.table(owner)) else { return false };
        let Some(Meaning::Columns { columns, .. }) = &mention.meaning else { return false };
        let is_measure = |(table, column): &Address| match self.draft.schema.table(table).map(|table| &table.role) {
            Some(TableRole::Fact(fact)) => fact.measures.iter().any(|measure| measure.column == *column),
            Some(TableRole::Plain | TableRole::Dimension(_)) | None => false,
        };
        !matches!(owner.role, TableRole::Fact(_)) && !columns.iter().any(is_measure)
    }

    /// The column of another table, for the owner.
    fn copy_column(&mut self, mention: &Mention, (table, column): &Address, owner: Option<QualifiedName>) {
        let known = self.draft.schema.table(table).and_then(|table| table.columns.get(column));
        let (Some(known), Some(owner)) = (known.cloned(), owner) else { return };
        let spelled = self.reading.stems(mention);
        let attribute = ATTRIBUTES.iter().find(|attribute| attribute.spellings().any(|spelling| spelling == spelled));
        let name = attribute.map_or_else(|| known.name.clone(), |attribute| attribute.name.into());
        let copy = Column { sensitive: known.sensitive, ..Column::new(name, known.data_type) };
        self.add(mention, &owner, copy, None);
    }

    fn want_attribute(&mut self, mention: &Mention, attribute: &'static Attribute) {
        if mention.sense.role == Role::Dimension {
            return self.want_dimension(mention);
        }
        let measure = match attribute.belongs {
            Belongs::Measure(additivity) => Some(additivity),
            Belongs::Person | Belongs::Place | Belongs::Thing | Belongs::Event => {
                (mention.sense.role == Role::Measure).then_some(Additivity::Additive)
            }
        };
        let belongs = measure.map_or(attribute.belongs, Belongs::Measure);
        let owner = self.owner(mention).filter(|_| measure.is_none() || mention.sense.role == Role::Column);
        let Some(table) = owner.or_else(|| table_for(self.draft, belongs)) else {
            return self.draft.not_understood.push(self.reading.words(mention).join(" "));
        };
        let column =
            Column { sensitive: attribute.sensitive, ..Column::new(attribute.name, portable(attribute.data_type)) };
        self.add(mention, &table, column, measure);
    }

    /// Adds a column, and says so.
    pub fn add(&mut self, mention: &Mention, table: &QualifiedName, column: Column, measure: Option<Additivity>) {
        let name = own_name(table, &column.name, self.draft.schema.table(table));
        let column = Column { name: name.clone(), ..column };
        if let Some(table) = self.draft.schema.table_mut(table) {
            edit::add_column(table, column, measure);
        }
        self.draft.reveal_column(&(table.clone(), name.clone()));
        self.draft.understand(&self.reading.words(mention), format!("{table}.{name}"));
    }

    /// Whether a table has such a column already, perhaps under its long name.
    pub fn has_column(&self, table: &QualifiedName, column: &Name) -> bool {
        let found = self.draft.schema.table(table);
        let name = own_name(table, column, found);
        found.is_some_and(|table| table.columns.contains_key(&name))
    }

    fn want_period(&mut self, mention: &Mention, period: Period) {
        let words = self.reading.words(mention);
        let Some(calendar) = self.draft.first(is_calendar) else {
            return self.want_own_period(mention, period);
        };
        if matches!(period, Period::Moment | Period::Hour) {
            return self.want_own_period(mention, period);
        }
        self.draft.understand(&words, format!("{calendar}.{}", period.column()));
    }

    /// A column of the fact itself.
    fn want_own_period(&mut self, mention: &Mention, period: Period) {
        let words = self.reading.words(mention);
        match (period, self.draft.main_fact()) {
            (Period::Hour, Some(fact)) => {
                let comment = Some("0 to 23".to_owned());
                let column = Column { comment, ..Column::new(Period::Hour.column(), DataType::SmallInt) };
                self.add(mention, &fact, column, None);
            }
            (Period::Moment, Some(fact)) => match moment_of(self.draft.schema.table(&fact)) {
                Some(column) => self.draft.understand(&words, format!("{fact}.{column}")),
                None => {
                    let data_type = DataType::Timestamp { precision: None, zone: true };
                    self.add(mention, &fact, Column::new(period.column(), data_type), None);
                }
            },
            (_, Some(fact)) => {
                let has_time = self
                    .draft
                    .schema
                    .table(&fact)
                    .is_some_and(|table| table.columns.values().any(|it| is_time(&it.data_type)));
                if has_time {
                    return self.draft.understand(&words, format!("the dates of {fact}"));
                }
                self.add(mention, &fact, Column::new("event_date", DataType::Date), None);
            }
            (_, None) => self.draft.not_understood.push(words.join(" ")),
        }
    }

    fn want_history(&mut self, mention: &Mention) {
        let words = self.reading.words(mention);
        let all: Vec<QualifiedName> = match self.owner(mention) {
            Some(owner) => vec![owner],
            None => self.draft.visible().filter(|table| !is_calendar(table)).map(|table| table.name.clone()).collect(),
        };
        let mut kept = Vec::new();
        for name in all {
            if let Some(table) = self.draft.schema.table_mut(&name)
                && let TableRole::Dimension(dimension) = &mut table.role
            {
                // The loader adds the columns.
                dimension.scd = Some(2);
                let natural: Vec<Name> = dimension.natural_key.clone();
                edit::drop_unique(table, &natural);
                kept.push(name.to_string());
            }
        }
        match kept.is_empty() {
            true => self.draft.not_understood.push(words.join(" ")),
            false => self.draft.understand(&words, format!("old values are kept in {}", kept.join(", "))),
        }
    }
}

/// The name of the column, or of the one that is there for it: the `name` of a hive is its `hive_name`.
fn own_name(table: &QualifiedName, column: &Name, found: Option<&Table>) -> Name {
    let long = Name::new(format!("{}_{column}", bare_noun(table.name.as_str())));
    if found.is_some_and(|table| table.columns.contains_key(&long)) { long } else { column.clone() }
}

/// The first column of a table that holds a point in time.
pub fn moment_of(table: Option<&Table>) -> Option<Name> {
    let mut columns = table?.columns.values();
    columns.find(|column| matches!(column.data_type, DataType::Timestamp { .. })).map(|column| column.name.clone())
}

fn is_time(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Date | DataType::Timestamp { .. })
}

/// A type of our own lists.
pub fn portable(text: &str) -> DataType {
    // A test reads all of the lists.
    parse_portable_type(text).unwrap_or(DataType::Text)
}
