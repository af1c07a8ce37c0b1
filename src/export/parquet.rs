//! Apache Parquet: rows column by column, compressed, with their types (<https://parquet.apache.org/docs/file-format/>).

use ::parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType};
use ::parquet::column::writer::ColumnWriterImpl;
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
    Int64Type,
};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows that are kept in memory before they are written as a row group. Readers skip and share out work by row groups.
const GROUP: usize = 65_536;

/// Most digits of a decimal that is kept in 64 bits.
pub const MOST_DIGITS: u32 = 18;

/// Bytes of a UUID.
const UUID_BYTES: i32 = 16;

/// A column of a file. Any of its values may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub kind: FieldKind,
}

/// What the values of a column are, and by which [`Cells`] they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// [`Cells::Booleans`]
    Boolean,
    /// [`Cells::Integers`]
    Integer,
    /// [`Cells::Integers`], in units of 10^-scale; digits in all: [`MOST_DIGITS`] at most.
    Decimal { precision: u32, scale: u32 },
    /// [`Cells::Doubles`]
    Double,
    /// [`Cells::Days`], from 1970-01-01
    Date,
    /// [`Cells::Integers`], in microseconds since midnight
    Time,
    /// [`Cells::Integers`], in microseconds from 1970-01-01T00:00:00; of UTC, or of a clock on a wall that nobody knows more of
    Timestamp { is_utc: bool },
    /// [`Cells::Bytes`], sixteen each
    Uuid,
    /// [`Cells::Bytes`], in UTF-8
    Text,
    /// [`Cells::Bytes`]
    Bytes,
}

/// Values of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    Doubles(Vec<f64>),
    Days(Vec<i32>),
    Bytes(Vec<Vec<u8>>),
}

/// Values of one column over some rows.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnChunk {
    /// Those that are there, in the order of the rows.
    pub cells: Cells,
    /// Whether each row has one.
    pub present: Vec<bool>,
}

/// A file that is being written.
pub struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    kinds: Vec<FieldKind>,
    /// Rows that do not make a group yet.
    pending: Vec<ColumnChunk>,
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    ///
    /// A decimal of too many digits; and whatever `out` says.
    pub fn new(out: W, fields: &[Field]) -> io::Result<Self> {
        let columns = fields.iter().map(|field| Ok(Arc::new(column_type(field)?)));
        let columns = columns.collect::<Result<_, ParquetError>>().map_err(failed)?;
        let schema = Type::group_type_builder("rows").with_fields(columns).build().map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("dbx ", env!("CARGO_PKG_VERSION")).to_owned());
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties.build())).map_err(failed)?;
        Ok(Self { writer, kinds: fields.iter().map(|field| field.kind).collect(), pending: Vec::new() })
    }

    /// Appends rows: as many columns as the file has, all of as many rows.
    ///
    /// # Errors
    ///
    /// Cells that are not those of the column's kind; and whatever the output says.
    pub fn append(&mut self, rows: Vec<ColumnChunk>) -> io::Result<()> {
        if self.pending.is_empty() {
            self.pending = rows;
        } else {
            for (pending, column) in self.pending.iter_mut().zip(rows) {
                pending.append(column)?;
            }
        }
        if self.pending.first().is_some_and(|column| column.present.len() >= GROUP) {
            self.write_group()
        } else {
            Ok(())
        }
    }

    /// Ends the file, and gives the output back. Without this nobody can read it.
    ///
    /// # Errors
    ///
    /// Whatever the output says.
    pub fn finish(mut self) -> io::Result<W> {
        if self.pending.first().is_some_and(|column| !column.present.is_empty()) {
            self.write_group()?;
        }
        self.writer.into_inner().map_err(failed)
    }

    fn write_group(&mut self) -> io::Result<()> {
        let columns = std::mem::take(&mut self.pending);
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for (column, kind) in columns.into_iter().zip(&self.kinds) {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            write_column(&mut writer, column, *kind)?;
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        Ok(())
    }
}

