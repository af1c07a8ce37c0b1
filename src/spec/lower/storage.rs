//! How rows, values and indexes are kept.

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::model::{
    ColumnStorage, IndexStorage, Name, Parameters, ReplicaIdentity, RowSecurity, Table, TableOptions, Written,
};
use crate::spec::document::{
    ColumnStorageDocument, ColumnStorageForm, IndexStorageBody, ParametersDocument, ReplicaIdentityDocument, TableBody,
};
use crate::spec::read::{Either, Keyword, Setting, Spanned, word_of};
use std::collections::BTreeMap;

/// Whether `strict` is written before `without_rowid`.
fn strict_first(body: &TableBody) -> Option<bool> {
    Some(body.strict.as_ref()?.span.start() < body.without_rowid.as_ref()?.span.start())
}

/// What ANALYZE takes for a target.
const TARGETS: std::ops::RangeInclusive<i64> = 0..=10_000;

impl Lowering<'_> {
    /// What does not name a member of the table.
    pub fn table_options(&mut self, body: &TableBody) -> TableOptions {
        TableOptions {
            unlogged: body.unlogged.unwrap_or_default(),
            strict: body.strict.as_ref().is_some_and(|strict| strict.value),
            without_rowid: body.without_rowid.as_ref().is_some_and(|without_rowid| without_rowid.value),
            strict_first: Written(strict_first(body)),
            parameters: self.table_parameters(body),
            inherits: body.inherits.iter().flat_map(|parents| &parents.0).map(|parent| parent.value.clone()).collect(),
            of_type: body.of_type.as_ref().map(|name| name.value.clone()),
            row_security: body.row_security.map_or(RowSecurity::default(), |Keyword(security)| security),
            tablespace: body.tablespace.clone(),
            access_method: body.access_method.clone(),
            ..TableOptions::default()
        }
    }

    /// Settings, those with a key of their own among them.
    fn table_parameters(&mut self, body: &TableBody) -> Parameters {
        let mut parameters = self.parameters(body.storage.as_ref());
        let own = [("engine", &body.engine), ("charset", &body.charset), ("collation", &body.collation)];
        for (name, value) in own.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            if parameters.insert(name, &value.value).is_some() {
                let diagnostic = Diagnostic::error("conflicting-keys", format!("`{name}` is given twice"))
                    .at(value.span.clone(), "here, and under `storage`")
                    .help("write it once");
                self.report(diagnostic);
            }
        }
        parameters
    }

    /// The indexes that a table's options name, now that they are there.
    pub fn named_indexes(&mut self, body: &TableBody, table: &mut Table) {
        if let Some(index) = &body.cluster_on {
            self.check_index(table, index);
            table.options.clustered_on = Some(index.value.clone());
        }
        match &body.replica_identity {
            Some(ReplicaIdentityDocument::Word(identity)) => table.options.replica_identity = identity.clone(),
            Some(ReplicaIdentityDocument::Index(index)) => {
                self.check_index(table, index);
                table.options.replica_identity = ReplicaIdentity::Index(index.value.clone());
            }
            None => {}
        }
    }

    /// Keys and exclusions have an index under their own name.
    fn check_index(&mut self, table: &Table, index: &Spanned<Name>) {
        let is_key = table.constraints.get(&index.value).is_some_and(|it| it.storage().is_some());
        if !is_key && !table.indexes.contains_key(&index.value) && !self.reader.is_incomplete() {
            self.report_no_index(&table.name.name, index, table.indexes.keys());
        }
    }

    pub fn report_no_index<'n>(&mut self, owner: &Name, index: &Spanned<Name>, known: impl Iterator<Item = &'n Name>) {
        let message = format!("`{owner}` has no index `{}`", index.value);
        let known: Vec<&str> = known.map(Name::as_str).collect();
        let help = match known.is_empty() {
            true => "write the index under `indexes:`".to_owned(),
            false => format!("its indexes are {}", known.join(", ")),
        };
        let diagnostic = Diagnostic::error("unknown-index", message).at(index.span.clone(), "no such index").help(help);
        self.report(diagnostic);
    }

    pub fn index_storage(&mut self, body: &IndexStorageBody) -> IndexStorage {
        IndexStorage { parameters: self.parameters(body.storage.as_ref()), tablespace: body.tablespace.clone() }
    }

    /// Parameters by name. The engine judges which there are; here is seen to it that they are names.
    pub fn parameters(&mut self, document: Option<&ParametersDocument>) -> Parameters {
        let Some(document) = document else { return Parameters::default() };
        for name in document.value.0.keys() {
            let is_name =
                |part: &str| !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
            if !name.split('.').all(is_name) {
                let diagnostic =
                    Diagnostic::error("invalid-name", format!("`{name}` is no name of a storage parameter"))
                        .at(document.span.clone(), "among these parameters")
                        .help("write a name such as fillfactor or toast.autovacuum_enabled");
                self.report(diagnostic);
            }
        }
        document.value.0.iter().map(|(name, Setting(value))| (name, value)).collect()
    }

    pub fn column_storage(&mut self, document: Option<&Spanned<ColumnStorageForm>>) -> ColumnStorage {
        match document.map(|document| &document.value) {
            None => ColumnStorage::default(),
            Some(Either::Short(Keyword(mode))) => {
                ColumnStorage { mode: Some(word_of(*mode).to_owned()), ..ColumnStorage::default() }
            }
            Some(Either::Long(long)) => self.long_column_storage(long),
        }
    }

    fn long_column_storage(&mut self, document: &ColumnStorageDocument) -> ColumnStorage {
        let numbers = [
            ("n_distinct", &document.n_distinct),
            ("n_distinct_inherited", &document.n_distinct_inherited),
            ("on_conflict", &document.on_conflict),
        ];
        let written = numbers.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        ColumnStorage {
            mode: document.mode.map(|Keyword(mode)| word_of(mode).to_owned()),
            compression: document.compression.map(|Keyword(compression)| word_of(compression).to_owned()),
            statistics: document.statistics.as_ref().and_then(|target| self.statistics_target(target)),
            parameters: written.map(|(name, Setting(value))| (name, value)).collect(),
            foreign_options: BTreeMap::new(),
        }
    }

    pub fn statistics_target(&mut self, target: &Spanned<i64>) -> Option<i32> {
        let number = i32::try_from(target.value).ok().filter(|_| TARGETS.contains(&target.value));
        if number.is_none() {
            let diagnostic = Diagnostic::error("unknown-value", format!("{} is no target of statistics", target.value))
                .at(target.span.clone(), "a number from 0 to 10000 is due");
            self.report(diagnostic);
        }
        number
    }
}
