//! Random schemas that a spec can express: names look up, keys have columns, SQL is SQL.

use dbx::model::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index as Pick, select};
use std::collections::BTreeMap;

pub fn bare(name: &str) -> QualifiedName {
    QualifiedName::bare(name)
}

/// Texts that YAML, SQL or a terminal might take for something else.
pub fn hostile_text() -> impl Strategy<Value = String> {
    let known = select(vec![
        "no",
        "~",
        "null",
        "true",
        "017",
        "1e3",
        "0x1F",
        "1_000",
        ".inf",
        "=",
        "<<",
        "",
        " ",
        "a ",
        " a",
        "a: b",
        "a #b",
        "# a",
        "- a",
        "? a",
        "[a",
        "{a}",
        "a, b",
        "'",
        "\"",
        "it's \"x\"",
        "\\",
        "\\n",
        "a\nb",
        "a\n",
        "\na",
        "a\n\nb\n\n",
        " a\nb",
        "a\tb",
        "\ta",
        "a\r\nb",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "ö",
        "日本",
        "😀",
        "%",
        "@a",
        "`a`",
        "|",
        ">",
        "|\n a",
        "---",
        "...",
        "a:",
        ":a",
        "!!str a",
        "&a",
        "*a",
        "now()",
        "CURRENT_USER",
        "12:30:45",
        "2024-01-01",
        "a\u{7f}b",
        "\u{202e}abc",
        "a\n  b\n",
        "a \nb",
        "a\n \nb",
    ]);
    prop_oneof![known.prop_map(str::to_owned), "[^\0]{0,12}", "[ -~\n]{0,30}"]
}

/// A name that holds anything but what the loader refuses.
fn name() -> impl Strategy<Value = String> {
    let known = select(vec![
        "no", "~", "null", "017", "a.b", "a, b", "x(y)", "\"q\"", "it's", "a: b", "a #b", "#a", "- a", "ö", "日本",
        "@a", "%", "!t", "&a", "*a", "select", "name", "a b", "A", "[x]", "{x}", "\\", "key", "type",
    ]);
    prop_oneof![
        3 => "[a-z][a-z_0-9]{0,10}",
        1 => known.prop_map(str::to_owned),
        1 => "[!-~]([ -~]{0,8}[!-~])?",
    ]
}

fn comment() -> impl Strategy<Value = Option<String>> {
    option::weighted(0.3, hostile_text())
}

fn expression() -> impl Strategy<Value = SqlText> {
    let known = vec![
        "x > 0",
        "lower(a)",
        "a = 'it''s; \"b\"'",
        "(a AND b)\n  OR c",
        "a::text = 'x'",
        "\"Q\" > 1",
        "now()",
        "true",
    ];
    select(known).prop_map(SqlText::new)
}

fn data_type() -> impl Strategy<Value = DataType> {
    let simple = select(vec![
        DataType::SmallInt,
        DataType::Int,
        DataType::BigInt,
        DataType::Decimal { precision: None, scale: None },
        DataType::Decimal { precision: Some(18), scale: Some(2) },
        DataType::Real,
        DataType::Double,
        DataType::Boolean,
        DataType::Char { length: Some(3) },
        DataType::VarChar { length: None },
        DataType::VarChar { length: Some(50) },
        DataType::Text,
        DataType::Date,
        DataType::Time { precision: None, zone: true },
        DataType::Timestamp { precision: Some(3), zone: true },
        DataType::Timestamp { precision: None, zone: false },
        DataType::Interval,
        DataType::Uuid,
        DataType::Json,
        DataType::Binary,
        DataType::Named(bare("the mood")),
        DataType::Named(QualifiedName::new(Some("n.s".into()), "size")),
    ]);
    (simple, prop::bool::weighted(0.1))
        .prop_map(|(simple, is_array)| if is_array { DataType::Array(Box::new(simple)) } else { simple })
}

