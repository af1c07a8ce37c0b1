//! Statements about rows: which relations they meet, and whether an index narrows the rows down.

use super::{Lowering, is_of_the_system};
use crate::dialect::users;
use crate::lint::act::Act;
use crate::lint::query::{may_write, source_may_write};
use crate::lint::statement::Rows;
use crate::model::{
    Cause, DefinitionKind, Name, Object, ObjectId, ObjectKind, QualifiedName, Reason, RelationRead, RowStatement,
    RowVerb, Table, Utility,
};
use crate::sql::{Lexeme, Syntax, lex, mentions};
use std::collections::BTreeSet;

impl Lowering<'_> {
    pub(super) fn rows(&mut self, written: &Rows) {
        let condition = written.condition.as_deref();
        let unconditional = condition.is_none_or(|it| is_always_true(self.syntax(), it));
        let id = written.target.as_ref().and_then(|name| self.row_relation(name));
        let scans = id.as_ref().is_some_and(|id| self.scans(id, written, unconditional));
        let mut reads: Vec<RelationRead> = Vec::new();
        let of_views = id.iter().filter(|id| id.kind == ObjectKind::View).flat_map(|id| self.behind(id));
        reads.extend(of_views.map(|object| RelationRead { object, scans }));
        for object in self.relations_in(&written.text, id.as_ref()) {
            if reads.iter().all(|read| read.object != object) {
                reads.push(RelationRead { object, scans: written.verb == RowVerb::Insert });
            }
        }
        let target = id.map(|object| RelationRead { object, scans });
        let assigned = match target.as_ref().and_then(|it| self.world.schema.objects.get(&it.object)) {
            Some(Object::Table(table)) => self.spelled(&written.assigned, table),
            Some(_) | None => written.assigned.clone(),
        };
        let verb = written.verb;
        self.beyond_rows(written, target.as_ref());
        self.act(Act::Utility(Utility::Rows(RowStatement { verb, target, assigned, reads, unconditional })));
    }

    /// What the words about rows do besides: functions that are called, rows that make way, tables of the system.
    fn beyond_rows(&mut self, written: &Rows, target: Option<&RelationRead>) {
        let syntax = self.syntax();
        match written.verb {
            RowVerb::Select | RowVerb::SelectForUpdate => {
                if let Some(why) = may_write(syntax, &written.text).or_else(|| self.view_may_write(written, target)) {
                    self.opaque("a query", &why);
                }
            }
            RowVerb::Insert => match &written.source {
                Some(source) => {
                    let own = || target.and_then(|target| self.code_on(&target.object));
                    if let Some(why) = source_may_write(syntax, source).or_else(own) {
                        self.opaque("an INSERT", &why);
                    }
                }
                None => self.unweighed("adds rows from a file or a program"),
            },
            RowVerb::Update | RowVerb::Delete | RowVerb::Merge => {}
        }
        match (target, written.verb) {
            (Some(target), RowVerb::Insert) if written.replaces => {
                let detail = format!("puts rows in the place of others in {}", target.object);
                self.reasons.push(Reason::new(Cause::RowsChanged, target.object.clone(), detail).on(&target.object));
            }
            (None, RowVerb::Insert | RowVerb::Update | RowVerb::Delete | RowVerb::Merge) => {
                self.unweighed("writes to tables that are not of the schema");
            }
            (Some(_), _) | (None, RowVerb::Select | RowVerb::SelectForUpdate) => {}
        }
    }

    /// A view that calls what may write, among those that a query reads, directly or through other views.
    fn view_may_write(&self, written: &Rows, target: Option<&RelationRead>) -> Option<String> {
        let mut open: Vec<ObjectId> = self.relations_in(&written.text, None);
        open.extend(target.map(|target| target.object.clone()));
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(Object::View(view)) = self.world.schema.objects.get(&id).filter(|_| seen.insert(id.clone()))
            else {
                continue;
            };
            if let Some(why) = may_write(self.syntax(), view.query.as_str()) {
                return Some(format!("{id} is read, and {why}"));
            }
            open.extend(self.behind(&id));
        }
        None
    }

    /// What runs when a row comes into the table.
    fn code_on(&self, table: &ObjectId) -> Option<String> {
        let is_on = |object: &&Object| match object {
            Object::Trigger(it) => ObjectId::table(&it.table) == *table,
            Object::Definition(it) => {
                it.kind == DefinitionKind::Rule && it.table.as_ref().is_some_and(|name| ObjectId::table(name) == *table)
            }
            _ => false,
        };
        self.world.schema.objects.values().find(is_on).map(|object| format!("{} runs for every row", object.id()))
    }

    fn syntax(&self) -> Syntax {
        self.dialect.capabilities().syntax
    }

    /// A function can stand where a relation does; what is not known is nobody's table then.
    fn row_relation(&mut self, name: &QualifiedName) -> Option<ObjectId> {
        if is_of_the_system(name) {
            return None;
        }
        let qualified = self.qualify(name);
        self.world.relation(&qualified)
    }

    /// The tables behind a view.
    fn behind(&self, view: &ObjectId) -> Vec<ObjectId> {
        let object = self.world.schema.objects.get(view);
        object.map(|object| users::read_by(object, &self.world.schema)).unwrap_or_default()
    }

    fn scans(&self, id: &ObjectId, written: &Rows, unconditional: bool) -> bool {
        if written.verb == RowVerb::Insert {
            return false;
        }
        let Some(Object::Table(table)) = self.world.schema.objects.get(id) else { return unconditional };
        unconditional || !written.condition.as_deref().is_some_and(|it| narrows(self.syntax(), it, table))
    }

    /// The relations of the schema that a text names, less one.
    pub(super) fn relations_in(&self, text: &str, without: Option<&ObjectId>) -> Vec<ObjectId> {
        let mentioned = mentions(self.syntax(), text);
        // Most objects of a large schema are told apart by their names alone.
        let names: BTreeSet<&str> = mentioned.iter().filter_map(|chain| chain.last()).map(String::as_str).collect();
        let is_named = |id: &ObjectId| {
            if !names.contains(id.name().as_str()) {
                return false;
            }
            let path: Vec<String> = id.path.iter().map(Name::to_string).collect();
            let bare = &path[path.len() - 1..];
            mentioned.contains(&path) || mentioned.contains(bare)
        };
        let is_relation =
            |id: &&ObjectId| matches!(id.kind, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView);
        let named = self.world.schema.objects.keys().filter(is_relation).filter(|id| is_named(id));
        named.filter(|id| Some(*id) != without).cloned().collect()
    }
}

