//! Values that hang on the word in another column: the industries of a region, the risks of an industry.

use super::{Column, Frame, Generator};
use crate::seed::batch::gather;
use crate::seed::encode::write_plain;
use std::collections::BTreeMap;

/// A generator for each word of another column, and one for all the others.
#[derive(Debug)]
pub struct Given {
    pub column: usize,
    /// Places among the generators.
    pub cases: BTreeMap<Vec<u8>, usize>,
    /// Never none; all make values of one type.
    pub generators: Vec<Box<dyn Generator>>,
    /// Of rows whose word has no case of its own.
    pub otherwise: usize,
}

impl Generator for Given {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let chosen = self.choose(frame.column(self.column));
        // Each one makes all rows: some read other columns, which have a place for every row.
        let generators = self.generators.iter().enumerate();
        let made: Vec<Option<Column>> = generators
            .map(|(at, generator)| chosen.contains(&at).then(|| generator.generate(indexes, frame)))
            .collect();
        gather(&made, &chosen)
    }

    fn reads(&self) -> Vec<usize> {
        let inner = self.generators.iter().flat_map(|generator| generator.reads());
        inner.chain([self.column]).collect()
    }

    fn lanes(&self) -> Vec<usize> {
        self.generators.iter().flat_map(|generator| generator.lanes()).collect()
    }
}

impl Given {
    /// The place of the generator for each row.
    fn choose(&self, column: &Column) -> Vec<usize> {
        let mut word = Vec::new();
        let place = |row| {
            if column.is_null(row) {
                return self.otherwise;
            }
            word.clear();
            write_plain(&column.values, row, &mut word);
            self.cases.get(&word).copied().unwrap_or(self.otherwise)
        };
        (0..column.values.len()).map(place).collect()
    }
}
