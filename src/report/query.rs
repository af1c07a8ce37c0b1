//! What is asked of the engine. Every statement gives few rows, however many the table has.

use super::ValueKind;
use crate::dialect::{Dialect, Measuring};
use crate::model::{Name, QualifiedName};

/// Longest part of a text that is shown, in characters.
const LONGEST_TEXT: usize = 60;

/// Questions about one column of one table.
#[derive(Clone, Copy, Debug)]
pub struct ColumnQuery<'a> {
    pub dialect: &'a dyn Dialect,
    pub rows: ColumnRows<'a>,
    pub column: &'a Name,
    pub kind: ValueKind,
}

/// The rows that a column is looked at in.
#[derive(Clone, Copy, Debug)]
pub enum ColumnRows<'a> {
    /// Those of its own table.
    Table(&'a QualifiedName),
    /// Those that refer to a row of its table, each with the value of that row.
    Children(CardinalityQuery<'a>),
}

impl ColumnQuery<'_> {
    fn measuring(&self) -> &Measuring {
        &self.dialect.capabilities().measuring
    }

    fn name(&self) -> String {
        self.dialect.quote(self.column)
    }

    fn table(&self) -> String {
        match &self.rows {
            ColumnRows::Table(name) => self.dialect.qualified(name),
            ColumnRows::Children(children) => children.values(self.column),
        }
    }

    /// When a value is one that can be computed with.
    fn condition(&self) -> String {
        let test = match self.kind {
            ValueKind::WholeNumber => self.measuring().whole_number,
            ValueKind::Number | ValueKind::Double => self.measuring().number,
            ValueKind::Moment => self.measuring().moment,
            ValueKind::Word | ValueKind::Value | ValueKind::Opaque => None,
        };
        Measuring::fill(test.unwrap_or("{} IS NOT NULL"), &self.name())
    }

    /// The value where it can be computed with, NULL otherwise.
    fn measured(&self) -> String {
        format!("CASE WHEN {} THEN {} END", self.condition(), self.name())
    }

    /// The value as a number: of moments, seconds.
    fn as_number(&self) -> String {
        match self.kind {
            ValueKind::Moment => Measuring::fill(self.measuring().epoch, &self.name()),
            ValueKind::WholeNumber
            | ValueKind::Number
            | ValueKind::Double
            | ValueKind::Word
            | ValueKind::Value
            | ValueKind::Opaque => self.name(),
        }
    }

    /// One row: rows, values, distinct values (or NULL), and then by kind
    ///
    /// - numbers: values that can be computed with, least, greatest, mean, variance (or NULL)
    /// - moments: the same up to the greatest, then both in seconds
    /// - words: shortest and longest length, mean length, how many are empty
    pub fn summary(&self) -> String {
        let (name, measured, measuring) = (self.name(), self.measured(), self.measuring());
        let fill = Measuring::fill;
        let mut wanted = vec!["count(*)".to_owned(), format!("count({name})")];
        wanted.push(match self.kind {
            ValueKind::Opaque => "NULL".to_owned(),
            ValueKind::WholeNumber
            | ValueKind::Number
            | ValueKind::Double
            | ValueKind::Moment
            | ValueKind::Word
            | ValueKind::Value => {
                format!("count(DISTINCT {name})")
            }
        });
        let extremes = ["count", "min", "max"].map(|aggregate| format!("{aggregate}({measured})"));
        match self.kind {
            ValueKind::WholeNumber | ValueKind::Number | ValueKind::Double => {
                wanted.extend(extremes);
                wanted.push(fill(measuring.mean, &measured));
                wanted.push(measuring.variance.map_or_else(|| "NULL".to_owned(), |it| fill(it, &measured)));
            }
            ValueKind::Moment => {
                wanted.extend(extremes);
                let seconds = format!("CASE WHEN {} THEN {} END", self.condition(), self.as_number());
                wanted.extend(["min", "max"].map(|aggregate| format!("{aggregate}({seconds})")));
            }
            ValueKind::Word => {
                let length = fill(measuring.characters, &name);
                wanted.extend(["min", "max"].map(|aggregate| format!("{aggregate}({length})")));
                wanted.push(fill(measuring.mean, &length));
                wanted.push(format!("count(CASE WHEN {length} = 0 THEN 1 END)"));
            }
            ValueKind::Value | ValueKind::Opaque => {}
        }
        format!("SELECT {} FROM {}", wanted.join(", "), self.table())
    }

    /// One row: the sums of squared and of plain distances from a mean. By both the variance is right also where the mean is rounded (the
    /// corrected two-pass algorithm: Chan, Golub, LeVeque, 1983).
    pub fn squares(&self, mean: f64) -> String {
        let distance = format!("({} - ({mean:?}))", Measuring::fill(self.measuring().double, &self.name()));
        format!("SELECT sum({distance} * {distance}), sum({distance}) FROM {} WHERE {}", self.table(), self.condition())
    }

    /// The values at ranks among those that can be computed with, counted from 1: rows of rank and value, ascending.
    pub fn at_ranks(&self, ranks: &[u64]) -> String {
        self.ranked(&self.name(), ranks)
    }

    /// The same of numbers as doubles, and of moments as seconds.
    pub fn numbers_at_ranks(&self, ranks: &[u64]) -> String {
        self.ranked(&Measuring::fill(self.measuring().double, &self.as_number()), ranks)
    }

    fn ranked(&self, value: &str, ranks: &[u64]) -> String {
        let ranks: Vec<String> = ranks.iter().map(u64::to_string).collect();
        format!(
            "SELECT ranked.place, ranked.it FROM (SELECT {value} AS it, row_number() OVER (ORDER BY {value}) AS place \
             FROM {} WHERE {}) AS ranked WHERE ranked.place IN ({}) ORDER BY ranked.place",
            self.table(),
            self.condition(),
            ranks.join(", ")
        )
    }

    /// Rows of a bin, from 0, and how many values it has. Bins are divided by these bounds; moments go by seconds.
    pub fn bins(&self, inner: &[f64]) -> String {
        let number = self.as_number();
        let cases: String =
            inner.iter().enumerate().map(|(bin, bound)| format!("WHEN {number} < {bound:?} THEN {bin} ")).collect();
        let bin = if cases.is_empty() { "0".to_owned() } else { format!("CASE {cases}ELSE {} END", inner.len()) };
        format!(
            "SELECT binned.bin, count(*) FROM (SELECT {bin} AS bin FROM {} WHERE {}) AS binned GROUP BY binned.bin ORDER BY 1",
            self.table(),
            self.condition()
        )
    }

    /// Values that more than one row has, as text, and how many have them: the most frequent ones first.
    pub fn frequent(&self, most: usize) -> String {
        let name = self.name();
        let text = Measuring::fill(self.measuring().text, &name);
        format!(
            "SELECT substr({text}, 1, {LONGEST_TEXT}), count(*) FROM {} WHERE {name} IS NOT NULL GROUP BY {name} \
             HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT {most}",
            self.table()
        )
    }

    /// Values that at least `least` rows share, as text and whole, with how many do: the most frequent ones first.
    pub fn common(&self, least: u64, most: usize) -> String {
        let name = self.name();
        let text = Measuring::fill(self.measuring().text, &name);
        format!(
            "SELECT {text}, count(*) FROM {} WHERE {} GROUP BY {name} HAVING count(*) >= {least} ORDER BY 2 DESC, 1 LIMIT {most}",
            self.table(),
            self.condition()
        )
    }

    /// So many parts of the sorted values, of about the same size: rows of number, mean and how many values.
    pub fn tiles(&self, parts: u64) -> String {
        let number = Measuring::fill(self.measuring().double, &self.as_number());
        format!(
            "SELECT tiled.tile, avg(tiled.it), count(*) FROM (SELECT {number} AS it, ntile({parts}) OVER (ORDER BY {number}) AS tile \
             FROM {} WHERE {}) AS tiled GROUP BY tiled.tile ORDER BY 1",
            self.table(),
            self.condition()
        )
    }

    /// Rows of year, month (from 1) and how many moments are in it, where at least `least` are.
    pub fn months(&self, least: u64) -> String {
        let parts = self.measuring().parts;
        self.counted(&[parts.year, parts.month], least)
    }

    /// Rows of weekday (Monday is 0) and how many moments are on it.
    pub fn weekdays(&self, least: u64) -> String {
        self.counted(&[self.measuring().parts.weekday], least)
    }

    /// Rows of hour and how many moments are in it.
    pub fn hours(&self, least: u64) -> String {
        self.counted(&[self.measuring().parts.hour], least)
    }

    fn counted(&self, parts: &[&str], least: u64) -> String {
        let name = self.name();
        let parts: Vec<String> = parts.iter().map(|part| Measuring::fill(part, &name)).collect();
        let places: Vec<String> = (1..=parts.len()).map(|place| place.to_string()).collect();
        let places = places.join(", ");
        format!(
            "SELECT {}, count(*) FROM {} WHERE {} GROUP BY {places} HAVING count(*) >= {least} ORDER BY {places}",
            parts.join(", "),
            self.table(),
            self.condition()
        )
    }

    /// All values that can be computed with, as numbers, with how many rows have them, ascending.
    pub fn counted_numbers(&self) -> String {
        let double = Measuring::fill(self.measuring().double, &self.as_number());
        format!("SELECT {double}, count(*) FROM {} WHERE {} GROUP BY 1 ORDER BY 1", self.table(), self.condition())
    }

    /// All values as text, with how many rows have them.
    pub fn counted_words(&self) -> String {
        let text = Measuring::fill(self.measuring().text, &self.name());
        format!("SELECT {text}, count(*) FROM {} WHERE {} GROUP BY 1", self.table(), self.condition())
    }
}

