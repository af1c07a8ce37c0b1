//! The SQL of changes, from schemas in to statements out.

use crate::dialect::{Dialect as _, Sqlite};
use crate::model::*;

fn column(name: &str, data_type: &str) -> Column {
    Column::new(name, Sqlite::new().parse_type(data_type).unwrap())
}

fn required(name: &str, data_type: &str) -> Column {
    Column { nullable: false, ..column(name, data_type) }
}

fn table(name: &str, columns: impl IntoIterator<Item = Column>) -> Table {
    let mut table = Table::new(QualifiedName::bare(name));
    columns.into_iter().for_each(|column| table.add_column(column));
    table
}

fn generated(name: &str) -> (Name, NameOrigin) {
    (name.into(), NameOrigin::Generated)
}

fn primary_key((name, origin): (Name, NameOrigin), columns: &[&str]) -> Constraint {
    let columns = columns.iter().map(|name| Name::from(*name)).collect();
    Constraint::PrimaryKey(PrimaryKey {
        storage: Default::default(),
        name,
        origin,
        columns,
        include: vec![],
        deferrable: Deferrable::No,
        comment: None,
    })
}

fn check((name, origin): (Name, NameOrigin), expression: &str) -> Constraint {
    let expression = SqlText::new(expression);
    Constraint::Check(Check { name, origin, expression, not_valid: false, no_inherit: false, comment: None })
}

fn index(name: &str, column: &str) -> Index {
    Index {
        storage: Default::default(),
        statistics: Default::default(),
        hidden: false,
        written: Written::default(),
        name: name.into(),
        unique: false,
        method: None,
        keys: vec![IndexKey::on_column(column)],
        include: vec![],
        predicate: None,
        nulls_not_distinct: false,
        comment: None,
    }
}

fn schema(objects: impl IntoIterator<Item = Object>) -> Schema {
    let mut schema = Schema::default();
    for object in objects {
        schema.insert(object);
    }
    let normalized = Sqlite::new().normalize(schema);
    assert_eq!(normalized.unsupported, []);
    normalized.schema
}

fn object(table: &Table) -> Object {
    Object::Table(Box::new(table.clone()))
}

fn sql(change: &Change, schemas: Pair<&Schema>) -> String {
    let dialect = Sqlite::new();
    let steps = dialect.lower(change, schemas).unwrap();
    let statements: Vec<String> =
        steps.iter().flat_map(|step| dialect.render(step).unwrap()).map(|statement| statement.sql).collect();
    statements.join(";\n") + ";"
}

/// The SQL that brings one table to another form.
fn altered(from: &Table, to: &Table, others: &[Object], changes: Vec<TableChange>) -> String {
    let whole = |table: &Table| schema(others.iter().cloned().chain([object(table)]));
    let change = Change::AlterTable { table: to.id(), changes };
    sql(&change, Pair::new(&whole(from), &whole(to)))
}

fn users() -> Table {
    let mut users =
        table("users", [required("id", "INTEGER"), column("email", "VARCHAR(50)"), column("age", "INTEGER")]);
    users.add_constraint(primary_key(generated("users_pkey"), &["id"]));
    users
}

