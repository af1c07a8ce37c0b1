//! What checks, domains and partitions leave of the values.

use super::key::{columns_in, compared_for_equality};
use super::table::TableCompiler;
use crate::dialect::Unsupported;
use crate::model::{Check, Constraint, DataType, Domain, IndexTerm, Name, Object, ObjectId, ObjectKind, QualifiedName};
use crate::seed::check::{Columns, Finding, partition_limits, read};
use crate::seed::limits::Limits;
use crate::seed::recipe::Recipe;

/// How far behind one column another may be, where a check says which comes first: in ones, or in days.
const FARTHEST: i64 = 60;

/// The name of the value in a check of a domain.
const DOMAIN_VALUE: &str = "VALUE";

/// Words with which a check can be false although a value is missing.
const SEES_NULL: [&str; 6] = ["IS", "COALESCE", "NUM_NULLS", "NUM_NONNULLS", "IFNULL", "ISNULL"];

impl TableCompiler<'_> {
    /// Notes what is left of each column, and tells which constraints are not understood.
    pub fn read_checks(&mut self) -> Vec<Unsupported> {
        let mut problems = Vec::new();
        let table = self.table;
        for constraint in table.constraints.values() {
            match constraint {
                Constraint::Check(check) => problems.extend(self.read_check(check)),
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

    fn read_check(&mut self, check: &Check) -> Option<Unsupported> {
        let names: Vec<&Name> = self.columns.iter().map(|column| &column.name).collect();
        let columns = Columns { names: &names, shapes: &self.shapes, today: self.wanted.today };
        let sql = check.expression.as_str();
        match read(self.syntax, sql, columns) {
            Some(findings) => findings.into_iter().find_map(|finding| self.keep(&check.name, finding)),
            None => self.leave_empty(check),
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
        let may_be_empty = !places.is_empty() && places.iter().all(|at| self.columns[*at].nullable);
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

    fn keep(&mut self, check: &Name, finding: Finding) -> Option<Unsupported> {
        match finding {
            Finding::Limit { column, limits } => {
                self.limits[column] = std::mem::take(&mut self.limits[column]).and(limits);
                None
            }
            Finding::Differ { column, other } if self.is_reference(column) && self.is_reference(other) => {
                self.differing.push((column, other));
                None
            }
            Finding::Differ { column, other } if self.shapes[column].is_number() || self.shapes[column].is_moment() => {
                self.keep(check, Finding::Behind { column, other, at_least: 1 })
            }
            // Random texts of two columns are not the same; codes and names of a row are not either.
            Finding::Differ { .. } => None,
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
                let column_before = self.columns[other].name.clone();
                self.recipes[column] = Recipe::After { column: column_before, of: None, distance, late: None };
                None
            }
        }
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
                if let Finding::Limit { limits, .. } = finding {
                    self.limits[column] = std::mem::take(&mut self.limits[column]).and(limits);
                }
            }
        }
        None
    }

    /// Rows fall into the partitions there are.
    fn read_partitions(&mut self) {
        let Some(partitioning) = &self.table.partitioning else { return };
        let Some(IndexTerm::Column(name)) = partitioning.keys.first().map(|key| &key.term) else { return };
        let Some(column) = self.columns.iter().position(|column| column.name == *name) else { return };
        let partitions = self
            .schema
            .tables()
            .filter(|table| table.partition_of.as_ref().is_some_and(|it| it.parent == self.table.name));
        let limits = partition_limits(partitioning.strategy, partitions, &self.shapes[column]);
        if limits != Limits::default() {
            self.limits[column] = std::mem::take(&mut self.limits[column]).and(limits);
        }
    }

    /// Columns of which the checks leave no value: empty where they may be, and otherwise a problem.
    fn without_values(&mut self) -> Vec<Unsupported> {
        let mut problems = Vec::new();
        for (column, limits) in self.columns.iter().zip(&mut self.limits) {
            let is_out = |word: &String| limits.excluded.contains(word);
            if limits.allowed.is_empty() || !limits.allowed.iter().all(is_out) {
                continue;
            }
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
