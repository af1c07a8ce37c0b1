//! Time and chance as the port needs them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::time::Duration;

#[async_trait]
pub trait Timer: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
    /// Any number, each as likely as the next.
    fn random(&self) -> u64;
    async fn sleep(&self, pause: Duration);
}
