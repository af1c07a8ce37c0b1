//! The few styles there are, and text that is safe to print.

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

/// Names and values come from outside: a control character in them must not reach the terminal, nor turn the line around.
pub(super) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        if direction || c.is_control() && c != '\n' && c != '\t' {
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
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(safe("a\u{1b}]0;x\u{7}\u{202e}b\n"), "a\\u{1b}]0;x\\u{7}\\u{202e}b\n");
    }
}
