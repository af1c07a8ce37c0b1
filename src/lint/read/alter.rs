//! ALTER.

use super::alter_column::{action as column_action, redefined};
use super::{alter_object, cascade, column, constraint, if_exists, if_not_exists, index, table};
use crate::lint::names::ReadNames;
use crate::lint::statement::{Action, AlterTable, Statement};
use crate::model::{Name, ObjectKind};
use crate::sql::Syntax;
use crate::sql::{Cursor, ReadError};

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.require(&["ALTER"])?;
    cursor.take_any(&["ONLINE", "OFFLINE"]);
    cursor.take(&["IGNORE"]);
    let is_foreign = cursor.take(&["FOREIGN", "TABLE"]);
    if is_foreign || cursor.take(&["TABLE"]) {
        return alter_table(cursor, ObjectKind::Table);
    }
    alter_object::read(cursor)
}

fn alter_table(cursor: &mut Cursor<'_>, kind: ObjectKind) -> Result<Statement, ReadError> {
    let if_exists = if_exists(cursor);
    let only = cursor.take(&["ONLY"]);
    let name = cursor.qualified_name()?;
    cursor.take_symbol("*");
    if cursor.take(&["WAIT"]) {
        cursor.take_number();
    }
    cursor.take(&["NOWAIT"]);
    let mut statement = AlterTable { kind, name, only, if_exists, actions: Vec::new(), asks_for_algorithm: false };
    loop {
        let at = cursor.peek().map_or(0, |lexeme| lexeme.start);
        statement.asks_for_algorithm |= cursor.sees_any(&["ALGORITHM", "LOCK"]);
        for action in action(cursor)? {
            statement.actions.push((at, action));
        }
        // MySQL's options need no comma between them.
        if !cursor.take_symbol(",") {
            if cursor.is_done() {
                return Ok(Statement::AlterTable(statement));
            }
            if cursor.syntax != Syntax::Mysql {
                return Err(cursor.unexpected("a comma or the end"));
            }
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<Vec<Action>, ReadError> {
    let one = |action| Ok(vec![action]);
    if cursor.take(&["ADD"]) {
        add(cursor)
    } else if cursor.take(&["DROP"]) {
        one(drop(cursor)?)
    } else if cursor.take(&["ALTER"]) {
        one(alter(cursor)?)
    } else if cursor.take(&["MODIFY"]) || cursor.sees(&["CHANGE"]) {
        one(redefined(cursor)?)
    } else if cursor.take(&["RENAME"]) {
        one(rename(cursor)?)
    } else if cursor.take(&["VALIDATE", "CONSTRAINT"]) {
        one(Action::ValidateConstraint(cursor.name()?))
    } else if cursor.take(&["OWNER", "TO"]) {
        one(Action::Owner(cursor.name()?))
    } else if cursor.take(&["SET"]) {
        one(set(cursor)?)
    } else if cursor.take(&["RESET"]) {
        cursor.parenthesized()?;
        one(Action::Parameters(Vec::new()))
    } else if cursor.sees_any(&["ENABLE", "DISABLE", "FORCE", "NO"]) && cursor.syntax == Syntax::Postgres {
        one(switch(cursor)?)
    } else if cursor.take(&["ATTACH", "PARTITION"]) {
        let partition = cursor.qualified_name()?;
        one(Action::Attach { partition, bound: table::bound(cursor)? })
    } else if cursor.take(&["DETACH", "PARTITION"]) {
        let partition = cursor.qualified_name()?;
        let concurrently = cursor.take_any(&["CONCURRENTLY", "FINALIZE"]).is_some();
        one(Action::Detach { partition, concurrently })
    } else if cursor.take(&["INHERIT"]) {
        one(Action::Inherit { parent: cursor.qualified_name()?, inherits: true })
    } else if cursor.take(&["REPLICA", "IDENTITY"]) {
        while cursor.peek().is_some_and(|lexeme| !lexeme.is_symbol(",")) {
            cursor.advance();
        }
        one(Action::ReplicaIdentity)
    } else if cursor.take(&["CLUSTER", "ON"]) {
        one(Action::ClusterOn(Some(cursor.name()?)))
    } else if cursor.take(&["OF"]) {
        cursor.qualified_name()?;
        one(Action::Property("of".into()))
    } else if cursor.take(&["NOT", "OF"]) {
        one(Action::Property("of".into()))
    } else if cursor.syntax == Syntax::Mysql {
        one(mysql(cursor)?)
    } else {
        Err(cursor.unexpected("what to do with the table"))
    }
}

fn add(cursor: &mut Cursor<'_>) -> Result<Vec<Action>, ReadError> {
    if constraint::starts_table_constraint(cursor) {
        return Ok(vec![Action::AddConstraint(constraint::of_table(cursor)?)]);
    }
    if index::starts_member(cursor) {
        return Ok(vec![Action::AddIndex(index::member(cursor)?)]);
    }
    if cursor.syntax == Syntax::Mysql {
        if cursor.take(&["PARTITION"]) {
            cursor.skip_until(|lexeme| lexeme.is_symbol(","));
            return Ok(vec![Action::Partitions { copies: false }]);
        }
        if cursor.take(&["SYSTEM", "VERSIONING"]) {
            return Ok(vec![Action::Options(vec![("system_versioning".into(), "YES".into())])]);
        }
        if cursor.take(&["PERIOD"]) {
            cursor.skip_until(|lexeme| lexeme.is_symbol(","));
            return Ok(vec![Action::Nothing]);
        }
    }
    cursor.take(&["COLUMN"]);
    let if_not_exists = if_not_exists(cursor);
    if cursor.syntax == Syntax::Mysql && cursor.take_symbol("(") {
        let mut actions = Vec::new();
        loop {
            actions.push(Action::AddColumn { column: column::read(cursor)?, if_not_exists });
            if !cursor.take_symbol(",") {
                cursor.require_symbol(")")?;
                return Ok(actions);
            }
        }
    }
    Ok(vec![Action::AddColumn { column: column::read(cursor)?, if_not_exists }])
}

fn drop(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    if cursor.take(&["CONSTRAINT"]) {
        let if_exists = if_exists(cursor);
        let name = cursor.name()?;
        return Ok(Action::DropConstraint { name, if_exists, cascade: cascade(cursor) });
    }
    if cursor.syntax == Syntax::Mysql {
        if cursor.take(&["PRIMARY", "KEY"]) {
            return Ok(Action::DropPrimaryKey);
        }
        if cursor.take(&["FOREIGN", "KEY"]) {
            if_exists(cursor);
            return Ok(Action::DropForeignKey(cursor.name()?));
        }
        if cursor.take_any(&["INDEX", "KEY"]).is_some() {
            if_exists(cursor);
            return Ok(Action::DropIndex(cursor.name()?));
        }
        if cursor.take(&["CHECK"]) {
            let name = cursor.name()?;
            return Ok(Action::DropConstraint { name, if_exists: false, cascade: false });
        }
        if cursor.take(&["PARTITION"]) {
            if_exists(cursor);
            return Ok(Action::LosePartitions { names: names(cursor)?, drops: true });
        }
        if cursor.take(&["SYSTEM", "VERSIONING"]) {
            // The history of the rows goes with it.
            return Ok(Action::Unweighed("drops the history of the rows".into()));
        }
    }
    cursor.take(&["COLUMN"]);
    let if_exists = if_exists(cursor);
    let name = cursor.name()?;
    Ok(Action::DropColumn { name, if_exists, cascade: cascade(cursor) })
}

/// `p0, p1`; none for ALL.
fn names(cursor: &mut Cursor<'_>) -> Result<Vec<Name>, ReadError> {
    if cursor.take(&["ALL"]) {
        return Ok(Vec::new());
    }
    let mut names = vec![cursor.name()?];
    while cursor.take_symbol(",") {
        names.push(cursor.name()?);
    }
    Ok(names)
}

fn alter(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    if cursor.syntax == Syntax::Mysql && cursor.take_any(&["INDEX", "KEY"]).is_some() {
        if_exists(cursor);
        let name = cursor.name()?;
        let shown = cursor.take(&["NOT", "IGNORED"]) || cursor.take(&["VISIBLE"]);
        if !shown && cursor.take_any(&["IGNORED", "INVISIBLE"]).is_none() {
            return Err(cursor.unexpected("IGNORED or NOT IGNORED"));
        }
        return Ok(Action::HideIndex { name, hidden: !shown });
    }
    if cursor.take(&["CONSTRAINT"]) {
        cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        return Ok(Action::Property("constraint".into()));
    }
    cursor.take(&["COLUMN"]);
    if_exists(cursor);
    let name = cursor.name()?;
    Ok(Action::AlterColumn { name, change: column_action(cursor)? })
}

fn rename(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    if cursor.take(&["CONSTRAINT"]) {
        let from = cursor.name()?;
        cursor.require(&["TO"])?;
        return Ok(Action::RenameConstraint { from, to: cursor.name()? });
    }
    if cursor.syntax == Syntax::Mysql && cursor.take_any(&["INDEX", "KEY"]).is_some() {
        let from = cursor.name()?;
        cursor.require(&["TO"])?;
        return Ok(Action::RenameIndex { from, to: cursor.name()? });
    }
    if cursor.take_any(&["TO", "AS"]).is_some() {
        return Ok(Action::RenameTo(cursor.qualified_name()?));
    }
    cursor.take(&["COLUMN"]);
    let from = cursor.name()?;
    if cursor.syntax == Syntax::Mysql && (cursor.is_done() || cursor.sees_symbol(",")) {
        return Ok(Action::RenameTo(crate::model::QualifiedName::bare(from)));
    }
    cursor.require(&["TO"])?;
    Ok(Action::RenameColumn { from, to: cursor.name()? })
}

fn set(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    if cursor.sees_symbol("(") {
        let text = cursor.parenthesized()?;
        return Ok(Action::Parameters(parameters(text)));
    }
    if cursor.take(&["SCHEMA"]) {
        return Ok(Action::SetNamespace(cursor.name()?));
    }
    if cursor.take(&["LOGGED"]) {
        return Ok(Action::Logged(true));
    }
    if cursor.take(&["UNLOGGED"]) {
        return Ok(Action::Logged(false));
    }
    if cursor.take(&["TABLESPACE"]) {
        let name = cursor.name()?;
        cursor.take(&["NOWAIT"]);
        return Ok(Action::Tablespace(name));
    }
    if cursor.take(&["ACCESS", "METHOD"]) {
        return Ok(Action::AccessMethod(cursor.name()?));
    }
    if cursor.take(&["WITHOUT", "CLUSTER"]) {
        return Ok(Action::ClusterOn(None));
    }
    if cursor.take(&["WITHOUT", "OIDS"]) {
        return Ok(Action::Nothing);
    }
    Err(cursor.unexpected("a property of the table"))
}

pub(super) fn parameters(text: &str) -> Vec<(String, String)> {
    text.split(',')
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, "true"));
            (name.trim().to_ascii_lowercase(), value.trim().trim_matches('\'').to_owned())
        })
        .collect()
}

