//! Questions whose SQL somebody trusts: files in the project's folder `queries/`, answered before anything is read into words.
//!
//! A file is the SQL, with the question in a comment before it. It passes the guard like any other.

use super::super::{AppError, Context};
use crate::store;
use std::path::PathBuf;

const FOLDER: &str = "queries";
const QUESTION: &str = "-- question: ";

/// A query that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Saved {
    pub name: String,
    pub sql: String,
}

/// The query that was kept for the question, letter case and blanks aside.
pub(super) fn find(context: &Context, question: &str) -> Result<Option<Saved>, AppError> {
    let folder = folder(context);
    if !folder.is_dir() {
        return Ok(None);
    }
    for path in store::list(&folder, &["sql"])? {
        let text = store::read(&path)?;
        let (questions, sql): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with(QUESTION));
        let asks = |line: &&str| line.strip_prefix(QUESTION).is_some_and(|kept| plain(kept) == plain(question));
        if questions.iter().any(asks) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            return Ok(Some(Saved { name, sql: sql.join("\n").trim().to_owned() }));
        }
    }
    Ok(None)
}

/// Keeps a query. One of this name must not be there yet.
pub(super) fn save(context: &Context, name: &str, question: &str, sql: &str) -> Result<PathBuf, AppError> {
    let slug = store::slug(name);
    if slug.is_empty() {
        return Err(AppError::Usage(format!("`{name}` has no letter or digit to name a file by")));
    }
    let folder = folder(context);
    store::make_folder(&folder)?;
    let path = folder.join(format!("{slug}.sql"));
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    store::write_new(&path, &format!("{QUESTION}{question}\n{sql}\n"))?;
    Ok(path)
}

fn folder(context: &Context) -> PathBuf {
    context.config.folder().unwrap_or(&context.folder).join(FOLDER)
}

fn plain(question: &str) -> String {
    let words = question.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_is_known_by_its_words() {
        assert_eq!(plain("  How many  Orders?"), plain("how many orders"));
        assert_ne!(plain("orders of 2020"), plain("orders of 2021"));
    }
}
