//! MySQL and MariaDB: one dialect with two flavors, whose differences are data in [`Features`].

mod features;

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
        format!("`{}`", name.as_str().replace('`', "``"))
    }

    fn parse_type(&self, text: &str) -> Result<DataType, UnknownType> {
        super::parse_portable_type(text)
    }

    fn format_type(&self, data_type: &DataType) -> String {
        super::format_portable_type(data_type).unwrap_or_default()
    }

    fn format_literal(&self, _: &Literal, _: &DataType) -> Result<String, String> {
        Err("dbx writes no literals for MySQL yet".to_owned())
    }

    fn cast(&self, types: Pair<&DataType>) -> Cast {
        if types.differs() { Cast::Narrowing } else { Cast::Same }
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
