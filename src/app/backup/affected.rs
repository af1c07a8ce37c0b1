//! Which tables a plan may lose rows or values of. Too many do no harm; one too few does.

use crate::app::apply::candidate::Candidate;
use crate::app::apply::judgement::risks_of;
use crate::dialect::Dialect;
use crate::model::{Level, Name, ObjectKind, QualifiedName, ReferentialAction, Risk, Schema, Table};
use crate::plan::ScriptOperation;
use crate::sql::mentions;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a plan may lose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct Affected {
    /// By table: the columns that alone are lost; nothing where whole rows may be.
    pub tables: BTreeMap<QualifiedName, Option<BTreeSet<Name>>>,
    /// What cannot be told, or saved.
    pub notes: Vec<String>,
}

/// Risks about the values of one column alone.
const OF_COLUMNS: [&str; 2] = ["D102", "R107"];

/// Statements that write rows, and so also those that refer to them.
const WRITES_ROWS: [&str; 6] = ["D104", "D106", "D110", "U101", "U104", "U107"];

/// High risks about statements that fail, or lose nothing.
const LOSES_NOTHING: [&str; 7] = ["V101", "V102", "V103", "V104", "C104", "B111", "B113"];

/// `operations` are places in the plan, from 0.
pub(in crate::app) fn affected(
    candidate: &Candidate,
    operations: Range<usize>,
    live: &Schema,
    dialect: &dyn Dialect,
) -> Affected {
    let mut found = Affected::default();
    for at in operations {
        let Some(operation) = candidate.script.operations.get(at) else { continue };
        let impact = candidate.start.as_ref().and_then(|report| report.operations.get(at));
        let Some(impact) = impact else {
            by_sql(&mut found, operation, live, dialect);
            continue;
        };
        let losing: Vec<_> = impact.risks.iter().filter(|risk| OF_COLUMNS.contains(&risk.code.as_str())).collect();
        let columns = losing.iter().filter_map(|risk| column_of(live, &risk.object));
        for (table, column) in columns {
            found.add(table, Some(column));
        }
        let drops = impact.risks.iter().any(|risk| matches!(risk.code.as_str(), "D101" | "D103" | "D104" | "D106"));
        if drops || (impact.rewrites && losing.is_empty()) {
            by_object(&mut found, operation, live, dialect);
        }
    }
    found.add_parts(live);
    found.leave_out_foreign(live);
    found
}

/// The table that the operation is about, by its address; where that does not tell, those that its SQL mentions.
fn by_object(found: &mut Affected, operation: &ScriptOperation, live: &Schema, dialect: &dyn Dialect) {
    let own = live.tables().find(|table| is_of(table, &operation.object));
    match own {
        Some(table) => found.add(table.name.clone(), None),
        None => operation.statements.iter().for_each(|it| by_mention(found, &it.sql, live, dialect)),
    }
}

/// Whether the address is the table's, or a member's of it.
fn is_of(table: &Table, address: &str) -> bool {
    let id = table.id();
    if id.to_string() == address {
        return true;
    }
    [ObjectKind::Column, ObjectKind::Constraint, ObjectKind::Index].into_iter().any(|kind| {
        let nobody = id.member(kind, &Name::from("x")).to_string();
        nobody.strip_suffix('x').is_some_and(|prefix| address.starts_with(prefix))
    })
}

/// SQL that nobody planned is read by itself.
fn by_sql(found: &mut Affected, operation: &ScriptOperation, live: &Schema, dialect: &dyn Dialect) {
    let loses = |risk: &Risk| risk.level >= Level::High && !LOSES_NOTHING.contains(&risk.code);
    let risks: Vec<Risk> = risks_of(operation, dialect).into_iter().filter(loses).collect();
    if risks.is_empty() {
        return;
    }
    let has = |codes: &[&str]| risks.iter().any(|risk| codes.contains(&risk.code));
    for statement in &operation.statements {
        if has(&["D103"]) {
            by_namespace(found, &statement.sql, live, dialect);
        } else {
            by_mention(found, &statement.sql, live, dialect);
        }
        if has(&WRITES_ROWS) || mentioned(&statement.sql, dialect).contains("cascade") {
            found.add_referring(live);
        }
        if found.tables.is_empty() {
            let start: String = statement.sql.chars().take(60).collect();
            found.notes.push(format!("no table that is there is named in `{start}`: nothing of it is in the backup"));
        }
    }
}

fn mentioned(sql: &str, dialect: &dyn Dialect) -> BTreeSet<String> {
    mentions(dialect.capabilities().syntax, sql)
        .into_iter()
        .filter_map(|chain| match &chain[..] {
            [name] => Some(name.to_lowercase()),
            _ => None,
        })
        .collect()
}

fn by_mention(found: &mut Affected, sql: &str, live: &Schema, dialect: &dyn Dialect) {
    let names = mentioned(sql, dialect);
    for table in live.tables().filter(|table| names.contains(&table.name.name.as_str().to_lowercase())) {
        found.add(table.name.clone(), None);
    }
}

/// A schema, or a whole database, goes with everything in it.
fn by_namespace(found: &mut Affected, sql: &str, live: &Schema, dialect: &dyn Dialect) {
    let names = mentioned(sql, dialect);
    let is_named = |table: &&Table| {
        table.name.namespace.as_ref().is_some_and(|namespace| names.contains(&namespace.as_str().to_lowercase()))
    };
    let inside: Vec<&Table> = live.tables().filter(is_named).collect();
    let all: Vec<&Table> = if inside.is_empty() { live.tables().collect() } else { inside };
    all.into_iter().for_each(|table| found.add(table.name.clone(), None));
}

