//! Histories: dimensions of type 2.

use super::distinct::distinct;
use super::table::{TableCompiler, Unit};
use crate::model::{Dimension, Name, TableRole};
use crate::seed::evaluate::Stage;
use crate::seed::generator::{Generator, History, HistoryPart};
use crate::seed::infer;
use crate::seed::law::{Grouping, Runs};
use crate::seed::shape::Shape;
use crate::seed::stream::Stream;
use crate::seed::versions::Versions;
use crate::seed::wanted::WantedHistory;

/// Of three rows of a history two are about the same thing.
const THINGS_IN_ROWS: (u64, u64) = (2, 3);

impl TableCompiler<'_> {
    /// A dimension of type 2: runs of versions, each with its time.
    pub fn add_history(&mut self) {
        let TableRole::Dimension(Dimension { scd: Some(2), natural_key, .. }) = &self.table.role else { return };
        let column = |name: &str| self.columns.iter().position(|column| column.name.as_str() == name);
        let (Some(from), Some(to)) = (column("valid_from"), column("valid_to")) else { return };
        let current = column("is_current").filter(|at| self.shapes[*at] == Shape::Boolean);
        let natural: Vec<usize> = natural_key.iter().filter_map(|name: &Name| column(name.as_str())).collect();
        if !self.shapes[from].is_moment() || !self.shapes[to].is_moment() || natural.len() != natural_key.len() {
            return;
        }
        let is_own = |at: &usize| !self.references.iter().any(|it| it.pairs.iter().any(|pair| pair.column == *at));
        if !natural.iter().all(is_own) {
            return;
        }
        let stream = self.stream().named("history");
        let [entity, version, last] = std::array::from_fn(|_| self.new_lane());
        let runs = self.versions(stream);
        self.stages.push(Stage::Group { from: 0, group: entity, position: version, last, runs });
        for at in &natural {
            let made = distinct(&self.subject(*at));
            self.fill(*at, entity, made.generator);
        }
        let parts = [(Some(from), HistoryPart::From), (Some(to), HistoryPart::To), (current, HistoryPart::IsCurrent)];
        for (at, part) in parts {
            let Some(at) = at else { continue };
            let years = infer::YEARS * 365;
            let (first, end) = (self.wanted.today - 2 * years, self.wanted.today - years);
            let is_date = self.shapes[at] == Shape::Date;
            let history = History { part, stream, entity, version, last, first, end, is_date };
            self.fill(at, entity, Box::new(history));
        }
        let key = natural.iter().chain([&from]).map(|at| Unit::Column(*at));
        self.unique.push(key.collect());
    }

    /// Which row is the how-manieth version of which thing.
    fn versions(&self, stream: Stream) -> Grouping {
        let rows = self.rows.clone();
        match self.own.history {
            Some(WantedHistory { share, versions }) => Grouping::Versions(Versions::new(stream, rows, share, versions)),
            None => {
                let groups = ((rows.end - rows.start) * THINGS_IN_ROWS.0 / THINGS_IN_ROWS.1).max(1);
                Grouping::Runs(Runs { stream, rows, groups })
            }
        }
    }

    /// A stage for one column that always has a value.
    pub fn fill(&mut self, column: usize, from: usize, generator: Box<dyn Generator>) {
        self.stages.push(Stage::Generate { from, column, generator, nulls: None });
        self.filled.insert(Unit::Column(column));
    }
}
