//! On real files.

use crate::dialect::Dialect as _;
use crate::driver::{DatabaseUrl, Driver, ErrorKind, LockTimeout, Scope, StatementTimeout, sqlite::SqliteDriver};
use crate::model::*;
use crate::sql::{Syntax, split_statements};
use std::path::Path;
use std::time::Duration;

async fn open(path: &Path) -> SqliteDriver {
    SqliteDriver::connect(&DatabaseUrl::parse(&format!("sqlite:{}", path.display())).unwrap()).await.unwrap()
}

/// A database with this script run in it.
async fn database(path: &Path, script: &str) -> SqliteDriver {
    let mut driver = open(path).await;
    for piece in split_statements(Syntax::Sqlite, script).unwrap() {
        driver.run(piece.text).await.unwrap();
    }
    driver
}

async fn schema(driver: &mut SqliteDriver) -> Schema {
    let raw = driver.inspect(&Scope::default()).await.unwrap();
    let normalized = driver.dialect().normalize(raw);
    assert_eq!(normalized.unsupported, []);
    normalized.schema
}

fn statements(change: &Change, schemas: Pair<&Schema>) -> Vec<Statement> {
    let dialect = crate::dialect::Sqlite::new();
    let steps = dialect.lower(change, schemas).unwrap();
    steps.iter().flat_map(|step| dialect.render(step).unwrap()).collect()
}

/// The statements that make the table anew as it is.
fn rebuild(schema: &Schema, table: &str) -> Vec<Statement> {
    let table = schema.table(&QualifiedName::bare(table)).unwrap();
    let options = Pair::new(table.options.clone(), table.options.clone());
    let change = Change::AlterTable { table: table.id(), changes: vec![TableChange::Options(options)] };
    statements(&change, Pair::new(schema, schema))
}

async fn migrate(driver: &mut SqliteDriver, statements: &[Statement]) -> Result<(), crate::driver::DriverError> {
    driver.begin(statements).await?;
    for statement in statements {
        driver.run(&statement.sql).await?;
    }
    driver.commit().await
}

async fn number(driver: &mut SqliteDriver, sql: &str) -> i64 {
    driver.query(sql, &[]).await.unwrap().rows[0][0].as_i64().unwrap()
}

const NASTY: &str = r#"
CREATE TABLE "order" (
  id integer PRIMARY KEY AUTOINCREMENT, -- the number
  [a b] text COLLATE NOCASE NOT NULL DEFAULT 'it''s' CHECK ([a b] <> ';'), c DECIMAL(10, 2) DEFAULT (abs(-1)),
  d int GENERATED ALWAYS AS (c * 2) STORED, e text AS (upper([a b])), f DEFAULT foo,
  CHECK (c > 0), CONSTRAINT "named check" CHECK (c < 100), CHECK ((c <> 50)), UNIQUE ([A B], C)
);
CREATE TABLE child (
  order_id int REFERENCES "ORDER" ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, k1 int, k2 int,
  PRIMARY KEY (k1, k2), FOREIGN KEY (k1, k2) REFERENCES child (k1, k2)
) WITHOUT ROWID;
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, anything ANY) STRICT;
CREATE UNIQUE INDEX partial ON "order" ([a b] COLLATE BINARY DESC, lower(e), (c + 1)) WHERE c IS NOT NULL;
CREATE VIEW v (x, y) AS SELECT id, ';' FROM "order";
CREATE TRIGGER instead INSTEAD OF INSERT ON v BEGIN INSERT INTO "order" ([a b]) VALUES (new.y); END;
CREATE TRIGGER after_one AFTER UPDATE OF c ON "order" WHEN new.c > 1 BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM child; END;
"#;

#[tokio::test]
async fn what_is_inspected_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut original = database(&folder.path().join("a.db"), NASTY).await;
    let wanted = schema(&mut original).await;
    assert!(wanted.unmanaged.is_empty(), "{:?}", wanted.unmanaged);
    assert_eq!(wanted.objects.len(), 6);
    let mut objects: Vec<&Object> = wanted.objects.values().collect();
    objects.sort_by_key(|object| object.id().kind);
    let empty = Schema::default();
    let made: Vec<Statement> = objects
        .into_iter()
        .flat_map(|object| statements(&Change::Create(object.clone()), Pair::new(&empty, &wanted)))
        .collect();
    let mut copy = open(&folder.path().join("b.db")).await;
    let rehearsed = copy.rehearse(&made, &Scope::default()).await.unwrap();
    assert_eq!(copy.dialect().normalize(rehearsed).schema, wanted);
    assert!(schema(&mut copy).await.objects.is_empty());
    assert!(!folder.path().join("b.db").exists());
    migrate(&mut copy, &made).await.unwrap();
    assert_eq!(schema(&mut copy).await, wanted);
    for table in ["order", "child", "strict_one"] {
        migrate(&mut copy, &rebuild(&wanted, table)).await.unwrap();
    }
    assert_eq!(schema(&mut copy).await, wanted);
}