/// A default that the column's type can have.
fn default_for(data_type: &DataType) -> BoxedStrategy<Option<ColumnDefault>> {
    let literal = match data_type {
        DataType::Boolean => any::<bool>().prop_map(Literal::Boolean).boxed(),
        DataType::SmallInt | DataType::Int | DataType::BigInt => select(vec!["0", "-1", "42"]).prop_map(number).boxed(),
        DataType::Decimal { .. } | DataType::Real | DataType::Double => {
            select(vec!["0.10", "-1", "1e3", "2.50E-3"]).prop_map(number).boxed()
        }
        DataType::Named(_) => Just(Literal::Text("no".into())).boxed(),
        DataType::Char { .. } | DataType::VarChar { .. } | DataType::Text => {
            hostile_text().prop_map(Literal::Text).boxed()
        }
        _ => "[a-z0-9:-]{1,8}".prop_map(Literal::Text).boxed(),
    };
    let literal = prop_oneof![5 => literal, 1 => Just(Literal::Null)].prop_map(ColumnDefault::Literal);
    option::weighted(0.4, prop_oneof![3 => literal, 1 => expression().prop_map(ColumnDefault::Expression)]).boxed()
}

fn number(digits: &str) -> Literal {
    Literal::Number(digits.to_owned())
}

fn sequence_options() -> impl Strategy<Value = SequenceOptions> {
    let value = || option::weighted(0.3, -5_i64..1000);
    (value(), value(), value(), value(), value(), any::<bool>()).prop_map(
        |(start, increment, min, max, cache, cycle)| SequenceOptions { start, increment, min, max, cache, cycle },
    )
}

fn column() -> impl Strategy<Value = Column> {
    let origin = |data_type: DataType| {
        let generated = (expression(), any::<bool>()).prop_map(|(expression, stored)| Generated { expression, stored });
        let mode = select(vec![IdentityMode::Always, IdentityMode::ByDefault]);
        let identity = (mode, option::of(sequence_options())).prop_map(|(mode, options)| Identity {
            sequence: None,
            mode,
            options: options.unwrap_or_default(),
        });
        let default = default_for(&data_type);
        let origin = prop_oneof![
            6 => default.prop_map(|default| (default, None, None)),
            1 => generated.prop_map(|generated| (None, Some(generated), None)),
            1 => identity.prop_map(|identity| (None, None, Some(identity))),
        ];
        (Just(data_type), origin)
    };
    let sensitivity = select(vec![Sensitivity::Pii, Sensitivity::Financial, Sensitivity::Secret]);
    let collation = select(vec![bare("C"), QualifiedName::new(Some("x.y".into()), "de DE")]);
    let of_mysql = (option::weighted(0.1, expression()), any::<bool>());
    let rest =
        (any::<bool>(), option::weighted(0.1, collation), comment(), option::weighted(0.1, sensitivity), of_mysql);
    (name(), data_type().prop_flat_map(origin), rest).prop_map(
        |(
            name,
            (data_type, (default, generated, identity)),
            (nullable, collation, comment, sensitive, (on_update, invisible)),
        )| Column {
            nullable,
            default,
            generated,
            identity,
            collation,
            on_update,
            invisible,
            comment,
            sensitive,
            ..Column::new(name, data_type)
        },
    )
}

/// What a table is made of before its parts are fitted together: indexes pick among the columns that are there.
#[derive(Clone, Debug)]
struct Parts {
    columns: Vec<Column>,
    key: Option<Vec<Pick>>,
    checks: Vec<(Option<String>, SqlText, bool, Option<String>)>,
    uniques: Vec<(Option<String>, Vec<Pick>, bool, u8)>,
    indexes: Vec<(Vec<Pick>, bool, Option<SqlText>, u8)>,
    references: Vec<(Pick, Pick, u8, Option<String>)>,
    role: u8,
    partitioning: Option<(Pick, u8)>,
    options: u8,
    comment: Option<String>,
}

