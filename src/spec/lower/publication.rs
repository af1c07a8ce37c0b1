//! Publications.

use super::{Lowering, items};
use crate::diagnostic::Diagnostic;
use crate::model::{Object, ObjectId, ObjectKind, Publication, PublishedTable, QualifiedName};
use crate::spec::document::{PublicationDocument, PublishedTableDocument};
use crate::spec::read::{Either, NameList, Spanned};
use std::collections::{BTreeMap, BTreeSet};

impl Lowering<'_> {
    pub fn publication(&mut self, it: &PublicationDocument) {
        let all_tables = it.all_tables.as_ref().is_some_and(|all| all.value);
        if let Some(all) = &it.all_tables
            && all_tables
            && (!items(&it.tables).is_empty() || it.namespaces.is_some())
        {
            let diagnostic = Diagnostic::error("conflicting-keys", "a publication of all tables lists none")
                .at(all.span.clone(), "every table is in it already")
                .help("take `tables:` and `namespaces:` out, or `all_tables:`");
            self.report(diagnostic);
        }
        let mut tables = BTreeMap::new();
        for item in items(&it.tables) {
            let (name, table) = match item {
                Either::Short(name) => (name, PublishedTable::default()),
                Either::Long(document) => (&document.table, self.published_table(document)),
            };
            self.check_watched(name);
            if tables.insert(name.value.clone(), table).is_some() {
                self.report_named_twice(name);
            }
        }
        let object = Object::Publication(Publication {
            name: it.name.value.clone(),
            all_tables,
            tables,
            namespaces: it.namespaces.as_ref().map(NameList::names).unwrap_or_default().into_iter().collect(),
            options: it.options.as_ref().map(|options| options.value.texts()).unwrap_or_default(),
            comment: it.comment.clone(),
        });
        let was = it.was.as_ref().map(|was| ObjectId::new(ObjectKind::Publication, vec![was.value.clone()]));
        self.rename(&object.id(), was);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert(object, &it.name.span);
    }

    fn published_table(&mut self, it: &PublishedTableDocument) -> PublishedTable {
        let columns = it.columns.as_ref().map(NameList::names).unwrap_or_default();
        PublishedTable {
            columns: columns.into_iter().collect::<BTreeSet<_>>(),
            predicate: it.r#where.as_ref().map(|text| self.expression(text)),
        }
    }

    fn report_named_twice(&mut self, name: &Spanned<QualifiedName>) {
        let diagnostic = Diagnostic::error("duplicate-name", format!("table `{}` is there twice", name.value))
            .at(name.span.clone(), "the second time")
            .help("put its columns and conditions together");
        self.report(diagnostic);
    }
}
