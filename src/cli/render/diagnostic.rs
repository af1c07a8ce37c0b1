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
    let excerpts = excerpts(diagnostic, sources);
    let mut group = Group::with_title(title);
    for excerpt in &excerpts {
        group = group.element(excerpt.snippet());
    }
    if let (true, Some(label)) = (excerpts.is_empty(), diagnostic.labels.first()) {
        // A file that is no text has no lines to show, but it has a name.
        let span = &label.span;
        let place = format!("in {}:{}:{}", span.file.display(), span.line(), span.column());
        group = group.element(Level::NOTE.message(place));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(super::safe(help)));
    }
    renderer.render(&[group]).to_string()
}

/// The lines of one file that labels point at. The renderer walks over all text it is given, so a long file with
/// many diagnostics would cost their product: it gets no more than it draws.
struct Excerpt<'a> {
    path: String,
    text: &'a str,
    /// Byte offset of the first line in the file.
    start: usize,
    first_line: usize,
    labels: Vec<&'a Label>,
}

impl<'a> Excerpt<'a> {
    fn of(source: &'a SourceFile, labels: Vec<&'a Label>) -> Self {
        let text = source.text.as_str();
        let first = labels.iter().min_by_key(|label| label.span.start());
        let (from, first_line) = first.map_or((0, 1), |label| (label.span.start().min(text.len()), label.span.line()));
        let to = labels.iter().map(|label| label.span.end()).max().unwrap_or(0).clamp(from, text.len());
        // Bytes, since an offset that is inside a character must not panic here; line breaks are single bytes.
        let start = text.as_bytes()[..from].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = text.as_bytes()[to..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| to + at);
        Self { path: source.path.display().to_string(), text: &text[start..end], start, first_line, labels }
    }

    fn snippet(&'a self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let mut snippet = Snippet::source(self.text).path(self.path.as_str()).line_start(self.first_line);
        for (position, label) in self.labels.iter().enumerate() {
            let kind = if position == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let inside = |at: usize| at.saturating_sub(self.start).min(self.text.len());
            let span = inside(label.span.start())..inside(label.span.end());
            snippet = snippet.annotation(kind.span(span).label(label.text.as_str()));
        }
        snippet
    }
}

/// The labels by file, files in the order in which the labels name them. A file whose text is not at hand is left out.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &'a [SourceFile]) -> Vec<Excerpt<'a>> {
    let mut files: Vec<(&SourceFile, Vec<&Label>)> = Vec::new();
    for label in &diagnostic.labels {
        if let Some((_, labels)) = files.iter_mut().find(|(file, _)| file.path == label.span.file) {
            labels.push(label);
        } else if let Some(source) = sources.iter().find(|file| file.path == label.span.file) {
            files.push((source, vec![label]));
        }
    }
    files.into_iter().map(|(source, labels)| Excerpt::of(source, labels)).collect()
}
