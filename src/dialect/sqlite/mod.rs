//! SQLite: free words as types, no comments, no namespaces, and an ALTER TABLE that does little, so that tables are made anew.

mod data_type;
mod effect;
mod key;
mod keyword;
mod literal;
mod lower;
mod misfit;
mod normalize;
mod render;
mod text;
mod unsupported;
mod virtual_table;

use super::{
    Capabilities, Cast, ColumnAlteration, Dialect, DialectKind, IndexNames, LiteralStyle, Measuring, MomentParts,
    Normalized, Note, Stage, UnknownType, Unsupported, ViewBinding,
};
use crate::model::{
    Change, DataType, Effect, Grantee, IndexStorage, Literal, Manner, Name, ObjectId, Pair, Privileges, Scene, Schema,
    Statement, Step, Utility,
};
use crate::sql::Syntax;
use crate::sql::sqlite::KeyColumn;

#[derive(Debug)]
pub struct Sqlite {
    capabilities: Capabilities,
}

impl Sqlite {
    /// At the oldest version whose files and features dbx counts on: DROP COLUMN came with 3.35, STRICT with 3.37.
    pub fn new() -> Self {
        Self::at((3, 37, 0))
    }

    /// What the catalog knows of a key besides its columns.
    pub fn key_storage(keys: &[KeyColumn], on_conflict: Option<&str>) -> IndexStorage {
        key::storage(keys, on_conflict)
    }

    pub fn at(version: (u32, u32, u32)) -> Self {
        Self {
            capabilities: Capabilities {
                version,
                syntax: Syntax::Sqlite,
                default_namespace: None,
                max_identifier_bytes: None,
                names_ignore_case: true,
                transactional_ddl: true,
                column_alteration: ColumnAlteration::Rebuild,
                view_binding: ViewBinding::OnUse,
                respells_sql: false,
                comments: false,
                partitioning: false,
                in_memory: Some("sqlite::memory:"),
                unnamed_constraints: true,
                insert_returning: true,
                clock: "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
                insert_given_identity: "",
                own_rows: "",
                unicode_table: "",
                literals: LiteralStyle {
                    escapes_backslash: false,
                    truth: ["0", "1"],
                    bytes: ["X'", "'"],
                    overriding: "",
                },
                renames_reach_code: true,
                renames_routines: false,
                index_names: IndexNames::PerNamespace,
                one_writer: true,
                time_zone_query: None,
                measuring: Measuring {
                    exact_decimals: false,
                    // Any column holds values of any type here.
                    whole_number: Some("typeof({}) = 'integer'"),
                    number: Some(
                        "typeof({}) IN ('integer', 'real') AND {} BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308",
                    ),
                    moment: Some("unixepoch({}) IS NOT NULL"),
                    mean: "avg({})",
                    variance: None,
                    double: "CAST({} AS REAL)",
                    text: "CAST({} AS TEXT)",
                    characters: "length(CAST({} AS TEXT))",
                    epoch: "unixepoch({})",
                    parts: MomentParts {
                        year: "CAST(strftime('%Y', {}) AS INTEGER)",
                        month: "CAST(strftime('%m', {}) AS INTEGER)",
                        year_and_month: "strftime('%Y-%m', {})",
                        weekday: "(CAST(strftime('%w', {}) AS INTEGER) + 6) % 7",
                        hour: "CAST(strftime('%H', {}) AS INTEGER)",
                    },
                },
            },
        }
    }
}

impl Default for Sqlite {
    fn default() -> Self {
        Self::new()
    }
}

impl Dialect for Sqlite {
    fn kind(&self) -> DialectKind {
        DialectKind::Sqlite
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn quote(&self, name: &Name) -> String {
        keyword::quote(name)
    }

    fn parse_type(&self, text: &str) -> Result<DataType, UnknownType> {
        data_type::parse_type(text)
    }

    fn read_type(&self, written: &str) -> DataType {
        data_type::parse_type(written).unwrap_or_else(|_| DataType::Native(crate::model::NativeType::new(written)))
    }

    fn format_type(&self, data_type: &DataType) -> String {
        data_type::format_type(data_type)
    }

    fn format_literal(&self, literal: &Literal, data_type: &DataType) -> Result<String, String> {
        literal::format_literal(literal, data_type)
    }

    fn cast(&self, types: Pair<&DataType>) -> Cast {
        data_type::cast(types)
    }

    /// There are no accounts.
    fn without_definers(&self, schema: Schema) -> (Schema, Vec<Note>) {
        (schema, Vec::new())
    }

    fn normalize(&self, schema: Schema) -> Normalized {
        normalize::normalize(schema)
    }

    fn lower(&self, change: &Change, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
        lower::lower(change, schemas)
    }

    fn render(&self, step: &Step) -> Result<Vec<Statement>, Unsupported> {
        render::render(step)
    }

    /// Whoever may open the file may do everything.
    fn privileges_by_default(&self, _: &ObjectId, _: &Grantee) -> Privileges {
        Privileges::new()
    }

    fn misfit(&self, column: &str, types: Pair<&DataType>) -> Option<String> {
        misfit::condition(column, types)
    }

    fn online(&self, _step: &Step, _schemas: Pair<&Schema>) -> Result<Option<Vec<Stage>>, Unsupported> {
        Ok(None)
    }

    fn effect(&self, step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect {
        effect::step(step, manner, scene)
    }

    fn utility(&self, utility: &Utility, scene: Scene<'_>) -> Effect {
        effect::utility(utility, scene)
    }
}
