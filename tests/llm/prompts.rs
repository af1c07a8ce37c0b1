//! The built-in prompts, word for word: a change of words is a change of version.

use dbx::prompt::{BUILT_IN, Prompt, Template, fenced};
use minijinja::{Value, context};

fn render(name: &str, values: Value) -> Prompt {
    Template::built_in(name).expect("a prompt").render(values).expect("a prompt that can be filled in")
}

fn shown(prompt: &Prompt) -> String {
    format!("{} {}\n\n[system]\n{}\n\n[user]\n{}\n", prompt.name, prompt.version, prompt.system, prompt.user)
}

#[test]
fn the_words_of_every_prompt() {
    let schema = fenced("SCHEMA", "table dim_customer (dimension)\n  region varchar(40)");
    for (name, _) in BUILT_IN {
        let values = match *name {
            "design" => {
                context! { request => "loans by region", types => ["INT", "TEXT"], dialect => "PostgreSQL", current => schema.clone() }
            }
            "question" => {
                context! { question => "how many?", schema => schema.clone(), dialect => "PostgreSQL", reasoning => true, values => "", today => "2026-01-31" }
            }
            "repair" => {
                context! { objections => ["/sql: null is not of type \"string\"", "there is no table `orderz`"] }
            }
            "texts" => {
                context! { count => 50, shortest => 1, longest => 200, locale => "en_US", schema => schema.clone(), column => "ticket.remark", about => "late parcels", known => fenced("TEXTS", "It came on Friday.") }
            }
            other => panic!("the prompt {other} has no snapshot"),
        };
        insta::assert_snapshot!(format!("prompt_{name}"), shown(&render(name, values)));
    }
}
