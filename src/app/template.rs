//! Starters for files, filled in with minijinja. A file of the same path under the user's `templates/` shadows the built-in one.

use super::{AppError, Context};
use crate::store;
use minijinja::{Environment, UndefinedBehavior, context};

const BUILT_IN: &[(&str, &str)] = &[
    ("init/dbx.toml", include_str!("../../templates/init/dbx.toml")),
    ("init/current.yml", include_str!("../../templates/init/current.yml")),
    ("demo/loans_1.yml", include_str!("../../templates/demo/loans_1.yml")),
    ("demo/loans_2.yml", include_str!("../../templates/demo/loans_2.yml")),
];

/// The template with the project's name filled in.
pub(super) fn render(context: &Context, path: &str, name: &str) -> Result<String, AppError> {
    let text = match users(context, path)? {
        Some(text) => text,
        None => built_in(path)?.to_owned(),
    };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
        .render_named_str(path, &text, context! { name => name })
        // A template language drops the last line break; a text file ends in one.
        .map(|text| text.trim_end().to_owned() + "\n")
        .map_err(|error| AppError::Usage(format!("the template {path} cannot be filled in: {error}")))
}

/// The text of the user's own template, where there is one.
pub(super) fn users(context: &Context, path: &str) -> Result<Option<String>, AppError> {
    Ok(store::read_if_there(&context.folder.join("templates").join(path))?)
}

/// The built-in text as it stands.
pub(super) fn built_in(path: &str) -> Result<&'static str, AppError> {
    let found = BUILT_IN.iter().find(|(name, _)| *name == path);
    found.map(|(_, text)| *text).ok_or_else(|| AppError::Bug(format!("there is no template {path}")))
}
