//! Texts that a language model is to write: which ones fit into their columns.

use super::key::unique_keys;
use super::table::TableCompiler;
use crate::dialect::Unsupported;
use crate::model::{Name, ObjectId, QualifiedName};
use crate::seed::recipe::{Recipe, TextPool};
use crate::seed::shape::Shape;

/// The longest text that is asked for, in characters, where the column holds longer ones.
const LONGEST: u32 = 400;

/// Texts for one column.
#[derive(Clone, Debug, PartialEq)]
pub struct TextOrder {
    pub table: QualifiedName,
    pub column: Name,
    pub pool: TextPool,
    /// In characters.
    pub shortest: u32,
    pub longest: u32,
    /// Texts that a check forbids.
    pub excluded: Vec<String>,
}

impl TextOrder {
    /// Why a text cannot be one of those of the order, in words for whoever wrote it.
    pub fn objection(&self, text: &str) -> Option<String> {
        let shown = || text.chars().take(40).map(|c| if is_unseen(c) { '\u{fffd}' } else { c }).collect::<String>();
        let length = text.chars().count();
        if text.chars().any(is_unseen) {
            return Some(format!("\"{}\" has characters that nobody sees, or several lines", shown()));
        }
        if length < self.shortest as usize || length > self.longest as usize {
            let (shortest, longest) = (self.shortest, self.longest);
            return Some(format!("\"{}\" has {length} characters instead of {shortest} to {longest}", shown()));
        }
        let is_excluded = self.excluded.iter().any(|it| it == text);
        is_excluded.then(|| format!("\"{}\" is forbidden by a check of the column", shown()))
    }
}

/// Control characters, and marks that change how text around them reads.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

impl TableCompiler<'_> {
    /// What the profile wants of a model, after a compilation that succeeded.
    ///
    /// # Errors
    ///
    /// Columns whose texts a key or a check decides on.
    pub fn text_orders(&self) -> Result<Vec<TextOrder>, Unsupported> {
        let wanted = self.recipes.iter().enumerate().filter_map(|(at, recipe)| match recipe {
            Recipe::Text(pool) => Some((at, pool)),
            _ => None,
        });
        wanted.map(|(at, pool)| self.text_order(at, pool)).collect()
    }

    fn text_order(&self, at: usize, pool: &TextPool) -> Result<TextOrder, Unsupported> {
        let (column, limits) = (&self.columns[at].name, &self.limits[at]);
        let refused = |message: &str| {
            let help = "give the column another generator in the profile";
            Err(Unsupported::new(ObjectId::column(&self.table.name, column), message, help))
        };
        if unique_keys(self.table, self.syntax).iter().any(|key| key.columns == [column.clone()]) {
            return refused("texts of a model come again, and no two rows may have the same here");
        }
        if limits.pattern.is_some() || !limits.allowed.is_empty() || limits.is_json || limits.always_null {
            return refused("a check decides what its texts are like, so that none of a model fits");
        }
        let of_type = match self.shapes[at] {
            Shape::Text { longest, .. } => longest,
            _ => None,
        };
        let longest = of_type.into_iter().chain(limits.max_length).min().unwrap_or(LONGEST).min(LONGEST);
        let shortest = limits.min_length.unwrap_or(1).max(1);
        if shortest > longest {
            return refused("its texts are longer than those that a model is asked for");
        }
        Ok(TextOrder {
            table: self.table.name.clone(),
            column: column.clone(),
            pool: pool.clone(),
            shortest,
            longest,
            excluded: limits.excluded.clone(),
        })
    }
}
