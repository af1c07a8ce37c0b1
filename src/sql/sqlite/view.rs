//! CREATE VIEW.

use super::object_name;
use crate::sql::{Cursor, ReadError, Syntax};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateView {
    pub name: String,
    /// Empty where the query names the columns.
    pub columns: Vec<String>,
    pub query: String,
}

/// Takes a CREATE VIEW statement apart.
pub fn read_create_view(text: &str) -> Result<CreateView, ReadError> {
    let cursor = &mut Cursor::open(Syntax::Sqlite, text)?;
    cursor.require(&["CREATE"])?;
    if !cursor.take(&["TEMP"]) {
        cursor.take(&["TEMPORARY"]);
    }
    cursor.require(&["VIEW"])?;
    cursor.take(&["IF", "NOT", "EXISTS"]);
    let name = object_name(cursor)?;
    let columns = if cursor.sees_symbol("(") { cursor.identifier_list()? } else { Vec::new() };
    cursor.require(&["AS"])?;
    Ok(CreateView { name, columns, query: cursor.take_rest().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_query() {
        let view =
            read_create_view("CREATE VIEW main.[v 1] (a, \"b\") AS /* why */ SELECT 1 AS a, ';' -- x\n FROM t ;");
        assert_eq!(
            view,
            Ok(CreateView {
                name: "v 1".into(),
                columns: vec!["a".into(), "b".into()],
                query: "SELECT 1 AS a, ';' -- x\n FROM t".into()
            })
        );
        assert!(read_create_view("CREATE TABLE v (a)").is_err());
    }
}