fn parts() -> impl Strategy<Value = Parts> {
    let picks = || vec(any::<Pick>(), 1..3);
    let constraint_name = || option::weighted(0.4, name());
    let members = (
        option::weighted(0.7, picks()),
        vec((constraint_name(), expression(), any::<bool>(), comment()), 0..3),
        vec((constraint_name(), picks(), any::<bool>(), 0_u8..3), 0..3),
        vec((picks(), any::<bool>(), option::of(expression()), any::<u8>()), 0..3),
        vec((any::<Pick>(), any::<Pick>(), any::<u8>(), constraint_name()), 0..3),
    );
    let rest = (0_u8..6, option::weighted(0.2, (any::<Pick>(), 0_u8..3)), 0_u8..8, comment());
    (vec(column(), 1..5), members, rest).prop_map(
        |(columns, (key, checks, uniques, indexes, references), (role, partitioning, options, comment))| Parts {
            columns,
            key,
            checks,
            uniques,
            indexes,
            references,
            role,
            partitioning,
            options,
            comment,
        },
    )
}

pub fn schemas() -> impl Strategy<Value = Schema> {
    let tables = vec((name(), option::weighted(0.2, name()), parts()), 0..4);
    let unmanaged = vec((hostile_text(), option::of(hostile_text())), 0..2);
    (tables, comment(), sequence_options(), expression(), unmanaged).prop_map(
        |(tables, comment, options, check, unmanaged)| {
            let mut schema = Schema::default();
            types(&mut schema, comment.clone(), check);
            let mut finished: Vec<Table> = Vec::new();
            for (position, (name, namespace, parts)) in tables.into_iter().enumerate() {
                // Indexes of a namespace share their names: numbered tables keep generated ones apart.
                let name = QualifiedName::new(namespace.map(Name::new), format!("{name}{position}"));
                finished.extend(table(name, parts, &finished));
            }
            others(&mut schema, &finished, comment, options);
            for table in finished {
                schema.insert(Object::Table(Box::new(table)));
            }
            schema.unmanaged = unmanaged
                .into_iter()
                .filter(|(address, _)| !address.is_empty())
                .map(|(address, fingerprint)| Unmanaged { address, fingerprint })
                .collect();
            schema
        },
    )
}

fn types(schema: &mut Schema, comment: Option<String>, check: SqlText) {
    let values = || vec!["no".to_owned(), "~".into(), "a, b".into(), String::new()];
    schema.insert(Object::Enum(EnumType { name: bare("the mood"), values: values(), comment: comment.clone() }));
    let size = QualifiedName::new(Some("n.s".into()), "size");
    schema.insert(Object::Enum(EnumType { name: size, values: values(), comment: None }));
    let check = |name: &str, not_valid| Check {
        name: name.into(),
        origin: NameOrigin::Written,
        expression: check.clone(),
        not_valid,
        no_inherit: false,
        comment: None,
    };
    let checks = [check("mail_check", false), check("other", true)];
    let attribute = |name: &str, data_type: DataType, comment: Option<String>| Attribute {
        name: name.into(),
        collation: (data_type == DataType::Text).then(|| bare("C")),
        data_type,
        comment,
    };
    let attributes = [
        attribute("a, b", DataType::Text, comment.clone()),
        attribute("no", DataType::Array(Box::new(DataType::Named(bare("the mood")))), None),
    ];
    schema.insert(Object::Composite(Composite {
        name: bare("a pair"),
        attributes: attributes.into_iter().map(|it| (it.name.clone(), it)).collect(),
        comment: comment.clone(),
    }));
    schema.insert(Object::Domain(Domain {
        name: bare("mail"),
        data_type: DataType::Text,
        nullable: false,
        default: Some(ColumnDefault::Literal(Literal::Text("no".into()))),
        collation: None,
        checks: checks.into_iter().map(|check| (check.name.clone(), check)).collect(),
        comment,
    }));
}

