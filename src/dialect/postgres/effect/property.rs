//! Properties of tables, indexes and materialized views.

use super::alter::Site;
use crate::model::{
    Cause, Effect, IndexStorage, LockMode, MaterializedView, Name, ObjectId, ObjectKind, Pair, Reason, TableOptions,
    Touch,
};

/// Parameters are for rows to come; another tablespace means that the files are copied.
pub(super) fn index_storage(site: &Site<'_>, index: &Name, storage: Pair<&IndexStorage>) -> Effect {
    if !storage.map(|it| &it.tablespace).differs() {
        return Effect::default();
    }
    let object = site.id.member(ObjectKind::Index, index);
    let mut effect = Effect::default();
    effect.because(Reason::new(Cause::Tablespace, object, format!("copies index {index} to another tablespace")));
    effect
}

pub(super) fn options(options: Pair<&TableOptions>, site: &Site<'_>) -> Effect {
    let mut effect = Effect::default();
    let table = || site.id.clone();
    if options.map(|it| (it.unlogged, &it.access_method)).differs() {
        let logged = if options.to.unlogged { "not logged any more" } else { "logged again, or kept in another way" };
        effect.and(site.told(site.rewrite(), Cause::Logging, table(), format!("is {logged}")));
    }
    if options.map(|it| &it.tablespace).differs() {
        let copied = Effect::on(Touch::lock(table(), LockMode::AccessExclusive).rewriting(true));
        let place = options.to.tablespace.as_ref().map_or("pg_default", Name::as_str);
        effect.and(site.told(copied, Cause::Tablespace, table(), format!("copies its file to tablespace {place}")));
    }
    if options.map(|it| &it.inherits).differs() {
        effect.and(site.exclusive());
        for parent in &options.to.inherits {
            effect.touch(Touch::lock(ObjectId::table(parent), LockMode::ShareUpdateExclusive));
        }
        for parent in options.from.inherits.iter().filter(|parent| !options.to.inherits.contains(*parent)) {
            effect.touch(Touch::lock(ObjectId::table(parent), LockMode::AccessShare));
        }
    }
    if options.map(|it| it.row_security).differs() {
        let detail = "changes whether policies decide which rows are seen".to_owned();
        effect.and(site.told(site.exclusive(), Cause::RowSecurity, table(), detail));
    }
    if options.map(|it| (&it.of_type, &it.replica_identity, &it.foreign)).differs() {
        let detail = "changes a property of the table".to_owned();
        effect.and(site.told(site.exclusive(), Cause::TableProperty, table(), detail));
    }
    if options.map(|it| (&it.parameters, &it.clustered_on)).differs() {
        effect.and(site.only(LockMode::ShareUpdateExclusive));
    }
    // Logical decoding looks at such tables differently, so nobody may be reading.
    if options.map(|it| it.parameters.get("user_catalog_table")).differs() {
        effect.and(site.exclusive());
    }
    effect
}

/// What differs of a materialized view beside its query and its indexes.
pub(super) fn materialized_view(views: Pair<&MaterializedView>) -> Effect {
    let id = ObjectId::of(ObjectKind::MaterializedView, &views.to.name);
    let copied = |cause, detail: &str| {
        let mut effect = Effect::on(Touch::lock(id.clone(), LockMode::AccessExclusive).rewriting(true));
        effect.because(Reason::new(cause, id.clone(), detail).on(&id));
        effect
    };
    if views.map(|it| &it.access_method).differs() {
        copied(Cause::Logging, "keeps its rows in another way")
    } else if views.map(|it| &it.storage.tablespace).differs() {
        copied(Cause::Tablespace, "copies its file to another tablespace")
    } else {
        Effect::on(Touch::lock(id, LockMode::ShareUpdateExclusive))
    }
}
