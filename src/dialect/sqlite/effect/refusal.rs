//! What SQLite's ALTER TABLE refuses, and why.

use crate::model::{Column, ColumnDefault, Constraint, Index, Manner, Object, Scene, Table};
use crate::sql::{LexemeKind, Syntax, lex, mentions};

/// Why SQLite does not add the column to a table with rows.
pub(super) fn refused(column: &Column) -> Option<&'static str> {
    if column.generated.as_ref().is_some_and(|generated| generated.stored) {
        return Some("a stored computed column cannot be added");
    }
    let Some(ColumnDefault::Expression(default)) = &column.default else {
        let is_plain = column.generated.is_none() && column.default.is_none();
        return (is_plain && !column.nullable).then_some("it is NOT NULL and has no default");
    };
    if default.as_str().eq_ignore_ascii_case("null") {
        return (!column.nullable).then_some("it is NOT NULL and its default is NULL");
    }
    (!is_constant(default.as_str())).then_some("its default is no constant")
}

/// A literal, perhaps with a sign. `CURRENT_TIMESTAMP` and what stands in parentheses are none.
fn is_constant(default: &str) -> bool {
    let Ok(lexemes) = lex(Syntax::Sqlite, default) else { return false };
    let is_literal = |kind: &LexemeKind| matches!(kind, LexemeKind::Number | LexemeKind::Text);
    match &lexemes[..] {
        [only] => is_literal(&only.kind) || only.is_word("true") || only.is_word("false") || only.is_word("null"),
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && is_literal(&number.kind),
        _ => false,
    }
}

pub(super) fn refused_inline(constraint: &Constraint, manner: &Manner) -> Option<&'static str> {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) => Some("its index would have to be built"),
        Constraint::ForeignKey(_) if manner.with_default => Some("it refers to a table and has a default"),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
    }
}

/// Why SQLite does not drop the column: something else speaks of it.
pub(super) fn blocked(column: &Column, table: &Table, scene: Scene<'_>) -> Option<String> {
    let name = &column.name;
    let speaks_of = |text: &str| {
        mentions(Syntax::Sqlite, text).iter().flatten().any(|word| word.eq_ignore_ascii_case(name.as_str()))
    };
    for constraint in table.constraints.values() {
        let is_in = constraint.columns().iter().any(|it| it.as_str().eq_ignore_ascii_case(name.as_str()));
        match constraint {
            Constraint::PrimaryKey(_) if is_in => return Some("it is in the primary key".into()),
            Constraint::Unique(_) if is_in => return Some("it is UNIQUE".into()),
            Constraint::ForeignKey(key) if is_in && key.columns.len() > 1 => {
                return Some("it is in a foreign key of several columns".into());
            }
            // A check of the column alone goes with it.
            Constraint::Check(check) if speaks_of(check.expression.as_str()) => {
                let others = table.columns.keys().filter(|it| *it != name);
                let words = mentions(Syntax::Sqlite, check.expression.as_str());
                if others.into_iter().any(|it| words.contains(&vec![it.as_str().to_ascii_lowercase()])) {
                    return Some("a check compares it with another column".into());
                }
            }
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::ForeignKey(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => {}
        }
    }
    let holds = |index: &&Index| {
        index.keys.iter().any(|key| key.column() == Some(name))
            || index.predicate.as_ref().is_some_and(|text| speaks_of(text.as_str()))
    };
    if let Some(index) = table.indexes.values().find(holds) {
        return Some(format!("index {} holds it", index.name));
    }
    let computes = |it: &&Column| it.generated.as_ref().is_some_and(|it| speaks_of(it.expression.as_str()));
    if let Some(other) = table.columns.values().find(computes) {
        return Some(format!("column {} is computed from it", other.name));
    }
    scene.schema.objects.values().find_map(|object| used_by_code(object, table, &speaks_of))
}

fn used_by_code(object: &Object, table: &Table, speaks_of: &dyn Fn(&str) -> bool) -> Option<String> {
    let reads = |text: &str| {
        mentions(Syntax::Sqlite, text).iter().flatten().any(|word| word.eq_ignore_ascii_case(table.name.name.as_str()))
    };
    match object {
        Object::View(it) if reads(it.query.as_str()) && speaks_of(it.query.as_str()) => {
            Some(format!("view {} reads it", it.name))
        }
        Object::Trigger(it) if it.table == table.name && speaks_of(it.definition.as_str()) => {
            Some(format!("trigger {} uses it", it.name))
        }
        _ => None,
    }
}
