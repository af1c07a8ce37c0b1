//! Tables whose rows are made by triggers of others.

use crate::model::{Name, Object, QualifiedName, Schema, Table, Trigger};
use crate::sql::{Lexeme, Syntax, lex};

/// The tables that are left to triggers of other tables of the list, with the note that tells so.
pub(super) fn filled_by_triggers(schema: &Schema, syntax: Syntax, tables: &[&Table]) -> Vec<(QualifiedName, String)> {
    let mut filled = Vec::new();
    let triggers = schema.objects.values().filter_map(|object| match object {
        Object::Trigger(trigger) => Some(trigger),
        _ => None,
    });
    for trigger in triggers.filter(|trigger| tables.iter().any(|table| table.name == trigger.table)) {
        for name in inserted_into(trigger, syntax) {
            let target = tables.iter().find(|table| table.name.name == name && table.name != trigger.table);
            if let Some(target) = target {
                let note =
                    format!("{}: its rows come from the trigger `{}` of {}", target.name, trigger.name, trigger.table);
                filled.push((target.name.clone(), note));
            }
        }
    }
    filled
}

/// The tables into which the body of a trigger that fires on INSERT puts rows. Bodies in functions of their own are not looked into.
fn inserted_into(trigger: &Trigger, syntax: Syntax) -> Vec<Name> {
    let lexemes = lex(syntax, trigger.definition.as_str()).unwrap_or_default();
    let Some(on) = lexemes.iter().position(|lexeme| lexeme.is_word("ON")) else { return Vec::new() };
    let (head, body) = lexemes.split_at(on);
    if !head.iter().any(|lexeme| lexeme.is_word("INSERT")) {
        return Vec::new();
    }
    let target = |words: &[Lexeme<'_>]| match words {
        [insert, into, name] if insert.is_word("INSERT") && into.is_word("INTO") => name.identifier().map(Name::from),
        _ => None,
    };
    body.windows(3).filter_map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Firing, SqlText};

    #[test]
    fn inserts_of_a_body_are_found() {
        let targets = |definition: &str| {
            let trigger = Trigger {
                table: QualifiedName::bare("film"),
                name: "ins".into(),
                definition: SqlText::new(definition),
                settings: Default::default(),
                firing: Firing::default(),
                comment: None,
            };
            inserted_into(&trigger, Syntax::Mysql)
        };
        let body = "ON `film` FOR EACH ROW BEGIN INSERT INTO `film_text` (a) VALUES (new.a); END";
        assert_eq!(targets(&format!("CREATE TRIGGER ins AFTER INSERT {body}")), [Name::from("film_text")]);
        assert_eq!(targets(&format!("CREATE TRIGGER del AFTER DELETE {body}")), [] as [Name; 0]);
    }
}
