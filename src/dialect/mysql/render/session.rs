//! Settings of the session under which a stored program is made, since it keeps them.

use crate::dialect::mysql::quote;
use crate::model::Object;
use std::collections::BTreeMap;

/// The statement, between two others that change the session's settings and put them back where the object wants some of its own.
pub(super) fn under_settings_of(object: &Object, sql: String) -> Vec<String> {
    let settings = settings(object);
    if settings.is_empty() {
        return vec![sql];
    }
    let changes =
        settings.iter().map(|(name, value)| format!("@dbx_{name} = @@{name}, {name} = {}", quote::text(value)));
    let back = settings.keys().map(|name| format!("{name} = @dbx_{name}"));
    let [changes, back] = [changes.collect::<Vec<_>>(), back.collect()].map(|list| format!("SET {}", list.join(", ")));
    vec![changes, sql, back]
}

/// Those of a view stand among its options.
fn settings(object: &Object) -> BTreeMap<&str, &str> {
    const OF_VIEWS: [&str; 2] = ["character_set_client", "collation_connection"];
    match object {
        Object::Function(it) => borrowed(&it.settings),
        Object::Trigger(it) => borrowed(&it.settings),
        Object::Definition(it) => borrowed(&it.settings),
        Object::View(it) => it.options.iter().filter(|(name, _)| OF_VIEWS.contains(name)).collect(),
        Object::Table(_)
        | Object::Sequence(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => BTreeMap::new(),
    }
}

fn borrowed(settings: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