fn others(schema: &mut Schema, tables: &[Table], comment: Option<String>, options: SequenceOptions) {
    schema.insert(Object::Namespace(Namespace { name: "n.s".into(), comment: comment.clone() }));
    schema.insert(Object::Extension(Extension {
        name: "pg_trgm".into(),
        namespace: Some("n.s".into()),
        comment: None,
        is_fixed: false,
    }));
    let query = SqlText::new("SELECT 'a: b' AS x\n\nFROM t -- it's\nWHERE y = 'x'");
    schema.insert(Object::View(View {
        column_comments: Default::default(),
        column_defaults: Default::default(),
        name: bare("a view"),
        columns: vec!["no".into(), "a, b".into()],
        query: query.clone(),
        options: [("security_barrier", "true")].into(),
        comment: comment.clone(),
    }));
    let index = Index { comment: comment.clone(), ..plain_index("on the view", vec![IndexKey::on_column("a, b")]) };
    let indexes = [(index.name.clone(), index)].into();
    schema.insert(Object::MaterializedView(MaterializedView {
        storage: Default::default(),
        access_method: None,
        clustered_on: None,
        column_comments: Default::default(),
        name: bare("kept"),
        query,
        indexes,
        comment: comment.clone(),
    }));
    schema.insert(Object::Function(Function {
        name: bare("f"),
        kind: FunctionKind::Procedure,
        arguments: "integer, numeric(10,2)".into(),
        definition: SqlText::new("CREATE PROCEDURE f() AS $$\n\tbegin; end $$"),
        returns: "setof record".into(),
        settings: BTreeMap::from([("sql_mode".to_owned(), "ANSI,STRICT_ALL_TABLES".to_owned())]),
        comment,
    }));
    let owner = tables.first().and_then(|table| Some((table.name.clone(), table.columns.keys().next()?.clone())));
    schema.insert(Object::Sequence(Sequence {
        unlogged: false,
        name: bare("counter"),
        data_type: DataType::Int,
        options,
        owned_by: owner,
        comment: None,
    }));
    if let Some(table) = tables.first() {
        let definition = SqlText::new("CREATE TRIGGER t AFTER INSERT ON x EXECUTE FUNCTION f()");
        let trigger = Trigger {
            table: table.name.clone(),
            name: "a: trigger".into(),
            definition,
            settings: BTreeMap::new(),
            firing: Default::default(),
            comment: None,
        };
        schema.insert(Object::Trigger(trigger));
    }
}

fn plain_index(name: &str, keys: Vec<IndexKey>) -> Index {
    Index {
        storage: Default::default(),
        statistics: Default::default(),
        name: name.into(),
        unique: false,
        method: None,
        keys,
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        hidden: false,
        comment: None,
        written: Written::default(),
    }
}

/// Settings: one with a key of its own, one without.
fn parameters(options: u8) -> Parameters {
    let all = [(8, "engine", "InnoDB"), (16, "fill: factor", "70")];
    let chosen = all.into_iter().filter(|(bit, _, _)| options & bit > 0);
    chosen.map(|(_, name, value)| (name, value)).collect()
}

