//! Words that a question leaves out: `first and last name` is `first name and last name`.

use super::element::Vocabulary;
use super::token::{Token, TokenKind};

/// Least score of a name that is meant.
const WHOLE: f64 = 0.97;

/// Writes the noun of two joined names behind both of them.
pub fn written_out(mut tokens: Vec<Token>, vocabulary: &Vocabulary) -> Vec<Token> {
    let mut at = 0;
    while at + 3 < tokens.len() {
        if let [first, joint, second, noun] = &tokens[at..at + 4]
            && matches!(joint.lower.as_str(), "and" | "or" | "/" | ",")
            && [first, second, noun].iter().all(|token| token.kind == TokenKind::Word)
            && is_name(vocabulary, &[first, noun])
            && is_name(vocabulary, &[second, noun])
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

fn is_name(vocabulary: &Vocabulary, tokens: &[&Token]) -> bool {
    let stems: Vec<String> = tokens.iter().map(|token| token.stem.clone()).collect();
    let plain: String = tokens.iter().map(|token| token.lower.as_str()).collect();
    vocabulary.named(&stems, &plain).columns.first().is_some_and(|it| it.score >= WHOLE)
}