/// In place and by a rebuild: the same rows, and the new name of a column known to the tables around.
#[tokio::test]
async fn altered_tables_end_up_like_new_ones() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, old TEXT CHECK (old <> ''), gone INT, n INT, u INT);
        CREATE TABLE other (t_old TEXT REFERENCES t (old)); CREATE INDEX i ON t (gone); CREATE UNIQUE INDEX k ON t (old);
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM other; END;
        INSERT INTO t VALUES (1, 'a', 2, NULL, 3), (7, 'b', NULL, 5, '6')";
    let after = "CREATE TABLE t (id INTEGER PRIMARY KEY, new TEXT CHECK (new <> ''), n INT, u INT, added TEXT NOT NULL DEFAULT '-');
        CREATE TABLE other (t_old TEXT REFERENCES t (new)); CREATE INDEX j ON t (n); CREATE UNIQUE INDEX k ON t (new);
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM other; END";
    let in_place = |wanted: &Table| {
        vec![
            TableChange::AddIndex(wanted.indexes["j"].clone()),
            TableChange::DropColumn(Column::new("gone", DataType::Int)),
            TableChange::AddColumn(wanted.columns["added"].clone()),
            TableChange::RenameColumn(Pair::new("old".into(), "new".into())),
            TableChange::DropIndex(Index { name: "i".into(), ..wanted.indexes["j"].clone() }),
        ]
    };
    for is_rebuild in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let mut driver = database(&folder.path().join("a.db"), before).await;
        let wanted = schema(&mut database(&folder.path().join("b.db"), after).await).await;
        let mut from = schema(&mut driver).await;
        let name = QualifiedName::bare("t");
        let Some(Object::Table(table)) = from.objects.get_mut(&ObjectId::table(&name)) else { panic!() };
        // As the differ has it: what is renamed carries its new name already.
        let column = Column { name: "new".into(), ..table.columns.shift_remove("old").unwrap() };
        table.columns.insert_before(1, column.name.clone(), column);
        table.constraints = wanted.table(&name).unwrap().constraints.clone();
        let mut changes = in_place(wanted.table(&name).unwrap());
        if is_rebuild {
            let options = table.options.clone();
            changes.push(TableChange::Options(Pair::new(options.clone(), options)));
        }
        let change = Change::AlterTable { table: ObjectId::table(&name), changes };
        let statements = statements(&change, Pair::new(&from, &wanted));
        migrate(&mut driver, &statements).await.unwrap();
        let reached = schema(&mut driver).await;
        for (id, object) in &reached.objects {
            assert_eq!(Some(object), wanted.objects.get(id), "{statements:#?}");
        }
        let rows = driver.query("SELECT id, new, n, u, added FROM t ORDER BY id", &[]).await.unwrap().rows;
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(rows[0], [Value::Integer(1), text("a"), Value::Null, Value::Integer(3), text("-")]);
        assert_eq!(rows[1], [Value::Integer(7), text("b"), Value::Integer(5), Value::Integer(6), text("-")]);
    }
}

const PARENT_AND_CHILDREN: &str = "
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
CREATE TABLE child (parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
CREATE TABLE grandchild (a TEXT);
CREATE TRIGGER after_child AFTER DELETE ON child BEGIN DELETE FROM grandchild; END;
INSERT INTO parent (id) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n;
INSERT INTO child SELECT id FROM parent;
INSERT INTO parent (id) VALUES (5000);
DELETE FROM parent WHERE id = 5000";

#[tokio::test]
async fn a_rebuilt_parent_keeps_the_rows_of_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let mut driver = database(&folder.path().join("a.db"), PARENT_AND_CHILDREN).await;
    let rebuilt = rebuild(&schema(&mut driver).await, "parent");
    migrate(&mut driver, &rebuilt).await.unwrap();
    assert_eq!(number(&mut driver, "SELECT count(*) FROM child").await, 1000);
    assert_eq!(number(&mut driver, "SELECT count(*) FROM parent").await, 1000);
    // Numbers of deleted rows are not given again, and foreign keys are enforced again.
    assert_eq!(number(&mut driver, "SELECT seq FROM sqlite_sequence WHERE name = 'parent'").await, 5000);
    assert_eq!(number(&mut driver, "PRAGMA foreign_keys").await, 1);
    assert_eq!(number(&mut driver, "PRAGMA legacy_alter_table").await, 0);
}

