//! Bars of a histogram.

/// Blocks of one to eight eighths of a column.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// A bar for a part of the largest, which has the whole width. Something is never nothing.
pub(super) fn bar(part: u64, largest: u64, width: usize) -> String {
    if part == 0 || largest == 0 || width == 0 {
        return String::new();
    }
    // In 128 bits the product of two numbers of 64 bits fits.
    let eighths = (u128::from(part) * (width as u128 * 8)).div_ceil(u128::from(largest));
    let eighths = usize::try_from(eighths).unwrap_or(width * 8).min(width * 8);
    let rest = eighths % 8;
    let mut bar = EIGHTHS[7].to_string().repeat(eighths / 8);
    if rest > 0 {
        bar.push(EIGHTHS[rest - 1]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 8, 1), "▏");
        assert_eq!(bar(1, u64::MAX, 4), "▏");
        assert_eq!(bar(u64::MAX, u64::MAX, 2), "██");
        assert_eq!([bar(0, 9, 4), bar(0, 0, 4), bar(1, 2, 0)], ["", "", ""]);
    }
}
