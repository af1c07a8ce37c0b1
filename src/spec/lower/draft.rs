//! Tables on their way: columns first, since constraints of one table ask for columns of another.

use super::full_name;
use crate::model::{Column, Name, QualifiedName, Table};
use crate::spec::document::{
    ColumnDocument, DimensionDocument, FactDocument, PartitionDocument, TableBody, TableDocument,
};
use crate::spec::read::Either;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Where a table comes from.
#[derive(Clone)]
pub enum Source<'d> {
    Dimension(&'d DimensionDocument),
    Fact(&'d FactDocument),
    Table(&'d TableDocument),
    Partition { document: &'d PartitionDocument, parent: QualifiedName },
}

impl<'d> Source<'d> {
    pub fn body(&self) -> &'d TableBody {
        match self {
            Self::Dimension(document) => &document.body,
            Self::Fact(document) => &document.body,
            Self::Table(document) => &document.body,
            Self::Partition { document, .. } => &document.partition.body,
        }
    }

    pub fn name(&self) -> QualifiedName {
        let body = self.body();
        full_name(&body.name, body.namespace.as_ref())
    }

    /// The columns as written: those of a fact and then its measures.
    pub fn columns(&self) -> impl Iterator<Item = &'d ColumnDocument> + use<'d> {
        let measures = match self {
            Self::Fact(document) => document.measures.as_deref().unwrap_or_default(),
            Self::Dimension(_) | Self::Table(_) | Self::Partition { .. } => &[],
        };
        super::items(&self.body().columns).iter().chain(measures)
    }

    /// This table and its partitions, parents first.
    pub fn with_partitions(self, found: &mut Vec<Self>) {
        let parent = self.name();
        let partitioning = self.body().partitioning.as_deref();
        found.push(self);
        for document in partitioning.map(|it| super::items(&it.value.partitions)).unwrap_or_default() {
            Self::Partition { document, parent: parent.clone() }.with_partitions(found);
        }
    }

    /// The columns of the primary key, wherever it is written.
    pub fn primary_key(&self) -> Vec<Name> {
        if let Some(written) = &self.body().primary_key {
            return match &written.value {
                Either::Short(columns) => columns.names(),
                Either::Long(document) => document.columns.names(),
            };
        }
        let marked: Vec<Name> = self
            .columns()
            .filter(|column| column.primary_key == Some(true))
            .map(|column| column.name.value.clone())
            .collect();
        match self {
            Self::Dimension(document) if marked.is_empty() => {
                document.surrogate_key.iter().map(|key| key.value.clone()).collect()
            }
            Self::Dimension(_) | Self::Fact(_) | Self::Table(_) | Self::Partition { .. } => marked,
        }
    }
}

/// A table that has its columns and nothing else yet.
pub struct Draft<'d> {
    pub source: Source<'d>,
    pub table: Table,
}

/// What tables know of each other.
#[derive(Default)]
pub struct Directory {
    tables: BTreeMap<QualifiedName, Listing>,
    ignores_case: bool,
}

pub struct Listing {
    pub columns: IndexMap<Name, Column>,
    pub primary_key: Vec<Name>,
}

impl Directory {
    pub fn of(drafts: &[Draft<'_>], ignores_case: bool) -> Self {
        let listing = |draft: &Draft<'_>| Listing {
            columns: draft.table.columns.clone(),
            primary_key: draft.source.primary_key(),
        };
        Self { ignores_case, tables: drafts.iter().map(|draft| (draft.table.name.clone(), listing(draft))).collect() }
    }

    pub fn find(&self, name: &QualifiedName) -> Option<&Listing> {
        super::reference::find(&self.tables, name, self.ignores_case)
    }

    pub fn names(&self) -> impl Iterator<Item = String> {
        self.tables.keys().map(ToString::to_string)
    }
}
