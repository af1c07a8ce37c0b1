//! What a star schema says in one word: surrogate and natural keys, history, grain.

use super::Lowering;
use super::constraint::unique;
use super::draft::{Draft, Source};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{
    Additivity, Column, ColumnDefault, Constraint, DataType, Dimension, Fact, GeneratedNames, Identity, IdentityMode,
    IndexKey, IndexTerm, Literal, Measure, Name, ObjectId, QualifiedName, SqlText, Table, TableRole,
};
use crate::spec::document::{DimensionDocument, FactDocument};
use crate::spec::read::{Keyword, NameList, Spanned};
use std::collections::BTreeMap;

const VALID_FROM: &str = "valid_from";
const VALID_TO: &str = "valid_to";
const IS_CURRENT: &str = "is_current";

impl Lowering<'_> {
    /// The role, and the columns of a dimension that are not written.
    pub fn add_star_columns(&mut self, draft: &mut Draft<'_>) {
        match draft.source {
            Source::Dimension(document) => {
                let scd = self.scd(document.scd.as_ref());
                if let Some(key) = &document.surrogate_key {
                    self.add_missing(&mut draft.table, surrogate_key(&key.value), &key.span, Some(0));
                }
                if scd == Some(2) {
                    for column in history() {
                        self.add_missing(&mut draft.table, column, &document.body.name.span, None);
                    }
                }
                draft.table.role = TableRole::Dimension(dimension(document, scd));
                let natural_key = document.natural_key.iter().flat_map(|key| &key.0);
                for name in natural_key {
                    if let Some(column) = draft.table.columns.get_mut(&name.value) {
                        column.nullable = false;
                    }
                }
            }
            Source::Fact(document) => draft.table.role = TableRole::Fact(fact(document)),
            Source::Table(_) | Source::Partition { .. } => {}
        }
    }

    fn scd(&mut self, written: Option<&Spanned<i64>>) -> Option<u8> {
        let written = written?;
        match written.value {
            1 => Some(1),
            2 => Some(2),
            _ => {
                let diagnostic = Diagnostic::error("unknown-value", "this type of history is not known")
                    .at(written.span.clone(), "1 or 2 is due")
                    .help("1 overwrites, 2 keeps history in rows");
                self.report(diagnostic);
                None
            }
        }
    }

    fn add_missing(&mut self, table: &mut Table, column: Column, span: &Span, place: Option<usize>) {
        if table.columns.contains_key(&column.name) {
            return;
        }
        self.note(&ObjectId::column(&table.name, &column.name), span);
        match place {
            Some(place) => {
                table.columns.shift_insert(place, column.name.clone(), column);
            }
            None => table.add_column(column),
        }
    }

    /// Adds the foreign key columns that facts leave out, with the type of what they refer to. A fact may refer to
    /// another fact's, so this goes on until nothing is new.
    pub fn add_fact_columns(&mut self, drafts: &mut [Draft<'_>]) {
        let names: BTreeMap<QualifiedName, usize> =
            drafts.iter().enumerate().map(|(at, draft)| (draft.table.name.clone(), at)).collect();
        let mut added = vec![0; drafts.len()];
        loop {
            let mut found = Vec::new();
            for (at, draft) in drafts.iter().enumerate() {
                if let Source::Fact(document) = &draft.source {
                    found
                        .extend(missing_columns(document, &draft.table, drafts, &names).into_iter().map(|it| (at, it)));
                }
            }
            if found.is_empty() {
                break;
            }
            for (at, (name, data_type, span)) in found {
                let column = Column::new(name, data_type);
                if !drafts[at].table.columns.contains_key(&column.name) {
                    self.add_missing(&mut drafts[at].table, column, &span, Some(added[at]));
                    added[at] += 1;
                }
            }
        }
        for draft in drafts {
            self.refuse_null_in_keys(draft);
        }
    }

    /// The unique constraints behind natural key and grain, where nothing else makes the columns unique.
    pub fn star_keys(&mut self, source: &Source<'_>, table: &mut Table, names: &mut GeneratedNames) {
        let key = match source {
            Source::Dimension(document) => document.natural_key.as_ref(),
            Source::Fact(document) => document.grain.as_ref(),
            Source::Table(_) | Source::Partition { .. } => None,
        };
        let Some(NameList(written)) = key else { return };
        let before = self.error_free(|lowering| lowering.known_columns(table, written));
        let (Some(columns), Some(first)) = (before, written.first()) else { return };
        let columns = unique_columns(table, columns);
        if is_unique(table, &columns) || !self.is_enforceable(table, &columns, &first.span) {
            return;
        }
        let named: Vec<&Name> = columns.iter().collect();
        let (name, origin) = names.choose(None, &table.name.name, &named, "key");
        self.add_generated(table, Constraint::Unique(unique(name, origin, columns)), &first.span);
    }

    /// A unique constraint of a partitioned table has the partition key in it.
    fn is_enforceable(&mut self, table: &Table, columns: &[Name], span: &Span) -> bool {
        let keys = table.partitioning.iter().flat_map(|partitioning| &partitioning.keys);
        let outside = keys
            .filter_map(|key| match &key.term {
                IndexTerm::Column(name) if columns.contains(name) => None,
                IndexTerm::Column(name) => Some(format!("`{name}`")),
                IndexTerm::Expression(expression) => Some(format!("`{}`", expression.as_str())),
            })
            .next();
        let Some(outside) = outside else { return true };
        let message = format!("`{}` is partitioned by {outside}, which is no part of this key", table.name);
        let diagnostic = Diagnostic::warning("key-not-enforced", message)
            .at(span.clone(), "not made unique: an engine could check each partition by itself only")
            .help("add the partition column to the key, or live without the guarantee");
        self.report(diagnostic);
        false
    }

    /// The result, unless an error was reported on the way.
    fn error_free<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = self.reader.error_count();
        let result = work(self);
        (self.reader.error_count() == before).then_some(result)
    }
}

