//! Choosing: the table that the rows are about, the column that a name means, the column that stands for a row.

use super::Resolver;
use crate::ask::catalog::{Catalog, ColumnId, Join, Kind};
use crate::ask::element::Scored;
use crate::ask::join;
use crate::ask::lexicon::{ADJECTIVES, STEMMED_SYNONYMS, times_met};
use crate::ask::name;
use crate::ask::query::Predicate;
use crate::ask::short_form::is_short_for;
use crate::ask::sketch::{Sketch, Subject, Test};
use crate::ask::stem::stem;
use std::collections::{BTreeMap, BTreeSet};

/// Names by which rows are called, the best first.
const LABELS: &[&str] = &["name", "title", "label", "description", "code"];

/// The two names of people.
const NAMES_OF_PEOPLE: [&[&str]; 2] =
    [&["first name", "forename", "given name"], &["last name", "surname", "family name"]];

/// Stands for the distance of tables that nothing joins.
const UNREACHABLE: usize = 20;

/// The tables that the rows may be about, with how doubtful that is.
pub(super) fn roots(catalog: &Catalog, sketch: &Sketch) -> Vec<(usize, f64)> {
    let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
    let mut add = |table: usize, weight: f64| *weights.entry(table).or_default() += weight;
    for (at, mention) in sketch.mentions.iter().enumerate() {
        let is_subject = sketch.subject == Some(at);
        for table in &mention.named.tables {
            // Rows are never about a role, but about those that play it for others.
            let referring = catalog.joins.iter().filter(|join| catalog.is_role(table.it) && join.to == table.it);
            match referring.map(|join| join.from).next() {
                Some(from) => add(from, table.score * if is_subject { 2.5 } else { 0.5 }),
                None => add(table.it, table.score * if is_subject { 2.5 } else { 0.5 }),
            }
        }
        let is_output = sketch.outputs.iter().any(|output| output.mention == Some(at));
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        for column in &mention.named.columns {
            let score = best.entry(column.it.table).or_default();
            *score = score.max(column.score);
        }
        for (table, score) in best {
            add(table, score * if is_output { 0.6 } else { 0.4 });
        }
    }
    for condition in &sketch.conditions {
        let mut tables: Vec<usize> = match (&condition.subject, &condition.test) {
            (Subject::Value, Test::Value(columns)) => columns.iter().map(|(id, _)| id.table).collect(),
            _ => Vec::new(),
        };
        tables.sort_unstable();
        tables.dedup();
        for table in tables {
            add(table, 0.3);
        }
    }
    if weights.is_empty() && catalog.tables.len() == 1 {
        weights.insert(0, 1.0);
    }
    let mut ranked: Vec<(usize, f64)> = weights.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let top = ranked.first().map_or(0.0, |it| it.1);
    ranked.into_iter().take(5).map(|(table, weight)| (table, (top - weight) * 0.25)).collect()
}

/// Whether a noun is who does what the verb says: `actor` and `act`.
fn is_agent(noun: &str, verb: &str) -> bool {
    let root = verb.strip_suffix('e').unwrap_or(verb);
    root.len() >= 3 && matches!(noun.strip_prefix(root), Some("or" | "er" | "r"))
}

/// Whether a word of a name is short for the hint.
fn is_short_of(word: &str, hint: &str) -> bool {
    is_short_for(word, hint) && times_met(word).is_none()
}

