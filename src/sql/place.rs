//! One name put in the place of another, where it stands for the same kind of thing.

use super::{Lexeme, LexemeKind, Syntax, lex};

/// Where an identifier stands for what is meant, and not for a column or an alias that is called the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Wherever it is, also in front of a dot.
    Anywhere,
    /// Behind `::`.
    Type,
    /// Before the parenthesis of its arguments.
    Call,
    /// A call, or a function that another object is made of: `SFUNC = add`, `HANDLER fetch`.
    Support,
    /// Right behind one of these words.
    Behind(&'static [&'static str]),
    /// Anywhere but right behind this word.
    NotBehind(&'static str),
}

/// What is called otherwise now.
#[derive(Clone, Copy)]
pub struct Renaming<'a> {
    pub syntax: Syntax,
    /// Whether an identifier, folded as the engine folds it, is the old name.
    pub is_old: &'a dyn Fn(&str) -> bool,
    /// The new name in the quotes it needs.
    pub new: &'a str,
    pub literals: Literals,
}

/// Which strings hold such a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literals {
    /// Those cast to one of these types: `regclass` in `nextval('users_id_seq'::regclass)`.
    Cast(&'static [&'static str]),
    /// All that are nothing but a name: canonical spellings have no casts.
    Bare,
}

impl Renaming<'_> {
    /// The text with the new name at such places. Comments stay as they are, and so do strings that are cast to nothing of the kind.
    pub fn at(&self, text: &str, place: Place) -> String {
        let Ok(lexemes) = lex(self.syntax, text) else { return text.to_owned() };
        let mut renamed = String::with_capacity(text.len());
        let mut copied = 0;
        for (at, lexeme) in lexemes.iter().enumerate() {
            let replacement = if lexeme.kind == LexemeKind::Text {
                self.literal(&lexemes, at)
            } else {
                (self.is_meant(lexeme) && is_at(place, &lexemes, at)).then(|| self.new.to_owned())
            };
            if let Some(replacement) = replacement {
                renamed.push_str(&text[copied..lexeme.start]);
                renamed.push_str(&replacement);
                copied = lexeme.end();
            }
        }
        renamed.push_str(&text[copied..]);
        renamed
    }

    fn is_meant(&self, lexeme: &Lexeme<'_>) -> bool {
        match &lexeme.kind {
            LexemeKind::Word(name) => (self.is_old)(&name.to_ascii_lowercase()),
            LexemeKind::QuotedName(name) => (self.is_old)(name),
            LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => false,
        }
    }

    /// Whether a string of the text stands for what is renamed.
    pub fn has_literal(&self, text: &str) -> bool {
        let lexemes = lex(self.syntax, text).unwrap_or_default();
        (0..lexemes.len()).any(|at| lexemes[at].kind == LexemeKind::Text && self.literal(&lexemes, at).is_some())
    }

    fn is_of_such_type(&self, lexemes: &[Lexeme<'_>], at: usize) -> bool {
        match self.literals {
            Literals::Bare => true,
            Literals::Cast(types) => {
                let is_cast = lexemes.get(at + 1).is_some_and(|next| next.is_symbol("::"))
                    && behind_namespace(lexemes, at + 2)
                        .is_some_and(|data_type| types.iter().any(|name| data_type.is_word(name)));
                is_cast || types.contains(&"regclass") && is_of_sequence_function(lexemes, at)
            }
        }
    }

    /// `'public.users_id_seq'` before `::regclass`, with the new name.
    fn literal(&self, lexemes: &[Lexeme<'_>], at: usize) -> Option<String> {
        let inner = lexemes[at].text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
        let names = lex(self.syntax, &inner).ok()?;
        // The name is the last of those that dots join; behind it an argument list may stand.
        let last =
            names.iter().enumerate().take_while(|(at, name)| *at == 0 || is_joined(&names, *at) || name.is_symbol("."));
        let (_, name) = last.filter(|(_, name)| !name.is_symbol(".")).last()?;
        let renamed = || format!("{}{}{}", &inner[..name.start], self.new, &inner[name.end()..]);
        (self.is_of_such_type(lexemes, at) && self.is_meant(name))
            .then(|| format!("'{}'", renamed().replace('\'', "''")))
    }
}

/// Whether it is the first argument of a function of sequences, which needs no cast.
fn is_of_sequence_function(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    at >= 2
        && lexemes[at - 1].is_symbol("(")
        && ["nextval", "currval", "setval"].iter().any(|name| lexemes[at - 2].is_word(name))
}

/// Whether a dot stands right before.
fn is_joined(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    at > 0 && lexemes[at - 1].is_symbol(".")
}

/// The name itself of one that may have a namespace.
fn behind_namespace<'a, 'b>(lexemes: &'b [Lexeme<'a>], at: usize) -> Option<&'b Lexeme<'a>> {
    let is_namespace = lexemes.get(at + 1).is_some_and(|next| next.is_symbol("."));
    lexemes.get(if is_namespace { at + 2 } else { at })
}

