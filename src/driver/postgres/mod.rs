//! Postgres, live.

use super::{DatabaseUrl, Driver, DriverError, LockTimeout, Scope, Server};
use crate::dialect::Dialect;
use crate::model::{Probe, QualifiedName, RowCount, Rows, Schema, Statement, Value};
use async_trait::async_trait;
use std::time::Duration;

pub struct PostgresDriver;

impl PostgresDriver {
    pub async fn connect(_url: &DatabaseUrl) -> Result<Self, DriverError> {
        todo!()
    }
}

#[async_trait]
impl Driver for PostgresDriver {
    fn dialect(&self) -> std::sync::Arc<dyn Dialect> {
        todo!()
    }
    fn server(&self) -> &Server {
        todo!()
    }
    async fn inspect(&mut self, _scope: &Scope) -> Result<Schema, DriverError> {
        todo!()
    }
    async fn rehearse(&mut self, _statements: &[Statement], _scope: &Scope) -> Result<Schema, DriverError> {
        todo!()
    }
    async fn has_table(&mut self, _name: &QualifiedName) -> Result<bool, DriverError> {
        todo!()
    }
    async fn answer(
        &mut self,
        _probe: &Probe,
        _limit: u64,
        _timeout: Duration,
    ) -> Result<Option<RowCount>, DriverError> {
        todo!()
    }
    async fn query(&mut self, _sql: &str, _parameters: &[Value]) -> Result<Rows, DriverError> {
        todo!()
    }
    async fn execute(&mut self, _sql: &str, _parameters: &[Value]) -> Result<u64, DriverError> {
        todo!()
    }
    async fn run(&mut self, _statement: &str) -> Result<(), DriverError> {
        todo!()
    }
    async fn begin(&mut self, _statements: &[Statement]) -> Result<(), DriverError> {
        todo!()
    }
    async fn commit(&mut self) -> Result<(), DriverError> {
        todo!()
    }
    async fn rollback(&mut self) -> Result<(), DriverError> {
        todo!()
    }
    async fn lock(&mut self, _wait: Duration) -> Result<bool, DriverError> {
        todo!()
    }
    async fn unlock(&mut self) -> Result<(), DriverError> {
        todo!()
    }
    async fn set_lock_timeout(&mut self, _timeout: LockTimeout) -> Result<(), DriverError> {
        todo!()
    }
}
