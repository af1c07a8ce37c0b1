//! SQL that speaks of columns, read and written as one engine spells names.

use super::Dialect;
use crate::model::{ColumnText, Name, Pair, SqlText};
use crate::sql::{has_identifier, name_key, rename_identifiers};

/// Text as the engine reads it. Which names mean a column is not known, so every identifier of its name counts as one.
pub struct Wording<'a>(pub &'a dyn Dialect);

impl Wording<'_> {
    fn is(&self, word: &str, name: &Name) -> bool {
        let ignores_case = self.0.capabilities().names_ignore_case;
        if ignores_case { word.eq_ignore_ascii_case(name.as_str()) } else { word == name.as_str() }
    }
}

impl ColumnText for Wording<'_> {
    fn mentions(&self, text: &SqlText, column: &Name) -> bool {
        has_identifier(self.0.capabilities().syntax, text.as_str(), |word| self.is(word, column))
    }

    fn renamed(&self, text: &SqlText, names: Pair<&Name>) -> SqlText {
        let capabilities = self.0.capabilities();
        let reword = |text: &str, new: &str| {
            let spelled = |word: &str| self.is(word, names.from).then(|| new.to_owned());
            rename_identifiers(capabilities.syntax, text, spelled)
        };
        // The key may be the server's own spelling, which the text alone would not give again.
        let key = reword(text.key(), &name_key(capabilities.syntax, names.to.as_str()));
        SqlText::new(reword(text.as_str(), &self.0.quote(names.to))).with_key(key)
    }
}
