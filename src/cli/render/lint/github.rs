//! Annotations of GitHub Actions: one command per finding ("Workflow commands for GitHub Actions").

use crate::app::LintReport;
use crate::model::Level;

pub(in crate::cli) fn github(report: &LintReport) -> String {
    let mut text = String::new();
    for file in &report.files {
        for finding in &file.findings {
            let command = match finding.level {
                Level::Low => "notice",
                Level::Medium => "warning",
                Level::High | Level::Critical => "error",
            };
            text.push_str(&format!(
                "::{command} file={},line={},col={},title={}::{}\n",
                property(&file.path.display().to_string()),
                finding.line,
                finding.column,
                property(&format!("{} ({})", finding.code, finding.level)),
                message(&format!("{}\n{}", finding.message, finding.help)),
            ));
        }
    }
    text
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        assert_eq!(message("50%: a\r\nb"), "50%25: a%0D%0Ab");
    }
}
