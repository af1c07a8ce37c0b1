//! Whether a plan may run: its risks against the policy.

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `--allow-breaking` was given.
    pub allow_breaking: bool,
    /// The environment takes no changes at all.
    pub read_only: bool,
    pub role: Role,
    /// Somebody approved this very plan.
    pub approved: bool,
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
pub fn judge(level: Option<Level>, policy: Policy) -> Verdict {
    let refused = |reason: String, help: &str| Verdict::Refused { reason, help: help.to_owned() };
    if policy.read_only {
        return refused(
            "this environment is read-only".into(),
            "choose another one with --env, or change `read_only` in dbx.toml",
        );
    }
    let Some(level) = level.filter(|level| *level >= BREAKING) else { return Verdict::Open };
    if !policy.allow_breaking {
        return refused(
            format!("the plan has a {level} risk"),
            "read the risks above; to go on all the same, add --allow-breaking",
        );
    }
    if policy.role == Role::Production && !policy.approved {
        return refused(
            format!(
                "the plan has a {level} risk, and this is production: --allow-breaking is one key, an approval the other"
            ),
            "list the plan's hash under `approvals` of the environment in dbx.toml",
        );
    }
    Verdict::Open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(level: Option<Level>, policy: Policy) -> bool {
        judge(level, policy) == Verdict::Open
    }

    #[test]
    fn high_and_above_need_the_flag_and_production_an_approval_too() {
        let none = Policy::default();
        let flag = Policy { allow_breaking: true, ..none };
        let production = Policy { role: Role::Production, ..flag };
        assert!(opens(None, none) && opens(Some(Level::Medium), none));
        assert!(!opens(Some(Level::High), none) && !opens(Some(Level::Critical), none));
        assert!(opens(Some(Level::Critical), flag));
        assert!(!opens(Some(Level::High), production));
        assert!(opens(Some(Level::High), Policy { approved: true, ..production }));
        assert!(!opens(None, Policy { read_only: true, ..flag }));
    }
}
