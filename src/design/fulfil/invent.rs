//! Things that no starter knows: they become dimensions, facts and columns by what is said of them and by their last word.

use super::Fulfilment;
use super::want::portable;
use crate::design::attribute::{Belongs, by_head, is_event};
use crate::design::cue::Role;
use crate::design::edit;
use crate::design::reading::{Mention, Owner};
use crate::design::vocabulary::Meaning;
use crate::design::word::{Kind, plural, singular};
use crate::model::{Additivity, Column, DataType, Dimension, Fact, Name, QualifiedName, Table, TableRole};

/// What something that is not known is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Dimension,
    Fact,
    Column,
    Nothing,
}

impl Fulfilment<'_> {
    /// Makes tables for things that are not known.
    pub fn make_things(&mut self, date: &Table) {
        let reading = self.reading;
        let had_tables = self.draft.visible().next().is_some();
        let unknown: Vec<(usize, &Mention)> = reading.wanted().filter(|(_, mention)| self.is_open(mention)).collect();
        let mut facts = Vec::new();
        for (at, mention) in unknown {
            match self.guess(mention, had_tables) {
                Guess::Fact if !had_tables || matches!(mention.sense.role, Role::Fact) => facts.push(at),
                Guess::Fact | Guess::Dimension => self.make_dimension(at, mention),
                Guess::Column | Guess::Nothing => {}
            }
        }
        if facts.is_empty() && !had_tables && self.draft.is_star() && !self.made.is_empty() {
            self.make_fact_of_the_first(date);
        }
        for at in facts {
            self.make_fact(at, date);
        }
        self.refer_to_made(had_tables);
    }

    fn is_open(&self, mention: &Mention) -> bool {
        match (&mention.meaning, mention.sense.role) {
            (None, _) => true,
            (Some(Meaning::Attribute(_)), Role::Dimension | Role::Table) => true,
            (Some(_), _) => false,
        }
    }

    fn guess(&self, mention: &Mention, had_tables: bool) -> Guess {
        let stems = self.reading.stems(mention);
        let last = &self.reading.tokens[mention.tokens.end - 1];
        match mention.sense.role {
            Role::Fact => Guess::Fact,
            Role::Dimension | Role::Table => {
                if is_event(&stems) && mention.sense.role == Role::Table {
                    Guess::Fact
                } else {
                    Guess::Dimension
                }
            }
            Role::Measure | Role::Column => Guess::Column,
            Role::Axis if by_head(&stems).is_none() => Guess::Dimension,
            Role::Axis | Role::Grain | Role::Anything => {
                let in_brackets = mention.owner.is_some() && self.is_listed(mention);
                let is_measured = by_head(&stems).is_some_and(|kind| kind.additivity.is_some()) && !is_event(&stems);
                if in_brackets
                    || is_measured && (had_tables || self.names_event())
                    || by_head(&stems).is_some() && (stems.len() > 1 || !last.is_plural())
                {
                    Guess::Column
                } else if is_event(&stems) {
                    Guess::Fact
                } else if last.is_plural() || !had_tables && mention.sense.after_with {
                    Guess::Dimension
                } else {
                    Guess::Nothing
                }
            }
        }
    }

    /// Whether a mention stands in brackets, or behind a colon after a plural: a column of what stands in front.
    fn is_listed(&self, mention: &Mention) -> bool {
        let mut opened = Vec::new();
        let tokens = &self.reading.tokens[..mention.tokens.start];
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Stop => opened.clear(),
                Kind::Open => opened.push(at),
                Kind::Close => {
                    opened.pop();
                }
                Kind::Colon if at > 0 && tokens[at - 1].is_plural() => opened.push(at),
                Kind::Colon | Kind::Comma | Kind::Word => {}
            }
        }
        !opened.is_empty()
    }

    /// Whether the prompt speaks of something that happens, so that there is a fact for what is measured.
    fn names_event(&self) -> bool {
        let mut open = self.reading.wanted().filter(|(_, mention)| mention.meaning.is_none());
        open.any(|(_, mention)| is_event(&self.reading.stems(mention)))
    }

    /// `dim_hive` with a key, an id and a name.
    fn make_dimension(&mut self, at: usize, mention: &Mention) {
        let noun = self.noun(mention);
        let name = QualifiedName::bare(format!("dim_{noun}"));
        let words = self.reading.words(mention);
        if self.draft.schema.table(&name).is_some() {
            self.made.insert(at, name);
            return;
        }
        self.draft.add_table(dimension(&noun));
        self.draft.understand(&words, name.to_string());
        self.draft.assumed.push(format!(
            "{name} is known by an id and a name only: say what else is kept of it, as in `{} with weight and color`",
            plural(&noun)
        ));
        self.made.insert(at, name);
    }

    /// A dimension for what is elsewhere a column.
    pub fn want_dimension(&mut self, mention: &Mention) {
        let at = self.reading.mentions.iter().position(|other| other.tokens == mention.tokens).unwrap_or_default();
        self.make_dimension(at, mention);
        self.refer_to_made(true);
    }

    fn make_fact(&mut self, at: usize, date: &Table) {
        let reading = self.reading;
        let mention = &reading.mentions[at];
        let name = self.add_fact(&self.noun(mention), date);
        self.draft.understand(&reading.words(mention), name.to_string());
        self.made.insert(at, name);
    }

    /// Somebody counts something: of things alone no star can be made.
    fn make_fact_of_the_first(&mut self, date: &Table) {
        let Some(first) = self.draft.order.first().cloned() else { return };
        let noun = format!("{}_event", crate::design::vocabulary::bare_noun(first.name.as_str()));
        let name = self.add_fact(&noun, date);
        self.draft.assumed.push(format!(
            "{name}: the prompt does not say what happens and is counted; rename it, and give it measures"
        ));
    }

    fn add_fact(&mut self, noun: &str, date: &Table) -> QualifiedName {
        let name = QualifiedName::bare(format!("fact_{}", plural(noun)));
        let dimensions: Vec<QualifiedName> =
            self.draft.named.iter().filter(|name| self.is_dimension(name)).cloned().collect();
        if self.draft.schema.table(&name).is_none() {
            self.draft.add_table(fact(&name, noun));
        }
        if self.draft.schema.table(&date.name).is_none() {
            self.draft.order.push(date.name.clone());
            self.draft.schema.insert(crate::model::Object::Table(Box::new(date.clone())));
        }
        for dimension in std::iter::once(date.name.clone()).chain(dimensions) {
            self.refer(&name, &dimension);
        }
        // Facts come first in what the schema is about.
        self.draft.named.retain(|other| *other != name);
        self.draft.named.insert(0, name.clone());
        name
    }

    fn is_dimension(&self, name: &QualifiedName) -> bool {
        self.draft.schema.table(name).is_some_and(|table| matches!(table.role, TableRole::Dimension(_)))
    }

    /// The main fact refers to the new dimensions; without a fact a thing refers to the one it is said to be of.
    fn refer_to_made(&mut self, had_tables: bool) {
        let fact = self.draft.main_fact();
        for (at, table) in self.made.clone() {
            let owner = match &self.reading.mentions[at].owner {
                Some(Owner::Table(owner)) => Some(owner.clone()),
                Some(Owner::Mention(owner)) => self.made.get(owner).cloned(),
                None => None,
            };
            let is_known_owner = owner.as_ref().is_some_and(|owner| self.is_dimension(owner));
            match (&fact, owner) {
                (Some(fact), _)
                    if self.is_dimension(&table) && (had_tables || self.draft.is_star() || !is_known_owner) =>
                {
                    self.refer(fact, &table)
                }
                (_, Some(owner)) if is_known_owner && owner != table => self.refer(&table, &owner),
                (_, _) => {}
            }
        }
    }

    fn refer(&mut self, from: &QualifiedName, to: &QualifiedName) {
        let Some((key, _)) = self.draft.schema.table(to).and_then(edit::single_key) else { return };
        let nullable = self.draft.is_refinement;
        edit::add_reference(&mut self.draft.schema, from, to, &key, nullable);
    }

    /// `honey_harvest`
    fn noun(&self, mention: &Mention) -> String {
        let mut words: Vec<String> = self.reading.words(mention).iter().map(|word| (*word).to_owned()).collect();
        if let Some(last) = words.last_mut() {
            *last = singular(last);
        }
        words.join("_")
    }

    /// Something that is not known and got no table.
    pub fn want_unknown(&mut self, mention: &Mention) {
        let reading = self.reading;
        let words = reading.words(mention);
        let had_tables = self.made.is_empty();
        let stems = reading.stems(mention);
        let kind = by_head(&stems);
        let role = mention.sense.role;
        let guess = self.guess(mention, had_tables);
        if guess == Guess::Nothing && !self.draft.is_known_subject {
            return self.draft.understand(&words, "what it is about");
        }
        if guess != Guess::Column {
            return self.draft.not_understood.push(words.join(" "));
        }
        let additivity =
            kind.and_then(|kind| kind.additivity).or((role == Role::Measure).then_some(Additivity::Additive));
        let data_type = match (kind, role) {
            (Some(kind), _) => portable(kind.data_type),
            (None, Role::Measure) => portable("DECIMAL(18,4)"),
            // Several of something are counted: `bedrooms`.
            (None, _) if reading.tokens[mention.tokens.end - 1].is_plural() => portable("INT"),
            (None, _) => portable("VARCHAR(120)"),
        };
        let is_measure =
            role == Role::Measure || additivity.is_some() && role != Role::Column && !self.is_listed(mention);
        let owner = self.owner(mention);
        let fallback = || super::place::table_for(self.draft, Belongs::Event);
        let table = if is_measure { self.draft.main_fact().or_else(|| owner.clone()) } else { owner.or_else(fallback) };
        let Some(table) = table else { return self.draft.not_understood.push(words.join(" ")) };
        let name = Name::new(column_name(&words, kind.is_none_or(|kind| kind.additivity.is_some())));
        if !self.has_column(&table, &name) {
            self.draft.assumed.push(format!("{table}.{name}: its type is taken from its name"));
        }
        self.add(mention, &table, Column::new(name, data_type), additivity.filter(|_| is_measure));
    }
}

/// `honey_weight`; what is counted keeps its plural.
fn column_name(words: &[&str], is_measured: bool) -> String {
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    if let Some(last) = words.last_mut().filter(|_| !is_measured) {
        *last = singular(last);
    }
    words.join("_")
}

fn text(name: String, length: u32) -> Column {
    Column { nullable: false, ..Column::new(name, DataType::VarChar { length: Some(length) }) }
}

fn dimension(noun: &str) -> Table {
    let mut table = Table::new(QualifiedName::bare(format!("dim_{noun}")));
    table.add_column(text(format!("{noun}_id"), 50));
    table.add_column(text(format!("{noun}_name"), 160));
    table.role = TableRole::Dimension(Dimension {
        surrogate_key: Some(Name::new(format!("{noun}_key"))),
        natural_key: vec![Name::new(format!("{noun}_id"))],
        scd: None,
    });
    table
}

fn fact(name: &QualifiedName, noun: &str) -> Table {
    let mut table = Table::new(name.clone());
    table.comment = Some(format!("One row per {}", noun.replace('_', " ")));
    table.add_column(text(format!("{noun}_id"), 50));
    table.role = TableRole::Fact(Fact { grain: vec![Name::new(format!("{noun}_id"))], measures: Vec::new() });
    table
}
