//! Statistics of a table, with bars.

use super::bar::bar;
use super::notes;
use super::style::{bold, dim, safe};
use super::table::Table;
use crate::app::{ColumnReport, Comparison, Lengths, Metric, Statistics, TableReport};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Narrowest and widest bar, in columns of the terminal.
const BARS: std::ops::RangeInclusive<usize> = 10..=60;

/// `width` is that of the terminal.
pub(in crate::cli) fn table(report: &TableReport, width: usize) -> String {
    let mut text = format!("{}: {}\n", bold(&safe(&report.table)), amount(report.rows, "row"));
    for column in &report.columns {
        let _ = write!(text, "\n{}", self::column(column, width));
    }
    if let Some(compared) = &report.compared {
        let _ = write!(text, "\n{}", comparison(compared));
    }
    text + &notes(&report.notes)
}

fn comparison(it: &Comparison) -> String {
    let mut text = format!("{} {}\n", bold("compared with"), safe(&it.with));
    let mut table = Table::new(&["score", "of", "by"]);
    for column in &it.columns {
        let by = match column.metric {
            Metric::KsComplement => "KS complement",
            Metric::TvComplement => "TV complement",
        };
        table.row([score(column.score), column.column.clone(), by.to_owned()]);
    }
    for pair in &it.correlations {
        table.row([score(pair.score), pair.columns.join(", "), "correlation similarity".to_owned()]);
    }
    for key in &it.cardinalities {
        let of = format!("rows per {} ({})", key.parent, key.columns.join(", "));
        table.row([score(key.score), of, "cardinality shape similarity".to_owned()]);
    }
    text += &table.text();
    if let Some(all) = it.score {
        let _ = writeln!(text, "{} in all", bold(&score(all)));
    }
    text + &notes(&it.left_out.iter().map(|it| format!("not compared: {it}")).collect::<Vec<_>>())
}

fn score(score: f64) -> String {
    format!("{score:.4}")
}

fn column(column: &ColumnReport, width: usize) -> String {
    let mut counts = vec![amount(column.count, "value"), amount(column.nulls, "null")];
    counts.extend(column.distinct.map(|distinct| format!("{} distinct", grouped(distinct))));
    if column.left_out > 0 {
        counts.push(format!("{} left out (not a finite value of the type)", grouped(column.left_out)));
    }
    let mut text =
        format!("{} {}\n  {}\n", bold(&safe(&column.column)), dim(&safe(&column.data_type)), counts.join(", "));
    if let Some(reason) = &column.withheld {
        let _ = writeln!(text, "  {}", dim(&format!("no values are shown: {}", safe(reason))));
    }
    if let Some(it) = &column.statistics {
        text += &statistics(it);
    }
    if let Some(it) = &column.lengths {
        text += &lengths(it);
    }
    let bars: Vec<(String, u64)> = match &column.histogram {
        Some(histogram) => histogram.bins.iter().map(|bin| (format!("{} to {}", bin.from, bin.to), bin.rows)).collect(),
        None => column.frequent.iter().map(|it| (safe(&it.value).replace(['\n', '\t'], " "), it.rows)).collect(),
    };
    text + &chart(&bars, width)
}

fn statistics(it: &Statistics) -> String {
    let mut first = vec![format!("min {}", safe(&it.min.to_string()))];
    first.extend(it.median.iter().map(|median| format!("median {}", safe(&median.to_string()))));
    first.push(format!("max {}", safe(&it.max.to_string())));
    let mut second = Vec::new();
    second.extend(it.mean.map(|mean| format!("mean {}", rounded(mean))));
    second.extend(it.standard_deviation.map(|it| format!("standard deviation {}", rounded(it))));
    second.extend(it.variance.map(|it| format!("variance {} (sample)", rounded(it))));
    let third: Vec<String> =
        it.percentiles.iter().map(|it| format!("p{} {}", it.percent, safe(&it.value.to_string()))).collect();
    let lines = [first, second, third];
    lines.iter().filter(|line| !line.is_empty()).map(|line| format!("  {}\n", line.join("  "))).collect()
}

fn lengths(it: &Lengths) -> String {
    let Lengths { min, max, mean, empty } = it;
    format!("  length {min} to {max}, {} on average; {} empty\n", rounded(*mean), grouped(*empty))
}

/// A line for each label, with a bar and a number.
fn chart(bars: &[(String, u64)], width: usize) -> String {
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let label_width = widest(&mut bars.iter().map(|(label, _)| label.width()));
    let number_width = widest(&mut bars.iter().map(|(_, rows)| grouped(*rows).len()));
    let room = width.saturating_sub(label_width + number_width + 6).clamp(*BARS.start(), *BARS.end());
    let largest = bars.iter().map(|(_, rows)| *rows).max().unwrap_or(0);
    let mut text = String::new();
    for (label, rows) in bars {
        let space = " ".repeat(label_width - label.width());
        let number = format!("{:>number_width$}", grouped(*rows));
        let line = format!("  {label}{space}  {number} {}", bar(*rows, largest, room));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn amount(number: u64, noun: &str) -> String {
    let noun = if number == 1 { noun.to_owned() } else { format!("{noun}s") };
    format!("{} {noun}", grouped(number))
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Six digits are enough for a reader.
fn rounded(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let magnitude = number.abs().log10().floor();
    if !(-4.0..15.0).contains(&magnitude) {
        return format!("{number:.5e}");
    }
    // A magnitude below 15 fits.
    let decimals = (5 - magnitude as i32).max(0) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([grouped(0), grouped(999), grouped(1_234_567)], ["0", "999", "1,234,567"]);
        assert_eq!([rounded(2.5), rounded(1234.56789), rounded(0.000_123_456_78)], ["2.5", "1234.57", "0.000123457"]);
        assert_eq!([rounded(-1e300), rounded(123_456_789.0), rounded(0.0)], ["-1.00000e300", "123456789", "0"]);
    }
}
