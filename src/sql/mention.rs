//! Which names a piece of SQL mentions. An over-approximation: a mention is not proof of a dependency, but nothing that is used goes unmentioned.

use super::{Lexeme, LexemeKind, Syntax, lex};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Every identifier, and every chain of identifiers joined by dots (`public.users.id` gives itself, `public.users`, and each part).
/// Unquoted names are folded to lower case, as PostgreSQL does; compare without letter case on engines that do.
pub fn mentions(syntax: Syntax, text: &str) -> BTreeSet<Vec<String>> {
    let Ok(lexemes) = lex(syntax, text) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    let mut chain: Vec<String> = Vec::new();
    let mut after_dot = false;
    for lexeme in &lexemes {
        match folded(lexeme) {
            Some(name) => {
                if !after_dot {
                    chain.clear();
                }
                chain.push(name.clone());
                found.insert(vec![name]);
                for start in 0..chain.len().saturating_sub(1) {
                    found.insert(chain[start..].to_vec());
                }
                after_dot = false;
            }
            None => after_dot = lexeme.is_symbol(".") && !chain.is_empty(),
        }
        if lexeme.identifier().is_none() && !after_dot {
            chain.clear();
        }
    }
    // Names also stand in strings: nextval('public.users_id_seq'::regclass).
    for lexeme in lexemes.iter().filter(|lexeme| lexeme.kind == LexemeKind::Text) {
        let inner = lexeme.text.trim_matches('\'');
        if inner.len() < lexeme.text.len() && inner.chars().all(|c| c.is_alphanumeric() || "_.\"$".contains(c)) {
            found.extend(mentions(syntax, inner));
        }
    }
    found
}

/// As [`mentions`], of the code that stands in strings behind AS: the bodies of PostgreSQL's functions.
pub fn mentions_in_bodies(syntax: Syntax, text: &str) -> BTreeSet<Vec<String>> {
    let Ok(lexemes) = lex(syntax, text) else { return BTreeSet::new() };
    let bodies = lexemes.windows(2).filter(|pair| pair[0].is_word("AS") && pair[1].kind == LexemeKind::Text);
    bodies.flat_map(|pair| mentions(syntax, &inside(pair[1].text))).collect()
}

/// What stands between the quotes of a string.
fn inside(text: &str) -> Cow<'_, str> {
    if let Some(quoted) = text.strip_prefix('$') {
        let tag = quoted.find('$').map_or(0, |end| end + 2);
        return Cow::Borrowed(text.get(tag..text.len().saturating_sub(tag)).unwrap_or_default());
    }
    let start = text.find('\'').map_or(0, |quote| quote + 1);
    Cow::Owned(text.get(start..text.len().saturating_sub(1)).unwrap_or_default().replace("''", "'"))
}

fn folded(lexeme: &Lexeme<'_>) -> Option<String> {
    match &lexeme.kind {
        LexemeKind::Word(name) => Some(name.to_ascii_lowercase()),
        LexemeKind::QuotedName(name) => Some(name.clone()),
        LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => None,
    }
}

/// Whether `is_meant` says yes to an identifier of the text. Strings and comments hold none.
pub fn has_identifier(syntax: Syntax, text: &str, is_meant: impl Fn(&str) -> bool) -> bool {
    lex(syntax, text).unwrap_or_default().iter().filter_map(folded).any(|name| is_meant(&name))
}

/// The text with identifiers replaced: `new` answers for an identifier what to write instead (already quoted), or nothing.
/// Strings and comments stay as they are.
pub fn rename_identifiers(syntax: Syntax, text: &str, new: impl Fn(&str) -> Option<String>) -> String {
    let Ok(lexemes) = lex(syntax, text) else { return text.to_owned() };
    let mut renamed = String::with_capacity(text.len());
    let mut copied = 0;
    for lexeme in &lexemes {
        if let Some(replacement) = folded(lexeme).and_then(|name| new(&name)) {
            renamed.push_str(&text[copied..lexeme.start]);
            renamed.push_str(&replacement);
            copied = lexeme.end();
        }
    }
    renamed.push_str(&text[copied..]);
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_chains_and_names_in_strings() {
        let found = mentions(
            Syntax::Postgres,
            "select u.Id from public.\"Users\" u where x = nextval('public.s_seq'::regclass)",
        );
        for chain in [vec!["public", "Users"], vec!["u", "id"], vec!["Users"], vec!["public", "s_seq"]] {
            assert!(found.contains(&chain.iter().map(ToString::to_string).collect::<Vec<_>>()), "{chain:?}");
        }
    }

    #[test]
    fn finds_names_in_bodies() {
        for body in
            ["$f$select count(*) from app.rows where a = 'x'$f$", "$$ select app.rows $$", "'select ''x'', app.rows'"]
        {
            let text = format!("create function f() returns int language sql as {body}");
            let found = mentions_in_bodies(Syntax::Postgres, &text);
            assert!(found.contains(&vec!["app".to_owned(), "rows".to_owned()]), "{body}: {found:?}");
            assert!(!found.contains(&vec!["f".to_owned()]), "{body}: {found:?}");
        }
        for broken in ["as $f$", "as ''", "as '", "as $$$$"] {
            assert!(mentions_in_bodies(Syntax::Postgres, broken).is_empty(), "{broken}");
        }
    }

    #[test]
    fn renames_names_and_nothing_else() {
        let renamed = rename_identifiers(Syntax::Postgres, "Email <> 'email' -- email", |name| {
            (name == "email").then(|| "mail".into())
        });
        assert_eq!(renamed, "mail <> 'email' -- email");
    }
}