/// What the precaution is there for: the same statements with foreign keys on.
#[tokio::test]
async fn with_foreign_keys_on_the_rows_would_be_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut driver = database(&folder.path().join("a.db"), PARENT_AND_CHILDREN).await;
    let rebuilt = rebuild(&schema(&mut driver).await, "parent");
    driver.run("BEGIN").await.unwrap();
    for statement in &rebuilt {
        driver.run(&statement.sql).await.unwrap();
    }
    assert_eq!(number(&mut driver, "SELECT count(*) FROM child").await, 0);
}

#[tokio::test]
async fn lost_rows_and_broken_keys_are_rolled_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut driver = database(&folder.path().join("a.db"), PARENT_AND_CHILDREN).await;
    let mut rebuilt = rebuild(&schema(&mut driver).await, "parent");
    for statement in &mut rebuilt {
        statement.sql = statement.sql.replace("FROM parent", "FROM parent WHERE id > 1");
    }
    let error = migrate(&mut driver, &rebuilt).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Integrity);
    assert_eq!(error.message, "a foreign key is broken: row 1 of child refers to a row of parent that is not there");
    driver.run("DELETE FROM child WHERE parent_id = 1").await.unwrap();
    let error = migrate(&mut driver, &rebuilt).await.unwrap_err();
    assert_eq!(error.message, "table parent had 1000 rows before the migration and 999 after it");
    assert_eq!(number(&mut driver, "SELECT count(*) FROM parent").await, 1000);
    assert_eq!(number(&mut driver, "PRAGMA foreign_keys").await, 1);
}

#[tokio::test]
async fn what_was_broken_before_is_nobodys_fault() {
    let folder = tempfile::tempdir().unwrap();
    let script = "PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); \
                  CREATE TABLE c (p_id INT REFERENCES p (id), n INT REFERENCES nowhere, q INT REFERENCES p (x)); \
                  INSERT INTO c VALUES (1, 2, 3)";
    let mut driver = database(&folder.path().join("a.db"), script).await;
    let schema = schema(&mut driver).await;
    migrate(&mut driver, &[Statement::new("ALTER TABLE c RENAME TO d")]).await.unwrap();
    migrate(&mut driver, &[Statement::new("ALTER TABLE d RENAME TO c")]).await.unwrap();
    migrate(&mut driver, &rebuild(&schema, "c")).await.unwrap();
    migrate(&mut driver, &rebuild(&schema, "p")).await.unwrap();
}

#[tokio::test]
async fn tells_what_it_cannot_express() {
    let folder = tempfile::tempdir().unwrap();
    let script = "
        CREATE VIRTUAL TABLE search USING fts5(body);
        CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b TEXT UNIQUE ON CONFLICT REPLACE, c INT CONSTRAINT nn NOT NULL REFERENCES t MATCH FULL,
            UNIQUE (b COLLATE NOCASE, c));
        CREATE VIEW broken AS SELECT * FROM nowhere;
        CREATE TABLE db_assistant_migrations (id INTEGER PRIMARY KEY);
        CREATE INDEX db_assistant_index ON db_assistant_migrations (id)";
    let mut driver = database(&folder.path().join("a.db"), script).await;
    let raw = driver.inspect(&Scope::default()).await.unwrap();
    let addresses: Vec<&str> = raw.unmanaged.iter().map(|it| it.address.as_str()).collect();
    assert_eq!(addresses, ["table:t#clause_names", "table:t#key_order", "table:t#match",]);
    let ids: Vec<String> = raw.objects.keys().map(ToString::to_string).collect();
    assert_eq!(ids, ["table:t", "view:broken", "virtual_table:search"]);
    let key = raw.tables().next().unwrap().foreign_keys().next().unwrap();
    assert_eq!((key.name.as_str(), key.referenced_columns[0].as_str()), ("t_c_fkey", "a"));
}

