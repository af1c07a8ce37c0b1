//! The few styles there are, and text that is safe to print.

use crate::diagnostic::is_hidden;
use anstyle::{AnsiColor, Style};

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

pub(super) fn bold(text: &str) -> String {
    styled(Style::new().bold(), text)
}

pub(super) fn dim(text: &str) -> String {
    styled(Style::new().dimmed(), text)
}

pub(super) fn good(text: &str) -> String {
    styled(AnsiColor::Green.on_default().bold(), text)
}

pub(super) fn warn(text: &str) -> String {
    styled(AnsiColor::Yellow.on_default().bold(), text)
}

pub(super) fn bad(text: &str) -> String {
    styled(AnsiColor::Red.on_default().bold(), text)
}

/// Names and values come from outside: a control character in them must not reach the terminal, nor anything hide in them.
pub(in crate::cli) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_would_obey_and_what_nobody_sees() {
        assert_eq!(safe("a\u{1b}]0;x\u{7}\u{202e}b\n"), "a\\u{1b}]0;x\\u{7}\\u{202e}b\n");
        assert_eq!(safe("a\u{200b}\u{61c}\u{e0041}"), "a\\u{200b}\\u{61c}\\u{e0041}");
    }
}
