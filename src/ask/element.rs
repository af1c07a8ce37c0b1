//! How well a few words of a question name a table or a column.

use super::catalog::{Catalog, ColumnId, Table};
use super::lexicon::{STEMMED_GROUPS, STEMMED_SYNONYMS, is_participle, is_unit, is_verb, times_met};
use super::name;
use super::people::tables_of_people;
use super::short_form::is_short_for;
use super::stem::stem;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// By words: those that mean the same, each as its words.
type Synonyms = HashMap<String, Vec<Vec<String>>>;

static NEAR_SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| synonyms(&STEMMED_SYNONYMS));

/// Those of WordNet, which knows no schemas.
static DISTANT_SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| synonyms(&STEMMED_GROUPS));

/// What names are made of, brought to the form of questions once.
#[derive(Debug)]
pub struct Vocabulary {
    tables: Vec<Words>,
    columns: Vec<(ColumnId, Words)>,
    /// Every name without separators.
    plain: BTreeSet<String>,
    /// Every word of a name.
    known: BTreeSet<String>,
    /// Those that are no words: they are short for something.
    short_forms: Vec<String>,
    /// What the keys of tables are called after, where that is not their own name.
    rows_by_key: Vec<(usize, Vec<String>)>,
    /// Tables of people.
    people: Vec<usize>,
    /// Tables that are roles of others.
    roles: BTreeSet<usize>,
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

/// A few words of a question.
struct Asked<'a> {
    /// Stems without articles and the like.
    stems: &'a [String],
    /// All of them without blanks.
    plain: &'a str,
    /// The stems with short forms in place of those that no name has.
    shortened: Option<Phrase>,
    synonyms: Vec<Phrase>,
    distant_synonyms: Vec<Phrase>,
}

/// Other words for what is asked.
struct Phrase {
    stems: Vec<String>,
    /// All of them without blanks.
    plain: String,
}

impl Phrase {
    fn new(stems: Vec<String>) -> Self {
        Self { plain: stems.concat(), stems }
    }

    fn score(&self, named: &Words) -> f64 {
        named.score(&self.stems, &self.plain)
    }
}

impl Asked<'_> {
    /// 1 for the name itself; less for parts of it, for short forms and for synonyms.
    fn score(&self, named: &Words) -> f64 {
        let best_of = |phrases: &[Phrase]| phrases.iter().map(|it| it.score(named)).fold(0.0, f64::max);
        let short = self.shortened.as_ref().map_or(0.0, |phrase| phrase.score(named) * SHORT_FORM);
        let direct = named.score(self.stems, self.plain).max(short);
        if direct >= 0.9 {
            return direct;
        }
        let best = direct.max(best_of(&self.synonyms) * SYNONYM);
        if best >= LEAST { best } else { best.max(best_of(&self.distant_synonyms) * DISTANT_SYNONYM) }
    }
}

/// The tables and columns that a few words may name, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    pub tables: Vec<Scored<usize>>,
    pub columns: Vec<Scored<ColumnId>>,
}

/// What a key is called after is worth this much of a table's name.
const BY_KEY: f64 = 0.96;
/// Short forms are worth this much of the word itself.
const SHORT_FORM: f64 = 0.97;
/// Synonyms are worth this much of the word itself.
const SYNONYM: f64 = 0.8;
/// And those that nobody chose for names of columns.
const DISTANT_SYNONYM: f64 = 0.7;
/// Words that say no more than that a column holds amounts: `fare_amount` is the fare.
const AMOUNTS: [&str; 3] = ["amount", "total", "valu"];
/// Stems of words that say of a name only that it is the usual one: `full_name` is the name.
const NAMES: [&str; 5] = ["full", "common", "display", "offici", "legal"];
/// Stems of words behind a name that say only what such names are: the `email address` is the email.
const LABELS: [&str; 8] = ["number", "name", "date", "year", "valu", "address", "level", "type"];
/// Nearly the name itself.
const MEASURED: f64 = 0.95;
/// The least that a role is worth: its part has to be said, if by a synonym.
const ROLE: f64 = 0.78;
/// More than any synonym, less than the name itself.
const AMOUNT: f64 = 0.86;
/// A name with a word more or less that says only what such names are.
const LABELLED: f64 = 0.88;
/// What is worth less is not meant.
const LEAST: f64 = 0.4;

