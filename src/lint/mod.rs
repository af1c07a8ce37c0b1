//! SQL that people wrote by hand, judged by the rules for plans.
//!
//! A file is split into statements; each is read ([`read`]), turned into the steps a plan would hold for the same change ([`lower`]) and
//! done to a schema in memory ([`world`]), so that the next one meets what it leaves. The dialect says what each step locks, reads and
//! writes, [`context`] what follows from the statements around it, and the rules of `impact` judge.
//!
//! Reading comes first and asks nobody; then the caller asks a database for the rows that [`Script::probes`] names, and
//! [`Script::judge`] gives the findings.

mod act;
mod apply;
mod context;
mod ignore;
mod lower;
mod names;
mod part;
mod query;
mod read;
mod script;
mod statement;
mod world;

pub use script::{Finding, LintedStatement, Script};
pub use world::World;

use crate::diagnostic::Place;
use crate::dialect::Dialect;
use crate::model::Schema;

/// The schema that the statements of a file lead to, from nothing: what a file of CREATE statements describes. Statements that cannot be
/// read are left out, and given by their places.
pub fn schema_of(dialect: &dyn Dialect, text: &str) -> (Schema, Vec<(Place, String)>) {
    let mut world = World::of(Schema::default(), Default::default());
    let script = Script::read(dialect, text, &mut world);
    let unread = script.unread();
    (world.settled(dialect).schema, unread)
}
