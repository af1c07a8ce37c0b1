//! Columns.

use super::alter::Site;
use super::constraint::proves_not_null;
use super::{retype, volatile};
use crate::dialect::users;
use crate::model::{
    Cause, Column, ColumnAspect, ColumnDefault, DataType, Effect, LockMode, Object, ObjectId, Pair, Reason, Scene,
    Touch,
};

/// One value for all rows is kept in the catalog; values that differ from row to row are written into every row.
pub(super) fn add(column: &Column, site: &Site<'_>) -> Effect {
    let name = &column.name;
    let object = site.column(name);
    let effect = match filled_by(column, site) {
        Some((cause, how)) => site.told(site.rewrite(), cause, object.clone(), format!("adds column {name}, {how}")),
        None => site.exclusive(),
    };
    advise(effect, column, site)
}

/// Why every row gets a value of its own, and the words for it.
fn filled_by(column: &Column, site: &Site<'_>) -> Option<(Cause, String)> {
    if site.manner.serial {
        return Some((Cause::SerialColumn, "numbered from a sequence".into()));
    }
    if column.identity.is_some() {
        return Some((Cause::IdentityColumn, "an identity".into()));
    }
    if column.generated.as_ref().is_some_and(|generated| generated.stored) {
        return Some((Cause::StoredColumn, "computed for every row".into()));
    }
    if let Some(ColumnDefault::Expression(text)) = &column.default
        && volatile::may_be_volatile(text.as_str(), site.scene.schema)
    {
        return Some((Cause::VolatileDefault, format!("filled with {}", text.as_str())));
    }
    let domain = constrained_domain(&column.data_type, site.scene)?;
    Some((Cause::ConstrainedDomainColumn, format!("whose domain {domain} asks something of every value")))
}

/// The domain's name where the type is one with a check or NOT NULL. An array of a domain asks nothing of a column that is NULL.
pub(super) fn constrained_domain(data_type: &DataType, scene: Scene<'_>) -> Option<ObjectId> {
    let DataType::Named(name) = data_type else { return None };
    let id = ObjectId::of(crate::model::ObjectKind::Domain, name);
    match scene.schema.objects.get(&id) {
        Some(Object::Domain(domain)) => {
            let is_constrained = !domain.nullable || !domain.checks.is_empty();
            if is_constrained { Some(id) } else { constrained_domain(&domain.data_type, scene) }
        }
        Some(_) | None => None,
    }
}

/// What a designer may want to know of a new column.
fn advise(mut effect: Effect, column: &Column, site: &Site<'_>) -> Effect {
    let cause = match &column.data_type {
        DataType::Json => Cause::JsonColumn,
        DataType::Char { .. } => Cause::FixedWidthText,
        DataType::Timestamp { zone: false, .. } => Cause::TimestampWithoutZone,
        _ => return effect,
    };
    let detail = format!("adds column {}", column.name);
    effect.because(Reason::new(cause, site.column(&column.name), detail));
    effect
}

/// Its indexes and constraints go with it, and views where CASCADE allows.
pub(super) fn drop(column: &Column, site: &Site<'_>) -> Effect {
    let mut effect = site.exclusive();
    let Some(table) = site.table else { return effect };
    for key in table.foreign_keys().filter(|key| key.columns.contains(&column.name)) {
        let parent = ObjectId::table(&key.references);
        effect.touch(Touch::lock(parent, LockMode::AccessExclusive));
        let detail = format!("drops foreign key {} to {} along with its column", key.name, key.references);
        effect.because(Reason::new(Cause::DropForeignKey, site.column(&column.name), detail).on(site.id));
    }
    if site.manner.cascade {
        for (child, key) in site.scene.relatives.referencing(site.scene.schema, &table.name) {
            if key.referenced_columns.contains(&column.name) {
                effect.touch(Touch::lock(child.id(), LockMode::AccessExclusive));
            }
        }
        for view in users::views_over(site.id, Some(&column.name), site.scene.schema) {
            effect.touch(Touch::lock(view.clone(), LockMode::AccessExclusive));
            let detail = format!("drops {view}, which reads column {}", column.name);
            effect.because(Reason::new(Cause::DependentsDropped, view.clone(), detail).on(&view));
        }
    }
    effect
}

pub(super) fn alter(columns: Pair<&Column>, aspect: ColumnAspect, site: &Site<'_>) -> Effect {
    let name = &columns.to.name;
    match aspect {
        ColumnAspect::Type => retype::retype(columns, site),
        ColumnAspect::Collation => retype::recollate(columns, site),
        ColumnAspect::Nullability if columns.to.nullable => site.exclusive(),
        ColumnAspect::Nullability if proves_not_null(columns.from, site) => site.exclusive(),
        ColumnAspect::Nullability => {
            let detail = format!("makes column {name} NOT NULL");
            site.told(site.scan(LockMode::AccessExclusive), Cause::SetNotNull, site.column(name), detail)
        }
        ColumnAspect::Storage if !columns.map(|it| (&it.storage.mode, &it.storage.compression)).differs() => {
            site.only(LockMode::ShareUpdateExclusive)
        }
        ColumnAspect::Storage => {
            let detail = format!("changes how column {name} is stored");
            site.told(site.exclusive(), Cause::TableProperty, site.column(name), detail)
        }
        ColumnAspect::Default
        | ColumnAspect::Generated
        | ColumnAspect::Identity
        | ColumnAspect::Inheritance
        | ColumnAspect::OnUpdate
        | ColumnAspect::Visibility => site.exclusive(),
    }
}
