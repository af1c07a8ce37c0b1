//! Constraints that have lines of their own.

use super::omit::Forms;
use super::storage::index_storage;
use super::yaml::{Map, Yaml};
use super::{Emitter, name_items, names};
use crate::model::{
    Check, Constraint, Deferrable, Exclude, ForeignKey, IndexStorage, MatchKind, Name, ObjectKind, ReferentialAction,
    Table,
};
use crate::spec::read::word_of;
use crate::spec::shorthand::write_reference;

/// Whether a key is its columns and nothing more.
pub fn is_plain_key(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::PrimaryKey(key) => {
            key.include.is_empty()
                && key.deferrable == Deferrable::No
                && key.comment.is_none()
                && key.storage == IndexStorage::default()
        }
        Constraint::Unique(key) => {
            key.include.is_empty()
                && key.deferrable == Deferrable::No
                && key.comment.is_none()
                && key.storage == IndexStorage::default()
                && !key.nulls_not_distinct
                && key.storage == IndexStorage::default()
        }
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    }
}

/// The constraints of a table by the key under which they are written.
#[derive(Default)]
pub struct Lists {
    pub primary_key: Option<Yaml>,
    pub unique: Vec<Yaml>,
    pub checks: Vec<Yaml>,
    pub exclude: Vec<Yaml>,
    pub foreign_keys: Vec<Yaml>,
}

impl Emitter<'_> {
    pub fn constraints(&self, table: &Table, forms: &Forms) -> Lists {
        let mut lists = Lists::default();
        for constraint in table.constraints.values() {
            let name = constraint.name();
            if forms.implied.contains(name) || forms.inline.contains(name) {
                continue;
            }
            let was = self.member_was(&table.id().member(ObjectKind::Constraint, name));
            let map = Map::default()
                .maybe("name", Some(name.as_str()).filter(|_| !forms.unnamed.contains(name)))
                .maybe("was", was);
            match constraint {
                Constraint::PrimaryKey(key) => {
                    let short = map.is_empty() && is_plain_key(constraint);
                    let long = key_map(map, &key.columns, &key.include, key.deferrable);
                    let long = index_storage(long, &key.storage);
                    lists.primary_key =
                        Some(if short { names(&key.columns) } else { commented(long, key.comment.as_ref()) });
                }
                Constraint::Unique(key) => {
                    let short = map.is_empty() && is_plain_key(constraint);
                    let long = key_map(map, &key.columns, &key.include, key.deferrable)
                        .flag("nulls_not_distinct", key.nulls_not_distinct);
                    let long = commented(index_storage(long, &key.storage), key.comment.as_ref());
                    lists.unique.push(if short { name_items(&key.columns).into() } else { long });
                }
                Constraint::Check(check) => lists.checks.push(check_yaml(map, check)),
                Constraint::ForeignKey(key) => lists.foreign_keys.push(self.foreign_key(map, key)),
                Constraint::Exclude(exclude) => lists.exclude.push(self.exclude(map, exclude)),
            }
        }
        lists
    }

    fn foreign_key(&self, map: Map, key: &ForeignKey) -> Yaml {
        let map = match &key.columns[..] {
            [_] => map.with("column", names(&key.columns)),
            columns => map.with("columns", name_items(columns)),
        };
        let action = |action: ReferentialAction| {
            Some(word_of(action).replace('_', " ")).filter(|_| action != ReferentialAction::default())
        };
        let map = map
            .with("references", self.reference(key))
            .maybe("on_delete", action(key.on_delete))
            .list("on_delete_columns", name_items(&key.on_delete_columns))
            .maybe("on_update", action(key.on_update))
            .maybe("match", Some(word_of(key.match_kind)).filter(|_| key.match_kind != MatchKind::default()))
            .maybe("deferrable", deferrable(key.deferrable))
            .flag("not_valid", key.not_valid);
        commented(map, key.comment.as_ref())
    }

    /// The other side of a foreign key. An engine that keeps SQL as written keeps it in any letter case, and without columns where the
    /// primary key is meant.
    pub fn reference(&self, key: &ForeignKey) -> String {
        let keeps_text = self.dialect.as_ref().is_some_and(|dialect| !dialect.capabilities().respells_sql);
        let (table, columns) =
            if keeps_text { key.reference() } else { (&key.references, &key.referenced_columns[..]) };
        write_reference(&self.shortened(table), columns)
    }

    fn exclude(&self, map: Map, exclude: &Exclude) -> Yaml {
        let elements = exclude.elements.iter().map(|element| {
            let key = self.index_key_map(&element.key);
            key.with("operator", element.operator.as_str()).into()
        });
        let map = map
            .maybe("method", Some(exclude.method.as_str()).filter(|method| *method != "gist"))
            .with("elements", elements.collect::<Vec<_>>())
            .list("include", name_items(&exclude.include))
            .maybe("where", exclude.predicate.as_ref().map(|predicate| predicate.as_str()))
            .maybe("deferrable", deferrable(exclude.deferrable));
        commented(index_storage(map, &exclude.storage), exclude.comment.as_ref())
    }
}

fn key_map(map: Map, columns: &[Name], include: &[Name], when: Deferrable) -> Map {
    map.with("columns", name_items(columns)).list("include", name_items(include)).maybe("deferrable", deferrable(when))
}

/// A check in its short form where it has no more than an expression.
pub fn check_yaml(map: Map, check: &Check) -> Yaml {
    if map.is_empty() && !check.not_valid && !check.no_inherit && check.comment.is_none() {
        return check.expression.as_str().into();
    }
    let map = map
        .with("expression", check.expression.as_str())
        .flag("not_valid", check.not_valid)
        .flag("no_inherit", check.no_inherit);
    commented(map, check.comment.as_ref())
}

fn deferrable(deferrable: Deferrable) -> Option<Yaml> {
    match deferrable {
        Deferrable::No => None,
        Deferrable::InitiallyImmediate => Some(true.into()),
        Deferrable::InitiallyDeferred => Some("deferred".into()),
    }
}

fn commented(map: Map, comment: Option<&String>) -> Yaml {
    map.maybe("comment", comment).into()
}
