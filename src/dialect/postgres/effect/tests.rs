use super::*;
use crate::dialect::postgres::data_type;
use crate::model::{
    Column, ColumnAspect, ColumnDefault, DataType, Name, PrimaryKey, Relatives, Schema, Session, SqlText, TableChange,
};

/// A table `t` with one column of the type.
fn schema(data_type: &str) -> Schema {
    let mut table = Table::new(name("t"));
    table.add_column(Column::new("x", data_type::read_catalog(data_type)));
    let mut schema = Schema::default();
    schema.insert(Object::Table(Box::new(table)));
    schema
}

fn name(table: &str) -> QualifiedName {
    QualifiedName::new(Some(Name::from("public")), table)
}

fn effect(schema: &Schema, session: &Session, change: TableChange) -> Effect {
    let relatives = Relatives::of(schema);
    let scene = Scene { schema, relatives: &relatives, session };
    step(&Step::AlterTable { table: ObjectId::table(&name("t")), change }, &Manner::default(), scene)
}

/// Lock, rewrites, scans.
fn facts(effect: &Effect) -> (LockMode, bool, bool) {
    (effect.lock(), effect.rewrites(), effect.scans())
}

fn added(data_type: &str, default: Option<&str>) -> (LockMode, bool, bool) {
    let mut column = Column::new("y", data_type::read_catalog(data_type));
    column.default = default.map(|it| ColumnDefault::Expression(SqlText::new(it)));
    facts(&effect(&schema("integer"), &Session::default(), TableChange::AddColumn(column)))
}

fn retyped(from: &str, to: &str, session: &Session) -> (LockMode, bool, bool) {
    let columns = Pair::new(from, to).map(|it| Column::new("x", data_type::read_catalog(it)));
    let change = TableChange::AlterColumn { columns, aspect: ColumnAspect::Type };
    facts(&effect(&schema(from), session, change))
}

const LOCKED: (LockMode, bool, bool) = (LockMode::AccessExclusive, false, false);
const SCANNED: (LockMode, bool, bool) = (LockMode::AccessExclusive, false, true);
const REWRITTEN: (LockMode, bool, bool) = (LockMode::AccessExclusive, true, true);

#[test]
fn a_new_column_is_written_where_rows_differ_in_it() {
    assert_eq!(added("integer", Some("5")), LOCKED);
    assert_eq!(added("timestamptz", Some("now()")), LOCKED);
    assert_eq!(added("numeric(10,2)", Some("'0'::numeric(10,2)")), LOCKED);
    assert_eq!(added("timestamptz", Some("clock_timestamp()")), REWRITTEN);
    assert_eq!(added("uuid", Some("gen_random_uuid()")), REWRITTEN);
}

#[test]
fn a_new_type_rewrites_where_bytes_change() {
    let session = Session::default();
    assert_eq!(retyped("integer", "bigint", &session), REWRITTEN);
    assert_eq!(retyped("character varying(50)", "text", &session), LOCKED);
}

#[test]
fn a_zone_is_free_in_utc_alone() {
    let in_zone = |zone: &str| Session { time_zone: Some(zone.into()), ..Session::default() };
    assert_eq!(retyped("timestamp", "timestamptz", &Session::default()), REWRITTEN);
    assert_eq!(retyped("timestamp", "timestamptz", &in_zone("Europe/Oslo")), REWRITTEN);
    assert_eq!(retyped("timestamp", "timestamptz", &in_zone("Etc/UTC")), LOCKED);
    assert_eq!(retyped("timestamptz", "timestamp(3)", &in_zone("UTC")), REWRITTEN);
}

#[test]
fn not_null_reads_every_row() {
    let mut to = Column::new("x", DataType::Int);
    to.nullable = false;
    let columns = Pair::new(Column::new("x", DataType::Int), to);
    let change = TableChange::AlterColumn { columns, aspect: ColumnAspect::Nullability };
    assert_eq!(facts(&effect(&schema("integer"), &Session::default(), change)), SCANNED);
}

#[test]
fn what_is_new_is_nobodys_to_wait_for() {
    let key = crate::model::Constraint::PrimaryKey(PrimaryKey {
        name: "k".into(),
        origin: Default::default(),
        columns: vec!["x".into()],
        include: Vec::new(),
        storage: Default::default(),
        deferrable: Default::default(),
        comment: None,
    });
    let effect = effect(&Schema::default(), &Session::default(), TableChange::AddConstraint(key));
    assert_eq!(effect, Effect::default());
}
