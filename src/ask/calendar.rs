//! Days and months as people write them, brought to the form in which columns have them: `July 2024` is `2024-07`, `8 July 2024` is `2024-07-08`.

use super::token::{Token, TokenKind};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Replaces the words of each date by one token.
pub fn written_in_digits(tokens: Vec<Token>) -> Vec<Token> {
    let mut written = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        match date(&tokens[at..]) {
            Some((text, length)) => {
                let place = tokens[at].place.start..tokens[at + length - 1].place.end;
                written.push(Token { lower: text.clone(), stem: text.clone(), text, kind: TokenKind::Quoted, place });
                at += length;
            }
            None => {
                written.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    written
}

/// The date that the tokens begin with, and how many tokens it is.
fn date(tokens: &[Token]) -> Option<(String, usize)> {
    // `8 July 2024`, `8th of July 2024`
    if let Some(day) = day(tokens.first()?) {
        let rest = &tokens[1..];
        let skip = usize::from(rest.first().is_some_and(|token| token.lower == "of"));
        let month = month(rest.get(skip)?)?;
        return Some((format!("{}-{month:02}-{day:02}", year(rest.get(skip + 1)?)?), skip + 3));
    }
    let month = month(tokens.first()?)?;
    // `July 2024`
    if let Some(year) = tokens.get(1).and_then(year) {
        return Some((format!("{year}-{month:02}"), 2));
    }
    // `July 8, 2024`, `July 8th 2024`
    let day = day(tokens.get(1)?)?;
    let skip = usize::from(tokens.get(2).is_some_and(|token| token.lower == ","));
    Some((format!("{}-{month:02}-{day:02}", year(tokens.get(2 + skip)?)?), skip + 3))
}

fn month(token: &Token) -> Option<usize> {
    let is_short = |month: &str| token.lower.len() == 3 && month.starts_with(&token.lower);
    let found = MONTHS.iter().position(|month| *month == token.lower || is_short(month));
    found.map(|at| at + 1).filter(|_| token.kind == TokenKind::Word)
}

fn year(token: &Token) -> Option<&str> {
    let is_year =
        token.kind == TokenKind::Number && token.text.len() == 4 && token.text.bytes().all(|it| it.is_ascii_digit());
    is_year.then_some(token.text.as_str())
}

fn day(token: &Token) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| token.lower.strip_suffix(end)).unwrap_or(&token.lower);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn written(question: &str) -> Vec<String> {
        written_in_digits(tokens(question)).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn dates_become_digits() {
        assert_eq!(written("in July 2024"), ["in", "2024-07"]);
        assert_eq!(written("on 8 July 2024"), ["on", "2024-07-08"]);
        assert_eq!(written("on the 3rd of Mar 2024"), ["on", "the", "2024-03-03"]);
        assert_eq!(written("on July 8, 2024?"), ["on", "2024-07-08", "?"]);
    }

    #[test]
    fn other_numbers_and_words_stay() {
        assert_eq!(written("may 12 of them march in 2024"), ["may", "12", "of", "them", "march", "in", "2024"]);
    }
}
