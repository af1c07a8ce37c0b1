//! Conditions: which column each is about, and how they are joined.

use super::{Resolver, day};
use crate::ask::catalog::{ColumnId, Kind};
use crate::ask::lexicon::{Like, is_participle, is_verb};
use crate::ask::name;
use crate::ask::query::{Comparison, Operand, Predicate, Query, SetOperator, Term};
use crate::ask::sketch::{Condition, Measure, Subject, Test};

impl Resolver<'_> {
    pub(super) fn conditions(&mut self) {
        let mut both: Vec<Predicate> = Vec::new();
        let all = self.sketch.conditions.clone();
        for (at, condition) in all.iter().enumerate() {
            if self.sketch.share == Some(at) {
                self.share_base = self.query.filter.len();
            }
            let (doubt, remarks) = (self.doubt, self.remarks.len());
            let Some(predicate) = self.predicate(condition) else {
                if self.denies_rows(condition) {
                    self.doubt = doubt;
                    self.remarks.truncate(remarks);
                    continue;
                }
                // A word that is only like a column, and says nothing of it, was guessed for nothing.
                if condition.test == Test::Truth {
                    self.doubt = doubt;
                    self.remarks.truncate(remarks);
                }
                if !matches!(condition.test, Test::Truth | Test::Present) || condition.denied.is_some() {
                    // `do not own any farm`: the verb says what the table says.
                    let is_told = condition.test == Test::Truth
                        && (self.is_denied_with_table(condition.denied) || self.is_verb_of_another(condition));
                    self.doubt(if is_told { 0.05 } else { 0.4 }, "a condition");
                }
                continue;
            };
            let predicate = self.at_role(predicate, condition.beside);
            if self.is_elsewhere(condition, &predicate) {
                continue;
            }
            let predicate = if condition.denied.is_some() { predicate.negated() } else { predicate };
            if predicate.aggregate().is_some() {
                self.query.having.push(predicate);
            } else if condition.is_alternative && !self.query.filter.is_empty() {
                if let Some(last) = self.query.filter.last_mut() {
                    last.push(predicate);
                }
            } else if condition.is_both || self.contradicts(&predicate) {
                both.push(predicate);
            } else {
                self.place(predicate);
            }
        }
        if self.sketch.share.is_some_and(|base| base >= all.len()) {
            self.share_base = self.query.filter.len();
        }
        self.demand_both(both);
    }

    /// `do not work full time`: what is denied is what the verb is followed by.
    fn is_verb_of_another(&self, condition: &Condition) -> bool {
        let Subject::Measure(Measure { mention: Some(mention), .. }) = &condition.subject else { return false };
        let others = self.sketch.conditions.iter().filter(|it| it.denied == condition.denied && *it != condition);
        is_verb(&self.sketch.mentions[*mention].words.to_lowercase()) && others.count() > 0
    }

    /// Two values of one column of the root are alternatives even where the question says `and`.
    fn place(&mut self, predicate: Predicate) {
        if let Some(last) = self.query.filter.last_mut()
            && predicate.is_equality()
            && last.iter().all(|it| it.is_equality() && it.column() == predicate.column())
        {
            return last.push(predicate);
        }
        self.query.filter.push(vec![predicate]);
    }

    /// Whether no row can meet this and the one before on the same column: `older than 40 and younger than 30`.
    fn contradicts(&mut self, predicate: &Predicate) -> bool {
        let Some(column) = predicate.column() else { return false };
        let Some(Predicate::Compare { left, comparison: first, right: Operand::Number(low) }) =
            self.query.filter.last().and_then(|any| any.first())
        else {
            return self.is_second_of_many(predicate);
        };
        let Predicate::Compare { comparison: second, right: Operand::Number(high), .. } = predicate else {
            return false;
        };
        let upward = |it: Comparison| matches!(it, Comparison::More | Comparison::AtLeast);
        let downward = |it: Comparison| matches!(it, Comparison::Less | Comparison::AtMost);
        let (Ok(first_bound), Ok(second_bound)) = (low.parse::<f64>(), high.parse::<f64>()) else { return false };
        left.column == Some(column)
            && (upward(*first) && downward(*second) && first_bound >= second_bound
                || downward(*first) && upward(*second) && first_bound <= second_bound)
    }

    /// A second value of a column in a table that has many rows for one of the root: `has a cat and a dog`.
    fn is_second_of_many(&mut self, predicate: &Predicate) -> bool {
        let last = self.query.filter.last().and_then(|any| any.first()).cloned();
        let Some(Predicate::Compare { left, comparison: Comparison::Equal, .. }) = last else { return false };
        let Some(column) = predicate.column() else { return false };
        let is_many = column.table != self.query.root && self.is_many(self.query.root, column.table);
        predicate.is_equality() && left.column == Some(column) && (is_many || self.shows_repeated())
    }

    /// Whether the answer shows a column of the root that several rows may share: `letter ids that have …`.
    fn shows_repeated(&mut self) -> bool {
        let shown: Vec<usize> =
            self.sketch.outputs.iter().filter(|it| it.is_plain()).filter_map(|it| it.mention).collect();
        let [mention] = shown[..] else { return false };
        if self.means_table(mention) {
            return false;
        }
        let Some(column) = self.column(mention) else { return false };
        column.table == self.query.root && !self.catalog.column(column).is_unique && self.catalog.is_key(column)
    }

    /// `both … and`: the rows that meet one demand and those that meet the other.
    fn demand_both(&mut self, mut both: Vec<Predicate>) {
        if both.len() == 1
            && let Some(mut last) = self.query.filter.pop()
        {
            if last.len() == 1 && last[0].column() == both[0].column() {
                both.insert(0, last.remove(0));
            } else {
                self.query.filter.push(last);
            }
        }
        let mut both = both.into_iter();
        let Some(first) = both.next() else { return };
        self.query.filter.push(vec![first]);
        self.intersect = both.collect();
    }

    /// Makes the second half of an intersection from the first, once it is complete.
    pub(super) fn combine(&mut self) {
        for other in std::mem::take(&mut self.intersect) {
            let mut second = Query { combined: None, order: Vec::new(), limit: None, ..self.query.clone() };
            second.filter.pop();
            second.filter.push(vec![other]);
            self.query.combined = Some((SetOperator::Intersect, Box::new(second)));
        }
    }

    /// The condition as a predicate on one column.
    pub(super) fn predicate(&mut self, condition: &Condition) -> Option<Predicate> {
        match &condition.test {
            Test::Value(columns) => self.value_predicate(&condition.subject, columns),
            Test::Text(text) => self.text_predicate(&condition.subject, text),
            Test::Number(comparison, digits) => {
                let mut left = self.subject_compared(&condition.subject, digits)?;
                if digits.len() == 4 && (self.is_no_number(&left) || self.is_mere_verb(&condition.subject, &left)) {
                    left = Term::column(self.moment(left.column.map(|it| it.table))?);
                }
                self.number_predicate(left, *comparison, digits)
            }
            Test::Between(from, to) => {
                let left = self.subject_compared(&condition.subject, from)?;
                let (from, to) = (self.operand(&left, from), self.operand(&left, to));
                Some(Predicate::Between { left, from, to, is_negated: false })
            }
            Test::Like(like, text) => {
                let column = self.like_column(&condition.subject)?;
                let pattern = match like {
                    Like::Start => format!("{text}%"),
                    Like::End => format!("%{text}"),
                    Like::Inside => format!("%{text}%"),
                };
                Some(Predicate::Like { column, pattern, is_negated: false })
            }
            Test::Aggregate(comparison, of, conditions) => {
                let mut left = self.subject_term(&condition.subject)?;
                if !self.is_of_groups(&condition.subject) {
                    left.aggregate = None;
                }
                let column = left.column?;
                // The average parcel is the average of what parcels are compared by.
                let named = of.mention.filter(|it| !self.sketch.mentions[*it].is_table());
                let inner = named.and_then(|mention| self.column_of_kind(mention, true)).unwrap_or(column);
                let mut query = Query { root: inner.table, ..Query::default() };
                query.select = vec![Term { aggregate: of.aggregate, is_distinct: false, column: Some(inner) }];
                for condition in conditions {
                    let Some(predicate) = self.predicate(condition) else { continue };
                    match query.filter.last_mut().filter(|_| condition.is_alternative) {
                        Some(last) => last.push(predicate),
                        None => query.filter.push(vec![predicate]),
                    }
                }
                Some(Predicate::Compare { left, comparison: *comparison, right: Operand::Query(Box::new(query)) })
            }
            Test::Row(comparison, other) => self.row_predicate(&condition.subject, *comparison, *other),
            Test::Truth if condition.denied.is_none() => self.truth(&condition.subject),
            Test::Truth => self.truth(&condition.subject).or_else(|| self.presence(&condition.subject)),
            Test::Present => self.truth(&condition.subject).or_else(|| self.presence(&condition.subject)),
            Test::Missing => {
                let column = self.subject_term(&condition.subject)?.column?;
                Some(Predicate::Null { column, is_negated: false })
            }
        }
    }

    /// `types with an average length above …`: of each type, where types are what is shown.
    fn is_of_groups(&mut self, subject: &Subject) -> bool {
        let Subject::Measure(Measure { aggregate: Some(_), .. }) = subject else { return false };
        let [Measure { mention: Some(mention), aggregate: None, is_everything: false, .. }] = self.sketch.outputs[..]
        else {
            return false;
        };
        !self.means_table(mention) && self.column(mention).is_some_and(|it| !self.label(it.table).contains(&it))
    }

    /// Whether a text without numbers in it is compared with a number: `won in 2013`.
    fn is_no_number(&self, left: &Term) -> bool {
        let Some(column) = left.column.filter(|_| left.aggregate.is_none()).map(|it| self.catalog.column(it)) else {
            return false;
        };
        let is_number = |value: &String| value.starts_with(|c: char| c.is_ascii_digit());
        column.kind == Kind::Text && !column.values.is_empty() && !column.values.iter().any(is_number)
    }

    /// `produced in 1970`: a word that is only like a column says when, unless the column does.
    fn is_mere_verb(&self, subject: &Subject, left: &Term) -> bool {
        let Subject::Measure(Measure { mention: Some(mention), is_total: false, .. }) = subject else { return false };
        if !self.sketch.mentions[*mention].words.split(' ').any(is_participle) {
            return false;
        }
        let tells_time = left.column.is_some_and(|it| {
            let column = self.catalog.column(it);
            column.kind == Kind::Date
                || name::words(&column.name).iter().any(|word| matches!(word.as_str(), "year" | "date" | "time"))
        });
        self.sketch.mentions[*mention].column_score() < 0.85 && !tells_time
    }

    /// What is compared with digits: a number, unless they may be a year.
    fn subject_compared(&mut self, subject: &Subject, digits: &str) -> Option<Term> {
        let is_number = digits.parse::<f64>().is_ok() && digits.len() != 4;
        match subject {
            Subject::Measure(Measure { mention: Some(mention), aggregate: None, is_total: false, .. }) if is_number => {
                self.column_of_kind(*mention, true).map(Term::column)
            }
            _ => self.subject_term(subject),
        }
    }

    pub(super) fn subject_term(&mut self, subject: &Subject) -> Option<Term> {
        match subject {
            Subject::Measure(measure) if measure.is_plain() => {
                let mention = measure.mention?;
                self.column(mention).map(Term::column)
            }
            Subject::Measure(measure) if measure.aggregate.is_none() => {
                // `more than 200 horsepower` compares the column; `more than 3 languages` counts.
                let mention = measure.mention?;
                let column = self.column(mention)?;
                let is_number = self.catalog.is_amount(column);
                if is_number { Some(Term::column(column)) } else { Some(self.count(&Measure::count(Some(mention)))) }
            }
            Subject::Measure(measure) => self.measure(measure),
            Subject::Adjective(adjective, mention) => {
                let table = mention.and_then(|it| self.table(it)).unwrap_or(self.query.root);
                self.adjective_column(*adjective, table, "").map(|(column, _)| Term::column(column))
            }
            Subject::Moment => self.moment(None).map(Term::column),
            Subject::Value => None,
        }
    }

    /// The column of years or dates that is nearest.
    pub(super) fn moment(&mut self, wanted: Option<usize>) -> Option<ColumnId> {
        let mut best: Option<(f64, ColumnId)> = None;
        for id in self.catalog.column_ids() {
            let column = self.catalog.column(id);
            let words = self.catalog.words(id);
            let is_year = column.kind == Kind::Number && words.iter().any(|word| is_of_years(word))
                || words.iter().any(|word| word == "year");
            if !is_year && !column.is_moment() && !words.iter().any(|word| word == "date") {
                continue;
            }
            let near = if id.table == self.query.root {
                0.0
            } else if self.is_mentioned(id.table) {
                0.5
            } else {
                2.0
            };
            if !self.is_reachable(id.table) {
                continue;
            }
            let is_birth = words.iter().any(|word| word.starts_with("birth"))
                && !self.sketch.stems.iter().any(|it| it.starts_with("birth"));
            let near = if is_birth { near + 2.5 } else { near };
            let value = if wanted == Some(id.table) { 1.0 } else { 0.0 }
                - near
                - if is_year { 0.0 } else { 0.2 }
                - if words.iter().any(|word| word == "time") { 0.1 } else { 0.0 }
                - 0.01 * words.len() as f64
                + 0.3 * self.direction(id) as f64;
            if best.is_none_or(|(top, _)| value > top) {
                best = Some((value, id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn number_predicate(&mut self, left: Term, comparison: Comparison, digits: &str) -> Option<Predicate> {
        if let Some(column) = left.column
            && left.aggregate.is_none()
        {
            let it = self.catalog.column(column);
            if it.is_moment() && digits.len() == 4 && !digits.contains('-') {
                return Some(day::compared_by_year(column, it.kind, comparison, digits));
            }
        }
        if comparison != Comparison::Equal && self.is_no_number(&left) {
            self.doubt(0.3, "a text is compared with a number");
        }
        let is_day = left.column.is_some_and(|it| left.aggregate.is_none() && self.catalog.column(it).is_moment());
        if is_day && day::is_day(digits) {
            return left.column.map(|it| day::compared(it, self.catalog.column(it).kind, comparison, digits));
        }
        if is_day && digits.parse::<f64>().is_ok() {
            self.doubt(0.4, "a day is compared with a number");
        }
        let right = self.operand(&left, digits);
        Some(Predicate::Compare { left, comparison, right })
    }

    /// A number is written as text where it is compared with texts.
    fn operand(&self, left: &Term, digits: &str) -> Operand {
        let is_number = digits.parse::<f64>().is_ok();
        let compares_text = left.aggregate.is_none()
            && left.column.is_some_and(|it| matches!(self.catalog.column(it).kind, Kind::Text | Kind::Date));
        if is_number && !compares_text { Operand::Number(digits.to_owned()) } else { Operand::Text(digits.to_owned()) }
    }

    /// The best of the columns that hold a value.
    fn value_predicate(&mut self, subject: &Subject, columns: &[(ColumnId, String)]) -> Option<Predicate> {
        let wanted: Vec<ColumnId> = match subject {
            Subject::Measure(measure) => {
                let mention = measure.mention.map(|it| &self.sketch.mentions[it].named.columns);
                mention.into_iter().flatten().map(|it| it.it).collect()
            }
            Subject::Adjective(..) | Subject::Moment | Subject::Value => Vec::new(),
        };
        let fitness = |(id, _): &&(ColumnId, String)| self.value_fitness(*id, &wanted);
        let (column, value) = columns.iter().max_by(|a, b| fitness(a).total_cmp(&fitness(b)))?;
        if !wanted.is_empty() && !wanted.contains(column) {
            self.doubt(0.1, format!("`{value}` was found in {}", self.catalog.column(*column).name));
        }
        Some(equals(self.seated(*column, None), value))
    }

    fn value_fitness(&self, id: ColumnId, wanted: &[ColumnId]) -> f64 {
        let mut fitness = if wanted.contains(&id) { 2.0 } else { 0.0 };
        if id.table == self.query.root {
            fitness += 1.0;
        } else if self.is_mentioned(id.table) {
            fitness += 0.8;
        }
        fitness += 0.3 * self.direction(id).min(2) as f64;
        let distance = crate::ask::join::distance(self.catalog, self.query.root, id.table);
        fitness -= 0.25 * distance.unwrap_or(20) as f64;
        let label = self.label(id.table);
        fitness + if label.contains(&id) { 0.1 } else { 0.0 }
    }

    /// `sold on 2024-07-08`: the column that was named, where it holds days, or else the nearest that does.
    fn day_predicate(&mut self, subject: &Subject, text: &str) -> Option<Predicate> {
        let (doubt, remarks) = (self.doubt, self.remarks.len());
        let named = self.subject_term(subject).and_then(|term| term.column);
        let column = match named.filter(|it| self.catalog.column(*it).is_moment()) {
            Some(column) => column,
            None => {
                self.doubt = doubt;
                self.remarks.truncate(remarks);
                self.moment(named.map(|it| it.table))?
            }
        };
        Some(day::compared(column, self.catalog.column(column).kind, Comparison::Equal, text))
    }

    fn text_predicate(&mut self, subject: &Subject, text: &str) -> Option<Predicate> {
        if day::is_day(text) {
            return self.day_predicate(subject, text);
        }
        let found = self.values.exact(text);
        match subject {
            Subject::Value if !found.is_empty() => self.value_predicate(subject, &found),
            Subject::Value => {
                let column = self.label(self.query.root).into_iter().next()?;
                self.doubt(0.2, format!("no column is known to hold `{text}`"));
                Some(equals(column, text))
            }
            Subject::Measure(_) | Subject::Adjective(..) | Subject::Moment => {
                let Some(column) = self.subject_term(subject).and_then(|term| term.column) else {
                    return self.value_predicate(&Subject::Value, &found);
                };
                let known = found.iter().find(|(id, _)| *id == column);
                let it = self.catalog.column(column);
                if known.is_none() && !found.is_empty() && (!it.values.is_empty() || it.kind == Kind::Number) {
                    return self.value_predicate(subject, &found);
                }
                let value = known.map_or(text, |(_, value)| value);
                let is_number = self.catalog.column(column).kind == Kind::Number && value.parse::<f64>().is_ok();
                let right = if is_number { Operand::Number(value.to_owned()) } else { Operand::Text(value.to_owned()) };
                Some(Predicate::Compare { left: Term::column(column), comparison: Comparison::Equal, right })
            }
        }
    }

    fn like_column(&mut self, subject: &Subject) -> Option<ColumnId> {
        match subject {
            Subject::Value => {
                let shown =
                    self.sketch.outputs.iter().filter(|output| output.is_plain()).find_map(|output| output.mention);
                let column = shown.filter(|it| !self.means_table(*it)).and_then(|it| self.column(it));
                column.or_else(|| self.label(self.query.root).into_iter().next())
            }
            Subject::Measure(_) | Subject::Adjective(..) | Subject::Moment => self.subject_term(subject)?.column,
        }
    }

    /// A column of truths that is said to be so, or a column that is only mentioned.
    fn truth(&mut self, subject: &Subject) -> Option<Predicate> {
        let column = self.subject_term(subject)?.column?;
        self.is_true(column)
    }

    pub(super) fn is_true(&self, column: ColumnId) -> Option<Predicate> {
        let it = self.catalog.column(column);
        if let Some(value) = it.truth(true) {
            let value = value.to_owned();
            let right = if it.kind == Kind::Number { Operand::Number(value) } else { Operand::Text(value) };
            return Some(Predicate::Compare { left: Term::column(column), comparison: Comparison::Equal, right });
        }
        if it.kind == Kind::Boolean {
            return Some(Predicate::Compare {
                left: Term::column(column),
                comparison: Comparison::Equal,
                right: Operand::Number("true".into()),
            });
        }
        None
    }

    /// `have a sponsor`: there is one.
    fn presence(&mut self, subject: &Subject) -> Option<Predicate> {
        let column = self.subject_term(subject)?.column?;
        self.catalog.column(column).has_nulls.then_some(Predicate::Null { column, is_negated: true })
    }
}

/// Whether a number called so is a year.
fn is_of_years(word: &str) -> bool {
    matches!(
        word,
        "since" | "founded" | "established" | "opened" | "built" | "born" | "died" | "commissioned" | "season"
    )
}

fn equals(column: ColumnId, value: &str) -> Predicate {
    Predicate::Compare {
        left: Term::column(column),
        comparison: Comparison::Equal,
        right: Operand::Text(value.to_owned()),
    }
}

impl Predicate {
    pub(super) fn aggregate(&self) -> Option<crate::ask::query::Aggregate> {
        match self {
            Self::Compare { left, .. } | Self::Between { left, .. } => left.aggregate,
            Self::Like { .. } | Self::In { .. } | Self::Null { .. } => None,
        }
    }

    fn is_equality(&self) -> bool {
        matches!(self, Self::Compare { comparison: Comparison::Equal, left: Term { aggregate: None, .. }, .. })
    }

    fn negated(self) -> Self {
        match self {
            Self::Compare { left, comparison, right } => {
                Self::Compare { left, comparison: comparison.negated(), right }
            }
            Self::Like { column, pattern, is_negated } => Self::Like { column, pattern, is_negated: !is_negated },
            Self::In { column, query, is_negated } => Self::In { column, query, is_negated: !is_negated },
            Self::Null { column, is_negated } => Self::Null { column, is_negated: !is_negated },
            Self::Between { left, from, to, is_negated } => Self::Between { left, from, to, is_negated: !is_negated },
        }
    }
}
