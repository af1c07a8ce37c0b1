//! What a step costs while it runs: the lock on tables that hold rows, and what happens to the rows.
//! By the manual's chapters "Explicit Locking" and "ALTER TABLE".

use super::cast;
use super::render::{alter_constraint_in_place, only_validates};
use crate::dialect::Cost;
use crate::model::{
    Column, ColumnAspect, ColumnDefault, Constraint, DefinitionKind, Domain, IndexStorage, LockMode, MaterializedView,
    Object, ObjectId, ObjectKind, Pair, Publication, Step, TableChange, TableOptions,
};
use crate::sql::{LexemeKind, Syntax, lex};

const FREE: Cost = Cost { lock: LockMode::None, rewrites: false, scans: false };

pub(super) fn step(step: &Step) -> Cost {
    match step {
        Step::Create(object) => create(object),
        Step::Drop(object) => drop(object),
        Step::Rename(ids) => only(rename(ids.to.kind)),
        Step::Alter(objects) | Step::Replace(objects) => alter(objects.as_ref()),
        Step::Comment { object, .. } => only(comment(object.id().kind)),
        Step::AlterTable { change, .. } => table_change(change),
        Step::AlterTogether(_) | Step::Rebuild(_) => rewrite(),
        Step::Owner { on, .. } if matches!(on.kind, ObjectKind::Table | ObjectKind::MaterializedView) => {
            only(LockMode::AccessExclusive)
        }
        Step::AddEnumValue { .. } | Step::RenameEnumValue { .. } | Step::Owner { .. } | Step::Privileges { .. } => FREE,
        Step::SwapEnum { columns, .. } => {
            if columns.is_empty() {
                FREE
            } else {
                rewrite()
            }
        }
    }
}

fn only(lock: LockMode) -> Cost {
    Cost { lock, ..FREE }
}

fn scan(lock: LockMode) -> Cost {
    Cost { lock, rewrites: false, scans: true }
}

fn rewrite() -> Cost {
    Cost { lock: LockMode::AccessExclusive, rewrites: true, scans: true }
}

