//! The line of a spec that causes a risk.

use crate::ci::Place;
use crate::diagnostic::Span;
use crate::model::{Name, ObjectId, Renames};
use crate::spec::Spec;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where the objects of a spec are written, by their full addresses.
pub(super) struct Places {
    spans: BTreeMap<ObjectId, Span>,
    /// From old addresses to new ones.
    renamed: BTreeMap<ObjectId, ObjectId>,
    root: PathBuf,
}

impl Places {
    /// `namespace` stands in front of names without one, where the engine has such; `root` is the file or folder of the spec.
    pub fn of(spec: &Spec, namespace: Option<&Name>, root: PathBuf) -> Self {
        let full = |id: &ObjectId| namespace.map_or_else(|| id.clone(), |namespace| id.or_namespace(namespace));
        let renamed = |renames: &Renames| renames.iter().map(|ids| (full(ids.from), full(ids.to))).collect();
        Self {
            spans: spec.spans.iter().map(|(id, span)| (full(id), span.clone())).collect(),
            renamed: renamed(&spec.renames),
            root,
        }
    }

    /// The line of the object; of what is gone, the line of its table; otherwise the top of the spec.
    pub fn find(&self, id: &ObjectId) -> Place {
        let table = id.parent_table();
        let span = self.span(id).or_else(|| self.span(table.as_ref()?));
        match span {
            Some(span) => Place { file: span.file.as_ref().clone(), line: span.line(), column: span.column() },
            None => self.top(),
        }
    }

    /// As [`find`](Self::find), of an address in print.
    pub fn find_printed(&self, address: &str) -> Place {
        match self.spans.keys().find(|id| id.to_string() == address) {
            Some(id) => self.find(id),
            None => self.top(),
        }
    }

    fn top(&self) -> Place {
        let first = self.spans.values().map(|span| span.file.as_ref()).min();
        Place { file: first.unwrap_or(&self.root).clone(), line: 1, column: 1 }
    }

    fn span(&self, id: &ObjectId) -> Option<&Span> {
        self.spans.get(id).or_else(|| self.spans.get(self.renamed.get(id)?))
    }
}
