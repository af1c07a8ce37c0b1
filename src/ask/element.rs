//! How well a few words of a question name a table or a column.

use super::catalog::{Catalog, ColumnId};
use super::lexicon::{STEMMED_SYNONYMS, is_participle};
use super::name;
use super::stem::stem;
use std::collections::BTreeMap;

/// What names are made of, brought to the form of questions once.
#[derive(Debug)]
pub struct Vocabulary {
    tables: Vec<Words>,
    columns: Vec<(ColumnId, Words)>,
    synonyms: BTreeMap<String, Vec<Vec<String>>>,
}

#[derive(Debug)]
struct Words {
    /// Stems of its words.
    words: Vec<String>,
    /// Its letters and digits in lower case.
    plain: String,
    /// Stems of the words of its table, for a column.
    owner: Vec<String>,
}

/// Something with how sure it is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored<T> {
    pub it: T,
    pub score: f64,
}

/// The tables and columns that a few words may name, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    pub tables: Vec<Scored<usize>>,
    pub columns: Vec<Scored<ColumnId>>,
}

/// Synonyms are worth this much of the word itself.
const SYNONYM: f64 = 0.8;
/// Words that say no more than that a column holds amounts: `fare_amount` is the fare.
const AMOUNTS: [&str; 3] = ["amount", "total", "valu"];
/// Units in which a column is measured: `altitude_m` is the altitude.
const UNITS: [&str; 27] = [
    "m", "km", "cm", "mm", "kg", "g", "lb", "ft", "mi", "meter", "kilomet", "kilo", "gram", "mile", "feet", "usd",
    "eur", "dollar", "percent", "billion", "million", "thousand", "mw", "kw", "minut", "hour", "second",
];
/// Nearly the name itself.
const MEASURED: f64 = 0.95;
/// More than any synonym, less than the name itself.
const AMOUNT: f64 = 0.86;
/// A name with a word more or less that says only what such names are.
const LABELLED: f64 = 0.88;
/// What is worth less is not meant.
const LEAST: f64 = 0.4;

impl Vocabulary {
    pub fn new(catalog: &Catalog) -> Self {
        let of_table = |name: &str| Words::new(name, &name::words(name), &[]);
        let tables: Vec<Words> = catalog.tables.iter().map(|table| of_table(without_role(&table.name))).collect();
        let columns = catalog
            .column_ids()
            .map(|id| {
                let words = catalog.words(id);
                (id, Words::new(&catalog.column(id).name, &words, &tables[id.table].words))
            })
            .collect();
        Self { tables, columns, synonyms: synonyms() }
    }

    /// Everything that the words may name. `stems` are theirs without articles and the like; `plain` is all of them without blanks.
    pub fn named(&self, stems: &[String], plain: &str) -> Named {
        let mut found = Named {
            tables: self.best(self.tables.iter().enumerate(), stems, plain),
            columns: self.best(self.columns.iter().map(|(id, named)| (*id, named)), stems, plain),
        };
        if let ([stem], true, true) = (stems, found.tables.is_empty() && found.columns.is_empty(), is_participle(plain))
        {
            found.tables = self.tables_of_deed(stem);
            if found.tables.is_empty() {
                found.columns = self.columns_of_deed(stem);
            }
        }
        let best = |scored: &[f64]| scored.iter().copied().fold(0.0, f64::max);
        let top = best(&found.columns.iter().map(|it| it.score).collect::<Vec<_>>());
        // A weak likeness beside a full one only confuses, the more so the more words agree.
        let spread = if top >= 0.97 && stems.len() > 1 { 0.15 } else { 0.35 };
        found.columns.retain(|it| it.score >= top - spread);
        let top = best(&found.tables.iter().map(|it| it.score).collect::<Vec<_>>());
        found.tables.retain(|it| it.score >= top - 0.25);
        found
    }

    /// Tables whose name is the noun of a verb: `prescribed` and `prescription`.
    fn tables_of_deed(&self, verb: &str) -> Vec<Scored<usize>> {
        let tables = self.tables.iter().enumerate();
        let alike = tables.filter(|(_, table)| matches!(&table.words[..], [noun] if is_noun_of(noun, verb)));
        alike.map(|(it, _)| Scored { it, score: SYNONYM }).collect()
    }

    /// Columns whose name is the noun of a verb: `cited` and `citations`.
    fn columns_of_deed(&self, verb: &str) -> Vec<Scored<ColumnId>> {
        let root = verb.strip_suffix('e').unwrap_or(verb);
        let is_noun = |noun: &str| {
            root.len() >= 3
                && matches!(noun.strip_prefix(root), Some("at" | "ion" | "it" | "ment" | "anc" | "er" | "or" | "al"))
        };
        let columns = self.columns.iter().filter(|(_, it)| it.words.last().is_some_and(|word| is_noun(word)));
        columns.map(|(id, _)| Scored { it: *id, score: SYNONYM }).collect()
    }

    fn best<'a, T: Copy>(
        &self,
        all: impl Iterator<Item = (T, &'a Words)>,
        stems: &[String],
        plain: &str,
    ) -> Vec<Scored<T>> {
        let mut found: Vec<Scored<T>> = all
            .map(|(it, named)| Scored { it, score: self.score(named, stems, plain) })
            .filter(|scored| scored.score >= LEAST)
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }

