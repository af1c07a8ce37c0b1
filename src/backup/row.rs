//! The canonical bytes of a row. Hashes of rows are taken over them, and files of rows hold them one after the other.
//!
//! ```text
//! row   := cell for each column, in the order of the manifest
//! cell  := 'N'                                   NULL
//!        | 'I' eight bytes, big endian           integer
//!        | 'R' eight bytes, big endian           IEEE 754 bits of a real
//!        | 'T' length (u32, big endian) bytes    text, or a value in the engine's spelling
//!        | 'B' length (u32, big endian) bytes    bytes
//! ```

use crate::model::Cell;
use std::io::{self, Read};

/// Appends the row to `bytes`. Fails on a value of 4 GiB or more, which no supported engine sends.
pub fn encode(row: &[Cell], bytes: &mut Vec<u8>) -> io::Result<()> {
    for cell in row {
        match cell {
            Cell::Null => bytes.push(b'N'),
            Cell::Integer(value) => {
                bytes.push(b'I');
                bytes.extend(value.to_be_bytes());
            }
            Cell::Real(bits) => {
                bytes.push(b'R');
                bytes.extend(bits.to_be_bytes());
            }
            Cell::Text(text) => with_length(b'T', text, bytes)?,
            Cell::Bytes(value) => with_length(b'B', value, bytes)?,
        }
    }
    Ok(())
}

fn with_length(tag: u8, value: &[u8], bytes: &mut Vec<u8>) -> io::Result<()> {
    let length = u32::try_from(value.len()).map_err(|_| io::Error::other("a value is larger than 4 GiB"))?;
    bytes.push(tag);
    bytes.extend(length.to_be_bytes());
    bytes.extend_from_slice(value);
    Ok(())
}

/// The next row of so many columns; `None` at the end of the input.
pub fn decode(input: &mut impl Read, columns: usize) -> io::Result<Option<Vec<Cell>>> {
    let mut row = Vec::with_capacity(columns);
    for column in 0..columns {
        let mut tag = [0];
        match input.read_exact(&mut tag) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && column == 0 => return Ok(None),
            read => read?,
        }
        row.push(decode_cell(tag[0], input)?);
    }
    Ok(Some(row))
}

fn decode_cell(tag: u8, input: &mut impl Read) -> io::Result<Cell> {
    Ok(match tag {
        b'N' => Cell::Null,
        b'I' => Cell::Integer(i64::from_be_bytes(fixed(input)?)),
        b'R' => Cell::Real(u64::from_be_bytes(fixed(input)?)),
        b'T' => Cell::Text(sized(input)?),
        b'B' => Cell::Bytes(sized(input)?),
        other => return Err(io::Error::other(format!("{other:#04x} begins no value"))),
    })
}

fn fixed<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Grows with what is there, so that a forged length asks for no memory.
fn sized(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = u64::from(u32::from_be_bytes(fixed(input)?));
    let mut bytes = Vec::new();
    let read = input.take(length).read_to_end(&mut bytes)?;
    if read as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Null),
            any::<i64>().prop_map(Cell::Integer),
            any::<u64>().prop_map(Cell::Real),
            any::<Vec<u8>>().prop_map(Cell::Text),
            any::<Vec<u8>>().prop_map(Cell::Bytes),
        ]
    }

    proptest! {
        #[test]
        fn rows_come_back(rows in proptest::collection::vec(proptest::collection::vec(cell(), 3), 0..8)) {
            let mut bytes = Vec::new();
            for row in &rows {
                encode(row, &mut bytes).unwrap();
            }
            let mut input = bytes.as_slice();
            for row in rows {
                prop_assert_eq!(decode(&mut input, 3).unwrap(), Some(row));
            }
            prop_assert_eq!(decode(&mut input, 3).unwrap(), None);
        }

        #[test]
        fn different_rows_have_different_bytes(a in proptest::collection::vec(cell(), 2), b in proptest::collection::vec(cell(), 2)) {
            let (mut left, mut right) = (Vec::new(), Vec::new());
            encode(&a, &mut left).unwrap();
            encode(&b, &mut right).unwrap();
            prop_assert_eq!(a == b, left == right);
        }

        #[test]
        fn no_input_panics(bytes in any::<Vec<u8>>()) {
            let mut input = bytes.as_slice();
            while let Ok(Some(_)) = decode(&mut input, 2) {}
        }
    }

    #[test]
    fn a_cut_row_is_an_error() {
        let mut bytes = Vec::new();
        encode(&[Cell::Text(b"abc".to_vec()), Cell::Null], &mut bytes).unwrap();
        bytes.truncate(5);
        assert!(decode(&mut bytes.as_slice(), 2).is_err());
    }
}
