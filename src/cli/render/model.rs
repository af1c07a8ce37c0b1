//! What goes to a language model, and what that took.

use super::style::{bold, dim, safe};
use crate::app::{ModelReport, ShownPrompt};
use std::fmt::Write as _;

/// Address and body as they would go out, and what stays at home.
pub(in crate::cli) fn shown(prompt: &ShownPrompt) -> String {
    let mut text = String::new();
    let to = prompt.outgoing.url.as_deref().unwrap_or("nowhere: answers come from a file");
    let _ =
        writeln!(text, "{} {} {}", bold("to"), safe(to), dim(&format!("{}, prompt {}", prompt.model, prompt.prompt)));
    for withheld in &prompt.withheld {
        let _ = writeln!(text, "{} {}", bold("stays here:"), safe(withheld));
    }
    // A JSON value can always be written.
    let body = serde_json::to_string_pretty(&prompt.outgoing.body).unwrap_or_default();
    text + &safe(&body) + "\n"
}

/// One line: the model, its tokens and, where that is known, what they cost.
pub(in crate::cli) fn spent(report: &ModelReport) -> String {
    let spent = &report.spent;
    let usage = spent.usage;
    let about = if spent.estimated { "about " } else { "" };
    let cost = spent.usd.map_or_else(String::new, |usd| format!(", ${usd:.4}"));
    let calls = super::count(usize::try_from(spent.calls).unwrap_or(usize::MAX), "call");
    let line = format!(
        "{}: {calls}, {about}{} tokens in and {} out{cost}",
        report.model, usage.input_tokens, usage.output_tokens
    );
    format!("{}\n", dim(&safe(&line)))
}
