//! Constraints.

use super::{beside, index, path, storage};
use crate::dialect::postgres::quote;
use crate::model::{
    Check, Constraint, Deferrable, Exclude, ForeignKey, IndexStorage, MatchKind, Name, ObjectId, Pair, PrimaryKey,
    ReferentialAction, Statement, Unique,
};

/// `CONSTRAINT name …`, as in CREATE TABLE and behind ADD.
pub(super) fn definition(constraint: &Constraint) -> String {
    let body = match constraint {
        Constraint::PrimaryKey(it) => primary_key(it),
        Constraint::Unique(it) => unique(it),
        Constraint::Check(it) => check(it),
        Constraint::ForeignKey(it) => foreign_key(it),
        Constraint::Exclude(it) => exclude(it),
    };
    format!("CONSTRAINT {} {body}", quote::identifier(constraint.name()))
}

fn primary_key(key: &PrimaryKey) -> String {
    let columns = quote::list(&key.columns);
    let kept = kept(&key.storage);
    format!("PRIMARY KEY ({columns}){}{kept}{}", include(&key.include), deferrable(key.deferrable))
}

fn unique(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let columns = quote::list(&unique.columns);
    let kept = kept(&unique.storage);
    format!("UNIQUE{nulls} ({columns}){}{kept}{}", include(&unique.include), deferrable(unique.deferrable))
}

/// `CHECK (…)`, for tables and domains.
pub(super) fn check(check: &Check) -> String {
    let no_inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    format!("CHECK ({}){no_inherit}{}", check.expression.as_str().trim(), not_valid(check.not_valid))
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", quote::list(&key.columns), quote::qualified(&key.references));
    if !key.referenced_columns.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&key.referenced_columns)));
    }
    match key.match_kind {
        MatchKind::Simple => {}
        MatchKind::Full => text.push_str(" MATCH FULL"),
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if action != ReferentialAction::NoAction {
            text.push_str(&format!(" ON {event} {}", action.as_sql()));
        }
    }
    if !key.on_delete_columns.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&key.on_delete_columns)));
    }
    format!("{text}{}{}", deferrable(key.deferrable), not_valid(key.not_valid))
}

fn exclude(exclude: &Exclude) -> String {
    let elements: Vec<String> = exclude
        .elements
        .iter()
        .map(|element| format!("{} WITH {}", index::key(&element.key), element.operator))
        .collect();
    let predicate = exclude.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({})", it.as_str().trim()));
    format!(
        "EXCLUDE USING {} ({}){}{}{predicate}{}",
        quote::identifier(&exclude.method),
        elements.join(", "),
        include(&exclude.include),
        kept(&exclude.storage),
        deferrable(exclude.deferrable)
    )
}

/// How the index behind a constraint is kept.
fn kept(storage: &IndexStorage) -> String {
    let tablespace = storage.tablespace.as_ref();
    let tablespace =
        tablespace.map_or(String::new(), |name| format!(" USING INDEX TABLESPACE {}", quote::identifier(name)));
    format!("{}{tablespace}", storage::with(&storage.parameters))
}

/// ` INCLUDE (a, b)`, or nothing.
pub(super) fn include(columns: &[Name]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", quote::list(columns)) }
}

pub(super) fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn not_valid(not_valid: bool) -> &'static str {
    if not_valid { " NOT VALID" } else { "" }
}

/// What PostgreSQL can change about a constraint that is there: that it holds for all rows, when a foreign key is checked, how an index is
/// kept. `None` where it has to be dropped and added.
pub(in crate::dialect::postgres) fn alter_in_place(
    table: &ObjectId,
    constraints: Pair<&Constraint>,
) -> Option<Vec<Statement>> {
    let name = quote::identifier(constraints.to.name());
    let alter = |action: String| vec![Statement::new(format!("ALTER TABLE {} {action}", path(table)))];
    if only_validates(constraints) {
        return Some(alter(format!("VALIDATE CONSTRAINT {name}")));
    }
    if let (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) = (constraints.from, constraints.to)
        && differs_in_time_alone(Pair::new(from, to))
    {
        let when = match to.deferrable {
            Deferrable::No => " NOT DEFERRABLE",
            Deferrable::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
            Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
        };
        return Some(alter(format!("ALTER CONSTRAINT {name}{when}")));
    }
    let mut kept_alike = constraints.from.clone();
    *kept_alike.storage_mut()? = constraints.to.storage()?.clone();
    *kept_alike.comment_mut() = constraints.to.comment().cloned();
    let storage = Pair::new(constraints.from.storage()?, constraints.to.storage()?);
    (kept_alike == *constraints.to).then(|| storage::alter_index(&beside(table, constraints.to.name()), storage))
}

fn differs_in_time_alone(keys: Pair<&ForeignKey>) -> bool {
    let Pair { from, to } = keys;
    let moved = ForeignKey { deferrable: to.deferrable, comment: to.comment.clone(), ..from.clone() };
    from.deferrable != to.deferrable && moved == *to
}

/// Whether nothing but comments changes but that the rows that were there are checked as well.
pub(in crate::dialect::postgres) fn only_validates(constraints: Pair<&Constraint>) -> bool {
    match (constraints.from, constraints.to) {
        (Constraint::Check(from), Constraint::Check(to)) => {
            let validated = Check { not_valid: false, comment: to.comment.clone(), ..from.clone() };
            from.not_valid && validated == *to
        }
        (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) => {
            let validated = ForeignKey { not_valid: false, comment: to.comment.clone(), ..from.clone() };
            from.not_valid && validated == *to
        }
        _ => false,
    }
}
