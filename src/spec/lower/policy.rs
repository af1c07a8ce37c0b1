//! Policies.

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::model::{Grantee, Object, ObjectId, ObjectKind, Policy, PolicyCommand};
use crate::spec::document::PolicyDocument;
use crate::spec::read::{Keyword, NameList, Spanned};
use std::collections::BTreeSet;

impl Lowering<'_> {
    pub fn policy(&mut self, it: &PolicyDocument) {
        self.check_watched(&it.table);
        let command = it.command.map_or(PolicyCommand::default(), |Keyword(command)| command);
        self.check_conditions(command, it);
        let object = Object::Policy(Policy {
            table: it.table.value.clone(),
            name: it.name.value.clone(),
            permissive: it.permissive.unwrap_or(true),
            command,
            roles: it.roles.as_ref().map(|roles| self.policy_roles(roles)).unwrap_or_default(),
            using: it.using.as_ref().map(|text| self.condition(text)),
            check: it.check.as_ref().map(|text| self.condition(text)),
            comment: it.comment.clone(),
        });
        let was = it.was.as_ref().map(|was| ObjectId::table(&it.table.value).member(ObjectKind::Policy, &was.value));
        self.rename(&object.id(), was);
        self.insert(object, &it.name.span);
    }

    /// An INSERT sees no rows, and a SELECT or DELETE writes none.
    fn check_conditions(&mut self, command: PolicyCommand, it: &PolicyDocument) {
        let (misplaced, message, help) = match command {
            PolicyCommand::All | PolicyCommand::Update => return,
            PolicyCommand::Insert => (&it.using, "a policy for INSERT sees no rows", "write the condition as `check:`"),
            PolicyCommand::Select => {
                (&it.check, "a policy for SELECT writes no rows", "write the condition as `using:`")
            }
            PolicyCommand::Delete => {
                (&it.check, "a policy for DELETE writes no rows", "write the condition as `using:`")
            }
        };
        if let Some(condition) = misplaced {
            let diagnostic =
                Diagnostic::error("misplaced-key", message).at(condition.span.clone(), "has no effect").help(help);
            self.report(diagnostic);
        }
    }

    fn policy_roles(&mut self, written: &NameList) -> BTreeSet<Grantee> {
        let mut roles = BTreeSet::new();
        for name in &written.0 {
            let role = Grantee::from_name(&name.value);
            if role == Grantee::Owner {
                self.refuse_role(name, "`@owner` is no role", "name the role that owns the table");
            }
            roles.insert(role);
        }
        if roles.contains(&Grantee::Public)
            && roles.len() > 1
            && let Some(first) = written.0.first()
        {
            self.refuse_role(
                first,
                "`public` is everybody: the other roles add nothing",
                "name `public` alone, or leave it out",
            );
        }
        roles
    }

    fn refuse_role(&mut self, place: &Spanned<crate::model::Name>, message: &str, help: &str) {
        let diagnostic =
            Diagnostic::error("conflicting-keys", message).at(place.span.clone(), "in this list").help(help);
        self.report(diagnostic);
    }
}
