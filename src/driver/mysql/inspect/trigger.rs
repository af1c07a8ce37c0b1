//! Triggers, which are kept by their whole definition.

use super::catalog::{Catalog, TriggerRow};
use super::session::Kept;
use super::shown::Kind;
use super::unmanaged::unmanaged;
use super::{Found, bare};
use crate::dialect::{Dialect, Mysql};
use crate::driver::Definers;
use crate::model::{Firing, Name, Object, SqlText, Trigger};
use crate::sql::{Syntax, lex};

pub(super) fn triggers(catalog: &Catalog, hides: &dyn Fn(&str) -> bool, definers: Definers, found: &mut Found) {
    let mut before: Option<&TriggerRow> = None;
    for row in catalog.triggers.iter().filter(|row| !hides(&row.table_name)) {
        let follows = before.filter(|before| fire_together(before, row)).map(|before| before.name.as_str());
        let shown = catalog.shown.text(Kind::Trigger, &row.name);
        match shown.and_then(|shown| trigger(row, &definers.of_statement(shown), follows, catalog)) {
            Some(trigger) => found.add(Object::Trigger(trigger)),
            None => {
                let address = format!("trigger:{}.{}", row.table_name, row.name);
                found.leave(unmanaged(address, shown.unwrap_or_default()));
            }
        }
        before = Some(row);
    }
}

fn fire_together(one: &TriggerRow, other: &TriggerRow) -> bool {
    (&one.table_name, &one.timing, &one.event) == (&other.table_name, &other.timing, &other.event)
}

fn trigger(row: &TriggerRow, shown: &str, follows: Option<&str>, catalog: &Catalog) -> Option<Trigger> {
    let kept = Kept {
        sql_mode: Some(&row.sql_mode),
        time_zone: None,
        character_set_client: &row.character_set_client,
        collation_connection: &row.collation_connection,
    };
    Some(Trigger {
        table: bare(&row.table_name),
        name: row.name.as_str().into(),
        definition: SqlText::new(in_order(shown, follows)?),
        firing: Firing::default(),
        settings: kept.unlike(&catalog.session),
        comment: None,
    })
}

/// With the trigger before it named, which the server does not show: `FOR EACH ROW FOLLOWS other …`. An order that was written is gone then.
fn in_order(text: &str, follows: Option<&str>) -> Option<String> {
    let lexemes = lex(Syntax::Mysql, text).ok()?;
    let each = lexemes
        .windows(3)
        .position(|words| words[0].is_word("FOR") && words[1].is_word("EACH") && words[2].is_word("ROW"))?;
    let row = each + 2;
    let is_written = lexemes.get(row + 1).is_some_and(|word| word.is_word("FOLLOWS") || word.is_word("PRECEDES"));
    let behind = if is_written { row + 2 } else { row };
    let (head, body) = (&text[..lexemes[row].end()], &text[lexemes.get(behind)?.end()..]);
    Some(match follows {
        Some(other) => format!("{head} FOLLOWS {}{body}", Mysql::new().quote(&Name::new(other))),
        None => format!("{head}{body}"),
    })
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn the_order_is_written_out() {
        let text = "CREATE TRIGGER `b` BEFORE INSERT ON `t` FOR EACH ROW BEGIN END";
        let ordered = "CREATE TRIGGER `b` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `a` BEGIN END";
        assert_eq!(in_order(text, Some("a")).as_deref(), Some(ordered));
        assert_eq!(in_order(ordered, Some("a")).as_deref(), Some(ordered));
        assert_eq!(in_order(ordered, None).as_deref(), Some(text));
    }
}
