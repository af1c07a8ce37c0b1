//! Questions about rows as SQL: one query for every engine, but for what values a type holds.

use super::Dialect;
use crate::model::{IndexTerm, Name, Probe, QualifiedName};

/// The rows that a probe is about, as a source of rows with a condition on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The table, quoted.
    pub table: String,
    /// Its name without a namespace, quoted: what conditions call it.
    pub name: String,
    /// What the rows that count have in common; nothing where all count.
    pub condition: Option<String>,
    /// What no two rows may share. Then those rows count that share it.
    shared: Vec<String>,
}

impl dyn Dialect + '_ {
    /// The probe as SQL. `None` where no query of this engine can answer it.
    pub fn question(&self, probe: &Probe) -> Option<Question> {
        let mut shared = Vec::new();
        let condition = match probe {
            Probe::Rows { .. } | Probe::RowsOfPartitions { .. } => None,
            Probe::NotNull { column, .. } => Some(format!("{} IS NOT NULL", self.quote(column))),
            Probe::Null { column, .. } => Some(format!("{} IS NULL", self.quote(column))),
            Probe::Duplicates { terms, predicate, nulls_are_equal, .. } => {
                shared = terms.iter().map(|term| self.term(term)).collect();
                let filled = shared.iter().filter(|_| !nulls_are_equal).map(|term| format!("{term} IS NOT NULL"));
                let predicate = predicate.iter().map(|it| format!("({})", it.as_str().trim()));
                let conditions: Vec<String> = filled.chain(predicate).collect();
                (!conditions.is_empty()).then(|| conditions.join(" AND "))
            }
            Probe::Violations { check, .. } => Some(format!("NOT ({})", check.as_str().trim())),
            Probe::Orphans { table, columns, references, referenced_columns, match_full } => {
                let keys = self.foreign_key(table, columns, references, referenced_columns)?;
                Some(if *match_full { keys.broken_in_full() } else { keys.broken() })
            }
            Probe::Unfit { column, types, .. } => Some(self.misfit(&self.quote(column), types.as_ref())?),
        };
        let name = self.quote(&probe.table().name);
        Some(Question { table: self.source(probe), name, condition, shared })
    }

    /// The table as it stands behind FROM.
    fn source(&self, probe: &Probe) -> String {
        let table = self.qualified(probe.table());
        match probe {
            Probe::RowsOfPartitions { partitions, .. } => {
                let names: Vec<String> = partitions.iter().map(|name| self.quote(name)).collect();
                format!("{table} PARTITION ({})", names.join(", "))
            }
            Probe::Rows { .. }
            | Probe::NotNull { .. }
            | Probe::Null { .. }
            | Probe::Duplicates { .. }
            | Probe::Violations { .. }
            | Probe::Orphans { .. }
            | Probe::Unfit { .. } => table,
        }
    }

    fn term(&self, term: &IndexTerm) -> String {
        match term {
            IndexTerm::Column(name) => self.quote(name),
            IndexTerm::Expression(expression) => format!("({})", expression.as_str().trim()),
        }
    }

    /// `None` where the catalog leaves open which columns are referenced.
    fn foreign_key(
        &self,
        table: &QualifiedName,
        columns: &[Name],
        references: &QualifiedName,
        referenced: &[Name],
    ) -> Option<ForeignKeyColumns> {
        let own = self.quote(&table.name);
        (columns.len() == referenced.len() && !columns.is_empty()).then(|| ForeignKeyColumns {
            own: columns.iter().map(|column| format!("{own}.{}", self.quote(column))).collect(),
            parent: self.qualified(references),
            referenced: referenced.iter().map(|column| format!("dbx_parent.{}", self.quote(column))).collect(),
        })
    }
}

/// The columns of a foreign key as SQL.
struct ForeignKeyColumns {
    own: Vec<String>,
    parent: String,
    referenced: Vec<String>,
}

impl ForeignKeyColumns {
    fn all(&self, test: &str) -> String {
        self.own.iter().map(|column| format!("{column} {test}")).collect::<Vec<_>>().join(" AND ")
    }

    /// A row without a value in any of the columns points nowhere, which is fine.
    fn broken(&self) -> String {
        let pairs = self.referenced.iter().zip(&self.own);
        let equal: Vec<String> = pairs.map(|(referenced, own)| format!("{referenced} = {own}")).collect();
        format!(
            "{} AND NOT EXISTS (SELECT 1 FROM {} AS dbx_parent WHERE {})",
            self.all("IS NOT NULL"),
            self.parent,
            equal.join(" AND ")
        )
    }

    /// Under MATCH FULL either all of the columns have a value or none has.
    fn broken_in_full(&self) -> String {
        let mixed = format!("NOT ({}) AND NOT ({})", self.all("IS NULL"), self.all("IS NOT NULL"));
        format!("({mixed} OR {})", self.broken())
    }
}

