//! Names against the lists, and against the catalog of a database.

use super::catalog::{Body, Catalog, Definition, Origin, Volatility};
use super::list::List;
use super::reading::{Mention, MentionKind, Name, Reading};
use super::refusal::{Reason, Refusal};
use super::{mysql, postgres, sqlite};
use crate::sql::{Syntax, lex};
use std::ops::Range;
use std::sync::LazyLock;

/// SQL that runs along with a statement, and has to pass the guard too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// What it belongs to: `view public.v_orders`.
    pub title: String,
    /// A whole query.
    pub sql: String,
    /// Bytes of the statement that mention it.
    pub place: Range<usize>,
}

/// What an engine's lists say about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It comes with the engine and only reads.
    Harmless,
    /// It comes with the engine, and is not on the list.
    NotListed,
    /// The lists do not know it: somebody's own.
    Unknown,
}

/// Extensions whose functions compute or read, if they say so themselves (IMMUTABLE or STABLE).
static EXTENSIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("postgres/extensions.txt")]));

/// Decides the names of a statement. `None` for the catalog means that no database was asked. The answer is what else has to be judged.
pub fn judge(syntax: Syntax, reading: &Reading, catalog: Option<&Catalog>) -> Result<Vec<Dependency>, Refusal> {
    let mut dependencies = Vec::new();
    for mention in &reading.mentions {
        let standing = standing(syntax, mention.kind, &mention.name);
        if standing == Standing::NotListed {
            return Err(refused(mention, not_listed(mention)));
        }
        let mut is_known = standing == Standing::Harmless;
        for definition in catalog.into_iter().flat_map(|catalog| catalog.of(mention.kind, &mention.name)) {
            if is_known && definition.origin == Origin::Engine {
                // The list speaks for it.
                continue;
            }
            is_known = true;
            let needed = check(syntax, definition).map_err(|why| refused(mention, why))?;
            dependencies.extend(needed.map(|sql| Dependency {
                title: definition.title.clone(),
                sql,
                place: mention.place.clone(),
            }));
        }
        if !is_known && !may_be_unknown(mention.kind) {
            return Err(unknown(mention, catalog.is_some()));
        }
    }
    Ok(dependencies)
}

fn standing(syntax: Syntax, kind: MentionKind, name: &Name) -> Standing {
    match syntax {
        Syntax::Postgres => postgres::standing(kind, name),
        Syntax::Mysql => mysql::standing(kind, name),
        Syntax::Sqlite => sqlite::standing(kind, name),
    }
}

/// Tables and columns are somebody's own as a rule; the engine says so if they are not there.
fn may_be_unknown(kind: MentionKind) -> bool {
    match kind {
        MentionKind::Relation | MentionKind::Field | MentionKind::Cast => true,
        MentionKind::Function | MentionKind::Type | MentionKind::Operator => false,
    }
}

/// The query that has to be judged for a definition, or why it cannot be let through.
fn check(syntax: Syntax, definition: &Definition) -> Result<Option<String>, String> {
    let title = &definition.title;
    match &definition.body {
        Body::Stored => Ok(None),
        Body::Query(text) => Ok(Some(text.trim().trim_end_matches(';').to_owned())),
        Body::Expression(text) => Ok(Some(format!("SELECT ({text})"))),
        Body::Opaque(why) => Err(format!("{title} {why}")),
        Body::Routine { volatility: Volatility::Volatile, .. } => {
            Err(format!("{title} may write: it does not promise to only read or compute"))
        }
        Body::Routine { language, text, .. } => match &definition.origin {
            Origin::Engine => Err(format!("{title} is not among the functions that are known to be harmless")),
            Origin::Extension(name) if EXTENSIONS.holds(name) => Ok(None),
            Origin::Extension(name) => {
                Err(format!("{title} is of the extension {name}, which is not known to be harmless"))
            }
            Origin::User => match text.as_deref().and_then(|text| returned(syntax, language, text)) {
                Some(sql) => Ok(Some(sql)),
                None => Err(format!("{title} has a body that is more than one query or one RETURN of an expression")),
            },
        },
    }
}

