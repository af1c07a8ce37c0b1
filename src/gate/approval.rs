//! Approvals: what a person looked at and agreed to, and everything that voids it.
//!
//! An approval is bound to the SQL, the impact file beside it, the schema the plan starts from and the environment. It is sealed: with a key by
//! HMAC-SHA-256, so that nobody without the key can write or change one; without a key by a plain SHA-256, which finds accidents and careless edits only.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The `.approval.json` beside a plan. Published by `dbx schema approval`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalFile {
    /// Version of this format: 1.
    pub version: u32,
    pub approvals: Vec<Approval>,
}

/// What is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Hash of what runs, as the header of the plan has it.
    pub plan: String,
    /// SHA-256 of the impact file beside the plan; nothing where there is none.
    pub sidecar: Option<String>,
    /// Fingerprint of the schema the plan starts from; nothing for SQL written by hand.
    pub from: Option<String>,
    /// Name of the environment in dbx.toml, or the address of the database without its password.
    pub environment: String,
}

/// One person's approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub subject: Subject,
    pub approver: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// UTC, RFC 3339.
    pub approved_at: String,
    /// UTC, RFC 3339.
    pub expires_at: String,
    /// `hmac-sha256:` or `sha256:`, and the code over this approval with an empty seal, in hex.
    pub seal: String,
}

/// The secret that seals approvals. Never printed.
#[derive(Clone)]
pub struct ApprovalKey(Vec<u8>);

impl ApprovalKey {
    /// Shorter keys can be guessed.
    pub const SHORTEST: usize = 16;

    /// `None` where the key is shorter than [`SHORTEST`](Self::SHORTEST) bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Option<Self> {
        Some(Self(bytes.into())).filter(|key| key.0.len() >= Self::SHORTEST)
    }
}

impl fmt::Debug for ApprovalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApprovalKey(***)")
    }
}

/// Why an approval does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Void {
    #[error("the SQL was changed since: approved was plan {}, this is {}", short(.approved), short(.found))]
    OtherPlan { approved: String, found: String },
    #[error("the impact file was changed since")]
    SidecarChanged,
    #[error("the impact file that was approved with it is gone")]
    SidecarGone,
    #[error("there was no impact file when it was approved, and now there is one")]
    SidecarNew,
    #[error("it names the plan without its impact file: `dbx approve PLAN.sql --print` shows what names both")]
    SidecarUnnamed,
    #[error("the plan starts from another schema than the one that was approved")]
    OtherStart,
    #[error("it is for {approved}, this is {found}")]
    OtherEnvironment { approved: String, found: String },
    #[error("it expired at {0}")]
    Expired(String),
    #[error("it was made in the future, at {0}: a clock is wrong")]
    FromTheFuture(String),
    #[error("its times cannot be read")]
    Unreadable,
    #[error("it is not signed, and this environment has an approval key")]
    Unsigned,
    #[error("it was signed with a key, and this environment has none to check it with")]
    NoKey,
    #[error("its seal does not match: it was edited{}", if *.0 { ", or signed with another key" } else { "" })]
    Forged(bool),
}

/// Clocks of two machines may differ by so much.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

const SIGNED: &str = "hmac-sha256:";
const HASHED: &str = "sha256:";

impl ApprovalFile {
    pub const VERSION: u32 = 1;

    /// Puts an approval in; an earlier one by the same person for the same environment makes way.
    pub fn insert(&mut self, approval: Approval) {
        self.approvals.retain(|it| {
            it.subject.environment != approval.subject.environment
                || identity(&it.approver) != identity(&approval.approver)
        });
        self.approvals.push(approval);
    }
}

impl Default for ApprovalFile {
    fn default() -> Self {
        Self { version: Self::VERSION, approvals: Vec::new() }
    }
}

/// By which two approvers are told apart: `Ada` and `ada ` are one person.
pub fn identity(approver: &str) -> String {
    approver.trim().to_lowercase()
}

impl Approval {
    /// Approves now, for `lifetime`.
    pub fn new(
        subject: Subject,
        approver: String,
        comment: Option<String>,
        now: DateTime<Utc>,
        lifetime: TimeDelta,
        key: Option<&ApprovalKey>,
    ) -> Self {
        let written = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut approval = Self {
            subject,
            approver,
            comment,
            approved_at: written(now),
            expires_at: written(now.checked_add_signed(lifetime).unwrap_or(DateTime::<Utc>::MAX_UTC)),
            seal: String::new(),
        };
        approval.seal = approval.sealed_with(key);
        approval
    }

