//! One source file as tokens: just enough of Rust's grammar to find paths, macros and choices.

/// A file under `src/` and what it is made of.
pub struct Source {
    /// From the crate's root: `src/diff/by_key.rs`.
    pub file: String,
    pub line_count: usize,
    /// `["diff", "by_key"]`; empty for `lib.rs`.
    module: Vec<String>,
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Token {
    text: String,
    line: usize,
}

/// One path as written, groups taken apart: `use a::{b, c::d}` is two of them.
#[derive(Debug)]
pub struct PathUse {
    pub segments: Vec<String>,
    pub line: usize,
    /// Modules opened with `mod x {` around it.
    inline_depth: usize,
}

impl PathUse {
    pub fn starts_with(&self, prefix: &[&str]) -> bool {
        self.segments.len() >= prefix.len() && self.segments.iter().zip(prefix).all(|(a, b)| a == b)
    }

    /// The module directly under the crate's root that this path goes to, if it starts from the
    /// root or climbs up to it.
    pub fn top_level_module(&self, source: &Source) -> Option<&str> {
        let ups = self.segments.iter().take_while(|segment| *segment == "super").count();
        let depth = source.module.len() + self.inline_depth;
        match self.segments.first()?.as_str() {
            "crate" => self.segments.get(1).map(String::as_str),
            "super" if ups == depth => self.segments.get(ups).map(String::as_str),
            _ => None,
        }
        .filter(|name| *name != "self" && *name != "*")
    }
}

impl Source {
    pub fn new(file: &str, text: &str) -> Self {
        let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") || inner == "lib" {
            module.pop();
        }
        Self { file: file.to_owned(), line_count: text.lines().count(), module, tokens: tokens(text) }
    }

    /// The module directly under the crate's root; none for the front page.
    pub fn top_level(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &token.text)
    }

    /// Whether the token before is this one.
    fn after(&self, index: usize, text: &str) -> bool {
        index > 0 && self.text(index - 1) == text
    }

    fn is_name(&self, index: usize) -> bool {
        self.text(index).starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    /// Every path in the file: in `use`, in expressions, in types, in attributes.
    pub fn paths(&self) -> Vec<PathUse> {
        let mut found = Vec::new();
        let mut index = 0;
        let mut braces = 0_usize;
        let mut inline = Vec::new();
        while index < self.tokens.len() {
            match self.text(index) {
                "{" => {
                    // `mod name {`
                    if index >= 2 && self.text(index - 2) == "mod" {
                        inline.push(braces);
                    }
                    braces += 1;
                }
                "}" => {
                    braces = braces.saturating_sub(1);
                    inline.pop_if(|depth| *depth == braces);
                }
                "use" => {
                    index = self.tree(index + 1, &[], inline.len(), &mut found);
                    continue;
                }
                "crate" if self.after(index, "extern") => {
                    index = self.tree(index + 1, &[], inline.len(), &mut found);
                    continue;
                }
                // A field or method of that name is no path.
                _ if self.is_name(index) && !self.after(index, ".") && self.is_path_start(index) => {
                    index = self.tree(index, &[], inline.len(), &mut found);
                    continue;
                }
                _ => {}
            }
            index += 1;
        }
        found
    }

    /// A name with `::` behind it and none before, or `crate` alone as in `pub(in crate::x)`.
    fn is_path_start(&self, index: usize) -> bool {
        self.text(index + 1) == "::" && !(self.after(index, "::") && index >= 2 && self.is_name(index - 2))
    }

    /// Reads `a::b::{c, d::*}` from `index`, adds a path for each end, and gives the index behind it.
    fn tree(&self, mut index: usize, base: &[String], inline_depth: usize, found: &mut Vec<PathUse>) -> usize {
        let mut segments = base.to_vec();
        let mut line = self.tokens.get(index).map_or(0, |token| token.line);
        loop {
            if self.text(index) == "::" {
                index += 1;
            }
            if self.text(index) == "{" {
                index += 1;
                while !matches!(self.text(index), "}" | "") {
                    if self.text(index) == "," {
                        index += 1;
                    } else {
                        let before = index;
                        index = self.tree(index, &segments, inline_depth, found);
                        // Not a tree after all: what stands here is somebody else's.
                        if index == before {
                            return index;
                        }
                    }
                }
                return index + 1;
            }
            if !self.is_name(index) && self.text(index) != "*" {
                break;
            }
            line = if segments.is_empty() { self.tokens[index].line } else { line };
            segments.push(self.text(index).trim_start_matches("r#").to_owned());
            index += 1;
            if self.text(index) != "::" {
                break;
            }
        }
        if segments.len() > base.len() {
            found.push(PathUse { segments, line, inline_depth });
        }
        // `use a as b`
        if self.text(index) == "as" { index + 2 } else { index }
    }

    /// `name!` with its line.
    pub fn macro_calls(&self) -> Vec<(usize, &str)> {
        (0..self.tokens.len())
            .filter(|&index| {
                self.is_name(index) && self.text(index + 1) == "!" && matches!(self.text(index + 2), "(" | "[" | "{")
            })
            .map(|index| (self.tokens[index].line, self.text(index)))
            .collect()
    }

    /// Lines where a variant of the enum `name` decides what happens (an arm of `match`, `if let`,
    /// `matches!`, `==`), with the function around them.
    pub fn choices_of(&self, name: &str) -> Vec<(usize, String)> {
        (0..self.tokens.len())
            .filter(|&index| self.text(index) == name && self.text(index + 1) == "::")
            .filter(|&index| self.is_compared(index) || self.is_pattern(index))
            .map(|index| (self.tokens[index].line, self.function_around(index)))
            .collect()
    }

    /// `x == path::Kind::A` or `path::Kind::A == x`.
    fn is_compared(&self, index: usize) -> bool {
        let mut start = index;
        while start >= 2 && self.text(start - 1) == "::" {
            start -= 2;
        }
        let equality = |index: usize| matches!(self.text(index), "==" | "!=");
        (start > 0 && equality(start - 1)) || equality(index + 3)
    }

    /// Whether the path ends up before `=>` of an arm or `=` of `let`, or as a later argument of `matches!`.
    fn is_pattern(&self, index: usize) -> bool {
        let mut depth = 0_i32;
        for ahead in index..self.tokens.len() {
            match self.text(ahead) {
                "=>" if depth <= 0 => return true,
                "=" if depth <= 0 => return self.before_is_let(index),
                // An arm's pattern has no braces open to its left, but `Some(` and `(`.
                "(" | "[" | "{" => depth += 1,
                ")" | "]" => depth -= 1,
                "}" | ";" => break,
                "," if depth == 0 => break,
                _ => {}
            }
        }
        self.inside_matches(index)
    }

    /// Whether a `let` stands between the last statement and here.
    fn before_is_let(&self, index: usize) -> bool {
        (0..index)
            .rev()
            .map(|before| self.text(before))
            .take_while(|text| !matches!(*text, ";" | "{" | "}" | "="))
            .any(|text| text == "let")
    }

    fn inside_matches(&self, index: usize) -> bool {
        let mut depth = 0_i32;
        for before in (0..index).rev() {
            match self.text(before) {
                ")" => depth += 1,
                "(" if depth == 0 && before >= 2 && self.text(before - 1) == "!" => {
                    return self.text(before - 2) == "matches";
                }
                "(" => depth -= 1,
                ";" | "{" | "}" => return false,
                _ => {}
            }
        }
        false
    }

    /// The name behind the last `fn` before this token. Close enough: nested functions come first.
    fn function_around(&self, index: usize) -> String {
        (0..index)
            .rev()
            .find(|&before| self.text(before) == "fn" && self.is_name(before + 1))
            .map_or_else(|| "no function".to_owned(), |before| self.text(before + 1).to_owned())
    }
}

