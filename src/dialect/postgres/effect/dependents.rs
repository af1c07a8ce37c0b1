//! What CASCADE takes along because it stands on what goes.

use crate::dialect::users;
use crate::model::{
    Cause, ColumnDefault, Constraint, Effect, IndexTerm, LockMode, Object, ObjectId, ObjectKind, QualifiedName, Reason,
    Scene, SqlText, Table, Touch,
};
use crate::sql::{LexemeKind, Syntax, lex, mentions};

/// The views that read a relation, directly or through others.
pub(super) fn views(relation: &ObjectId, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for view in users::views_over(relation, None, scene.schema) {
        drop_view(&mut effect, &view, &format!("reads {relation}"));
    }
    effect
}

fn drop_view(effect: &mut Effect, view: &ObjectId, why: &str) {
    take_along(effect, view.clone(), view, format!("drops {view}, which {why}"));
}

fn take_along(effect: &mut Effect, object: ObjectId, of: &ObjectId, detail: String) {
    effect.touch(Touch::lock(of.clone(), LockMode::AccessExclusive));
    effect.because(Reason::new(Cause::DependentsDropped, object, detail).on(of));
}

/// Triggers, views, and the defaults, computed columns, checks and indexes of tables that call the function.
pub(super) fn of_function(function: &QualifiedName, scene: Scene<'_>) -> Effect {
    let called = vec![function.name.to_string()];
    let calls = |text: &SqlText| mentions(Syntax::Postgres, text.as_str()).iter().any(|chain| chain.ends_with(&called));
    let mut effect = Effect::default();
    for object in scene.schema.objects.values() {
        match object {
            Object::Trigger(trigger) if calls(&trigger.definition) => {
                let detail = format!("takes trigger {} along", trigger.name);
                take_along(&mut effect, trigger.id(), &ObjectId::table(&trigger.table), detail);
            }
            Object::Table(table) => effect.and(members(table, &calls)),
            Object::View(view) if calls(&view.query) => effect.and(calling_view(object, function, scene)),
            Object::MaterializedView(view) if calls(&view.query) => effect.and(calling_view(object, function, scene)),
            // Nothing else of what a statement tells holds an expression.
            _ => {}
        }
    }
    effect
}

fn calling_view(view: &Object, function: &QualifiedName, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    drop_view(&mut effect, &view.id(), &format!("calls {function}"));
    effect.and(views(&view.id(), scene));
    effect
}

/// Defaults that count by the sequence.
pub(super) fn of_sequence(sequence: &QualifiedName, scene: Scene<'_>) -> Effect {
    let names = [sequence.name.to_string(), sequence.to_string()];
    let counts = |text: &SqlText| {
        let lexemes = lex(Syntax::Postgres, text.as_str()).unwrap_or_default();
        let is_named = |text: &str| names.iter().any(|name| name == text.trim_matches('\''));
        lexemes.iter().any(|lexeme| lexeme.kind == LexemeKind::Text && is_named(lexeme.text))
    };
    let mut effect = Effect::default();
    scene.schema.tables().for_each(|table| effect.and(members(table, &counts)));
    effect
}

/// The members of a table whose expressions stand on what goes.
fn members(table: &Table, stands_on_it: &dyn Fn(&SqlText) -> bool) -> Effect {
    let id = table.id();
    let mut effect = Effect::default();
    let mut take = |kind, name, what: &str| {
        take_along(&mut effect, id.member(kind, name), &id, format!("takes {what} {name} of {} along", table.name));
    };
    for column in table.columns.values() {
        if matches!(&column.default, Some(ColumnDefault::Expression(text)) if stands_on_it(text)) {
            take(ObjectKind::Column, &column.name, "the default of column");
        }
        if column.generated.as_ref().is_some_and(|generated| stands_on_it(&generated.expression)) {
            take(ObjectKind::Column, &column.name, "computed column");
        }
    }
    for constraint in table.constraints.values() {
        if matches!(constraint, Constraint::Check(check) if stands_on_it(&check.expression)) {
            take(ObjectKind::Constraint, constraint.name(), "check");
        }
    }
    for index in table.indexes.values() {
        let in_key = |term: &IndexTerm| matches!(term, IndexTerm::Expression(text) if stands_on_it(text));
        if index.keys.iter().any(|key| in_key(&key.term)) || index.predicate.as_ref().is_some_and(stands_on_it) {
            take(ObjectKind::Index, &index.name, "index");
        }
    }
    effect
}