impl Vocabulary {
    pub fn new(catalog: &Catalog) -> Self {
        let of_table = |table: &Table, owner: &[String]| {
            let name = without_role(&table.name);
            Words::new(name, &name::words(name), owner)
        };
        let own: Vec<Words> = catalog.tables.iter().map(|table| of_table(table, &[])).collect();
        // `departure harbour` is one role, and `departure` alone is enough.
        let owner = |table: &Table| table.role_of.map_or(&[][..], |base| &own[base].words);
        let tables: Vec<Words> = catalog.tables.iter().map(|table| of_table(table, owner(table))).collect();
        let columns: Vec<(ColumnId, Words)> = catalog
            .column_ids()
            .map(|id| {
                let words = catalog.words(id);
                (id, Words::new(&catalog.column(id).name, words, &tables[id.table].words))
            })
            .collect();
        let names = catalog.tables.iter().map(|table| name::words(without_role(&table.name)));
        let names = names.chain(catalog.column_ids().map(|id| catalog.words(id).to_vec()));
        let short_forms: BTreeSet<String> = names.flatten().filter(|word| is_no_word(word)).collect();
        let known = tables.iter().chain(columns.iter().map(|(_, it)| it)).flat_map(|it| it.words.clone()).collect();
        let rows_by_key = rows_by_key(catalog, &tables);
        let plain = tables.iter().chain(columns.iter().map(|(_, it)| it)).map(|it| it.plain.clone()).collect();
        Self {
            plain,
            tables,
            columns,
            known,
            short_forms: short_forms.into_iter().collect(),
            people: tables_of_people(catalog),
            roles: (0..catalog.tables.len()).filter(|table| catalog.is_role(*table)).collect(),
            rows_by_key,
        }
    }

    /// Everything that the words may name. `stems` are theirs without articles and the like; `plain` is all of them without blanks.
    pub fn named(&self, stems: &[String], plain: &str) -> Named {
        let phrases = |synonyms: &Synonyms| {
            let all = rephrased(stems, synonyms).into_iter();
            let said = all.map(|stems| self.shortened(&stems).unwrap_or(stems)).map(Phrase::new);
            said.filter(|it| self.is_said(it)).collect()
        };
        let asked = Asked {
            stems,
            plain,
            shortened: self.shortened(stems).map(Phrase::new),
            synonyms: phrases(&NEAR_SYNONYMS),
            distant_synonyms: phrases(&DISTANT_SYNONYMS),
        };
        let mut found = Named {
            tables: self.tables_named(&asked),
            columns: self.best(self.columns.iter().map(|(id, named)| (*id, named)), &asked),
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

    /// By their names, and by what their keys are called after: rows with a `lock_no` are locks, whatever else their table's name says.
    fn tables_named(&self, asked: &Asked<'_>) -> Vec<Scored<usize>> {
        let mut found = self.best(self.tables.iter().enumerate(), asked);
        found.retain(|it| !self.roles.contains(&it.it) || self.is_called(&self.tables[it.it], it.score, asked));
        let by_key = self.rows_by_key.iter().filter(|(_, words)| same(asked.stems, words));
        for (table, _) in by_key {
            let is_taken = found.iter().any(|it| it.score > BY_KEY);
            if !is_taken {
                found.retain(|it| it.it != *table);
                found.insert(0, Scored { it: *table, score: BY_KEY });
            }
        }
        found
    }

    /// Whether a role is what the words say: its part, and no verb that is only like it (`won` is not `winner`).
    fn is_called(&self, role: &Words, score: f64, asked: &Asked<'_>) -> bool {
        let is_deed = asked.stems.len() == 1 && is_verb(asked.plain) && !role.plain.starts_with(asked.plain);
        score >= ROLE && !is_deed
    }

    /// What `who` asks for; nothing where no table is of people.
    pub fn people(&self) -> Option<Named> {
        let tables: Vec<Scored<usize>> = self.people.iter().map(|it| Scored { it: *it, score: 1.0 }).collect();
        (!tables.is_empty()).then(|| Named { tables, columns: Vec::new() })
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

    fn best<'a, T: Copy>(&self, all: impl Iterator<Item = (T, &'a Words)>, asked: &Asked<'_>) -> Vec<Scored<T>> {
        let mut found: Vec<Scored<T>> = all
            .map(|(it, named)| Scored { it, score: asked.score(named) })
            .filter(|scored| scored.score >= LEAST)
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }

    /// Whether a word of the phrase is in some name: no other phrase can name anything.
    fn is_said(&self, phrase: &Phrase) -> bool {
        self.plain.contains(&phrase.plain) || phrase.stems.iter().any(|stem| self.known.contains(stem))
    }

    /// The words with those that no name has replaced by their short forms; nothing where there are none.
    fn shortened(&self, stems: &[String]) -> Option<Vec<String>> {
        let short = |stem: &String| {
            let fitting = self.short_forms.iter().filter(|it| is_short_for(it, stem));
            // `inspr` rather than `insp` for inspectors.
            fitting.max_by_key(|it| it.len()).filter(|_| !self.known.contains(stem))
        };
        let is_any = stems.iter().any(|stem| short(stem).is_some());
        is_any.then(|| stems.iter().map(|stem| short(stem).unwrap_or(stem).clone()).collect())
    }
}

/// The words with one of them, or all, replaced by a synonym.
fn rephrased(stems: &[String], synonyms: &Synonyms) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = synonyms.get(&stems.join(" ")).cloned().unwrap_or_default();
    if stems.len() > 1 {
        for (at, word) in stems.iter().enumerate() {
            for other in synonyms.get(word).into_iter().flatten() {
                found.push([&stems[..at], other, &stems[at + 1..]].concat());
            }
        }
    }
    found
}

