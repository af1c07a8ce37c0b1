//! PostgreSQL: the tree of squawk-syntax, which follows the server's own grammar and keeps every token.

mod name;
mod node;
mod recursion;
mod statement;

use super::judge::Standing;
use super::list::List;
use super::reading::{MentionKind, Mentions, Name, Reading};
use super::refusal::{Reason, Refusal};
use squawk_syntax::{SourceFile, SyntaxNode};
use std::ops::Range;
use std::sync::LazyLock;

static FUNCTIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("functions.txt")]));
static CALLABLE: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("callable.txt")]));
static TYPES: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("types.txt")]));
static RELATIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("relations.txt")]));
static INFORMATION_SCHEMA: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("information_schema.txt")]));

/// Operators of pg_catalog; all of their functions compute.
const OPERATORS: &str = "!! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> << <<= <<| \
    <= <> != <@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*";

/// Operators that IN, BETWEEN, DISTINCT, ORDER BY, joins, LIKE and their like call without being written.
const IMPLICIT_OPERATORS: &str = "= <> < <= > >= ~~ !~~ ~~* !~~* ~ !~";

pub(super) fn read(sql: &str) -> Result<Reading, Refusal> {
    let parse = SourceFile::parse(sql);
    if let Some(error) = parse.errors().first() {
        return Err(Refusal::new(Reason::Unreadable, format!("it does not parse: {}", error.message()))
            .over(bytes(error.range())));
    }
    let root = parse.syntax_node();
    let statement = statement::only(&root)?;
    let kind = statement::kind(&statement)?;
    let mut mentions = Mentions::default();
    for node in statement.descendants() {
        node::check(&node, kind, &mut mentions)?;
    }
    recursion::check(&statement)?;
    for operator in IMPLICIT_OPERATORS.split_whitespace() {
        mentions.add(MentionKind::Operator, Name::bare(operator), place(&statement));
    }
    mentions.add(MentionKind::Cast, Name::bare(""), place(&statement));
    Ok(mentions.into_reading(kind))
}

pub(super) fn standing(kind: MentionKind, name: &Name) -> Standing {
    let in_catalog = name.schema.as_deref().is_none_or(|schema| schema == "pg_catalog");
    let listed = |list: &List| match in_catalog {
        true if list.holds(&name.name) => Standing::Harmless,
        _ if name.schema.as_deref() == Some("pg_catalog") => Standing::NotListed,
        _ => Standing::Unknown,
    };
    match kind {
        MentionKind::Function => listed(&FUNCTIONS),
        MentionKind::Type => listed(&TYPES),
        MentionKind::Operator if in_catalog && OPERATORS.split_whitespace().any(|it| it == name.name) => {
            Standing::Harmless
        }
        MentionKind::Operator => Standing::Unknown,
        MentionKind::Cast => Standing::Harmless,
        MentionKind::Relation => relation(name),
        MentionKind::Field if FUNCTIONS.holds(&name.name) => Standing::Harmless,
        MentionKind::Field if name.name.starts_with("pg_") || CALLABLE.holds(&name.name) => Standing::NotListed,
        MentionKind::Field => Standing::Unknown,
    }
}

/// pg_catalog is searched before all other schemas, so a bare `pg_…` is the server's.
fn relation(name: &Name) -> Standing {
    let harmless = |yes: bool| if yes { Standing::Harmless } else { Standing::NotListed };
    match name.schema.as_deref() {
        Some("information_schema") => harmless(INFORMATION_SCHEMA.holds(&name.name)),
        Some(schema) if schema.starts_with("pg_") => harmless(schema == "pg_catalog" && RELATIONS.holds(&name.name)),
        None if name.name.starts_with("pg_") => harmless(RELATIONS.holds(&name.name)),
        Some(_) | None => Standing::Unknown,
    }
}

fn place(node: &SyntaxNode) -> Range<usize> {
    bytes(node.text_range())
}

fn bytes(range: impl Into<std::ops::Range<u32>>) -> Range<usize> {
    let range = range.into();
    range.start as usize..range.end as usize
}
