//! Functions whose result is as long as one of their arguments says.

use super::refusal::{Reason, Refusal};
use std::ops::Range;

/// Most characters that one call may make of nothing.
const LONGEST_VALUE: f64 = 1_000_000.0;

/// How a function can be told to make something long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Growth {
    /// By numbers among the arguments: `repeat('x', 1000)`.
    Number,
    /// By a width within the format: `printf('%1000d', 1)`.
    Format,
}

/// Refuses a call that could make a value of more than a million characters. `arguments` is their text, parentheses and all.
pub(super) fn check(name: &str, growth: Growth, arguments: &str, place: Range<usize>) -> Result<(), Refusal> {
    let size: f64 = match growth {
        Growth::Number => numbers(arguments).product(),
        Growth::Format if arguments.contains('*') => numbers(arguments).product(),
        Growth::Format => widths(arguments).fold(0.0, f64::max),
    };
    let raises = arguments.contains(['^'])
        || arguments.contains("<<")
        || ["pow", "exp", "factorial"].iter().any(|it| has_word(arguments, it));
    if size > LONGEST_VALUE || growth == Growth::Number && raises {
        let message = format!("{name} with such arguments can make a value of more than {LONGEST_VALUE} characters");
        return Err(Refusal::new(Reason::TooLarge, message).over(place));
    }
    Ok(())
}

/// All numbers above one, wherever they stand, also inside of strings.
fn numbers(text: &str) -> impl Iterator<Item = f64> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    text.split(move |c: char| !is_inside(c))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(value)
        .filter(|it| *it > 1.0)
}

fn value(word: &str) -> f64 {
    let word = word.replace('_', "").to_ascii_lowercase();
    if let Some(digits) = word.strip_prefix("0x") {
        return u128::from_str_radix(digits, 16).map_or(f64::INFINITY, |it| it as f64);
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() && c != 'e');
    // What starts like a number and is none ("3rd") is no count.
    digits.parse().unwrap_or(1.0)
}

/// Runs of digits behind a `%`, with its flags between.
fn widths(text: &str) -> impl Iterator<Item = f64> {
    text.split('%').skip(1).flat_map(|rest| {
        let head: &str = &rest[..rest.find(|c: char| c.is_ascii_alphabetic() || c == '\'').unwrap_or(rest.len())];
        head.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect::<Vec<f64>>()
    })
}

fn has_word(text: &str, prefix: &str) -> bool {
    text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(growth: Growth, arguments: &str) -> bool {
        check("f", growth, arguments, 0..1).is_ok()
    }

    #[test]
    fn numbers_and_their_products_count() {
        for arguments in ["('x', 1000)", "(id, 5, '0')", "('*', n / 10)", "(name, 2 * 3)"] {
            assert!(passes(Growth::Number, arguments), "{arguments}");
        }
        for arguments in [
            "('x', 900000000)",
            "('x', 9e8)",
            "('x', 1000*1000*1000)",
            "('x', 10^9)",
            "('x', 0x7fffffff)",
            "('x', '900000000'::int)",
            "('x', power(10, 9))",
            "('x', 1_000_000_000)",
        ] {
            assert!(!passes(Growth::Number, arguments), "{arguments}");
        }
    }

    #[test]
    fn in_formats_widths_count() {
        assert!(passes(Growth::Format, "('%d of %5.2f', 5000000, x)"));
        assert!(!passes(Growth::Format, "('%900000000d', 1)") && !passes(Growth::Format, "('%.*c', 900000000, 'x')"));
        assert!(!passes(Growth::Format, "('%-900000000s', 1)") && !passes(Growth::Format, "('%1$900000000s', 1)"));
    }
}
