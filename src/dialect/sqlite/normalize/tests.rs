//! What becomes of a schema that was not written for SQLite.

use crate::dialect::{Dialect as _, Normalized, Sqlite};
use crate::model::*;

fn normalize(objects: Vec<Object>) -> Normalized {
    let mut schema = Schema::default();
    for object in objects {
        schema.insert(object);
    }
    let normalized = Sqlite::new().normalize(schema);
    let again = Sqlite::new().normalize(normalized.schema.clone());
    assert_eq!(again.schema, normalized.schema, "not idempotent");
    assert_eq!(again.notes, []);
    normalized
}

fn table(name: QualifiedName, columns: Vec<Column>) -> Table {
    let mut table = Table::new(name);
    columns.into_iter().for_each(|column| table.add_column(column));
    table
}

fn object(table: Table) -> Object {
    Object::Table(Box::new(table))
}

fn only_table(normalized: &Normalized) -> &Table {
    normalized.schema.tables().next().unwrap()
}

fn messages(normalized: &Normalized) -> Vec<String> {
    normalized.unsupported.iter().map(ToString::to_string).collect()
}

#[test]
fn enums_and_domains_become_checks() {
    let mood = EnumType { name: QualifiedName::bare("mood"), values: vec!["it's".into(), "ok".into()], comment: None };
    let check = Check {
        name: "positive".into(),
        origin: NameOrigin::Written,
        expression: SqlText::new("VALUE > 0"),
        not_valid: false,
        no_inherit: false,
        comment: None,
    };
    let domain = Domain {
        name: QualifiedName::bare("amount"),
        data_type: DataType::BigInt,
        nullable: false,
        default: Some(ColumnDefault::Literal(Literal::Number("1".into()))),
        collation: None,
        checks: [(check.name.clone(), check)].into(),
        comment: None,
    };
    let t = table(
        QualifiedName::bare("t"),
        vec![
            Column::new("m", DataType::Named(mood.name.clone())),
            Column::new("Sum", DataType::Named(domain.name.clone())),
        ],
    );
    let normalized = normalize(vec![Object::Enum(mood), Object::Domain(domain), object(t)]);
    assert_eq!(messages(&normalized), Vec::<String>::new());
    let table = only_table(&normalized);
    assert_eq!(table.columns["m"].data_type, DataType::Text);
    assert_eq!((&table.columns["Sum"].data_type, table.columns["Sum"].nullable), (&DataType::BigInt, false));
    let checks: Vec<(&str, &str)> = table
        .constraints
        .values()
        .map(|constraint| match constraint {
            Constraint::Check(check) => (check.name.as_str(), check.expression.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(checks, [("t_Sum_check", "Sum > 0"), ("t_m_check", "m IN ('it''s', 'ok')")]);
}

#[test]
fn takes_away_what_sqlite_does_not_keep() {
    let mut t = table(QualifiedName::new(Some("main".into()), "t"), vec![Column::new("a", DataType::Uuid)]);
    t.comment = Some("why".into());
    t.columns[0].sensitive = Some(Sensitivity::Pii);
    t.role = TableRole::Fact(Fact { grain: vec!["a".into()], measures: vec![] });
    t.partitioning =
        Some(Partitioning { strategy: PartitionStrategy::Range, keys: vec![PartitionKey::on_column("a")] });
    let mut part = table(QualifiedName::bare("t_1"), vec![]);
    part.partition_of = Some(PartitionOf { parent: QualifiedName::bare("t"), bound: PartitionBound::Default });
    let normalized = normalize(vec![object(t), object(part)]);
    assert_eq!(messages(&normalized), Vec::<String>::new());
    assert_eq!(normalized.notes.len(), 2, "{:?}", normalized.notes);
    assert_eq!(normalized.schema.objects.len(), 1);
    let expected = table(QualifiedName::bare("t"), vec![Column::new("a", DataType::Text)]);
    assert_eq!(only_table(&normalized), &expected);
}

#[test]
fn names_what_sqlite_does_not_have() {
    let sequence = Sequence {
        unlogged: false,
        name: QualifiedName::bare("s"),
        data_type: DataType::BigInt,
        options: SequenceOptions::default(),
        owned_by: None,
        comment: None,
    };
    let mut t = table(
        QualifiedName::new(Some("sales".into()), "t"),
        vec![
            Column { identity: Some(Identity::new(IdentityMode::Always)), ..Column::new("a", DataType::Int) },
            Column::new("b", DataType::Array(Box::new(DataType::Int))),
            Column::new("c", DataType::Named(QualifiedName::bare("nowhere"))),
            Column {
                default: Some(ColumnDefault::Literal(Literal::Text("x".into()))),
                ..Column::new("d", DataType::Int)
            },
        ],
    );
    t.add_index(Index {
        storage: Default::default(),
        statistics: Default::default(),
        hidden: false,
        written: Written::default(),
        name: "i".into(),
        unique: false,
        method: Some("gin".into()),
        keys: vec![IndexKey::on_column("a")],
        include: vec![],
        predicate: None,
        nulls_not_distinct: false,
        comment: None,
    });
    let normalized = normalize(vec![Object::Sequence(sequence), object(t)]);
    let named: Vec<String> = normalized.unsupported.iter().map(|it| it.object.to_string()).collect();
    assert_eq!(
        named,
        ["table:sales.t", "sequence:s", "column:t.a", "column:t.b", "column:t.c", "column:t.d", "index:t.i"]
    );
}

#[test]
fn names_are_brought_to_the_spelling_of_their_definition() {
    let parent = table(QualifiedName::bare("Users"), vec![Column::new("Id", DataType::Int)]);
    let mut child = table(QualifiedName::bare("orders"), vec![Column::new("user_id", DataType::Int)]);
    child.add_constraint(Constraint::ForeignKey(ForeignKey {
        on_delete_columns: Vec::new(),
        name: "fk".into(),
        origin: NameOrigin::Written,
        columns: vec!["USER_ID".into()],
        references: QualifiedName::bare("users"),
        written: Written::default(),
        referenced_columns: vec!["id".into()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        comment: None,
    }));
    let normalized = normalize(vec![object(parent), object(child)]);
    let key = normalized.schema.tables().find_map(|table| table.foreign_keys().next()).unwrap();
    assert_eq!((key.references.name.as_str(), key.referenced_columns[0].as_str()), ("Users", "Id"));
    assert_eq!(key.columns[0].as_str(), "user_id");
}

#[test]
fn defaults_and_collations_have_one_spelling() {
    let default = |expression: &str| Some(ColumnDefault::Expression(SqlText::new(expression)));
    let same = |a: Column, b: Column| {
        let [a, b] = [a, b].map(|column| normalize(vec![object(table(QualifiedName::bare("t"), vec![column]))]).schema);
        assert_eq!(a, b);
    };
    let text = || Column::new("a", DataType::Text);
    let with = |expression: &str| Column { default: default(expression), ..text() };
    same(with("now()"), with("(CURRENT_TIMESTAMP)"));
    same(with("( DateTime( 'now' ) )"), with("datetime('now')"));
    same(Column { default: Some(ColumnDefault::Literal(Literal::Null)), ..text() }, text());
    same(Column { default: Some(ColumnDefault::Literal(Literal::Number("1".into()))), ..text() }, with("'1'"));
    same(Column { collation: Some(QualifiedName::bare("binary")), ..text() }, text());
}

#[test]
fn strict_tables_take_six_types() {
    let mut t =
        table(QualifiedName::bare("t"), vec![Column::new("a", DataType::Int), Column::new("b", DataType::Date)]);
    t.options.strict = true;
    let mut schema = Schema::default();
    schema.insert(object(t));
    let normalized = Sqlite::new().normalize(schema);
    assert_eq!(messages(&normalized), ["column:t.b: a STRICT table has no type `DATE`"]);
}
