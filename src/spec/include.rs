//! Several files that are one spec: a folder, or what `include:` names.

use super::document::SpecDocument;
use super::read::{FromNode, Reader};
use super::source::{Opened, SourceFile, Sources};
use super::yaml;
use crate::diagnostic::{Diagnostic, Span};
use std::collections::{BTreeSet, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// More files than this are a mistake (a folder of something else), or an attack.
const MOST_FILES: usize = 1000;

/// All files of a spec, in a fixed order, as documents and as text.
#[derive(Default)]
pub struct Collected {
    pub documents: Vec<SpecDocument>,
    pub sources: Vec<SourceFile>,
}

/// Reads the file or folder at `root`, and what it includes. Each file is read once, however often it is named.
pub fn collect(root: &Path, sources: &dyn Sources, reader: &mut Reader) -> Collected {
    let mut collected = Collected::default();
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([(normal(root), None::<Span>)]);
    while let Some((path, asked_by)) = waiting.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        if seen.len() > MOST_FILES {
            let diagnostic = Diagnostic::error("too-many-files", format!("the spec has more than {MOST_FILES} files"));
            reader.report(diagnostic.at(asked_by.unwrap_or_else(|| top_of(&path)), "here"));
            break;
        }
        match sources.open(&path) {
            Ok(Opened::Folder(children)) => waiting.extend(specs_among(children)),
            Ok(Opened::File(bytes)) => waiting.extend(collected.add(&path, bytes, reader)),
            Err(error) => {
                let diagnostic =
                    Diagnostic::error("unreadable-file", format!("cannot read {}: {error}", path.display()));
                reader.report(diagnostic.at(asked_by.unwrap_or_else(|| top_of(&path)), "asked for here"));
            }
        }
    }
    collected
}

type Wanted = (PathBuf, Option<Span>);

impl Collected {
    /// Adds a file, and says which others it includes.
    fn add(&mut self, path: &Path, bytes: Vec<u8>, reader: &mut Reader) -> Vec<Wanted> {
        let source = match SourceFile::new(path, bytes) {
            Ok(source) => source,
            Err(diagnostic) => {
                reader.report(*diagnostic);
                return Vec::new();
            }
        };
        let (root, diagnostics) = yaml::parse(&source.path, &source.text);
        let readable = diagnostics.is_empty();
        for diagnostic in diagnostics {
            reader.report(diagnostic);
        }
        self.sources.push(source);
        let Some(root) = root else {
            if readable {
                let diagnostic = Diagnostic::error("missing-key", "the file is empty").at(top_of(path), "");
                reader.report(diagnostic.help("start with `version: 1`"));
            }
            return Vec::new();
        };
        let Some(document) = SpecDocument::read(&root, reader) else { return Vec::new() };
        let folder = path.parent().unwrap_or(Path::new(""));
        let wanted = document.include.iter().flatten();
        let wanted = wanted.map(|include| (normal(&folder.join(&include.value)), Some(include.span.clone()))).collect();
        self.documents.push(document);
        wanted
    }
}

/// The YAML files and folders of a folder, sorted. Hidden ones are an editor's business.
fn specs_among(mut children: Vec<PathBuf>) -> Vec<Wanted> {
    children.sort();
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let is_spec = |path: &Path| path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml");
    children.into_iter().filter(|path| is_spec(path) && !is_hidden(path)).map(|path| (normal(&path), None)).collect()
}

/// The path without `.` and with `a/..` taken away, so that one file has one name.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir | Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                normal.push(component);
            }
        }
    }
    normal
}

fn top_of(path: &Path) -> Span {
    Span::top(Arc::new(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_name() {
        assert_eq!(normal(Path::new("./specs/../specs/a.yml")), Path::new("specs/a.yml"));
        assert_eq!(normal(Path::new("../a.yml")), Path::new("../a.yml"));
        assert_eq!(normal(Path::new("/x/./y")), Path::new("/x/y"));
    }
}
