//! Proposals: made, taken over, and in each other's way.

use serde_json::Value;

use super::sandbox::Sandbox;

const CURRENT: &str = "\
# yaml-language-server: $schema=../dbx.schema.json
# What the shop has agreed on.
version: 1
dialect: sqlite
entities:
  tables:
    # Who buys.
    - name: customer
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: fax, type: TEXT}          # nobody has one
      primary_key: id

    # What they owe.
    - name: invoice
      columns:
        - {name: id, type: INT, nullable: false}
      primary_key: id
  facts: []                                # none yet
# The end.
";

fn shop() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema_specs/current.yml", CURRENT);
    sandbox
}

/// Proposes the agreed spec with one text replaced by another.
#[track_caller]
fn propose(sandbox: &Sandbox, name: &str, from: &str, to: &str) {
    assert!(CURRENT.contains(from), "{from}");
    sandbox.write(&format!("{name}.yml"), &sandbox.read("schema_specs/current.yml").replace(from, to));
    sandbox.dbx_exits(0, &format!("propose {name}.yml"));
}

const FAX: &str = "        - {name: fax, type: TEXT}          # nobody has one\n";
const EMAIL: &str =
    "        - {name: fax, type: TEXT}          # nobody has one\n        - {name: email, type: TEXT}  # since 2026\n";

fn current(sandbox: &Sandbox) -> String {
    sandbox.read("schema_specs/current.yml")
}

#[test]
fn a_proposal_is_moved_and_comes_back_with_all_comments() {
    let sandbox = shop();
    propose(&sandbox, "email", FAX, EMAIL);
    assert!(!sandbox.path().join("email.yml").exists());
    let proposed = sandbox.read("schema_specs/proposals/email.yml");
    assert!(proposed.starts_with("# yaml-language-server: $schema=../../dbx.schema.json\n"), "{proposed}");
    assert_eq!(current(&sandbox), CURRENT, "nothing is agreed yet");
    sandbox.dbx_exits(0, "accept email").says("touches column:customer.email").says("accepted email");
    assert_eq!(current(&sandbox), CURRENT.replace(FAX, EMAIL));
    assert_eq!(std::fs::read_dir(sandbox.path().join("schema_specs/proposals")).expect("a folder").count(), 0);
}

#[test]
fn two_proposals_for_two_tables_come_together() {
    let sandbox = shop();
    propose(&sandbox, "email", FAX, EMAIL);
    let due = "    - name: invoice\n      columns:\n        - {name: due, type: DATE}\n";
    propose(&sandbox, "due", "    - name: invoice\n      columns:\n", due);
    sandbox.dbx_exits(0, "accept email");
    sandbox.dbx_exits(0, "accept due");
    assert_eq!(current(&sandbox), CURRENT.replace(FAX, EMAIL).replace("    - name: invoice\n      columns:\n", due));
}

#[test]
fn tables_come_go_and_are_renamed() {
    let sandbox = shop();
    let text = CURRENT.replace("    - name: invoice\n", "    - name: bill\n      was: invoice\n").replace(
        "  facts: []                                # none yet\n",
        "    - name: day\n      columns: [{name: day, type: DATE, nullable: false}]\n      primary_key: day\n  facts: []\n",
    );
    sandbox.write("next.yml", &text);
    sandbox.dbx_exits(0, "propose next.yml --name reshape");
    sandbox.dbx_exits(0, "accept reshape");
    let accepted = current(&sandbox);
    assert!(accepted.contains("    # What they owe.\n    - name: bill\n      was: invoice\n"), "{accepted}");
    assert!(accepted.contains("- name: day\n") && accepted.contains("# none yet") && accepted.contains("# The end."));
    let dropped = accepted.split("    # Who buys.").next().expect("a head").to_owned()
        + "    # What they owe."
        + accepted.split("    # What they owe.").nth(1).expect("a tail");
    sandbox.write("next.yml", &dropped);
    sandbox.dbx_exits(0, "propose next.yml --name no_customers");
    sandbox.dbx_exits(4, "accept no_customers").says("D101").says("--allow-breaking");
    sandbox.dbx_exits(0, "accept no_customers --allow-breaking");
    assert!(
        !current(&sandbox).contains("customer") && !current(&sandbox).contains("Who buys"),
        "{}",
        current(&sandbox)
    );
}

