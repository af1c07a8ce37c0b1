//! How engines spell statistics, as templates: `{}` stands for a column or an expression, as often as it is there.

/// What an engine's SQL for statistics looks like.
#[derive(Clone, Copy, Debug)]
pub struct Measuring {
    /// DECIMAL keeps its digits; otherwise it is a double.
    pub exact_decimals: bool,
    /// When a value in a column of whole numbers is one that can be computed with. `None`: all are.
    pub whole_number: Option<&'static str>,
    /// The same of other numbers: neither NaN nor infinite.
    pub number: Option<&'static str>,
    /// The same of days and moments.
    pub moment: Option<&'static str>,
    /// The arithmetic mean.
    pub mean: &'static str,
    /// The variance of a sample (divided by n - 1); `None` where there is no aggregate for it.
    pub variance: Option<&'static str>,
    /// A number as a double.
    pub double: &'static str,
    /// Any value as text.
    pub text: &'static str,
    /// The length of a text in characters.
    pub characters: &'static str,
    /// A day or moment as seconds since 1970-01-01.
    pub epoch: &'static str,
    pub parts: MomentParts,
}

/// What a calendar says of a moment, as whole numbers where nothing else is said.
#[derive(Clone, Copy, Debug)]
pub struct MomentParts {
    pub year: &'static str,
    /// 1 to 12.
    pub month: &'static str,
    /// `2026-01`, a text that sorts by time.
    pub year_and_month: &'static str,
    /// 0 to 6; Monday is 0.
    pub weekday: &'static str,
    /// 0 to 23.
    pub hour: &'static str,
}

impl Measuring {
    /// A template with the expression in its places.
    pub fn fill(template: &str, expression: &str) -> String {
        template.replace("{}", expression)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_a_template() {
        assert_eq!(Measuring::fill("{} > 0 AND {} < 9", "\"{}\""), "\"{}\" > 0 AND \"{}\" < 9");
    }
}
