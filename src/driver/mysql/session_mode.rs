//! The SQL mode of a session of dbx: the server's own, as far as it does not change how SQL is read or shown.

/// Modes that give the same text another meaning, or make the server show a definition in another form. What dbx writes is meant
/// without them.
const LEXICAL: [&str; 22] = [
    "ANSI",
    "ANSI_QUOTES",
    "DB2",
    "EMPTY_STRING_IS_NULL",
    "HIGH_NOT_PRECEDENCE",
    "IGNORE_SPACE",
    "MAXDB",
    "MSSQL",
    "MYSQL323",
    "MYSQL40",
    "NO_AUTO_VALUE_ON_ZERO",
    "NO_BACKSLASH_ESCAPES",
    "NO_FIELD_OPTIONS",
    "NO_KEY_OPTIONS",
    "NO_TABLE_OPTIONS",
    "NO_UNSIGNED_SUBTRACTION",
    "ORACLE",
    "PAD_CHAR_TO_FULL_LENGTH",
    "PIPES_AS_CONCAT",
    "POSTGRESQL",
    "REAL_AS_FLOAT",
    "SIMULTANEOUS_ASSIGNMENT",
];

/// A table that cannot have the engine it asks for must be an error.
const NEEDED: &str = "NO_ENGINE_SUBSTITUTION";

pub(super) fn without_lexical_modes(mode: &str) -> String {
    let kept = mode.split(',').filter(|name| !name.is_empty() && !LEXICAL.contains(name) && *name != NEEDED);
    kept.chain([NEEDED]).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_modes_stay() {
        assert_eq!(
            without_lexical_modes("ANSI_QUOTES,STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES"),
            "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION"
        );
        assert_eq!(without_lexical_modes(""), "NO_ENGINE_SUBSTITUTION");
    }
}
