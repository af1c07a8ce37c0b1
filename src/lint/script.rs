//! A file, read and judged.

use super::act::{Act, Done};
use super::context;
use super::ignore::{ignores, put_aside};
use super::lower::Lowering;
use super::part::Part;
use super::read::read;
use super::statement::Statement;
use super::world::World;
use crate::diagnostic::{LineIndex, Place};
use crate::dialect::Dialect;
use crate::impact::{self, LiveNames, RULES, Subject};
use crate::model::{Cause, Effect, Facts, ObjectId, ObjectKind, Probe, Reason, Risk, Step};
use crate::sql::{Piece, split_statements};
use std::collections::BTreeSet;

/// The statements of a file, with what each of them does.
#[derive(Debug)]
pub struct Script<'a> {
    text: &'a str,
    lines: LineIndex,
    dialect: &'a dyn Dialect,
    pub statements: Vec<LintedStatement>,
    live: LiveNames,
}

/// One statement.
#[derive(Debug)]
pub struct LintedStatement {
    pub place: Place,
    /// Byte offset behind it.
    pub end: usize,
    pub sql: String,
    /// All that it does.
    pub effect: Effect,
    /// Whether it may run inside a transaction, and is undone with it.
    pub transactional: bool,
    /// Whether it was understood.
    pub understood: bool,
    pub(super) done: Vec<Done>,
    /// What is to be told beside the effects of its acts, and where.
    pub(super) told: Vec<(usize, Reason)>,
}

/// A risk, and where it is.
#[derive(Clone, Debug)]
pub struct Finding {
    pub risk: Risk,
    pub place: Place,
    /// The statement's number from 0; nothing for a finding about the file.
    pub statement: Option<usize>,
}

impl<'a> Script<'a> {
    /// Reads a file; the world is afterwards what the file leaves.
    pub fn read(dialect: &'a dyn Dialect, text: &'a str, world: &mut World) -> Self {
        let lines = LineIndex::of(text);
        let statements = match split_statements(dialect.capabilities().syntax, text) {
            Ok(pieces) => pieces.iter().map(|piece| statement(dialect, &lines, piece, world)).collect(),
            Err(error) => vec![not_even_tokens(text, &lines, &error.message)],
        };
        Self::of(text, lines, dialect, statements)
    }

    /// Reads statements that were taken apart before: there is one [`LintedStatement`] for each, and places are those in the statement.
    pub fn of_statements<'b>(
        dialect: &'a dyn Dialect,
        statements: impl IntoIterator<Item = &'b str>,
        world: &mut World,
    ) -> Self {
        let read = |sql| statement(dialect, &LineIndex::of(sql), &Piece { text: sql, start: 0 }, world);
        Self::of("", LineIndex::of(""), dialect, statements.into_iter().map(read).collect())
    }

    fn of(text: &'a str, lines: LineIndex, dialect: &'a dyn Dialect, statements: Vec<LintedStatement>) -> Self {
        let live = LiveNames::of_steps(statements.iter().flat_map(LintedStatement::steps));
        Self { text, lines, dialect, statements, live }
    }

    /// What the rules want to know about live rows.
    pub fn probes(&self) -> BTreeSet<Probe> {
        let subjects = self.statements.iter().flat_map(|statement| statement.done.iter());
        let mut probes: BTreeSet<Probe> = subjects
            .flat_map(|done| {
                let subject = self.subject(done);
                RULES.iter().flat_map(|rule| rule.probes(&subject)).collect::<Vec<_>>()
            })
            .collect();
        // How long work takes is told of every table that is read or written whole.
        let touches = self.statements.iter().flat_map(|statement| &statement.effect.touches);
        let worked = touches.filter(|touch| touch.scans || touch.rewrites);
        probes.extend(worked.filter_map(|touch| self.rows_of(&touch.object)));
        probes
    }

    /// How many rows a relation has, as a question; nothing where the file makes it.
    pub fn rows_of(&self, table: &ObjectId) -> Option<Probe> {
        (table.kind == ObjectKind::Table).then(|| self.live.table(table)).flatten().map(|table| Probe::Rows { table })
    }

    /// All findings, in the order of the file, less those that its comments put aside.
    pub fn judge(&self, facts: &Facts) -> Vec<Finding> {
        let ignores = ignores(self.dialect.capabilities().syntax, self.text);
        let (mut findings, wrong) = put_aside(&self.lines, &ignores, &self.statements, self.findings(facts));
        for (place, reason) in wrong {
            let risks = self.risks_of_reasons(vec![reason], facts);
            findings.extend(risks.into_iter().map(|risk| Finding { risk, place, statement: None }));
        }
        findings.sort_by(|a, b| {
            a.place.cmp(&b.place).then(b.risk.level.cmp(&a.risk.level)).then_with(|| a.risk.code.cmp(b.risk.code))
        });
        findings
    }

    /// The risks of each statement, whatever comments in the file say of them.
    pub fn risks(&self, facts: &Facts) -> Vec<Vec<Risk>> {
        let risks = |statement| self.risks_of(statement, facts).into_iter().map(|(_, risk)| risk).collect();
        self.statements.iter().map(risks).collect()
    }

    /// All findings, in the order of the file.
    fn findings(&self, facts: &Facts) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for (number, statement) in self.statements.iter().enumerate() {
            let own = findings.len();
            for (at, risk) in self.risks_of(statement, facts) {
                let place = self.lines.place(statement.place.offset + at);
                if findings[own..].iter().all(|told| told.risk != risk) {
                    findings.push(Finding { risk, place, statement: Some(number) });
                }
            }
        }
        findings
    }

    fn risks_of(&self, statement: &LintedStatement, facts: &Facts) -> Vec<(usize, Risk)> {
        let of_acts = statement.done.iter().flat_map(|done| {
            let at = done.at;
            impact::risks(&self.subject(done), facts).into_iter().map(move |risk| (at, risk))
        });
        let of_context = statement.told.iter().flat_map(|(at, reason)| {
            let at = *at;
            let risks = self.risks_of_told(reason.clone(), &statement.effect, facts);
            risks.into_iter().map(move |risk| (at, risk))
        });
        of_acts.chain(of_context).collect()
    }

    fn risks_of_told(&self, reason: Reason, effect: &Effect, facts: &Facts) -> Vec<Risk> {
        let effect = Effect { reasons: vec![reason], ..effect.clone() };
        impact::risks(&Subject { dialect: self.dialect, step: None, effect: &effect, live: &self.live }, facts)
    }

    fn risks_of_reasons(&self, reasons: Vec<Reason>, facts: &Facts) -> Vec<Risk> {
        let effect = Effect { reasons, ..Effect::default() };
        impact::risks(&Subject { dialect: self.dialect, step: None, effect: &effect, live: &self.live }, facts)
    }

    fn subject<'b>(&'b self, done: &'b Done) -> Subject<'b> {
        let step = match &done.act {
            Act::Step(step, _) => Some(step),
            Act::Utility(_) => None,
        };
        Subject { dialect: self.dialect, step, effect: &done.effect, live: &self.live }
    }

    /// The statements that were not understood: where, and why.
    pub(super) fn unread(&self) -> Vec<(Place, String)> {
        let unread = self.statements.iter().filter(|statement| !statement.understood);
        unread
            .map(|statement| {
                let told = statement.told.first();
                let at = told.map_or(0, |(at, _)| *at);
                let why = told.map(|(_, reason)| reason.detail.clone()).unwrap_or_default();
                (self.lines.place(statement.place.offset + at), why)
            })
            .collect()
    }
}

