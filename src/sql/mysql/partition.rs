//! What stands behind PARTITION BY, in one spelling.

use crate::sql::mysql::text_value;
use crate::sql::{LexError, Lexeme, LexemeKind, Syntax, lex};

/// A PARTITION BY clause taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionClause {
    /// How rows are spread: `RANGE (year(`day`))`, with subpartitions and numbers of partitions.
    pub head: String,
    /// The partitions that are named, in order, each as it is written behind PARTITION: name, values, options.
    pub partitions: Vec<String>,
}

impl PartitionClause {
    /// Reads the text behind PARTITION BY. Engines of partitions, which are the table's, are left out.
    pub fn parse(text: &str) -> Result<Self, LexError> {
        let lexemes = lex(Syntax::Mysql, text)?;
        let list = (0..lexemes.len().saturating_sub(1))
            .find(|at| lexemes[*at].is_symbol("(") && lexemes[at + 1].is_word("PARTITION"));
        let head = &lexemes[..list.unwrap_or(lexemes.len())];
        let is_range = head.first().is_some_and(|first| first.is_word("RANGE"))
            && !head.iter().any(|lexeme| lexeme.is_word("COLUMNS"));
        let partitions = list.map_or_else(Vec::new, |open| split(&lexemes[open + 1..]));
        let written = partitions.iter().map(|partition| spelled(partition, is_range)).collect();
        // The list says how many there are.
        let head = if partitions.is_empty() { spelled(head, false) } else { spelled(&without_count(head), false) };
        Ok(Self { head, partitions: written })
    }

    /// The partitions that are new behind those of `before`, where nothing else differs.
    pub fn added_to<'a>(&'a self, before: &Self) -> Option<&'a [String]> {
        let follows = before.head == self.head && !before.partitions.is_empty();
        let added = self.partitions.strip_prefix(&before.partitions[..])?;
        (follows && !added.is_empty()).then_some(added)
    }

    /// The clause in its one spelling.
    pub fn to_sql(&self) -> String {
        if self.partitions.is_empty() {
            return self.head.clone();
        }
        let partitions: Vec<String> = self.partitions.iter().map(|text| format!("PARTITION {text}")).collect();
        format!("{} ({})", self.head, partitions.join(", "))
    }
}

/// What stands between the commas of the list, without the word PARTITION in front.
fn split<'a, 'b>(lexemes: &'a [Lexeme<'b>]) -> Vec<Vec<Lexeme<'b>>> {
    let mut partitions = Vec::new();
    let mut current: Vec<Lexeme<'b>> = Vec::new();
    let mut depth = 0_i64;
    for lexeme in lexemes {
        depth += i64::from(lexeme.is_symbol("(")) - i64::from(lexeme.is_symbol(")"));
        if depth < 0 {
            break;
        }
        if depth == 0 && lexeme.is_symbol(",") {
            partitions.push(std::mem::take(&mut current));
        } else if !(current.is_empty() && lexeme.is_word("PARTITION")) {
            current.push(lexeme.clone());
        }
    }
    partitions.push(current);
    partitions.into_iter().map(without_engine).collect()
}

/// `ENGINE = InnoDB`, also that of subpartitions, is taken out.
fn without_engine(partition: Vec<Lexeme<'_>>) -> Vec<Lexeme<'_>> {
    let mut kept = Vec::new();
    let mut rest = partition.into_iter().peekable();
    while let Some(lexeme) = rest.next() {
        if lexeme.is_word("STORAGE") && rest.peek().is_some_and(|next| next.is_word("ENGINE")) {
            continue;
        }
        if lexeme.is_word("ENGINE") {
            rest.next_if(|next| next.is_symbol("="));
            rest.next();
        } else {
            kept.push(lexeme);
        }
    }
    kept
}

fn without_count<'b>(head: &[Lexeme<'b>]) -> Vec<Lexeme<'b>> {
    match head.iter().position(|lexeme| lexeme.is_word("PARTITIONS")) {
        Some(at) => head[..at].iter().chain(head.get(at + 2..).unwrap_or_default()).cloned().collect(),
        None => head.to_vec(),
    }
}

/// Words that are not names here.
const KEYWORDS: [&str; 29] = [
    "RANGE",
    "LIST",
    "HASH",
    "KEY",
    "LINEAR",
    "COLUMNS",
    "ALGORITHM",
    "PARTITION",
    "PARTITIONS",
    "SUBPARTITION",
    "SUBPARTITIONS",
    "BY",
    "VALUES",
    "LESS",
    "THAN",
    "IN",
    "MAXVALUE",
    "NULL",
    "DEFAULT",
    "COMMENT",
    "SYSTEM_TIME",
    "INTERVAL",
    "STARTS",
    "AUTO",
    "LIMIT",
    "HISTORY",
    "CURRENT",
    "TIMESTAMP",
    "DIRECTORY",
];

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

