//! Indexes.

use super::Lowering;
use crate::diagnostic::{Diagnostic, Span};
use crate::dialect::DialectKind;
use crate::model::{Column, GeneratedNames, Index, IndexKey, IndexTerm, Name, ObjectId, ObjectKind, Written};
use crate::spec::document::{IndexColumns, IndexDocument, IndexKeyBody, IndexKeyDocument};
use crate::spec::read::{Either, Keyword, NameList, Order, Spanned};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Stands for an expression in a generated name, as in PostgreSQL.
const EXPRESSION: &str = "expr";

impl Lowering<'_> {
    /// An index of a table, or of a materialized view, whose columns nobody knows before it is there.
    pub fn index(
        &mut self,
        owner: &ObjectId,
        columns: Option<&IndexMap<Name, Column>>,
        document: &Spanned<Either<NameList, IndexDocument>>,
        names: &mut GeneratedNames,
    ) -> Index {
        let known = columns.map(|columns| (columns, owner.name()));
        let (keys, long) = match &document.value {
            Either::Short(list) => (self.index_keys(&IndexColumns::from(list.clone()), known), None),
            Either::Long(long) => (self.index_keys(&long.columns, known), Some(long)),
        };
        let written = long.and_then(|long| long.name.as_ref());
        let expression = Name::from(EXPRESSION);
        let named: Vec<&Name> = keys.iter().map(|key| key.column().unwrap_or(&expression)).collect();
        let (name, _) = names.choose(written.map(|name| name.value.clone()), owner.name(), &named, "idx");
        let id = owner.member(ObjectKind::Index, &name);
        self.note(&id, written.map_or(&document.span, |name| &name.span));
        let was = long.and_then(|long| long.was.as_ref());
        self.rename(&id, was.map(|was| owner.member(ObjectKind::Index, &was.value)));
        Index {
            name,
            unique: long.and_then(|long| long.unique).unwrap_or_default(),
            method: long.and_then(|long| long.method.clone()),
            keys,
            include: long
                .and_then(|long| long.include.as_ref())
                .map(|list| self.index_include(list, known))
                .unwrap_or_default(),
            predicate: long.and_then(|long| long.r#where.as_ref()).map(|predicate| self.expression(predicate)),
            nulls_not_distinct: long.and_then(|long| long.nulls_not_distinct).unwrap_or_default(),
            storage: long.map(|long| self.index_storage(&long.kept)).unwrap_or_default(),
            statistics: long.map(|long| self.index_statistics(&long.columns)).unwrap_or_default(),
            hidden: long.and_then(|long| long.hidden).unwrap_or_default(),
            comment: long.and_then(|long| long.comment.clone()),
            written: Written(long.and_then(|long| long.definition.as_ref()).map(|text| self.index_definition(text))),
        }
    }

    /// Only SQLite keeps the statement.
    fn index_definition(&mut self, written: &Spanned<String>) -> String {
        if self.kind != Some(DialectKind::Sqlite) {
            let diagnostic = Diagnostic::error("misplaced-key", "only SQLite keeps the statement that made an index")
                .at(written.span.clone(), "has no effect on other engines")
                .help("take the key out, or name the engine with `dialect: sqlite`");
            self.report(diagnostic);
        }
        self.statement(written).as_str().to_owned()
    }

    fn index_include(&mut self, list: &NameList, known: Option<(&IndexMap<Name, Column>, &Name)>) -> Vec<Name> {
        for name in &list.0 {
            if let Some((columns, table)) = known {
                self.check_column(columns, table, name);
            }
        }
        list.names()
    }

    /// Targets of statistics, by the position of their expressions.
    fn index_statistics(&mut self, list: &IndexColumns) -> BTreeMap<u16, i32> {
        let mut targets = BTreeMap::new();
        for (position, item) in (1..).zip(&list.0) {
            let Either::Long(IndexKeyDocument { statistics: Some(written), key }) = &item.value else { continue };
            if key.expression.is_none() {
                self.report_misplaced_statistics(written, "statistics of a column are the column's");
            } else if let Some(target) = self.statistics_target(written) {
                targets.insert(position, target);
            }
        }
        targets
    }

    pub fn report_misplaced_statistics(&mut self, written: &Spanned<i64>, message: &str) {
        let diagnostic = Diagnostic::error("misplaced-key", message)
            .at(written.span.clone(), "only expressions of indexes have them here")
            .help("write `storage: {statistics: …}` at the column of the table");
        self.report(diagnostic);
    }

    pub fn index_keys(
        &mut self,
        list: &IndexColumns,
        known: Option<(&IndexMap<Name, Column>, &Name)>,
    ) -> Vec<IndexKey> {
        let key = |item: &Spanned<Either<Name, IndexKeyDocument>>| match &item.value {
            Either::Short(name) => {
                if let Some((columns, table)) = known {
                    self.check_column(columns, table, &Spanned { value: name.clone(), span: item.span.clone() });
                }
                Some(IndexKey::on_column(name.clone()))
            }
            Either::Long(document) => self.index_key(&document.key, &item.span, known),
        };
        list.0.iter().filter_map(key).collect()
    }

    fn prefix(&mut self, written: &Spanned<i64>) -> Option<u32> {
        let prefix = u32::try_from(written.value).ok().filter(|prefix| *prefix > 0);
        if prefix.is_none() {
            let diagnostic = Diagnostic::error("unknown-value", format!("a prefix cannot be {} long", written.value))
                .at(written.span.clone(), "a number of characters above 0 is due");
            self.report(diagnostic);
        }
        prefix
    }

    /// One key in its long form: a column or an expression.
    pub fn index_key(
        &mut self,
        body: &IndexKeyBody,
        span: &Span,
        known: Option<(&IndexMap<Name, Column>, &Name)>,
    ) -> Option<IndexKey> {
        let term = match (&body.column, &body.expression) {
            (Some(column), None) => {
                if let Some((columns, table)) = known {
                    self.check_column(columns, table, column);
                }
                IndexTerm::Column(column.value.clone())
            }
            (None, Some(expression)) => IndexTerm::Expression(self.expression(expression)),
            (Some(_), Some(_)) | (None, None) => {
                let diagnostic = Diagnostic::error("conflicting-keys", "a key is either a `column` or an `expression`")
                    .at(span.clone(), "this key")
                    .help("write one of them");
                self.report(diagnostic);
                return None;
            }
        };
        Some(IndexKey {
            term,
            descending: body.order == Some(Keyword(Order::Descending)),
            nulls: body.nulls.map(|Keyword(order)| order),
            opclass: body.opclass.as_ref().map(|opclass| self.fragment(opclass)),
            collation: body.collation.as_ref().map(|collation| self.fragment(collation)),
            prefix: body.prefix.as_ref().and_then(|prefix| self.prefix(prefix)),
        })
    }
}
