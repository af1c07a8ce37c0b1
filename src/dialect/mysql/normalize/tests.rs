use super::*;
use crate::dialect::mysql::{Flavor, data_type};
use crate::model::{
    Check, Column, ColumnDefault, Constraint, DataType, Deferrable, ForeignKey, Index, IndexKey, Literal, MatchKind,
    Name, NameOrigin, QualifiedName, ReferentialAction, SqlText, Table, Written,
};

fn defaults() -> TableDefaults {
    TableDefaults {
        collation: Some("utf8mb4_general_ci".into()),
        engine: Some("InnoDB".into()),
        lowers_names: false,
        account: None,
    }
}

fn normalized_for(flavor: Flavor, version: (u32, u32, u32), objects: Vec<Object>) -> Normalized {
    normalized_on(Features::of(flavor, version), defaults(), objects)
}

fn normalized_on(features: Features, defaults: TableDefaults, objects: Vec<Object>) -> Normalized {
    let mut written = Schema::default();
    for object in objects {
        written.insert(object);
    }
    let scene = Scene { features: &features, defaults: &defaults };
    let result = schema(written, scene);
    let again = schema(result.schema.clone(), scene);
    assert_eq!(again.schema, result.schema, "once is enough");
    result
}

fn normalized(tables: Vec<Table>) -> Normalized {
    normalized_for(Flavor::Mariadb, (10, 11, 0), tables.into_iter().map(|it| Object::Table(Box::new(it))).collect())
}

fn only_table(result: &Normalized) -> &Table {
    result.schema.tables().next().expect("a table")
}

fn table(columns: Vec<Column>) -> Table {
    let mut table = Table::new(QualifiedName::bare("t"));
    columns.into_iter().for_each(|column| table.add_column(column));
    table
}

fn column(name: &str, data_type: &str) -> Column {
    Column::new(name, data_type::read_catalog(data_type))
}

fn index(name: &str, columns: &[&str]) -> Index {
    Index {
        name: name.into(),
        unique: false,
        method: None,
        keys: columns.iter().map(|name| IndexKey::on_column(*name)).collect(),
        include: vec![],
        predicate: None,
        nulls_not_distinct: false,
        storage: Default::default(),
        statistics: Default::default(),
        hidden: false,
        comment: None,
        written: Written::default(),
    }
}

fn foreign_key(name: &str, columns: &[&str]) -> Constraint {
    Constraint::ForeignKey(ForeignKey {
        name: name.into(),
        origin: NameOrigin::Written,
        columns: columns.iter().map(|name| Name::from(*name)).collect(),
        references: QualifiedName::bare("t"),
        written: Written::default(),
        referenced_columns: columns.iter().map(|name| Name::from(*name)).collect(),
        on_delete: ReferentialAction::NoAction,
        on_delete_columns: vec![],
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        comment: None,
    })
}

fn check(name: &str, expression: &str) -> Constraint {
    Constraint::Check(Check {
        name: name.into(),
        origin: NameOrigin::Written,
        expression: SqlText::new(expression),
        not_valid: false,
        no_inherit: false,
        comment: None,
    })
}

#[test]
fn what_the_database_does_by_itself_is_not_said() {
    let mut written = table(vec![Column {
        collation: Some(QualifiedName::bare("UTF8MB4_general_ci")),
        ..column("a", "varchar(10)")
    }]);
    let options = [("ENGINE", "innodb"), ("charset", "utf8mb4"), ("row_format", "dynamic")];
    written.options.parameters = options.into();
    let result = normalized(vec![written]);
    let kept = only_table(&result);
    assert_eq!(kept.options.parameters, [("row_format", "DYNAMIC")].into());
    assert_eq!(kept.columns["a"].collation, None);
    assert_eq!(result.unsupported, []);
}

#[test]
fn a_character_set_means_its_collation() {
    let mut written = table(vec![Column {
        collation: Some(QualifiedName::bare("utf8mb4_general_ci")),
        ..column("a", "varchar(10)")
    }]);
    written.options.parameters.insert("charset", "latin1");
    let result = normalized(vec![written]);
    assert_eq!(only_table(&result).options.parameters.get("collation"), Some("latin1_swedish_ci"));
    assert!(only_table(&result).columns["a"].collation.is_some(), "another one than the table's");
}

