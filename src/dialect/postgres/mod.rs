//! PostgreSQL 14 and later.

mod cast;
mod data_type;
mod effect;
mod in_place;
mod literal;
mod lower;
mod misfit;
mod normalize;
mod online;
mod privilege;
mod quote;
mod render;
mod sequence;
mod wrapper;

use normalize::storage::usual_mode as usual_storage_mode;

use super::{
    Capabilities, Cast, ColumnAlteration, Dialect, DialectKind, IndexNames, LiteralStyle, Measuring, MomentParts,
    Normalized, Note, Stage, UnknownType, Unsupported, ViewBinding,
};
use crate::model::{
    Change, DataType, Effect, Grantee, Literal, Manner, Name, ObjectId, Pair, Privileges, Scene, Schema, Statement,
    Step, Utility,
};
use crate::sql::Syntax;

/// The namespace that names without one belong to.
const DEFAULT_NAMESPACE: &str = "public";

/// NAMEDATALEN less the closing zero.
const MAX_IDENTIFIER_BYTES: usize = 63;

/// The oldest version dbx works with.
const OLDEST: privilege::Version = (14, 0, 0);

#[derive(Debug)]
pub struct Postgres {
    capabilities: Capabilities,
}

impl Postgres {
    /// At the oldest supported version.
    pub fn new() -> Self {
        Self::at_version(OLDEST)
    }

    /// At the version of a server.
    pub fn at_version(version: (u32, u32, u32)) -> Self {
        Self {
            capabilities: Capabilities {
                version,
                syntax: Syntax::Postgres,
                default_namespace: Some(DEFAULT_NAMESPACE),
                max_identifier_bytes: Some(MAX_IDENTIFIER_BYTES),
                names_ignore_case: false,
                transactional_ddl: true,
                column_alteration: ColumnAlteration::InPlace,
                view_binding: ViewBinding::OnCreate,
                respells_sql: true,
                comments: true,
                partitioning: true,
                in_memory: None,
                unnamed_constraints: false,
                insert_returning: true,
                clock: "SELECT CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)",
                insert_given_identity: " OVERRIDING SYSTEM VALUE",
                own_rows: "ONLY ",
                unicode_table: "",
                literals: LiteralStyle {
                    escapes_backslash: false,
                    truth: ["false", "true"],
                    bytes: ["'\\x", "'"],
                    overriding: " OVERRIDING SYSTEM VALUE",
                },
                renames_reach_code: true,
                renames_routines: true,
                index_names: IndexNames::PerNamespace,
                one_writer: false,
                time_zone_query: Some("SHOW TimeZone"),
                measuring: Measuring {
                    exact_decimals: true,
                    whole_number: None,
                    // NaN stands behind infinity.
                    number: Some("{} > '-Infinity' AND {} < 'Infinity'"),
                    moment: Some("isfinite({})"),
                    mean: "avg({})",
                    variance: Some("var_samp({})"),
                    double: "CAST({} AS float8)",
                    text: "CAST({} AS text)",
                    characters: "char_length(CAST({} AS text))",
                    epoch: "extract(epoch FROM {})",
                    parts: MomentParts {
                        year: "extract(year FROM {})",
                        month: "extract(month FROM {})",
                        year_and_month: "to_char({}, 'YYYY-MM')",
                        weekday: "(extract(isodow FROM {}) - 1)",
                        hour: "extract(hour FROM {})",
                    },
                },
            },
        }
    }

    /// Reads a type as the catalog prints it: `format_type` with an empty search path. Every type that a server has can be read.
    pub fn read_catalog_type(text: &str) -> DataType {
        data_type::read_catalog(text)
    }
}

impl Default for Postgres {
    fn default() -> Self {
        Self::new()
    }
}

impl Dialect for Postgres {
    fn kind(&self) -> DialectKind {
        DialectKind::Postgres
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn quote(&self, name: &Name) -> String {
        quote::identifier(name)
    }

    fn parse_type(&self, text: &str) -> Result<DataType, UnknownType> {
        data_type::parse(text)
    }

    fn read_type(&self, written: &str) -> DataType {
        data_type::read_written(written)
    }

    fn format_type(&self, data_type: &DataType) -> String {
        data_type::format(data_type)
    }

    fn format_literal(&self, literal: &Literal, data_type: &DataType) -> Result<String, String> {
        literal::format(literal, data_type)
    }

    fn cast(&self, types: Pair<&DataType>) -> Cast {
        cast::cast(types)
    }

    /// Owners are objects of their own.
    fn without_definers(&self, schema: Schema) -> (Schema, Vec<Note>) {
        (schema, Vec::new())
    }

    fn normalize(&self, schema: Schema) -> Normalized {
        normalize::schema(schema, self.capabilities.version)
    }

    fn lower(&self, change: &Change, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
        lower::change(change, schemas, self.capabilities.version)
    }

    fn render(&self, step: &Step) -> Result<Vec<Statement>, Unsupported> {
        render::step(step)
    }

    fn privileges_by_default(&self, on: &ObjectId, to: &Grantee) -> Privileges {
        privilege::by_default(on, to, self.capabilities.version)
    }

    fn misfit(&self, column: &str, types: Pair<&DataType>) -> Option<String> {
        misfit::condition(column, types, self.capabilities.version)
    }

    fn online(&self, step: &Step, schemas: Pair<&Schema>) -> Result<Option<Vec<Stage>>, Unsupported> {
        online::stages(step, schemas)
    }

    fn effect(&self, step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect {
        effect::step(step, manner, scene)
    }

    fn utility(&self, utility: &Utility, scene: Scene<'_>) -> Effect {
        effect::utility(utility, scene)
    }
}