/// A table's name without the prefix that says what it is for.
pub(super) fn without_role(name: &str) -> &str {
    const ROLES: [&str; 9] = ["ref_", "dim_", "fact_", "tbl_", "tbl", "tb_", "t_", "lookup_", "lkp_"];
    let lower = name.to_ascii_lowercase();
    let role = ROLES.iter().find(|role| lower.starts_with(*role) && lower.len() > role.len() + 1);
    let bare = role.map_or(name, |role| &name[role.len()..]);
    const FORMS: [&str; 6] = ["_list", "_data", "_info", "_table", "_tbl", "_details"];
    let lower = bare.to_ascii_lowercase();
    let form = FORMS.iter().find(|form| lower.ends_with(*form) && lower.len() > form.len() + 1);
    form.map_or(bare, |form| &bare[..bare.len() - form.len()])
}

/// The stems of a key without its label, `lock` of `lock_no`, where they are part of the table's name.
fn rows_by_key(catalog: &Catalog, tables: &[Words]) -> Vec<(usize, Vec<String>)> {
    let of_table = |(table, it): (usize, &Words)| {
        let [key] = catalog.tables[table].key[..] else { return None };
        let words = catalog.words(ColumnId { table, column: key });
        let (label, rest) = words.split_last()?;
        let stems: Vec<String> = rest.iter().map(|word| stem(word)).collect();
        let is_part =
            !stems.is_empty() && stems.len() < it.words.len() && stems.iter().all(|word| it.words.contains(word));
        let is_label = matches!(label.as_str(), "id" | "number" | "code" | "key");
        (is_label && is_part).then_some((table, stems))
    };
    tables.iter().enumerate().filter(|(table, _)| !catalog.is_role(*table)).filter_map(of_table).collect()
}

/// Whether a part of a name is a short form rather than a word; `diam` is a word in some dictionaries.
fn is_no_word(part: &str) -> bool {
    const RARE: u32 = 15;
    times_met(part).is_none_or(|met| met < RARE && part.len() <= 4)
}

fn synonyms(groups: &[Vec<String>]) -> Synonyms {
    let mut map = Synonyms::new();
    for group in groups {
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
        if matches!(rest[..], [unit] if is_unit(unit) && self.words.last() == Some(unit)) {
            return MEASURED;
        }
        // `exams` are no exam dates.
        let is_many = plain.ends_with('s') && !is_verb(plain);
        let is_of_a_moment =
            |word: &&String| !is_many && matches!(word.as_str(), "date" | "year" | "time" | "day" | "on" | "at");
        if has_first_of(&self.words, stems)
            && (matches!(rest[..], [label] if label == "name") || rest.iter().all(is_of_a_moment))
        {
            return LABELLED;
        }
        if stems == ["name"] && matches!(rest[..], [kind] if NAMES.contains(&kind.as_str())) {
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
        // `hiring date` for `hired_on`
        let is_on = label == "date" && matches!(&self.words[..], [bare @ .., on] if bare == rest && on == "on");
        let is_whole = !rest.is_empty()
            && (is_on || self.words == rest || self.words[..] == [self.owner.clone(), rest.to_vec()].concat());
        if is_whole && LABELS.contains(&label.as_str()) { LABELLED } else { 0.0 }
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
    a.len() == b.len() && a.iter().all(|word| b.contains(word)) && b.iter().all(|word| a.contains(word))
}
