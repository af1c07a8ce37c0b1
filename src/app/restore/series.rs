//! Several backups of one migration. A run that was cut off and went on took another one, of what was left to lose then: the newest has the rows as they
//! were last, an older one brings what was lost before.

use crate::backup::{Archive, BackupError, Manifest};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The backups of a plan in a database, newest first, without those that bring nothing more. `archives` are oldest first.
pub(in crate::app) fn series<'a>(archives: &'a [Archive], plan: &str, database: &str) -> Vec<&'a Archive> {
    let own = archives.iter().rev().filter(|it| it.manifest.plan == plan && it.manifest.origin.database == database);
    let mut newer: Vec<Manifest> = Vec::new();
    let mut chosen = Vec::new();
    for archive in own {
        let mut rest = archive.manifest.clone();
        leave_to_newer(&mut rest, &newer);
        if !rest.tables.is_empty() {
            chosen.push(archive);
        }
        newer.push(archive.manifest.clone());
    }
    chosen
}

/// Opens a backup, checks it, and leaves out what newer ones have.
pub(super) fn open_rest(path: &Path, newer: &[PathBuf]) -> Result<Archive, BackupError> {
    let mut archive = Archive::open(path)?;
    let newer = newer.iter().map(|path| Ok(Archive::read(path)?.manifest)).collect::<Result<Vec<_>, BackupError>>()?;
    leave_to_newer(&mut archive.manifest, &newer);
    Ok(archive)
}

/// Of a table that a newer backup has, only the columns are left that it had lost before.
fn leave_to_newer(manifest: &mut Manifest, newer: &[Manifest]) {
    manifest.tables.retain_mut(|saved| {
        let later = newer.iter().flat_map(|it| &it.tables).filter(|it| it.table == saved.table);
        let known: BTreeSet<&String> = later.flat_map(|it| &it.columns).collect();
        if known.is_empty() {
            return true;
        }
        let lost = saved.lost.as_ref().filter(|lost| !lost.is_empty()).unwrap_or(&saved.columns);
        let rest: Vec<String> = lost.iter().filter(|column| !known.contains(column)).cloned().collect();
        let brings_more = !rest.is_empty();
        saved.lost = Some(rest);
        brings_more
    });
}
