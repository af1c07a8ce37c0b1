//! Settings that a stored program keeps from the session that made it, and runs under.

use super::catalog::SessionRow;
use std::collections::BTreeMap;

/// The settings of one program, by the names of the variables.
pub(super) struct Kept<'a> {
    pub sql_mode: Option<&'a str>,
    pub time_zone: Option<&'a str>,
    pub character_set_client: &'a str,
    pub collation_connection: &'a str,
}

impl Kept<'_> {
    /// Those that would be others if this session made the program.
    pub(super) fn unlike(&self, session: &SessionRow) -> BTreeMap<String, String> {
        let pairs = [
            ("sql_mode", self.sql_mode, &session.sql_mode),
            ("time_zone", self.time_zone, &session.time_zone),
            ("character_set_client", Some(self.character_set_client), &session.character_set_client),
            ("collation_connection", Some(self.collation_connection), &session.collation_connection),
        ];
        let unlike = pairs.into_iter().filter_map(|(name, kept, own)| {
            let kept = kept.filter(|kept| kept != own)?;
            Some((name.to_owned(), kept.to_owned()))
        });
        unlike.collect()
    }
}
