//! ALTER COLUMN … TYPE: whether rows are written again, and what else hangs on the column.
//!
//! By `ATColumnChangeRequiresRewrite`: the rows stay where the new value is the old one's bytes, relabelled, or in a domain that asks
//! nothing. Indexes stay where they order values alike; checks of the column are validated again.

use super::alter::Site;
use super::column::constrained_domain;
use crate::dialect::postgres::{cast, data_type};
use crate::model::{
    Cause, Column, Constraint, DataType, Effect, IndexTerm, LockMode, Name, Object, ObjectId, ObjectKind, Pair, Reason,
    Scene, Table, Touch,
};
use crate::sql::{Syntax, lex, mentions};

pub(super) fn retype(columns: Pair<&Column>, site: &Site<'_>) -> Effect {
    let types = columns.map(|column| &column.data_type);
    let words = format!(
        "changes column {} from {} to {}",
        columns.to.name,
        data_type::format(types.from),
        data_type::format(types.to)
    );
    let object = site.column(&columns.to.name);
    let rewrites = !keeps_rows(types, site) || is_computed(site.manner.using.as_deref(), columns);
    let mut effect = if rewrites {
        site.told(site.rewrite(), rewrite_cause(types), object.clone(), words)
    } else {
        let reindexes = operator_family(types.from, site.scene) != operator_family(types.to, site.scene);
        let scans = site.table.is_some_and(|table| {
            let name = &columns.to.name;
            is_checked(table, name) || is_indexed(table, name) && (reindexes || has_peculiar_index(table, name))
        });
        Effect::on(Touch::lock(site.id.clone(), LockMode::AccessExclusive).scanning(scans))
    };
    effect.and(partners(&columns.to.name, rewrites, site));
    effect
}

/// The rows stay, indexes on the column are built again.
pub(super) fn recollate(columns: Pair<&Column>, site: &Site<'_>) -> Effect {
    let name = &columns.to.name;
    if !site.table.is_some_and(|table| is_indexed(table, name)) {
        return site.exclusive();
    }
    let detail = format!("changes the collation of column {name}, which is indexed");
    site.told(site.scan(LockMode::AccessExclusive), Cause::IndexedCollation, site.column(name), detail)
}

fn rewrite_cause(types: Pair<&DataType>) -> Cause {
    match (types.from, types.to) {
        (DataType::Timestamp { zone: from, .. }, DataType::Timestamp { zone: to, .. }) if from != to => {
            Cause::ZoneOfTimestamp
        }
        _ => Cause::TypeRewrite,
    }
}

/// Whether the bytes of every row stay as they are.
fn keeps_rows(types: Pair<&DataType>, site: &Site<'_>) -> bool {
    let Pair { from, to } = types;
    if from == to {
        return true;
    }
    if constrained_domain(to, site.scene).is_some() {
        return false;
    }
    let base = types.map(|it| base_of(it, site.scene));
    if is_zone_change(base) {
        return is_utc(site) && precision(base.from) <= precision(base.to);
    }
    base.from == base.to || is_citext_relabelled(base) || cast::keeps_storage(base)
}

fn base_of<'a>(data_type: &'a DataType, scene: Scene<'a>) -> &'a DataType {
    let DataType::Named(name) = data_type else { return data_type };
    match scene.schema.objects.get(&ObjectId::of(ObjectKind::Domain, name)) {
        Some(Object::Domain(domain)) => base_of(&domain.data_type, scene),
        Some(_) | None => data_type,
    }
}

fn is_zone_change(types: Pair<&DataType>) -> bool {
    matches!(
        (types.from, types.to),
        (DataType::Timestamp { zone: from, .. }, DataType::Timestamp { zone: to, .. }) if from != to
    )
}

fn precision(data_type: &DataType) -> u32 {
    match data_type {
        DataType::Timestamp { precision, .. } => precision.unwrap_or(6),
        _ => 0,
    }
}

/// Where the session's zone has no offset, a moment with a zone has the bytes of one without.
fn is_utc(site: &Site<'_>) -> bool {
    const ZERO: [&str; 9] =
        ["utc", "gmt", "etc/utc", "etc/gmt", "zulu", "etc/zulu", "universal", "etc/universal", "uct"];
    site.scene.session.time_zone.as_ref().is_some_and(|zone| ZERO.contains(&zone.to_ascii_lowercase().as_str()))
}

