//! Diagnostics with the lines they point at. The one place that draws them.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::spec::SourceFile;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// All diagnostics, each with its lines, in the order given.
pub(in crate::cli) fn diagnostics(diagnostics: &[Diagnostic], sources: &[SourceFile]) -> String {
    let renderer = Renderer::styled();
    diagnostics.iter().map(|diagnostic| one(&renderer, diagnostic, sources) + "\n\n").collect()
}

fn one(renderer: &Renderer, diagnostic: &Diagnostic, sources: &[SourceFile]) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = super::safe(&diagnostic.message);
    let title = level.primary_title(message.as_str()).id(diagnostic.code);
    let places: Vec<(String, String, Vec<&Label>)> = files(diagnostic, sources);
    let mut group = Group::with_title(title);
    for (path, text, labels) in &places {
        let mut snippet = Snippet::source(text.as_str()).path(path.as_str());
        for (position, label) in labels.iter().enumerate() {
            let kind = if position == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let span = label.span.start.min(text.len())..label.span.end.min(text.len());
            snippet = snippet.annotation(kind.span(span).label(label.text.as_str()));
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(super::safe(help)));
    }
    renderer.render(&[group]).to_string()
}

/// The labels by file, files in the order in which the labels name them. A file whose text is not at hand is left out.
fn files<'a>(diagnostic: &'a Diagnostic, sources: &[SourceFile]) -> Vec<(String, String, Vec<&'a Label>)> {
    let mut files: Vec<(String, String, Vec<&Label>)> = Vec::new();
    for label in &diagnostic.labels {
        let path = label.span.file.display().to_string();
        if let Some((.., labels)) = files.iter_mut().find(|(known, ..)| *known == path) {
            labels.push(label);
        } else if let Some(source) = sources.iter().find(|file| file.path == label.span.file) {
            files.push((path, source.text.clone(), vec![label]));
        }
    }
    files
}