/// ENABLE, DISABLE, FORCE, NO FORCE, NO INHERIT.
fn switch(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    if cursor.take(&["NO", "INHERIT"]) {
        return Ok(Action::Inherit { parent: cursor.qualified_name()?, inherits: false });
    }
    if cursor.take(&["FORCE", "ROW", "LEVEL", "SECURITY"]) {
        return Ok(Action::RowSecurity { enabled: None, forced: Some(true) });
    }
    if cursor.take(&["NO", "FORCE", "ROW", "LEVEL", "SECURITY"]) {
        return Ok(Action::RowSecurity { enabled: None, forced: Some(false) });
    }
    let enabled = cursor.take_any(&["ENABLE", "DISABLE"]) == Some("ENABLE");
    if cursor.take(&["ROW", "LEVEL", "SECURITY"]) {
        return Ok(Action::RowSecurity { enabled: Some(enabled), forced: None });
    }
    cursor.take_any(&["REPLICA", "ALWAYS"]);
    match cursor.take_any(&["TRIGGER", "RULE"]) {
        Some("TRIGGER") => {
            cursor.name()?;
            Ok(Action::Triggers { enabled })
        }
        Some(_) => {
            cursor.name()?;
            Ok(if enabled {
                Action::Unweighed("turns on a rule, which rewrites statements".into())
            } else {
                Action::RuleOff
            })
        }
        None => Err(cursor.unexpected("TRIGGER, RULE or ROW LEVEL SECURITY")),
    }
}

