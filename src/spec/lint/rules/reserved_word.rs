//! B117 reserved-word: a name is a word of SQL.

use crate::diagnostic::Diagnostic;
use crate::model::ObjectKind;
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};

pub(super) struct ReservedWord;

static META: Meta = Meta {
    code: "B117",
    name: "reserved-word",
    engines: "all",
    summary: "A name is a reserved word of SQL.",
    docs: "It has to be quoted in every query; without quotes the query fails, or means something else (`user` is a function in PostgreSQL).",
    safer: "choose another name, and write the old one under `was:`",
};

/// Words that PostgreSQL or SQLite do not take as a name without quotes.
const RESERVED: &str = "add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between \
    binary both case cast check collate collation column commit concurrently constraint create cross current_catalog \
    current_date current_role current_schema current_time current_timestamp current_user default deferrable delete desc \
    distinct do drop else end escape except exists false fetch for foreign freeze from full grant group having if ilike in \
    index initially inner insert intersect into is isnull join lateral leading left like limit localtime localtimestamp \
    natural not nothing notnull null offset on only or order outer overlaps placing primary references returning right \
    select session_user set similar some symmetric table tablesample then to trailing transaction true union unique update \
    user using values variadic verbose when where window with";

/// Whether a name has to be quoted because it is a word of SQL.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(name))
}

impl LintRule for ReservedWord {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let in_queries = [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView, ObjectKind::Column];
        let ids = spec.spans.keys().filter(|id| in_queries.contains(&id.kind) && is_reserved(id.name().as_str()));
        ids.map(|id| warning(&META, spec, id, format!("{} `{}` has the name of a word of SQL", id.kind, id.name())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn tables_and_columns() {
        let entities = "  tables:\n    - {name: order, columns: [user TEXT], primary_key: user}\n";
        assert_eq!(codes(entities), [("B117", 4), ("B117", 4)]);
    }
}
