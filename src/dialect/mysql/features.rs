//! What MySQL and MariaDB do differently, and since when.

/// Which of the two servers is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    Mysql,
    Mariadb,
}

/// Facts about a server of a flavor and version.
#[derive(Clone, Debug)]
pub(super) struct Features {
    /// For messages.
    pub product: &'static str,
    /// JSON is a LONGTEXT with a check.
    pub json_is_text: bool,
    /// UUID is a type.
    pub uuid: bool,
    /// INET4 and INET6 are types.
    pub inet: bool,
    pub sequences: bool,
    pub system_versioning: bool,
    /// Indexes over expressions.
    pub expression_indexes: bool,
    /// UNIQUE over a TEXT or BLOB as a whole.
    pub unique_over_text: bool,
    /// A check can stand in a column's definition, under the column's name.
    pub column_checks: bool,
    /// NOT NULL of a generated column.
    pub generated_not_null: bool,
    /// TEXT, BLOB and JSON take a literal as their default without parentheses.
    pub literal_default_of_text: bool,
    /// How wide an integer is shown is kept.
    pub integer_widths: bool,
    /// The words for an index that no query is answered by, and for the others.
    pub hidden_index: [&'static str; 2],
    /// ALGORITHM=NOCOPY lies between INSTANT and INPLACE.
    pub nocopy: bool,
    /// CREATE OR REPLACE of functions, procedures and triggers.
    pub or_replace: bool,
    /// The collation of texts in utf8mb4 where nobody chose one.
    pub utf8mb4_collation: &'static str,
}

impl Features {
    pub fn of(flavor: Flavor, version: (u32, u32, u32)) -> Self {
        match flavor {
            Flavor::Mysql => Self::of_mysql(version),
            Flavor::Mariadb => Self::of_mariadb(version),
        }
    }

    fn of_mysql(version: (u32, u32, u32)) -> Self {
        Self {
            product: "MySQL",
            json_is_text: false,
            uuid: false,
            inet: false,
            sequences: false,
            system_versioning: false,
            expression_indexes: version >= (8, 0, 13),
            unique_over_text: false,
            column_checks: false,
            generated_not_null: true,
            literal_default_of_text: false,
            integer_widths: version < (8, 0, 19),
            hidden_index: ["INVISIBLE", "VISIBLE"],
            nocopy: false,
            or_replace: false,
            utf8mb4_collation: "utf8mb4_0900_ai_ci",
        }
    }

    fn of_mariadb(version: (u32, u32, u32)) -> Self {
        Self {
            product: "MariaDB",
            json_is_text: true,
            uuid: version >= (10, 7, 0),
            inet: true,
            sequences: true,
            system_versioning: true,
            expression_indexes: false,
            unique_over_text: true,
            column_checks: true,
            generated_not_null: false,
            literal_default_of_text: true,
            integer_widths: true,
            hidden_index: ["IGNORED", "NOT IGNORED"],
            nocopy: true,
            or_replace: true,
            utf8mb4_collation: if version >= (11, 5, 0) { "utf8mb4_uca1400_ai_ci" } else { "utf8mb4_general_ci" },
        }
    }
}
