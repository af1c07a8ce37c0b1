//! What checks, domains and partitions leave of the values.

use super::key::{columns_in, compared_for_equality};
use super::table::TableCompiler;
use crate::dialect::Unsupported;
use crate::model::{
    Check, Constraint, DataType, Domain, IndexTerm, Name, Object, ObjectId, ObjectKind, QualifiedName, Table,
};
use crate::seed::check::{Columns, Finding, Side, partition_limits, read};
use crate::seed::civil::DAY;
use crate::seed::expression::Expression;
use crate::seed::limits::Limits;
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;

/// How far behind one column another may be, where a check says which comes first: in ones, or in days.
pub(super) const FARTHEST: i64 = 60;

/// What makes a text come behind the same text without it, in every order of letters.
const LATER: &str = " +";

/// The name of the value in a check of a domain.
const DOMAIN_VALUE: &str = "VALUE";

/// Words with which a check can be false although a value is missing.
const SEES_NULL: [&str; 6] = ["IS", "COALESCE", "NUM_NULLS", "NUM_NONNULLS", "IFNULL", "ISNULL"];

/// The pairs of columns of which one at least differs, where that is all that two ways say: a row of a composite key is not another one.
fn differences(first: &[Finding], second: &[Finding]) -> Option<Vec<(usize, usize)>> {
    let of = |findings: &[Finding]| match findings {
        [Finding::Differ { column, other }] => Some(vec![(*column, *other)]),
        [Finding::Either(first, second)] => differences(first, second),
        _ => None,
    };
    Some([of(first)?, of(second)?].concat())
}

/// A column that a check holds against what others of the row amount to.
#[derive(Clone, Debug)]
pub(super) struct HeldColumn {
    pub column: usize,
    pub side: Side,
    pub by: f64,
    pub expression: Expression,
}

