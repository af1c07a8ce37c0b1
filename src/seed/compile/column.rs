//! One column: from its recipe, and what a profile wants beside it, to a stage.

use super::check::{FARTHEST, HeldColumn};
use super::generator::{Subject, generator, number_bounds};
use super::table::{Obstacle, TableCompiler, USUAL_NULLS, Unit};
use crate::dialect::Unsupported;
use crate::model::{Column, Name, ObjectId};
use crate::seed::check::Side;
use crate::seed::civil::DAY;
use crate::seed::evaluate::{NullShare, Stage};
use crate::seed::expression::Expression;
use crate::seed::generator::{Calendar, Computed, Dirt, Factor, Generator, Given, Held, Hold, Offset, Scaled};
use crate::seed::infer::{self, Surroundings};
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;
use crate::seed::share::Shares;
use crate::seed::stream::Stream;
use crate::seed::wanted::{Correlation, WantedColumn};
use std::collections::BTreeMap;

impl TableCompiler<'_> {
    /// What the profile says of a column.
    pub fn wanted_column(&self, name: &Name) -> WantedColumn {
        self.own.columns.get(name).cloned().unwrap_or_default()
    }

    /// The recipe that is wanted, or the one that is inferred.
    pub fn recipe(&self, column: &Column, shape: &Shape) -> Recipe {
        if let Some(recipe) = self.wanted_column(&column.name).recipe {
            return recipe;
        }
        let calendar = infer::is_calendar(self.table)
            .then(|| self.columns.iter().find(|other| Shape::of(&other.data_type, self.schema) == Some(Shape::Date)))
            .flatten()
            .copied();
        infer::column(column, shape, Surroundings { table: self.table, today: self.wanted.today, calendar })
    }

    /// Whether a stage gives this column its values.
    fn is_filled(&self, column: usize) -> bool {
        let by_reference = |unit: &Unit| match unit {
            Unit::Reference(at) => self.references[*at].pairs.iter().any(|pair| pair.column == column),
            Unit::Column(at) => *at == column,
        };
        self.filled.iter().any(by_reference) && !self.limits[column].always_null
    }

    /// A column that is left: its recipe by the number of the row.
    pub fn add_column(&mut self, column: usize) -> Result<(), Obstacle> {
        let wanted = self.wanted_column(&self.columns[column].name);
        if self.is_filled(column) {
            return self.settled(column, &wanted);
        }
        let generator = self.generator(column, &self.recipes[column])?;
        let generator = self.distorted(column, generator, &wanted)?;
        let generator = self.held(column, generator)?;
        self.stages.push(Stage::Generate { from: 0, column, generator, nulls: self.nulls(column) });
        self.filled.insert(Unit::Column(column));
        Ok(())
    }

    /// The generator with what checks hold its values against.
    fn held(&self, column: usize, inner: Box<dyn Generator>) -> Result<Box<dyn Generator>, Obstacle> {
        let own: Vec<&HeldColumn> = self.held.iter().filter(|held| held.column == column).collect();
        if own.is_empty() {
            return Ok(inner);
        }
        let unit = if self.shapes[column] == Shape::Timestamp { DAY as f64 } else { 1.0 };
        let mut holds = Vec::new();
        for held in own {
            let columns = held.expression.columns.iter().map(|name| self.place(column, name));
            holds.push(Hold {
                columns: columns.collect::<Result<_, _>>()?,
                expression: held.expression.clone(),
                is_least: held.side != Side::AtMost,
                is_most: held.side != Side::AtLeast,
                by: held.by / unit,
            });
        }
        holds.extend(self.behind_others(column)?);
        let limits = &self.limits[column];
        let (min, max) = number_bounds(&self.subject(column));
        let bounds = if self.shapes[column].is_moment() {
            let day = |bound: Option<f64>, otherwise: f64| bound.map_or(otherwise, |bound| bound / unit);
            (day(limits.min, f64::NEG_INFINITY), day(limits.max, f64::INFINITY))
        } else {
            // Amounts are not negative where nothing says so.
            (limits.min.map_or(min.max(0.0), |_| min), max)
        };
        let stream = self.column_stream(column).named("held");
        Ok(Box::new(Held { inner, stream, holds, bounds, farthest: FARTHEST as f64 }))
    }

    /// A column that comes behind another one goes on doing so.
    fn behind_others(&self, column: usize) -> Result<Option<Hold>, Obstacle> {
        let Recipe::After { column: other, of: None, distance: (least, _), .. } = &self.recipes[column] else {
            return Ok(None);
        };
        let columns = vec![self.place(column, other)?];
        let expression = Expression::of_column(other);
        Ok(Some(Hold { expression, columns, is_least: true, is_most: false, by: *least as f64 }))
    }

    /// What would change values that a key relies on is refused.
    fn settled(&self, column: usize, wanted: &WantedColumn) -> Result<(), Obstacle> {
        let untouched = WantedColumn { recipe: wanted.recipe.clone(), ..WantedColumn::default() };
        if *wanted == untouched {
            return Ok(());
        }
        let message = "a key decides its values: nothing but its generator can be said of it";
        Err(self.refused_column(column, message, "take the other keys of this column out of the profile"))
    }

    fn refused_column(&self, column: usize, message: &str, help: &str) -> Obstacle {
        let object = ObjectId::column(&self.table.name, &self.columns[column].name);
        Obstacle::Unsupported(Unsupported::new(object, message, help))
    }

    fn generator(&self, column: usize, recipe: &Recipe) -> Result<Box<dyn Generator>, Obstacle> {
        Ok(match self.related(column, recipe)? {
            Some(generator) => generator,
            None => generator(&Subject { recipe, ..self.subject(column) }),
        })
    }

    fn place(&self, column: usize, name: &Name) -> Result<usize, Obstacle> {
        self.columns.iter().position(|column| column.name == *name).ok_or_else(|| {
            let message = format!("its values are computed from `{name}`, which is no column that rows are made for");
            self.refused_column(column, &message, "name another column")
        })
    }

    /// A generator that reads other columns of the row, where the recipe says so.
    fn related(&self, column: usize, recipe: &Recipe) -> Result<Option<Box<dyn Generator>>, Obstacle> {
        let stream = self.column_stream(column);
        Ok(Some(match recipe {
            Recipe::Calendar { of, part } => {
                let shape = self.shapes[column].clone();
                Box::new(Calendar { column: self.place(column, of)?, part: *part, shape })
            }
            Recipe::After { column: other, of, distance, late } => {
                let (place, turn) = self.behind(column, other, of.as_deref())?;
                Box::new(Offset { column: place, stream, distance: *distance, late: *late, turn })
            }
            Recipe::Computed(expression) => {
                let columns = expression.columns.iter().map(|name| self.place(column, name));
                let subject = self.subject(column);
                Box::new(Computed {
                    expression: expression.clone(),
                    columns: columns.collect::<Result<_, _>>()?,
                    shape: subject.shape.clone(),
                    bounds: number_bounds(&subject),
                    longest: self.longest(column),
                    nullable: self.columns[column].nullable && !subject.limits.not_null,
                })
            }
            Recipe::Given { column: other, cases, otherwise } => {
                let mut generators = Vec::new();
                let mut places = BTreeMap::new();
                for (word, recipe) in cases {
                    places.insert(word.as_bytes().to_vec(), generators.len());
                    generators.push(self.generator(column, recipe)?);
                }
                generators.push(self.generator(column, otherwise)?);
                let otherwise = generators.len() - 1;
                Box::new(Given { column: self.place(column, other)?, cases: places, generators, otherwise })
            }
            Recipe::Any
            | Recipe::Sequence { .. }
            | Recipe::Number(_)
            | Recipe::Choice(_)
            | Recipe::Flag(_)
            | Recipe::Moment { .. }
            | Recipe::Code { .. }
            | Recipe::Fake(_)
            | Recipe::Words
            | Recipe::Text(_)
            | Recipe::Constant(_)
            | Recipe::Pattern(_) => return Ok(None),
        }))
    }

    /// Where the values stand that those of a column come behind, and the lane of its turn among the rows of its parent.
    fn behind(&self, column: usize, other: &Name, of: Option<&[Name]>) -> Result<(usize, Option<usize>), Obstacle> {
        let Some(key) = of else { return Ok((self.place(column, other)?, None)) };
        let place = self.borrowed_place(key, other).ok_or_else(|| {
            let message = format!("nothing leads to the column `{other}` of its parent");
            self.refused_column(column, &message, "give it another generator")
        })?;
        Ok((place, self.reference_on(key).and_then(|at| self.turns.get(&at)).copied()))
    }

    /// The generator with what a profile does to its values afterwards. Checks of the table still hold.
    fn distorted(
        &self,
        column: usize,
        mut generator: Box<dyn Generator>,
        wanted: &WantedColumn,
    ) -> Result<Box<dyn Generator>, Obstacle> {
        let bounds = number_bounds(&self.subject(column));
        let stream = self.column_stream(column);
        if let Some(drift) = &wanted.drift {
            let factor = Factor::Drift { column: self.place(column, &drift.by)?, keyframes: drift.keyframes.clone() };
            generator = Box::new(Scaled { inner: generator, factor, bounds });
        }
        if let Some(outliers) = wanted.outliers {
            let (share, factor) = (outliers.share, outliers.factor);
            let factor = Factor::Outliers { stream: stream.named("outliers"), share, factor };
            generator = Box::new(Scaled { inner: generator, factor, bounds });
        }
        if let Some(dirt) = &wanted.dirt {
            let limits = &self.limits[column];
            let is_free = limits.allowed.is_empty() && limits.pattern.is_none() && limits.min_length.is_none();
            if !is_free || !self.shapes[column].is_text() {
                let message = "a check, or its type, leaves no room for dirty texts";
                return Err(self.refused_column(column, message, "take `dirt` out of the profile"));
            }
            generator = Box::new(Dirt {
                inner: generator,
                stream: stream.named("dirt"),
                share: dirt.share,
                blemishes: dirt.blemishes.clone(),
                longest: self.longest(column),
            });
        }
        Ok(generator)
    }

    /// Characters that a text of the column may have.
    pub fn longest(&self, column: usize) -> usize {
        let of_shape = match &self.shapes[column] {
            Shape::Text { longest, .. } => *longest,
            _ => None,
        };
        let longest = of_shape.into_iter().chain(self.limits[column].max_length).min();
        longest.map_or(usize::MAX, |longest| longest as usize)
    }

    pub fn nulls(&self, column: usize) -> Option<NullShare> {
        let (limits, it) = (&self.limits[column], self.columns[column]);
        let stream = self.column_stream(column).named("nulls");
        if limits.always_null {
            return Some(NullShare { stream, share: 1.0 });
        }
        let share = self.wanted_column(&it.name).nulls.unwrap_or(USUAL_NULLS);
        (it.nullable && !limits.not_null && share > 0.0).then_some(NullShare { stream, share })
    }

    /// The column's own random numbers.
    fn column_stream(&self, column: usize) -> Stream {
        self.stream().named(self.columns[column].name.as_str())
    }

    /// The random numbers of a column, and those of the one it correlates with. Rings were refused when the recipes were read.
    fn shares(&self, column: usize) -> Shares {
        let own = self.column_stream(column);
        let Some(Correlation { with, strength }) = self.wanted_column(&self.columns[column].name).correlation else {
            return Shares::Own(own);
        };
        match self.columns.iter().position(|other| other.name == with) {
            Some(other) => Shares::with(own, &self.shares(other), strength),
            None => Shares::Own(own),
        }
    }

    /// Whether another column goes up and down with this one.
    fn is_followed(&self, column: usize) -> bool {
        let name = &self.columns[column].name;
        self.own.columns.values().any(|other| other.correlation.as_ref().is_some_and(|it| it.with == *name))
    }

    pub fn subject(&self, column: usize) -> Subject<'_> {
        let name = &self.columns[column].name;
        let shares = self.shares(column);
        Subject {
            name,
            shape: &self.shapes[column],
            recipe: &self.recipes[column],
            limits: &self.limits[column],
            stream: self.column_stream(column),
            is_ordered: self.is_followed(column) || matches!(shares, Shares::Correlated(_)),
            shares,
            row_stream: self.stream().named("row"),
            locale: self.own.locale.unwrap_or(self.wanted.locale),
            today: self.wanted.today,
            rows: self.rows.end - self.rows.start,
        }
    }
}
