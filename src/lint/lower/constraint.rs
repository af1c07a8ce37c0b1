//! Constraints.

use super::Lowering;
use crate::lint::statement::{ConstraintBody, ConstraintDefinition};
use crate::model::{
    Check, Constraint, Exclude, ExcludeElement, ForeignKey, IndexKey, IndexStorage, MatchKind, Name, NameOrigin,
    PrimaryKey, SqlText, Table, Unique, generated_name,
};

impl Lowering<'_> {
    /// The constraint that a definition describes, on this table.
    pub(super) fn constraint(&mut self, written: &ConstraintDefinition, table: &Table) -> Constraint {
        let name = written.name.clone();
        let of_index = |index: &Option<Name>, columns: &[Name]| {
            let indexed = index
                .as_ref()
                .and_then(|index| table.indexes.get(index))
                .map(|index| index.keys.iter().filter_map(IndexKey::column).cloned().collect::<Vec<_>>());
            indexed.unwrap_or_else(|| columns.to_vec())
        };
        match &written.body {
            ConstraintBody::PrimaryKey { columns, using_index } => {
                let columns = self.spelled(&of_index(using_index, columns), table);
                Constraint::PrimaryKey(PrimaryKey {
                    name: name.unwrap_or_else(|| generated_name(&table.name.name, &[], "pkey")),
                    origin: NameOrigin::Written,
                    columns,
                    include: Vec::new(),
                    storage: IndexStorage::default(),
                    deferrable: written.deferrable,
                    comment: None,
                })
            }
            ConstraintBody::Unique { columns, using_index, nulls_not_distinct } => {
                let columns = self.spelled(&of_index(using_index, columns), table);
                Constraint::Unique(Unique {
                    name: name.unwrap_or_else(|| self.chosen(table, &columns, "key")),
                    origin: NameOrigin::Written,
                    columns,
                    include: Vec::new(),
                    nulls_not_distinct: *nulls_not_distinct,
                    storage: IndexStorage::default(),
                    deferrable: written.deferrable,
                    comment: None,
                })
            }
            ConstraintBody::Check(expression) => Constraint::Check(Check {
                name: name.unwrap_or_else(|| self.chosen(table, &[], "check")),
                origin: NameOrigin::Written,
                expression: SqlText::new(expression.as_str()),
                not_valid: written.not_valid,
                no_inherit: written.no_inherit,
                comment: None,
            }),
            ConstraintBody::ForeignKey { columns, reference } => {
                let references = self.qualify(&reference.table);
                self.relation(&reference.table, references == table.name);
                let mut referenced_columns = reference.columns.clone();
                if referenced_columns.is_empty() {
                    let key = self.world.schema.table(&references).and_then(Table::primary_key);
                    referenced_columns = key.map(|key| key.columns.clone()).unwrap_or_default();
                }
                let columns = self.spelled(columns, table);
                Constraint::ForeignKey(ForeignKey {
                    name: name.unwrap_or_else(|| self.chosen(table, &columns, "fkey")),
                    origin: NameOrigin::Written,
                    columns,
                    references,
                    referenced_columns,
                    on_delete: reference.on_delete,
                    on_delete_columns: Vec::new(),
                    on_update: reference.on_update,
                    match_kind: MatchKind::Simple,
                    deferrable: written.deferrable,
                    not_valid: written.not_valid,
                    written: Default::default(),
                    comment: None,
                })
            }
            ConstraintBody::Exclude { columns } => Constraint::Exclude(Exclude {
                name: name.unwrap_or_else(|| self.chosen(table, columns, "excl")),
                origin: NameOrigin::Written,
                method: "gist".into(),
                elements: columns
                    .iter()
                    .map(|column| ExcludeElement { key: IndexKey::on_column(column.clone()), operator: String::new() })
                    .collect(),
                include: Vec::new(),
                predicate: None,
                storage: IndexStorage::default(),
                deferrable: written.deferrable,
                comment: None,
            }),
        }
    }

    /// A generated name that is free.
    fn chosen(&self, table: &Table, columns: &[Name], suffix: &str) -> Name {
        let columns: Vec<&Name> = columns.iter().collect();
        let name = generated_name(&table.name.name, &columns, suffix);
        (1..)
            .map(|number| Name::new(format!("{name}{number}")))
            .find(|numbered| !table.constraints.contains_key(numbered))
            .filter(|_| table.constraints.contains_key(&name))
            .unwrap_or(name)
    }

    /// The columns as the table spells them, on engines where letter case does not matter.
    pub(super) fn spelled(&self, columns: &[Name], table: &Table) -> Vec<Name> {
        columns.iter().map(|name| self.spelled_column(name, table)).collect()
    }

    pub(super) fn spelled_column(&self, name: &Name, table: &Table) -> Name {
        if !self.dialect.capabilities().names_ignore_case || table.columns.contains_key(name) {
            return name.clone();
        }
        let same = |it: &&Name| it.as_str().eq_ignore_ascii_case(name.as_str());
        table.columns.keys().find(same).unwrap_or(name).clone()
    }
}
