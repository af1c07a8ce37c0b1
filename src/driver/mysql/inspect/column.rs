//! Columns.

use super::catalog::{Catalog, ColumnRow};
use super::{comment, own_database};
use crate::dialect::{Flavor, Mysql};
use crate::model::{Column, ColumnDefault, DataType, Generated, Identity, IdentityMode, QualifiedName, SqlText};

pub(super) fn column(row: &ColumnRow, catalog: &Catalog, flavor: Flavor) -> Column {
    let generated = generated(row, catalog, flavor);
    Column {
        nullable: row.nullable,
        default: default(row, catalog, flavor).filter(|_| generated.is_none()).map(ColumnDefault::Expression),
        generated,
        identity: row.extra.contains("auto_increment").then(|| Identity::new(IdentityMode::ByDefault)),
        collation: row.collation.as_deref().map(QualifiedName::bare),
        on_update: on_update(&row.extra).map(SqlText::new),
        invisible: row.extra.contains("INVISIBLE"),
        comment: comment(&row.comment),
        ..Column::new(row.name.as_str(), data_type(row, catalog, flavor))
    }
}

/// The type with what the catalog tells elsewhere: compression stands in a comment, the spatial reference system in another table.
fn data_type(row: &ColumnRow, catalog: &Catalog, flavor: Flavor) -> DataType {
    let mut text = match row.data_type.split_once("/*") {
        Some((plain, _)) => format!("{} compressed", plain.trim_end()),
        None => row.data_type.clone(),
    };
    let is_this = |srid: &&super::catalog::SpatialColumnRow| {
        (&srid.table_name, &srid.column_name) == (&row.table_name, &row.name)
    };
    if let Some(spatial) = catalog.spatial_columns.iter().find(is_this) {
        let word = match flavor {
            Flavor::Mariadb => "ref_system_id=",
            Flavor::Mysql => "srid ",
        };
        text = format!("{text} {word}{}", spatial.srid);
    }
    Mysql::read_catalog_type(&text)
}

fn generated(row: &ColumnRow, catalog: &Catalog, flavor: Flavor) -> Option<Generated> {
    let stored = row.extra.contains("STORED GENERATED");
    if !stored && !row.extra.contains("VIRTUAL GENERATED") {
        return None;
    }
    let expression = row.generation.as_deref()?;
    Some(Generated { expression: expression_text(expression, catalog, flavor), stored })
}

/// MySQL's catalog escapes the quotes of strings in expressions.
pub(super) fn expression_text(text: &str, catalog: &Catalog, flavor: Flavor) -> SqlText {
    let text = own_database::without(text, &catalog.session.database);
    SqlText::new(match flavor {
        Flavor::Mariadb => text,
        Flavor::Mysql => text.replace("\\'", "'"),
    })
}

/// MariaDB shows SQL, with NULL where there is no default; MySQL shows the value, or an expression and says so.
fn default(row: &ColumnRow, catalog: &Catalog, flavor: Flavor) -> Option<SqlText> {
    let shown = row.default_value.as_deref()?;
    match flavor {
        Flavor::Mariadb if shown == "NULL" => None,
        Flavor::Mariadb => Some(expression_text(shown, catalog, flavor)),
        Flavor::Mysql if row.extra.contains("DEFAULT_GENERATED") => {
            let is_bare = shown.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP");
            Some(expression_text(&if is_bare { shown.to_owned() } else { format!("({shown})") }, catalog, flavor))
        }
        Flavor::Mysql if shown.starts_with("b'") || shown.starts_with("0x") => Some(SqlText::new(shown)),
        Flavor::Mysql => Some(SqlText::new(literal(shown))),
    }
}

/// Whether the catalog may have lost bytes of the default: what is no text in it is shown as question marks.
pub(super) fn loses_default(row: &ColumnRow) -> bool {
    let is_bytes = ["binary", "varbinary", "blob", "tinyblob", "mediumblob", "longblob"]
        .contains(&row.data_type.split('(').next().unwrap_or_default());
    is_bytes && row.default_value.as_deref().is_some_and(|shown| shown.contains(['?', '\u{fffd}']))
}

fn literal(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
}

/// `on update current_timestamp()`, with other words around it.
fn on_update(extra: &str) -> Option<&str> {
    let start = extra.find("on update ")? + "on update ".len();
    extra[start..].split([',', ' ']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_on_update() {
        assert_eq!(
            on_update("DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3) INVISIBLE"),
            Some("CURRENT_TIMESTAMP(3)")
        );
        assert_eq!(on_update("on update current_timestamp(), INVISIBLE"), Some("current_timestamp()"));
        assert_eq!(on_update("auto_increment"), None);
    }
}