/// The table, and its partitions behind it.
fn table(name: QualifiedName, parts: Parts, others: &[Table]) -> Vec<Table> {
    let mut table = Table::new(name);
    for column in parts.columns {
        table.add_column(column);
    }
    table.comment = parts.comment.clone();
    table.options = TableOptions {
        unlogged: parts.options & 1 > 0,
        strict: parts.options & 2 > 0,
        without_rowid: parts.options & 4 > 0,
        parameters: parameters(parts.options),
        ..TableOptions::default()
    };
    let names: Vec<Name> = table.columns.keys().cloned().collect();
    let chosen = |picks: &[Pick]| {
        let mut chosen: Vec<Name> = Vec::new();
        for pick in picks {
            let name = pick.get(&names);
            if !chosen.contains(name) {
                chosen.push(name.clone());
            }
        }
        chosen
    };
    if let Some(picks) = &parts.key {
        primary_key(&mut table, chosen(picks));
    }
    for (name, expression, not_valid, comment) in parts.checks {
        let name = name.map_or_else(|| generated_name(&table.name.name, &[], "check"), Name::new);
        let check = Check { name, origin: NameOrigin::Written, expression, not_valid, no_inherit: !not_valid, comment };
        table.add_constraint(Constraint::Check(check));
    }
    for (name, picks, nulls_not_distinct, when) in parts.uniques {
        let columns = chosen(&picks);
        let generated = generated_name(&table.name.name, &columns.iter().collect::<Vec<_>>(), "key");
        table.add_constraint(Constraint::Unique(Unique {
            storage: Default::default(),
            name: name.map_or(generated, Name::new),
            origin: NameOrigin::Generated,
            columns,
            include: Vec::new(),
            nulls_not_distinct,
            deferrable: deferrable(when),
            comment: None,
        }));
    }
    for (picks, unique, predicate, flags) in parts.indexes {
        index(&mut table, &chosen(&picks), unique, predicate, flags);
    }
    for (column, target, flags, name) in parts.references {
        reference(&mut table, chosen(&[column]), target, flags, name, others);
    }
    // The engine's rules for partitions and roles do not go together at random.
    match (parts.partitioning, parts.role) {
        (Some((pick, strategy)), _) => return partitioned(table, chosen(&[pick]), strategy),
        (None, 1) => dimension(&mut table, &names),
        (None, 2) => fact(&mut table, &names),
        (None, _) => {}
    }
    vec![table]
}

fn primary_key(table: &mut Table, columns: Vec<Name>) {
    for name in &columns {
        table.columns.get_mut(name).unwrap().nullable = false;
    }
    let name = generated_name(&table.name.name, &[], "pkey");
    let key = PrimaryKey {
        storage: Default::default(),
        name,
        origin: NameOrigin::Generated,
        columns,
        include: Vec::new(),
        deferrable: Deferrable::No,
        comment: table.comment.clone(),
    };
    table.add_constraint(Constraint::PrimaryKey(key));
}

fn deferrable(when: u8) -> Deferrable {
    [Deferrable::No, Deferrable::InitiallyImmediate, Deferrable::InitiallyDeferred][usize::from(when % 3)]
}

fn index(table: &mut Table, columns: &[Name], unique: bool, predicate: Option<SqlText>, flags: u8) {
    let mut keys: Vec<IndexKey> = columns.iter().map(|name| IndexKey::on_column(name.clone())).collect();
    if flags & 1 > 0 {
        keys[0].descending = true;
        keys[0].nulls = Some(NullsOrder::Last);
        keys[0].prefix = Some(10);
    }
    if flags & 2 > 0 {
        keys.push(IndexKey { term: IndexTerm::Expression(SqlText::new("lower(\"a: b\")")), ..IndexKey::on_column("") });
    }
    let expression = Name::from("expr");
    let named: Vec<&Name> = keys.iter().map(|key| key.column().unwrap_or(&expression)).collect();
    let generated = generated_name(&table.name.name, &named, "idx");
    let name = if flags & 4 > 0 { generated } else { Name::new(format!("{}: {flags}", table.name.name)) };
    if table.indexes.contains_key(&name) {
        return;
    }
    let method = (flags & 8 > 0).then(|| "gin".into());
    table.add_index(Index {
        unique,
        predicate,
        method,
        nulls_not_distinct: flags & 16 > 0,
        hidden: flags & 32 > 0,
        written: Written::default(),
        ..plain_index(name.as_str(), keys)
    });
}