impl Question {
    /// Counts up to `limit` rows.
    pub fn count_up_to(&self, limit: u64) -> String {
        let limit = limit.min(i64::MAX.unsigned_abs());
        format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {limit}) AS dbx_counted", self.source())
    }

    pub fn count(&self) -> String {
        format!("SELECT count(*) FROM {}", self.source())
    }

    /// Rows of a sample that was taken from the table, and those among them that count. `None` where a part of the table says nothing of
    /// the rest: of rows that are equal to another one.
    pub fn in_sample(&self, sample: &str) -> Option<String> {
        let condition = self.condition.as_deref().filter(|_| self.shared.is_empty())?;
        Some(format!("SELECT count(*), count(CASE WHEN {condition} THEN 1 END) FROM {sample}"))
    }

    /// Whether every row of the table counts.
    pub fn is_about_all(&self) -> bool {
        self.condition.is_none() && self.shared.is_empty()
    }

    /// A query for a person: the rows themselves, or what they share and how often.
    pub fn shown(&self) -> String {
        if self.shared.is_empty() {
            return format!("SELECT * FROM {}", self.source());
        }
        let terms = self.shared.join(", ");
        format!(
            "SELECT {terms}, count(*) FROM {}{} GROUP BY {terms} HAVING count(*) > 1",
            self.table,
            filter(self.condition.as_deref())
        )
    }

    /// What stands behind FROM.
    fn source(&self) -> String {
        let rows = format!("{}{}", self.table, filter(self.condition.as_deref()));
        if self.shared.is_empty() {
            return rows;
        }
        let terms = self.shared.join(", ");
        format!(
            "(SELECT count(*) OVER (PARTITION BY {terms}) AS dbx_alike FROM {rows}) AS dbx_shared WHERE dbx_alike > 1"
        )
    }
}

fn filter(condition: Option<&str>) -> String {
    condition.map_or_else(String::new, |condition| format!(" WHERE {condition}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Mysql, Postgres, Sqlite};
    use crate::model::{DataType, Pair, SqlText};

    fn table() -> QualifiedName {
        QualifiedName::bare("Order")
    }

    fn counted(dialect: &dyn Dialect, probe: &Probe) -> String {
        dialect.question(probe).map(|question| question.count()).unwrap_or_default()
    }

    #[test]
    fn names_are_quoted_and_counting_stops() {
        let probe = Probe::NotNull { table: table(), column: "user".into() };
        let question = (&Postgres::new() as &dyn Dialect).question(&probe).unwrap();
        assert_eq!(
            question.count_up_to(11),
            "SELECT count(*) FROM (SELECT 1 FROM \"Order\" WHERE \"user\" IS NOT NULL LIMIT 11) AS dbx_counted"
        );
        assert_eq!(counted(&Mysql::new(), &probe), "SELECT count(*) FROM `Order` WHERE `user` IS NOT NULL");
    }

    #[test]
    fn duplicates_are_the_rows_that_share_a_key() {
        let probe = Probe::Duplicates {
            table: table(),
            terms: vec![IndexTerm::Column("a".into()), IndexTerm::Expression(SqlText::new("lower(b)"))],
            predicate: Some(SqlText::new("c > 0")),
            nulls_are_equal: false,
        };
        let question = (&Sqlite::new() as &dyn Dialect).question(&probe).unwrap();
        assert_eq!(
            question.shown(),
            "SELECT a, (lower(b)), count(*) FROM \"Order\" WHERE a IS NOT NULL AND (lower(b)) IS NOT NULL AND (c > 0) \
             GROUP BY a, (lower(b)) HAVING count(*) > 1"
        );
        assert!(question.count().contains("count(*) OVER (PARTITION BY a, (lower(b)))"));
        assert_eq!(question.in_sample("x"), None);
    }

    #[test]
    fn orphans_have_a_value_and_no_parent() {
        let probe = |match_full| Probe::Orphans {
            table: QualifiedName::bare("child"),
            columns: vec!["p".into()],
            references: QualifiedName::bare("parent"),
            referenced_columns: vec!["id".into()],
            match_full,
        };
        let dialect: &dyn Dialect = &Postgres::new();
        assert_eq!(
            dialect.question(&probe(false)).unwrap().shown(),
            "SELECT * FROM child WHERE child.p IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM parent AS dbx_parent WHERE dbx_parent.id = child.p)"
        );
        assert!(dialect.question(&probe(true)).unwrap().shown().contains("NOT (child.p IS NULL)"));
    }

    #[test]
    fn a_type_is_asked_for_what_it_does_not_hold() {
        let types = Pair::new(DataType::BigInt, DataType::SmallInt);
        let probe = Probe::Unfit { table: table(), column: "n".into(), types };
        assert_eq!(
            counted(&Postgres::new(), &probe),
            "SELECT count(*) FROM \"Order\" WHERE n NOT BETWEEN -32768 AND 32767"
        );
    }
}
