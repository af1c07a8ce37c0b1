//! The name of the database itself, which the server writes in front of names: a schema is the same under another name of its database.

use crate::sql::{LexemeKind, Syntax, lex};

/// The text without the database in front of names. Where the database's name also names something in the text, only functions lose it.
pub(super) fn without(text: &str, database: &str) -> String {
    let Ok(lexemes) = lex(Syntax::Mysql, text) else { return text.to_owned() };
    let is_database = |at: usize| {
        lexemes.get(at).is_some_and(|lexeme| {
            matches!(lexeme.kind, LexemeKind::QuotedName(_)) && lexeme.identifier() == Some(database)
        })
    };
    let is_symbol = |at: usize, symbol: &str| lexemes.get(at).is_some_and(|lexeme| lexeme.is_symbol(symbol));
    let is_prefix = |at: usize| is_database(at) && is_symbol(at + 1, ".") && (at == 0 || !is_symbol(at - 1, "."));
    let is_ambiguous = (0..lexemes.len()).any(|at| is_database(at) && !is_prefix(at));
    let mut kept = String::with_capacity(text.len());
    let mut copied = 0;
    for at in 0..lexemes.len() {
        let before_function = is_symbol(at + 3, "(");
        let inside_sequence_call = at >= 2
            && is_symbol(at - 1, "(")
            && ["nextval", "lastval", "setval"].iter().any(|name| lexemes[at - 2].is_word(name));
        if is_prefix(at) && (!is_ambiguous || before_function || inside_sequence_call) {
            kept.push_str(&text[copied..lexemes[at].start]);
            copied = lexemes[at + 1].end();
        }
    }
    kept.push_str(&text[copied..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn loses_its_name() {
        assert_eq!(without("nextval(`w`.`sq`)", "w"), "nextval(`sq`)");
        assert_eq!(without("select `w`.`t`.`a` from `w`.`t`", "w"), "select `t`.`a` from `t`");
        assert_eq!(without("select 'w.t', `v`.`w`.`a`", "w"), "select 'w.t', `v`.`w`.`a`");
    }

    #[test]
    fn a_table_of_the_same_name_is_no_database() {
        assert_eq!(without("select `w`.`a`,`w`.`f`(1) from `w`", "w"), "select `w`.`a`,`f`(1) from `w`");
    }
}
