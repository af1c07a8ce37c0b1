//! Texts of SHOW CREATE: what information_schema does not tell, or tells less well.

use super::catalog::Catalog;
use crate::dialect::{Dialect, Mysql};
use crate::driver::DriverError;
use crate::driver::mysql::connection::Connection;
use crate::model::Name;
use std::collections::BTreeMap;

/// The CREATE statements by kind (as SHOW CREATE names it) and name.
#[derive(Default)]
pub(super) struct Shown {
    texts: BTreeMap<(Kind, String), String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Table,
    Sequence,
    View,
    Function,
    Procedure,
    Trigger,
    Event,
}

impl Kind {
    fn as_sql(self) -> &'static str {
        match self {
            Self::Table => "TABLE",
            Self::Sequence => "SEQUENCE",
            Self::View => "VIEW",
            Self::Function => "FUNCTION",
            Self::Procedure => "PROCEDURE",
            Self::Trigger => "TRIGGER",
            Self::Event => "EVENT",
        }
    }

    /// The column of the answer that has the statement.
    fn column(self) -> usize {
        match self {
            Self::Table | Self::Sequence | Self::View => 1,
            Self::Function | Self::Procedure | Self::Trigger => 2,
            Self::Event => 3,
        }
    }

    /// Packages of MariaDB's Oracle mode are none of these.
    pub(super) fn of_routine(kind: &str) -> Option<Self> {
        match kind {
            "FUNCTION" => Some(Self::Function),
            "PROCEDURE" => Some(Self::Procedure),
            _ => None,
        }
    }
}

impl Shown {
    pub(super) async fn read(connection: &mut Connection, catalog: &Catalog) -> Result<Self, DriverError> {
        let tables = catalog.tables.iter().filter(|row| row.is_table()).map(|row| (Kind::Table, &row.name));
        let sequences = catalog.tables.iter().filter(|row| row.is_sequence()).map(|row| (Kind::Sequence, &row.name));
        let views = catalog.views.iter().map(|row| (Kind::View, &row.name));
        let routines = catalog.routines.iter().filter_map(|row| Some((Kind::of_routine(&row.kind)?, &row.name)));
        let triggers = catalog.triggers.iter().map(|row| (Kind::Trigger, &row.name));
        let events = catalog.events.iter().map(|row| (Kind::Event, &row.name));
        let mut shown = Self::default();
        for (kind, name) in tables.chain(sequences).chain(views).chain(routines).chain(triggers).chain(events) {
            let sql = format!("SHOW CREATE {} {}", kind.as_sql(), Mysql::new().quote(&Name::new(name.as_str())));
            let rows = connection.query(&sql, &[]).await?;
            // Of what the user may not see the text is NULL.
            if let Some(text) = rows.rows.first().and_then(|row| row.get(kind.column())?.as_str()) {
                shown.texts.insert((kind, name.clone()), text.to_owned());
            }
        }
        Ok(shown)
    }

    pub(super) fn text(&self, kind: Kind, name: &str) -> Option<&str> {
        self.texts.get(&(kind, name.to_owned())).map(String::as_str)
    }
}