impl TableCompiler<'_> {
    /// Notes what is left of each column, and tells which constraints are not understood.
    pub fn read_checks(&mut self) -> Vec<Unsupported> {
        let mut problems = Vec::new();
        let table = self.table;
        let mut alternatives = Vec::new();
        for constraint in table.constraints.values() {
            match constraint {
                Constraint::Check(check) => match self.read_check(check) {
                    Some(findings) => alternatives.push((check, findings)),
                    None => problems.extend(self.leave_empty(check)),
                },
                Constraint::Exclude(it) if compared_for_equality(it).is_empty() => problems.push(Unsupported::new(
                    self.constraint(&it.name),
                    "rows that exclude each other in such a way cannot be made",
                    "leave the constraint out of the schema that is seeded, and add it afterwards",
                )),
                Constraint::Exclude(_)
                | Constraint::PrimaryKey(_)
                | Constraint::Unique(_)
                | Constraint::ForeignKey(_) => {}
            }
        }
        // What leaves a choice comes behind what does not.
        alternatives.sort_by_key(|(_, findings)| findings.iter().any(|it| matches!(it, Finding::Either(..))));
        for (check, findings) in alternatives {
            problems.extend(self.keep_all(&check.name, findings));
        }
        for column in 0..self.columns.len() {
            if let DataType::Named(name) = &self.columns[column].data_type
                && let Some(domain) = self.domain(name)
            {
                problems.extend(self.read_domain(column, &domain));
            }
        }
        self.read_partitions();
        self.narrow_choices();
        problems.extend(self.without_values());
        problems
    }

    fn read_check(&self, check: &Check) -> Option<Vec<Finding>> {
        let names: Vec<&Name> = self.columns.iter().map(|column| &column.name).collect();
        let columns = Columns { names: &names, shapes: &self.shapes, today: self.wanted.today };
        read(self.syntax, check.expression.as_str(), columns)
    }

    fn keep_all(&mut self, check: &Name, findings: Vec<Finding>) -> Option<Unsupported> {
        findings.into_iter().find_map(|finding| self.keep(check, finding))
    }

    /// Whether nothing that is known by now is against it.
    fn is_open(&self, finding: &Finding) -> bool {
        match finding {
            Finding::Limit { column, limits } => {
                let is_possible = !limits.always_null || self.columns[*column].nullable;
                is_possible && self.limits[*column].agrees_with(limits)
            }
            Finding::Either(first, second) => {
                first.iter().all(|finding| self.is_open(finding)) || second.iter().all(|finding| self.is_open(finding))
            }
            Finding::Behind { .. } | Finding::Differ { .. } | Finding::Held { .. } => true,
        }
    }

    /// A check that is not understood is kept by rows that have nothing in its columns, where that is possible: it is then neither true nor false.
    fn leave_empty(&mut self, check: &Check) -> Option<Unsupported> {
        let sql = check.expression.as_str();
        let named = columns_in(self.table, self.syntax, sql);
        let places: Vec<usize> =
            named.iter().filter_map(|name| self.columns.iter().position(|it| it.name == *name)).collect();
        let lexemes = crate::sql::lex(self.syntax, sql).unwrap_or_default();
        let sees_null = lexemes.iter().any(|lexeme| SEES_NULL.iter().any(|word| lexeme.is_word(word)));
        let may_be_empty = !places.is_empty() && places.iter().all(|at| self.may_be_empty(*at));
        if !may_be_empty || sees_null {
            return Some(Unsupported::new(
                self.constraint(&check.name),
                format!("this check is not understood: {sql}"),
                "leave it out of the schema that is seeded; what comes out is then checked by the engine alone",
            ));
        }
        for at in places {
            self.limits[at].always_null = true;
        }
        None
    }

    /// Whether a column may be without a value in every row: its type lets it, it is no part of the primary key (SQLite would let that be), and no
    /// other table needs it.
    pub fn may_be_empty(&self, column: usize) -> bool {
        let column = self.columns[column];
        let is_key = self.table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
        column.nullable && !is_key && !self.is_needed_by_children(&column.name)
    }

    /// Whether a column of another table that always has a value takes it from this one.
    pub fn is_needed_by_children(&self, name: &Name) -> bool {
        self.schema.tables().any(|child| {
            child.foreign_keys().filter(|key| key.references == self.table.name).any(|key| {
                let pairs = key.columns.iter().zip(&key.referenced_columns);
                pairs
                    .filter(|(_, referenced)| *referenced == name)
                    .any(|(own, _)| child.columns.get(own).is_some_and(|column| !column.nullable))
            })
        })
    }

    fn keep(&mut self, check: &Name, finding: Finding) -> Option<Unsupported> {
        match finding {
            Finding::Limit { column, limits } => {
                self.limits[column] = std::mem::take(&mut self.limits[column]).and(limits);
                None
            }
            Finding::Differ { column, other }
                if self.is_reference(column) && self.is_reference(other) || self.leads_to_its_own(column, other) =>
            {
                self.differing.push(vec![(column, other)]);
                None
            }
            Finding::Differ { column, other } if self.shapes[column].is_number() || self.shapes[column].is_moment() => {
                self.keep(check, Finding::Behind { column, other, at_least: 1 })
            }
            // Random texts of two columns are not the same; codes and names of a row are not either.
            Finding::Differ { .. } => None,
            Finding::Either(first, second) if differences(&first, &second).is_some() => {
                self.differing.extend(differences(&first, &second));
                None
            }
            Finding::Either(first, second) => {
                let is_first = first.iter().all(|finding| self.is_open(finding));
                self.keep_all(check, if is_first { first } else { second })
            }
            Finding::Held { column, side, by, expression } => {
                self.held.push(HeldColumn { column, side, by, expression });
                None
            }
            Finding::Behind { column, other, at_least } if self.shapes[column].is_text() => {
                self.text_behind(check, column, other, at_least)
            }
            Finding::Behind { column, other, at_least } => {
                if self.comes_behind(other, column) {
                    return Some(Unsupported::new(
                        self.constraint(check),
                        "its columns are behind each other in a ring",
                        "leave it out of the schema that is seeded",
                    ));
                }
                if self.is_far_enough_behind(column, other, at_least) {
                    return None;
                }
                let distance = (at_least, at_least + FARTHEST);
                if self.shapes[column] == Shape::Time {
                    self.leave_room_behind(other, distance.1);
                }
                let column_before = self.columns[other].name.clone();
                self.recipes[column] = Recipe::After { column: column_before, of: None, distance, late: None };
                None
            }
        }
    }

    /// Times of day have an end: those of a column leave room for others behind them.
    fn leave_room_behind(&mut self, other: usize, minutes: i64) {
        let latest = Limits { max: Some((DAY - minutes * 60_000_000) as f64), ..Limits::default() };
        self.limits[other] = std::mem::take(&mut self.limits[other]).and(latest);
    }

    /// A text that is not before another one: the same, or the same and something behind it.
    fn text_behind(&mut self, check: &Name, column: usize, other: usize, at_least: i64) -> Option<Unsupported> {
        let name = &self.columns[other].name;
        let quoted = name.as_str().replace('"', "\"\"");
        let expression = match at_least {
            0 => Ok(Expression::of_column(name)),
            _ => Expression::parse(&format!("\"{quoted}\" || '{LATER}'")),
        };
        let room = self.longest(column).saturating_sub(LATER.len());
        if let Ok(room) = u32::try_from(room) {
            let shorter = Limits { max_length: Some(room), ..Limits::default() };
            self.limits[other] = std::mem::take(&mut self.limits[other]).and(shorter);
        }
        match expression {
            Ok(expression) if !self.comes_behind(other, column) => {
                self.recipes[column] = Recipe::Computed(expression);
                None
            }
            Ok(_) | Err(_) => Some(Unsupported::new(
                self.constraint(check),
                "texts that come behind each other in such a way cannot be made",
                "leave it out of the schema that is seeded",
            )),
        }
    }

    /// Whether one of the columns refers to the other one, of rows of the same table.
    fn leads_to_its_own(&self, column: usize, other: usize) -> bool {
        let names = [&self.columns[column].name, &self.columns[other].name];
        self.table.foreign_keys().filter(|key| key.references == self.table.name).any(|key| {
            let mut pairs = key.columns.iter().zip(&key.referenced_columns);
            pairs.any(|(own, referenced)| names.contains(&own) && names.contains(&referenced))
        })
    }

    fn is_reference(&self, column: usize) -> bool {
        let name = &self.columns[column].name;
        self.table.foreign_keys().any(|key| key.columns.contains(name))
    }

    /// Whether its recipe puts `column` far enough behind `other` as it is, perhaps over several columns.
    fn is_far_enough_behind(&self, column: usize, other: usize, at_least: i64) -> bool {
        let (mut at, mut distance) = (column, 0_i64);
        for _ in 0..self.columns.len() {
            let Recipe::After { column: before, of: None, distance: (min, _), .. } = &self.recipes[at] else {
                return false;
            };
            let Some(place) = self.columns.iter().position(|it| it.name == *before) else { return false };
            (at, distance) = (place, distance.saturating_add(*min));
            if at == other {
                return distance >= at_least;
            }
        }
        false
    }

    /// Whether the values of `column` are computed from those of `other`, perhaps over several columns.
    fn comes_behind(&self, column: usize, other: usize) -> bool {
        let mut at = column;
        for _ in 0..self.columns.len() {
            let Recipe::After { column: before, of: None, .. } = &self.recipes[at] else { return at == other };
            if at == other {
                return true;
            }
            match self.columns.iter().position(|it| it.name == *before) {
                Some(place) => at = place,
                None => return false,
            }
        }
        true
    }

    fn domain(&self, name: &QualifiedName) -> Option<Domain> {
        let exact = self.schema.objects.get(&ObjectId::of(ObjectKind::Domain, name));
        let by_name = || self.schema.of_kind(ObjectKind::Domain).find(|object| object.id().name() == &name.name);
        match exact.or_else(by_name) {
            Some(Object::Domain(domain)) => Some(domain.clone()),
            _ => None,
        }
    }

    fn read_domain(&mut self, column: usize, domain: &Domain) -> Option<Unsupported> {
        self.limits[column].not_null |= !domain.nullable;
        for check in domain.checks.values() {
            let value = Name::from(DOMAIN_VALUE);
            let shapes = [self.shapes[column].clone()];
            let columns = Columns { names: &[&value], shapes: &shapes, today: self.wanted.today };
            let Some(findings) = read(self.syntax, check.expression.as_str(), columns) else {
                if self.columns[column].nullable && domain.nullable {
                    self.limits[column].always_null = true;
                    continue;
                }
                return Some(Unsupported::new(
                    ObjectId::of(ObjectKind::Domain, &domain.name),
                    format!("the check {} is not understood: {}", check.name, check.expression.as_str()),
                    "leave it out of the schema that is seeded",
                ));
            };
            for finding in findings {
                self.keep_in_domain(column, finding);
            }
        }
        None
    }

    /// A domain has one value, so that nothing is compared with others.
    fn keep_in_domain(&mut self, column: usize, finding: Finding) {
        match finding {
            Finding::Limit { limits, .. } => {
                self.limits[column] = std::mem::take(&mut self.limits[column]).and(limits);
            }
            Finding::Either(first, second) => {
                let is_open = |finding: &Finding| match finding {
                    Finding::Limit { limits, .. } => self.limits[column].agrees_with(limits),
                    _ => true,
                };
                let chosen = if first.iter().all(is_open) { first } else { second };
                chosen.into_iter().for_each(|finding| self.keep_in_domain(column, finding));
            }
            Finding::Behind { .. } | Finding::Differ { .. } | Finding::Held { .. } => {}
        }
    }

    /// Rows fall into the partitions there are, and into those of these.
    fn read_partitions(&mut self) {
        let mut parents = vec![self.table];
        while let Some(parent) = parents.pop() {
            let Some(partitioning) = &parent.partitioning else { continue };
            let is_part = |table: &&Table| table.partition_of.as_ref().is_some_and(|it| it.parent == parent.name);
            let partitions: Vec<&Table> = self.schema.tables().filter(is_part).collect();
            let Some(IndexTerm::Column(name)) = partitioning.keys.first().map(|key| &key.term) else { continue };
            let Some(column) = self.columns.iter().position(|column| column.name == *name) else { continue };
            let limits = partition_limits(partitioning.strategy, partitions.iter().copied(), &self.shapes[column]);
            self.limits[column] = std::mem::take(&mut self.limits[column]).and(limits);
            parents.extend(partitions);
        }
    }

    /// Columns of which the checks leave no value: empty where they may be, and otherwise a problem.
    fn without_values(&mut self) -> Vec<Unsupported> {
        let mut problems = Vec::new();
        for (column, limits) in self.columns.iter().zip(&mut self.limits) {
            let is_out = |word: &String| limits.excluded.contains(word);
            let has_no_word = !limits.allowed.is_empty() && limits.allowed.iter().all(is_out);
            let has_no_number = limits.min.zip(limits.max).is_some_and(|(min, max)| min > max);
            if limits.always_null || !has_no_word && !has_no_number {
                continue;
            }
            (limits.min, limits.max) = (None, None);
            limits.allowed.clear();
            limits.always_null = column.nullable;
            if !column.nullable {
                problems.push(Unsupported::new(
                    ObjectId::column(&self.table.name, &column.name),
                    "the checks of the table leave no value that is understood",
                    "leave one of the checks out of the schema that is seeded",
                ));
            }
        }
        problems
    }

    /// Words of a choice that a check excludes are out.
    fn narrow_choices(&mut self) {
        for (recipe, limits) in self.recipes.iter_mut().zip(&self.limits) {
            if let Recipe::Choice(words) = recipe
                && words.iter().any(|(word, _)| !limits.excluded.contains(word))
            {
                words.retain(|(word, _)| !limits.excluded.contains(word));
            }
        }
    }
}
