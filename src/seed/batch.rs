//! Rows on their way into a table, column by column.

/// Some rows of one table. All columns are of one length.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub columns: Vec<Column>,
    pub rows: usize,
}

/// The values of one column.
#[derive(Clone, Debug)]
pub struct Column {
    pub values: Values,
    /// Which rows have no value; `None` where all have one. A place in `values` is taken either way.
    pub nulls: Option<Vec<bool>>,
}

/// Values of one type. Moments count from 1970-01-01T00:00:00 UTC.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    /// Whole numbers of units of 10^-scale.
    Decimals {
        unscaled: Vec<i64>,
        scale: u32,
    },
    Floats(Vec<f64>),
    /// In days.
    Dates(Vec<i32>),
    /// In microseconds since midnight.
    Times(Vec<i64>),
    /// In microseconds.
    Timestamps(Vec<i64>),
    /// In the order of their digits.
    Uuids(Vec<u128>),
    Texts(Strings),
    Bytes(Strings),
}

impl Column {
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls[row])
    }
}

impl Column {
    /// Takes the values of these rows away.
    pub fn leave_out(&mut self, chosen: impl Iterator<Item = bool>) {
        self.nulls = Some(match self.nulls.take() {
            None => chosen.collect(),
            Some(nulls) => nulls.into_iter().zip(chosen).map(|(is_null, chosen)| is_null || chosen).collect(),
        });
    }
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Booleans(it) => it.len(),
            Self::Floats(it) => it.len(),
            Self::Dates(it) => it.len(),
            Self::Uuids(it) => it.len(),
            Self::Texts(it) | Self::Bytes(it) => it.len(),
            Self::Integers(it) | Self::Times(it) | Self::Timestamps(it) | Self::Decimals { unscaled: it, .. } => {
                it.len()
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// No values, of the same type.
    fn empty(&self) -> Self {
        match self {
            Self::Booleans(_) => Self::Booleans(Vec::new()),
            Self::Integers(_) => Self::Integers(Vec::new()),
            Self::Decimals { scale, .. } => Self::Decimals { unscaled: Vec::new(), scale: *scale },
            Self::Floats(_) => Self::Floats(Vec::new()),
            Self::Dates(_) => Self::Dates(Vec::new()),
            Self::Times(_) => Self::Times(Vec::new()),
            Self::Timestamps(_) => Self::Timestamps(Vec::new()),
            Self::Uuids(_) => Self::Uuids(Vec::new()),
            Self::Texts(_) => Self::Texts(Strings::default()),
            Self::Bytes(_) => Self::Bytes(Strings::default()),
        }
    }

    /// Appends a value of the same type; values of one column are never of two.
    fn push_from(&mut self, other: &Self, row: usize) {
        match (self, other) {
            (Self::Booleans(to), Self::Booleans(from)) => to.push(from[row]),
            (Self::Integers(to), Self::Integers(from))
            | (Self::Times(to), Self::Times(from))
            | (Self::Timestamps(to), Self::Timestamps(from))
            | (Self::Decimals { unscaled: to, .. }, Self::Decimals { unscaled: from, .. }) => to.push(from[row]),
            (Self::Floats(to), Self::Floats(from)) => to.push(from[row]),
            (Self::Dates(to), Self::Dates(from)) => to.push(from[row]),
            (Self::Uuids(to), Self::Uuids(from)) => to.push(from[row]),
            (Self::Texts(to), Self::Texts(from)) | (Self::Bytes(to), Self::Bytes(from)) => to.push(from.get(row)),
            (to, from) => debug_assert!(false, "{to:?} takes no value of {from:?}"),
        }
    }
}

/// One column out of several of the same type: row `i` is that of column `chosen[i]`, which has to be there.
pub fn gather(columns: &[Option<Column>], chosen: &[usize]) -> Column {
    let of = |row: usize| columns[chosen[row]].as_ref();
    let first = columns.iter().flatten().next();
    let mut values = first.map_or(Values::Integers(Vec::new()), |column| column.values.empty());
    for (row, column) in (0..chosen.len()).filter_map(|row| of(row).map(|column| (row, column))) {
        values.push_from(&column.values, row);
    }
    let has_nulls = columns.iter().flatten().any(|column| column.nulls.is_some());
    let is_null = |row| of(row).is_some_and(|column| column.is_null(row));
    Column { values, nulls: has_nulls.then(|| (0..chosen.len()).map(is_null).collect()) }
}

/// Many texts in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl Strings {
    pub fn with_capacity(texts: usize) -> Self {
        Self { bytes: Vec::with_capacity(texts * 16), ends: Vec::with_capacity(texts) }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
    }

    /// Where the next text is written; [`end`](Self::end) closes it.
    #[inline]
    pub fn writer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// What was written so far is one text.
    #[inline]
    pub fn end(&mut self) {
        self.ends.push(self.bytes.len());
    }

    #[inline]
    pub fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_apart() {
        let mut texts = Strings::default();
        texts.push(b"a");
        texts.writer().extend_from_slice(b"bc");
        texts.end();
        texts.push(b"");
        assert_eq!(texts.iter().collect::<Vec<_>>(), [&b"a"[..], b"bc", b""]);
    }
}