/// One row: the rows in which both columns can be computed with, the sum of products of distances from the means, and of squares of either.
///
/// In two passes, as the variance of engines without an aggregate for it.
pub fn correlation_query(first: &ColumnQuery<'_>, second: &ColumnQuery<'_>) -> String {
    moments_of(&pairs(first, second, |value| value))
}

/// The same of ranks.
pub fn rank_correlation_query(first: &ColumnQuery<'_>, second: &ColumnQuery<'_>) -> String {
    moments_of(&pairs(first, second, |value| format!("percent_rank() OVER (ORDER BY {value})")))
}

/// Rows of x and y.
fn pairs(first: &ColumnQuery<'_>, second: &ColumnQuery<'_>, taken: impl Fn(String) -> String) -> String {
    let double = |it: &ColumnQuery<'_>| taken(Measuring::fill(it.measuring().double, &it.as_number()));
    let (x, y) = (double(first), double(second));
    format!("SELECT {x} AS x, {y} AS y FROM {} WHERE {} AND {}", first.table(), first.condition(), second.condition())
}

fn moments_of(pairs: &str) -> String {
    format!(
        "SELECT count(*), sum((p.x - m.x) * (p.y - m.y)), sum((p.x - m.x) * (p.x - m.x)), sum((p.y - m.y) * (p.y - m.y)) \
         FROM ({pairs}) AS p CROSS JOIN (SELECT avg(q.x) AS x, avg(q.y) AS y FROM ({pairs}) AS q) AS m"
    )
}

