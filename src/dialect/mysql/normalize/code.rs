//! Views, functions, procedures and triggers.

use super::Findings;
use crate::dialect::mysql::{definition, text, unsupported};
use crate::model::{Definition, DefinitionKind, Firing, Function, Object, ObjectId, Parameters, Trigger, View};
use std::collections::BTreeMap;

/// Options of a view, each with the value that needs no saying.
const VIEW_OPTIONS: [(&str, &str); 6] = [
    ("algorithm", "undefined"),
    ("sql_security", "definer"),
    ("check_option", "none"),
    ("definer", ""),
    ("character_set_client", ""),
    ("collation_connection", ""),
];

/// Settings that a stored program keeps from the session that made it.
const SETTINGS: [&str; 4] = ["sql_mode", "time_zone", "character_set_client", "collation_connection"];

pub(super) fn view(mut view: View, findings: &mut Findings) -> View {
    let id = Object::View(view.clone()).id();
    findings.without_comment(&id, &mut view.comment);
    view.query = text::statement(&view.query);
    let mut options = Parameters::default();
    for (name, value) in view.options.iter() {
        let name = name.to_ascii_lowercase();
        let value = if name == "definer" { value.to_owned() } else { value.to_ascii_lowercase() };
        match VIEW_OPTIONS.iter().find(|(known, _)| *known == name) {
            Some((_, usual)) if *usual == value => {}
            Some(_) if is_safe(&value) => drop(options.insert(name, value)),
            Some(_) | None => {
                findings.refuse(
                    id.clone(),
                    format!("a view of MySQL has no option `{name}={value}`"),
                    unsupported::LEAVE_OUT,
                );
            }
        }
    }
    view.options = options;
    view
}

/// A word, or an account such as `` `app`@`%` ``.
fn is_safe(value: &str) -> bool {
    value.chars().all(|c| c.is_alphanumeric() || "_`@%.'-".contains(c))
}

/// Functions and procedures are known by their names alone, and their definition says everything else.
pub(super) fn function(mut function: Function, findings: &mut Findings) -> Option<Function> {
    let id = function.id();
    findings.without_comment(&id, &mut function.comment);
    if !definition::is_of(&function.definition, &["FUNCTION", "PROCEDURE"]) {
        findings.refuse(
            id.clone(),
            "this is no function or procedure of MySQL",
            format!("write CREATE FUNCTION or CREATE PROCEDURE; {}", unsupported::LEAVE_OUT),
        );
        return None;
    }
    check_settings(&function.settings, &id, findings);
    function.definition = definition::canonical(&function.definition);
    function.arguments = String::new();
    function.returns = String::new();
    Some(function)
}

pub(super) fn trigger(mut trigger: Trigger, findings: &mut Findings) -> Option<Trigger> {
    let id = trigger.id();
    findings.without_comment(&id, &mut trigger.comment);
    if !definition::is_of(&trigger.definition, &["TRIGGER"]) || !definition::is_for_each_row(&trigger.definition) {
        findings.refuse(
            id.clone(),
            "a trigger of MySQL runs its own statements for each row",
            "write them behind FOR EACH ROW: MySQL has no functions that a trigger could call instead",
        );
        return None;
    }
    check_settings(&trigger.settings, &id, findings);
    trigger.definition = definition::canonical(&trigger.definition);
    Some(trigger)
}

/// A statement that runs by the clock. No other definition is of MySQL.
pub(super) fn event(mut event: Definition, findings: &mut Findings) -> Option<Definition> {
    let id = event.id();
    findings.without_comment(&id, &mut event.comment);
    if event.kind != DefinitionKind::Event || !definition::is_of(&event.definition, &["EVENT"]) {
        findings.unsupported.push(unsupported::kind(id));
        return None;
    }
    if !definition::says_when(&event.definition) {
        findings.refuse(
            id.clone(),
            "an event without STARTS starts when it is made, and so is another one each time",
            "write STARTS and the moment into its schedule",
        );
    }
    if event.firing != Firing::default() {
        findings.refuse(
            id.clone(),
            "an event of MySQL says itself whether it runs",
            "write DISABLE into its definition",
        );
    }
    check_settings(&event.settings, &id, findings);
    event.definition = definition::canonical(&event.definition);
    Some(event)
}

fn check_settings(settings: &BTreeMap<String, String>, id: &ObjectId, findings: &mut Findings) {
    for (name, value) in settings {
        let is_plain = value.chars().all(|c| c.is_ascii_alphanumeric() || "_,+-:/ ".contains(c));
        if !SETTINGS.contains(&name.as_str()) || !is_plain {
            let message = format!("`{name}: {value}` is no setting that MySQL keeps with a stored program");
            findings.refuse(id.clone(), message, format!("it keeps {}", SETTINGS.join(", ")));
        }
    }
}
