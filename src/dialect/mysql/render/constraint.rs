//! Constraints, as they stand in CREATE TABLE and behind ADD.

use crate::dialect::mysql::quote;
use crate::model::{Constraint, ForeignKey, ReferentialAction};

pub(super) fn definition(constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(key) => {
            let method = key.storage.parameters.get("method");
            let method = method.map_or_else(String::new, |method| format!(" USING {}", method.to_ascii_uppercase()));
            format!("PRIMARY KEY ({}){method}{}", quote::list(&key.columns), comment(key.comment.as_ref()))
        }
        Constraint::Unique(key) => {
            let columns = quote::list(&key.columns);
            format!("UNIQUE KEY {} ({columns}){}", quote::identifier(&key.name), comment(key.comment.as_ref()))
        }
        Constraint::Check(check) => {
            format!("CONSTRAINT {} CHECK ({})", quote::identifier(&check.name), check.expression.as_str().trim())
        }
        Constraint::ForeignKey(key) => foreign_key(key),
        // Refused by `normalize`.
        Constraint::Exclude(_) => String::new(),
    }
}

fn comment(comment: Option<&String>) -> String {
    comment.map_or_else(String::new, |text| format!(" COMMENT {}", quote::text(text)))
}

/// NO ACTION is said, since some servers show it, and show RESTRICT where nothing was said.
fn foreign_key(key: &ForeignKey) -> String {
    let action = |event: &str, action: ReferentialAction| format!(" ON {event} {}", action.as_sql());
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){}{}",
        quote::identifier(&key.name),
        quote::list(&key.columns),
        quote::qualified(&key.references),
        quote::list(&key.referenced_columns),
        action("DELETE", key.on_delete),
        action("UPDATE", key.on_update)
    )
}

/// What takes the constraint away.
pub(super) fn drop(constraint: &Constraint) -> String {
    let name = quote::identifier(constraint.name());
    match constraint {
        Constraint::PrimaryKey(_) => "DROP PRIMARY KEY".to_owned(),
        Constraint::Unique(_) => format!("DROP INDEX {name}"),
        Constraint::ForeignKey(_) => format!("DROP FOREIGN KEY {name}"),
        Constraint::Check(_) | Constraint::Exclude(_) => format!("DROP CONSTRAINT {name}"),
    }
}