impl ColumnChunk {
    fn append(&mut self, other: Self) -> io::Result<()> {
        match (&mut self.cells, other.cells) {
            (Cells::Booleans(to), Cells::Booleans(from)) => to.extend(from),
            (Cells::Integers(to), Cells::Integers(from)) => to.extend(from),
            (Cells::Doubles(to), Cells::Doubles(from)) => to.extend(from),
            (Cells::Days(to), Cells::Days(from)) => to.extend(from),
            (Cells::Bytes(to), Cells::Bytes(from)) => to.extend(from),
            (Cells::Booleans(_) | Cells::Integers(_) | Cells::Doubles(_) | Cells::Days(_) | Cells::Bytes(_), other) => {
                return Err(misfit(&other));
            }
        }
        self.present.extend(other.present);
        Ok(())
    }
}

fn column_type(field: &Field) -> Result<Type, ParquetError> {
    let (physical, logical) = match field.kind {
        FieldKind::Boolean => (PhysicalType::BOOLEAN, None),
        FieldKind::Integer => (PhysicalType::INT64, None),
        FieldKind::Decimal { precision, scale } => {
            let logical = LogicalType::decimal(digits(scale)?, digits(precision)?);
            (PhysicalType::INT64, Some(logical))
        }
        FieldKind::Double => (PhysicalType::DOUBLE, None),
        FieldKind::Date => (PhysicalType::INT32, Some(LogicalType::Date)),
        FieldKind::Time => (PhysicalType::INT64, Some(LogicalType::time(false, TimeUnit::MICROS))),
        FieldKind::Timestamp { is_utc } => {
            (PhysicalType::INT64, Some(LogicalType::timestamp(is_utc, TimeUnit::MICROS)))
        }
        FieldKind::Uuid => (PhysicalType::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Uuid)),
        FieldKind::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        FieldKind::Bytes => (PhysicalType::BYTE_ARRAY, None),
    };
    let builder = Type::primitive_type_builder(&field.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    match field.kind {
        FieldKind::Uuid => builder.with_length(UUID_BYTES),
        FieldKind::Decimal { precision, scale } => {
            builder.with_precision(digits(precision)?).with_scale(digits(scale)?)
        }
        FieldKind::Boolean
        | FieldKind::Integer
        | FieldKind::Double
        | FieldKind::Date
        | FieldKind::Time
        | FieldKind::Timestamp { .. }
        | FieldKind::Text
        | FieldKind::Bytes => builder,
    }
    .build()
}

fn digits(number: u32) -> Result<i32, ParquetError> {
    let fits = i32::try_from(number).ok().filter(|_| number <= MOST_DIGITS);
    fits.ok_or_else(|| ParquetError::General(format!("{number} digits are more than {MOST_DIGITS}")))
}

fn write_column(writer: &mut SerializedColumnWriter<'_>, column: ColumnChunk, kind: FieldKind) -> io::Result<()> {
    let ColumnChunk { cells, present } = column;
    match cells {
        Cells::Booleans(values) if kind == FieldKind::Boolean => put(writer.typed::<BoolType>(), &values, &present),
        Cells::Doubles(values) if kind == FieldKind::Double => put(writer.typed::<DoubleType>(), &values, &present),
        Cells::Days(values) if kind == FieldKind::Date => put(writer.typed::<Int32Type>(), &values, &present),
        Cells::Integers(values) if kind.is_integers() => put(writer.typed::<Int64Type>(), &values, &present),
        Cells::Bytes(values) if matches!(kind, FieldKind::Text | FieldKind::Bytes) => {
            let values: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
            put(writer.typed::<ByteArrayType>(), &values, &present)
        }
        Cells::Bytes(values) if kind == FieldKind::Uuid => {
            let values: Vec<FixedLenByteArray> = values.into_iter().map(FixedLenByteArray::from).collect();
            put(writer.typed::<FixedLenByteArrayType>(), &values, &present)
        }
        other @ (Cells::Booleans(_) | Cells::Integers(_) | Cells::Doubles(_) | Cells::Days(_) | Cells::Bytes(_)) => {
            Err(misfit(&other))
        }
    }
}

impl FieldKind {
    fn is_integers(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal { .. } | Self::Time | Self::Timestamp { .. })
    }
}

fn put<T: DataType>(writer: &mut ColumnWriterImpl<'_, T>, values: &[T::T], present: &[bool]) -> io::Result<()> {
    // Definition levels: 1 where an optional value is there.
    let levels: Vec<i16> = present.iter().map(|present| i16::from(*present)).collect();
    writer.write_batch(values, Some(&levels), None).map_err(failed)?;
    Ok(())
}