fn is_at(place: Place, lexemes: &[Lexeme<'_>], at: usize) -> bool {
    if place == Place::Anywhere {
        return true;
    }
    let next_is = |symbol: &str| lexemes.get(at + 1).is_some_and(|next| next.is_symbol(symbol));
    if next_is(".") {
        return false;
    }
    let mut start = at;
    while start >= 2 && is_joined(lexemes, start) {
        start -= 2;
    }
    let before = start.checked_sub(1).map(|at| &lexemes[at]);
    let is_behind_word = |word: &str| before.is_some_and(|before| before.is_word(word));
    let is_behind = |symbol: &str| before.is_some_and(|before| before.is_symbol(symbol));
    match place {
        Place::Anywhere => true,
        Place::Type => is_behind("::"),
        Place::Call => next_is("("),
        Place::Support => {
            next_is("(") || is_behind("=") || ["HANDLER", "VALIDATOR", "INLINE"].into_iter().any(is_behind_word)
        }
        Place::Behind(words) => words.iter().any(|word| is_behind_word(word)),
        Place::NotBehind(word) => !is_behind_word(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str, place: Place, types: &'static [&'static str]) -> String {
        let is_old = |name: &str| name == "mood";
        Renaming { syntax: Syntax::Postgres, is_old: &is_old, new: "feeling", literals: Literals::Cast(types) }
            .at(text, place)
    }

    #[test]
    fn a_column_that_is_called_the_same_is_left_alone() {
        let check = "mood <> 'mood'::mood AND mood = ANY (ARRAY['ok'::public.mood])";
        let expected = "mood <> 'mood'::feeling AND mood = ANY (ARRAY['ok'::public.feeling])";
        assert_eq!(renamed(check, Place::Type, &[]), expected);
        assert_eq!(renamed("mood(mood) > \"mood\" (1)", Place::Call, &[]), "feeling(mood) > feeling (1)");
        assert_eq!(renamed("mood.id = 'mood'", Place::Anywhere, &[]), "feeling.id = 'mood'");
    }

    #[test]
    fn statements_name_what_they_make_and_what_that_is_made_of() {
        let operator = "CREATE OPERATOR public.+ (LEFTARG = mood, FUNCTION = app.mood)";
        assert_eq!(
            renamed(operator, Place::Support, &[]),
            "CREATE OPERATOR public.+ (LEFTARG = feeling, FUNCTION = app.feeling)"
        );
        let configuration = "ALTER TEXT SEARCH CONFIGURATION app.mood ADD MAPPING FOR word WITH mood";
        let of_itself = renamed(configuration, Place::Behind(&["CONFIGURATION"]), &[]);
        assert_eq!(of_itself, "ALTER TEXT SEARCH CONFIGURATION app.feeling ADD MAPPING FOR word WITH mood");
        let of_another = renamed(configuration, Place::NotBehind("CONFIGURATION"), &[]);
        assert_eq!(of_another, "ALTER TEXT SEARCH CONFIGURATION app.mood ADD MAPPING FOR word WITH feeling");
    }

    #[test]
    fn names_in_strings_are_known_by_their_cast() {
        let text = "nextval('public.mood'::regclass), nextval('mood'), 'mood'::text, 'mood'::pg_catalog.regclass, 'mood(mood)'::regprocedure";
        assert_eq!(
            renamed(text, Place::Call, &["regclass"]),
            "nextval('public.feeling'::regclass), nextval('feeling'), 'mood'::text, 'feeling'::pg_catalog.regclass, 'mood(mood)'::regprocedure"
        );
        let function = renamed("'app.mood(mood)'::regprocedure", Place::Call, &["regproc", "regprocedure"]);
        assert_eq!(function, "'app.feeling(mood)'::regprocedure");
    }
}
