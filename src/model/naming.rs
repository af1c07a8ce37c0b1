//! The rule by which a constraint or index that nobody named gets its name: PostgreSQL's own
//! (`makeObjectName` and `ChooseRelationName` in its source), used on every engine so that a spec means the same everywhere.

use super::{Name, NameOrigin};
use std::collections::BTreeSet;

/// PostgreSQL's NAMEDATALEN less the closing zero, in bytes.
const LIMIT: usize = 63;

/// `table_column_suffix`, shortened to 63 bytes by cutting the longer of the two first parts.
pub fn generated_name(table: &Name, columns: &[&Name], suffix: &str) -> Name {
    let mut table = table.as_str().to_owned();
    let mut columns = join_columns(columns);
    let overhead = suffix.len() + 1 + usize::from(!columns.is_empty());
    while table.len() + columns.len() + overhead > LIMIT {
        let longer = if table.len() > columns.len() { &mut table } else { &mut columns };
        // `pop` keeps the text valid UTF-8, as PostgreSQL's multibyte clipping does.
        if longer.pop().is_none() {
            break;
        }
    }
    if columns.is_empty() {
        Name::new(format!("{table}_{suffix}"))
    } else {
        Name::new(format!("{table}_{columns}_{suffix}"))
    }
}

/// The part of a name that stands for the columns; PostgreSQL stops adding names once the part is long.
fn join_columns(columns: &[&Name]) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column.as_str());
        if joined.len() >= LIMIT {
            break;
        }
    }
    joined
}

/// Hands out generated names that do not collide with each other: `a_check`, `a_check1`, `a_check2`.
#[derive(Debug, Default)]
pub struct GeneratedNames {
    taken: BTreeSet<Name>,
}

impl GeneratedNames {
    /// Notes a name that somebody wrote.
    pub fn reserve(&mut self, name: &Name) {
        self.taken.insert(name.clone());
    }

    /// The written name, or the next free generated one.
    pub fn choose(
        &mut self,
        written: Option<Name>,
        table: &Name,
        columns: &[&Name],
        suffix: &str,
    ) -> (Name, NameOrigin) {
        if let Some(name) = written {
            self.taken.insert(name.clone());
            return (name, NameOrigin::Written);
        }
        let mut pass = 0;
        loop {
            let numbered = if pass == 0 { suffix.to_owned() } else { format!("{suffix}{pass}") };
            let name = generated_name(table, columns, &numbered);
            if self.taken.insert(name.clone()) {
                return (name, NameOrigin::Generated);
            }
            pass += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_table_columns_and_suffix() {
        let name = generated_name(&"users".into(), &[&"first".into(), &"last".into()], "key");
        assert_eq!(name.as_str(), "users_first_last_key");
        assert_eq!(generated_name(&"users".into(), &[], "pkey").as_str(), "users_pkey");
    }

    #[test]
    fn never_exceeds_the_limit() {
        let long = Name::new("é".repeat(60));
        let name = generated_name(&long, &[&long, &long], "fkey");
        assert!(name.as_str().len() <= LIMIT, "{}", name.as_str().len());
        assert!(name.as_str().ends_with("_fkey"));
    }

    #[test]
    fn numbers_what_would_collide() {
        let mut names = GeneratedNames::default();
        let table = Name::from("t");
        assert_eq!(names.choose(None, &table, &[], "check").0.as_str(), "t_check");
        assert_eq!(names.choose(None, &table, &[], "check").0.as_str(), "t_check1");
        assert_eq!(names.choose(Some("mine".into()), &table, &[], "check").0.as_str(), "mine");
    }
}