/// `WHERE true`, `WHERE 1 = 1`: as good as none.
fn is_always_true(syntax: Syntax, condition: &str) -> bool {
    let Ok(lexemes) = lex(syntax, condition) else { return false };
    match &lexemes[..] {
        [only] => only.is_word("true") || only.text == "1",
        [left, equals, right] => equals.is_symbol("=") && left.text == right.text && left.identifier().is_none(),
        _ => false,
    }
}

/// Whether the condition compares the first column of an index with something, and nothing widens it by OR.
fn narrows(syntax: Syntax, condition: &str, table: &Table) -> bool {
    let Ok(lexemes) = lex(syntax, condition) else { return false };
    if lexemes.iter().any(|it| it.is_word("OR")) {
        return false;
    }
    let leads = |name: &str| {
        let is_it = |column: &&Name| column.as_str().eq_ignore_ascii_case(name);
        let of_key = table.constraints.values().filter(|it| it.storage().is_some());
        let mut firsts = of_key.filter_map(|it| it.columns().first().copied());
        firsts.any(|column| is_it(&column))
            || table
                .indexes
                .values()
                .filter(|index| index.predicate.is_none())
                .any(|index| index.keys.first().and_then(|key| key.column()).is_some_and(|column| is_it(&column)))
    };
    let compares = |lexeme: &Lexeme<'_>| {
        ["=", "<", ">", "<=", ">="].iter().any(|it| lexeme.is_symbol(it))
            || ["IN", "BETWEEN"].iter().any(|it| lexeme.is_word(it))
    };
    let is_column = |lexeme: &Lexeme<'_>| lexeme.identifier().is_some_and(leads);
    lexemes
        .windows(2)
        .any(|pair| is_column(&pair[0]) && compares(&pair[1]) || compares(&pair[0]) && is_column(&pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, Constraint, DataType, PrimaryKey};

    #[test]
    fn an_index_narrows_where_its_first_column_is_compared() {
        let mut table = Table::new(QualifiedName::bare("t"));
        table.add_column(Column::new("id", DataType::Int));
        table.add_column(Column::new("a", DataType::Int));
        table.add_constraint(Constraint::PrimaryKey(PrimaryKey {
            name: "k".into(),
            origin: Default::default(),
            columns: vec!["id".into(), "a".into()],
            include: Vec::new(),
            storage: Default::default(),
            deferrable: Default::default(),
            comment: None,
        }));
        for (condition, expected) in [
            ("id = 1", true),
            ("t.id between 1 and 9", true),
            ("5 < id and a = 1", true),
            ("id in (1, 2)", true),
            ("a = 1", false),
            ("id = 1 or a = 1", false),
            ("abs(id) > 1", false),
            ("id is not null", false),
        ] {
            assert_eq!(narrows(Syntax::Postgres, condition, &table), expected, "{condition}");
        }
    }

    #[test]
    fn what_is_always_true_is_no_condition() {
        for (condition, expected) in [("true", true), ("1 = 1", true), ("a = a", false), ("1 = 2", false)] {
            assert_eq!(is_always_true(Syntax::Postgres, condition), expected, "{condition}");
        }
    }
}
