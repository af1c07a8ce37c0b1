//! What was found about one spec.

use super::place::Places;
use super::subject::Subject;
use crate::app::compare::Comparison;
use crate::app::plan::Draft;
use crate::ci::{Finding, Place, SpecChange, SpecStatus, Weight};
use crate::diagnostic::Diagnostic;
use crate::dialect::Unsupported;
use crate::model::{Level, Operation};
use crate::spec::{self, Loaded};
use std::collections::BTreeSet;
use std::path::Path;

/// A spec that was looked at.
pub(super) struct Examined {
    pub change: SpecChange,
    pub findings: Vec<Finding>,
    pub draft: Option<Draft>,
    /// The picture of the change.
    pub svg: Option<String>,
    /// The two sides, for judging SQL.
    pub comparison: Option<Comparison>,
    pub notes: Vec<String>,
    /// How many errors the spec has.
    pub errors: usize,
}

impl Examined {
    pub fn of(subject: &Subject) -> Self {
        let status = if subject.is_new { SpecStatus::Added } else { SpecStatus::Changed };
        let (name, path) = (subject.name.clone(), subject.path.clone());
        Self {
            change: SpecChange { name, path, status, plan: None, problem: None },
            findings: Vec::new(),
            draft: None,
            svg: None,
            comparison: None,
            notes: Vec::new(),
            errors: 0,
        }
    }

    /// A proposal may go; without the agreed spec nobody can tell what a database should be.
    pub fn gone(subject: &Subject) -> Self {
        let mut examined = Self::of(subject);
        examined.change.status = SpecStatus::Deleted;
        examined.change.problem = Some("it is gone: nothing is planned".to_owned());
        if subject.is_agreed() {
            let message = "the agreed spec is gone; no plan is made, since it would drop every object";
            let help = "name the spec with --spec where it has moved";
            examined.tell("spec-deleted", Some(Level::Critical), message.to_owned(), help.to_owned());
        }
        examined
    }

    /// Errors, and warnings that the base did not have.
    pub fn look_at(&mut self, head: &Loaded, base: Option<&Loaded>) {
        let known: BTreeSet<(&str, String)> =
            base.map(told).unwrap_or_default().into_iter().map(|it| (it.code, it.message)).collect();
        for diagnostic in told(head) {
            self.errors += usize::from(diagnostic.is_error());
            if diagnostic.is_error() || !known.contains(&(diagnostic.code, diagnostic.message.clone())) {
                self.findings.push(Finding::of_diagnostic(&diagnostic, self.change.path.clone()));
            }
        }
    }

    /// Without a valid start there is no plan.
    pub fn refuse_base(&mut self, base: Option<&Loaded>) {
        let error = base.and_then(|base| base.diagnostics.iter().find(|it| it.is_error()));
        let Some(error) = error else { return };
        self.errors += 1;
        let message = format!("the agreed spec of the base is not valid, and no plan can start there: {error}");
        self.tell("base-not-valid", None, message, "start at a database instead: --env NAME or --url URL".to_owned());
    }

    /// The agreed spec has changed the same since the proposal was made.
    pub fn cannot_be_accepted(&mut self, reason: String, help: String) {
        self.change.problem = Some("it cannot be taken over any more".to_owned());
        self.tell("proposal-outdated", None, reason, help);
    }

    /// The engine, or dbx, cannot do it.
    pub fn cannot_be_planned(&mut self, reasons: &[Unsupported], places: &Places) {
        self.change.problem = Some("it cannot be planned".to_owned());
        self.findings.extend(reasons.iter().map(|reason| Finding {
            code: "unsupported".to_owned(),
            weight: Weight::Error,
            level: None,
            object: Some(reason.object.clone()),
            message: format!("{}: {}", reason.object, reason.message),
            help: reason.help.clone(),
            place: places.find_printed(&reason.object),
        }));
    }

    /// The risks of a plan, each at the line that causes it.
    pub fn add_risks(&mut self, operations: &[Operation], places: &Places) {
        let risks = operations.iter().flat_map(|operation| &operation.risks);
        self.findings.extend(risks.map(|risk| Finding {
            code: risk.code.to_owned(),
            weight: Weight::of(risk.level),
            level: Some(risk.level),
            object: Some(risk.object.to_string()),
            message: risk.message.clone(),
            help: risk.help.clone(),
            place: places.find(&risk.object),
        }));
    }

    /// Something about the spec as a whole.
    fn tell(&mut self, code: &str, level: Option<Level>, message: String, help: String) {
        self.findings.push(Finding {
            code: code.to_owned(),
            weight: Weight::Error,
            level,
            object: None,
            message,
            help,
            place: top_of(&self.change.path),
        });
    }
}

fn top_of(path: &Path) -> Place {
    Place { file: path.to_owned(), line: 1, column: 1 }
}

fn told(loaded: &Loaded) -> Vec<Diagnostic> {
    let linted = if loaded.has_errors() { Vec::new() } else { spec::lint(&loaded.spec) };
    loaded.diagnostics.iter().cloned().chain(linted).collect()
}
