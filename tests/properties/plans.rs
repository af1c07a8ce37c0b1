//! What holds for every plan, on every engine.

use crate::apply::apply;
use crate::dangling::dangling;
use crate::relational::Evolution;
use crate::{config, relational, schema};
use dbx::dialect::{self, Dialect, DialectKind};
use dbx::diff::diff;
use dbx::model::{Change, Constraint, Name, NameOrigin, Object, Operation, Pair, Plan, Renames, Schema, TableChange};
use dbx::plan::{Script, plan};
use dbx::spec::{EmitOptions, emit};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

fn engines() -> impl Strategy<Value = DialectKind> {
    select(&DialectKind::ALL[..])
}

/// The schema without what the engine refuses: indexes of MySQL hold all rows.
fn fitted(engine: &dyn Dialect, mut schema: Schema) -> Schema {
    if engine.kind() != DialectKind::Mysql {
        return schema;
    }
    for object in schema.objects.values_mut() {
        if let Object::Table(table) = object {
            table.indexes.values_mut().for_each(|index| index.predicate = None);
        }
    }
    schema
}

/// Both sides as the engine has them, and the renames under the engine's addresses.
fn normalized(engine: &dyn Dialect, evolution: &Evolution) -> (Pair<Schema>, Renames) {
    let schemas = evolution.schemas.as_ref().map(|schema| {
        let normalized = engine.normalize(fitted(engine, schema.clone()));
        assert_eq!(normalized.unsupported, [], "the generator keeps to what every engine has");
        normalized.schema
    });
    let renames = match engine.capabilities().default_namespace {
        Some(namespace) => evolution.renames.map(|id| id.or_namespace(&Name::from(namespace))),
        None => evolution.renames.clone(),
    };
    (schemas, renames)
}

fn planned(engine: &dyn Dialect, schemas: Pair<&Schema>, renames: &Renames) -> Result<Plan, TestCaseError> {
    plan(engine, schemas, renames).map_err(|reasons| {
        let refused = reasons.iter().all(|reason| is_refused(&reason.message));
        if refused { TestCaseError::reject("refused") } else { TestCaseError::fail(format!("{reasons:?}")) }
    })
}

/// What is refused with a way out instead of planned wrongly: types without a cast, and changes that wait for each other.
fn is_refused(message: &str) -> bool {
    message.contains(" has no cast from ") || message.starts_with("these changes wait for each other")
}

fn titles(operations: &[Operation]) -> String {
    operations.iter().map(|operation| format!("\n  {}", operation.title)).collect()
}

/// What still differs. Where constraints can go without a name the engine never saw a generated one, so that renaming it takes no step.
fn left(engine: &dyn Dialect, reached: &Schema, to: &Schema) -> Vec<TableChange> {
    let unnamed = |constraint: &Constraint| {
        let goes_without = engine.capabilities().unnamed_constraints
            // All primary keys of MySQL have one name.
            || engine.kind() == DialectKind::Mysql && matches!(constraint, Constraint::PrimaryKey(_));
        goes_without && matches!(constraint.origin(), NameOrigin::Generated)
    };
    let mut left = Vec::new();
    for change in diff(Pair::new(reached, to)) {
        let Change::AlterTable { changes, .. } = change else { panic!("left over: {change:?}") };
        left.extend(changes);
    }
    left.retain(
        |change| !matches!(change, TableChange::RenameConstraint(pair) if unnamed(&pair.from) && unnamed(&pair.to)),
    );
    left
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn normalizing_twice_is_normalizing_once(engine in engines(), schema in schema::schemas()) {
        let engine = dialect::of(engine);
        let once = engine.normalize(schema).schema;
        prop_assert_eq!(&engine.normalize(once.clone()).schema, &once);
    }

    #[test]
    fn a_schema_does_not_differ_from_itself(engine in engines(), schema in relational::schemas()) {
        let engine = dialect::of(engine);
        let read = crate::loaded(&emit(&schema, &EmitOptions::default())).schema;
        let (schemas, _) = normalized(engine.as_ref(), &Evolution { schemas: Pair::new(schema, read), renames: Renames::default() });
        prop_assert_eq!(diff(schemas.as_ref()), []);
    }

    #[test]
    fn a_plan_leads_where_it_should(engine in engines(), evolution in relational::evolutions()) {
        let engine = dialect::of(engine);
        let (schemas, renames) = normalized(engine.as_ref(), &evolution);
        let plan = planned(engine.as_ref(), schemas.as_ref(), &renames)?;
        let relations: BTreeSet<String> =
            [&schemas.from, &schemas.to].into_iter().flat_map(Schema::tables).map(|table| table.name.name.to_string()).collect();
        let mut schema = schemas.from.clone();
        for (at, operation) in plan.operations.iter().enumerate() {
            apply(engine.as_ref(), &mut schema, &operation.step);
            let found = dangling(engine.as_ref(), &schema, &relations);
            prop_assert!(found.is_empty(), "after {}:{}", found.join(", "), titles(&plan.operations[..=at]));
        }
        let reached = engine.normalize(schema).schema;
        prop_assert_eq!(left(engine.as_ref(), &reached, &schemas.to), [], "{}", titles(&plan.operations));
    }

    #[test]
    fn a_plan_file_reads_back(engine in engines(), evolution in relational::evolutions()) {
        let engine = dialect::of(engine);
        let (schemas, renames) = normalized(engine.as_ref(), &evolution);
        let plan = planned(engine.as_ref(), schemas.as_ref(), &renames)?;
        let script = Script::of(&plan, engine.kind(), "dbx test");
        let sql = script.to_sql();
        let read = Script::parse(&sql, engine.capabilities().syntax);
        prop_assert_eq!(read, Ok(script), "{}", sql);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(engine in engines(), evolution in relational::evolutions()) {
        let engine = dialect::of(engine);
        let (schemas, renames) = normalized(engine.as_ref(), &evolution);
        let again = schemas.as_ref().map(|schema| {
            let mut reversed = Schema::default();
            schema.objects.values().rev().for_each(|object| { reversed.insert(object.clone()); });
            reversed
        });
        let sql = |schemas: Pair<&Schema>| {
            let plan = planned(engine.as_ref(), schemas, &renames)?;
            Ok::<_, TestCaseError>(Script::of(&plan, engine.kind(), "dbx test").to_sql())
        };
        prop_assert_eq!(sql(schemas.as_ref())?, sql(again.as_ref())?);
    }
}
