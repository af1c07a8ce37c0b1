//! Foreign keys: which rows of the parent, and how they spread over them.

use super::order::foreign_keys;
use super::rows_of;
use super::table::{Obstacle, Parents, TableCompiler, USUAL_NULLS, Unit, planned_columns};
use crate::dialect::Unsupported;
use crate::model::{ForeignKey, MatchKind, Name, QualifiedName, Table, TableRole};
use crate::seed::evaluate::{Absent, ColumnPair, NullShare, Stage};
use crate::seed::infer;
use crate::seed::law::Law;
use crate::seed::permutation::Permutation;
use crate::seed::stream::Stream;
use crate::seed::wanted::{ParentSpread, WantedReference};
use std::ops::Range;

/// How much the first parents of a fact are preferred.
const USUAL_EXPONENT: f64 = 0.6;

/// A foreign key whose parent's rows are made too.
#[derive(Clone, Debug)]
pub(super) struct Reference<'a> {
    pub key: &'a ForeignKey,
    /// Place of the parent among the tables.
    pub parent: usize,
    pub pairs: Vec<ColumnPair>,
    pub is_nullable: bool,
    pub is_own_table: bool,
}

impl Reference<'_> {
    fn shares_column_with(&self, other: &Reference<'_>) -> bool {
        self.pairs.iter().any(|pair| other.pairs.iter().any(|it| it.column == pair.column))
    }
}

/// Whether a row that keeps one reference keeps the other by that: the parent has its value from the very row that the other one asks for.
fn follows(tables: &[&Table], kept: &Reference<'_>, other: &Reference<'_>) -> bool {
    let asked_for = &tables[other.parent].name;
    other.pairs.len() == 1
        && other.pairs.iter().all(|pair| {
            let Some(in_kept) = kept.pairs.iter().find(|it| it.column == pair.column) else { return false };
            let parent = tables[kept.parent];
            let name = &planned_columns(parent)[in_kept.parent_column].name;
            let wanted = &planned_columns(tables[other.parent])[pair.parent_column].name;
            leads_to(tables, (parent, name), (asked_for, wanted), 0)
        })
}

/// Longer chains of foreign keys than this are not followed.
const LONGEST_CHAIN: u32 = 8;

/// Whether every value of a column is one of another table's column, by foreign keys of one column from table to table.
fn leads_to(tables: &[&Table], (table, column): (&Table, &Name), target: (&QualifiedName, &Name), depth: u32) -> bool {
    if (&table.name, column) == target {
        return true;
    }
    depth < LONGEST_CHAIN
        && table.foreign_keys().filter(|key| key.columns.len() == 1 && key.columns[0] == *column).any(|key| {
            let next = tables.iter().find(|table| table.name == key.references);
            next.zip(key.referenced_columns.first()).is_some_and(|(next, name)| {
                !std::ptr::eq(*next, table) && leads_to(tables, (next, name), target, depth + 1)
            })
        })
}

fn shares_with(other: &Reference<'_>) -> String {
    format!("it shares columns with `{}`", other.key.name)
}