/// The one query or expression that a function is, as a query.
fn returned(syntax: Syntax, language: &str, body: &str) -> Option<String> {
    let lexemes = lex(syntax, body).ok()?;
    let trailing = lexemes.iter().rev().take_while(|lexeme| lexeme.is_symbol(";")).count();
    let mut lexemes = &lexemes[..lexemes.len() - trailing];
    let is_block = lexemes.first()?.is_word("BEGIN");
    if is_block && lexemes.last()?.is_word("END") {
        lexemes = &lexemes[1..lexemes.len() - 1];
        let atomic = usize::from(lexemes.first()?.is_word("ATOMIC"));
        lexemes = &lexemes[atomic..];
        let trailing = lexemes.iter().rev().take_while(|lexeme| lexeme.is_symbol(";")).count();
        lexemes = &lexemes[..lexemes.len() - trailing];
    }
    let (first, last) = (lexemes.first()?, lexemes.last()?);
    if lexemes.iter().any(|lexeme| lexeme.is_symbol(";")) {
        return None;
    }
    let text = |start: usize| body.get(start..last.end()).map(str::to_owned);
    if first.is_word("RETURN") {
        return text(first.end()).map(|expression| format!("SELECT ({expression})"));
    }
    (language == "sql" && !is_block).then(|| text(first.start)).flatten()
}

fn not_listed(mention: &Mention) -> String {
    let Mention { kind, name, .. } = mention;
    match kind {
        MentionKind::Relation => format!("{name} holds what is not for queries: secrets, or the inside of the server"),
        MentionKind::Field => {
            format!("`.{name}` calls a function that is not among those known to be harmless")
        }
        MentionKind::Function | MentionKind::Type | MentionKind::Operator | MentionKind::Cast => {
            format!("the {} {name} is not among those that are known to be harmless", kind.noun())
        }
    }
}

fn unknown(mention: &Mention, has_database: bool) -> Refusal {
    let Mention { kind, name, .. } = mention;
    let noun = kind.noun();
    let refusal = refused(mention, format!("the {noun} {name} is not among those that are known to be harmless"));
    if has_database {
        return refusal.help(format!(
            "the database defines no {noun} of that name that could be judged instead: check its spelling"
        ));
    }
    refusal.help(format!(
        "if the database defines this {noun}, name it with --url or --env: it is judged by its definition then"
    ))
}

fn refused(mention: &Mention, message: String) -> Refusal {
    let reason = match mention.kind {
        MentionKind::Function | MentionKind::Field => Reason::Function,
        MentionKind::Relation => Reason::Relation,
        MentionKind::Type | MentionKind::Cast => Reason::Type,
        MentionKind::Operator => Reason::Operator,
    };
    Refusal::new(reason, message).over(mention.place.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_one_query_or_one_expression() {
        let pg = |language: &str, body: &str| returned(Syntax::Postgres, language, body);
        assert_eq!(pg("sql", " SELECT $1*1.2; ").unwrap(), "SELECT $1*1.2");
        assert_eq!(pg("sql", "RETURN $1 + 1").unwrap(), "SELECT ( $1 + 1)");
        assert_eq!(pg("plpgsql", "BEGIN RETURN a + 1; END;").unwrap(), "SELECT ( a + 1)");
        assert_eq!(pg("plpgsql", "BEGIN PERFORM pg_sleep(1); RETURN 1; END"), None);
        assert_eq!(pg("plpython3u", "import os"), None);
        assert_eq!(pg("c", "dblink_exec"), None);
        assert_eq!(returned(Syntax::Mysql, "sql", "RETURN p * 1.2").unwrap(), "SELECT ( p * 1.2)");
        assert_eq!(returned(Syntax::Mysql, "sql", "BEGIN DELETE FROM t; RETURN 1; END"), None);
        assert_eq!(pg("sql", ""), None);
    }
}