impl LintedStatement {
    fn steps(&self) -> impl Iterator<Item = &Step> {
        self.done.iter().filter_map(|done| match &done.act {
            Act::Step(step, _) => Some(step),
            Act::Utility(_) => None,
        })
    }
}

fn not_even_tokens(text: &str, lines: &LineIndex, message: &str) -> LintedStatement {
    let reason = Reason::new(Cause::SyntaxError, Part::File.address(), format!("the file cannot be read: {message}"));
    LintedStatement {
        place: lines.place(0),
        end: text.len(),
        sql: String::new(),
        effect: Effect::default(),
        transactional: true,
        understood: false,
        done: Vec::new(),
        told: vec![(0, reason)],
    }
}

fn statement(dialect: &dyn Dialect, lines: &LineIndex, piece: &Piece<'_>, world: &mut World) -> LintedStatement {
    let syntax = dialect.capabilities().syntax;
    let mut linted = LintedStatement {
        place: lines.place(piece.start),
        end: piece.start + piece.text.len(),
        sql: piece.text.to_owned(),
        effect: Effect::default(),
        transactional: true,
        understood: true,
        done: Vec::new(),
        told: Vec::new(),
    };
    match read(syntax, piece.text) {
        Ok(read) => lowered(dialect, &read, &mut linted, world),
        Err(error) => {
            linted.understood = false;
            let detail = format!("dbx does not understand the statement: {}", error.message);
            linted.told.push((error.at, Reason::new(Cause::Unread, Part::Statement.address(), detail)));
        }
    }
    linted
}

fn lowered(dialect: &dyn Dialect, read: &Statement, linted: &mut LintedStatement, world: &mut World) {
    let before = context::Before::of(world);
    let mut lowering = Lowering::new(dialect, world);
    lowering.lower(read);
    let Lowering { done, reasons, .. } = lowering;
    for it in &done {
        linted.effect.and(it.effect.clone());
    }
    linted.transactional = context::is_transactional(dialect, &done);
    linted.told.extend(reasons.into_iter().map(|reason| (0, reason)));
    let around = context::around(dialect, read, &linted.sql, &done, &linted.effect, before, world);
    let at = done.first().map_or(0, |done| done.at);
    linted.told.extend(around.into_iter().map(|reason| (at, reason)));
    linted.done = done;
}
