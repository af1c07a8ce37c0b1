//! Where a plan is tried: in the scratch database, in one that is made beside a live side and dropped afterwards, or in memory.

use super::claim::Claim;
use crate::app::source::{connect, live};
use crate::app::spelling::Servers;
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::driver::{DatabaseUrl, Driver, ErrorKind};
use crate::model::{Name, Schema};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

pub(super) struct Ground {
    pub driver: Box<dyn Driver>,
    /// What is there before anything is built.
    pub found: Schema,
    keeping: Keeping,
}

/// What becomes of it afterwards.
enum Keeping {
    /// It is the user's, and is left as it was found.
    Claimed(Claim),
    /// It was made beside a live side under this name, and is dropped.
    Beside(Name),
    /// It is gone with its connection.
    InMemory,
}

impl Ground {
    pub async fn open(context: &Context, dialect: &dyn Dialect, servers: &mut Servers) -> Result<Self, AppError> {
        if let Some(mut driver) = servers.scratch.take() {
            let claim = Claim::take(context, driver.as_mut()).await?;
            return Ok(Self { driver, found: claim.found.clone(), keeping: Keeping::Claimed(claim) });
        }
        if let Some(maker) = servers.maker() {
            let name = fresh_name();
            let driver = maker.create_beside(&name).await.map_err(no_database)?;
            return Self::of(context, driver, Keeping::Beside(name), servers).await;
        }
        let Some(address) = dialect.capabilities().in_memory else {
            return Err(AppError::Usage(
                "--verify needs a server to try the plan on: name an empty database with --scratch".into(),
            ));
        };
        let url = DatabaseUrl::parse(address).map_err(|error| AppError::Bug(error.to_string()))?;
        Self::of(context, connect(&url).await?, Keeping::InMemory, servers).await
    }

    async fn of(
        context: &Context,
        driver: Box<dyn Driver>,
        keeping: Keeping,
        servers: &mut Servers,
    ) -> Result<Self, AppError> {
        let mut ground = Self { driver, found: Schema::default(), keeping };
        match live(context, ground.driver.as_mut()).await {
            Ok(found) => Ok(Self { found, ..ground }),
            Err(error) => {
                // Why it cannot be used is the error to tell.
                let _ = ground.close(context, servers).await;
                Err(error.into())
            }
        }
    }

    /// `PostgreSQL 15.4`
    pub fn server(&self) -> String {
        let server = self.driver.server();
        format!("{} {}", server.product, server.version)
    }

    /// Leaves nothing behind. The error is what to tell where something stays.
    pub async fn close(mut self, context: &Context, servers: &mut Servers) -> Result<(), String> {
        match self.keeping {
            Keeping::Claimed(claim) => claim.release(context, self.driver.as_mut()).await,
            Keeping::InMemory => Ok(()),
            Keeping::Beside(name) => {
                // Its own session would stand in the way of the drop.
                drop(self.driver);
                let Some(maker) = servers.maker() else { return Ok(()) };
                maker.drop_beside(&name).await.map_err(|error| {
                    format!("the database {name}, which was made to prove the plan, could not be dropped: {error}")
                })
            }
        }
    }
}

/// A name nobody else has.
fn fresh_name() -> Name {
    // The keys of the standard library's hash maps are the randomness at hand.
    Name::new(format!("dbx_verify_{:016x}", RandomState::new().hash_one(std::process::id())))
}

fn no_database(error: crate::driver::DriverError) -> AppError {
    match error.kind {
        ErrorKind::Permission => AppError::NoScratch(Box::new(error)),
        _ => AppError::Driver(Box::new(error)),
    }
}
