//! Words that a question leaves out: `first and last name` is `first name and last name`.

use super::element::Vocabulary;
use super::stem::stem;
use super::token::{Token, TokenKind};

/// Least score of a name that is meant.
const WHOLE: f64 = 0.97;
/// Least score of a name that is said by another word.
const SYNONYM: f64 = 0.78;

/// Writes the noun of two joined names behind both of them.
pub fn written_out(mut tokens: Vec<Token>, vocabulary: &Vocabulary) -> Vec<Token> {
    split_full_name(&mut tokens, vocabulary);
    let mut at = 0;
    while at + 3 < tokens.len() {
        if let [first, joint, second, noun] = &tokens[at..at + 4]
            && matches!(joint.lower.as_str(), "and" | "or" | "/" | ",")
            && [first, second, noun].iter().all(|token| token.kind == TokenKind::Word)
            && is_pair(vocabulary, &[first, noun], &[second, noun])
            && !is_name(vocabulary, &[first])
        {
            let noun = noun.clone();
            tokens.insert(at + 1, noun);
            // Behind the second of the two: a noun that was added is joined to nothing.
            at += 3;
        }
        at += 1;
    }
    tokens
}

/// `full name` is `first name and last name` where that is how names are kept.
fn split_full_name(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let full =
        tokens.windows(2).position(|it| it[0].lower == "full" && matches!(it[1].lower.as_str(), "name" | "names"));
    let Some(at) = full else { return };
    let word = |text: &str| Token { text: text.into(), lower: text.into(), stem: stem(text), ..tokens[at].clone() };
    let (first, last, name) = (word("first"), word("last"), tokens[at + 1].clone());
    let is_split = is_name(vocabulary, &[&first, &name]) && is_name(vocabulary, &[&last, &name]);
    if is_split && !is_name(vocabulary, &[&tokens[at], &name]) {
        tokens.splice(at..at + 1, [first, name, word("and"), last]);
    }
}

/// Whether both are names, one of them at least not only by a synonym.
fn is_pair(vocabulary: &Vocabulary, one: &[&Token], other: &[&Token]) -> bool {
    let (one, other) = (score(vocabulary, one), score(vocabulary, other));
    one.max(other) >= WHOLE && one.min(other) >= SYNONYM
}

fn is_name(vocabulary: &Vocabulary, tokens: &[&Token]) -> bool {
    score(vocabulary, tokens) >= WHOLE
}

fn score(vocabulary: &Vocabulary, tokens: &[&Token]) -> f64 {
    let stems: Vec<String> = tokens.iter().map(|token| token.stem.clone()).collect();
    let plain: String = tokens.iter().map(|token| token.lower.as_str()).collect();
    vocabulary.named(&stems, &plain).columns.first().map_or(0.0, |it| it.score)
}