/// Keywords in upper case, names in backticks, functions in lower case, strings in single quotes. `VALUES LESS THAN (MAXVALUE)` of a RANGE
/// without COLUMNS goes without its parentheses, as servers show it.
fn spelled(lexemes: &[Lexeme<'_>], is_range: bool) -> String {
    let mut text = String::new();
    let mut after = Gap::None;
    for (at, lexeme) in lexemes.iter().enumerate() {
        let around = |offset: usize, symbol: &str| {
            at.checked_add(offset).and_then(|at| lexemes.get(at)).is_some_and(|lexeme| lexeme.is_symbol(symbol))
        };
        let encloses_maximum = is_range
            && (lexeme.is_symbol("(") && lexemes.get(at + 1).is_some_and(|next| next.is_word("MAXVALUE"))
                || lexeme.is_symbol(")") && at > 0 && lexemes[at - 1].is_word("MAXVALUE"));
        if encloses_maximum || lexeme.is_symbol("=") {
            continue;
        }
        let (word, gap) = match &lexeme.kind {
            LexemeKind::Word(word) if is_keyword(word) || at > 1 && lexemes[at - 2].is_word("INTERVAL") => {
                (word.to_ascii_uppercase(), Gap::Blank)
            }
            LexemeKind::Word(word) if around(1, "(") && is_call(lexemes, at) => (word.to_ascii_lowercase(), Gap::None),
            LexemeKind::Word(word) | LexemeKind::QuotedName(word) => {
                (format!("`{}`", word.replace('`', "``")), Gap::Blank)
            }
            LexemeKind::Text => (string(lexeme), Gap::Blank),
            LexemeKind::Number => (lexeme.text.to_owned(), Gap::Blank),
            LexemeKind::Symbol => (lexeme.text.to_owned(), if lexeme.text == "(" { Gap::None } else { Gap::Blank }),
        };
        let clings = lexeme.is_symbol(")") || lexeme.is_symbol(",");
        if after == Gap::Blank && !clings {
            text.push(' ');
        }
        text.push_str(&word);
        after = gap;
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
}

/// A function stands inside of parentheses; a name of a partition stands in front of its subpartitions.
fn is_call(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    let depth: i64 = lexemes[..at].iter().map(|it| i64::from(it.is_symbol("(")) - i64::from(it.is_symbol(")"))).sum();
    depth > 0
}

fn string(lexeme: &Lexeme<'_>) -> String {
    text_value(lexeme).map_or_else(
        || lexeme.text.to_owned(),
        |value| format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        PartitionClause::parse(text).unwrap().to_sql()
    }

    #[test]
    fn what_the_server_shows_is_what_was_written() {
        for (written, shown) in [
            (
                "range (a) (partition p0 values less than (10), partition p1 values less than (maxvalue))",
                "RANGE (`a`)\n(PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB,\n PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)",
            ),
            (
                "RANGE COLUMNS(b) subpartition by hash(a) subpartitions 2 (partition p0 values less than (\"2020-01-01\") comment 'x')",
                "RANGE  COLUMNS(`b`)\nSUBPARTITION BY HASH (`a`)\nSUBPARTITIONS 2\n(PARTITION `p0` VALUES LESS THAN ('2020-01-01') COMMENT = 'x' ENGINE = InnoDB)",
            ),
            (
                "range (YEAR(b)) (partition p0 values less than (2020))",
                "RANGE (year(`b`))\n(PARTITION `p0` VALUES LESS THAN (2020) ENGINE = InnoDB)",
            ),
            ("hash(a) partitions 4", "HASH (`a`)\nPARTITIONS 4"),
            ("linear key () partitions 3", "LINEAR KEY ()\nPARTITIONS 3"),
        ] {
            assert_eq!(canonical(written), canonical(shown));
            assert_eq!(canonical(&canonical(written)), canonical(written), "it is stable");
        }
    }

    #[test]
    fn partitions_are_told_apart() {
        let clause =
            PartitionClause::parse("list (a) (partition p0 values in (1, 2), partition p1 values in (3))").unwrap();
        assert_eq!(clause.head, "LIST (`a`)");
        assert_eq!(clause.partitions, ["`p0` VALUES IN (1, 2)", "`p1` VALUES IN (3)"]);
    }
}
