//! CREATE TABLE.

use super::clause::{
    Clause, read_column_clauses, read_table_constraint, starts_column_clause, starts_table_constraint,
};
use super::object_name;
use crate::sql::{Cursor, ReadError, Syntax};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTable {
    pub name: String,
    pub columns: Vec<ColumnDefinition>,
    /// Those that stand behind the columns, in written order.
    pub constraints: Vec<Clause>,
    pub strict: bool,
    pub without_rowid: bool,
    /// STRICT stands in front of WITHOUT ROWID.
    pub strict_first: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDefinition {
    pub name: String,
    /// As written, single spaces between words; empty where there is none.
    pub data_type: String,
    pub clauses: Vec<Clause>,
}

/// Takes a CREATE TABLE statement apart, as `sqlite_schema` has it.
pub fn read_create_table(text: &str) -> Result<CreateTable, ReadError> {
    let cursor = &mut Cursor::open(Syntax::Sqlite, text)?;
    cursor.require(&["CREATE"])?;
    if !cursor.take(&["TEMP"]) {
        cursor.take(&["TEMPORARY"]);
    }
    cursor.require(&["TABLE"])?;
    cursor.take(&["IF", "NOT", "EXISTS"]);
    let name = object_name(cursor)?;
    cursor.require_symbol("(")?;
    let mut table = CreateTable {
        name,
        columns: vec![],
        constraints: vec![],
        strict: false,
        without_rowid: false,
        strict_first: false,
    };
    read_members(cursor, &mut table)?;
    read_options(cursor, &mut table)?;
    cursor.require_end()?;
    Ok(table)
}

fn read_members(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Result<(), ReadError> {
    loop {
        if table.columns.is_empty() || !starts_table_constraint(cursor) {
            table.columns.push(read_column(cursor)?);
        } else {
            // SQLite asks for no comma between constraints.
            while starts_table_constraint(cursor) {
                table.constraints.extend(read_table_constraint(cursor)?);
            }
        }
        if !cursor.take_symbol(",") {
            return cursor.require_symbol(")");
        }
    }
}

fn read_column(cursor: &mut Cursor<'_>) -> Result<ColumnDefinition, ReadError> {
    let name = cursor.identifier()?;
    let data_type = read_type(cursor)?;
    let clauses = read_column_clauses(cursor, &name)?;
    Ok(ColumnDefinition { name, data_type, clauses })
}

/// Any number of words, then at most two signed numbers in parentheses.
fn read_type(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    let mut words = Vec::new();
    while !starts_column_clause(cursor)
        && cursor.peek().is_some_and(|lexeme| lexeme.folded_name(Syntax::Sqlite).is_some())
    {
        words.extend(cursor.advance().map(|word| word.text));
    }
    let mut text = words.join(" ");
    if !words.is_empty() && cursor.sees_symbol("(") {
        let first = cursor.position();
        cursor.parenthesized()?;
        text.extend(cursor.between(first, cursor.position()).iter().map(|lexeme| lexeme.text));
    }
    Ok(text)
}

fn read_options(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Result<(), ReadError> {
    loop {
        if cursor.take(&["WITHOUT", "ROWID"]) {
            table.without_rowid = true;
        } else if cursor.take(&["STRICT"]) {
            table.strict_first |= !table.without_rowid;
            table.strict = true;
        }
        if !cursor.take_symbol(",") {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ClauseBody, KeyColumn};
    use super::*;
    use crate::model::{Deferrable, ReferentialAction};

    fn read(text: &str) -> CreateTable {
        read_create_table(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn types(text: &str) -> Vec<(String, String)> {
        read(text).columns.into_iter().map(|column| (column.name, column.data_type)).collect()
    }

    fn bodies(text: &str) -> Vec<ClauseBody> {
        read(text).columns.remove(0).clauses.into_iter().map(|clause| clause.body).collect()
    }

    #[test]
    fn names_in_every_quote_and_types_of_every_shape() {
        let read = types(
            "CREATE TABLE 'it''s' (\"a \"\"b\"\"\" INT, [c d] DOUBLE  PRECISION, `e` NUMERIC( 10 , -2 ), 'f' \"my type\",\n\
             key /* a keyword */ TEXT, untyped, g UNSIGNED BIG INT(4) -- comment, with ) in it\n, generated int)",
        );
        let expected = [
            ("a \"b\"", "INT"),
            ("c d", "DOUBLE PRECISION"),
            ("e", "NUMERIC(10,-2)"),
            ("f", "\"my type\""),
            ("key", "TEXT"),
            ("untyped", ""),
            ("g", "UNSIGNED BIG INT(4)"),
            ("generated", "int"),
        ];
        assert_eq!(read, expected.map(|(name, data_type)| (name.to_owned(), data_type.to_owned())));
    }

    #[test]
    fn defaults_of_every_shape() {
        for (written, read) in [
            ("-1", "-1"),
            ("+ 1.5e3", "+ 1.5e3"),
            ("(datetime('now', '+1 day'))", "datetime('now', '+1 day')"),
            ("'a'' , b'", "'a'' , b'"),
            ("x'00FF'", "x'00FF'"),
            ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            ("true", "true"),
            ("NULL", "NULL"),
            ("word", "'word'"),
            ("\"it's\"", "'it''s'"),
        ] {
            let bodies = bodies(&format!("create table t (a text default {written} not null, b)"));
            assert_eq!(bodies, [ClauseBody::Default(read.into()), ClauseBody::NotNull], "{written}");
        }
    }

    #[test]
    fn generated_columns() {
        let stored = ClauseBody::Generated { expression: "b || ')' ".trim().into(), stored: true };
        assert_eq!(bodies("create table t (a text generated always as (b || ')' -- c\n) stored, b)"), [stored]);
        let computed = ClauseBody::Generated { expression: "1".into(), stored: false };
        assert_eq!(bodies("create table t (a int NOT NULL AS (1) VIRTUAL)"), [ClauseBody::NotNull, computed]);
    }

    #[test]
    fn keys_with_conflict_clauses_and_autoincrement() {
        let table = read("create table t (id integer constraint pk primary key on conflict replace autoincrement, b)");
        let clause = &table.columns[0].clauses[0];
        assert_eq!((clause.name.as_deref(), clause.on_conflict.as_deref()), (Some("pk"), Some("REPLACE")));
        assert!(matches!(&clause.body, ClauseBody::PrimaryKey { autoincrement: true, .. }));
        let table = read("create table t (id integer, b, primary key (id autoincrement))");
        assert!(matches!(&table.constraints[0].body, ClauseBody::PrimaryKey { autoincrement: true, .. }));
        let table = read("create table t (a, unique (a collate nocase desc) on conflict abort)");
        let key = KeyColumn { name: "a".into(), collation: Some("nocase".into()), descending: true };
        assert_eq!(table.constraints[0].body, ClauseBody::Unique { keys: vec![key] });
        assert_eq!(table.constraints[0].on_conflict, None);
    }

    #[test]
    fn foreign_keys_with_everything() {
        let table = read(
            "create table t (a int references p on insert cascade on delete set null match full on update no action not null \
             deferrable initially deferred, b, foreign key (a, b) references [q r] (x, \"y\") on delete cascade \
             not deferrable initially deferred)",
        );
        let ClauseBody::ForeignKey { reference, .. } = &table.columns[0].clauses[0].body else { panic!() };
        assert_eq!(reference.on_delete, ReferentialAction::SetNull);
        assert_eq!(
            (reference.match_kind.as_deref(), reference.deferrable),
            (Some("FULL"), Deferrable::InitiallyDeferred)
        );
        let ClauseBody::ForeignKey { columns, reference } = &table.constraints[0].body else { panic!() };
        assert_eq!((columns.len(), reference.table.as_str(), reference.columns.len()), (2, "q r", 2));
        assert_eq!(reference.deferrable, Deferrable::No);
    }

    #[test]
    fn constraints_without_commas_and_names_without_constraints() {
        let table = read(
            "create table t (a int constraint lonely, b int constraint c1 check (b in ('a)', '(')) constraint c2 check (b>0), \
             constraint c3 unique (a) check (a > b) constraint lonely2) strict , without rowid",
        );
        let names = |clauses: &[Clause]| clauses.iter().map(|clause| clause.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&table.columns[0].clauses), []);
        assert_eq!(names(&table.columns[1].clauses), [Some("c1".to_owned()), Some("c2".to_owned())]);
        assert_eq!(names(&table.constraints), [Some("c3".to_owned()), None]);
        assert!(table.strict && table.without_rowid);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in [
            "create table t as select 1",
            "create table t (a int, b",
            "create table t (a int nonsense 5)",
            "create table t (a) with everything",
            "create virtual table t using fts5(a)",
        ] {
            assert!(read_create_table(text).is_err(), "{text}");
        }
    }
}
