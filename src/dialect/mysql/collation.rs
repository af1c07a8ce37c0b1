//! Character sets and collations. A collation names its character set, so it alone is kept.

use super::features::Features;
use std::borrow::Cow;

/// Collations of character sets whose own is not `<charset>_general_ci`.
const USUAL: [(&str, &str); 16] = [
    ("big5", "big5_chinese_ci"),
    ("binary", "binary"),
    ("cp932", "cp932_japanese_ci"),
    ("dec8", "dec8_swedish_ci"),
    ("eucjpms", "eucjpms_japanese_ci"),
    ("euckr", "euckr_korean_ci"),
    ("gb18030", "gb18030_chinese_ci"),
    ("gb2312", "gb2312_chinese_ci"),
    ("gbk", "gbk_chinese_ci"),
    ("hp8", "hp8_english_ci"),
    ("latin1", "latin1_swedish_ci"),
    ("latin5", "latin5_turkish_ci"),
    ("sjis", "sjis_japanese_ci"),
    ("swe7", "swe7_swedish_ci"),
    ("tis620", "tis620_thai_ci"),
    ("ujis", "ujis_japanese_ci"),
];

/// The collation that texts of a character set have where nobody chose one.
pub(super) fn of_charset(charset: &str, features: &Features) -> String {
    let charset = canonical(charset);
    if charset == "utf8mb4" {
        return features.utf8mb4_collation.to_owned();
    }
    let usual = USUAL.iter().find(|(name, _)| *name == charset).map(|(_, collation)| (*collation).to_owned());
    usual.unwrap_or_else(|| format!("{charset}_general_ci"))
}

/// In lower case, and `utf8`, which is three bytes wide, under its full name.
pub(super) fn canonical(name: &str) -> String {
    let folded = name.trim().to_ascii_lowercase();
    match folded.strip_prefix("utf8") {
        Some("") => "utf8mb3".to_owned(),
        Some(rest) if rest.starts_with('_') => format!("utf8mb3{rest}"),
        _ => folded,
    }
}

/// The character set of a collation.
pub(super) fn charset_of(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}

/// Whether it can be one of MySQL's: a word, with the character set in front.
pub(super) fn is_plausible(collation: &str) -> bool {
    let is_word = collation.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_word && (collation == "binary" || collation.contains('_'))
}

/// The bytes a character takes at most; `None` where the collation is not known.
pub(super) fn bytes_per_character(collation: Option<&str>) -> Option<u32> {
    let charset: Cow<'_, str> = charset_of(collation?).into();
    Some(match charset.as_ref() {
        "utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030" => 4,
        "utf8mb3" | "ujis" | "eucjpms" => 3,
        "ucs2" | "big5" | "cp932" | "euckr" | "gb2312" | "gbk" | "sjis" => 2,
        _ => 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::mysql::Flavor;

    #[test]
    fn character_sets_have_a_collation() {
        let mariadb = Features::of(Flavor::Mariadb, (10, 11, 0));
        assert_eq!(of_charset("UTF8MB4", &mariadb), "utf8mb4_general_ci");
        assert_eq!(of_charset("utf8", &mariadb), "utf8mb3_general_ci");
        assert_eq!(of_charset("latin1", &mariadb), "latin1_swedish_ci");
        assert_eq!(of_charset("utf8mb4", &Features::of(Flavor::Mysql, (8, 0, 36))), "utf8mb4_0900_ai_ci");
        assert_eq!(canonical("UTF8_bin"), "utf8mb3_bin");
        assert_eq!(charset_of("utf8mb4_unicode_ci"), "utf8mb4");
    }
}
