//! Whether an expression may give every row another value.

use crate::model::{Object, Schema};
use crate::sql::{LexemeKind, Syntax, lex};

/// Functions whose result is the same throughout a statement (`provolatile` in `pg_proc` is `i` or `s`), and keywords that stand in front
/// of a parenthesis.
const STABLE: &[&str] = &[
    "abs",
    "age",
    "all",
    "and",
    "any",
    "array",
    "array_append",
    "array_cat",
    "array_fill",
    "array_length",
    "array_to_json",
    "array_to_string",
    "ascii",
    "between",
    "btrim",
    "case",
    "cast",
    "ceil",
    "ceiling",
    "char_length",
    "chr",
    "coalesce",
    "concat",
    "concat_ws",
    "current_database",
    "current_date",
    "current_schema",
    "current_setting",
    "current_time",
    "current_timestamp",
    "date_part",
    "date_trunc",
    "decode",
    "div",
    "else",
    "encode",
    "exp",
    "extract",
    "floor",
    "format",
    "greatest",
    "in",
    "initcap",
    "int4range",
    "int8range",
    "is",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_set",
    "least",
    "left",
    "length",
    "like",
    "ln",
    "localtime",
    "localtimestamp",
    "log",
    "lower",
    "lpad",
    "ltrim",
    "make_date",
    "make_interval",
    "make_time",
    "make_timestamp",
    "make_timestamptz",
    "md5",
    "mod",
    "not",
    "now",
    "nullif",
    "numrange",
    "or",
    "overlay",
    "position",
    "power",
    "quote_ident",
    "quote_literal",
    "repeat",
    "replace",
    "reverse",
    "right",
    "round",
    "row",
    "rpad",
    "rtrim",
    "sha256",
    "sign",
    "split_part",
    "sqrt",
    "statement_timestamp",
    "string_to_array",
    "strpos",
    "substr",
    "substring",
    "then",
    "timezone",
    "to_char",
    "to_date",
    "to_json",
    "to_jsonb",
    "to_number",
    "to_timestamp",
    "transaction_timestamp",
    "trim",
    "trunc",
    "tsrange",
    "tstzrange",
    "txid_current",
    "upper",
    "when",
];

/// Whatever is not known to be stable may be volatile, as PostgreSQL takes functions that say nothing to be.
pub(super) fn may_be_volatile(expression: &str, schema: &Schema) -> bool {
    let Ok(lexemes) = lex(Syntax::Postgres, expression) else { return true };
    (1..lexemes.len()).any(|at| {
        let name = &lexemes[at - 1];
        // The name of a type can have arguments, too: x::numeric(10,2), cast(x as numeric(10,2)).
        let is_type = at >= 2 && (lexemes[at - 2].is_symbol("::") || lexemes[at - 2].is_word("as"));
        let is_called = lexemes[at].is_symbol("(") && !is_type;
        match &name.kind {
            LexemeKind::Word(word) => {
                let word = word.to_ascii_lowercase();
                is_called && STABLE.binary_search(&word.as_str()).is_err() && !is_declared_stable(&word, schema)
            }
            LexemeKind::QuotedName(name) => is_called && !is_declared_stable(name, schema),
            LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => false,
        }
    })
}

/// Whether every function of this name in the schema says STABLE or IMMUTABLE.
fn is_declared_stable(name: &str, schema: &Schema) -> bool {
    let mut functions = schema
        .of_kind(crate::model::ObjectKind::Function)
        .filter_map(|object| match object {
            Object::Function(function) if function.name.name.as_str() == name => Some(function),
            _ => None,
        })
        .peekable();
    functions.peek().is_some()
        && functions.all(|function| {
            let Ok(lexemes) = lex(Syntax::Postgres, function.definition.as_str()) else { return false };
            lexemes.iter().any(|it| it.is_word("STABLE") || it.is_word("IMMUTABLE"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_volatile_unless_known() {
        assert!(STABLE.is_sorted());
        let schema = Schema::default();
        for (expression, expected) in [
            ("5", false),
            ("now()", false),
            ("now() + interval '1 day'", false),
            ("'0'::numeric(10,2)", false),
            ("CURRENT_TIMESTAMP", false),
            ("clock_timestamp()", true),
            ("random()", true),
            ("gen_random_uuid()", true),
            ("nextval('s'::regclass)", true),
            ("my_function()", true),
            ("lower(md5(random()::text))", true),
            ("'unclosed", true),
        ] {
            assert_eq!(may_be_volatile(expression, &schema), expected, "{expression}");
        }
    }
}