    /// 1 for the name itself; less for parts of it and for synonyms.
    fn score(&self, named: &Words, stems: &[String], plain: &str) -> f64 {
        let direct = named.score(stems, plain);
        if direct >= 0.9 {
            return direct;
        }
        let through = self.rephrased(stems).into_iter().map(|words| named.score(&words, &words.concat()) * SYNONYM);
        through.fold(direct, f64::max)
    }

    /// The words with one of them, or all, replaced by a synonym.
    fn rephrased(&self, stems: &[String]) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = self.synonyms.get(&stems.join(" ")).cloned().unwrap_or_default();
        if stems.len() > 1 {
            for (at, word) in stems.iter().enumerate() {
                for other in self.synonyms.get(word).into_iter().flatten() {
                    found.push([&stems[..at], other, &stems[at + 1..]].concat());
                }
            }
        }
        found
    }
}

/// A table's name without the prefix that says what it is for.
pub(super) fn without_role(name: &str) -> &str {
    const ROLES: [&str; 7] = ["ref_", "dim_", "fact_", "tbl_", "tbl", "lookup_", "lkp_"];
    let lower = name.to_ascii_lowercase();
    let role = ROLES.iter().find(|role| lower.starts_with(*role) && lower.len() > role.len() + 1);
    let bare = role.map_or(name, |role| &name[role.len()..]);
    const FORMS: [&str; 6] = ["_list", "_data", "_info", "_table", "_tbl", "_details"];
    let lower = bare.to_ascii_lowercase();
    let form = FORMS.iter().find(|form| lower.ends_with(*form) && lower.len() > form.len() + 1);
    form.map_or(bare, |form| &bare[..bare.len() - form.len()])
}

fn synonyms() -> BTreeMap<String, Vec<Vec<String>>> {
    let mut map: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for group in STEMMED_SYNONYMS.iter() {
        let stems: Vec<Vec<String>> =
            group.iter().map(|phrase| phrase.split(' ').map(str::to_owned).collect()).collect();
        for one in &stems {
            let others = stems.iter().filter(|other| *other != one).cloned();
            map.entry(one.join(" ")).or_default().extend(others);
        }
    }
    map
}

impl Words {
    fn new(text: &str, words: &[String], owner: &[String]) -> Self {
        let says = |word: &&String| !matches!(word.as_str(), "of" | "the" | "in" | "by" | "for" | "a" | "is" | "and");
        let words: Vec<String> = words.iter().filter(says).map(|word| stem(word)).collect();
        let plain = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Self { words, plain, owner: owner.to_vec() }
    }

    fn score(&self, stems: &[String], plain: &str) -> f64 {
        if stems.is_empty() || self.words.is_empty() {
            return 0.0;
        }
        if plain == self.plain || plain.strip_suffix('s') == Some(&self.plain) || same(stems, &self.words) {
            return 1.0;
        }
        // Words of the question that are the table's and not the column's own: the `pet` in `pet age` for `pets.age`.
        let own: Vec<&String> = stems.iter().filter(|it| self.words.contains(it) || !self.owner.contains(it)).collect();
        let matched = own.iter().filter(|it| self.words.contains(it)).count();
        if matched == 0 {
            return 0.0;
        }
        if matched < own.len() {
            return self.score_without_label(stems);
        }
        let rest: Vec<&String> = self.words.iter().filter(|word| !stems.contains(word)).collect();
        if rest.is_empty() {
            return 0.99;
        }
        if rest.iter().all(|word| self.owner.contains(word)) {
            return 0.97;
        }
        if rest.iter().all(|word| AMOUNTS.contains(&word.as_str())) {
            return AMOUNT;
        }
        if matches!(rest[..], [unit] if UNITS.contains(&unit.as_str()) && self.words.last() == Some(unit)) {
            return MEASURED;
        }
        let is_of_a_moment = |word: &&String| matches!(word.as_str(), "date" | "year" | "time" | "day" | "on" | "at");
        if has_first_of(&self.words, stems)
            && (matches!(rest[..], [label] if label == "name") || rest.iter().all(is_of_a_moment))
        {
            return LABELLED;
        }
        let has_head = self.words.last().is_some_and(|head| stems.contains(head));
        let share = matched as f64 / self.words.len() as f64;
        let has_first = has_first_of(&self.words, stems);
        if has_head {
            0.5 + 0.4 * share
        } else if has_first && matched > 1 {
            0.45 + 0.45 * share
        } else {
            0.3 + 0.45 * share
        }
    }
}

impl Words {
    /// `phone number` for `phone`, `city name` for `city`: less than any name that has both words.
    fn score_without_label(&self, stems: &[String]) -> f64 {
        let [rest @ .., label] = stems else { return 0.0 };
        let is_whole =
            !rest.is_empty() && (self.words == rest || self.words[..] == [self.owner.clone(), rest.to_vec()].concat());
        if is_whole && matches!(label.as_str(), "number" | "name" | "date" | "valu") { LABELLED } else { 0.0 }
    }
}

/// Whether the first word is among the stems: `sponsor` of `sponsor name`, `released` of `release date`.
fn has_first_of(words: &[String], stems: &[String]) -> bool {
    words.first().is_some_and(|first| stems.contains(first))
}

/// Whether two stems are alike but for the last letter of the shorter: `prescrib` and `prescript`.
fn is_noun_of(noun: &str, verb: &str) -> bool {
    let alike = noun.chars().zip(verb.chars()).take_while(|(a, b)| a == b).count();
    alike >= 5 && alike + 1 >= noun.chars().count().min(verb.chars().count())
}

fn same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|word| b.contains(word))
}
