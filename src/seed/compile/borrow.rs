//! Columns of a parent's row that values of a child's are computed from: what happens to an order happens behind the order.

use super::table::{Obstacle, Parents, TableCompiler, planned_columns};
use crate::dialect::Unsupported;
use crate::model::{Name, ObjectId};
use crate::seed::evaluate::{Absent, ColumnPair, Stage};
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;

impl TableCompiler<'_> {
    /// Stages that fetch what recipes want of the rows that this one refers to.
    ///
    /// # Errors
    ///
    /// Parents that no foreign key leads to any more, that are rows of the same table, or whose column has values of another kind.
    pub fn borrow_columns(&mut self, parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        for column in 0..self.columns.len() {
            let mut wanted = Vec::new();
            borrowed_by(&self.recipes[column], &mut wanted);
            for (key, name) in wanted {
                self.borrow(column, &key, name, parents)?;
            }
        }
        Ok(())
    }

    /// Where a borrowed column stands.
    pub fn borrowed_place(&self, key: &[Name], name: &Name) -> Option<usize> {
        self.borrowed.get(&(self.reference_on(key)?, name.clone())).copied()
    }

    /// The place of the reference with these columns.
    pub fn reference_on(&self, key: &[Name]) -> Option<usize> {
        self.references.iter().position(|reference| reference.key.columns == key)
    }

    fn borrow(&mut self, column: usize, key: &[Name], name: Name, parents: &Parents<'_, '_>) -> Result<(), Obstacle> {
        let found = self.reference_on(key).and_then(|at| Some((at, *self.parent_lanes.get(&at)?)));
        let Some((at, from)) = found else {
            return Err(self.cannot_borrow(column, "its foreign key leads to no row that is made here"));
        };
        if self.references[at].is_own_table {
            return Err(self.cannot_borrow(column, "its foreign key leads to rows of the same table"));
        }
        let parent = self.references[at].parent;
        let of_parent = planned_columns(parents.tables[parent]);
        let Some(parent_column) = of_parent.iter().position(|it| it.name == name) else {
            return Err(self.cannot_borrow(column, &format!("no rows are made for the column `{name}`")));
        };
        let shape = Shape::of(&of_parent[parent_column].data_type, self.schema);
        let is_same =
            shape.is_some_and(|it| std::mem::discriminant(&it) == std::mem::discriminant(&self.shapes[column]));
        if !is_same {
            return Err(self.cannot_borrow(column, &format!("`{name}` has values of another kind")));
        }
        if self.borrowed.contains_key(&(at, name.clone())) {
            return Ok(());
        }
        let place = self.columns.len() + self.borrowed.len();
        let pairs = vec![ColumnPair { column: place, parent_column }];
        self.stages.push(Stage::Refer { from, parent, pairs, parent_stages: Vec::new(), absent: Absent::default() });
        self.borrowed.insert((at, name), place);
        Ok(())
    }

    fn cannot_borrow(&self, column: usize, message: &str) -> Obstacle {
        let object = ObjectId::column(&self.table.name, &self.columns[column].name);
        let help = "give the column another generator in the profile";
        Obstacle::Unsupported(Unsupported::new(object, message, help))
    }
}

/// The columns of parents that a recipe wants, each with the columns of the foreign key that leads there.
fn borrowed_by(recipe: &Recipe, wanted: &mut Vec<(Vec<Name>, Name)>) {
    match recipe {
        Recipe::After { column, of: Some(key), .. } => wanted.push((key.clone(), column.clone())),
        Recipe::Given { cases, otherwise, .. } => {
            cases.iter().for_each(|(_, case)| borrowed_by(case, wanted));
            borrowed_by(otherwise, wanted);
        }
        Recipe::After { of: None, .. }
        | Recipe::Any
        | Recipe::Sequence { .. }
        | Recipe::Number(_)
        | Recipe::Choice(_)
        | Recipe::Flag(_)
        | Recipe::Moment { .. }
        | Recipe::Code { .. }
        | Recipe::Fake(_)
        | Recipe::Words
        | Recipe::Text(_)
        | Recipe::Calendar { .. }
        | Recipe::Constant(_)
        | Recipe::Pattern(_)
        | Recipe::Computed(_) => {}
    }
}