#[test]
fn two_that_touch_one_table_are_in_conflict_with_both_addresses() {
    let sandbox = shop();
    propose(&sandbox, "email", FAX, EMAIL);
    sandbox.write("no_fax.yml", &CURRENT.replace(FAX, ""));
    let outcome = sandbox.dbx_exits(0, "propose no_fax.yml --json");
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(
        report["conflicts"][0]["addresses"],
        serde_json::json!(["column:customer.fax", "column:customer.email"])
    );
    sandbox.dbx_exits(4, "accept email").says("column:customer.email").says("column:customer.fax");
    sandbox.dbx_exits(0, "accept email --allow-conflicts");
    sandbox.dbx_exits(4, "accept no_fax --allow-breaking").says("has changed column:customer.email since");
    assert_eq!(current(&sandbox), CURRENT.replace(FAX, EMAIL));
}

#[test]
fn a_proposal_without_its_base_counts_from_what_is_agreed() {
    let sandbox = shop();
    sandbox.write("schema_specs/proposals/email.yml", &CURRENT.replace(FAX, EMAIL));
    sandbox.dbx_exits(0, "accept schema_specs/proposals/email.yml");
    assert_eq!(current(&sandbox), CURRENT.replace(FAX, EMAIL));
}

#[test]
fn a_text_of_another_form_is_taken_as_a_whole_and_said_so() {
    let sandbox = Sandbox::new();
    let flow = "version: 1\ndialect: sqlite\nentities: {tables: [{name: a, columns: [{name: id, type: INT, nullable: false}], primary_key: id}]}\n";
    sandbox.write("schema_specs/current.yml", flow);
    sandbox.write("next.yml", &flow.replace("}], primary_key", "}, {name: x, type: TEXT}], primary_key"));
    sandbox.dbx_exits(0, "propose next.yml");
    sandbox.dbx_exits(0, "accept next").says("took the place of the whole file");
    assert!(current(&sandbox).contains("name: x"));
}

#[test]
fn what_cannot_be_proposed_stays_where_it_is() {
    let sandbox = shop();
    sandbox.dbx_exits(2, "propose schema_specs/current.yml").says("is the agreed spec");
    sandbox.write("same.yml", CURRENT);
    sandbox.dbx_exits(2, "propose same.yml").says("nothing to propose");
    sandbox.write("bad.yml", "version: 1\ntabels: []\n");
    sandbox.dbx_exits(1, "propose bad.yml").says("tabels");
    propose(&sandbox, "email", FAX, EMAIL);
    sandbox.write("other.yml", &CURRENT.replace(FAX, ""));
    sandbox.dbx_exits(2, "propose other.yml --name email").says("already");
    for name in ["same.yml", "bad.yml", "other.yml"] {
        assert!(sandbox.path().join(name).exists(), "{name}");
    }
    sandbox.dbx_exits(2, "accept emial").says("did you mean email?");
    sandbox.dbx_exits(0, "propose other.yml --name ../../escape");
    assert!(sandbox.path().join("schema_specs/proposals/escape.yml").exists());
}

#[test]
fn triggers_and_views_have_lists_of_their_own() {
    let sandbox = shop();
    let more = "views:\n  # All of them.\n  - name: customers\n    query: select id from customer\ntriggers:\n  - name: tr_log\n    table: customer\n    definition: |-\n      CREATE TRIGGER tr_log AFTER INSERT ON customer\n      BEGIN\n        DELETE FROM invoice WHERE id = new.id;\n      END\n";
    sandbox.write("next.yml", &format!("{CURRENT}{more}"));
    sandbox.dbx_exits(0, "propose next.yml");
    let outcome = sandbox.dbx_exits(0, "accept next");
    assert!(!outcome.stdout.contains("whole file"), "{}", outcome.stdout);
    let (before, end) = CURRENT.split_at(CURRENT.find("# The end.").expect("an end"));
    let accepted = current(&sandbox);
    assert!(accepted.starts_with(before) && accepted.ends_with(end), "{accepted}");
    assert!(accepted.contains("views:\n  # All of them.\n  - name: customers\n"), "{accepted}");
}