    /// Whether it is signed with a key, rightly or not.
    pub fn is_signed(&self) -> bool {
        self.seal.starts_with(SIGNED)
    }

    /// Whether it holds for what is about to run. `now` is the later one of the clocks that are known.
    pub fn check(&self, subject: &Subject, now: DateTime<Utc>, key: Option<&ApprovalKey>) -> Result<(), Void> {
        self.check_seal(key)?;
        self.subject.check(subject)?;
        let read = |text: &str| DateTime::parse_from_rfc3339(text).map_err(|_| Void::Unreadable);
        if now >= read(&self.expires_at)? {
            return Err(Void::Expired(self.expires_at.clone()));
        }
        if read(&self.approved_at)? > now + CLOCK_TOLERANCE {
            return Err(Void::FromTheFuture(self.approved_at.clone()));
        }
        Ok(())
    }

    fn check_seal(&self, key: Option<&ApprovalKey>) -> Result<(), Void> {
        match key {
            Some(_) if !self.is_signed() => Err(Void::Unsigned),
            None if self.is_signed() => Err(Void::NoKey),
            Some(ApprovalKey(key)) => {
                let code = hex::decode(self.seal.trim_start_matches(SIGNED)).map_err(|_| Void::Forged(true))?;
                authentication(key, &self.blank()).verify_slice(&code).map_err(|_| Void::Forged(true))
            }
            None if self.seal == self.sealed_with(None) => Ok(()),
            None => Err(Void::Forged(false)),
        }
    }

    fn sealed_with(&self, key: Option<&ApprovalKey>) -> String {
        let blank = self.blank();
        match key {
            Some(ApprovalKey(key)) => {
                format!("{SIGNED}{}", hex::encode(authentication(key, &blank).finalize().into_bytes()))
            }
            None => format!("{HASHED}{}", hex::encode(Sha256::digest(&blank))),
        }
    }

    /// The bytes that the seal is made over.
    fn blank(&self) -> Vec<u8> {
        let blank = Self { seal: String::new(), ..self.clone() };
        // Plain data with string keys: serde_json cannot fail on it.
        serde_json::to_vec(&("dbx-approval-1", blank)).unwrap_or_default()
    }
}

fn authentication(key: &[u8], bytes: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of any length (RFC 2104, section 2).
    let mut code = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    code.update(bytes);
    code
}

impl Subject {
    /// What a pipeline and `dbx.toml` write for it: `PLAN`, or `PLAN:IMPACT` where there is an impact file. The hash of a plan is over its
    /// statements and the fingerprints of its start and its end.
    pub fn code(&self) -> String {
        match &self.sidecar {
            Some(sidecar) => format!("{}:{sidecar}", self.plan),
            None => self.plan.clone(),
        }
    }

    /// Whether a [`code`](Self::code) that somebody wrote down is that of what is about to run.
    pub fn check_code(&self, code: &str) -> Result<(), Void> {
        let (plan, sidecar) = code.split_once(':').map_or((code, None), |(plan, sidecar)| (plan, Some(sidecar)));
        let approved = Self { plan: plan.to_owned(), sidecar: sidecar.map(str::to_owned), ..self.clone() };
        match approved.check(self) {
            Err(Void::SidecarNew) => Err(Void::SidecarUnnamed),
            checked => checked,
        }
    }

    fn check(&self, found: &Self) -> Result<(), Void> {
        if self.environment != found.environment {
            let (approved, found) = (self.environment.clone(), found.environment.clone());
            return Err(Void::OtherEnvironment { approved, found });
        }
        if self.from != found.from {
            return Err(Void::OtherStart);
        }
        if self.plan != found.plan {
            return Err(Void::OtherPlan { approved: self.plan.clone(), found: found.plan.clone() });
        }
        match (&self.sidecar, &found.sidecar) {
            (approved, found) if approved == found => Ok(()),
            (Some(_), None) => Err(Void::SidecarGone),
            (None, _) => Err(Void::SidecarNew),
            (Some(_), Some(_)) => Err(Void::SidecarChanged),
        }
    }
}

