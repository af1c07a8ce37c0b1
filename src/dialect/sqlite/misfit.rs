//! Values that a type does not hold. A table that is not STRICT keeps them as they are; a STRICT one refuses them.

use crate::model::{DataType, Pair};

/// A condition that is true for such values. Lengths and precisions bind nothing here.
pub(super) fn condition(column: &str, types: Pair<&DataType>) -> Option<String> {
    let Pair { from, to } = types;
    // What reads as a number turns into one, and back into nearly the same text.
    let no_number =
        format!("typeof({column}) IN ('text', 'blob') AND CAST(CAST({column} AS NUMERIC) AS TEXT) <> {column}");
    let fraction = format!("typeof({column}) = 'real' AND {column} <> CAST({column} AS INTEGER)");
    if to.is_integer() || *to == DataType::Boolean {
        return Some(format!("({no_number} OR {fraction})"));
    }
    (to.is_number() && !from.is_number()).then(|| format!("({no_number})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_ask_for_something() {
        let of = |from: DataType, to: DataType| condition("c", Pair::new(&from, &to));
        assert_eq!(of(DataType::Text, DataType::VarChar { length: Some(3) }), None);
        assert_eq!(of(DataType::Int, DataType::Double), None);
        assert!(of(DataType::Double, DataType::Int).is_some_and(|it| it.contains("'real'")));
        assert!(of(DataType::Text, DataType::Double).is_some_and(|it| !it.contains("'real'")));
    }
}
