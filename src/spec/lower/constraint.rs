//! Constraints, in the order in which names are generated: primary key, those written with a column, then those of the table.

use super::Lowering;
use super::draft::{Directory, Source};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{
    Check, Constraint, Deferrable, Exclude, ExcludeElement, GeneratedNames, IndexStorage, Name, NameOrigin, ObjectId,
    ObjectKind, PrimaryKey, Table, Unique,
};
use crate::spec::document::{CheckDocument, ColumnDocument, DeferrableDocument, ExcludeDocument, KeyDocument};
use crate::spec::read::{Either, NameList, Spanned};

/// The table in the making and its names.
pub struct Members<'t> {
    pub table: &'t mut Table,
    names: &'t mut GeneratedNames,
}

impl Members<'_> {
    pub fn name(&mut self, written: Option<&Spanned<Name>>, columns: &[Name], suffix: &str) -> (Name, NameOrigin) {
        let columns: Vec<&Name> = columns.iter().collect();
        self.names.choose(written.map(|name| name.value.clone()), &self.table.name.name, &columns, suffix)
    }
}

impl Lowering<'_> {
    /// A written name wins over a generated one that would be the same.
    pub fn reserve_written_names(&mut self, source: &Source<'_>, names: &mut GeneratedNames) {
        let body = source.body();
        let long_name = |key: &Either<NameList, KeyDocument>| match key {
            Either::Short(_) => None,
            Either::Long(document) => document.name.as_ref().map(|name| name.value.clone()),
        };
        let check_name = |check: &Either<Spanned<String>, CheckDocument>| match check {
            Either::Short(_) => None,
            Either::Long(document) => document.name.as_ref().map(|name| name.value.clone()),
        };
        let keys = body.primary_key.iter().chain(super::items(&body.unique)).filter_map(|key| long_name(&key.value));
        let column_checks = source.columns().filter_map(|column| column.check.as_ref());
        let checks = column_checks.chain(super::items(&body.checks)).filter_map(check_name);
        let value = |name: &Option<Spanned<Name>>| name.as_ref().map(|name| name.value.clone());
        let foreign_keys = super::items(&body.foreign_keys).iter().filter_map(|key| value(&key.name));
        let excludes = super::items(&body.exclude).iter().filter_map(|exclude| value(&exclude.value.name));
        let indexes = super::items(&body.indexes).iter().filter_map(|index| match &index.value {
            Either::Short(_) => None,
            Either::Long(document) => value(&document.name),
        });
        for name in keys.chain(checks).chain(foreign_keys).chain(excludes).chain(indexes) {
            names.reserve(&name);
        }
    }

    pub fn constraints(
        &mut self,
        source: &Source<'_>,
        table: &mut Table,
        directory: &Directory,
        names: &mut GeneratedNames,
    ) {
        let mut members = Members { table, names };
        let body = source.body();
        self.primary_key(source, &mut members);
        for column in source.columns() {
            self.column_constraints(column, &mut members, directory);
        }
        for key in super::items(&body.unique) {
            self.unique(key, &mut members);
        }
        for check in super::items(&body.checks) {
            self.check(check, &[], &mut members);
        }
        for exclude in super::items(&body.exclude) {
            self.exclude(exclude, &mut members);
        }
        for key in super::items(&body.foreign_keys) {
            self.foreign_key(key, &mut members, directory);
        }
    }

    pub fn add(&mut self, members: &mut Members<'_>, constraint: Constraint, span: &Span, was: Option<&Spanned<Name>>) {
        let table = members.table.id();
        let id = table.member(ObjectKind::Constraint, constraint.name());
        if self.note(&id, span) {
            self.rename(&id, was.map(|was| table.member(ObjectKind::Constraint, &was.value)));
            members.table.add_constraint(constraint);
        }
    }

    fn primary_key(&mut self, source: &Source<'_>, members: &mut Members<'_>) {
        let written = source.body().primary_key.as_ref();
        let marked = source.columns().find(|column| column.primary_key == Some(true));
        if let (Some(written), Some(marked)) = (written, marked) {
            let diagnostic = Diagnostic::error("conflicting-keys", "the table has two primary keys")
                .at(marked.name.span.clone(), "this column says `primary_key: true`")
                .at(written.span.clone(), "and the table has a `primary_key:`")
                .help("keep one of them");
            return self.report(diagnostic);
        }
        let columns = source.primary_key();
        if columns.is_empty() {
            return;
        }
        let (span, document) = match written {
            Some(Spanned { value: Either::Long(document), span }) => (span, Some(document)),
            Some(Spanned { value: Either::Short(_), span }) => (span, None),
            None => (&source.body().name.span, None),
        };
        self.known_columns(members.table, &key_columns(source));
        let (name, origin) = members.name(document.and_then(|it| it.name.as_ref()), &[], "pkey");
        let key = PrimaryKey {
            name,
            origin,
            columns,
            include: self.included(members.table, document.and_then(|it| it.include.as_ref())),
            storage: storage(document),
            deferrable: deferrable(document.and_then(|it| it.deferrable)),
            comment: document.and_then(|it| it.comment.clone()),
        };
        if let Some(wrong) = document.and_then(|it| it.nulls_not_distinct.as_ref()) {
            let diagnostic = Diagnostic::error("misplaced-key", "a primary key holds no NULLs")
                .at(wrong.span.clone(), "only unique constraints have this");
            self.report(diagnostic);
        }
        self.add(members, Constraint::PrimaryKey(key), span, document.and_then(|it| it.was.as_ref()));
    }

    fn column_constraints(&mut self, column: &ColumnDocument, members: &mut Members<'_>, directory: &Directory) {
        let name = column.name.value.clone();
        if column.unique == Some(true) {
            let unique = plain_unique(members, vec![name.clone()]);
            self.add(members, Constraint::Unique(unique), &column.name.span, None);
        }
        if let Some(check) = &column.check {
            self.check(check, std::slice::from_ref(&name), members);
        }
        if let Some(reference) = &column.references {
            let columns = vec![Spanned { value: name, span: column.name.span.clone() }];
            if let Some(key) = self.resolved(&columns, reference, members, directory, None) {
                self.add(members, Constraint::ForeignKey(key), &reference.span, None);
            }
        }
    }

    fn unique(&mut self, key: &Spanned<Either<NameList, KeyDocument>>, members: &mut Members<'_>) {
        match &key.value {
            Either::Short(columns) => {
                let columns = self.known_columns(members.table, &columns.0);
                let unique = plain_unique(members, columns);
                self.add(members, Constraint::Unique(unique), &key.span, None);
            }
            Either::Long(document) => {
                let columns = self.known_columns(members.table, &document.columns.0);
                let mut unique = plain_unique_named(members, document.name.as_ref(), columns);
                unique.include = self.included(members.table, document.include.as_ref());
                unique.nulls_not_distinct = document.nulls_not_distinct.as_ref().is_some_and(|it| it.value);
                unique.deferrable = deferrable(document.deferrable);
                unique.storage = storage(Some(document));
                unique.comment.clone_from(&document.comment);
                let span = document.name.as_ref().map_or(&key.span, |name| &name.span);
                self.add(members, Constraint::Unique(unique), span, document.was.as_ref());
            }
        }
    }

    /// A check of the table, or of the one column it stands with.
    fn check(&mut self, check: &Either<Spanned<String>, CheckDocument>, column: &[Name], members: &mut Members<'_>) {
        let (built, span) = self.built_check(check, |written| members.name(written, column, "check"));
        let was = match check {
            Either::Short(_) => None,
            Either::Long(document) => document.was.as_ref(),
        };
        self.add(members, Constraint::Check(built), &span, was);
    }

    /// The check and its place, with a name from `choose`.
    pub fn built_check(
        &mut self,
        check: &Either<Spanned<String>, CheckDocument>,
        choose: impl FnOnce(Option<&Spanned<Name>>) -> (Name, NameOrigin),
    ) -> (Check, Span) {
        match check {
            Either::Short(expression) => {
                let (name, origin) = choose(None);
                let expression_text = self.expression(expression);
                let plain = Check {
                    name,
                    origin,
                    expression: expression_text,
                    not_valid: false,
                    no_inherit: false,
                    comment: None,
                };
                (plain, expression.span.clone())
            }
            Either::Long(document) => {
                let (name, origin) = choose(document.name.as_ref());
                let long = Check {
                    name,
                    origin,
                    expression: self.expression(&document.expression),
                    not_valid: document.not_valid.unwrap_or_default(),
                    no_inherit: document.no_inherit.unwrap_or_default(),
                    comment: document.comment.clone(),
                };
                (long, document.name.as_ref().map_or(&document.expression.span, |name| &name.span).clone())
            }
        }
    }

    fn exclude(&mut self, written: &Spanned<ExcludeDocument>, members: &mut Members<'_>) {
        let document = &written.value;
        let known = (&members.table.columns, &members.table.name.name);
        let elements: Vec<ExcludeElement> = document
            .elements
            .iter()
            .filter_map(|element| {
                let key = self.index_key(&element.value.key, &element.span, Some(known))?;
                Some(ExcludeElement { key, operator: self.fragment(&element.value.operator) })
            })
            .collect();
        let named: Vec<Name> = elements.iter().filter_map(|element| element.key.column().cloned()).collect();
        let (name, origin) = members.name(document.name.as_ref(), &named, "excl");
        let exclude = Exclude {
            name,
            origin,
            method: document.method.clone().unwrap_or_else(|| "gist".into()),
            elements,
            include: self.included(members.table, document.include.as_ref()),
            predicate: document.r#where.as_ref().map(|predicate| self.expression(predicate)),
            storage: IndexStorage::default(),
            deferrable: deferrable(document.deferrable),
            comment: document.comment.clone(),
        };
        self.add(members, Constraint::Exclude(exclude), &written.span, document.was.as_ref());
    }

    fn included(&mut self, table: &Table, columns: Option<&NameList>) -> Vec<Name> {
        columns.map(|columns| self.known_columns(table, &columns.0)).unwrap_or_default()
    }

    /// The address of a generated constraint, noted at the place that asked for it.
    pub fn add_generated(&mut self, table: &mut Table, constraint: Constraint, span: &Span) {
        let id: ObjectId = table.id().member(ObjectKind::Constraint, constraint.name());
        if self.note(&id, span) {
            table.add_constraint(constraint);
        }
    }
}

