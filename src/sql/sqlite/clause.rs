//! Clauses of a column and constraints of a table: the same words in both places.

use super::key::{KeyColumn, read_direction, read_keys};
use crate::model::{Deferrable, ReferentialAction};
use crate::sql::{Cursor, Lexeme, LexemeKind, ReadError, Syntax};

/// One clause, with the name in front of it if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub name: Option<String>,
    pub body: ClauseBody,
    /// The word behind ON CONFLICT, where it is not the usual ABORT.
    pub on_conflict: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseBody {
    NotNull,
    Null,
    /// Without the parentheses around an expression. A bare word, which SQLite reads as a string, is one.
    Default(String),
    Collate(String),
    Generated {
        expression: String,
        stored: bool,
    },
    PrimaryKey {
        keys: Vec<KeyColumn>,
        autoincrement: bool,
    },
    Unique {
        keys: Vec<KeyColumn>,
    },
    Check {
        expression: String,
    },
    ForeignKey {
        columns: Vec<String>,
        reference: Reference,
    },
}

/// What stands behind REFERENCES.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub table: String,
    /// Empty where the parent's primary key is meant.
    pub columns: Vec<String>,
    pub on_delete: ReferentialAction,
    pub on_update: ReferentialAction,
    /// The word behind MATCH, which SQLite reads and ignores.
    pub match_kind: Option<String>,
    pub deferrable: Deferrable,
}

/// Words that end a column's type and start one of its clauses. All are reserved: as names they are quoted.
const COLUMN_CLAUSES: [&str; 11] =
    ["CONSTRAINT", "DEFAULT", "NULL", "NOT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "COLLATE", "AS", "DEFERRABLE"];

/// Whether a clause of a column comes next.
pub(super) fn starts_column_clause(cursor: &Cursor<'_>) -> bool {
    COLUMN_CLAUSES.iter().any(|word| cursor.sees(&[word])) || cursor.sees(&["GENERATED", "ALWAYS"])
}

/// Whether a constraint of the table comes next, rather than a column.
pub(super) fn starts_table_constraint(cursor: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| cursor.sees(&[word]))
}

/// The clauses of one column.
pub(super) fn read_column_clauses(cursor: &mut Cursor<'_>, column: &str) -> Result<Vec<Clause>, ReadError> {
    let mut clauses: Vec<Clause> = Vec::new();
    while starts_column_clause(cursor) {
        let name = read_constraint_name(cursor)?;
        if let Some(deferrable) = read_deferrable(cursor) {
            defer_last(&mut clauses, deferrable);
        } else if starts_column_clause(cursor) && !cursor.sees(&["CONSTRAINT"]) {
            let mut body = read_column_clause(cursor, column)?;
            let on_conflict = read_on_conflict(cursor)?;
            if let ClauseBody::PrimaryKey { autoincrement, .. } = &mut body {
                *autoincrement = cursor.take(&["AUTOINCREMENT"]);
            }
            clauses.push(Clause { name, body, on_conflict });
        }
        // A name without a constraint behind it is accepted by SQLite and means nothing.
    }
    Ok(clauses)
}

fn read_column_clause(cursor: &mut Cursor<'_>, column: &str) -> Result<ClauseBody, ReadError> {
    if cursor.take(&["NOT", "NULL"]) {
        Ok(ClauseBody::NotNull)
    } else if cursor.take(&["NULL"]) {
        Ok(ClauseBody::Null)
    } else if cursor.take(&["DEFAULT"]) {
        Ok(ClauseBody::Default(read_default(cursor)?))
    } else if cursor.take(&["COLLATE"]) {
        Ok(ClauseBody::Collate(cursor.identifier()?))
    } else if cursor.take(&["PRIMARY", "KEY"]) {
        let key = KeyColumn { descending: read_direction(cursor), ..KeyColumn::plain(column) };
        Ok(ClauseBody::PrimaryKey { keys: vec![key], autoincrement: false })
    } else if cursor.take(&["UNIQUE"]) {
        Ok(ClauseBody::Unique { keys: vec![KeyColumn::plain(column)] })
    } else if cursor.take(&["CHECK"]) {
        Ok(ClauseBody::Check { expression: cursor.parenthesized()?.to_owned() })
    } else if cursor.sees(&["REFERENCES"]) {
        Ok(ClauseBody::ForeignKey { columns: vec![column.to_owned()], reference: read_reference(cursor)? })
    } else if cursor.take(&["GENERATED", "ALWAYS", "AS"]) || cursor.take(&["AS"]) {
        let expression = cursor.parenthesized()?.to_owned();
        let stored = cursor.take(&["STORED"]);
        cursor.take(&["VIRTUAL"]);
        Ok(ClauseBody::Generated { expression, stored })
    } else {
        Err(cursor.unexpected("a clause of a column"))
    }
}

