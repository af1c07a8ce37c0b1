//! A diagram inside a page that people write: only what is between two markers is dbx's.

const BEGIN: &str = "<!-- dbx:diagram -->";
const END: &str = "<!-- /dbx:diagram -->";

/// Why a page cannot take a diagram.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkdownError {
    #[error("it has no line `{BEGIN}` with a line `{END}` after it: write both where the diagram belongs")]
    NoMarkers,
    #[error("it has more than one `{BEGIN}`: a page takes one diagram")]
    ManyMarkers,
}

/// The page with the Mermaid diagram between its markers; a page of its own where there is none yet.
pub fn replace_section(page: Option<&str>, diagram: &str) -> Result<String, MarkdownError> {
    let section = format!("{BEGIN}\n```mermaid\n{diagram}```\n{END}");
    let Some(page) = page else { return Ok(format!("# Schema\n\n{section}\n")) };
    let (before, rest) = page.split_once(BEGIN).ok_or(MarkdownError::NoMarkers)?;
    let (_, after) = rest.split_once(END).ok_or(MarkdownError::NoMarkers)?;
    if rest.contains(BEGIN) {
        return Err(MarkdownError::ManyMarkers);
    }
    Ok(format!("{before}{section}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let page = format!("# Ours\n\n{BEGIN}\nold\n{END}\n\nMore.\n");
        let new = replace_section(Some(&page), "erDiagram\n").unwrap();
        assert_eq!(new, format!("# Ours\n\n{BEGIN}\n```mermaid\nerDiagram\n```\n{END}\n\nMore.\n"));
        assert_eq!(replace_section(Some(&new), "erDiagram\n").unwrap(), new);
    }

    #[test]
    fn a_page_without_markers_is_left_alone() {
        assert_eq!(replace_section(Some("# Ours\n"), "erDiagram\n"), Err(MarkdownError::NoMarkers));
        let twice = format!("{BEGIN}\n{END}\n{BEGIN}\n{END}\n");
        assert_eq!(replace_section(Some(&twice), "erDiagram\n"), Err(MarkdownError::ManyMarkers));
    }

    #[test]
    fn a_missing_page_is_made() {
        assert!(replace_section(None, "erDiagram\n").unwrap().starts_with("# Schema\n"));
    }
}