impl Resolver<'_> {
    /// The table that a mention names, nearest to the root among equals.
    pub(super) fn table(&self, mention: usize) -> Option<usize> {
        let tables = &self.sketch.mentions[mention].named.tables;
        let value = |it: &Scored<usize>| {
            it.score - 0.03 * self.distance(it.it) as f64 + if it.it == self.query.root { 0.06 } else { 0.0 }
        };
        tables.iter().max_by(|a, b| value(a).total_cmp(&value(b))).map(|it| it.it)
    }

    fn distance(&self, table: usize) -> usize {
        join::distance(self.catalog, self.query.root, table).unwrap_or(UNREACHABLE)
    }

    pub(super) fn is_reachable(&self, table: usize) -> bool {
        self.distance(table) < UNREACHABLE
    }

    /// Whether a mention stands for rows here: it names a table at least as well as a column of the root.
    pub(super) fn means_table(&self, mention: usize) -> bool {
        let mention = &self.sketch.mentions[mention];
        if mention.table_score() == 0.0 {
            return false;
        }
        let own = mention.named.columns.iter().filter(|it| it.it.table == self.query.root).map(|it| it.score);
        let own = own.fold(0.0, f64::max);
        let names_root = mention.named.tables.iter().any(|it| it.it == self.query.root && it.score >= 0.9);
        let is_role = mention.named.tables.first().is_some_and(|it| self.catalog.is_role(it.it));
        names_root || mention.is_table() && (own < mention.table_score() || is_role && own <= mention.table_score())
    }

    pub(super) fn column(&mut self, mention: usize) -> Option<ColumnId> {
        self.column_of_kind(mention, false)
    }

    /// The column that a mention means. Sums and averages want numbers.
    pub(super) fn column_of_kind(&mut self, mention: usize, wants_number: bool) -> Option<ColumnId> {
        let columns = &self.sketch.mentions[mention].named.columns;
        if columns.is_empty() {
            let table = self.table(mention)?;
            return self.label(table).into_iter().next();
        }
        if let Some(label) = self.label_of_owner(mention) {
            return Some(label);
        }
        if let Some(moment) = self.moment_of_rows(mention) {
            return Some(moment);
        }
        let beside = self.owner_table(mention);
        let columns = &self.sketch.mentions[mention].named.columns;
        let chosen =
            columns.iter().map(|it| (*it, self.fitness(mention, it, wants_number))).max_by(|a, b| a.1.total_cmp(&b.1));
        let (chosen, fitness) = chosen?;
        let is_rival = |it: &&Scored<ColumnId>| {
            it.it != chosen.it && (self.fitness(mention, it, wants_number) - fitness).abs() < f64::EPSILON
        };
        if chosen.score < 0.9 && columns.iter().any(|it| is_rival(&it)) {
            let words = self.sketch.mentions[mention].words.clone();
            self.doubt(0.25, format!("`{words}` may be one of several columns"));
        }
        if chosen.score < 0.9 {
            let (words, name) =
                (self.sketch.mentions[mention].words.clone(), self.catalog.column(chosen.it).name.clone());
            self.doubt((0.9 - chosen.score) * 0.4, format!("`{words}` was taken for {name}"));
        }
        let seated = self.seated(chosen.it, beside);
        if self.owner(mention).is_some_and(|owner| owner != chosen.it.table) {
            self.doubt(0.15, "");
        }
        if chosen.it.table != self.query.root && self.owner(mention) != Some(chosen.it.table) {
            self.doubt(0.03 * self.distance(seated.table) as f64, "");
        }
        Some(seated)
    }

    /// The column in the role that it is said of: the one beside it, or the only one that the question names of a table that it does not name.
    pub(super) fn seated(&self, id: ColumnId, beside: Option<usize>) -> ColumnId {
        let plays = |role: &usize| self.catalog.tables[*role].role_of == Some(id.table);
        if let Some(table) = beside.filter(plays) {
            return ColumnId { table, ..id };
        }
        if id.table == self.query.root || self.is_mentioned(id.table) {
            return id;
        }
        let mut roles =
            self.sketch.mentions.iter().enumerate().filter(|(at, it)| it.is_table() && self.means_table(*at));
        let roles: BTreeSet<usize> = roles.by_ref().filter_map(|(at, _)| self.table(at)).filter(plays).collect();
        match (roles.first(), roles.len()) {
            (Some(table), 1) => ColumnId { table: *table, ..id },
            _ => id,
        }
    }

    /// `names of ensembles` where ensembles have no name but something else to call them by.
    fn label_of_owner(&self, mention: usize) -> Option<ColumnId> {
        let it = &self.sketch.mentions[mention];
        let owner = self.owner_table(mention)?;
        let base = self.catalog.base(owner);
        let is_name = matches!(it.words.to_lowercase().as_str(), "name" | "names" | "title" | "titles");
        let has_none = it.named.columns.iter().all(|column| column.it.table != base);
        // Rows that are called by a number have the name of what they refer to.
        let label = self.label(owner).into_iter().next()?;
        (is_name && has_none && self.catalog.column(label).kind == Kind::Text).then_some(label)
    }

    /// `names of patients` where they have a first and a last name, and no other.
    pub(super) fn names_of_rows(&self, mention: usize) -> Option<Vec<ColumnId>> {
        let it = &self.sketch.mentions[mention];
        let table = self.owner_table(mention).unwrap_or(self.query.root);
        let is_name = matches!(it.words.to_lowercase().as_str(), "name" | "names");
        let label = self.label(table);
        (is_name && label.len() > 1).then_some(label)
    }

    /// `dates of matches` where matches have one column of days, called otherwise.
    fn moment_of_rows(&self, mention: usize) -> Option<ColumnId> {
        let it = &self.sketch.mentions[mention];
        let table = self.owner_table(mention).unwrap_or(self.query.root);
        let is_date = matches!(it.words.to_lowercase().as_str(), "date" | "dates" | "day" | "days");
        let base = self.catalog.base(table);
        if !is_date || it.named.columns.iter().any(|column| column.it.table == base) {
            return None;
        }
        let columns = &self.catalog.tables[table].columns;
        let mut moments = (0..columns.len()).filter(|column| columns[*column].is_moment());
        let only = moments.next().filter(|_| moments.next().is_none())?;
        Some(ColumnId { table, column: only })
    }

    /// The first column of days that a table has.
    fn first_moment(&self, table: usize) -> Option<ColumnId> {
        let columns = &self.catalog.tables[table].columns;
        let column = columns.iter().position(|it| it.is_moment())?;
        Some(ColumnId { table: self.catalog.base(table), column })
    }

    /// The table that a mention's columns are of, which may be a role.
    fn owner_table(&self, mention: usize) -> Option<usize> {
        self.sketch.mentions[mention].owner.and_then(|owner| self.table(owner))
    }

    /// The same without roles: columns are named by tables.
    fn owner(&self, mention: usize) -> Option<usize> {
        self.owner_table(mention).map(|table| self.catalog.base(table))
    }

    fn fitness(&self, mention: usize, it: &Scored<ColumnId>, wants_number: bool) -> f64 {
        let mut fitness = it.score;
        if self.owner(mention) == Some(it.it.table) {
            fitness += 0.5;
        }
        if it.it.table == self.query.root {
            fitness += 0.3;
        } else if self.is_mentioned(it.it.table) {
            fitness += 0.2;
        }
        fitness -= match self.distance(it.it.table) {
            UNREACHABLE => 3.0,
            steps => 0.1 * steps.min(10) as f64,
        };
        if wants_number {
            fitness -= match self.catalog.column(it.it).kind {
                Kind::Number => 0.0,
                Kind::Date => 0.7,
                Kind::Text | Kind::Boolean | Kind::Other => 0.4,
            };
        }
        let words = self.catalog.stems(it.it);
        let hints = words.iter().filter(|stem| self.sketch.stems.contains(stem)).count();
        fitness + 0.02 * hints as f64
    }

    /// Whether the question names the table.
    pub(super) fn is_mentioned(&self, table: usize) -> bool {
        let named = |named: &crate::ask::element::Named| named.tables.iter().any(|it| it.it == table && it.score > 0.9);
        self.sketch.mentions.iter().any(|mention| named(&mention.named))
    }

    /// The columns by which a row of the table is called: its name, or first and last name, or its key.
    pub(super) fn label(&self, table: usize) -> Vec<ColumnId> {
        let columns = &self.catalog.tables[table].columns;
        let words: Vec<&[String]> =
            (0..columns.len()).map(|column| self.catalog.words(ColumnId { table, column })).collect();
        let own = name::words(&self.catalog.tables[self.catalog.base(table)].name);
        let own: Vec<String> = own.iter().map(|word| stem(word)).collect();
        let id = |column: usize| ColumnId { table, column };
        // `d_fname` of a doctor is the first name.
        let bare = |at: usize| {
            let start = words[at].iter().position(|word| !own.contains(&stem(word))).unwrap_or(0);
            words[at][start..].join(" ")
        };
        let is = |at: usize, text: &str| words[at].join(" ") == text || bare(at) == text;
        let all = 0..columns.len();
        let called = || all.clone().find(|at| words[*at].iter().map(|word| stem(word)).collect::<Vec<_>>() == own);
        let named = || all.clone().find(|at| words[*at].last().is_some_and(|last| last == "name" || last == "title"));
        for label in LABELS {
            // Any name calls a row better than its code.
            if *label == "code"
                && let Some(at) = called().or_else(named)
            {
                return vec![id(at)];
            }
            if let Some(at) = all.clone().find(|at| is(*at, label)) {
                return vec![id(at)];
            }
            let of_table = |at: &usize| {
                words[*at].last().is_some_and(|last| last == label)
                    && words[*at][..words[*at].len() - 1].iter().all(|word| own.contains(&stem(word)))
            };
            if let Some(at) = all.clone().find(of_table) {
                return vec![id(at)];
            }
            if *label == "name" {
                let pair: Vec<ColumnId> = NAMES_OF_PEOPLE
                    .iter()
                    .filter_map(|parts| all.clone().find(|at| parts.iter().any(|part| is(*at, part))))
                    .map(id)
                    .collect();
                if pair.len() == 2 {
                    return pair;
                }
            }
        }
        let is_text = |at: &usize| columns[*at].kind == Kind::Text && !columns[*at].is_moment();
        let text = || all.clone().find(|at| is_text(at) && columns[*at].is_unique);
        let any_text = || all.clone().find(is_text);
        let keys = &self.catalog.tables[table].key;
        let only_key = || keys.first().copied().filter(|_| keys.len() == 1);
        let key = || keys.first().copied();
        let found = text().or_else(only_key).or_else(any_text).or_else(key);
        found.or_else(|| all.clone().next()).map(id).into_iter().collect()
    }

    pub(super) fn key_of(&self, table: usize) -> Option<ColumnId> {
        match self.catalog.tables[table].key[..] {
            [column] => Some(ColumnId { table, column }),
            _ => None,
        }
    }

    /// The column that an adjective speaks of, and whether it goes the other way there.
    pub(super) fn adjective_column(&mut self, adjective: usize, table: usize, of: &str) -> Option<(ColumnId, bool)> {
        let of: Vec<String> = of.split(' ').map(|word| stem(&word.to_lowercase())).collect();
        let adjective = &ADJECTIVES[adjective];
        let mut best: Option<(f64, ColumnId, bool)> = None;
        let hints = |list: &[&'static str]| list.iter().map(|hint| (*hint, stem(hint))).collect::<Vec<_>>();
        let (straight_hints, inverse_hints) = (hints(adjective.columns), hints(adjective.inverse));
        for id in self.catalog.column_ids() {
            let (words, stems) = (self.catalog.words(id), self.catalog.stems(id));
            let place = |list: &[(&str, String)]| {
                list.iter()
                    .position(|hint| stems.contains(&hint.1) || words.iter().any(|word| is_short_of(word, hint.0)))
            };
            let straight = place(&straight_hints).map(|at| (at, false));
            let inverse = place(&inverse_hints).map(|at| (at + adjective.columns.len(), true));
            let Some((at, is_inverse)) = straight.or(inverse) else { continue };
            if !self.is_reachable(id.table) {
                continue;
            }
            if !self.catalog.is_ordered(id) && !is_inverse || self.catalog.is_key(id) {
                continue;
            }
            let nearness =
                if id.table == self.catalog.base(table) { 0.0 } else { 1.0 + self.distance(id.table) as f64 };
            let is_of = stems.iter().any(|stem| of.contains(stem));
            // `longer than 200 km, longest first` is about one column.
            let is_compared = self.query.filter.iter().flatten().filter_map(Predicate::column).any(|it| it == id);
            let value = if is_of { 0.5 } else { 0.0 } + if is_compared { 0.5 } else { 0.0 }
                - nearness
                - 0.1 * at as f64
                - 0.01 * words.len() as f64;
            if best.is_none_or(|(top, ..)| value > top) {
                best = Some((value, id, is_inverse));
            }
        }
        // Days may be called by anything.
        let is_of_moments = adjective.columns.contains(&"date");
        let (_, id, is_inverse) = match best.filter(|(_, id, _)| !is_of_moments || id.table == self.catalog.base(table))
        {
            Some(best) => best,
            None => match self.first_moment(table).filter(|_| is_of_moments) {
                Some(id) => (0.0, id, false),
                None => best?,
            },
        };
        if id.table != self.catalog.base(table) {
            self.doubt(0.1, "");
        }
        Some((self.seated(id, Some(table)), is_inverse))
    }

    /// Foreign keys that the words of the question choose between: `source harbour`.
    pub(super) fn vias(&self) -> Vec<ColumnId> {
        let joins = &self.catalog.joins;
        let is_doubled = |from: usize, to: usize| joins.iter().filter(|it| (it.from, it.to) == (from, to)).count() > 1;
        let is_spoken_of = |join: &&Join| {
            let own = join.columns.first().map(|pair| ColumnId { table: join.from, column: pair.0 });
            join.has_part && own.is_some_and(|it| self.direction(it) > 0)
        };
        let candidates = joins.iter().filter(|join| is_doubled(join.from, join.to) || is_spoken_of(join));
        let mut scored: Vec<(usize, usize, ColumnId)> = candidates
            .filter_map(|join| {
                let id = ColumnId { table: join.from, column: join.columns.first()?.0 };
                Some((self.direction(id), join.to, id))
            })
            .collect();
        scored.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        let is_best = |(score, to, id): &(usize, usize, ColumnId)| {
            let rivals =
                scored.iter().filter(|(_, other, rival)| other == to && rival.table == id.table && rival != id);
            rivals.map(|(rival, ..)| rival).all(|rival| rival < score)
        };
        let chosen = scored.iter().filter(|it| is_best(it)).map(|(.., id)| *id);
        chosen.filter(|id| !self.is_told_by_role(*id)).chain(self.parts_of_root()).collect()
    }

    /// Whether a role takes the words that speak of a reference: `the band and the support band`.
    fn is_told_by_role(&self, id: ColumnId) -> bool {
        let goes = |role: usize| {
            self.catalog.is_role(role) && self.catalog.joins.iter().any(|it| it.to == role && it.goes_by(id))
        };
        let named = |at: usize| self.means_table(at) && self.table(at).is_some_and(goes) && self.is_spoken_of(at);
        (0..self.sketch.mentions.len()).any(named)
    }

    /// Whether something is said of the rows that play a role, or they are shown.
    fn is_spoken_of(&self, role: usize) -> bool {
        let sketch = self.sketch;
        sketch.outputs.iter().any(|it| it.mention == Some(role))
            || sketch.mentions.iter().any(|it| it.owner == Some(role))
            || sketch
                .conditions
                .iter()
                .any(|it| it.beside == Some(role) || matches!(it.test, Test::Row(_, of) if of == role))
    }

    /// Whether a role says only by which reference its table is meant, which the question names too.
    pub(super) fn is_mere_direction(&self, mention: usize, table: usize) -> bool {
        let base = self.catalog.base(table);
        let is_own = self.catalog.joins.iter().any(|it| it.to == table && it.from == base);
        self.catalog.is_role(table) && !is_own && self.is_mentioned(base) && !self.is_spoken_of(mention)
    }

    /// `which bands were the support band`: the part that the rows themselves play in others.
    fn parts_of_root(&self) -> Vec<ColumnId> {
        let roles = self.sketch.related.iter().filter(|it| it.denied.is_none()).filter_map(|it| self.table(it.mention));
        let references = roles.filter_map(|role| self.part_of_root(role));
        references.filter_map(|join| Some(ColumnId { table: join.from, column: join.columns.first()?.0 })).collect()
    }

    /// The reference of another table that makes rows of the root play a role.
    pub(super) fn part_of_root(&self, role: usize) -> Option<&Join> {
        let is_own = self.catalog.tables[role].role_of == Some(self.query.root);
        self.catalog.joins.iter().find(|it| is_own && it.to == role && it.from != self.query.root)
    }

    /// Two references to one table, of which nothing in the question chooses.
    pub(super) fn doubt_references(&mut self) {
        let tables = self.query.all_tables();
        let steps = join::steps(self.catalog, self.query.root, &tables, &self.query.vias).unwrap_or_default();
        let joins = &self.catalog.joins;
        let is_open = |join: &Join| {
            let is_rival = |it: &&Join| (it.from, it.to) == (join.from, join.to) && it.columns != join.columns;
            let is_chosen = |it: &Join| self.query.vias.iter().any(|via| it.goes_by(*via));
            // A reference without a part of its own is the usual one.
            let has_rival = || joins.iter().any(|it| is_rival(&it) && (join.has_part || !it.has_part));
            !self.catalog.is_role(join.to) && !is_chosen(join) && has_rival()
        };
        if steps.iter().any(|step| is_open(&joins[step.join])) {
            self.doubt(0.3, "which of several references to the table");
        }
    }

    /// How many words of the question speak of the column, synonyms included.
    pub(super) fn direction(&self, id: ColumnId) -> usize {
        let table: Vec<String> =
            name::words(&self.catalog.tables[id.table].name).iter().map(|word| stem(word)).collect();
        let words: Vec<&String> = self.catalog.stems(id).iter().filter(|word| !table.contains(word)).collect();
        let says = |word: &String| {
            let alike =
                STEMMED_SYNONYMS.iter().filter(|group| group.iter().any(|it| it == word || is_short_of(word, it)));
            self.sketch.stems.iter().any(|it| it == word || is_agent(word, it) || is_short_of(word, it))
                || alike.flatten().any(|it| self.sketch.stems.contains(it))
        };
        words.iter().filter(|word| says(word)).count()
    }

    /// Whether one row of `from` can meet several of `to`.
    pub(super) fn is_many(&self, from: usize, to: usize) -> bool {
        let mut tables = std::collections::BTreeSet::new();
        tables.insert(to);
        let Some(steps) = join::steps(self.catalog, from, &tables, &self.query.vias) else { return false };
        steps.iter().any(|step| self.catalog.joins[step.join].from == step.table)
    }
}