/// Names, `::`, `=>`, `==`, `!=` and single signs. Comments, strings, characters and lifetimes are left out.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = token_length(rest, first);
        let (token, after) = rest.split_at(length);
        if keep {
            found.push(Token { text: token.to_owned(), line });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    found
}

/// The bytes of the token that `rest` starts with, and whether it matters here.
fn token_length(rest: &str, first: char) -> (usize, bool) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), false);
    }
    if let Some(length) = string(rest) {
        return (length, false);
    }
    if first == '\'' {
        return (character_or_lifetime(rest), false);
    }
    if first.is_alphabetic() || first == '_' {
        let start = if rest.starts_with("r#") { 2 } else { 0 };
        let length =
            rest[start..].find(|c: char| !c.is_alphanumeric() && c != '_').map_or(rest.len(), |length| start + length);
        return (length, true);
    }
    for sign in ["::", "=>", "==", "!="] {
        if rest.starts_with(sign) {
            return (sign.len(), true);
        }
    }
    // `<=` and `>=` would otherwise leave a `=` that looks like the one of `let`.
    if rest.starts_with("<=") || rest.starts_with(">=") {
        return (2, true);
    }
    (first.len_utf8(), !first.is_whitespace())
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of the string literal that `rest` starts with: plain, raw, of bytes or of C.
fn string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        rest.strip_prefix(prefix).is_some_and(|after| {
            let hashes = after.trim_start_matches('#');
            hashes.starts_with('"') && (hashes.len() == after.len() || prefix.ends_with('r'))
        })
    })?;
    let after = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = after.len() - after.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let body = prefix.len() + hashes + 1;
        return Some(rest[body..].find(&end).map_or(rest.len(), |length| body + length + end.len()));
    }
    let mut escaped = false;
    for (at, sign) in after.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(prefix.len() + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// `'a'` and `'\''` are characters, `'a` is a lifetime.
fn character_or_lifetime(rest: &str) -> usize {
    let mut signs = rest.char_indices().skip(1);
    match signs.next() {
        Some((_, '\\')) => {
            signs.next();
            signs.find(|(_, sign)| *sign == '\'').map_or(rest.len(), |(at, _)| at + 1)
        }
        Some((_, _)) => match signs.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => rest.len(),
    }
}