/// How many rows refer to each row of a parent.
#[derive(Clone, Copy, Debug)]
pub struct CardinalityQuery<'a> {
    pub dialect: &'a dyn Dialect,
    pub child: &'a QualifiedName,
    pub columns: &'a [Name],
    pub parent: &'a QualifiedName,
    pub referenced: &'a [Name],
}

impl CardinalityQuery<'_> {
    /// Rows of a number of children, ascending, and how many parents have so many.
    pub fn shape(&self) -> String {
        let (child, parent) = (self.list("c", self.columns), self.list("p", self.referenced));
        format!(
            "SELECT counted.children, count(*) FROM (SELECT count({}) AS children FROM {} AS p LEFT JOIN {} AS c ON {} \
             GROUP BY {}) AS counted GROUP BY counted.children ORDER BY 1",
            child[0],
            self.dialect.qualified(self.parent),
            self.dialect.qualified(self.child),
            self.pairs(),
            parent.join(", ")
        )
    }

    /// A table of one column: for each row that refers to a parent, the parent's value.
    fn values(&self, column: &Name) -> String {
        format!(
            "(SELECT p.{0} AS {0} FROM {1} AS c JOIN {2} AS p ON {3}) AS children",
            self.dialect.quote(column),
            self.dialect.qualified(self.child),
            self.dialect.qualified(self.parent),
            self.pairs()
        )
    }

    fn list(&self, table: &str, names: &[Name]) -> Vec<String> {
        names.iter().map(|name| format!("{table}.{}", self.dialect.quote(name))).collect()
    }

    /// When a child `c` refers to a parent `p`.
    fn pairs(&self) -> String {
        let (child, parent) = (self.list("c", self.columns), self.list("p", self.referenced));
        let pairs: Vec<String> =
            child.iter().zip(&parent).map(|(child, parent)| format!("{child} = {parent}")).collect();
        pairs.join(" AND ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{DialectKind, of};
    use crate::guard;

    /// Everything dbx asks is something the guard knows to read only, whatever the names are.
    #[test]
    fn questions_pass_the_guard_under_hostile_names() {
        let table = QualifiedName::new(None, "x\"`]'; DROP TABLE t; --");
        let names: [Name; 2] = ["a\"`' -- ".into(), "{}".into()];
        for kind in DialectKind::ALL {
            let dialect = of(kind);
            let rows = ColumnRows::Table(&table);
            let column = |column, kind| ColumnQuery { dialect: dialect.as_ref(), rows, column, kind };
            let (first, second) = (column(&names[0], ValueKind::Number), column(&names[1], ValueKind::Moment));
            let mut questions = vec![correlation_query(&first, &second), rank_correlation_query(&first, &second)];
            for of_kind in
                [ValueKind::WholeNumber, ValueKind::Number, ValueKind::Moment, ValueKind::Word, ValueKind::Opaque]
            {
                for name in &names {
                    let query = column(name, of_kind);
                    questions.extend([query.summary(), query.squares(-1e-9), query.at_ranks(&[1, 2])]);
                    questions.extend([query.bins(&[0.5, 1e300]), query.bins(&[]), query.frequent(5)]);
                    questions.extend([query.counted_numbers(), query.counted_words(), query.numbers_at_ranks(&[1])]);
                    questions.extend([query.common(10, 5), query.tiles(3), query.months(2)]);
                    questions.extend([query.weekdays(2), query.hours(2)]);
                }
            }
            let children = CardinalityQuery {
                dialect: dialect.as_ref(),
                child: &table,
                columns: &names,
                parent: &table,
                referenced: &names,
            };
            questions.push(children.shape());
            let days = ColumnQuery { rows: ColumnRows::Children(children), ..column(&names[0], ValueKind::Moment) };
            questions.extend([days.summary(), days.months(2), days.weekdays(2), days.tiles(3)]);
            for sql in questions {
                let read = guard::read(dialect.capabilities().syntax, &sql);
                assert!(read.is_ok(), "{kind}: {sql}\n{read:?}");
            }
        }
    }
}
