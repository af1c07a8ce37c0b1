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
