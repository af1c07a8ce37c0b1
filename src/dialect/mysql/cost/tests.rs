use super::*;
use crate::dialect::mysql::{Flavor, TableDefaults, data_type, normalize};
use crate::model::{
    Check, Generated, Identity, IdentityMode, IndexKey, Name, NameOrigin, Object, PrimaryKey, QualifiedName, Schema,
    SqlText, Unique, Written,
};

/// The table on which the costs were measured.
fn table() -> Table {
    let mut table = Table::new(QualifiedName::bare("t"));
    for (name, data_type) in [
        ("id", "bigint"),
        ("a", "int"),
        ("b", "int"),
        ("nn", "int"),
        ("c", "varchar(50)"),
        ("c63", "varchar(60)"),
        ("c100", "varchar(100)"),
        ("d", "text"),
        ("n", "decimal(10,2)"),
        ("ts", "timestamp(3)"),
        ("e", "enum('x','y')"),
        ("s", "set('a','b')"),
        ("g", "geometry"),
    ] {
        table.add_column(column(name, data_type));
    }
    table.columns["b"].nullable = false;
    table.add_column(computed("v", "a + 1", false));
    table.add_column(computed("st", "a + 2", true));
    table.add_constraint(Constraint::PrimaryKey(primary_key(&["id"])));
    table.add_constraint(Constraint::Check(check("ckk", "a > -5")));
    table.add_index(index("ia", "a"));
    table.add_index(index("ic", "c"));
    table
}

fn column(name: &str, data_type: &str) -> Column {
    Column::new(name, data_type::read_catalog(data_type))
}

fn computed(name: &str, expression: &str, stored: bool) -> Column {
    Column { generated: Some(Generated { expression: SqlText::new(expression), stored }), ..column(name, "int") }
}

fn primary_key(columns: &[&str]) -> PrimaryKey {
    PrimaryKey {
        name: "t_pkey".into(),
        origin: NameOrigin::Generated,
        columns: columns.iter().map(|name| Name::from(*name)).collect(),
        include: vec![],
        storage: Default::default(),
        deferrable: Default::default(),
        comment: None,
    }
}

fn check(name: &str, expression: &str) -> Check {
    Check {
        name: name.into(),
        origin: NameOrigin::Written,
        expression: SqlText::new(expression),
        not_valid: false,
        no_inherit: false,
        comment: None,
    }
}

fn unique(name: &str, column: &str) -> Constraint {
    Constraint::Unique(Unique {
        name: name.into(),
        origin: NameOrigin::Written,
        columns: vec![column.into()],
        include: vec![],
        nulls_not_distinct: false,
        storage: Default::default(),
        deferrable: Default::default(),
        comment: None,
    })
}