fn reference(table: &mut Table, columns: Vec<Name>, target: Pick, flags: u8, name: Option<String>, others: &[Table]) {
    let mut targets: Vec<(QualifiedName, Name)> = Vec::new();
    for other in others {
        targets.extend(other.columns.keys().map(|column| (other.name.clone(), column.clone())));
    }
    if targets.is_empty() {
        return;
    }
    let (references, referenced) = target.get(&targets).clone();
    let actions = [
        ReferentialAction::NoAction,
        ReferentialAction::Restrict,
        ReferentialAction::Cascade,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
    ];
    let generated = generated_name(&table.name.name, &columns.iter().collect::<Vec<_>>(), "fkey");
    table.add_constraint(Constraint::ForeignKey(ForeignKey {
        written: Written::default(),
        on_delete_columns: Vec::new(),
        name: name.map_or(generated, Name::new),
        origin: NameOrigin::Generated,
        columns,
        references,
        referenced_columns: vec![referenced],
        on_delete: actions[usize::from(flags % 5)],
        on_update: actions[usize::from(flags / 5 % 5)],
        match_kind: if flags > 200 { MatchKind::Full } else { MatchKind::Simple },
        deferrable: deferrable(flags),
        not_valid: flags.is_multiple_of(7),
        comment: None,
    }));
}

/// A dimension as the loader would have it: the natural key is never null and unique.
fn dimension(table: &mut Table, names: &[Name]) {
    let natural = names[names.len() - 1].clone();
    table.columns.get_mut(&natural).unwrap().nullable = false;
    let surrogate = table.primary_key().filter(|key| key.columns.len() == 1).map(|key| key.columns[0].clone());
    unique(table, std::slice::from_ref(&natural));
    table.role = TableRole::Dimension(Dimension { surrogate_key: surrogate, natural_key: vec![natural], scd: Some(1) });
}

fn fact(table: &mut Table, names: &[Name]) {
    let grain = vec![names[0].clone()];
    unique(table, &grain);
    let measures = names[1..].iter().enumerate().map(|(position, column)| Measure {
        column: column.clone(),
        additivity: [Additivity::Additive, Additivity::SemiAdditive, Additivity::NonAdditive][position % 3],
    });
    table.role = TableRole::Fact(Fact { grain, measures: measures.collect() });
}

fn unique(table: &mut Table, columns: &[Name]) {
    let taken = table.constraints.values().any(|it| {
        matches!(it, Constraint::PrimaryKey(_) | Constraint::Unique(_)) && it.columns().into_iter().eq(columns)
    });
    let name = generated_name(&table.name.name, &columns.iter().collect::<Vec<_>>(), "key");
    if taken {
        return;
    }
    // Makes room for the name.
    table.constraints.remove(&name);
    table.indexes.clear();
    table.add_constraint(Constraint::Unique(Unique {
        storage: Default::default(),
        name,
        origin: NameOrigin::Generated,
        columns: columns.to_vec(),
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: Deferrable::No,
        comment: None,
    }));
}

fn partitioned(mut table: Table, columns: Vec<Name>, strategy: u8) -> Vec<Table> {
    let (strategy, bound) = match strategy {
        0 => (PartitionStrategy::Range, "FROM ('it''s') TO (MAXVALUE)"),
        1 => (PartitionStrategy::List, "IN ('a', NULL)"),
        _ => (PartitionStrategy::Hash, "WITH (modulus 4, remainder 0)"),
    };
    let expression = PartitionKey::new(IndexTerm::Expression(SqlText::new("lower(x)")));
    let keys =
        columns.into_iter().map(PartitionKey::on_column).chain(table.comment.is_some().then_some(expression)).collect();
    table.partitioning = Some(Partitioning { strategy, keys });
    let partition = |suffix: &str, bound: PartitionBound, inherits: bool| {
        let mut partition = Table::new(table.name.sibling(format!("{}{suffix}", table.name.name)));
        let inherited = Column::as_inherited;
        for column in table.columns.values() {
            partition.add_column(if inherits { inherited(column) } else { column.clone() });
        }
        partition.partition_of = Some(PartitionOf { parent: table.name.clone(), bound });
        partition
    };
    let first = partition(" p1", PartitionBound::Values(SqlText::new(bound)), true);
    let mut rest = partition(" rest", PartitionBound::Default, false);
    rest.add_index(plain_index(
        &format!("{} index", rest.name.name),
        vec![IndexKey::on_column(rest.columns[0].name.clone())],
    ));
    vec![table, first, rest]
}