fn column_of(live: &Schema, address: &str) -> Option<(QualifiedName, Name)> {
    live.tables().find_map(|table| {
        let is_meant = |name: &&Name| table.id().member(ObjectKind::Column, name).to_string() == address;
        table.columns.keys().find(is_meant).map(|name| (table.name.clone(), name.clone()))
    })
}

impl Affected {
    /// Whole rows count for more than single columns.
    fn add(&mut self, table: QualifiedName, column: Option<Name>) {
        match (self.tables.entry(table).or_insert_with(|| Some(BTreeSet::new())), column) {
            (Some(columns), Some(column)) => {
                columns.insert(column);
            }
            (lost, None) => *lost = None,
            (None, Some(_)) => {}
        }
    }

    /// Tables whose rows are deleted or changed along with those they refer to.
    fn add_referring(&mut self, live: &Schema) {
        let passes_on = |action: ReferentialAction| match action {
            ReferentialAction::Cascade | ReferentialAction::SetNull | ReferentialAction::SetDefault => true,
            ReferentialAction::NoAction | ReferentialAction::Restrict => false,
        };
        self.grow(live, |table, known| {
            let mut keys = table.foreign_keys();
            keys.any(|key| known.contains(&key.references) && (passes_on(key.on_delete) || passes_on(key.on_update)))
        });
    }

    /// Partitions and child tables hold the rows of their parents.
    fn add_parts(&mut self, live: &Schema) {
        self.grow(live, |table, known| {
            let partition = table.partition_of.as_ref().is_some_and(|it| known.contains(&it.parent));
            partition || table.options.inherits.iter().any(|parent| known.contains(parent))
        });
    }

    /// Adds whole tables that belong to known ones, until there is none left.
    fn grow(&mut self, live: &Schema, belongs: impl Fn(&Table, &BTreeSet<QualifiedName>) -> bool) {
        loop {
            let known: BTreeSet<QualifiedName> = self.tables.keys().cloned().collect();
            let more = live.tables().filter(|table| !known.contains(&table.name) && belongs(table, &known));
            let more: Vec<QualifiedName> = more.map(|table| table.name.clone()).collect();
            if more.is_empty() {
                return;
            }
            more.into_iter().for_each(|table| self.add(table, None));
        }
    }

    /// The rows of a foreign table are somewhere else.
    fn leave_out_foreign(&mut self, live: &Schema) {
        let is_foreign = |name: &QualifiedName| live.table(name).is_some_and(|table| table.options.foreign.is_some());
        let foreign: Vec<QualifiedName> = self.tables.keys().filter(|name| is_foreign(name)).cloned().collect();
        for name in foreign {
            self.tables.remove(&name);
            self.notes.push(format!("{name} is a foreign table: its rows are not here, and not in the backup"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::apply::candidate::Candidate;
    use crate::dialect::Sqlite;
    use crate::plan::Script;
    use crate::spec;
    use crate::sql::Syntax;
    use std::path::Path;

    const SHOP: &str = "\
version: 1
dialect: sqlite
entities:
  tables:
    - name: customers
      columns: [{name: id, type: INTEGER, nullable: false}, {name: email, type: TEXT}]
      primary_key: id
    - name: orders
      columns: [{name: id, type: INTEGER, nullable: false}, {name: customer_id, type: INTEGER}]
      primary_key: id
      foreign_keys: [{column: customer_id, references: customers(id), on_delete: cascade}]
    - name: notes
      columns: [{name: id, type: INTEGER, nullable: false}]
      primary_key: id
";

    fn tables_of(sql: &str) -> (Vec<String>, Vec<String>) {
        let dialect = Sqlite::new();
        let loaded = spec::load_text(Path::new("shop.yml"), SHOP);
        assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
        let live = dialect.normalize(loaded.spec.schema).schema;
        let script = Script::parse(sql, Syntax::Sqlite).unwrap();
        let candidate = Candidate {
            script,
            file: "x.sql".into(),
            level: None,
            risks: Vec::new(),
            start: None,
            notes: Vec::new(),
            sidecar: None,
            command: "apply",
        };
        let found = affected(&candidate, 0..candidate.script.operations.len(), &live, &dialect);
        (found.tables.keys().map(ToString::to_string).collect(), found.notes)
    }

    #[test]
    fn sql_by_hand_saves_what_it_mentions_and_what_goes_along() {
        assert_eq!(tables_of("DROP TABLE notes").0, ["notes"]);
        assert_eq!(tables_of("ALTER TABLE \"customers\" DROP COLUMN email").0, ["customers"]);
        assert_eq!(tables_of("DELETE FROM customers WHERE id = 1").0, ["customers", "orders"]);
        assert_eq!(tables_of("ALTER TABLE notes ADD COLUMN a TEXT").0, <[String; 0]>::default());
    }

    #[test]
    fn what_cannot_be_told_is_said() {
        let (tables, notes) = tables_of("ATTACH 'other.db' AS other");
        assert!(tables.is_empty() && notes.len() == 1, "{notes:?}");
    }
}
