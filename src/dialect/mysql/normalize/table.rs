//! Tables.

use super::{Findings, Scene, column, constraint, index, trim_comment};
use crate::dialect::inlined_types::InlinedTypes;
use crate::dialect::mysql::{collation, option, text, unsupported};
use crate::model::DataType;
use crate::model::{
    Check, Constraint, GeneratedNames, Name, NativeType, ObjectId, ObjectKind, Parameters, SqlText, Table,
    TableOptions, TableRole,
};

pub(super) fn table(mut table: Table, types: &InlinedTypes, scene: Scene<'_>, findings: &mut Findings) -> Table {
    table.role = TableRole::Plain;
    trim_comment(&mut table.comment);
    options(&mut table, scene, findings);
    let usual = usual_collation(&table.options, scene).map(str::to_owned);
    let checks = columns(&mut table, usual.as_deref(), types, scene, findings);
    for written in std::mem::take(&mut table.constraints).into_values() {
        if let Some(normalized) = constraint::constraint(written, &table, findings) {
            table.add_constraint(normalized);
        }
    }
    add_checks(&mut table, checks);
    if scene.features.json_is_text {
        find_json(&mut table);
    }
    for written in std::mem::take(&mut table.indexes).into_values() {
        index::add(&mut table, written, usual.as_deref(), scene, findings);
    }
    keys_are_not_null(&mut table);
    table
}

/// The collation of texts that have none of their own, where that is known.
pub(super) fn usual_collation<'a>(options: &'a TableOptions, scene: Scene<'a>) -> Option<&'a str> {
    options.parameters.get(option::COLLATION).or(scene.defaults.collation.as_deref())
}

fn columns(
    table: &mut Table,
    usual: Option<&str>,
    types: &InlinedTypes,
    scene: Scene<'_>,
    findings: &mut Findings,
) -> Vec<(Name, String)> {
    let id = table.id();
    let names: Vec<Name> = table.columns.keys().cloned().collect();
    let mut checks = Vec::new();
    for (name, column) in &mut table.columns {
        let member = id.member(ObjectKind::Column, name);
        let meant = column::normalize(column, &member, usual, types, scene, findings);
        if let Some(generated) = &mut column.generated {
            generated.expression = text::expression_over(&generated.expression, names.iter());
        }
        checks.extend(meant.into_iter().map(|check| (name.clone(), check)));
    }
    checks
}

/// Adds checks of columns under the names they would get if somebody wrote them there.
fn add_checks(table: &mut Table, checks: Vec<(Name, String)>) {
    let mut names = GeneratedNames::default();
    table.constraints.keys().for_each(|name| names.reserve(name));
    for (column, expression) in checks {
        let (name, origin) = names.choose(None, &table.name.name, &[&column], "check");
        let expression = text::expression(&SqlText::new(expression));
        let check = Check { name, origin, expression, not_valid: false, no_inherit: false, comment: None };
        table.add_constraint(Constraint::Check(check));
    }
}

/// MariaDB's JSON: a LONGTEXT in utf8mb4_bin with a check of the column's name that it is valid.
fn find_json(table: &mut Table) {
    let longtext = DataType::Native(NativeType::new("longtext"));
    let found: Vec<Name> = table
        .columns
        .values()
        .filter(|column| column.data_type == longtext)
        .filter(|column| match table.constraints.get(&column.name) {
            Some(Constraint::Check(check)) => check.expression.key() == json_check_key(&column.name),
            _ => false,
        })
        .map(|column| column.name.clone())
        .collect();
    for name in found {
        table.constraints.remove(&name);
        if let Some(column) = table.columns.get_mut(&name) {
            column.data_type = DataType::Json;
            column.collation = None;
        }
    }
}

fn json_check_key(column: &Name) -> String {
    crate::sql::mysql::expression_key(&format!("json_valid({})", crate::dialect::mysql::quote::identifier(column)))
}

/// A primary key makes its columns NOT NULL.
fn keys_are_not_null(table: &mut Table) {
    let names: Vec<Name> = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    for name in names {
        let column = table.columns.values_mut().find(|column| column.name.as_str().eq_ignore_ascii_case(name.as_str()));
        if let Some(column) = column {
            column.nullable = false;
        }
    }
}

/// Options by their canonical names and values; those of other engines, and those that hold anyway, are gone.
fn options(table: &mut Table, scene: Scene<'_>, findings: &mut Findings) {
    let id = table.id();
    let written = std::mem::take(&mut table.options);
    if written.strict || written.without_rowid || written.unlogged {
        findings.note(id.clone(), "`strict`, `without_rowid` and `unlogged` mean nothing on MySQL and are left out");
    }
    let rest = TableOptions {
        strict: false,
        without_rowid: false,
        unlogged: false,
        parameters: Parameters::default(),
        ..written.clone()
    };
    if rest != TableOptions::default() {
        findings.refuse(id.clone(), "the table has properties that only PostgreSQL knows", unsupported::LEAVE_OUT);
    }
    let mut parameters = Parameters::default();
    for (name, value) in written.parameters.iter() {
        let name = option::canonical_name(name);
        let known = option::find(&name).map(|option| option::canonical_value(option, value));
        match known {
            Some(Some(value)) => drop(parameters.insert(name, value)),
            Some(None) => {
                findings.refuse(
                    id.clone(),
                    format!("`{value}` is no value of `{name}`"),
                    "write what MySQL's manual names",
                );
            }
            None => findings.refuse(
                id.clone(),
                format!("MySQL's tables have no option `{name}` that dbx knows of"),
                "leave it out, or set it by hand",
            ),
        }
    }
    one_collation(&mut parameters, &id, scene, findings);
    // Said by the server of every table of this engine.
    if parameters.get(option::ENGINE).is_some_and(|engine| engine == "Aria") {
        parameters.retain(|name, value| name != "page_checksum" || value != "1");
    }
    let usual_engine = scene.defaults.engine.as_deref().unwrap_or("InnoDB");
    parameters.retain(|name, value| name != option::ENGINE || !value.eq_ignore_ascii_case(usual_engine));
    if parameters.contains(option::SYSTEM_VERSIONING) && !scene.features.system_versioning {
        findings.refuse(id, "MySQL keeps no history of rows", "leave `system_versioning` out");
    }
    table.options = TableOptions { parameters, ..TableOptions::default() };
}

/// The collation says the character set. The database's own needs no saying.
fn one_collation(parameters: &mut Parameters, id: &ObjectId, scene: Scene<'_>, findings: &mut Findings) {
    let charset = parameters.remove(option::CHARSET);
    let written = parameters.remove(option::COLLATION).map(|written| collation::canonical(&written));
    let chosen = match (written, &charset) {
        (Some(written), _) => written,
        (None, Some(charset)) => collation::of_charset(charset, scene.features),
        (None, None) => return,
    };
    if !collation::is_plausible(&chosen) {
        findings.refuse(id.clone(), format!("MySQL has no collation `{chosen}`"), "write one such as utf8mb4_bin");
        return;
    }
    if charset.is_some_and(|charset| collation::canonical(&charset) != collation::charset_of(&chosen)) {
        findings.refuse(
            id.clone(),
            format!("the collation `{chosen}` is of another character set than the table's"),
            "write one of the two; a collation names its character set",
        );
    }
    if scene.defaults.collation.as_deref() != Some(chosen.as_str()) {
        parameters.insert(option::COLLATION, chosen);
    }
}
