//! Statements about rows: which relations they meet, and whether an index narrows the rows down.

use super::{Lowering, is_of_the_system};
use crate::dialect::users;
use crate::lint::act::Act;
use crate::lint::statement::Rows;
use crate::model::{
    Name, Object, ObjectId, ObjectKind, QualifiedName, RelationRead, RowStatement, RowVerb, Table, Utility,
};
use crate::sql::{Lexeme, Syntax, lex, mentions};

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
        self.act(Act::Utility(Utility::Rows(RowStatement { verb, target, assigned, reads, unconditional })));
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
        let is_named = |id: &ObjectId| {
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
