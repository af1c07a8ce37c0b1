//! A table that becomes a partition: ATTACH reads all of its rows under a lock that stops everybody, unless a check that holds says that they all
//! belong there. And one that is a partition no longer: DETACH stops everybody on the whole parent, unless it goes about it CONCURRENTLY.

use super::constraint::validate;
use super::not_null::drop_check;
use super::{Scene, moment, plain};
use crate::dialect::postgres::{quote, render};
use crate::dialect::{Stage, Unsupported};
use crate::model::{
    Check, Constraint, IndexTerm, LockMode, Manner, NameOrigin, Pace, Pair, PartitionBound, PartitionOf,
    PartitionStrategy, Partitioning, Schema, SqlText, Step, Table, TableChange,
};
use crate::sql::{Lexeme, Syntax, lex};

/// `None` where the table moves from one parent to another, and for bounds that cannot be said as a plain condition: several columns, expressions, a
/// hash, the default.
pub(super) fn stages(
    scene: &Scene<'_>,
    step: &Step,
    places: Pair<Option<&PartitionOf>>,
) -> Result<Option<Vec<Stage>>, Unsupported> {
    match (places.from, places.to) {
        (None, Some(place)) => attach(scene, step, place),
        (Some(place), None) => detach(scene, step, place),
        (Some(_), Some(_)) | (None, None) => Ok(None),
    }
}

fn attach(scene: &Scene<'_>, step: &Step, place: &PartitionOf) -> Result<Option<Vec<Stage>>, Unsupported> {
    let Some(Bound { mut stages, check }) = Bound::of(scene, scene.schemas.to, place)? else { return Ok(None) };
    let mut done = plain(step.clone(), Pace::Apart)?;
    done.statements.push(drop_check(scene, &check)?);
    done.effect = moment(scene.id, LockMode::AccessExclusive);
    stages.push(done);
    Ok(Some(stages))
}

/// The server would add a check like ours under a name of its own, and leave it there. It does not take a parent that has a default partition, and
/// nothing is known here of rows that refer to those of the partition.
fn detach(scene: &Scene<'_>, step: &Step, place: &PartitionOf) -> Result<Option<Vec<Stage>>, Unsupported> {
    let is_default = |table: &Table| {
        table.partition_of.as_ref().is_some_and(|it| it.parent == place.parent && it.bound == PartitionBound::Default)
    };
    let refers = |table: &Table| table.foreign_keys().any(|key| key.references == place.parent);
    let stands_against = |schema: &Schema| schema.tables().any(|table| is_default(table) || refers(table));
    if stands_against(scene.schemas.from) || stands_against(scene.schemas.to) {
        return Ok(None);
    }
    let Some(Bound { mut stages, check }) = Bound::of(scene, scene.schemas.from, place)? else { return Ok(None) };
    stages.push(Stage {
        step: step.clone(),
        statements: vec![render::detach_concurrently(scene.id, place)],
        manner: Manner { concurrently: true, ..Manner::default() },
        effect: None,
        pace: Pace::Together,
    });
    stages.push(plain(scene.change(TableChange::DropConstraint(check)), Pace::Together)?);
    Ok(Some(stages))
}

/// A check that says what a bound says, and the stages in which it comes to hold for all rows.
struct Bound {
    stages: Vec<Stage>,
    check: Constraint,
}

impl Bound {
    fn of(scene: &Scene<'_>, schema: &Schema, place: &PartitionOf) -> Result<Option<Self>, Unsupported> {
        let parent = schema.table(&place.parent).and_then(|parent| parent.partitioning.as_ref());
        let Some(condition) = parent.and_then(|parent| condition(parent, &place.bound)) else { return Ok(None) };
        let check = |not_valid: bool| {
            Constraint::Check(Check {
                name: scene.passing_name(&[], "bound"),
                origin: NameOrigin::Written,
                expression: SqlText::new(condition.clone()),
                not_valid,
                no_inherit: false,
                comment: None,
            })
        };
        let (unvalidated, check) = (check(true), check(false));
        let stages = vec![
            plain(scene.change(TableChange::AddConstraint(unvalidated.clone())), Pace::Together)?,
            validate(scene.id, Pair::new(&unvalidated, &check))?,
        ];
        Ok(Some(Self { stages, check }))
    }
}

