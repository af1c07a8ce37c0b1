//! Conditions on rows and on groups.

use super::{Parser, Region};
use crate::ask::catalog::ColumnId;
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::{ADJECTIVES, Key, Like, is_participle, is_verb};
use crate::ask::query::{Aggregate, Comparison};
use crate::ask::sketch::{Measure, Subject, Test};

impl Parser<'_> {
    pub(super) fn enter_where(&mut self) {
        self.settle_pending_aggregates();
        self.region = Region::Where;
    }

    pub(super) fn relative(&mut self) {
        if self.points_back() {
            return;
        }
        self.compared = None;
        self.settle_superlative(None);
        self.settle_truth();
        self.denied = None;
        self.enter_where();
    }

    /// `the name of that shop`: an article, and no clause.
    fn points_back(&self) -> bool {
        let is_behind = matches!(self.word_behind(), "of" | "for" | "in" | "at" | "by");
        let is_named = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Element(_), .. }));
        self.word_read() == "that" && is_behind && is_named
    }

    pub(super) fn is(&mut self) {
        if self.region == Region::Answer && (!self.sketch.outputs.is_empty() || !self.sketch.groups.is_empty()) {
            self.region = Region::Where;
        }
    }

    /// `from France`, `in 2014`: a place or a time follows.
    pub(super) fn at_place(&mut self) {
        if self.rekey() {
            return;
        }
        let names_value = matches!(
            self.ahead(0),
            Some(ItemKind::Value(_) | ItemKind::Number(_) | ItemKind::Quoted(_) | ItemKind::Unknown)
        );
        if self.region == Region::Answer && names_value && !self.sketch.outputs.is_empty() {
            self.enter_where();
        }
    }

    /// `the average of the ages`, and then `of` brings the column; anything else leaves nothing to take the average of.
    fn settle_pending_aggregates(&mut self) {
        if self.waiting.is_count && matches!(self.behind(), Some(ItemKind::Key(Key::Count))) {
            self.take_measures(None);
        }
    }

    pub(super) fn deny(&mut self) {
        if matches!(self.ahead(0), Some(ItemKind::Element(_) | ItemKind::Key(Key::Have))) || self.ends_in_verb() {
            self.settle_truth();
        }
        self.clauses += 1;
        self.denied = Some(self.clauses);
        if self.region == Region::Answer {
            self.region = Region::Where;
        }
    }

    /// `who are not cooks have served …`: what was denied is complete.
    pub(super) fn end_denial(&mut self) {
        let denied = self.denied;
        if denied.is_some() && self.sketch.conditions.iter().any(|it| it.denied == denied) && self.last.is_none() {
            self.denied = None;
        }
    }

    /// `have made neither a cup nor …`: what is denied is not the verb.
    fn ends_in_verb(&self) -> bool {
        let mention = self.last.as_ref().and_then(|it| it.mention).map(|it| &self.sketch.mentions[it]);
        mention.is_some_and(|it| it.column_score() < 0.9 && is_verb(&it.words.to_lowercase()))
    }

    /// A denial that nothing came of would be lost, and the answer the opposite.
    pub(super) fn settle_denials(&mut self) {
        for clause in 1..=self.clauses {
            let is_used = self.inverted.contains(&clause)
                || self.sketch.conditions.iter().any(|it| it.denied == Some(clause))
                || self.sketch.related.iter().any(|it| it.denied == Some(clause));
            if !is_used {
                self.sketch.unused.push("a negation".into());
            }
        }
    }

    pub(super) fn and(&mut self) {
        self.compared = None;
        if self.region != Region::Where {
            return;
        }
        if self.answer_goes_on() {
            self.settle_truth();
            self.denied = None;
            self.region = Region::Answer;
        } else if !matches!(self.ahead(0), Some(ItemKind::Value(_) | ItemKind::Quoted(_))) {
            self.denied = None;
        }
    }

    pub(super) fn pause(&mut self) {
        self.compare_average();
        self.compared = None;
        self.settle_truth();
        self.denied = None;
        if self.sketch.outputs.is_empty() || self.region == Region::Where && self.answer_goes_on() {
            self.region = Region::Answer;
        }
    }

    pub(super) fn compare(&mut self, comparison: Comparison) {
        self.waiting.comparison = Some(match self.denied.filter(|_| self.word_behind() == "not") {
            Some(clause) => {
                self.inverted.insert(clause);
                self.denied = None;
                comparison.negated()
            }
            None => comparison,
        });
        if self.region == Region::Answer {
            self.region = Region::Where;
        }
    }

    /// `3 or more`: the number came first.
    pub(super) fn compare_behind(&mut self, comparison: Comparison) {
        self.waiting.comparison = Some(comparison);
        if let Some(condition) = self.sketch.conditions.last_mut()
            && let Test::Number(earlier, _) = &mut condition.test
            && self.waiting.number.is_none()
        {
            *earlier = comparison;
            self.waiting.comparison = None;
        } else if self.waiting.number.is_some() && !matches!(self.ahead(0), Some(ItemKind::Element(_))) {
            self.compare_number(None);
        }
    }

    pub(super) fn comparative(&mut self, adjective: usize) {
        let is_upward = ADJECTIVES[adjective].is_upward;
        self.waiting.comparison = Some(if is_upward { Comparison::More } else { Comparison::Less });
        if self.region == Region::Answer {
            self.region = Region::Where;
        }
        self.adjective = Some(adjective);
    }

    pub(super) fn number(&mut self, digits: &str) {
        if self.takes_limit(digits) || self.is_just_once() || self.says_how_many_roles(digits) {
            return;
        }
        self.waiting.number = Some(digits.to_owned());
        if self.counts_times() {
            let comparison = self.waiting.comparison.take().unwrap_or(Comparison::Equal);
            self.waiting.number = None;
            self.last = None;
            return self.condition(Subject::Measure(Measure::count(None)), Test::Number(comparison, digits.to_owned()));
        }
        if let Some(mention) = self.column_of_number() {
            return self.compare_number(Some(mention));
        }
        if matches!(self.ahead(0), Some(ItemKind::Key(Key::Aged))) && self.last.is_none() {
            self.adjective = ADJECTIVES.iter().position(|it| it.forms[0] == "old");
        }
        let counts_next = matches!(self.ahead(0), Some(ItemKind::Element(named)) if self.counts(named))
            || matches!(
                self.ahead(0),
                Some(ItemKind::Key(Key::CompareBehind(_) | Key::Distinct) | ItemKind::Superlative(_))
            );
        if !counts_next {
            self.compare_number(None);
        }
    }

    /// `over 500 in list price`: the column behind the number, where none stands before it.
    fn column_of_number(&mut self) -> Option<usize> {
        let is_free = self.last.is_none() && self.adjective.is_none() && self.waiting.comparison.is_some();
        let [joint, item, ..] = self.items.get(self.at..).filter(|_| is_free)? else { return None };
        let ItemKind::Element(named) = &item.kind else { return None };
        let best = named.columns.first().filter(|it| named.tables.is_empty() && it.score >= 0.9)?;
        if self.tokens[joint.place.start].lower != "in" || !self.catalog.is_amount(best.it) {
            return None;
        }
        let (item, named) = (item.clone(), named.clone());
        self.at += 2;
        Some(self.mention(&item, &named))
    }

    /// `each name once`
    fn is_just_once(&self) -> bool {
        self.word_read() == "once" && self.waiting.comparison.is_none() && self.sketch.is_distinct
    }

    /// `more than once`, `at least 3 times`
    fn counts_times(&self) -> bool {
        let lower = |at: usize| self.tokens.get(at).map_or("", |token| token.lower.as_str());
        let Some(place) = self.items.get(self.at - 1).map(|item| item.place.clone()) else { return false };
        self.waiting.comparison.is_some()
            && (matches!(lower(place.start), "once" | "twice") || lower(place.end) == "times")
    }

    /// Whether the number in front of a name counts it.
    fn counts(&self, named: &crate::ask::element::Named) -> bool {
        let is_table = named.tables.first().is_some_and(|it| it.score > 0.95);
        is_table && self.word_behind() != "is" || !self.is_number_of_last()
    }

    /// Whether the number belongs to the column before it: `age 20`, `age above 20`.
    fn is_number_of_last(&self) -> bool {
        let Some(measure) = &self.last else { return false };
        let mention = measure.mention.map(|it| &self.sketch.mentions[it]);
        let is_verb = mention.is_some_and(|it| it.column_score() < 0.85 && it.words.split(' ').any(is_participle));
        let is_counted = self.waiting.comparison.is_none() && self.word_behind() == "with";
        !(is_verb || is_counted)
    }

    /// A number with what it is compared with: the column before it, the one behind it, or a year.
    pub(super) fn compare_number(&mut self, behind: Option<usize>) {
        let Some(number) = self.waiting.number.take() else { return };
        let comparison = self.waiting.comparison.take().unwrap_or(Comparison::Equal);
        let adjective = self.adjective.take();
        let subject = match (self.last.take(), adjective, behind) {
            (Some(measure), _, None) => Subject::Measure(measure),
            (None, Some(adjective), None) => Subject::Adjective(adjective, self.last_table),
            (_, _, Some(mention)) => return self.compare_count(mention, comparison, number),
            (None, None, None) => match self.subject_before() {
                Some(subject) if !is_year(&number) => subject,
                Some(_) | None if is_year(&number) => Subject::Moment,
                Some(_) | None => {
                    self.sketch.unused.push(format!("the number {number}"));
                    return;
                }
            },
        };
        self.region = if self.region == Region::Answer && self.sketch.outputs.is_empty() {
            Region::Answer
        } else {
            Region::Where
        };
        self.condition(subject, Test::Number(comparison, number));
    }

    /// `above age 40 and below 30`: the same as the comparison before.
    fn subject_before(&self) -> Option<Subject> {
        let before = self.sketch.conditions.last().filter(|it| matches!(it.test, Test::Number(..)))?;
        Some(before.subject.clone())
    }

    /// `more than 3 crossings`, `at least 200 tonnes`
    fn compare_count(&mut self, mention: usize, comparison: Comparison, number: String) {
        let measure = if self.sketch.mentions[mention].is_table() {
            Measure::count(Some(mention))
        } else {
            Measure { is_total: true, ..Measure::of(mention) }
        };
        self.region = Region::Where;
        self.condition(Subject::Measure(measure), Test::Number(comparison, number));
    }

    /// `with 4 berths`, `2 crossings`
    pub(super) fn counted(&mut self, mention: usize) {
        if let Some(number) = self.waiting.number.take() {
            self.compare_count(mention, Comparison::Equal, number);
        }
    }

    /// `above the average` with nothing behind it.
    pub(super) fn compare_average(&mut self) {
        if self.waiting.comparison.is_some() && !self.waiting.aggregates.is_empty() {
            self.compare_aggregate(None);
        }
    }

    /// `above the average`, `larger than the maximum of …`
    pub(super) fn compare_aggregate(&mut self, mention: Option<usize>) {
        let Some(comparison) = self.waiting.comparison.take() else { return };
        let Some(aggregate) = self.waiting.aggregates.pop() else { return };
        let mention = mention.filter(|it| self.sketch.mentions[*it].column_score() > 0.0);
        let adjective = self.adjective.take();
        let of = Measure { aggregate: Some(aggregate), mention, ..Measure::default() };
        let subject = match (self.last.take(), mention, adjective) {
            (Some(measure), ..) => Subject::Measure(measure),
            // `lighter than the average parcel`
            (None, Some(mention), Some(adjective)) if self.sketch.mentions[mention].is_table() => {
                Subject::Adjective(adjective, Some(mention))
            }
            (None, Some(mention), _) => Subject::Measure(Measure::of(mention)),
            (None, None, Some(adjective)) => Subject::Adjective(adjective, self.last_table),
            (None, None, None) => {
                self.sketch.unused.push("a comparison".into());
                return;
            }
        };
        self.condition(subject, Test::Aggregate(comparison, of, Vec::new()));
        self.compared = Some(self.sketch.conditions.len() - 1);
    }

    /// `cheaper than all goods from Sweden`: all of them are as far as the extreme of them.
    pub(super) fn compare_with_all(&mut self, is_all: bool) {
        let names_rows = matches!(self.ahead(0), Some(ItemKind::Element(_) | ItemKind::Value(_)));
        let is_known = self.last.is_some() || self.adjective.is_some();
        let is_bare = self.waiting.number.is_none() && self.waiting.aggregates.is_empty();
        let Some(comparison) = self.waiting.comparison.filter(|_| names_rows && is_known && is_bare) else { return };
        if !matches!(self.word_read(), "all" | "any" | "every") {
            return;
        }
        let is_upward = matches!(comparison, Comparison::More | Comparison::AtLeast);
        let extreme = if is_upward == is_all { Aggregate::Maximum } else { Aggregate::Minimum };
        self.waiting.aggregates.push(extreme);
        self.compare_aggregate(None);
    }

    pub(super) fn between(&mut self) {
        let ends: Vec<(usize, String)> = self.items[self.at..]
            .iter()
            .enumerate()
            .filter_map(|(at, item)| match &item.kind {
                ItemKind::Number(text) | ItemKind::Quoted(text) => Some((at, text.clone())),
                _ => None,
            })
            .take(2)
            .collect();
        let [(_, from), (end, to)] = &ends[..] else {
            self.sketch.unused.push("between".into());
            return;
        };
        self.at += end + 1;
        let subject = match self.last.take() {
            Some(measure) => Subject::Measure(measure),
            None => match self.ahead(0) {
                Some(ItemKind::Element(named)) if !is_year(from) => {
                    let named = named.clone();
                    let item = self.items[self.at].clone();
                    self.at += 1;
                    let mention = self.mention(&item, &named);
                    Subject::Measure(Measure { is_total: true, ..Measure::of(mention) })
                }
                _ => Subject::Moment,
            },
        };
        self.region = Region::Where;
        self.condition(subject, Test::Between(from.clone(), to.clone()));
    }

    pub(super) fn like(&mut self, like: Like) {
        let is_kind_of_text = |item: &Item| {
            let word = self.tokens[item.place.end - 1].lower.as_str();
            matches!(
                word,
                "letter" | "letters" | "word" | "substring" | "string" | "phrase" | "character" | "characters"
            )
        };
        let next = self.items[self.at..].iter().take(4).position(|item| {
            !is_kind_of_text(item)
                && matches!(
                    item.kind,
                    ItemKind::Quoted(_) | ItemKind::Value(_) | ItemKind::Unknown | ItemKind::Number(_)
                )
                || !is_kind_of_text(item)
                    && self.tokens[item.place.start].text.len() == 1
                    && self.tokens[item.place.start].text.starts_with(char::is_uppercase)
        });
        let Some(skip) = next else { return };
        let names_other = |item: &Item| matches!(item.kind, ItemKind::Element(_)) && !is_kind_of_text(item);
        if self.items[self.at..self.at + skip].iter().any(names_other) {
            return;
        }
        let item = self.items[self.at + skip].clone();
        self.at += skip + 1;
        let text = self.words(&item);
        let subject = match self.last.take() {
            Some(measure) => Subject::Measure(measure),
            None => Subject::Value,
        };
        self.region = Region::Where;
        self.condition(subject, Test::Like(like, text));
    }

    pub(super) fn quoted(&mut self, text: &str) {
        if let Some(measure) = self.column_after() {
            let like = Test::Like(Like::Inside, text.to_owned());
            return self.condition(Subject::Measure(measure), like);
        }
        if self.repeats_like(text) {
            return;
        }
        let subject = self.last.take().map_or(Subject::Value, Subject::Measure);
        let comparison = self.waiting.comparison.take();
        let test = match comparison {
            Some(comparison) => Test::Number(comparison, text.to_owned()),
            None => Test::Text(text.to_owned()),
        };
        let subject =
            if matches!((&subject, &test), (Subject::Value, Test::Number(..))) { Subject::Moment } else { subject };
        let adjective = self.adjective.take();
        let subject = match (subject, adjective) {
            (Subject::Moment, Some(adjective)) => Subject::Adjective(adjective, self.last_table),
            (subject, _) => subject,
        };
        self.push_value(subject, test);
    }

    /// `contain 'a' or 'b'`
    fn repeats_like(&mut self, text: &str) -> bool {
        let is_joined = matches!(self.behind(), Some(ItemKind::Key(Key::Or | Key::And)));
        let Some(previous) = self.sketch.conditions.last().filter(|_| is_joined && self.last.is_none()).cloned() else {
            return false;
        };
        let Test::Like(like, _) = previous.test else { return false };
        self.condition(previous.subject, Test::Like(like, text.to_owned()));
        true
    }

    /// `'Hey' in its name`
    fn column_after(&mut self) -> Option<Measure> {
        let mut next = self.items[self.at..].iter().enumerate().filter(|(_, item)| item.kind != ItemKind::Stop);
        let is_in = matches!(next.next(), Some((_, item)) if self.tokens[item.place.start].lower == "in");
        let (skip, item) = next.next().filter(|_| is_in)?;
        let ItemKind::Element(named) = &item.kind else { return None };
        if named.columns.is_empty() || self.tokens[item.place.start - 1].lower == "in" {
            return None;
        }
        let (mut named, item) = (named.clone(), item.clone());
        self.at += skip + 1;
        // `a song having 'Hey' in its name`: of the names, that of the song.
        if let Some(mention) = self.last.take().and_then(|measure| measure.mention) {
            let before = &self.sketch.mentions[mention].named.columns;
            if named.columns.iter().any(|it| before.iter().any(|other| other.it == it.it)) {
                named.columns.retain(|it| before.iter().any(|other| other.it == it.it));
            }
        }
        Some(Measure::of(self.mention(&item, &named)))
    }

    pub(super) fn value(&mut self, columns: &[(ColumnId, String)]) {
        let mut subject = self.last.take();
        if let Some(measure) = &subject
            && let Some(mention) = measure.mention
        {
            // `whose pets are cats`: the value says the column itself where the one before cannot hold it.
            let mention = &self.sketch.mentions[mention];
            let holds = mention.named.columns.iter().any(|it| columns.iter().any(|(id, _)| *id == it.it));
            if !holds {
                if mention.is_table() || measure.aggregate.is_some() {
                    subject = None;
                } else {
                    self.last = subject.take();
                    self.settle_truth();
                }
            }
        }
        let subject = subject.map_or(Subject::Value, Subject::Measure);
        self.push_value(subject, Test::Value(columns.to_vec()));
    }

    /// A value next to another of the same column is an alternative or a second demand.
    fn push_value(&mut self, subject: Subject, test: Test) {
        let is_repeated = matches!(self.behind(), Some(ItemKind::Key(Key::Or | Key::And | Key::Comma)));
        let previous = self
            .last_value
            .and_then(|at| self.sketch.conditions.get(at))
            .filter(|_| is_repeated && subject == Subject::Value);
        let subject = match (previous.map(|it| it.subject.clone()), subject) {
            (Some(Subject::Measure(measure)), Subject::Value) => Subject::Measure(measure),
            (_, subject) => subject,
        };
        self.condition(subject, test);
        self.last_value = Some(self.sketch.conditions.len() - 1);
    }

    pub(super) fn missing(&mut self) {
        if let Some(measure) = self.last.take() {
            self.condition(Subject::Measure(measure), Test::Missing);
        }
    }
}

/// Whether digits look like a year of our time.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse::<u32>().is_ok_and(|year| (1500..2200).contains(&year))
}