fn surrogate_key(name: &Name) -> Column {
    Column {
        nullable: false,
        identity: Some(Identity::new(IdentityMode::ByDefault)),
        ..Column::new(name.clone(), DataType::BigInt)
    }
}

/// Kimball's type 2: a row is true from one moment to another, and one row of each natural key is current.
fn history() -> [Column; 3] {
    let moment = || DataType::Timestamp { precision: None, zone: true };
    let now = ColumnDefault::Expression(SqlText::new("CURRENT_TIMESTAMP"));
    let yes = ColumnDefault::Literal(Literal::Boolean(true));
    [
        Column { nullable: false, default: Some(now), ..Column::new(VALID_FROM, moment()) },
        Column::new(VALID_TO, moment()),
        Column { nullable: false, default: Some(yes), ..Column::new(IS_CURRENT, DataType::Boolean) },
    ]
}

fn dimension(document: &DimensionDocument, scd: Option<u8>) -> Dimension {
    Dimension {
        surrogate_key: document.surrogate_key.as_ref().map(|key| key.value.clone()),
        natural_key: document.natural_key.as_ref().map(NameList::names).unwrap_or_default(),
        scd,
    }
}

fn fact(document: &FactDocument) -> Fact {
    let measure = |column: &crate::spec::document::ColumnDocument| Measure {
        column: column.name.value.clone(),
        additivity: column.additivity.as_ref().map_or(Additivity::default(), |it| {
            let Keyword(additivity) = it.value;
            additivity
        }),
    };
    Fact {
        grain: document.grain.as_ref().map(NameList::names).unwrap_or_default(),
        measures: super::items(&document.measures).iter().map(measure).collect(),
    }
}

/// Foreign key columns that the fact does not have, as far as what they refer to is known already.
fn missing_columns(
    document: &FactDocument,
    table: &Table,
    drafts: &[Draft<'_>],
    names: &BTreeMap<QualifiedName, usize>,
) -> Vec<(Name, DataType, Span)> {
    let mut missing = Vec::new();
    for key in super::items(&document.body.foreign_keys) {
        let reference = &key.references.value;
        let spellings = super::reference::spellings(&reference.table);
        let Some(target) = spellings.iter().find_map(|name| names.get(name)).map(|at| &drafts[*at]) else { continue };
        let referenced =
            if reference.columns.is_empty() { target.source.primary_key() } else { reference.columns.clone() };
        let columns = key.columns.iter().chain(&key.column).flat_map(|list| &list.0);
        for (column, referenced) in columns.zip(referenced) {
            if let (false, Some(found)) =
                (table.columns.contains_key(&column.value), target.table.columns.get(&referenced))
            {
                missing.push((column.value.clone(), found.data_type.clone(), column.span.clone()));
            }
        }
    }
    missing
}

/// With history in rows, a natural key comes back with each version of what it names.
pub fn unique_columns(table: &Table, mut columns: Vec<Name>) -> Vec<Name> {
    let keeps_history = matches!(&table.role, TableRole::Dimension(Dimension { scd: Some(2), .. }));
    if keeps_history && !columns.iter().any(|column| column.as_str() == VALID_FROM) {
        columns.push(VALID_FROM.into());
    }
    columns
}

/// Whether a key or a unique index holds exactly these columns, in any order.
pub fn is_unique(table: &Table, columns: &[Name]) -> bool {
    let same = |others: Vec<&Name>| others.len() == columns.len() && columns.iter().all(|name| others.contains(&name));
    let by_constraint = table.constraints.values().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => same(key.columns.iter().collect()),
        Constraint::Unique(key) => same(key.columns.iter().collect()),
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    });
    let by_index = table.indexes.values().any(|index| {
        let named: Option<Vec<&Name>> = index.keys.iter().map(IndexKey::column).collect();
        index.unique && index.predicate.is_none() && named.is_some_and(same)
    });
    by_constraint || by_index
}
