//! Columns, and the constraints that are short enough to stand with them.

use super::Emitter;
use super::foreign::settings;
use super::omit::Forms;
use super::storage::column_storage;
use super::yaml::{Map, Yaml};
use crate::model::{
    Additivity, Check, Column, Constraint, Deferrable, ForeignKey, Identity, MatchKind, Name, ObjectId,
    ReferentialAction, SequenceOptions, Table, Unique, generated_name,
};
use crate::spec::read::word_of;

impl Emitter<'_> {
    pub fn column(&self, table: &Table, column: &Column, forms: &Forms, additivity: Option<Additivity>) -> Map {
        let mut unique = false;
        let mut check = None;
        let mut reference = None;
        for constraint in table.constraints.values().filter(|constraint| forms.inline.contains(constraint.name())) {
            if inline_column(table, constraint) != Some(&column.name) {
                continue;
            }
            match constraint {
                Constraint::Unique(_) => unique = true,
                Constraint::Check(it) => check = Some(it.expression.as_str()),
                Constraint::ForeignKey(key) => {
                    reference = Some(self.reference(key));
                }
                Constraint::PrimaryKey(_) | Constraint::Exclude(_) => {}
            }
        }
        Map::default()
            .with("name", column.name.as_str())
            .with("type", self.data_type(&column.data_type))
            .maybe("nullable", self.nullable(table, column))
            .maybe("identity", column.identity.as_ref().map(|it| self.identity(table, column, it)))
            .maybe(
                "generated",
                column.generated.as_ref().map(|generated| {
                    Map::default().with("expr", generated.expression.as_str()).flag("stored", generated.stored)
                }),
            )
            .maybe("default", column.default.as_ref().map(|default| self.default_value(default, &column.data_type)))
            .flag("unique", unique)
            .maybe("check", check)
            .maybe("references", reference)
            .maybe("collation", column.collation.as_ref().map(|collation| self.qualified(collation)))
            .map("foreign_options", settings(&column.storage.foreign_options))
            .maybe("on_update", column.on_update.as_ref().map(|text| Map::default().with("expr", text.as_str())))
            .flag("invisible", column.invisible)
            .maybe("was", self.member_was(&ObjectId::column(&table.name, &column.name)))
            .maybe("storage", column_storage(&column.storage))
            .flag("inherited", column.inherited)
            .maybe("sensitive", column.sensitive.map(word_of))
            .maybe("additivity", additivity.filter(|it| *it != Additivity::default()).map(word_of))
            .maybe("comment", column.comment.as_ref())
    }

    /// The mode by itself, unless there is more to say. The usual name of the sequence is the dialect's to fill in.
    fn identity(&self, table: &Table, column: &Column, identity: &Identity) -> Yaml {
        let mode = word_of(identity.mode).replace('_', " ");
        let usual = table.name.sibling(generated_name(&table.name.name, &[&column.name], "seq"));
        let sequence = identity.sequence.as_ref().filter(|name| self.dialect.is_none() || **name != usual);
        if identity.options == SequenceOptions::default() && sequence.is_none() {
            return mode.into();
        }
        let map =
            Map::default().with("mode", mode).maybe("sequence_name", sequence.map(|sequence| sequence.name.as_str()));
        sequence_options(map, &identity.options).into()
    }

    /// Written where the loader would come to something else.
    fn nullable(&self, table: &Table, column: &Column) -> Option<bool> {
        let in_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
        if in_key && !column.nullable && column.not_null.0 == Some(false) {
            return Some(true);
        }
        (column.nullable == in_key).then_some(column.nullable)
    }
}

/// The column with which a constraint can be written.
fn inline_column<'t>(table: &'t Table, constraint: &'t Constraint) -> Option<&'t Name> {
    match constraint {
        Constraint::Unique(unique) => inline_unique(table, unique),
        Constraint::Check(check) => inline_check(table, check),
        Constraint::ForeignKey(key) => inline_reference(table, key),
        Constraint::PrimaryKey(_) | Constraint::Exclude(_) => None,
    }
}

/// `unique: true`
pub fn inline_unique<'t>(table: &Table, unique: &'t Unique) -> Option<&'t Name> {
    let [column] = &unique.columns[..] else { return None };
    let plain = crate::spec::lower::unique(unique.name.clone(), unique.origin, unique.columns.clone());
    (*unique == plain && is_generated(table, &unique.name, column, "key")).then_some(column)
}

/// `check: x > 0`
pub fn inline_check<'t>(table: &'t Table, check: &Check) -> Option<&'t Name> {
    let plain = !check.not_valid && !check.no_inherit && check.comment.is_none();
    table.columns.keys().find(|column| plain && is_generated(table, &check.name, column, "check"))
}

/// `references: table(column)`
pub fn inline_reference<'t>(table: &Table, key: &'t ForeignKey) -> Option<&'t Name> {
    let ([column], [_]) = (&key.columns[..], &key.referenced_columns[..]) else { return None };
    let plain = key.on_delete == ReferentialAction::NoAction
        && key.on_update == ReferentialAction::NoAction
        && key.on_delete_columns.is_empty()
        && key.match_kind == MatchKind::Simple
        && key.deferrable == Deferrable::No
        && !key.not_valid
        && key.comment.is_none();
    (plain && is_generated(table, &key.name, column, "fkey")).then_some(column)
}

fn is_generated(table: &Table, name: &Name, column: &Name, suffix: &str) -> bool {
    *name == generated_name(&table.name.name, &[column], suffix)
}

pub fn sequence_options(map: Map, options: &SequenceOptions) -> Map {
    map.maybe("start", options.start)
        .maybe("increment", options.increment)
        .maybe("min", options.min)
        .maybe("max", options.max)
        .maybe("cache", options.cache)
        .flag("cycle", options.cycle)
}
