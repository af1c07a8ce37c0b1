//! The walk over a statement: every query, table and expression in it.

use super::{bytes, expression};
use crate::guard::reading::{Kind, MentionKind, Mentions, Name, Reading};
use crate::guard::refusal::Refusal;
use sqlparser::ast::{
    Expr, ObjectName, ObjectNamePart, Query, Select, SetExpr, Statement, TableFactor, Visit as _, Visitor,
};
use std::ops::{ControlFlow, Range};

pub(super) struct Walk<'a> {
    sql: &'a str,
    pub mentions: Mentions,
    /// Whether the statement is only explained: a change of rows may be its outermost part.
    explains: bool,
    statements: usize,
}

impl<'a> Walk<'a> {
    pub fn over(sql: &'a str, statement: &Statement, kind: Kind) -> Result<Reading, Refusal> {
        let mut walk = Self { sql, mentions: Mentions::default(), explains: kind == Kind::Explain, statements: 0 };
        match statement.visit(&mut walk) {
            ControlFlow::Break(refusal) => Err(refusal),
            ControlFlow::Continue(()) => Ok(walk.mentions.into_reading(kind)),
        }
    }

    pub fn place(&self, part: &impl sqlparser::ast::Spanned) -> Range<usize> {
        bytes(self.sql, part.span())
    }

    /// Notes a name. Functions are compared in lower case, tables as they are written.
    pub fn mention(&mut self, kind: MentionKind, name: &ObjectName) -> Result<(), Refusal> {
        let place = self.place(name);
        let mut parts = Vec::new();
        for part in &name.0 {
            match part {
                ObjectNamePart::Identifier(identifier) => parts.push(identifier.value.clone()),
                ObjectNamePart::Function(_) => return Err(Refusal::clause("a name that is computed", place)),
            }
        }
        let mut last = parts.pop().unwrap_or_default();
        if kind == MentionKind::Function {
            last = last.to_lowercase();
        }
        self.mentions.add(kind, Name { schema: parts.pop(), name: last }, place);
        Ok(())
    }

    fn query(&self, query: &Query) -> Result<(), Refusal> {
        let Query {
            with: _,
            body,
            order_by: _,
            limit_clause: _,
            fetch: _,
            locks,
            for_clause,
            settings,
            format_clause,
            pipe_operators,
        } = query;
        if !locks.is_empty() {
            return Err(Refusal::clause("a locking clause", self.place(query)));
        }
        if for_clause.is_some() || settings.is_some() || format_clause.is_some() || !pipe_operators.is_empty() {
            return Err(Refusal::clause("a clause of another engine", self.place(query)));
        }
        match body.as_ref() {
            SetExpr::Select(_)
            | SetExpr::Query(_)
            | SetExpr::SetOperation { .. }
            | SetExpr::Values(_)
            | SetExpr::Table(_) => Ok(()),
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                Err(Refusal::clause("a change of rows", self.place(body.as_ref())))
            }
        }
    }

    fn select(&self, select: &Select) -> Result<(), Refusal> {
        if let Some(into) = &select.into {
            return Err(Refusal::clause("INTO", self.place(into)));
        }
        let is_foreign = select.top.is_some()
            || select.exclude.is_some()
            || !select.lateral_views.is_empty()
            || select.prewhere.is_some()
            || !select.connect_by.is_empty()
            || !select.cluster_by.is_empty()
            || !select.distribute_by.is_empty()
            || !select.sort_by.is_empty()
            || select.qualify.is_some()
            || select.value_table_mode.is_some();
        if is_foreign { Err(Refusal::clause("a clause of another engine", self.place(select))) } else { Ok(()) }
    }

    fn table(&self, table: &TableFactor) -> Result<(), Refusal> {
        match table {
            TableFactor::Table { args: None, version: None, json_path: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::JsonTable { .. }
            | TableFactor::NestedJoin { .. } => Ok(()),
            _ => Err(Refusal::clause("this kind of table", self.place(table))),
        }
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), Refusal> {
        self.statements += 1;
        let is_outermost = self.statements == 1 || self.explains && self.statements == 2;
        match statement {
            Statement::Query(_) => Ok(()),
            Statement::Explain { .. } | Statement::ExplainTable { .. } if self.statements == 1 => Ok(()),
            Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_) if self.explains && is_outermost => {
                Ok(())
            }
            _ => Err(Refusal::statement("a statement inside of it", self.place(statement))),
        }
    }
}

fn flow(result: Result<(), Refusal>) -> ControlFlow<Refusal> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(refusal) => ControlFlow::Break(refusal),
    }
}

impl Visitor for Walk<'_> {
    type Break = Refusal;

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<Refusal> {
        flow(self.statement(statement))
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Refusal> {
        flow(self.query(query))
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Refusal> {
        flow(self.select(select))
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<Refusal> {
        flow(self.table(table))
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<Refusal> {
        flow(self.mention(MentionKind::Relation, name))
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<Refusal> {
        flow(expression::check(expression, self))
    }
}
