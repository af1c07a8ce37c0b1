//! MySQL and MariaDB: one dialect with two flavors, whose differences are data in [`Features`].

mod cast;
mod data_type;
mod features;
mod literal;
mod native;
mod quote;

pub use features::Flavor;

use super::{
    Capabilities, Cast, ColumnAlteration, Cost, Dialect, DialectKind, Normalized, UnknownType, Unsupported, ViewBinding,
};
use crate::model::{Change, DataType, Literal, LockMode, Name, Pair, Schema, Statement, Step};
use crate::sql::Syntax;
use features::Features;

#[derive(Debug)]
pub struct Mysql {
    capabilities: Capabilities,
    #[expect(dead_code, reason = "what is finished next reads it")]
    features: Features,
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
                // In characters, which are never more than bytes.
                max_identifier_bytes: None,
                names_ignore_case: true,
                transactional_ddl: false,
                column_alteration: ColumnAlteration::InPlace,
                view_binding: ViewBinding::OnUse,
                respells_sql: true,
                comments: true,
                partitioning: true,
                unnamed_constraints: false,
                insert_returning: flavor == Flavor::Mariadb,
                unicode_table: " CHARACTER SET utf8mb4",
            },
            features: Features::of(flavor, version),
        }
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

    fn format_type(&self, data_type: &DataType) -> String {
        data_type::format(data_type)
    }

    fn format_literal(&self, literal: &Literal, data_type: &DataType) -> Result<String, String> {
        literal::format(literal, data_type)
    }

    fn cast(&self, types: Pair<&DataType>) -> Cast {
        cast::cast(types)
    }

    fn normalize(&self, schema: Schema) -> Normalized {
        Normalized { schema, ..Normalized::default() }
    }

    fn lower(&self, change: &Change, _: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
        Err(unfinished(change.object()))
    }

    fn render(&self, step: &Step) -> Result<Vec<Statement>, Unsupported> {
        Err(unfinished(step.object()))
    }

    fn cost(&self, _: &Step) -> Cost {
        Cost { lock: LockMode::AccessExclusive, rewrites: true, scans: true }
    }
}

fn unfinished(object: crate::model::ObjectId) -> Unsupported {
    Unsupported::new(object, "dbx makes no changes on MySQL yet", "use PostgreSQL or SQLite")
}
