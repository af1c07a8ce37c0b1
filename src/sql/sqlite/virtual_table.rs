//! CREATE VIRTUAL TABLE.

use super::object_name;
use crate::sql::{Cursor, ReadError, Syntax};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateVirtualTable {
    pub name: String,
    /// In lower case: `fts5`, `rtree`.
    pub module: String,
    /// What stands between the commas, which every module reads in its own way.
    pub arguments: Vec<String>,
    /// Everything from USING on.
    pub using: String,
}

/// Takes a CREATE VIRTUAL TABLE statement apart.
pub fn read_create_virtual_table(text: &str) -> Result<CreateVirtualTable, ReadError> {
    let cursor = &mut Cursor::open(Syntax::Sqlite, text)?;
    cursor.require(&["CREATE", "VIRTUAL", "TABLE"])?;
    cursor.take(&["IF", "NOT", "EXISTS"]);
    let name = object_name(cursor)?;
    let start = cursor.position();
    cursor.require(&["USING"])?;
    let module = cursor.identifier()?.to_ascii_lowercase();
    let mut arguments = Vec::new();
    if cursor.take_symbol("(") && !cursor.take_symbol(")") {
        loop {
            let first = cursor.position();
            cursor.skip_until(|lexeme| lexeme.is_symbol(","));
            arguments.push(cursor.slice(first, cursor.position()).to_owned());
            if !cursor.take_symbol(",") {
                break;
            }
        }
        cursor.require_symbol(")")?;
    }
    let using = cursor.slice(start, cursor.position()).to_owned();
    cursor.require_end()?;
    Ok(CreateVirtualTable { name, module, arguments, using })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_module_and_what_it_is_given() {
        let read = read_create_virtual_table(
            "CREATE VIRTUAL TABLE main.[docs fts] USING FTS5(title, \"the body\" UNINDEXED, content='', tokenize = 'porter ascii');",
        );
        let read = read.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((read.name.as_str(), read.module.as_str()), ("docs fts", "fts5"));
        assert_eq!(read.arguments, ["title", "\"the body\" UNINDEXED", "content=''", "tokenize = 'porter ascii'"]);
        assert!(
            read_create_virtual_table("CREATE VIRTUAL TABLE t USING dbstat").is_ok_and(|it| it.arguments.is_empty())
        );
        assert!(read_create_virtual_table("CREATE TABLE t (a)").is_err());
        assert!(read_create_virtual_table("CREATE VIRTUAL TABLE t USING fts5(a) x").is_err());
    }
}