impl<'a> TableCompiler<'a> {
    pub fn find_references(&mut self, parents: &Parents<'_, 'a>) -> Result<Vec<Reference<'a>>, Unsupported> {
        let mut references: Vec<Reference<'a>> = Vec::new();
        let mut keys = foreign_keys(self.schema, self.table);
        // The widest first: what it fills, narrower ones share.
        keys.sort_by(|a, b| (b.columns.len(), &a.name).cmp(&(a.columns.len(), &b.name)));
        for key in keys {
            let Some(parent) = parents.tables.iter().position(|table| table.name == key.references) else {
                self.leave_out(key)?;
                continue;
            };
            let pairs = self.pairs(key, parents.tables[parent])?;
            let is_nullable = pairs.iter().all(|pair| self.columns[pair.column].nullable);
            let is_own_table = key.references == self.table.name;
            let reference = Reference { key, parent, pairs, is_nullable, is_own_table };
            if let Some(column) = self.column_to_break_off(&reference) {
                self.refer_to_nothing(&reference, column, "its columns would be computed from themselves");
                continue;
            }
            match references.iter().position(|other| other.shares_column_with(&reference)) {
                None => references.push(reference),
                Some(at) if follows(parents.tables, &references[at], &reference) => {}
                Some(at) if follows(parents.tables, &reference, &references[at]) => references[at] = reference,
                Some(at) => self.keep_one(&mut references, at, reference)?,
            }
        }
        Ok(references)
    }

    /// Of two references that share columns the one that may refer to nothing does so, by a column of its own.
    fn keep_one(
        &mut self,
        references: &mut [Reference<'a>],
        at: usize,
        reference: Reference<'a>,
    ) -> Result<(), Unsupported> {
        let other = references[at].clone();
        if let Some(column) = self.own_optional_column(&reference, &other) {
            self.refer_to_nothing(&reference, column, &shares_with(&other));
        } else if let Some(column) = self.own_optional_column(&other, &reference) {
            self.refer_to_nothing(&other, column, &shares_with(&reference));
            references[at] = reference;
        } else {
            return Err(Unsupported::new(
                self.constraint(&reference.key.name),
                format!("{}, and rows that keep both cannot be computed", shares_with(&other)),
                "leave one of the two out of the schema that is seeded",
            ));
        }
        Ok(())
    }

    /// A column without which a reference refers to nothing, and which the other one does not need.
    fn own_optional_column(&self, reference: &Reference<'_>, other: &Reference<'_>) -> Option<usize> {
        let is_shared = |column: usize| other.pairs.iter().any(|pair| pair.column == column);
        self.optional_columns(reference).into_iter().find(|column| !is_shared(*column))
    }

    /// Columns of a reference that may be without a value in every row, and then make it refer to nothing.
    fn optional_columns(&self, reference: &Reference<'_>) -> Vec<usize> {
        // A key that matches in full refers to nothing with all columns at once.
        if reference.key.match_kind != MatchKind::Simple {
            return Vec::new();
        }
        let is_optional = |column: &usize| self.may_be_empty(*column) && !self.limits[*column].not_null;
        reference.pairs.iter().map(|pair| pair.column).filter(is_optional).collect()
    }

    /// Of a reference to rows of the same table the column that may be empty, where another one may not: a parent within the same article, say.
    /// That one's values would come from rows before, and those of the very first row from nowhere.
    fn column_to_break_off(&self, reference: &Reference<'_>) -> Option<usize> {
        let optional = self.optional_columns(reference);
        let is_partly = reference.is_own_table && optional.len() < reference.pairs.len();
        optional.first().copied().filter(|_| is_partly)
    }

    fn refer_to_nothing(&mut self, reference: &Reference<'_>, column: usize, why: &str) {
        self.limits[column].always_null = true;
        self.note(format!("{}: `{}` refers to nothing: {why}", self.table.name, reference.key.name));
    }

    /// A reference to rows that are not made here refers to nothing, where it may.
    fn leave_out(&mut self, key: &ForeignKey) -> Result<(), Unsupported> {
        let places: Vec<usize> =
            key.columns.iter().filter_map(|name| self.columns.iter().position(|column| column.name == *name)).collect();
        // One column without a value is enough for a key of several.
        let Some(at) = places.iter().find(|at| self.columns[**at].nullable) else {
            return Err(Unsupported::new(
                self.constraint(&key.name),
                format!("the rows of {} that it refers to are not made here", key.references),
                "seed the table by hand, or put the other one into the schema",
            ));
        };
        self.limits[*at].always_null = true;
        Ok(())
    }

    fn pairs(&self, key: &ForeignKey, parent: &Table) -> Result<Vec<ColumnPair>, Unsupported> {
        let of_parent = planned_columns(parent);
        let referenced: Vec<Name> = if key.referenced_columns.is_empty() {
            parent.primary_key().map(|key| key.columns.clone()).unwrap_or_default()
        } else {
            key.referenced_columns.clone()
        };
        let pair = |(column, other): (&Name, &Name)| {
            Some(ColumnPair {
                column: self.columns.iter().position(|it| it.name == *column)?,
                parent_column: of_parent.iter().position(|it| it.name == *other)?,
            })
        };
        let pairs: Option<Vec<ColumnPair>> = key.columns.iter().zip(&referenced).map(pair).collect();
        pairs.filter(|pairs| !pairs.is_empty()).ok_or_else(|| {
            Unsupported::new(
                self.constraint(&key.name),
                "it is about columns that the engine computes",
                "leave the table out, or seed it by hand",
            )
        })
    }

    /// The rows of a parent, counted from its very first.
    pub fn parent_rows(&self, reference: &Reference<'_>, parents: &Parents<'_, '_>) -> Range<u64> {
        let parent = parents.tables[reference.parent];
        if reference.is_own_table {
            return self.rows.clone();
        }
        let first = self.wanted.tables.get(&parent.name).map_or(0, |wanted| wanted.first);
        first..first + rows_of(parents.volumes, parent)
    }

    /// A foreign key that no unique key has asked for anything.
    pub fn add_reference(&mut self, at: usize, parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        let reference = self.references[at].clone();
        let own = self.own.references.get(&reference.key.columns).cloned().unwrap_or_default();
        if self.filled.contains(&Unit::Reference(at)) {
            return self.settled_by_a_key(&reference, &own);
        }
        let rows = self.parent_rows(&reference, parents);
        if rows.is_empty() && !self.rows.is_empty() {
            if reference.is_nullable {
                self.add_nulls(&reference);
                self.filled.insert(Unit::Reference(at));
                return Ok(());
            }
            return Err(Obstacle::Capacity { key: reference.key.name.clone(), rows: 0 });
        }
        let spread = own.spread.clone().unwrap_or_else(|| self.usual_spread(&reference, parents));
        let law = self.law(&reference, spread, rows, parents)?;
        let nulls = self.reference_nulls(&reference, &own);
        let lane = self.pick(0, law);
        let lane = self.keep_apart(at, lane, self.parent_rows(&reference, parents));
        self.refer_by(at, lane, nulls);
        Ok(())
    }

    /// What a profile says of a reference whose rows a key decides on.
    fn settled_by_a_key(&self, reference: &Reference<'_>, own: &WantedReference) -> Result<(), Obstacle> {
        if *own == WantedReference::default() {
            return Ok(());
        }
        let message = "a unique key decides which rows it refers to";
        let help = "take the foreign key out of the `references:` of the profile";
        Err(Obstacle::Unsupported(Unsupported::new(self.constraint(&reference.key.name), message, help)))
    }

    /// Facts have their favourites; days are as good as any other.
    pub fn usual_spread(&self, reference: &Reference<'_>, parents: &Parents<'_, '_>) -> ParentSpread {
        let is_fact = matches!(self.table.role, TableRole::Fact(_));
        if is_fact && !infer::is_calendar(parents.tables[reference.parent]) {
            return ParentSpread::Zipf { exponent: USUAL_EXPONENT };
        }
        ParentSpread::Uniform
    }

    fn law(
        &self,
        reference: &Reference<'_>,
        spread: ParentSpread,
        parents: Range<u64>,
        tables: &Parents<'_, '_>,
    ) -> Result<Law, Obstacle> {
        let stream = self.reference_stream(reference);
        if reference.is_own_table {
            return Ok(Law::Earlier { stream, first: self.rows.start, roots: 1 });
        }
        let size = parents.end - parents.start;
        let order = || Permutation::new(stream.named("order"), size);
        Ok(match spread {
            ParentSpread::Uniform => Law::Uniform { stream, parents },
            ParentSpread::Zipf { exponent } => Law::Zipf { stream, parents, exponent, order: order() },
            ParentSpread::Equal => Law::InTurn { first: self.rows.start, parents, order: order() },
            ParentSpread::Once if self.rows.end - self.rows.start > size => {
                return Err(Obstacle::Capacity { key: reference.key.name.clone(), rows: size });
            }
            ParentSpread::Once => Law::Own { rows: self.rows.clone(), parents, order: order() },
            ParentSpread::Days(days) => return self.by_day(reference, &days, parents, tables),
        })
    }

    pub fn reference_nulls(&self, reference: &Reference<'_>, own: &WantedReference) -> Option<NullShare> {
        let is_needed = reference.pairs.iter().any(|pair| self.limits[pair.column].not_null);
        let stream = self.reference_stream(reference).named("nulls");
        let share = own.nulls.unwrap_or(USUAL_NULLS);
        (reference.is_nullable && !is_needed).then_some(NullShare { stream, share })
    }

    /// Another parent where a check wants it to differ from that of another reference.
    fn keep_apart(&mut self, at: usize, lane: usize, parents: Range<u64>) -> usize {
        let other = self.parent_lanes.iter().find(|(other, _)| self.are_kept_apart(at, **other));
        let Some((_, other)) = other else { return lane };
        let (from, other, into) = (lane, *other, self.new_lane());
        self.stages.push(Stage::Differ { from, other, into, parents });
        into
    }

    /// Whether a check wants the parents of two references to differ. Other parents have other keys, but perhaps the same part of a key.
    pub fn are_kept_apart(&self, at: usize, other: usize) -> bool {
        let (one, other) = (&self.references[at], &self.references[other]);
        let is_pair = |(a, b): &(usize, usize), of_one: &ColumnPair| {
            let same = other.pairs.iter().find(|pair| pair.parent_column == of_one.parent_column);
            same.is_some_and(|pair| [(of_one.column, pair.column), (pair.column, of_one.column)].contains(&(*a, *b)))
        };
        let is_whole_key = |differing: &Vec<(usize, usize)>| {
            one.pairs.iter().all(|of_one| differing.iter().any(|pair| is_pair(pair, of_one)))
        };
        one.parent == other.parent && self.differing.iter().any(is_whole_key)
    }

    pub fn reference_stream(&self, reference: &Reference<'_>) -> Stream {
        // By columns: names of constraints differ between engines.
        let columns = reference.key.columns.iter();
        columns.fold(self.stream().named("reference"), |stream, column| stream.named(column.as_str()))
    }

    /// Fills the columns of a reference with those of the parent that the law picks by a lane.
    pub fn refer(&mut self, at: usize, from: usize, law: Law, nulls: Option<NullShare>) {
        let lane = self.pick(from, law);
        self.refer_by(at, lane, nulls);
    }

    fn pick(&mut self, from: usize, law: Law) -> usize {
        let into = self.new_lane();
        self.stages.push(Stage::Pick { from, into, law });
        into
    }

    /// Fills the columns of a reference with those of the parents in a lane.
    fn refer_by(&mut self, at: usize, from: usize, nulls: Option<NullShare>) {
        let reference = &self.references[at];
        let is_kept_apart = |pair: &ColumnPair| {
            let own = &self.columns[pair.parent_column].name;
            self.differing.iter().flatten().any(|(a, b)| {
                let names = [&self.columns[*a].name, &self.columns[*b].name];
                names.contains(&own) && names.contains(&&self.columns[pair.column].name)
            })
        };
        let itself = reference.is_own_table && reference.is_nullable && reference.pairs.iter().any(is_kept_apart);
        let stage = Stage::Refer {
            from,
            parent: reference.parent,
            pairs: reference.pairs.clone(),
            parent_stages: Vec::new(),
            absent: Absent { nulls, itself },
        };
        self.stages.push(stage);
        self.parent_lanes.insert(at, from);
        self.filled.insert(Unit::Reference(at));
    }

    fn add_nulls(&mut self, reference: &Reference<'_>) {
        for pair in &reference.pairs {
            self.limits[pair.column].always_null = true;
        }
    }
}