#[tokio::test]
async fn a_missing_file_reads_as_empty_and_is_made_on_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let mut driver = open(&path).await;
    assert!(schema(&mut driver).await.objects.is_empty());
    assert!(!path.exists());
    driver.execute("CREATE TABLE t (a)", &[]).await.unwrap();
    assert!(path.exists());
    assert_eq!(schema(&mut open(&path).await).await.objects.len(), 1);
    let nowhere = DatabaseUrl::parse(&format!("sqlite:{}/no/such.db", folder.path().display())).unwrap();
    assert_eq!(SqliteDriver::connect(&nowhere).await.err().unwrap().kind, ErrorKind::Connection);
    let text = folder.path().join("text.db");
    std::fs::write(&text, "this is no database, and long enough to be told apart").unwrap();
    let error = SqliteDriver::connect(&DatabaseUrl::parse(&format!("sqlite:{}", text.display())).unwrap()).await;
    assert_eq!(error.err().unwrap().kind, ErrorKind::Connection);
}

#[tokio::test]
async fn two_writers_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut first = database(&path, "CREATE TABLE t (a)").await;
    let mut second = open(&path).await;
    assert!(second.lock(Duration::ZERO).await.unwrap() && second.holds_lock().await.unwrap());
    assert!(!first.lock(Duration::from_millis(60)).await.unwrap());
    assert_eq!(first.lock_holder().await.unwrap(), Some(format!("process {}", std::process::id())));
    second.unlock().await.unwrap();
    first.begin(&[]).await.unwrap();
    second.set_lock_timeout(LockTimeout(Duration::from_millis(50))).await.unwrap();
    let error = second.begin(&[]).await.unwrap_err();
    assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::LockTimeout, Some("5")));
    assert_eq!(number(&mut second, "PRAGMA foreign_keys").await, 1);
    first.run("CREATE TABLE u (a)").await.unwrap();
    first.rollback().await.unwrap();
    assert!(second.lock(Duration::ZERO).await.unwrap());
    assert_eq!(schema(&mut second).await.objects.len(), 1);
}

#[tokio::test]
async fn a_statement_ends_when_somebody_wants_it_or_its_time_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut driver = database(&folder.path().join("a.db"), "CREATE TABLE t (a)").await;
    let endless = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    driver.set_statement_timeout(Some(StatementTimeout(Duration::from_millis(50)))).await.unwrap();
    assert_eq!(driver.run(endless).await.unwrap_err().kind, ErrorKind::StatementTimeout);
    driver.set_statement_timeout(None).await.unwrap();
    let canceller = driver.canceller().await.unwrap();
    let cancel = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        canceller.cancel().await.unwrap();
    };
    let (ended, ()) = tokio::join!(driver.run(endless), cancel);
    assert_eq!(ended.unwrap_err().kind, ErrorKind::StatementTimeout);
    assert_eq!(number(&mut driver, "SELECT count(*) FROM t").await, 0);
}

#[tokio::test]
async fn values_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut driver = database(&folder.path().join("a.db"), "CREATE TABLE t (a BOOLEAN, b VARCHAR(5))").await;
    let written = [
        Value::Null,
        Value::Integer(-7),
        Value::Number("1.5".into()),
        Value::Text("é".into()),
        Value::Bytes("00ff".into()),
    ];
    for value in &written {
        let met = driver.execute("INSERT INTO t (a) VALUES (?1)", std::slice::from_ref(value)).await.unwrap();
        assert_eq!(met, 1);
    }
    let read = driver.query("SELECT a FROM t ORDER BY rowid", &[]).await.unwrap();
    assert_eq!(read.columns, ["a"]);
    assert_eq!(read.rows.into_iter().flatten().collect::<Vec<_>>(), written);
    let table = QualifiedName::bare("t");
    let probe = |column: &str| Probe::NotNull { table: table.clone(), column: column.into() };
    let second = Duration::from_secs(1);
    assert_eq!(driver.answer(&probe("A"), 3, second).await.unwrap(), Some(RowCount::exact(4)));
    assert_eq!(driver.answer(&probe("a"), 4, second).await.unwrap(), Some(RowCount::exact(4)));
    assert_eq!(driver.answer(&probe("zz"), 4, second).await.unwrap(), None);
    let missing = Probe::Rows { table: QualifiedName::bare("nowhere") };
    assert_eq!(driver.answer(&missing, 4, second).await.unwrap(), None);
}