#[test]
fn creates_a_table_with_its_indexes() {
    let mut order =
        table("order", [required("id", "INTEGER"), required("a b", "TEXT"), column("total", "DECIMAL(18,2)")]);
    order.columns[0].identity = Some(Identity::new(IdentityMode::ByDefault));
    order.columns[1].default = Some(ColumnDefault::Literal(Literal::Text("it's".into())));
    order.columns[2].default = Some(ColumnDefault::Expression(SqlText::new("abs(-1)")));
    order.add_constraint(primary_key(generated("order_pkey"), &["id"]));
    order.add_constraint(check(("positive".into(), NameOrigin::Written), "total > 0"));
    order.add_constraint(check(generated("order_total_check"), "total < 100"));
    order.add_constraint(check(generated("order_check"), "total <> id"));
    order.add_index(Index { predicate: Some(SqlText::new("total > 1")), ..index("by_total", "total") });
    let schema = schema([object(&order)]);
    let created = schema.objects.values().next().unwrap().clone();
    insta::assert_snapshot!(sql(&Change::Create(created), Pair::new(&Schema::default(), &schema)), @r#"
    CREATE TABLE "order" (
      id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
      "a b" TEXT NOT NULL DEFAULT 'it''s',
      total DECIMAL(18,2) DEFAULT (abs(-1)) CHECK (total < 100),
      CHECK (total <> id),
      CONSTRAINT positive CHECK (total > 0)
    );
    CREATE INDEX by_total ON "order" (total) WHERE total > 1;
    "#);
}

#[test]
fn writes_a_generated_name_that_would_not_come_back() {
    let mut t = table("t", [column("a", "INTEGER")]);
    for number in ["", "1", "2", "10"] {
        t.add_constraint(check(generated(&format!("t_check{number}")), &format!("a <> {}", number.len())));
    }
    let schema = schema([object(&t)]);
    insta::assert_snapshot!(sql(&Change::Create(object(schema.tables().next().unwrap())), Pair::new(&schema, &schema)), @r"
    CREATE TABLE t (
      a INTEGER,
      CHECK (a <> 0),
      CHECK (a <> 1),
      CHECK (a <> 1),
      CONSTRAINT t_check10 CHECK (a <> 2)
    );
    ");
}

#[test]
fn alters_in_place_where_that_is_possible() {
    let mut from = users();
    from.add_index(index("by_age", "age"));
    let mut to = users();
    to.columns.shift_remove("age");
    let city = Column { default: Some(ColumnDefault::Literal(Literal::Text("".into()))), ..required("city", "TEXT") };
    to.add_column(city.clone());
    to.add_index(index("by_city", "city"));
    let city = schema([object(&to)]).tables().next().unwrap().columns["city"].clone();
    let changes = vec![
        TableChange::AddIndex(index("by_city", "city")),
        TableChange::AddColumn(city),
        TableChange::DropColumn(column("age", "INTEGER")),
        TableChange::DropIndex(index("by_age", "age")),
    ];
    insta::assert_snapshot!(altered(&from, &to, &[], changes), @r"
    DROP INDEX by_age;
    ALTER TABLE users DROP COLUMN age;
    ALTER TABLE users ADD COLUMN city TEXT NOT NULL DEFAULT '';
    CREATE INDEX by_city ON users (city);
    ");
}

#[test]
fn rebuilds_for_what_alter_table_cannot_do() {
    let from = users();
    let mut to = users();
    to.columns["age"] =
        Column { default: Some(ColumnDefault::Expression(SqlText::new("18"))), ..required("age", "INTEGER") };
    to.add_index(index("by_age", "age"));
    let trigger = Object::Trigger(Trigger {
        firing: Default::default(),
        table: QualifiedName::bare("users"),
        name: "log".into(),
        definition: SqlText::new("CREATE TRIGGER log AFTER INSERT ON users BEGIN SELECT 1; END"),
        settings: std::collections::BTreeMap::new(),
        comment: None,
    });
    let aspect = ColumnAspect::Nullability;
    let columns = Pair::new(from.columns["age"].clone(), to.columns["age"].clone());
    let changes = vec![
        TableChange::RenameColumn(Pair::new("mail".into(), "email".into())),
        TableChange::AlterColumn { columns, aspect },
        TableChange::AddIndex(index("by_age", "age")),
    ];
    insta::assert_snapshot!(altered(&from, &to, &[trigger], changes), @r#"
    ALTER TABLE users RENAME COLUMN mail TO email;
    PRAGMA legacy_alter_table = ON;
    CREATE TABLE dbx_new_users (
      id INTEGER NOT NULL PRIMARY KEY,
      email VARCHAR(50),
      age INTEGER NOT NULL DEFAULT 18
    );
    INSERT INTO dbx_new_users (id, email, age)
    SELECT id, email, age
    FROM users;
    DROP TABLE users;
    ALTER TABLE dbx_new_users RENAME TO users;
    CREATE INDEX by_age ON users (age);
    CREATE TRIGGER log AFTER INSERT ON users BEGIN SELECT 1; END;
    PRAGMA legacy_alter_table = OFF;
    "#);
}

#[test]
fn columns_trade_names_in_a_rebuild() {
    let to = table("t", [column("b c", "INTEGER"), column("a", "TEXT")]);
    let trade =
        [("a", "b c"), ("b c", "a")].map(|(old, new)| TableChange::RenameColumn(Pair::new(old.into(), new.into())));
    let sql = altered(&to, &to, &[], trade.into());
    assert!(sql.contains("(rowid, \"b c\", a)\nSELECT rowid, a, t.\"b c\"\nFROM t;"), "{sql}");
}

#[test]
fn keeps_row_numbers_and_counters() {
    let from = table("t", [column("rowid", "TEXT"), column("a", "TEXT")]);
    let to = table("t", [column("rowid", "TEXT"), column("a", "INTEGER")]);
    let change = |from: &Table, to: &Table| TableChange::AlterColumn {
        columns: Pair::new(from.columns[1].clone(), to.columns[1].clone()),
        aspect: ColumnAspect::Type,
    };
    let sql = altered(&from, &to, &[], vec![change(&from, &to)]);
    assert!(sql.contains("INSERT INTO dbx_new_t (_rowid_, rowid, a)\nSELECT _rowid_, rowid, a\nFROM t;"), "{sql}");

    let mut from = users();
    from.columns[0].identity = Some(Identity::new(IdentityMode::ByDefault));
    let mut to = from.clone();
    to.columns[1].data_type = DataType::Text;
    let sql = altered(&from, &to, &[], vec![change(&from, &to)]);
    assert!(sql.contains("SELECT 'dbx_new_users', seq FROM sqlite_sequence WHERE name = 'users'"), "{sql}");
}

#[test]
fn rebuilds_rather_than_drop_a_column_that_is_spoken_of() {
    let from = users();
    let mut to = users();
    to.columns.shift_remove("age");
    let view = |query: &str| {
        Object::View(View {
            column_comments: Default::default(),
            column_defaults: Default::default(),
            name: QualifiedName::bare("v"),
            columns: vec![],
            query: SqlText::new(query),
            options: Default::default(),
            comment: None,
        })
    };
    let dropped = vec![TableChange::DropColumn(column("age", "INTEGER"))];
    let sql = altered(&from, &to, &[view("SELECT AGE FROM users")], dropped.clone());
    assert!(sql.starts_with("PRAGMA legacy_alter_table"), "{sql}");
    let sql = altered(&from, &to, &[view("SELECT id FROM users")], dropped);
    assert_eq!(sql, "ALTER TABLE users DROP COLUMN age;");
}

#[test]
fn makes_views_again_with_their_triggers() {
    let view = |query: &str| {
        Object::View(View {
            column_comments: Default::default(),
            column_defaults: Default::default(),
            name: QualifiedName::bare("v"),
            columns: vec!["a".into()],
            query: SqlText::new(query),
            options: Default::default(),
            comment: None,
        })
    };
    let trigger = Object::Trigger(Trigger {
        firing: Default::default(),
        table: QualifiedName::bare("v"),
        name: "t".into(),
        definition: SqlText::new("CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END"),
        settings: std::collections::BTreeMap::new(),
        comment: None,
    });
    let schemas = Pair::new(schema([view("SELECT 1"), trigger.clone()]), schema([view("SELECT 2"), trigger]));
    let change = Change::Alter(Pair::new(view("SELECT 1"), view("SELECT 2")));
    insta::assert_snapshot!(sql(&change, schemas.as_ref()), @r"
    DROP VIEW v;
    CREATE VIEW v (a) AS
    SELECT 2;
    CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
    ");
}
