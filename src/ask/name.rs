//! Names of tables and columns taken apart into words.

use super::cut::cut;
use super::lexicon::{ABBREVIATIONS, times_met};

/// The words of a name in lower case, abbreviations written out: `TicketSaleDate`, `ticket_sale_date` and `ticketsaledate` are the same
/// three, and `fname` is `first name`.
pub fn words(name: &str) -> Vec<String> {
    words_beside(name, &[])
}

/// The words of a name, which may begin with those of its table.
fn words_beside(name: &str, table: &[String]) -> Vec<String> {
    if let Some((_, long)) = ABBREVIATIONS.iter().find(|(short, _)| name.eq_ignore_ascii_case(short)) {
        return long.split(' ').map(str::to_owned).collect();
    }
    let parts: Vec<String> = parts(name).iter().flat_map(|part| cut(part, table)).collect();
    // `duration_min` is in minutes, `min_duration` the least.
    let is_unit = |at: usize| at > 0 && at + 1 == parts.len() && parts[at] == "min";
    let long = |(at, word): (usize, &String)| if is_unit(at) { vec!["minute".to_owned()] } else { written_out(word) };
    parts.iter().enumerate().flat_map(long).collect()
}

/// The words of a column's name beside its table's, whose short forms are written out too: `bk_name` and `bname` of `beekeeper` are its name.
pub fn words_in(column: &str, table: &str) -> Vec<String> {
    let table = words(table);
    let own = words_beside(column, &table);
    let is_short = |word: &String| word.len() <= 5 && !is_word(word) && word.chars().all(char::is_alphabetic);
    let owner_of = |word: &String| table.iter().find(|long| is_short(word) && is_short_form(word, long));
    let mut found: Vec<String> = Vec::new();
    for word in own {
        match (owner_of(&word), initial_of(&word, &table)) {
            (Some(long), _) => found.push(long.clone()),
            (None, Some((long, label))) => found.extend([long.to_owned(), label.to_owned()]),
            (None, None) => found.push(word),
        }
    }
    found
}

/// The few letters that most of a table's columns begin with, with the mark behind them: `p_` of `p_city`, `p_sex` and `p_id`. They say only whose
/// columns these are.
pub fn prefix<'a>(columns: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 3;
    const LEAST: usize = 3;
    let heads = columns.iter().filter_map(|name| name.find('_').map(|end| &name[..=end]));
    let heads: Vec<&str> = heads.filter(|head| (2..=LONGEST + 1).contains(&head.len())).collect();
    let times = |head: &str| heads.iter().filter(|it| **it == head).count();
    let most = heads.iter().copied().max_by_key(|head| times(head))?;
    (times(most) >= LEAST && 2 * times(most) > columns.len()).then_some(most)
}

/// Whether the letters of a short form stand in a word in their order, from its first on.
pub(super) fn is_short_form(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.len() >= 2
        && short.len() < long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

/// `rname` of `runner`: the first letter of the table before a label.
fn initial_of<'a>(word: &'a str, table: &'a [String]) -> Option<(&'a str, &'a str)> {
    let label = ["name", "title", "type", "code", "date", "city"].into_iter().find_map(|label| {
        let initials = word.strip_suffix(label).filter(|it| (1..=2).contains(&it.len()))?;
        Some((initials, &word[initials.len()..]))
    });
    let (initials, label) = label.filter(|_| !is_word(word))?;
    let long = table.iter().find(|long| long.starts_with(initials))?;
    Some((long, label))
}

/// Parts that case and separators show: `maxPH_2` is `max`, `ph`, `2`.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut previous = ' ';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        if !character.is_alphanumeric() {
            previous = ' ';
            continue;
        }
        let ends_acronym = previous.is_uppercase()
            && character.is_uppercase()
            && characters.peek().is_some_and(|next| next.is_lowercase());
        let begins = previous == ' '
            || previous.is_lowercase() && character.is_uppercase()
            || previous.is_numeric() != character.is_numeric()
            || ends_acronym;
        if begins {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend(character.to_lowercase());
        }
        previous = character;
    }
    parts
}

fn is_word(text: &str) -> bool {
    times_met(text).is_some()
}

fn written_out(word: &str) -> Vec<String> {
    let long = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
    long.map_or_else(|| vec![word.to_owned()], |(_, long)| long.split(' ').map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_are_the_same_words() {
        for name in ["ticket_sale_date", "TicketSaleDate", "Ticket Sale Date", "ticket_saleDate"] {
            assert_eq!(words(name), ["ticket", "sale", "date"], "{name}");
        }
        assert_eq!(words("fname"), ["first", "name"]);
        assert_eq!(words("filmtitle"), ["film", "title"]);
        assert_eq!(words("museumcode"), ["museum", "code"]);
        assert_eq!(words("CustID"), ["customer", "id"]);
        assert_eq!(words("maxPH"), ["maximum", "ph"]);
        assert_eq!(words("message_package"), ["message", "package"]);
    }

    #[test]
    fn what_most_columns_begin_with_is_no_word() {
        assert_eq!(prefix(&["p_id", "p_city", "p_sex", "d_id"]), Some("p_"));
        assert_eq!(prefix(&["id", "first_name", "last_name", "first_day"]), None);
        assert_eq!(prefix(&["p_id", "city", "sex", "p_no", "age"]), None);
    }

    #[test]
    fn short_forms_of_the_table_are_written_out() {
        assert_eq!(words_in("bk_name", "beekeeper"), ["beekeeper", "name"]);
        assert_eq!(words_in("rname", "runner"), ["runner", "name"]);
        assert_eq!(words_in("astro_id", "astronomer"), ["astronomer", "id"]);
        assert_eq!(words_in("price", "product"), ["price"]);
        assert_eq!(words_in("page", "paper"), ["page"]);
    }
}