#[test]
fn the_index_below_a_foreign_key_is_no_difference() {
    let mut with = table(vec![column("a", "int"), column("b", "int")]);
    with.add_constraint(foreign_key("t_a_fkey", &["a"]));
    let without = with.clone();
    with.add_index(index("t_a_fkey", &["a"]));
    assert_eq!(normalized(vec![with.clone()]).schema, normalized(vec![without]).schema);
    // Where another index serves, one of that name is somebody's own.
    with.add_index(index("ix", &["a", "b"]));
    assert_eq!(only_table(&normalized(vec![with])).indexes.len(), 2);
}

#[test]
fn a_plain_unique_index_is_a_unique_constraint() {
    let mut written = table(vec![column("a", "varchar(10)")]);
    written.add_index(Index { unique: true, ..index("ux", &["a"]) });
    let mut key = IndexKey::on_column("a");
    key.prefix = Some(3);
    written.add_index(Index { unique: true, keys: vec![key], ..index("up", &[]) });
    let result = normalized(vec![written]);
    let kept = only_table(&result);
    assert!(matches!(kept.constraints.get("ux"), Some(Constraint::Unique(_))));
    assert!(kept.indexes.contains_key("up"));
}

#[test]
fn json_of_mariadb_is_found_again() {
    let collation = Some(QualifiedName::bare("utf8mb4_bin"));
    let mut shown = table(vec![Column { collation, ..column("doc", "longtext") }]);
    shown.add_constraint(check("doc", "json_valid(`doc`)"));
    let result = normalized(vec![shown]);
    assert_eq!(result.schema, normalized(vec![table(vec![column("doc", "json")])]).schema);
    let long = normalized(vec![table(vec![column("doc", "longtext")])]);
    assert_ne!(result.schema, long.schema);
}

#[test]
fn portable_types_become_what_there_is() {
    let decimal = DataType::Decimal { precision: None, scale: None };
    let columns = || {
        vec![
            Column::new("any", decimal.clone()),
            Column::new("text", DataType::VarChar { length: None }),
            Column::new("id", DataType::Uuid),
            Column::new("span", DataType::Interval),
        ]
    };
    let result = normalized(vec![table(columns())]);
    let types: Vec<String> = only_table(&result).columns.values().map(|it| data_type::format(&it.data_type)).collect();
    assert_eq!(types, ["decimal(65,30)", "text", "uuid", "varchar(64)"]);
    assert_eq!(result.notes.len(), 1, "{:?}", result.notes);
    let of_mysql = normalized_for(Flavor::Mysql, (8, 0, 36), vec![Object::Table(Box::new(table(columns())))]);
    assert_eq!(only_table(&of_mysql).columns["id"].data_type, DataType::Char { length: Some(36) });
}

#[test]
fn widths_of_integers_count_where_they_are_kept() {
    let wide = || vec![Object::Table(Box::new(table(vec![column("a", "int(5)"), column("b", "int(5) zerofill")])))];
    let kept = |flavor, version| {
        let result = normalized_for(flavor, version, wide());
        only_table(&result).columns.values().map(|it| data_type::format(&it.data_type)).collect::<Vec<_>>()
    };
    assert_eq!(kept(Flavor::Mariadb, (10, 11, 0)), ["int(5)", "int(5) unsigned zerofill"]);
    assert_eq!(kept(Flavor::Mysql, (8, 0, 36)), ["int", "int(5) unsigned zerofill"]);
}

#[test]
fn defaults_of_specs_and_catalogs_are_one() {
    let with = |default: ColumnDefault| table(vec![Column { default: Some(default), ..column("a", "tinyint(1)") }]);
    let literal = with(ColumnDefault::Literal(Literal::Boolean(true)));
    let shown = with(ColumnDefault::Expression(SqlText::new("1")));
    assert_eq!(normalized(vec![literal]).schema, normalized(vec![shown]).schema);
}

