//! Annotations of GitHub Actions: one line per finding ("Workflow commands for GitHub Actions").

use super::finding::{Finding, Weight};

/// A workflow command per finding.
pub fn annotations<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    findings.into_iter().map(annotation).collect()
}

fn annotation(finding: &Finding) -> String {
    let command = match finding.weight {
        Weight::Note => "notice",
        Weight::Warning => "warning",
        Weight::Error => "error",
    };
    let title = match finding.level {
        Some(level) => format!("{} ({level})", finding.code),
        None => finding.code.clone(),
    };
    let text = if finding.help.is_empty() {
        finding.message.clone()
    } else {
        format!("{}\n{}", finding.message, finding.help)
    };
    format!(
        "::{command} file={},line={},col={},title={}::{}\n",
        property(&finding.place.file.display().to_string()),
        finding.place.line,
        finding.place.column,
        property(&title),
        message(&text),
    )
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
