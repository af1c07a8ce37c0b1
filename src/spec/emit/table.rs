//! Tables, dimensions and facts.

use super::foreign::foreign_table;
use super::omit::Forms;
use super::storage::table_options;
use super::yaml::{Map, Yaml};
use super::{Emitter, names};
use crate::model::{Fact, Name, Object, ObjectId, ObjectKind, RowSecurity, Table, TableRole};
use crate::spec::lower::{inherited_columns, parent_columns, typed_columns};
use crate::spec::read::word_of;
use crate::spec::shorthand::write_name_list;
use std::collections::BTreeSet;

impl Emitter<'_> {
    pub fn table(&self, table: &Table) -> Map {
        let map = Map::spread().with("name", self.qualified(&table.name));
        let map = match &table.role {
            TableRole::Plain => map,
            TableRole::Dimension(dimension) => map
                .maybe("surrogate_key", dimension.surrogate_key.as_ref().map(Name::as_str))
                .maybe("natural_key", Some(&dimension.natural_key).filter(|key| !key.is_empty()).map(|key| names(key)))
                .maybe("scd", dimension.scd.map(i64::from)),
            TableRole::Fact(fact) => map.maybe(
                "grain",
                Some(&fact.grain).filter(|grain| !grain.is_empty()).map(|grain| write_name_list(grain)),
            ),
        };
        map.and(self.table_rest(table, None))
    }

    /// Everything behind the name and the role. A partition leaves out the columns it has from its parent.
    pub fn table_rest(&self, table: &Table, parent: Option<&Table>) -> Map {
        let inherits = parent.is_some_and(|parent| inherited_columns(parent) == table.columns);
        let written = if inherits { BTreeSet::new() } else { self.written_columns(table) };
        let forms = Forms::of(table, &written);
        let lists = self.constraints(table, &forms);
        let columns = self.columns(table, &forms, &written);
        let no_columns = !inherits && parent.is_some() && columns.is_empty();
        Map::default()
            .maybe("was", self.was(&table.id(), true))
            .maybe("comment", table.comment.as_ref())
            .list("inherits", table.options.inherits.iter().map(|parent| self.qualified(parent).into()).collect())
            .maybe("of_type", table.options.of_type.as_ref().map(|name| self.qualified(name)))
            .list("columns", columns)
            .maybe("columns", no_columns.then(Vec::new))
            .list("measures", self.measures(table, &forms))
            .maybe("primary_key", lists.primary_key)
            .list("unique", lists.unique)
            .list("checks", lists.checks)
            .list("exclude", lists.exclude)
            .list("foreign_keys", lists.foreign_keys)
            .list("indexes", self.indexes(&ObjectId::table(&table.name), &table.indexes, &forms.unnamed_indexes))
            .maybe("partitioning", table.partitioning.as_ref().map(|it| self.partitioning(table, it)))
            .maybe("foreign", table.options.foreign.as_ref().map(foreign_table))
            .maybe("row_security", row_security(table.options.row_security))
            .and(table_options(&table.options))
    }

    /// All but those that come from other tables or from the table's type just as they are.
    fn written_columns<'t>(&self, table: &'t Table) -> BTreeSet<&'t Name> {
        let parents: Vec<&Table> =
            table.options.inherits.iter().filter_map(|parent| self.schema.table(parent)).collect();
        let mut coming = parent_columns(&parents);
        let of_type = table.options.of_type.as_ref().map(|name| ObjectId::of(ObjectKind::Composite, name));
        if let Some(Object::Composite(composite)) = of_type.and_then(|id| self.schema.objects.get(&id)) {
            coming.extend(typed_columns(composite));
        }
        table.columns.values().filter(|it| coming.get(&it.name) != Some(it)).map(|it| &it.name).collect()
    }

    fn columns(&self, table: &Table, forms: &Forms, written: &BTreeSet<&Name>) -> Vec<Yaml> {
        let is_measure =
            |name: &Name| fact(table).is_some_and(|fact| fact.measures.iter().any(|it| it.column == *name));
        let columns =
            table.columns.values().filter(|column| written.contains(&column.name) && !is_measure(&column.name));
        columns.map(|column| self.column(table, column, forms, None).into()).collect()
    }

    fn measures(&self, table: &Table, forms: &Forms) -> Vec<Yaml> {
        let measures = fact(table).map(|fact| &fact.measures[..]).unwrap_or_default();
        let measure = |measure: &crate::model::Measure| {
            let column = table.columns.get(&measure.column)?;
            Some(self.column(table, column, forms, Some(measure.additivity)).into())
        };
        measures.iter().filter_map(measure).collect()
    }
}

/// Written where it is on, or was made ready.
fn row_security(security: RowSecurity) -> Option<&'static str> {
    (security != RowSecurity::default()).then(|| word_of(security))
}

fn fact(table: &Table) -> Option<&Fact> {
    match &table.role {
        TableRole::Fact(fact) => Some(fact),
        TableRole::Plain | TableRole::Dimension(_) => None,
    }
}