fn create(object: &Object) -> Cost {
    match object {
        // ATTACH PARTITION locks the parent.
        Object::Table(table) if table.partition_of.is_some() => only(LockMode::ShareUpdateExclusive),
        Object::View(_) => only(LockMode::AccessShare),
        Object::MaterializedView(_) => scan(LockMode::AccessShare),
        Object::Trigger(_) => only(LockMode::ShareRowExclusive),
        Object::Policy(_) => only(LockMode::AccessExclusive),
        Object::Publication(it) => only(publication(it)),
        Object::Definition(it) => only(definition(it.kind)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::Table(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => FREE,
    }
}

fn drop(object: &Object) -> Cost {
    match object {
        Object::Table(_) | Object::Trigger(_) | Object::Policy(_) => only(LockMode::AccessExclusive),
        Object::Definition(it) => only(definition(it.kind)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => FREE,
    }
}

/// Tables that are named are locked, so that nobody changes them meanwhile.
fn publication(it: &Publication) -> LockMode {
    if it.tables.is_empty() { LockMode::None } else { LockMode::ShareUpdateExclusive }
}

/// Of making, replacing or dropping one.
fn definition(kind: DefinitionKind) -> LockMode {
    match kind {
        DefinitionKind::Rule => LockMode::AccessExclusive,
        DefinitionKind::Statistics => LockMode::ShareUpdateExclusive,
        DefinitionKind::Language
        | DefinitionKind::Collation
        | DefinitionKind::Range
        | DefinitionKind::Cast
        | DefinitionKind::Operator
        | DefinitionKind::OperatorFamily
        | DefinitionKind::OperatorClass
        | DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::TextSearchDictionary
        | DefinitionKind::TextSearchConfiguration
        | DefinitionKind::ForeignDataWrapper
        | DefinitionKind::EventTrigger
        | DefinitionKind::Event
        | DefinitionKind::VirtualTable => LockMode::None,
    }
}

fn rename(kind: ObjectKind) -> LockMode {
    match kind {
        ObjectKind::Table | ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Trigger | ObjectKind::Policy => {
            LockMode::AccessExclusive
        }
        ObjectKind::Index => LockMode::ShareUpdateExclusive,
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Sequence
        | ObjectKind::Function
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => LockMode::None,
    }
}

fn comment(kind: ObjectKind) -> LockMode {
    match kind {
        ObjectKind::Table | ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Trigger | ObjectKind::Policy => {
            LockMode::ShareUpdateExclusive
        }
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Sequence
        | ObjectKind::Function
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => LockMode::None,
    }
}

fn alter(objects: Pair<&Object>) -> Cost {
    match (objects.from, objects.to) {
        (Object::Domain(from), Object::Domain(to)) => domain(Pair::new(from, to)),
        (Object::MaterializedView(from), Object::MaterializedView(to)) => materialized_view(Pair::new(from, to)),
        (Object::View(_), Object::View(_)) => only(LockMode::AccessShare),
        (Object::Trigger(_), Object::Trigger(_)) => only(LockMode::ShareRowExclusive),
        (Object::Policy(_), Object::Policy(_)) => only(LockMode::AccessExclusive),
        (Object::Publication(_), Object::Publication(to)) => only(publication(to)),
        (Object::Definition(_), Object::Definition(to)) => only(definition(to.kind)),
        _ => FREE,
    }
}

/// What a domain newly asks for is checked in every table that uses it.
fn domain(domains: Pair<&Domain>) -> Cost {
    let gets_not_null = domains.from.nullable && !domains.to.nullable;
    let gets_check =
        domains.to.checks.values().any(|check| !check.not_valid && domains.from.checks.get(&check.name) != Some(check));
    if gets_not_null || gets_check { scan(LockMode::Share) } else { FREE }
}

fn table_change(change: &TableChange) -> Cost {
    match change {
        TableChange::AddColumn(column) if fills_rows(column) => rewrite(),
        TableChange::AlterColumn { columns, aspect } => alter_column(columns.as_ref(), *aspect),
        TableChange::AddConstraint(constraint) => add_constraint(constraint),
        TableChange::AlterConstraint(pair) if only_validates(pair.as_ref()) => scan(LockMode::ShareUpdateExclusive),
        TableChange::AlterConstraint(pair) => alter_constraint(pair.as_ref()),
        TableChange::AddIndex(_) => scan(LockMode::Share),
        TableChange::AlterIndex(indexes) => storage(indexes.as_ref().map(|index| &index.storage)),
        TableChange::RenameIndex(_) => only(LockMode::ShareUpdateExclusive),
        TableChange::Comment { kind, .. } => only(comment(*kind)),
        TableChange::Options(pair) => options(pair.as_ref()),
        TableChange::PartitionOf(places) => match (&places.from, &places.to) {
            (None, Some(_)) => scan(LockMode::ShareUpdateExclusive),
            (Some(_), Some(_)) => scan(LockMode::AccessExclusive),
            (_, None) => only(LockMode::AccessExclusive),
        },
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::DropIndex(_)
        | TableChange::Partitioning(_) => only(LockMode::AccessExclusive),
    }
}

/// In place it is only about when a foreign key is checked, or about how an index is kept.
fn alter_constraint(constraints: Pair<&Constraint>) -> Cost {
    let table = ObjectId::new(ObjectKind::Table, Vec::new());
    if alter_constraint_in_place(&table, constraints).is_none() {
        return Cost { lock: LockMode::AccessExclusive, ..add_constraint(constraints.to) };
    }
    match (constraints.from.storage(), constraints.to.storage()) {
        (Some(from), Some(to)) => storage(Pair::new(from, to)),
        _ => only(LockMode::AccessExclusive),
    }
}

/// Parameters are for rows to come; another tablespace means that the files are copied.
fn storage(storage: Pair<&IndexStorage>) -> Cost {
    if storage.map(|it| &it.tablespace).differs() {
        Cost { lock: LockMode::AccessExclusive, rewrites: true, scans: false }
    } else {
        only(LockMode::ShareUpdateExclusive)
    }
}

fn options(options: Pair<&TableOptions>) -> Cost {
    let is_other = |differs: bool, cost: Cost| differs.then_some(cost);
    let exclusive = only(LockMode::AccessExclusive);
    let copied = Cost { lock: LockMode::AccessExclusive, rewrites: true, scans: false };
    let gentle = only(LockMode::ShareUpdateExclusive);
    [
        is_other(options.map(|it| (it.unlogged, &it.access_method)).differs(), rewrite()),
        is_other(options.map(|it| &it.tablespace).differs(), copied),
        is_other(options.map(|it| (&it.inherits, &it.of_type, &it.replica_identity)).differs(), exclusive),
        is_other(options.map(|it| (it.row_security, &it.foreign)).differs(), exclusive),
        is_other(options.map(|it| (&it.parameters, &it.clustered_on)).differs(), gentle),
    ]
    .into_iter()
    .flatten()
    .next()
    .unwrap_or(rewrite())
}

/// What differs of a materialized view beside its query and its indexes.
fn materialized_view(views: Pair<&MaterializedView>) -> Cost {
    if views.map(|it| &it.access_method).differs() { rewrite() } else { storage(views.map(|it| &it.storage)) }
}

fn add_constraint(constraint: &Constraint) -> Cost {
    match constraint {
        Constraint::ForeignKey(key) if key.not_valid => only(LockMode::ShareRowExclusive),
        Constraint::ForeignKey(_) => scan(LockMode::ShareRowExclusive),
        Constraint::Check(check) if check.not_valid => only(LockMode::AccessExclusive),
        Constraint::Check(_) | Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => {
            scan(LockMode::AccessExclusive)
        }
    }
}

fn alter_column(columns: Pair<&Column>, aspect: ColumnAspect) -> Cost {
    match aspect {
        ColumnAspect::Type if !cast::keeps_storage(columns.map(|column| &column.data_type)) => rewrite(),
        // The rows stay, indexes on the column are built again.
        ColumnAspect::Collation => scan(LockMode::AccessExclusive),
        ColumnAspect::Nullability if !columns.to.nullable => scan(LockMode::AccessExclusive),
        ColumnAspect::Storage if !columns.map(|it| (&it.storage.mode, &it.storage.compression)).differs() => {
            only(LockMode::ShareUpdateExclusive)
        }
        ColumnAspect::Type
        | ColumnAspect::Nullability
        | ColumnAspect::Default
        | ColumnAspect::Generated
        | ColumnAspect::Identity
        | ColumnAspect::Storage
        | ColumnAspect::Inheritance
        | ColumnAspect::OnUpdate
        | ColumnAspect::Visibility => only(LockMode::AccessExclusive),
    }
}

/// Whether every row gets a value of its own. One value for all is kept in the catalog instead.
fn fills_rows(column: &Column) -> bool {
    let volatile = match &column.default {
        Some(ColumnDefault::Expression(expression)) => may_be_volatile(expression.as_str()),
        Some(ColumnDefault::Literal(_)) | None => false,
    };
    column.generated.is_some() || column.identity.is_some() || volatile
}

/// Functions whose result is the same throughout a statement. Any other may give every row another value.
const STABLE: [&str; 22] = [
    "array_to_json",
    "coalesce",
    "concat",
    "current_setting",
    "date_trunc",
    "format",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "lower",
    "make_date",
    "make_interval",
    "md5",
    "now",
    "nullif",
    "statement_timestamp",
    "timezone",
    "to_char",
    "to_jsonb",
    "transaction_timestamp",
    "upper",
];

fn may_be_volatile(expression: &str) -> bool {
    let Ok(lexemes) = lex(Syntax::Postgres, expression) else { return true };
    (1..lexemes.len()).any(|at| {
        let name = &lexemes[at - 1];
        let is_type = at >= 2 && lexemes[at - 2].is_symbol("::");
        let is_called = lexemes[at].is_symbol("(") && !is_type;
        match &name.kind {
            LexemeKind::Word(word) => is_called && STABLE.binary_search(&word.to_ascii_lowercase().as_str()).is_err(),
            LexemeKind::QuotedName(_) => is_called,
            LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::postgres::data_type;
    use crate::model::{DataType, SqlText};

    fn added(data_type: &str, default: Option<&str>) -> Cost {
        let mut column = Column::new("x", data_type::read_catalog(data_type));
        column.default = default.map(|it| ColumnDefault::Expression(SqlText::new(it)));
        table_change(&TableChange::AddColumn(column))
    }

    fn retyped(from: &str, to: &str) -> Cost {
        let columns = Pair::new(from, to).map(|it| Column::new("x", data_type::read_catalog(it)));
        table_change(&TableChange::AlterColumn { columns, aspect: ColumnAspect::Type })
    }

    #[test]
    fn rewrites_only_where_postgresql_does() {
        assert!(STABLE.is_sorted());
        assert_eq!(added("integer", Some("5")), only(LockMode::AccessExclusive));
        assert_eq!(added("timestamptz", Some("now()")), only(LockMode::AccessExclusive));
        assert_eq!(added("numeric(10,2)", Some("'0'::numeric(10,2)")), only(LockMode::AccessExclusive));
        assert_eq!(added("timestamptz", Some("clock_timestamp()")), rewrite());
        assert_eq!(added("uuid", Some("gen_random_uuid()")), rewrite());
        assert_eq!(retyped("integer", "bigint"), rewrite());
        assert_eq!(retyped("character varying(50)", "text"), only(LockMode::AccessExclusive));
    }

    #[test]
    fn not_null_reads_every_row() {
        let mut to = Column::new("x", DataType::Int);
        to.nullable = false;
        let columns = Pair::new(Column::new("x", DataType::Int), to);
        let change = TableChange::AlterColumn { columns, aspect: ColumnAspect::Nullability };
        assert_eq!(table_change(&change), scan(LockMode::AccessExclusive));
    }
}
