//! MySQL and MariaDB: one dialect with two flavors, whose differences are data in [`Features`].

mod cast;
mod collation;
mod cost;
mod data_type;
mod definer;
mod definition;
mod effect;
mod features;
mod implied;
mod kept_values;
mod literal;
mod lower;
mod misfit;
mod native;
mod normalize;
mod option;
mod quote;
mod render;
mod text;
mod unsupported;

pub use features::Flavor;

use super::{
    Capabilities, Cast, ColumnAlteration, Dialect, DialectKind, IndexNames, LiteralStyle, Measuring, MomentParts,
    Normalized, Note, Stage, UnknownType, Unsupported, ViewBinding,
};
use crate::model::{
    Change, DataType, Effect, Grantee, Literal, Manner, Name, ObjectId, Pair, Privileges, Scene, Schema, Statement,
    Step, Utility,
};
use crate::sql::Syntax;
use features::Features;

/// What a database gives its tables where nothing is said. What is not known here is told in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableDefaults {
    /// The database's collation, which names its character set.
    pub collation: Option<String>,
    /// The server's storage engine.
    pub engine: Option<String>,
    /// Names of tables and views are kept in small letters (`lower_case_table_names = 1`).
    pub lowers_names: bool,
    /// The account the connection runs as: `app@%`.
    pub account: Option<String>,
}

#[derive(Debug)]
pub struct Mysql {
    capabilities: Capabilities,
    features: Features,
    defaults: TableDefaults,
}

impl Mysql {
    /// MariaDB at the oldest version that is supported.
    pub fn new() -> Self {
        Self::at_version(Flavor::Mariadb, (10, 11, 0))
    }

    pub fn at_version(flavor: Flavor, version: (u32, u32, u32)) -> Self {
        Self {
            capabilities: Capabilities {
                version,
                syntax: Syntax::Mysql,
                default_namespace: None,
                // Counted in characters, by `normalize`.
                max_identifier_bytes: None,
                names_ignore_case: true,
                transactional_ddl: false,
                column_alteration: ColumnAlteration::InPlace,
                view_binding: ViewBinding::OnUse,
                respells_sql: true,
                comments: true,
                partitioning: true,
                in_memory: None,
                unnamed_constraints: false,
                insert_returning: flavor == Flavor::Mariadb,
                clock: "SELECT unix_timestamp()",
                insert_given_identity: "",
                own_rows: "",
                unicode_table: " CHARACTER SET utf8mb4",
                literals: LiteralStyle {
                    escapes_backslash: true,
                    truth: ["0", "1"],
                    bytes: ["X'", "'"],
                    overriding: "",
                },
                renames_reach_code: false,
                renames_routines: false,
                index_names: IndexNames::PerTable,
                one_writer: false,
                time_zone_query: None,
                measuring: Measuring {
                    exact_decimals: true,
                    whole_number: None,
                    number: None,
                    // `0000-00-00` is no day.
                    moment: Some("TIMESTAMPDIFF(SECOND, '1970-01-01', {}) IS NOT NULL"),
                    // The mean of exact numbers has four digits more than they have, and is cut there.
                    mean: "avg({} * 1e0)",
                    variance: Some("var_samp({} * 1e0)"),
                    double: "({} * 1e0)",
                    text: "CAST({} AS CHAR)",
                    characters: "char_length({})",
                    epoch: "TIMESTAMPDIFF(SECOND, '1970-01-01', {})",
                    parts: MomentParts {
                        year: "year({})",
                        month: "month({})",
                        year_and_month: "date_format({}, '%Y-%m')",
                        weekday: "weekday({})",
                        hour: "hour({})",
                    },
                },
            },
            features: Features::of(flavor, version),
            defaults: TableDefaults::default(),
        }
    }

    /// The dialect of one database, whose own collation and engine then need no saying.
    #[must_use]
    pub fn with_defaults(mut self, defaults: TableDefaults) -> Self {
        self.defaults = defaults;
        self
    }

    /// The type that a catalog's text stands for: `int(11)`, `enum('a','b')`.
    pub fn read_catalog_type(text: &str) -> DataType {
        data_type::read_catalog(text)
    }
}

impl Default for Mysql {
    fn default() -> Self {
        Self::new()
    }
}

impl Dialect for Mysql {
    fn kind(&self) -> DialectKind {
        DialectKind::Mysql
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
        data_type::read_catalog(written)
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

    fn without_definers(&self, mut schema: Schema) -> (Schema, Vec<Note>) {
        let notes = definer::leave_out(&mut schema);
        (schema, notes)
    }

    fn normalize(&self, schema: Schema) -> Normalized {
        normalize::schema(schema, normalize::Scene { features: &self.features, defaults: &self.defaults })
    }

    fn lower(&self, change: &Change, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
        lower::lower(change, schemas, &self.features)
    }

    fn render(&self, step: &Step) -> Result<Vec<Statement>, Unsupported> {
        render::step(step, &self.features)
    }

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
        effect::step(step, manner, scene, &self.defaults)
    }

    fn utility(&self, utility: &Utility, scene: Scene<'_>) -> Effect {
        effect::utility(utility, scene)
    }
}
