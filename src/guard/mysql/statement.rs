//! Which statements there are to read.

use super::query::Walk;
use super::respell::respelled;
use super::token::{is_word, significant, tokens};
use super::{bytes, show, unreadable};
use crate::guard::reading::{Kind, Reading};
use crate::guard::refusal::{Reason, Refusal};
use sqlparser::ast::{Spanned as _, Statement};
use sqlparser::dialect::MySqlDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::TokenWithSpan;

pub(super) fn read(sql: &str) -> Result<Reading, Refusal> {
    let tokens = tokens(sql)?;
    let places = significant(&tokens);
    let starts = |word: &str| places.first().is_some_and(|first| is_word(&tokens[*first].token, word));
    let second = |word: &str| places.get(1).is_some_and(|second| is_word(&tokens[*second].token, word));
    if starts("SHOW") {
        return show::read(sql, &tokens);
    }
    if starts("TABLE") {
        return table(sql, bytes(sql, tokens[places[0]].span).end);
    }
    if starts("ANALYZE") && (second("FORMAT") || second("SELECT") || second("WITH")) {
        return analyze(sql, tokens, &places);
    }
    parse(sql, respelled(tokens))
}

fn parse(sql: &str, tokens: Vec<TokenWithSpan>) -> Result<Reading, Refusal> {
    let mut parser = Parser::new(&MySqlDialect {}).with_tokens_with_locations(tokens);
    let mut statements = parser.parse_statements().map_err(|error| failed(sql, &parser, &error))?;
    let Some(statement) = statements.pop() else { return Err(Refusal::new(Reason::Empty, "there is no statement")) };
    if !statements.is_empty() {
        let refusal = Refusal::new(Reason::SeveralStatements, "there is more than one statement");
        return Err(refusal.over(bytes(sql, statement.span())).help("ask one question at a time"));
    }
    let kind = kind(sql, &statement)?;
    Walk::over(sql, &statement, kind)
}

fn failed(sql: &str, parser: &Parser<'_>, error: &ParserError) -> Refusal {
    let place = bytes(sql, parser.peek_token_ref().span);
    unreadable(error, (!place.is_empty()).then_some(place))
}

fn kind(sql: &str, statement: &Statement) -> Result<Kind, Refusal> {
    match statement {
        Statement::Query(_) => Ok(Kind::Query),
        Statement::ExplainTable { .. } => Ok(Kind::Show),
        Statement::Explain { analyze, statement: inner, .. } => match inner.as_ref() {
            Statement::Query(_) => Ok(Kind::Explain),
            Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_) if !analyze => Ok(Kind::Explain),
            _ if *analyze => {
                Err(Refusal::new(Reason::Statement, "ANALYZE runs the statement").help("leave ANALYZE out"))
            }
            _ => Err(Refusal::statement("EXPLAIN of something other than a query", bytes(sql, inner.span()))),
        },
        other => {
            let words: String =
                other.to_string().split_whitespace().take(2).collect::<Vec<_>>().join(" ").to_uppercase();
            Err(Refusal::statement(&words, 0..sql.len()))
        }
    }
}

/// `TABLE name …` of MySQL 8 is `SELECT * FROM name …`.
fn table(sql: &str, end: usize) -> Result<Reading, Refusal> {
    let prefix = "SELECT * FROM";
    let query = format!("{prefix}{}", &sql[end..]);
    let back = |at: usize| (at + end).saturating_sub(prefix.len());
    let moved = |place: std::ops::Range<usize>| back(place.start)..back(place.end);
    let mut reading = parse(&query, respelled(tokens(&query)?)).map_err(|mut refusal| {
        refusal.place = refusal.place.map(moved);
        refusal
    })?;
    for mention in &mut reading.mentions {
        mention.place = moved(mention.place.clone());
    }
    Ok(reading)
}

/// MariaDB's `ANALYZE [FORMAT = JSON] statement` runs it, so it has to be a query.
fn analyze(sql: &str, tokens: Vec<TokenWithSpan>, places: &[usize]) -> Result<Reading, Refusal> {
    let prefix = if is_word(&tokens[places[1]].token, "FORMAT") { 4 } else { 1 };
    let query = places.get(prefix).copied().unwrap_or(tokens.len());
    let reading = parse(sql, respelled(tokens.into_iter().skip(query).collect()))?;
    match reading.kind {
        Kind::Query => Ok(Reading { kind: Kind::Explain, ..reading }),
        Kind::Explain | Kind::Show => Err(Refusal::statement("ANALYZE of something other than a query", 0..sql.len())),
    }
}
