//! Loading: files → trees → documents → model, all diagnostics of all stages together.

use super::document::SpecDocument;
use super::include::{Collected, collect};
use super::lower::{Header, lower};
use super::read::{Keyword, Reader, Spanned};
use super::source::{Opened, SourceFile, Sources};
use crate::diagnostic::{Diagnostic, Span};
use crate::dialect::DialectKind;
use crate::model::{ObjectId, Renames, Schema};
use std::collections::BTreeMap;
use std::path::Path;

/// The version of the format this program reads.
const VERSION: i64 = 1;

/// What a spec says.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    pub schema: Schema,
    /// From `was:`. Old columns are addressed under the old name of their table.
    pub renames: Renames,
    pub dialect: Option<DialectKind>,
    pub warehouse: Option<String>,
    /// Where each object and member was written.
    pub spans: BTreeMap<ObjectId, Span>,
    pub manages: Manages,
    /// Whether the key `unmanaged` is there, perhaps empty: then a database is expected to hold nothing else that dbx cannot express.
    pub lists_unmanaged: bool,
}

/// What a spec speaks of; the rest is left as a database has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manages {
    /// The key `owner` is at the top.
    pub owners: bool,
    /// The key `grants` is there.
    pub grants: bool,
    /// `grants` or `default_privileges` is.
    pub default_privileges: bool,
}

impl Manages {
    pub const EVERYTHING: Self = Self { owners: true, grants: true, default_privileges: true };
}

/// The result of loading, errors or not.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// With an error among the diagnostics, only good for showing more of them.
    pub spec: Spec,
    /// In the order of places.
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Vec<SourceFile>,
}

impl Loaded {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Loads the spec in the file or folder at `root`.
pub fn load(root: &Path, sources: &dyn Sources) -> Loaded {
    let mut reader = Reader::default();
    let Collected { documents, sources } = collect(root, sources, &mut reader);
    let header = header(&documents, &mut reader);
    let spec = lower(header, &documents, &mut reader);
    let mut diagnostics = reader.into_diagnostics();
    let order: BTreeMap<_, usize> = sources.iter().enumerate().map(|(at, source)| (source.path.clone(), at)).collect();
    diagnostics.sort_by_key(|diagnostic| {
        let place = diagnostic.labels.first().map(|label| &label.span);
        place.map(|span| (order.get(&span.file).copied(), span.start()))
    });
    Loaded { spec, diagnostics, sources }
}

/// Loads a spec of one file whose text is at hand.
pub fn load_text(path: &Path, text: &str) -> Loaded {
    load(path, &|asked: &Path| {
        if asked == path {
            Ok(Opened::File(text.as_bytes().to_vec()))
        } else {
            Err(std::io::Error::new(std::io::ErrorKind::NotFound, "only one file is at hand"))
        }
    })
}

/// Version, dialect and name of the whole; files that disagree are told.
fn header(documents: &[SpecDocument], reader: &mut Reader) -> Header {
    for document in documents {
        if let Some(version) = document.version.0.as_ref().filter(|version| version.value != VERSION) {
            let message = format!("version {} of the spec format is not known", version.value);
            reader.report(
                Diagnostic::error("unknown-version", message)
                    .at(version.span.clone(), "1 is the version this program reads")
                    .help("write `version: 1`, or use a newer dbx"),
            );
        }
    }
    let dialects = documents.iter().filter_map(|document| document.dialect.as_ref());
    let owners = documents.iter().filter_map(|document| document.owner.as_ref());
    let warehouses = documents.iter().filter_map(|document| document.warehouse.as_ref());
    Header {
        dialect: agreed("dialect", dialects, reader).map(|Keyword(kind)| *kind),
        owner: agreed("owner", owners, reader).cloned(),
        warehouse: agreed("warehouse", warehouses, reader).cloned(),
    }
}

/// The one value that all files give.
fn agreed<'d, T: PartialEq>(
    key: &str,
    mut values: impl Iterator<Item = &'d Spanned<T>>,
    reader: &mut Reader,
) -> Option<&'d T> {
    let first = values.next()?;
    for other in values.filter(|other| other.value != first.value) {
        reader.report(
            Diagnostic::error("conflicting-keys", format!("two files give another `{key}`"))
                .at(other.span.clone(), "the second one")
                .at(first.span.clone(), "the first one")
                .help("give it in one file"),
        );
    }
    Some(&first.value)
}
