//! The files of a spec. Reading them from a disk is the caller's business.

use crate::diagnostic::{Diagnostic, LineIndex, Place, Span};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Larger than any spec a person can review, small enough to be read at once.
const LARGEST: usize = 4 * 1024 * 1024;

/// Where files come from: a disk, an editor, a test.
pub trait Sources {
    fn open(&self, path: &Path) -> io::Result<Opened>;
}

/// What is found at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    File(Vec<u8>),
    /// The paths of what is in it, in any order, each openable.
    Folder(Vec<PathBuf>),
}

/// A function can stand in for a disk.
impl<F: Fn(&Path) -> io::Result<Opened>> Sources for F {
    fn open(&self, path: &Path) -> io::Result<Opened> {
        self(path)
    }
}

/// The text of a file, for whoever shows diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub path: Arc<PathBuf>,
    pub text: String,
}

impl SourceFile {
    /// The bytes as text. What no editor would save as YAML is refused.
    pub fn new(path: &Path, bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        let path = Arc::new(path.to_owned());
        let at = |line: usize, column: usize, byte: usize| Span::new(path.clone(), line, column, byte..byte);
        if bytes.len() > LARGEST {
            let message = format!("the file has {} bytes; a spec has {LARGEST} at most", bytes.len());
            let help = "split it, and name the parts under `include:`";
            return Err(Box::new(Diagnostic::error("file-too-large", message).at(at(1, 1, 0), "").help(help)));
        }
        if bytes.starts_with(&[0xEF, 0xBB, 0xBF])
            || bytes.starts_with(&[0xFF, 0xFE])
            || bytes.starts_with(&[0xFE, 0xFF])
        {
            let diagnostic = Diagnostic::error("not-utf8", "the file starts with a byte order mark");
            return Err(Box::new(diagnostic.at(at(1, 1, 0), "").help("save it as UTF-8 without a mark")));
        }
        if let Some(byte) = bytes.iter().position(|byte| *byte == 0) {
            let (line, column) = place(&bytes[..byte]);
            let diagnostic = Diagnostic::error("nul-byte", "the file holds a NUL byte, which no text does");
            return Err(Box::new(diagnostic.at(at(line, column, byte), "here")));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { path, text }),
            Err(error) => {
                let byte = error.utf8_error().valid_up_to();
                let (line, column) = place(&error.as_bytes()[..byte]);
                let diagnostic = Diagnostic::error("not-utf8", "the file is not UTF-8");
                Err(Box::new(
                    diagnostic.at(at(line, column, byte), "the first byte that is not").help("save it as UTF-8"),
                ))
            }
        }
    }
}

/// Line and column behind these bytes.
fn place(before: &[u8]) -> (usize, usize) {
    let before = String::from_utf8_lossy(before);
    let Place { line, column, .. } = LineIndex::of(&before).place(before.len());
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (&'static str, usize, usize) {
        let diagnostic = SourceFile::new(Path::new("a.yml"), bytes.to_vec()).unwrap_err();
        (diagnostic.code, diagnostic.labels[0].span.line(), diagnostic.labels[0].span.column())
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        assert_eq!(refused(&vec![b' '; LARGEST + 1]).0, "file-too-large");
        assert_eq!(refused(b"\xEF\xBB\xBFversion: 1"), ("not-utf8", 1, 1));
        assert_eq!(refused("ä: 1\nö\0: 2".as_bytes()), ("nul-byte", 2, 2));
        assert_eq!(refused(b"a: 1\nb: \xFF\n"), ("not-utf8", 2, 4));
        assert!(SourceFile::new(Path::new("a.yml"), vec![b' '; LARGEST]).is_ok());
    }
}
