//! By whose spelling of SQL the two sides are compared: the scratch database's, or that of a side which is live.

use super::Context;
use super::rehearse::{holds_sql, matters, spell};
use crate::dialect::{Dialect, ViewBinding};
use crate::diff::diff;
use crate::driver::Driver;
use crate::model::{
    Change, ColumnAspect, ColumnDefault, Constraint, Index, IndexTerm, Pair, Renames, Schema, TableChange,
};

/// The open connections of a comparison.
#[derive(Default)]
pub(super) struct Servers {
    pub current: Option<Box<dyn Driver>>,
    pub target: Option<Box<dyn Driver>>,
    /// A database in which dbx may build things.
    pub scratch: Option<Box<dyn Driver>>,
}

/// What came of asking.
pub(super) struct Spelling {
    pub notes: Vec<String>,
    /// Both sides are as a server spells them.
    pub is_exact: bool,
}

const NOBODY_ASKED: &str = "expressions and views are compared as text, because no server was asked how it spells them: \
                            a database named with --scratch would tell";

impl Servers {
    /// The server that is asked. Once a scratch database is named, nothing is built anywhere else.
    fn judge(&mut self) -> Option<&mut Box<dyn Driver>> {
        self.scratch.as_mut().or(self.current.as_mut()).or(self.target.as_mut())
    }

    /// The live side beside which a database can be made.
    pub fn maker(&mut self) -> Option<&mut Box<dyn Driver>> {
        self.current.as_mut().or(self.target.as_mut())
    }

    /// The dialect at the version of the server that the plan is for, as far as one is at hand.
    pub fn dialect(&self) -> Option<std::sync::Arc<dyn Dialect>> {
        let nearest = self.current.as_ref().or(self.target.as_ref()).or(self.scratch.as_ref());
        nearest.map(|driver| driver.dialect())
    }

    /// What there is to tell where the scratch database is on a server of another major version than the current one.
    fn version_note(&self) -> Option<String> {
        let (scratch, current) = (self.scratch.as_ref()?, self.current.as_ref()?);
        let major = |driver: &dyn Driver| driver.dialect().capabilities().version.0;
        (major(scratch.as_ref()) != major(current.as_ref())).then(|| {
            let (scratch, current) = (scratch.server(), current.server());
            format!(
                "the scratch database is on {} {}, the current one on {}: they may spell expressions and views differently",
                scratch.product, scratch.version, current.version
            )
        })
    }
}

/// Brings the sides that are not live into a server's spelling, where there is a server and it can make a difference.
pub(super) async fn settle(
    context: &Context,
    dialect: &dyn Dialect,
    servers: &mut Servers,
    schemas: &mut Pair<Schema>,
    renames: &Renames,
) -> Spelling {
    // An engine that keeps SQL as written is exact about it.
    if dialect.capabilities().view_binding == ViewBinding::OnUse {
        return Spelling { notes: Vec::new(), is_exact: true };
    }
    let is_live = Pair::new(servers.current.is_some(), servers.target.is_some());
    let is_apart = servers.scratch.is_some();
    let mut notes: Vec<String> = servers.version_note().into_iter().collect();
    let Some(judge) = servers.judge() else {
        let unsure = compares_texts(schemas.as_ref(), renames).then(|| NOBODY_ASKED.to_owned());
        return Spelling { notes: unsure.into_iter().collect(), is_exact: false };
    };
    let absent = Schema::default();
    let mut is_exact = true;
    let mut told = |outcome: Result<(), String>| {
        if let Err(note) = outcome {
            is_exact = false;
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    };
    if !is_live.from && has_sql(&schemas.from) {
        let present = if is_live.to && !is_apart { &schemas.to } else { &absent };
        told(spell(context, judge.as_mut(), present, &mut schemas.from).await);
    }
    let is_open = match (is_live.from, is_live.to) {
        (true, _) => matters(schemas.as_ref(), renames),
        (false, false) => has_sql(&schemas.to),
        (false, true) => false,
    };
    if is_open {
        let present = if is_live.from && !is_apart { &schemas.from } else { &absent };
        told(spell(context, judge.as_mut(), present, &mut schemas.to).await);
    }
    Spelling { notes, is_exact }
}

fn has_sql(schema: &Schema) -> bool {
    schema.objects.values().any(holds_sql)
}

/// Whether two texts stand against each other in one place: a server might find that they mean the same.
fn compares_texts(schemas: Pair<&Schema>, renames: &Renames) -> bool {
    if !renames.is_empty() {
        return has_sql(schemas.from) && has_sql(schemas.to);
    }
    diff(schemas).iter().any(|change| match change {
        Change::Alter(objects) => holds_sql(&objects.from) && holds_sql(&objects.to),
        Change::AlterTable { changes, .. } => changes.iter().any(differs_in_text),
        Change::Create(_) | Change::Drop(_) | Change::Rename(_) | Change::Comment { .. } => false,
    })
}

fn differs_in_text(change: &TableChange) -> bool {
    let is_sql = |default: &Option<ColumnDefault>| matches!(default, Some(ColumnDefault::Expression(_)));
    match change {
        TableChange::AlterColumn { columns, aspect: ColumnAspect::Default } => {
            is_sql(&columns.from.default) && is_sql(&columns.to.default)
        }
        TableChange::AlterColumn { aspect, .. } => *aspect == ColumnAspect::Generated,
        TableChange::AlterConstraint(constraints) => {
            matches!(constraints.to, Constraint::Check(_) | Constraint::Exclude(_))
        }
        TableChange::AlterIndex(indexes) => index_holds_sql(&indexes.from) && index_holds_sql(&indexes.to),
        TableChange::PartitionOf(parents) => parents.from.is_some() && parents.to.is_some(),
        TableChange::Partitioning(keys) => keys.from.is_some() && keys.to.is_some(),
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_) => false,
    }
}

fn index_holds_sql(index: &Index) -> bool {
    index.predicate.is_some() || index.keys.iter().any(|key| matches!(key.term, IndexTerm::Expression(_)))
}
