//! What is asked for: the profile, and what the command line says over it.

use super::SeedRequest;
use crate::app::{AppError, Context};
use crate::model::Schema;
use crate::seed::profile::{self, Profile};
use crate::seed::{LOCALES, Locale, Wanted};
use crate::spec::SourceFile;
use crate::store;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// What is wanted, and a text that is the same for the same wish.
pub(super) struct Asked {
    pub wanted: Wanted,
    pub key: String,
}

/// # Errors
///
/// A profile with errors, or a locale that is not known.
pub(super) fn asked(context: &Context, request: &SeedRequest, schema: &Schema) -> Result<Asked, AppError> {
    let mut wanted = Wanted::default();
    let mut profile_hash = String::new();
    if let Some(path) = &request.profile {
        let path = context.folder.join(path);
        let (profile, text) = load_profile(&path, schema)?;
        profile.apply(&mut wanted);
        profile_hash = hex::encode(Sha256::digest(text));
    }
    wanted.seed = request.seed.unwrap_or(wanted.seed);
    wanted.rows = request.rows.unwrap_or(wanted.rows);
    wanted.scale = request.scale.unwrap_or(wanted.scale);
    if let Some(name) = &request.locale {
        wanted.locale = locale(name)?;
    }
    if let Some(pace) = request.pace {
        pace.divide(schema, &mut wanted);
    }
    let Wanted { seed, rows, scale, locale, today, .. } = &wanted;
    let pace =
        request.pace.map(|pace| format!("{} {:?} {}", pace.rate, pace.duration, pace.updates)).unwrap_or_default();
    let key = format!("{seed} {rows} {scale} {} {today} {profile_hash} {pace}", locale.name);
    Ok(Asked { wanted, key })
}

/// A profile for these tables, and its text.
///
/// # Errors
///
/// A file that cannot be read, or a profile with errors.
pub(in crate::app) fn load_profile(path: &Path, schema: &Schema) -> Result<(Profile, String), AppError> {
    let bytes = store::read_bytes(path)?;
    let invalid = |diagnostics, sources| AppError::InvalidProfile { diagnostics, sources };
    let source = SourceFile::new(path, bytes).map_err(|diagnostic| invalid(vec![*diagnostic], Vec::new()))?;
    let loaded = profile::load(&source, schema);
    if loaded.diagnostics.iter().any(crate::diagnostic::Diagnostic::is_error) {
        return Err(invalid(loaded.diagnostics, vec![source]));
    }
    Ok((loaded.profile, source.text))
}

fn locale(name: &str) -> Result<&'static Locale, AppError> {
    Locale::find(name).ok_or_else(|| {
        let known: Vec<&str> = LOCALES.iter().map(|locale| locale.name).collect();
        AppError::Usage(format!("there are no words for the locale `{name}`; known are {}", known.join(", ")))
    })
}
