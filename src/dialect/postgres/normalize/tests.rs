use super::*;
use crate::dialect::postgres::OLDEST;
use crate::model::{
    Column, ColumnDefault, Constraint, DataType, ForeignKey, Index, IndexKey, Literal, NameOrigin, NullsOrder,
    PartitionBound, PartitionOf, PrimaryKey, SqlText, Table, TableRole, Written,
};

fn normalized(tables: Vec<Table>) -> Normalized {
    let mut raw = Schema::default();
    for table in tables {
        raw.insert(Object::Table(Box::new(table)));
    }
    let once = schema(raw, OLDEST);
    let twice = schema(once.schema.clone(), OLDEST);
    assert_eq!(once.schema, twice.schema, "normalization is idempotent");
    once
}

fn users() -> Table {
    let mut table = Table::new(QualifiedName::bare("users"));
    table.add_column(Column::new("id", DataType::BigInt));
    table.add_column(Column {
        default: Some(ColumnDefault::Literal(Literal::Text("it's".into()))),
        ..Column::new("name", DataType::Char { length: None })
    });
    table.add_constraint(Constraint::PrimaryKey(PrimaryKey {
        storage: Default::default(),
        name: "users_pkey".into(),
        origin: NameOrigin::Generated,
        columns: vec!["id".into()],
        include: Vec::new(),
        deferrable: Default::default(),
        comment: None,
    }));
    table
}

fn in_public(name: &str) -> QualifiedName {
    QualifiedName::new(Some(DEFAULT_NAMESPACE.into()), name)
}

#[test]
fn writes_in_what_postgresql_adds() {
    let result = normalized(vec![users()]);
    let table = result.schema.table(&in_public("users")).expect("re-keyed");
    assert!(!table.columns["id"].nullable);
    assert_eq!(table.columns["name"].data_type, DataType::Char { length: Some(1) });
    let expected = ColumnDefault::Expression(SqlText::new("'it''s'"));
    assert_eq!(table.columns["name"].default, Some(expected));
    assert_eq!(table.role, TableRole::Plain);
}

#[test]
fn fills_the_columns_of_a_foreign_key() {
    let mut orders = Table::new(QualifiedName::bare("orders"));
    orders.add_column(Column::new("user_id", DataType::BigInt));
    orders.add_constraint(Constraint::ForeignKey(ForeignKey {
        on_delete_columns: Vec::new(),
        name: "orders_user_id_fkey".into(),
        origin: NameOrigin::Generated,
        columns: vec!["user_id".into()],
        references: QualifiedName::bare("users"),
        written: Written::default(),
        referenced_columns: Vec::new(),
        on_delete: Default::default(),
        on_update: Default::default(),
        match_kind: Default::default(),
        deferrable: Default::default(),
        not_valid: false,
        comment: None,
    }));
    let result = normalized(vec![users(), orders]);
    let orders = result.schema.table(&in_public("orders")).expect("orders");
    let key = orders.foreign_keys().next().expect("foreign key");
    assert_eq!(key.references, in_public("users"));
    assert_eq!(key.referenced_columns, [Name::from("id")]);
}

#[test]
fn leaves_out_what_is_usual() {
    let mut table = users();
    let mut key = IndexKey::on_column("name");
    key.descending = true;
    key.nulls = Some(NullsOrder::First);
    key.opclass = Some("public.gin_trgm_ops".into());
    table.add_index(Index {
        storage: Default::default(),
        statistics: Default::default(),
        hidden: false,
        written: Written::default(),
        name: "ix".into(),
        unique: false,
        method: Some("btree".into()),
        keys: vec![key],
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        comment: Some(String::new()),
    });
    let result = normalized(vec![table]);
    let index = &result.schema.table(&in_public("users")).expect("users").indexes["ix"];
    assert_eq!((&index.method, &index.comment), (&None, &None));
    assert_eq!((index.keys[0].nulls, index.keys[0].opclass.as_deref()), (None, Some("gin_trgm_ops")));
}

#[test]
fn gives_partitions_their_columns() {
    let mut part = Table::new(QualifiedName::bare("users_1"));
    part.partition_of = Some(PartitionOf { parent: QualifiedName::bare("users"), bound: PartitionBound::Default });
    let result = normalized(vec![users(), part]);
    let part = result.schema.table(&in_public("users_1")).expect("partition");
    assert_eq!(part.columns.len(), 2);
    assert!(!part.columns["id"].nullable);
}

#[test]
fn refuses_what_does_not_fit() {
    let long = "x".repeat(64);
    let elsewhere = Table::new(QualifiedName::new(Some("sales".into()), long.as_str()));
    let messages: Vec<String> = normalized(vec![elsewhere]).unsupported.into_iter().map(|it| it.message).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
}

#[test]
fn the_stock_of_every_database_is_no_difference() {
    let mut raw = Schema::default();
    raw.insert(Object::Namespace(Namespace { name: "public".into(), comment: Some(STOCK_COMMENT.into()) }));
    raw.insert(Object::Extension(Extension {
        name: "plpgsql".into(),
        namespace: None,
        comment: None,
        is_fixed: false,
    }));
    assert!(schema(raw, OLDEST).schema.objects.is_empty());
}

#[test]
fn a_function_is_known_by_its_types_and_shape() {
    let function = |arguments: &str, definition: &str| {
        let mut raw = Schema::default();
        raw.insert(Object::Enum(EnumType { name: QualifiedName::bare("mood"), values: Vec::new(), comment: None }));
        raw.insert(Object::Function(crate::model::Function {
            name: QualifiedName::bare("f"),
            kind: crate::model::FunctionKind::Function,
            arguments: arguments.into(),
            definition: SqlText::new(definition),
            returns: String::new(),
            settings: std::collections::BTreeMap::new(),
            comment: None,
        }));
        schema(raw, OLDEST).schema
    };
    let written = function(
        "int4, mood[]",
        "create function f(a int, m mood[] default '{}') returns int language sql as 'select 1'",
    );
    let printed = function(
        "integer, public.mood[]",
        "CREATE OR REPLACE FUNCTION public.f(a int, m public.mood[] DEFAULT '{}') RETURNS int LANGUAGE sql AS 'select 1'",
    );
    assert_eq!(written, printed);
    let ids: Vec<String> = written.objects.keys().map(ToString::to_string).collect();
    assert_eq!(ids, ["enum:public.mood", "function:public.\"f(integer, public.mood[])\""]);
}