fn misfit(cells: &Cells) -> io::Error {
    let what = match cells {
        Cells::Booleans(_) => "truth values",
        Cells::Integers(_) => "whole numbers",
        Cells::Doubles(_) => "doubles",
        Cells::Days(_) => "days",
        Cells::Bytes(_) => "bytes",
    };
    io::Error::new(io::ErrorKind::InvalidInput, format!("{what} do not fit the Parquet column they came for"))
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    use ::parquet::record::Field as Read;

    fn field(name: &str, kind: FieldKind) -> Field {
        Field { name: name.to_owned(), kind }
    }

    fn full(cells: Cells, rows: usize) -> ColumnChunk {
        ColumnChunk { cells, present: vec![true; rows] }
    }

    #[test]
    fn every_kind_is_read_back() {
        let fields = [
            field("flag", FieldKind::Boolean),
            field("count", FieldKind::Integer),
            field("price", FieldKind::Decimal { precision: 12, scale: 2 }),
            field("weight", FieldKind::Double),
            field("day", FieldKind::Date),
            field("at", FieldKind::Timestamp { is_utc: true }),
            field("id", FieldKind::Uuid),
            field("word", FieldKind::Text),
            field("bytes", FieldKind::Bytes),
        ];
        let mut file = ParquetFile::new(Vec::new(), &fields).unwrap();
        let some = |cells| ColumnChunk { cells, present: vec![false, true] };
        file.append(vec![
            full(Cells::Booleans(vec![true, false]), 2),
            full(Cells::Integers(vec![i64::MIN, 7]), 2),
            some(Cells::Integers(vec![-1_250])),
            some(Cells::Doubles(vec![0.1])),
            some(Cells::Days(vec![20_454])),
            some(Cells::Integers(vec![1_000_000])),
            some(Cells::Bytes(vec![vec![0xab; 16]])),
            some(Cells::Bytes(vec!["näive, \"quoted\"".into()])),
            some(Cells::Bytes(vec![vec![0, 255]])),
        ])
        .unwrap();
        let bytes = bytes::Bytes::from(file.finish().unwrap());
        let reader = SerializedFileReader::new(bytes).unwrap();
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        let columns =
            |row: usize| -> Vec<Read> { rows[row].get_column_iter().map(|(_, value)| value.clone()).collect() };
        assert_eq!(columns(0)[..3], [Read::Bool(true), Read::Long(i64::MIN), Read::Null]);
        let second = columns(1);
        assert_eq!(second[1], Read::Long(7));
        assert_eq!(second[2].to_string(), "-12.50");
        assert_eq!(second[3..5], [Read::Double(0.1), Read::Date(20_454)]);
        assert_eq!(second[5], Read::TimestampMicros(1_000_000));
        assert_eq!(second[7], Read::Str("näive, \"quoted\"".into()));
        assert_eq!(second[8], Read::Bytes(vec![0, 255].into()));
    }

    #[test]
    fn many_rows_are_several_groups_and_none_is_a_file_too() {
        let fields = [field("count", FieldKind::Integer)];
        let mut file = ParquetFile::new(Vec::new(), &fields).unwrap();
        for batch in 0..5 {
            let numbers: Vec<i64> = (batch * 30_000..(batch + 1) * 30_000).collect();
            file.append(vec![full(Cells::Integers(numbers), 30_000)]).unwrap();
        }
        let reader = SerializedFileReader::new(bytes::Bytes::from(file.finish().unwrap())).unwrap();
        let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [90_000, 60_000]);
        let empty = ParquetFile::new(Vec::new(), &fields).unwrap().finish().unwrap();
        assert_eq!(
            SerializedFileReader::new(bytes::Bytes::from(empty)).unwrap().metadata().file_metadata().num_rows(),
            0
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut file = ParquetFile::new(Vec::new(), &[field("count", FieldKind::Integer)]).unwrap();
        file.append(vec![full(Cells::Doubles(vec![1.0]), 1)]).unwrap();
        assert_eq!(file.finish().unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert!(ParquetFile::new(Vec::new(), &[field("x", FieldKind::Decimal { precision: 38, scale: 2 })]).is_err());
    }
}
