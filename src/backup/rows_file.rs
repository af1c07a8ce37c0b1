//! One table's rows in a file: zstd over canonical rows, hashed as they pass.

use super::digest::RowsDigest;
use super::error::BackupError;
use super::row;
use crate::model::Cell;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// zstd's own default: rows compress about as well as higher levels would, several times faster.
const LEVEL: i32 = 3;

/// What came of a file of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub rows: u64,
    pub rows_hash: String,
    /// Compressed.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// Writes rows one at a time; needs the memory of one row and of the compressor.
pub struct RowsWriter {
    path: PathBuf,
    encoder: zstd::Encoder<'static, Hashing<BufWriter<File>>>,
    digest: RowsDigest,
    buffer: Vec<u8>,
}

impl RowsWriter {
    pub(super) fn create(path: PathBuf, file: File) -> Result<Self, BackupError> {
        let encoder = zstd::Encoder::new(Hashing::new(BufWriter::new(file)), LEVEL)
            .map_err(|source| BackupError::File { action: "write", path: path.clone(), source })?;
        Ok(Self { path, encoder, digest: RowsDigest::default(), buffer: Vec::new() })
    }

    pub fn write(&mut self, row: &[Cell]) -> Result<(), BackupError> {
        self.buffer.clear();
        let encoded = row::encode(row, &mut self.buffer);
        self.digest.add(&self.buffer);
        let written = encoded.and_then(|()| self.encoder.write_all(&self.buffer));
        written.map_err(|source| BackupError::File { action: "write", path: self.path.clone(), source })
    }

    /// Ends the file and sees to it that it is on the disk.
    pub fn finish(self) -> Result<Written, BackupError> {
        let Self { path, encoder, digest, .. } = self;
        let finished = encoder.finish().and_then(|hashing| {
            let (file, hash, bytes) = hashing.finish();
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            Ok((hash, bytes))
        });
        let (sha256, bytes) = finished.map_err(|source| BackupError::File { action: "write", path, source })?;
        Ok(Written { rows: digest.rows(), rows_hash: digest.hex(), bytes, sha256 })
    }
}

/// Reads the rows back.
pub struct RowsReader {
    path: PathBuf,
    /// Buffered once more behind the decoder, since rows are read in small pieces.
    input: BufReader<zstd::Decoder<'static, BufReader<File>>>,
    columns: usize,
}

impl RowsReader {
    pub(super) fn open(path: &Path, columns: usize) -> Result<Self, BackupError> {
        let opened = File::open(path).and_then(zstd::Decoder::new);
        let decoder = opened.map_err(|source| BackupError::File { action: "read", path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), input: BufReader::new(decoder), columns })
    }

    /// The next row; `None` behind the last one.
    pub fn next_row(&mut self) -> Result<Option<Vec<Cell>>, BackupError> {
        let read = row::decode(&mut self.input, self.columns);
        read.map_err(|error| BackupError::damaged(&self.path, error.to_string()))
    }

    /// Reads everything that is left, for its hash.
    pub fn digest(self) -> Result<RowsDigest, BackupError> {
        let all: Vec<usize> = (0..self.columns).collect();
        self.digest_of(&all)
    }

    /// Reads everything that is left, for the hash of some cells of each row.
    pub fn digest_of(mut self, places: &[usize]) -> Result<RowsDigest, BackupError> {
        let mut digest = RowsDigest::default();
        while let Some(row) = self.next_row()? {
            let cells: Vec<Cell> = places.iter().filter_map(|place| row.get(*place).cloned()).collect();
            digest.add_row(&cells).map_err(|error| BackupError::damaged(&self.path, error.to_string()))?;
        }
        Ok(digest)
    }
}

/// The SHA-256 of a whole file, and its length.
pub(super) fn hash_of(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut file, &mut hashing)?;
    let (_, hash, bytes) = hashing.finish();
    Ok((hash, bytes))
}

/// Passes bytes on and hashes them.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W> Hashing<W> {
    fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    fn finish(self) -> (W, String, u64) {
        (self.inner, hex::encode(self.hash.finalize()), self.bytes)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
