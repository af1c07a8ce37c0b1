//! Names in a statement, as the model has them.

use crate::model::{Name, QualifiedName};
use crate::sql::{Cursor, ReadError};

pub(super) trait ReadNames {
    fn name(&mut self) -> Result<Name, ReadError>;

    /// `name` or `namespace.name`.
    fn qualified_name(&mut self) -> Result<QualifiedName, ReadError>;

    fn qualified_names(&mut self) -> Result<Vec<QualifiedName>, ReadError>;

    /// Names in parentheses, separated by commas. What stands behind a name (a length, an order) is gone over.
    fn name_list(&mut self) -> Result<Vec<Name>, ReadError>;
}

impl ReadNames for Cursor<'_> {
    fn name(&mut self) -> Result<Name, ReadError> {
        self.identifier().map(Name::new)
    }

    fn qualified_name(&mut self) -> Result<QualifiedName, ReadError> {
        let mut namespace = None;
        let mut name = self.name()?;
        while self.take_symbol(".") {
            namespace = Some(std::mem::replace(&mut name, self.name()?));
        }
        Ok(QualifiedName::new(namespace, name))
    }

    fn qualified_names(&mut self) -> Result<Vec<QualifiedName>, ReadError> {
        let mut names = vec![self.qualified_name()?];
        while self.take_symbol(",") {
            names.push(self.qualified_name()?);
        }
        Ok(names)
    }

    fn name_list(&mut self) -> Result<Vec<Name>, ReadError> {
        self.require_symbol("(")?;
        let mut names = Vec::new();
        loop {
            names.push(self.name()?);
            self.skip_until(|lexeme| lexeme.is_symbol(","));
            if !self.take_symbol(",") {
                break;
            }
        }
        self.require_symbol(")")?;
        Ok(names)
    }
}
