//! Whether a plan may run: its risks against the policy.

mod approval;

pub use approval::{Approval, ApprovalFile, ApprovalKey, Subject, Void, identity};

use crate::model::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of database it is, by `role` in `dbx.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    #[default]
    Dev,
    Staging,
    Production,
}

/// What the user and the environment say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `--allow-breaking` was given.
    pub allow_breaking: bool,
    /// The environment takes no changes at all.
    pub read_only: bool,
    pub role: Role,
    /// How many approvals every plan needs here.
    pub needed: usize,
    /// Who approved this very plan.
    pub approvers: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Open,
    /// Why, and what opens the gate.
    Refused {
        reason: String,
        help: String,
    },
}

/// From this level on a plan does not run by itself.
pub const BREAKING: Level = Level::High;

/// Judges a plan by its highest level of risk.
pub fn judge(level: Option<Level>, policy: &Policy) -> Verdict {
    if policy.read_only {
        return refused(
            "this environment is read-only".into(),
            "choose another one with --env, or change `read_only` in dbx.toml",
        );
    }
    let breaking = level.filter(|level| *level >= BREAKING);
    if let Some(level) = breaking
        && !policy.allow_breaking
    {
        return refused(
            format!("the plan has a {level} risk"),
            "read the risks above; to go on all the same, add --allow-breaking",
        );
    }
    judge_approvals(breaking, policy)
}

/// What a person is asked to do where an approval is missing.
const APPROVE: &str =
    "somebody who has read the plan runs `dbx approve PLAN.sql --as NAME` with the same --env or --url";

fn judge_approvals(breaking: Option<Level>, policy: &Policy) -> Verdict {
    let given = policy.approvers.len();
    match breaking {
        Some(level) if policy.role == Role::Production && given == 0 => refused(
            format!(
                "the plan has a {level} risk, and this is production: --allow-breaking is one key, an approval the other"
            ),
            APPROVE,
        ),
        _ if given < policy.needed => {
            let approvals =
                if policy.needed == 1 { "an approval".into() } else { format!("{} approvals", policy.needed) };
            let has = if given == 0 { "none".into() } else { format!("{given} ({})", policy.approvers.join(", ")) };
            refused(format!("the plan needs {approvals} and has {has}"), APPROVE)
        }
        _ => Verdict::Open,
    }
}

fn refused(reason: String, help: &str) -> Verdict {
    Verdict::Refused { reason, help: help.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(level: Option<Level>, policy: &Policy) -> bool {
        judge(level, policy) == Verdict::Open
    }

    #[test]
    fn high_and_above_need_the_flag_and_production_an_approval_too() {
        let none = Policy::default();
        let flag = Policy { allow_breaking: true, ..none.clone() };
        let production = Policy { role: Role::Production, ..flag.clone() };
        assert!(opens(None, &none) && opens(Some(Level::Medium), &none));
        assert!(!opens(Some(Level::High), &none) && !opens(Some(Level::Critical), &none));
        assert!(opens(Some(Level::Critical), &flag));
        assert!(opens(Some(Level::Medium), &production) && !opens(Some(Level::High), &production));
        assert!(opens(Some(Level::High), &Policy { approvers: vec!["ada".into()], ..production }));
        assert!(!opens(None, &Policy { read_only: true, ..flag }));
    }

    #[test]
    fn where_approvals_are_needed_every_plan_needs_them() {
        let two = Policy { needed: 2, ..Policy::default() };
        let one_of_two = Policy { approvers: vec!["ada".into()], ..two.clone() };
        let both = Policy { approvers: vec!["ada".into(), "grace".into()], ..two.clone() };
        assert!(!opens(None, &two) && !opens(Some(Level::Low), &one_of_two) && opens(None, &both));
        let Verdict::Refused { reason, .. } = judge(None, &one_of_two) else { panic!("it opened") };
        assert_eq!(reason, "the plan needs 2 approvals and has 1 (ada)");
        assert!(!opens(Some(Level::High), &both), "an approval does not stand for --allow-breaking");
    }
}