fn index(name: &str, column: &str) -> Index {
    Index {
        name: name.into(),
        unique: false,
        method: None,
        keys: vec![IndexKey::on_column(column)],
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

/// What one ALTER costs that turns the table into what `edit` makes of it.
fn altered(edit: impl Fn(&mut Table)) -> Work {
    let features = Features::of(Flavor::Mariadb, (10, 11, 0));
    let defaults = TableDefaults {
        collation: Some("utf8mb4_general_ci".into()),
        engine: None,
        lowers_names: false,
        account: None,
    };
    let scene = normalize::Scene { features: &features, defaults: &defaults };
    let normalized = |table: Table| {
        let mut schema = Schema::default();
        schema.insert(Object::Table(Box::new(table)));
        normalize::schema(schema, scene).schema
    };
    let mut to = table();
    edit(&mut to);
    let mut tables =
        Pair::new(normalized(table()), normalized(to)).map(|schema| schema.tables().next().cloned().expect("a table"));
    // All texts are in utf8mb4.
    for table in [&mut tables.from, &mut tables.to] {
        if !table.options.parameters.contains(option::COLLATION) {
            table.options.parameters.insert(option::COLLATION, "utf8mb4_general_ci");
        }
    }
    let changes = changes(tables.as_ref());
    work(&Alteration { tables, changes })
}

/// What differs, as the diff tells it.
fn changes(tables: Pair<&Table>) -> Vec<TableChange> {
    let Pair { from, to } = tables;
    let mut changes = Vec::new();
    for column in to.columns.values() {
        match from.columns.get(&column.name) {
            None => changes.push(TableChange::AddColumn(column.clone())),
            Some(old) => {
                let columns = Pair::new(old, column);
                let aspects = ColumnAspect::ALL.into_iter().filter(|aspect| aspect.differs(columns));
                changes.extend(
                    aspects.map(|aspect| TableChange::AlterColumn { columns: columns.map(Column::clone), aspect }),
                );
            }
        }
    }
    let dropped = from.columns.values().filter(|column| !to.columns.contains_key(&column.name));
    changes.extend(dropped.cloned().map(TableChange::DropColumn));
    let gone = from.constraints.values().filter(|it| to.constraints.get(it.name()) != Some(it));
    changes.extend(gone.cloned().map(TableChange::DropConstraint));
    let new = to.constraints.values().filter(|it| from.constraints.get(it.name()) != Some(it));
    changes.extend(new.cloned().map(TableChange::AddConstraint));
    for index in to.indexes.values().filter(|it| from.indexes.get(&it.name) != Some(it)) {
        changes.push(match from.indexes.get(&index.name) {
            Some(old) => TableChange::AlterIndex(Pair::new(old.clone(), index.clone())),
            None => TableChange::AddIndex(index.clone()),
        });
    }
    let gone = from.indexes.values().filter(|it| !to.indexes.contains_key(&it.name));
    changes.extend(gone.cloned().map(TableChange::DropIndex));
    if from.options != to.options {
        changes.push(TableChange::Options(Pair::new(from.options.clone(), to.options.clone())));
    }
    changes
}

type Edit = Box<dyn Fn(&mut Table)>;

/// ALGORITHM, and whether writers wait, by the measured truth.
#[test]
fn is_what_the_server_grants() {
    let set = |name: &'static str, data_type: &'static str| {
        move |table: &mut Table| table.columns[name].data_type = data_type::read_catalog(data_type)
    };
    let add = |column: Column| move |table: &mut Table| table.add_column(column.clone());
    let default = |sql: &str| Some(ColumnDefault::Expression(SqlText::new(sql)));
    let cases: Vec<(&str, Edit, Work)> = vec![
        ("add_col_last", Box::new(add(column("x", "int"))), INSTANT),
        (
            "add_col_expr_default_uuid",
            Box::new(add(Column { default: default("uuid()"), ..column("x", "char(36)") })),
            COPY,
        ),
        (
            "add_col_default_now",
            Box::new(add(Column { default: default("now()"), ..column("x", "datetime") })),
            INSTANT,
        ),
        ("add_col_virtual", Box::new(add(computed("x", "a * 2", false))), INSTANT),
        ("plain_add_stored", Box::new(add(computed("x", "a * 2", true))), COPY),
        (
            "add_col_check_inline",
            Box::new(|table: &mut Table| {
                table.add_column(column("x", "int"));
                table.add_constraint(Constraint::Check(check("x", "x > 0")));
            }),
            INSTANT,
        ),
        (
            "drop_col_indexed",
            Box::new(|table: &mut Table| {
                table.columns.shift_remove("c");
                table.indexes.remove("ic");
            }),
            COPY,
        ),
        ("drop_col_virtual", Box::new(|table: &mut Table| drop(table.columns.shift_remove("v"))), INSTANT),
        ("drop_col_stored", Box::new(|table: &mut Table| drop(table.columns.shift_remove("st"))), INSTANT),
        ("type_int_bigint", Box::new(set("nn", "bigint")), COPY),
        ("type_varchar_50_60_same_lenbyte", Box::new(set("c", "varchar(60)")), INSTANT),
        ("type_varchar_100_200", Box::new(set("c100", "varchar(200)")), INSTANT),
        ("type_varchar_shrink", Box::new(set("c", "varchar(20)")), COPY),
        ("type_varchar_text", Box::new(set("c63", "text")), COPY),
        ("type_decimal_widen", Box::new(set("n", "decimal(12,2)")), COPY),
        ("type_timestamp_precision", Box::new(set("ts", "timestamp(6)")), COPY),
        ("enum_add_end", Box::new(set("e", "enum('x','y','z')")), INSTANT),
        ("enum_insert_middle", Box::new(set("e", "enum('x','q','y')")), COPY),
        ("set_9th_member", Box::new(set("s", "set('a','b','c','d','e','f','g','h','i')")), COPY),
        ("null_to_notnull", Box::new(|table: &mut Table| table.columns["nn"].nullable = false), COPY),
        ("notnull_to_null", Box::new(|table: &mut Table| table.columns["b"].nullable = true), IN_PLACE),
        ("set_default", Box::new(move |table: &mut Table| table.columns["a"].default = default("7")), INSTANT),
        ("col_invisible", Box::new(|table: &mut Table| table.columns["nn"].invisible = true), INSTANT),
        ("modify_virtual_expr", Box::new(|table: &mut Table| table.add_column(computed("v", "a + 9", false))), INSTANT),
        (
            "col_charset_utf8mb4_latin1",
            Box::new(|table: &mut Table| {
                table.columns["c63"].collation = Some(QualifiedName::bare("latin1_swedish_ci"));
            }),
            COPY,
        ),
        (
            "table_convert_charset",
            Box::new(|table: &mut Table| {
                table.options.parameters.insert("charset", "latin1");
            }),
            COPY,
        ),
        ("add_index", Box::new(|table: &mut Table| table.add_index(index("ix", "nn"))), NO_COPY),
        ("add_unique", Box::new(|table: &mut Table| table.add_constraint(unique("ux", "nn"))), NO_COPY),
        (
            "add_fulltext",
            Box::new(|table: &mut Table| {
                table.add_index(Index { method: Some("fulltext".into()), ..index("ftx", "d") });
            }),
            IN_PLACE_SHARED,
        ),
        (
            "add_spatial",
            Box::new(|table: &mut Table| {
                table.add_index(Index { method: Some("spatial".into()), ..index("sx", "g") });
            }),
            NO_COPY_SHARED,
        ),
        ("drop_index", Box::new(|table: &mut Table| drop(table.indexes.remove("ia"))), NO_COPY),
        (
            "index_ignored",
            Box::new(|table: &mut Table| {
                table.add_index(Index { hidden: true, ..index("ia", "a") });
            }),
            INSTANT,
        ),
        ("drop_pk", Box::new(|table: &mut Table| drop(table.constraints.remove("t_pkey"))), COPY),
        (
            "add_check",
            Box::new(|table: &mut Table| table.add_constraint(Constraint::Check(check("ck", "nn > 0")))),
            COPY,
        ),
        ("drop_check", Box::new(|table: &mut Table| drop(table.constraints.remove("ckk"))), INSTANT),
        (
            "engine_myisam",
            Box::new(|table: &mut Table| {
                table.options.parameters.insert("engine", "myisam");
            }),
            COPY,
        ),
        (
            "row_format",
            Box::new(|table: &mut Table| {
                table.options.parameters.insert("row_format", "compressed");
            }),
            IN_PLACE,
        ),
        (
            "page_compressed",
            Box::new(|table: &mut Table| {
                table.options.parameters.insert("page_compressed", "1");
            }),
            IN_PLACE,
        ),
        (
            "multi_two_modify",
            Box::new(|table: &mut Table| {
                table.columns["nn"].data_type = data_type::read_catalog("bigint");
                table.columns["b"].data_type = data_type::read_catalog("bigint");
            }),
            COPY,
        ),
        (
            "a column and an index",
            Box::new(|table: &mut Table| {
                table.columns.shift_remove("v");
                table.add_index(index("ix", "nn"));
            }),
            COPY,
        ),
    ];
    for (name, edit, expected) in cases {
        assert_eq!(altered(edit), expected, "{name}");
    }
}

#[test]
fn counting_is_added_in_place_while_writers_wait() {
    let identity = Some(Identity::new(IdentityMode::ByDefault));
    let work = altered(|table| {
        table.add_column(Column { identity: identity.clone(), ..column("x", "bigint") });
        table.add_constraint(unique("x", "x"));
    });
    assert!(work.blocks_writes);
}

#[test]
fn the_clause_promises_no_more_than_is_granted() {
    let mariadb = Features::of(Flavor::Mariadb, (10, 11, 0));
    let mysql = Features::of(Flavor::Mysql, (8, 0, 36));
    assert_eq!(INSTANT.clause(&mariadb), Some("ALGORITHM=INSTANT"));
    assert_eq!(NO_COPY.clause(&mariadb), Some("ALGORITHM=NOCOPY, LOCK=NONE"));
    assert_eq!(NO_COPY.clause(&mysql), Some("ALGORITHM=INPLACE, LOCK=NONE"));
    assert_eq!(INSTANT.clause(&mysql), None);
    assert_eq!([COPY, IN_PLACE_SHARED, NO_COPY_SHARED].map(|work| work.clause(&mariadb)), [None; 3]);
}
