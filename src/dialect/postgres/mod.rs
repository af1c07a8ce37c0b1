//! Postgres.

use super::{Capabilities, Cast, Cost, Dialect, DialectKind, Normalized, UnknownType, Unsupported};
use crate::model::{Change, DataType, Literal, Name, Pair, Schema, Statement, Step};

#[derive(Debug)]
pub struct Postgres {
    capabilities: Capabilities,
}

impl Postgres {
    pub fn new() -> Self {
        todo!()
    }
}

impl Dialect for Postgres {
    fn kind(&self) -> DialectKind {
        DialectKind::Postgres
    }
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
    fn quote(&self, _name: &Name) -> String {
        todo!()
    }
    fn parse_type(&self, _text: &str) -> Result<DataType, UnknownType> {
        todo!()
    }
    fn format_type(&self, _data_type: &DataType) -> String {
        todo!()
    }
    fn format_literal(&self, _literal: &Literal, _data_type: &DataType) -> Result<String, String> {
        todo!()
    }
    fn cast(&self, _types: Pair<&DataType>) -> Cast {
        todo!()
    }
    fn normalize(&self, _schema: Schema) -> Normalized {
        todo!()
    }
    fn lower(&self, _change: &Change, _schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
        todo!()
    }
    fn render(&self, _step: &Step) -> Result<Vec<Statement>, Unsupported> {
        todo!()
    }
    fn cost(&self, _step: &Step) -> Cost {
        todo!()
    }
}
