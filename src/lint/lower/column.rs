//! Columns.

use super::Lowering;
use crate::lint::statement::{ColumnDefinition, ConstraintBody};
use crate::model::{Column, ColumnDefault, DataType, Generated, Identity, IdentityMode, Name, QualifiedName, SqlText};

/// `serial` and its kin, with the types that they stand for.
const SERIAL: [(&str, DataType); 6] = [
    ("smallserial", DataType::SmallInt),
    ("serial2", DataType::SmallInt),
    ("serial", DataType::Int),
    ("serial4", DataType::Int),
    ("bigserial", DataType::BigInt),
    ("serial8", DataType::BigInt),
];

/// Whether the written type is no type but a column that counts.
pub(super) fn serial(written: &str) -> Option<DataType> {
    let found = SERIAL.iter().find(|(word, _)| word.eq_ignore_ascii_case(written.trim()));
    found.map(|(_, data_type)| data_type.clone())
}

impl Lowering<'_> {
    /// The column that a definition describes, its constraints aside.
    pub(super) fn column(&self, written: &ColumnDefinition) -> Column {
        let name = written.name.clone().unwrap_or_else(|| Name::from(""));
        let counts = serial(&written.data_type).filter(|_| self.dialect.capabilities().default_namespace.is_some());
        let is_serial = counts.is_some();
        let mut column = Column::new(name, counts.unwrap_or_else(|| self.data_type(&written.data_type)));
        let is_key = written.constraints.iter().any(|it| matches!(it.body, ConstraintBody::PrimaryKey { .. }));
        column.nullable = !(written.not_null || is_key || is_serial || written.identity.is_some());
        column.default = self.default_of(written.default.as_deref());
        let computed = written.generated.as_ref();
        column.generated =
            computed.map(|(text, stored)| Generated { expression: SqlText::new(text.as_str()), stored: *stored });
        column.identity = written.identity.or(is_serial.then_some(IdentityMode::ByDefault)).map(Identity::new);
        column.collation = self.collation(written);
        column.on_update = written.on_update.as_deref().map(SqlText::new);
        column.invisible = written.invisible;
        column
    }

    /// A character set without a collation has its usual one, which normalization puts there.
    fn collation(&self, written: &ColumnDefinition) -> Option<QualifiedName> {
        let usual = |charset: &String| match charset.to_ascii_lowercase().as_str() {
            "latin1" => "latin1_swedish_ci".to_owned(),
            "binary" => "binary".to_owned(),
            charset => format!("{charset}_general_ci"),
        };
        let name = written.collation.clone().or_else(|| written.charset.as_ref().map(usual))?;
        Some(QualifiedName::bare(name))
    }

    pub(super) fn default_of(&self, written: Option<&str>) -> Option<ColumnDefault> {
        let text = written.filter(|text| !text.trim().eq_ignore_ascii_case("null"))?;
        Some(ColumnDefault::Expression(SqlText::new(text)))
    }

    /// A type as written; one of the user's own under its whole name.
    pub(super) fn data_type(&self, written: &str) -> DataType {
        self.with_namespace(self.dialect.read_type(written))
    }

    fn with_namespace(&self, data_type: DataType) -> DataType {
        match data_type {
            DataType::Named(name) => DataType::Named(self.qualify(&name)),
            DataType::Array(element) => DataType::Array(Box::new(self.with_namespace(*element))),
            other => other,
        }
    }
}
