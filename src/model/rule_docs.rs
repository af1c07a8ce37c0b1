//! The documentation of a rule, which is also its metadata.

/// What `dbx explain CODE` prints, of rules about plans and of rules about specs.
#[derive(Debug)]
pub struct RuleDocs {
    /// `D102`
    pub code: &'static str,
    /// `drop-column`
    pub name: &'static str,
    /// Products and versions that it is about; `all` where it is about every one.
    pub engines: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Why it matters and, where there are levels, how they are chosen. Markdown.
    pub docs: &'static str,
    /// What to do instead, or before.
    pub safer: &'static str,
}
