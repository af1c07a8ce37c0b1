//! Options of tables: which there are, how their values look, and what they are where nobody sets them.

/// How an option's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A number, or DEFAULT.
    Number,
    /// One of a few words.
    Word,
    /// A string.
    Text,
    /// A clause that is rendered on its own.
    Clause,
}

pub(super) struct TableOption {
    /// The key in a spec: the words of SQL in lower case, joined by underscores.
    pub name: &'static str,
    pub shape: Shape,
    /// What takes the option away again.
    pub reset: &'static str,
}

const fn option(name: &'static str, shape: Shape, reset: &'static str) -> TableOption {
    TableOption { name, shape, reset }
}

pub(super) const ENGINE: &str = "engine";
pub(super) const CHARSET: &str = "charset";
pub(super) const COLLATION: &str = "collation";
/// Everything behind PARTITION BY.
pub(super) const PARTITION_BY: &str = "partition_by";
/// `true`: MariaDB keeps rows as they were before a change.
pub(super) const SYSTEM_VERSIONING: &str = "system_versioning";
/// The two columns of PERIOD FOR SYSTEM_TIME, where they are columns of the table's own.
pub(super) const PERIOD: &str = "period";
/// Columns whose changes are not kept.
pub(super) const UNVERSIONED: &str = "without_system_versioning";

/// All options, in the order in which they are written.
pub(super) const ALL: [TableOption; 31] = [
    option(ENGINE, Shape::Word, "InnoDB"),
    option(CHARSET, Shape::Clause, ""),
    option(COLLATION, Shape::Clause, ""),
    option("row_format", Shape::Word, "DEFAULT"),
    option("key_block_size", Shape::Number, "0"),
    option("stats_persistent", Shape::Number, "DEFAULT"),
    option("stats_auto_recalc", Shape::Number, "DEFAULT"),
    option("stats_sample_pages", Shape::Number, "DEFAULT"),
    option("min_rows", Shape::Number, "0"),
    option("max_rows", Shape::Number, "0"),
    option("avg_row_length", Shape::Number, "0"),
    option("checksum", Shape::Number, "0"),
    option("page_checksum", Shape::Number, "0"),
    option("delay_key_write", Shape::Number, "0"),
    option("pack_keys", Shape::Number, "DEFAULT"),
    option("transactional", Shape::Number, "DEFAULT"),
    option("insert_method", Shape::Word, "NO"),
    option("page_compressed", Shape::Number, "0"),
    option("page_compression_level", Shape::Number, "0"),
    option("encrypted", Shape::Word, "DEFAULT"),
    option("encryption", Shape::Text, "'N'"),
    option("encryption_key_id", Shape::Number, "1"),
    option("compression", Shape::Text, "'NONE'"),
    option("connection", Shape::Text, "''"),
    option("data_directory", Shape::Text, "''"),
    option("index_directory", Shape::Text, "''"),
    option("secondary_engine", Shape::Word, "NULL"),
    option(SYSTEM_VERSIONING, Shape::Clause, ""),
    option(PERIOD, Shape::Clause, ""),
    option(UNVERSIONED, Shape::Clause, ""),
    option(PARTITION_BY, Shape::Clause, ""),
];

pub(super) fn find(name: &str) -> Option<&'static TableOption> {
    ALL.iter().find(|option| option.name == name)
}

/// The key by which an option is known: `DEFAULT CHARACTER SET` is `charset`.
pub(super) fn canonical_name(name: &str) -> String {
    let folded = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    let short = folded.strip_prefix("default_").unwrap_or(&folded);
    match short {
        "character_set" => CHARSET.to_owned(),
        "collate" => COLLATION.to_owned(),
        other => other.to_owned(),
    }
}

/// The value in one spelling, if it is one that the option can have.
pub(super) fn canonical_value(option: &TableOption, value: &str) -> Option<String> {
    let value = value.trim();
    let is_word = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match option.shape {
        Shape::Number if value.parse::<u64>().is_ok() || value.eq_ignore_ascii_case("default") => {
            Some(value.to_ascii_uppercase())
        }
        Shape::Word if option.name == ENGINE => is_word.then(|| engine(value)),
        Shape::Word => is_word.then(|| value.to_ascii_uppercase()),
        Shape::Text => Some(value.to_owned()),
        Shape::Clause => Some(value.to_owned()),
        Shape::Number => None,
    }
}

/// Engines in the letter case in which the servers show them.
fn engine(name: &str) -> String {
    const KNOWN: [&str; 12] = [
        "InnoDB",
        "MyISAM",
        "Aria",
        "MEMORY",
        "CSV",
        "ARCHIVE",
        "BLACKHOLE",
        "FEDERATED",
        "MRG_MyISAM",
        "SEQUENCE",
        "ROCKSDB",
        "ColumnStore",
    ];
    let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(name));
    match known {
        Some(known) => known.to_owned(),
        None if name.eq_ignore_ascii_case("heap") => "MEMORY".to_owned(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_have_one_spelling() {
        assert_eq!(canonical_name("DEFAULT CHARACTER SET"), CHARSET);
        assert_eq!(canonical_name("Row-Format"), "row_format");
        let value = |name: &str, value: &str| canonical_value(find(name).unwrap(), value);
        assert_eq!(value("engine", "innodb").as_deref(), Some("InnoDB"));
        assert_eq!(value("row_format", "compressed").as_deref(), Some("COMPRESSED"));
        assert_eq!(value("key_block_size", "8").as_deref(), Some("8"));
        assert_eq!(value("key_block_size", "8; drop"), None);
        assert_eq!(value("engine", "x; drop"), None);
    }
}