/// The columns of the primary key with their places.
fn key_columns(source: &Source<'_>) -> Vec<Spanned<Name>> {
    match source.body().primary_key.as_ref().map(|key| &key.value) {
        Some(Either::Short(columns)) => columns.0.clone(),
        Some(Either::Long(document)) => document.columns.0.clone(),
        // Those marked at the column and surrogate keys are there by construction.
        None => Vec::new(),
    }
}

pub fn deferrable(document: Option<DeferrableDocument>) -> Deferrable {
    document.map(|DeferrableDocument(deferrable)| deferrable).unwrap_or_default()
}

fn plain_unique(members: &mut Members<'_>, columns: Vec<Name>) -> Unique {
    plain_unique_named(members, None, columns)
}

fn plain_unique_named(members: &mut Members<'_>, name: Option<&Spanned<Name>>, columns: Vec<Name>) -> Unique {
    let (name, origin) = members.name(name, &columns, "key");
    unique(name, origin, columns)
}

/// A unique constraint without anything special.
pub fn unique(name: Name, origin: NameOrigin, columns: Vec<Name>) -> Unique {
    Unique {
        name,
        origin,
        columns,
        include: Vec::new(),
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        deferrable: Deferrable::default(),
        comment: None,
    }
}

fn storage(document: Option<&KeyDocument>) -> IndexStorage {
    let written = document.and_then(|document| document.storage.as_ref());
    IndexStorage { parameters: written.map(|written| written.0.clone()).unwrap_or_default(), tablespace: None }
}
