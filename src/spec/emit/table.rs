//! Tables, dimensions and facts.

use super::omit::Forms;
use super::yaml::{Map, Yaml};
use super::{Emitter, names};
use crate::model::{Fact, Name, ObjectId, Table, TableRole};
use crate::spec::lower::inherited_columns;
use crate::spec::shorthand::write_name_list;
use std::collections::BTreeMap;

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
        let forms = Forms::of(table, !inherits);
        let lists = self.constraints(table, &forms);
        let columns = if inherits { Vec::new() } else { self.columns(table, &forms) };
        let no_columns = !inherits && parent.is_some() && columns.is_empty();
        Map::default()
            .maybe("was", self.was(&table.id(), true))
            .maybe("comment", table.comment.as_ref())
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
            .flag("unlogged", table.options.unlogged)
            .flag("strict", table.options.strict)
            .flag("without_rowid", table.options.without_rowid)
            .and(parameters(&table.options.parameters))
    }

    fn columns(&self, table: &Table, forms: &Forms) -> Vec<Yaml> {
        let is_measure =
            |name: &Name| fact(table).is_some_and(|fact| fact.measures.iter().any(|it| it.column == *name));
        let columns = table.columns.values().filter(|column| !is_measure(&column.name));
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

/// Settings that have a key of their own, then the others.
fn parameters(parameters: &BTreeMap<String, String>) -> Map {
    const OWN: [&str; 3] = ["engine", "charset", "collation"];
    let mut others = Map::default();
    for (name, value) in parameters.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        others = others.with(name.clone(), value);
    }
    let map = OWN.into_iter().fold(Map::default(), |map, name| map.maybe(name, parameters.get(name)));
    map.maybe("parameters", Some(others).filter(|others| !others.is_empty()))
}

fn fact(table: &Table) -> Option<&Fact> {
    match &table.role {
        TableRole::Fact(fact) => Some(fact),
        TableRole::Plain | TableRole::Dimension(_) => None,
    }
}
