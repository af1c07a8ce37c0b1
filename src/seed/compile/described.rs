//! What a plan was made from, in the words of a profile: what is inferred where nothing was wanted.

use super::reference::Reference;
use super::table::{Parents, TableCompiler, USUAL_NULLS};
use crate::model::{Name, QualifiedName};
use crate::seed::recipe::Recipe;
use crate::seed::wanted::{Correlation, ParentSpread, WantedHistory};

/// One table.
#[derive(Clone, Debug)]
pub struct DescribedTable {
    pub name: QualifiedName,
    pub rows: u64,
    /// As the profile wants it; `None` where that is left to dbx.
    pub history: Option<WantedHistory>,
    pub columns: Vec<DescribedColumn>,
    pub references: Vec<DescribedReference>,
}

/// A column that is no part of a foreign key.
#[derive(Clone, Debug)]
pub struct DescribedColumn {
    pub name: Name,
    pub recipe: Recipe,
    /// Share of rows without a value; `None` where every row has one.
    pub nulls: Option<f64>,
    /// Another column that it goes up and down with.
    pub correlation: Option<Correlation>,
}

/// A foreign key whose parents nothing else decides on.
#[derive(Clone, Debug)]
pub struct DescribedReference {
    pub columns: Vec<Name>,
    pub parent: QualifiedName,
    pub spread: ParentSpread,
    pub nulls: Option<f64>,
}

impl TableCompiler<'_> {
    /// After a compilation that succeeded.
    pub fn describe(&self, rows: u64, parents: &Parents<'_, '_>) -> DescribedTable {
        let columns = (0..self.columns.len()).filter_map(|column| self.describe_column(column)).collect();
        let free = self.references.iter().filter(|reference| self.is_free(reference));
        let references = free.map(|reference| self.describe_reference(reference, parents)).collect();
        DescribedTable { name: self.table.name.clone(), rows, history: self.own.history, columns, references }
    }

    fn describe_column(&self, column: usize) -> Option<DescribedColumn> {
        let is_part_of_a_key = self.references.iter().any(|it| it.pairs.iter().any(|pair| pair.column == column));
        if is_part_of_a_key || self.limits[column].always_null {
            return None;
        }
        let it = self.columns[column];
        // Not what checks made of it: they are read again with the profile.
        let recipe = self.recipe(it, &self.shapes[column]);
        let by_key = self.settled_columns.contains(&column);
        let says_something = match &recipe {
            Recipe::Any => self.wanted_column(&it.name).recipe.is_some(),
            Recipe::Sequence { .. }
            | Recipe::Moment { .. }
            | Recipe::Code { .. }
            | Recipe::Fake(_)
            | Recipe::Pattern(_) => true,
            Recipe::Number(_)
            | Recipe::Choice(_)
            | Recipe::Flag(_)
            | Recipe::Words
            | Recipe::Text(_)
            | Recipe::Calendar { .. }
            | Recipe::After { .. }
            | Recipe::Constant(_)
            | Recipe::Computed(_)
            | Recipe::Given { .. } => !by_key,
        };
        let nulls = if by_key { None } else { self.nulls(column).map(|nulls| nulls.share) };
        (says_something || nulls.is_some()).then(|| DescribedColumn {
            name: it.name.clone(),
            recipe,
            nulls,
            correlation: self.wanted_column(&it.name).correlation.clone(),
        })
    }

    /// Whether no unique key decides on the parents.
    fn is_free(&self, reference: &Reference<'_>) -> bool {
        !reference.is_own_table
            && !reference.pairs.iter().any(|pair| self.limits[pair.column].always_null)
            && self.free_references.contains(&reference.key.columns)
    }

    fn describe_reference(&self, reference: &Reference<'_>, parents: &Parents<'_, '_>) -> DescribedReference {
        let own = self.own.references.get(&reference.key.columns).cloned().unwrap_or_default();
        DescribedReference {
            columns: reference.key.columns.clone(),
            parent: reference.key.references.clone(),
            spread: own.spread.clone().unwrap_or_else(|| self.usual_spread(reference, parents)),
            nulls: self.reference_nulls(reference, &own).map(|_| own.nulls.unwrap_or(USUAL_NULLS)),
        }
    }
}
