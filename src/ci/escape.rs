//! Text from outside inside Markdown: names, values and messages must not become markup, mentions or links.

use crate::diagnostic::is_hidden;

/// As words of a paragraph or a cell of a table, on one line.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in visible(text).chars().enumerate() {
        match c {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', c]),
            // At the start of a line they would begin a list.
            '-' | '+' if at == 0 => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
        if makes_a_link(&escaped) {
            escaped.push(ZERO_WIDTH_SPACE);
        }
    }
    escaped
}

/// Whether a link or a mention would begin here, which a backslash does not stop: an invisible character does.
fn makes_a_link(written: &str) -> bool {
    let is_www = || {
        written.len() >= 4
            && written.is_char_boundary(written.len() - 4)
            && written[written.len() - 4..].eq_ignore_ascii_case("www.")
    };
    written.ends_with(['@', '#']) || written.ends_with(":/") || written.ends_with('.') && is_www()
}

const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// As code within a line. Nothing inside is markup; a bar would still end a cell of a table.
pub(super) fn code(text: &str) -> String {
    let text = visible(text).replace(['\n', '\r', '\t'], " ").replace('|', "\\|");
    let ticks = "`".repeat(longest_run(&text) + 1);
    // A space keeps ticks at either end apart from those around them.
    if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        return format!("{ticks} {text} {ticks}");
    }
    format!("{ticks}{text}{ticks}")
}

/// As a block of code in a language.
pub(super) fn block(language: &str, text: &str) -> String {
    let text = visible(text);
    let ticks = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{ticks}{language}\n{}\n{ticks}\n", text.trim_end_matches('\n'))
}

/// Characters that a page would not show, or that turn a line around, as escapes.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) && c != '\r' {
            visible.extend(c.escape_unicode());
        } else {
            visible.push(c);
        }
    }
    visible
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a text when escapes and invisible spaces are taken away again.
    fn read(markdown: &str) -> String {
        markdown.replace([ZERO_WIDTH_SPACE, '\\'], "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    #[test]
    fn markup_is_only_text() {
        assert_eq!(text("a|b*c*_d_`e`"), "a\\|b\\*c\\*\\_d\\_\\`e\\`");
        assert_eq!(text("<img src=x>\n## x"), "&lt;img src=x&gt; #\u{200b}#\u{200b} x");
        assert_eq!(text("![x](javascript:1)"), "!\\[x\\](javascript:1)");
        assert_eq!(text("- a-b"), "\\- a-b");
    }

    #[test]
    fn nobody_is_mentioned_and_nothing_is_linked() {
        for hostile in ["@everyone", "#12", "http://evil.example", "www.evil.example"] {
            let escaped = text(hostile);
            assert!(escaped.contains(ZERO_WIDTH_SPACE), "{escaped:?}");
            assert_eq!(read(&escaped), hostile);
        }
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`x`"), "`` `x` ``");
        assert_eq!(code("a|b\nc"), "`a\\|b c`");
        assert_eq!(code(""), "`  `");
        assert_eq!(block("sql", "select '```';\n"), "````sql\nselect '```';\n````\n");
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(text("a\u{202e}b\u{0}"), "a\\\\u{202e}b\\\\u{0}");
        assert_eq!(text("a\u{61c}\u{e0041}"), "a\\\\u{61c}\\\\u{e0041}");
        assert!(block("sql", "--\u{202e}x").contains("\\u{202e}"));
    }
}