/// The extension `citext` casts from and to text without a function.
fn is_citext_relabelled(types: Pair<&DataType>) -> bool {
    let is_citext = |it: &DataType| it.named().is_some_and(|name| name.name.as_str() == "citext");
    let is_text = |it: &DataType| matches!(it, DataType::Text | DataType::VarChar { length: None });
    let is_any_text = |it: &DataType| matches!(it, DataType::Text | DataType::VarChar { .. });
    is_citext(types.from) && is_text(types.to) || is_any_text(types.from) && is_citext(types.to)
}

/// Whether a USING clause computes something: more than the column itself, or its plain cast to the new type.
fn is_computed(using: Option<&str>, columns: Pair<&Column>) -> bool {
    let Some(using) = using else { return false };
    let Ok(lexemes) = lex(Syntax::Postgres, using) else { return true };
    let is_column = |name: &str| columns.from.name.as_str() == name.to_lowercase();
    match &lexemes[..] {
        [only] => !only.identifier().is_some_and(is_column),
        [name, cast, rest @ ..] if cast.is_symbol("::") && name.identifier().is_some_and(is_column) => {
            let written = rest.first().map_or("", |first| &using[first.start..]);
            !is_type(written, &columns.to.data_type)
        }
        _ => true,
    }
}

fn is_type(written: &str, data_type: &DataType) -> bool {
    match data_type::parse(written) {
        Ok(read) => read == *data_type,
        Err(_) => data_type.named().is_some_and(|name| name.name.as_str().eq_ignore_ascii_case(written.trim())),
    }
}

/// Types whose values the same operators order, so that an index need not be built again.
fn operator_family(data_type: &DataType, scene: Scene<'_>) -> String {
    match base_of(data_type, scene) {
        DataType::VarChar { .. } | DataType::Text => "text".into(),
        DataType::Native(native) if matches!(native.as_str(), "inet" | "cidr") => "network".into(),
        DataType::Native(native) => native.as_str().split(['(', ' ']).next().unwrap_or_default().to_owned(),
        other => data_type::format(other).split('(').next().unwrap_or_default().to_owned(),
    }
}

fn is_indexed(table: &Table, column: &Name) -> bool {
    table.constraints.values().any(|it| it.storage().is_some() && it.columns().contains(&column))
        || table.indexes.values().any(|index| index.keys.iter().any(|key| key.column() == Some(column)))
        || has_peculiar_index(table, column)
}

/// An index with an expression or a condition is always built again.
fn has_peculiar_index(table: &Table, column: &Name) -> bool {
    let speaks_of = |text: &str| mentions(Syntax::Postgres, text).contains(&vec![column.to_string()]);
    table.indexes.values().any(|index| {
        let in_key = index.keys.iter().any(|key| match &key.term {
            IndexTerm::Expression(text) => speaks_of(text.as_str()),
            IndexTerm::Column(name) => name == column && index.predicate.is_some(),
        });
        in_key || index.predicate.as_ref().is_some_and(|text| speaks_of(text.as_str()))
    })
}

fn is_checked(table: &Table, column: &Name) -> bool {
    table.constraints.values().any(|constraint| match constraint {
        // One that is not valid stays unchecked.
        Constraint::Check(check) if check.not_valid => false,
        Constraint::Check(check) => {
            mentions(Syntax::Postgres, check.expression.as_str()).contains(&vec![column.to_string()])
        }
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    })
}

/// The tables at the other end of foreign keys over the column: the keys are made again, and checked again where values were written.
fn partners(column: &Name, rewrites: bool, site: &Site<'_>) -> Effect {
    let mut effect = Effect::default();
    let Some(table) = site.table else { return effect };
    let parents = table.foreign_keys().filter(|key| key.columns.contains(column)).map(|key| key.references.clone());
    let children = site.scene.relatives.referencing(site.scene.schema, &table.name);
    let children = children.filter(|(_, key)| key.referenced_columns.contains(column)).map(|(it, _)| it.name.clone());
    for partner in parents.chain(children).filter(|partner| *partner != table.name) {
        let id = ObjectId::table(&partner);
        effect.touch(Touch::lock(id.clone(), LockMode::AccessExclusive).scanning(rewrites));
        let detail = format!("changes column {column}, which a foreign key ties to {partner}");
        effect.because(Reason::new(Cause::TypeUnderForeignKey, site.column(column), detail).on(&id));
    }
    effect
}