/// The constraints behind the columns. Commas between them are optional.
pub(super) fn read_table_constraint(cursor: &mut Cursor<'_>) -> Result<Option<Clause>, ReadError> {
    let name = read_constraint_name(cursor)?;
    let body = if cursor.take(&["PRIMARY", "KEY"]) {
        let (keys, autoincrement) = read_keys(cursor)?;
        ClauseBody::PrimaryKey { keys, autoincrement }
    } else if cursor.take(&["UNIQUE"]) {
        ClauseBody::Unique { keys: read_keys(cursor)?.0 }
    } else if cursor.take(&["CHECK"]) {
        ClauseBody::Check { expression: cursor.parenthesized()?.to_owned() }
    } else if cursor.take(&["FOREIGN", "KEY"]) {
        let columns = cursor.identifier_list()?;
        let mut reference = read_reference(cursor)?;
        if let Some(deferrable) = read_deferrable(cursor) {
            reference.deferrable = deferrable;
        }
        ClauseBody::ForeignKey { columns, reference }
    } else if name.is_some() {
        return Ok(None);
    } else {
        return Err(cursor.unexpected("a constraint of a table"));
    };
    Ok(Some(Clause { name, body, on_conflict: read_on_conflict(cursor)? }))
}

fn read_constraint_name(cursor: &mut Cursor<'_>) -> Result<Option<String>, ReadError> {
    if cursor.take(&["CONSTRAINT"]) { cursor.identifier().map(Some) } else { Ok(None) }
}

fn read_on_conflict(cursor: &mut Cursor<'_>) -> Result<Option<String>, ReadError> {
    if !cursor.take(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let word = cursor.identifier()?.to_ascii_uppercase();
    Ok((word != "ABORT").then_some(word))
}

fn read_default(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    if cursor.sees_symbol("(") {
        return cursor.parenthesized().map(str::to_owned);
    }
    let first = cursor.position();
    if cursor.take_symbol("-") || cursor.take_symbol("+") {
        cursor.advance().ok_or_else(|| cursor.unexpected("a number"))?;
        return Ok(cursor.slice(first, cursor.position()).to_owned());
    }
    let lexeme = cursor.advance().ok_or_else(|| cursor.unexpected("a value"))?;
    Ok(default_word(&lexeme))
}

/// A single token behind DEFAULT. Names are strings there, but for the constants.
fn default_word(lexeme: &Lexeme<'_>) -> String {
    const CONSTANTS: [&str; 6] = ["NULL", "TRUE", "FALSE", "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"];
    let is_name = matches!(lexeme.kind, LexemeKind::Word(_) | LexemeKind::QuotedName(_));
    match lexeme.folded_name(Syntax::Sqlite) {
        Some(name) if is_name && !CONSTANTS.iter().any(|word| lexeme.is_word(word)) => {
            format!("'{}'", name.replace('\'', "''"))
        }
        Some(_) | None => lexeme.text.to_owned(),
    }
}

fn read_reference(cursor: &mut Cursor<'_>) -> Result<Reference, ReadError> {
    cursor.require(&["REFERENCES"])?;
    let mut reference = Reference {
        table: cursor.identifier()?,
        columns: if cursor.sees_symbol("(") { cursor.identifier_list()? } else { Vec::new() },
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: None,
        deferrable: Deferrable::No,
    };
    loop {
        if cursor.take(&["ON", "DELETE"]) {
            reference.on_delete = read_action(cursor)?;
        } else if cursor.take(&["ON", "UPDATE"]) {
            reference.on_update = read_action(cursor)?;
        } else if cursor.take(&["ON", "INSERT"]) {
            // Part of the grammar, without any meaning.
            read_action(cursor)?;
        } else if cursor.take(&["MATCH"]) {
            reference.match_kind = Some(cursor.identifier()?.to_ascii_uppercase());
        } else {
            return Ok(reference);
        }
    }
}

fn read_action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, ReadError> {
    use ReferentialAction::{Cascade, NoAction, Restrict, SetDefault, SetNull};
    [NoAction, Restrict, Cascade, SetNull, SetDefault]
        .into_iter()
        .find(|action| cursor.take(&action.as_sql().split(' ').collect::<Vec<_>>()))
        .ok_or_else(|| cursor.unexpected("a referential action"))
}

fn read_deferrable(cursor: &mut Cursor<'_>) -> Option<Deferrable> {
    let deferrable = if cursor.take(&["NOT", "DEFERRABLE"]) {
        false
    } else if cursor.take(&["DEFERRABLE"]) {
        true
    } else {
        return None;
    };
    let deferred = cursor.take(&["INITIALLY", "DEFERRED"]);
    if !deferred {
        cursor.take(&["INITIALLY", "IMMEDIATE"]);
    }
    Some(match (deferrable, deferred) {
        (false, _) => Deferrable::No,
        (true, false) => Deferrable::InitiallyImmediate,
        (true, true) => Deferrable::InitiallyDeferred,
    })
}

/// In a column's clauses DEFERRABLE is about the last REFERENCES before it.
fn defer_last(clauses: &mut [Clause], deferrable: Deferrable) {
    for clause in clauses.iter_mut().rev() {
        if let ClauseBody::ForeignKey { reference, .. } = &mut clause.body {
            reference.deferrable = deferrable;
            return;
        }
    }
}