/// The bound in the words in which PostgreSQL has it in mind, so that it finds the one in the other.
fn condition(parent: &Partitioning, bound: &PartitionBound) -> Option<String> {
    let [key] = &parent.keys[..] else { return None };
    let (IndexTerm::Column(column), None, None) = (&key.term, &key.collation, &key.opclass) else { return None };
    let PartitionBound::Values(values) = bound else { return None };
    let column = quote::identifier(column);
    let conditions = match parent.strategy {
        PartitionStrategy::Range => range(&column, values.as_str())?,
        PartitionStrategy::List => list(&column, values.as_str())?,
        PartitionStrategy::Hash => return None,
    };
    Some([format!("{column} IS NOT NULL")].into_iter().chain(conditions).collect::<Vec<_>>().join(" AND "))
}

/// `FROM (a) TO (b)`
fn range(column: &str, bound: &str) -> Option<Vec<String>> {
    let groups = groups(bound)?;
    let [("FROM", from), ("TO", to)] = groups.iter().map(|(word, text)| (word.as_str(), *text)).collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let end = |operator: &str, value: &str, open: &str| {
        (!value.eq_ignore_ascii_case(open)).then(|| format!("{column} {operator} {value}"))
    };
    Some(end(">=", from, "MINVALUE").into_iter().chain(end("<", to, "MAXVALUE")).collect())
}

/// `IN (a, b)`
fn list(column: &str, bound: &str) -> Option<Vec<String>> {
    let groups = groups(bound)?;
    let [(word, values)] = &groups[..] else { return None };
    let holds_null = lex(Syntax::Postgres, values).ok()?.iter().any(|lexeme| lexeme.is_word("NULL"));
    (word == "IN" && !holds_null).then(|| vec![format!("{column} IN ({values})")])
}

/// Words with what stands in parentheses behind them. `None` where the text is anything else.
fn groups(text: &str) -> Option<Vec<(String, &str)>> {
    let lexemes = lex(Syntax::Postgres, text).ok()?;
    let mut groups = Vec::new();
    let mut rest = &lexemes[..];
    while let [word, open, inner @ ..] = rest {
        let close = closing(inner).filter(|_| open.is_symbol("("))?;
        groups.push((word.text.to_ascii_uppercase(), text[open.end()..inner[close].start].trim()));
        rest = &inner[close + 1..];
    }
    rest.is_empty().then_some(groups)
}

/// Where the parenthesis that is open closes.
fn closing(lexemes: &[Lexeme<'_>]) -> Option<usize> {
    let mut depth = 1_u32;
    lexemes.iter().position(|lexeme| {
        depth += u32::from(lexeme.is_symbol("("));
        depth -= u32::from(lexeme.is_symbol(")"));
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PartitionKey;

    fn said(strategy: PartitionStrategy, bound: &str) -> Option<String> {
        let parent = Partitioning { strategy, keys: vec![PartitionKey::on_column("at")] };
        condition(&parent, &PartitionBound::Values(SqlText::new(bound)))
    }

    #[test]
    fn bounds_are_said_as_conditions() {
        assert_eq!(
            said(PartitionStrategy::Range, "FROM (') TO (') TO (MAXVALUE)").as_deref(),
            Some("at IS NOT NULL AND at >= ') TO ('")
        );
        assert_eq!(
            said(PartitionStrategy::Range, "FROM (MINVALUE) TO (date(1))").as_deref(),
            Some("at IS NOT NULL AND at < date(1)")
        );
        assert_eq!(
            said(PartitionStrategy::List, "IN ('a', 'b')").as_deref(),
            Some("at IS NOT NULL AND at IN ('a', 'b')")
        );
        assert_eq!(said(PartitionStrategy::List, "IN ('a', NULL)"), None);
        assert_eq!(said(PartitionStrategy::Hash, "WITH (modulus 4, remainder 0)"), None);
    }
}
