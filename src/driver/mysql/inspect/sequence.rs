//! Sequences (MariaDB).

use super::catalog::Catalog;
use super::shown::Kind;
use super::{Found, bare, comment};
use crate::model::{DataType, Object, Sequence, SequenceOptions};

pub(super) fn sequences(catalog: &Catalog, hides: &dyn Fn(&str) -> bool, found: &mut Found) {
    for row in catalog.tables.iter().filter(|row| row.is_sequence() && !hides(&row.name)) {
        let shown = catalog.shown.text(Kind::Sequence, &row.name).unwrap_or_default();
        found.add(Object::Sequence(Sequence {
            name: bare(&row.name),
            data_type: DataType::BigInt,
            options: options(shown),
            owned_by: None,
            unlogged: false,
            comment: comment(&row.comment),
        }));
    }
}

/// Of ``CREATE SEQUENCE `s` start with 1 minvalue 1 maxvalue 9 increment by 1 cache 1000 nocycle ENGINE=InnoDB``.
fn options(shown: &str) -> SequenceOptions {
    let words: Vec<&str> = shown.split_whitespace().collect();
    let after = |name: &[&str]| {
        let at = words.windows(name.len()).rposition(|window| window == name)?;
        words.get(at + name.len())?.parse().ok()
    };
    SequenceOptions {
        start: after(&["start", "with"]),
        increment: after(&["increment", "by"]),
        min: after(&["minvalue"]),
        max: after(&["maxvalue"]),
        cache: after(&["cache"]),
        cycle: words.contains(&"cycle"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_server_shows() {
        let shown = "CREATE SEQUENCE `cycle` start with 5 minvalue 1 maxvalue 99 increment by -2 cache 1000 nocycle ENGINE=InnoDB";
        let expected = SequenceOptions {
            start: Some(5),
            increment: Some(-2),
            min: Some(1),
            max: Some(99),
            cache: Some(1000),
            cycle: false,
        };
        assert_eq!(options(shown), expected);
    }
}
