//! CREATE statements of stored programs: what they make, and the key by which two of them are compared.

use super::{data_type, text};
use crate::model::SqlText;
use crate::sql::{Lexeme, Syntax, lex, token_key};

/// Words between CREATE and the kind of object, and behind it, that make no other object.
const ALWAYS_SKIPPED: [&str; 3] = ["OR", "REPLACE", "AGGREGATE"];

/// Whether the statement creates one of these kinds.
pub(super) fn is_of(definition: &SqlText, kinds: &[&str]) -> bool {
    lex(Syntax::Mysql, definition.as_str())
        .is_ok_and(|lexemes| kind_at(&lexemes).is_some_and(|at| kinds.iter().any(|kind| lexemes[at].is_word(kind))))
}

/// Where the kind of object stands: behind CREATE, OR REPLACE and DEFINER.
fn kind_at(lexemes: &[Lexeme<'_>]) -> Option<usize> {
    if !lexemes.first()?.is_word("CREATE") {
        return None;
    }
    let mut at = 1;
    loop {
        let lexeme = lexemes.get(at)?;
        if ALWAYS_SKIPPED.iter().any(|word| lexeme.is_word(word)) {
            at += 1;
        } else if lexeme.is_word("DEFINER") {
            at = behind_account(lexemes, at + 2)?;
        } else {
            return Some(at);
        }
    }
}

/// Behind `user@host`, `CURRENT_USER` or `CURRENT_USER()`.
fn behind_account(lexemes: &[Lexeme<'_>], start: usize) -> Option<usize> {
    const KINDS: [&str; 5] = ["FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "AGGREGATE"];
    (start..lexemes.len()).find(|at| KINDS.iter().any(|kind| lexemes[*at].is_word(kind)))
}

pub(super) fn is_for_each_row(definition: &SqlText) -> bool {
    let Ok(lexemes) = lex(Syntax::Mysql, definition.as_str()) else { return false };
    let is_for_each_row = |words: &[Lexeme<'_>]| {
        words[0].is_word("FOR") && words[1].is_word("EACH") && words[2].is_word("ROW") && !words[3].is_word("EXECUTE")
    };
    lexemes.windows(4).any(is_for_each_row)
}

/// The account a statement names (`app@%`), and the statement without its DEFINER clause.
pub(super) fn split_account(definition: &str) -> Option<(String, String)> {
    let lexemes = lex(Syntax::Mysql, definition).ok()?;
    let kind = kind_at(&lexemes)?;
    let clause = lexemes[..kind].iter().position(|lexeme| lexeme.is_word("DEFINER"))?;
    // AGGREGATE stands between the account and FUNCTION.
    let end = kind - usize::from(lexemes[kind - 1].is_word("AGGREGATE"));
    let written = lexemes.get(clause + 2..end)?;
    let account = plain_account(&definition[written.first()?.start..written.last()?.end()]);
    Some((account, format!("{}{}", &definition[..lexemes[clause].start], &definition[lexemes[end].start..])))
}

/// `` `app`@'%' `` as the server compares it: `app@%`.
pub(super) fn plain_account(written: &str) -> String {
    written.chars().filter(|c| !c.is_whitespace() && !"`'\"".contains(*c)).collect()
}

/// Whether it replaces something and characteristics that hold anyway do not count.
pub(super) fn canonical(definition: &SqlText) -> SqlText {
    let trimmed = text::trimmed(definition.as_str());
    let key = key_of(trimmed).unwrap_or_else(|| token_key(Syntax::Mysql, trimmed));
    SqlText::new(trimmed).with_key(key)
}

fn key_of(text: &str) -> Option<String> {
    let lexemes = lex(Syntax::Mysql, text).ok()?;
    let kind = kind_at(&lexemes)?;
    let mut name = kind + 1;
    if lexemes.get(name)?.is_word("IF") {
        name += 3;
    }
    let head = lexemes[kind].text.to_ascii_lowercase();
    let account = split_account(text).map_or_else(String::new, |(account, _)| format!("as {account} "));
    let tail = &text[lexemes.get(name)?.start..];
    if head == "event" {
        let clauses = event_clauses(text, &lexemes[name..])?;
        return Some(format!("create {account}event {clauses}"));
    }
    if head == "trigger" {
        return Some(format!("create {account}trigger {}", token_key(Syntax::Mysql, tail)));
    }
    let close = closing(&lexemes, name)?;
    let signature = token_key(Syntax::Mysql, &text[lexemes[name].start..lexemes[close].end()]);
    let (returns, characteristics, body) = clauses(text, &lexemes, close + 1)?;
    Some(format!("create {account}{head} {signature} {returns} {characteristics} {body}"))
}

/// The name, the schedule and the rest of an event, less the clauses that say what holds anyway.
fn event_clauses(text: &str, lexemes: &[Lexeme<'_>]) -> Option<String> {
    const USUAL: [&[&str]; 2] = [&["ON", "COMPLETION", "NOT", "PRESERVE"], &["ENABLE"]];
    let body = lexemes.iter().position(|lexeme| lexeme.is_word("DO"))?;
    let mut key = String::new();
    let mut at = 0;
    while at < body {
        let stands_here = |words: &&&[&str]| {
            at + words.len() <= body && words.iter().zip(&lexemes[at..]).all(|(word, lexeme)| lexeme.is_word(word))
        };
        match USUAL.iter().find(stands_here) {
            Some(words) => at += words.len(),
            None => {
                key.push_str(&token_key(Syntax::Mysql, lexemes[at].text));
                key.push(' ');
                at += 1;
            }
        }
    }
    Some(key + &token_key(Syntax::Mysql, &text[lexemes[body].start..]))
}

/// Whether an event that repeats says when it starts. Otherwise it starts when it is made, and is another one each time.
pub(super) fn says_when(definition: &SqlText) -> bool {
    let Ok(lexemes) = lex(Syntax::Mysql, definition.as_str()) else { return false };
    let head = lexemes.iter().take_while(|lexeme| !lexeme.is_word("DO"));
    let mut words = head.filter(|lexeme| lexeme.is_word("AT") || lexeme.is_word("STARTS"));
    words.next().is_some()
}

/// The parenthesis that closes the list of parameters.
fn closing(lexemes: &[Lexeme<'_>], name: usize) -> Option<usize> {
    let mut depth = 0_i64;
    (name + 1..lexemes.len()).find(|at| {
        depth += i64::from(lexemes[*at].is_symbol("(")) - i64::from(lexemes[*at].is_symbol(")"));
        depth == 0
    })
}

/// The type of the result, the characteristics sorted, and the body.
fn clauses(text: &str, lexemes: &[Lexeme<'_>], start: usize) -> Option<(String, String, String)> {
    let mut at = start;
    let mut returns = String::new();
    if lexemes.get(at)?.is_word("RETURNS") {
        let end = (at + 1..lexemes.len()).find(|end| ends_type(lexemes, *end))?;
        returns = format!("returns {}", type_key(&text[lexemes[at + 1].start..lexemes[end - 1].end()]));
        at = end;
    }
    let mut characteristics = Vec::new();
    while let Some(length) = characteristic(&lexemes[at..]) {
        let words = &lexemes[at..at + length];
        let key = token_key(Syntax::Mysql, &text[words[0].start..words[length - 1].end()]);
        if !USUAL.contains(&key.as_str()) {
            characteristics.push(key);
        }
        at += length;
    }
    characteristics.sort();
    let body = token_key(Syntax::Mysql, &text[lexemes.get(at)?.start..]);
    Some((returns, characteristics.join(" "), body))
}

/// The type without the widths that the server adds; with its character set, which the server shows as well.
fn type_key(written: &str) -> String {
    match data_type::parse(written) {
        Ok(data_type) => data_type::format(&data_type),
        Err(_) => token_key(Syntax::Mysql, written),
    }
}

/// Characteristics that hold where none is written.
const USUAL: [&str; 4] = ["not deterministic", "contains sql", "sql security definer", "language sql"];

/// How many tokens the characteristic is long that stands here.
fn characteristic(lexemes: &[Lexeme<'_>]) -> Option<usize> {
    const WORDS: [&[&str]; 10] = [
        &["DETERMINISTIC"],
        &["NOT", "DETERMINISTIC"],
        &["CONTAINS", "SQL"],
        &["NO", "SQL"],
        &["READS", "SQL", "DATA"],
        &["MODIFIES", "SQL", "DATA"],
        &["SQL", "SECURITY", "DEFINER"],
        &["SQL", "SECURITY", "INVOKER"],
        &["LANGUAGE", "SQL"],
        &["COMMENT"],
    ];
    let matches = |words: &&&[&str]| {
        words.len() <= lexemes.len() && words.iter().zip(lexemes).all(|(word, lexeme)| lexeme.is_word(word))
    };
    let words = WORDS.iter().find(matches)?;
    let length = if words == &["COMMENT"] { 2 } else { words.len() };
    (length <= lexemes.len()).then_some(length)
}

/// Whether the type of the result is over: with a characteristic, or with the first word of a body.
fn ends_type(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    const BODIES: [&str; 12] =
        ["BEGIN", "RETURN", "IF", "CASE", "LOOP", "REPEAT", "WHILE", "SELECT", "SET", "DECLARE", "INSERT", "UPDATE"];
    // SET is a type, too, but then its values follow.
    let is_set_type = lexemes[at].is_word("SET") && lexemes.get(at + 1).is_some_and(|next| next.is_symbol("("));
    characteristic(&lexemes[at..]).is_some() || BODIES.iter().any(|word| lexemes[at].is_word(word)) && !is_set_type
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(sql: &str) -> String {
        canonical(&SqlText::new(sql)).key().to_owned()
    }

    #[test]
    fn what_the_server_shows_is_what_was_written() {
        let written = "create definer=root@localhost function f(x int, y varchar(10)) returns integer not deterministic \
                       comment 'c' contains sql begin declare z int; set z = x+1; return z; end;";
        let shown = "CREATE DEFINER=`root`@`localhost` FUNCTION `f`(x int, y varchar(10)) RETURNS int(11)\n    COMMENT 'c'\n\
                     begin declare z int; set z = x+1; return z; end";
        assert_eq!(key(written), key(shown));
        assert_ne!(key(written), key(&shown.replace("x+1", "x+2")));
        assert_ne!(key(written), key(&shown.replace("root", "app")));
        assert_eq!(
            split_account(shown),
            Some(("root@localhost".into(), shown.replace("DEFINER=`root`@`localhost` ", "")))
        );
        assert_eq!(split_account(&shown.replace("DEFINER=`root`@`localhost` ", "")), None);
        assert_ne!(key(written), key(&shown.replace("COMMENT 'c'", "DETERMINISTIC")));
        assert_eq!(
            key("CREATE OR REPLACE PROCEDURE p (in a int) SQL SECURITY INVOKER READS SQL DATA select 1"),
            key("CREATE PROCEDURE `p`(in a int)\n    READS SQL DATA\n    SQL SECURITY INVOKER\nselect 1")
        );
        assert_eq!(
            key(
                "create definer = root@localhost trigger if not exists t before insert on a for each row set new.b = 1"
            ),
            key("CREATE DEFINER=`root`@`localhost` TRIGGER `t` BEFORE INSERT ON `a` FOR EACH ROW SET NEW.b = 1")
        );
    }

    #[test]
    fn events_are_their_clauses() {
        let written =
            "create event if not exists e on schedule every 2 HOUR starts '2035-01-01 00:00:00' do delete from b";
        let shown = "CREATE EVENT `e` ON SCHEDULE EVERY 2 HOUR STARTS '2035-01-01 00:00:00' ON COMPLETION NOT PRESERVE ENABLE DO delete from b";
        assert_eq!(key(written), key(shown));
        assert_ne!(key(written), key(&shown.replace("ENABLE", "DISABLE")));
        assert_ne!(key(written), key(&shown.replace("NOT PRESERVE", "PRESERVE")));
        assert!(says_when(&SqlText::new(written)));
        assert!(!says_when(&SqlText::new("create event e on schedule every 1 day do select 'at'")));
    }

    #[test]
    fn tells_kinds_apart() {
        let of = |sql: &str, kind: &str| is_of(&SqlText::new(sql), &[kind]);
        assert!(of("create definer=`a`@`%` trigger t after delete on a for each row delete from b", "TRIGGER"));
        assert!(of("CREATE OR REPLACE AGGREGATE FUNCTION f(x int) returns int return 1", "FUNCTION"));
        assert!(!of("create view v as select 1", "FUNCTION"));
        let postgres = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()";
        assert!(!is_for_each_row(&SqlText::new(postgres)));
    }
}