/// As much of a hash as a person compares.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        Subject {
            plan: "p1".into(),
            sidecar: Some("s1".into()),
            from: Some("f1".into()),
            environment: "production".into(),
        }
    }

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn key(text: &str) -> ApprovalKey {
        ApprovalKey::new(text).unwrap()
    }

    fn approval(key: Option<&ApprovalKey>) -> Approval {
        Approval::new(subject(), "ada".into(), Some("seen".into()), noon(), TimeDelta::hours(1), key)
    }

    #[test]
    fn holds_until_anything_changes() {
        let approval = approval(None);
        assert_eq!(approval.check(&subject(), noon(), None), Ok(()));
        let changed: [(Subject, Void); 6] = [
            (Subject { plan: "p2".into(), ..subject() }, Void::OtherPlan { approved: "p1".into(), found: "p2".into() }),
            (Subject { sidecar: Some("s2".into()), ..subject() }, Void::SidecarChanged),
            (Subject { sidecar: None, ..subject() }, Void::SidecarGone),
            (Subject { from: Some("f2".into()), ..subject() }, Void::OtherStart),
            (
                Subject { environment: "staging".into(), ..subject() },
                Void::OtherEnvironment { approved: "production".into(), found: "staging".into() },
            ),
            (Subject { from: None, ..subject() }, Void::OtherStart),
        ];
        for (found, void) in changed {
            assert_eq!(approval.check(&found, noon(), None), Err(void));
        }
    }

    #[test]
    fn a_code_names_the_plan_and_its_impact_file() {
        let (found, bare) = (subject(), Subject { sidecar: None, ..subject() });
        assert_eq!((found.code().as_str(), bare.code().as_str()), ("p1:s1", "p1"));
        assert_eq!((found.check_code("p1:s1"), bare.check_code("p1")), (Ok(()), Ok(())));
        assert_eq!(found.check_code("p1"), Err(Void::SidecarUnnamed));
        assert_eq!(found.check_code("p1:s2"), Err(Void::SidecarChanged));
        assert_eq!(bare.check_code("p1:s1"), Err(Void::SidecarGone));
        assert!(matches!(found.check_code("p2:s1"), Err(Void::OtherPlan { .. })));
    }

    #[test]
    fn expires_by_the_clock() {
        let approval = approval(None);
        assert!(approval.check(&subject(), noon() + TimeDelta::minutes(59), None).is_ok());
        assert!(matches!(approval.check(&subject(), noon() + TimeDelta::hours(1), None), Err(Void::Expired(_))));
        assert!(matches!(approval.check(&subject(), noon() - TimeDelta::hours(1), None), Err(Void::FromTheFuture(_))));
    }

    #[test]
    fn an_edit_breaks_the_seal() {
        let secret = key("correct horse battery");
        for (key, edited) in [(None, approval(None)), (Some(&secret), approval(Some(&secret)))] {
            assert_eq!(edited.check(&subject(), noon(), key), Ok(()));
            let other_name = Approval { approver: "eve".into(), ..edited.clone() };
            assert!(matches!(other_name.check(&subject(), noon(), key), Err(Void::Forged(_))));
            let longer = Approval { expires_at: "2099-01-01T00:00:00Z".into(), ..edited };
            assert!(matches!(longer.check(&subject(), noon(), key), Err(Void::Forged(_))));
        }
    }

    #[test]
    fn with_a_key_only_signed_approvals_count() {
        let (own, other) = (key("correct horse battery"), key("another key, as long"));
        assert_eq!(approval(None).check(&subject(), noon(), Some(&own)), Err(Void::Unsigned));
        assert_eq!(approval(Some(&other)).check(&subject(), noon(), Some(&own)), Err(Void::Forged(true)));
        assert_eq!(approval(Some(&own)).check(&subject(), noon(), None), Err(Void::NoKey));
        assert!(ApprovalKey::new("short").is_none());
        assert!(!format!("{own:?}").contains("horse"));
    }

    #[test]
    fn one_person_has_one_approval() {
        let mut file = ApprovalFile::default();
        file.insert(approval(None));
        file.insert(Approval { approver: " ADA".into(), ..approval(None) });
        file.insert(Approval { approver: "grace".into(), ..approval(None) });
        assert_eq!(file.approvals.len(), 2);
    }
}