#[test]
fn what_mysql_lacks_is_refused_by_name() {
    let mut written = table(vec![
        Column::new("list", DataType::Array(Box::new(DataType::Int))),
        Column::new("named", DataType::Named(QualifiedName::bare("nowhere"))),
        Column { on_update: Some(SqlText::new("now()")), ..column("n", "int") },
        Column {
            identity: Some(crate::model::Identity::new(crate::model::IdentityMode::Always)),
            ..column("i", "int")
        },
    ]);
    written.add_index(Index { predicate: Some(SqlText::new("n > 0")), ..index("partial", &["n"]) });
    written.add_index(Index { method: Some("gin".into()), ..index("gin", &["n"]) });
    let mut schema_of = table(vec![column("a", "int")]);
    schema_of.name = QualifiedName::new(Some("crm".into()), "x");
    let result = normalized(vec![written, schema_of]);
    insta::assert_snapshot!(
        result.unsupported.iter().map(|it| format!("{it}\n")).collect::<String>(),
        @r"
    table:crm.x: `crm.x` is in a namespace; MySQL's are databases, and a spec is about one
    column:t.list: MySQL has no arrays
    column:t.named: the type `nowhere` is not defined
    column:t.n: on its own MySQL sets a TIMESTAMP or DATETIME to the current moment, and nothing else
    index:t.gin: MySQL has no index of the kind `gin`
    index:t.partial: MySQL's indexes hold all rows: it has no partial ones
    column:t.i: MySQL counts up only a column with which a key or an index starts
    "
    );
}

#[test]
fn portable_partitions_become_a_clause() {
    let parts = |bounds: &[(&str, &str)]| {
        let mut parent = table(vec![Column { nullable: false, ..column("day", "date") }]);
        parent.partitioning = Some(crate::model::Partitioning {
            strategy: crate::model::PartitionStrategy::Range,
            keys: vec![crate::model::PartitionKey::on_column("day")],
        });
        let mut objects = vec![Object::Table(Box::new(parent))];
        for (name, bound) in bounds {
            let mut part = table(vec![column("day", "date")]);
            part.name = QualifiedName::bare(*name);
            part.partition_of = Some(crate::model::PartitionOf {
                parent: QualifiedName::bare("t"),
                bound: match *bound {
                    "" => crate::model::PartitionBound::Default,
                    values => crate::model::PartitionBound::Values(SqlText::new(values)),
                },
            });
            objects.push(Object::Table(Box::new(part)));
        }
        normalized_for(Flavor::Mariadb, (10, 11, 0), objects)
    };
    let result = parts(&[
        ("p_rest", ""),
        ("p26", "FROM ('2026-01-01') TO ('2027-01-01')"),
        ("p25", "FROM ('2025-01-01') TO ('2026-01-01')"),
    ]);
    assert_eq!(
        only_table(&result).options.parameters.get("partition_by"),
        Some(
            "RANGE COLUMNS (`day`) (PARTITION `p25` VALUES LESS THAN ('2026-01-01'), PARTITION `p26` VALUES LESS THAN \
             ('2027-01-01'), PARTITION `p_rest` VALUES LESS THAN (MAXVALUE))"
        )
    );
    assert_eq!(result.schema.tables().count(), 1);
    // One that takes every row is no partition worth having.
    let whole = parts(&[("p_rest", "")]);
    assert!(only_table(&whole).options.parameters.is_empty());
    assert_eq!(whole.notes.len(), 1);
}

#[test]
fn tables_are_named_as_the_server_names_them() {
    let child = |name: &str, references: &str| {
        let mut child = table(vec![column("n", "int")]);
        child.name = QualifiedName::bare(name);
        let Constraint::ForeignKey(key) = foreign_key("fk", &["n"]) else { unreachable!("it is a foreign key") };
        child.add_constraint(Constraint::ForeignKey(ForeignKey { references: QualifiedName::bare(references), ..key }));
        child
    };
    let tables = [child("Users", "Users"), child("users", "Users"), child("b", "USERS")];
    let objects = || tables.iter().map(|it| Object::Table(Box::new(it.clone()))).collect::<Vec<_>>();
    let references = |result: &Normalized| {
        let keys = result.schema.tables().flat_map(Table::foreign_keys);
        keys.map(|key| key.references.to_string()).collect::<Vec<_>>()
    };
    let features = || Features::of(Flavor::Mariadb, (10, 11, 0));
    let told_apart = normalized_on(features(), defaults(), objects());
    assert_eq!(references(&told_apart)[0], "Users", "a name that is there is meant");
    assert_eq!(told_apart.schema.tables().count(), 3);

    let lowered =
        normalized_on(features(), TableDefaults { lowers_names: true, ..defaults() }, vec![objects().remove(0)]);
    assert_eq!(only_table(&lowered).name.to_string(), "users");
    assert_eq!(references(&lowered), ["users"]);
}
