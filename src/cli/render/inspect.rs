//! What an inspection found.

use super::count;
use super::style::{bold, good, safe, warn};
use crate::app::InspectReport;
use std::fmt::Write as _;

pub(in crate::cli) fn summary(report: &InspectReport) -> String {
    let server = &report.server;
    let objects: Vec<String> =
        report.objects.iter().map(|(kind, number)| count(*number, &kind.replace('_', " "))).collect();
    let objects = if objects.is_empty() { "empty".to_owned() } else { objects.join(", ") };
    let mut text = format!("{} {} {}: {objects}\n", server.product, server.version, bold(&safe(&server.database)));
    for address in &report.unmanaged {
        let _ = writeln!(text, "{}: {} is there, and dbx does not manage it", warn("unmanaged"), safe(address));
    }
    if let Some(out) = &report.out {
        let _ = writeln!(text, "{} {}", good("wrote"), out.display());
    }
    text
}