/// What only MySQL and MariaDB have.
fn mysql(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    if cursor.take_any(&["ALGORITHM", "LOCK"]).is_some() {
        cursor.take_symbol("=");
        cursor.advance();
        return Ok(Action::Nothing);
    }
    if cursor.take(&["CONVERT", "TO"]) {
        if !cursor.take(&["CHARSET"]) {
            cursor.require(&["CHARACTER", "SET"])?;
        }
        let charset = cursor.name()?.to_string();
        let collation = if cursor.take(&["COLLATE"]) { Some(cursor.name()?.to_string()) } else { None };
        return Ok(Action::Convert { charset, collation });
    }
    if cursor.take(&["FORCE"]) {
        return Ok(Action::Rebuild);
    }
    if cursor.take(&["ORDER", "BY"]) {
        cursor.skip_until(|_| false);
        return Ok(Action::Partitions { copies: true });
    }
    if cursor.take(&["ENABLE", "KEYS"]) || cursor.take(&["DISABLE", "KEYS"]) {
        return Ok(Action::Property("keys".into()));
    }
    if cursor.take(&["WITH", "VALIDATION"]) || cursor.take(&["WITHOUT", "VALIDATION"]) {
        return Ok(Action::Nothing);
    }
    if cursor.take(&["PARTITION", "BY"]) || cursor.take(&["REMOVE", "PARTITIONING"]) {
        while cursor.advance().is_some() {}
        return Ok(Action::Partitions { copies: true });
    }
    if cursor.take(&["TRUNCATE", "PARTITION"]) {
        return Ok(Action::LosePartitions { names: names(cursor)?, drops: false });
    }
    for word in ["EXCHANGE", "CONVERT", "DISCARD", "IMPORT"] {
        if cursor.take(&[word, "PARTITION"]) || cursor.take(&[word, "TABLE"]) || cursor.take(&[word, "TABLESPACE"]) {
            while cursor.advance().is_some() {}
            return Ok(Action::Unweighed(format!("moves rows out or in by {word}")));
        }
    }
    const PARTITIONS: [(&str, bool); 7] = [
        ("REORGANIZE", true),
        ("COALESCE", true),
        ("REBUILD", true),
        ("OPTIMIZE", true),
        ("ANALYZE", false),
        ("CHECK", false),
        ("REPAIR", true),
    ];
    for (word, copies) in PARTITIONS {
        if cursor.take(&[word, "PARTITION"]) {
            while cursor.advance().is_some() {}
            return Ok(Action::Partitions { copies });
        }
    }
    Ok(Action::Options(vec![table::option(cursor)?]))
}
