//! How a text is written: plain where every reader of YAML takes it for that text, in quotes otherwise.

/// A text on one line. Plain ones hold nothing that has a meaning in YAML, in flow collections or out of them.
pub fn inline(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A text in quotes: single ones where that saves escapes.
pub fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) && text.chars().all(is_visible) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_visible(c) => quoted.push(c),
            c if u32::from(c) <= 0xFF => quoted.push_str(&format!("\\x{:02X}", u32::from(c))),
            c if u32::from(c) <= 0xFFFF => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether the text can stand as a literal block, line by line as it is, and the indicator it then needs.
pub fn block_indicator(text: &str) -> Option<&'static str> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let line_is_safe = |line: &str| line.chars().all(is_visible) && (line.is_empty() || !line.trim().is_empty());
    let starts_well = body.starts_with(|c: char| !c.is_whitespace());
    let safe = body.contains('\n') && starts_well && !body.ends_with('\n') && body.split('\n').all(line_is_safe);
    safe.then_some(if body.len() == text.len() { "|-" } else { "|" })
}

/// Not a control character, not invisible, not a line break to any reader.
fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}')
}

/// Deliberately narrow: starts with a letter, goes on with what names and simple SQL are made of.
fn is_plain(text: &str) -> bool {
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let inside = |c: char| c.is_ascii_alphanumeric() || " _-./()<>=+*'$".contains(c);
    starts_well && text.chars().all(inside) && text.trim_end() == text && !is_word_of_yaml(text)
}

/// Words that some reader takes for a boolean, a null or a number.
fn is_word_of_yaml(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan" | "inf" | "infinity"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_where_it_is_safe() {
        for text in ["users", "VARCHAR(50)", "x > 0", "status = 'a'", "_a", "now()"] {
            assert_eq!(inline(text), text);
        }
    }

    #[test]
    fn quoted_where_it_is_not() {
        assert_eq!(inline("no"), "\"no\"");
        assert_eq!(inline("DECIMAL(18,2)"), "\"DECIMAL(18,2)\"");
        assert_eq!(inline("017"), "\"017\"");
        assert_eq!(inline(""), "\"\"");
        assert_eq!(inline("a: b"), "\"a: b\"");
        assert_eq!(inline("say \"x\""), "'say \"x\"'");
        assert_eq!(inline("a\u{85}\t"), "\"a\\x85\\t\"");
        assert_eq!(inline("a "), "\"a \"");
    }

    #[test]
    fn blocks_keep_lines_as_they_are() {
        assert_eq!(block_indicator("select 1\nfrom t"), Some("|-"));
        assert_eq!(block_indicator("select 1\nfrom t\n"), Some("|"));
        for text in ["one line", " a\nb", "a\n\n", "a\r\nb", "a\n  \nb", "\na\nb", "a\tb\nc"] {
            assert_eq!(block_indicator(text), None, "{text:?}");
        }
        assert_eq!(block_indicator("a\n\nb"), Some("|-"));
    }
}
