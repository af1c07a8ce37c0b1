//! Lists and tuples of values, as PostgreSQL writes them.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::encode::write_plain;

/// The values of several generators in brackets: `{"1","2"}` for an array, `("1","2")` for a composite.
#[derive(Debug)]
pub struct Array {
    pub elements: Vec<Box<dyn Generator>>,
    pub brackets: [u8; 2],
}

impl Generator for Array {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let columns: Vec<Column> = self.elements.iter().map(|element| element.generate(indexes, frame)).collect();
        let mut texts = Strings::with_capacity(indexes.len());
        let mut element = Vec::new();
        for row in 0..indexes.len() {
            let out = texts.writer();
            out.push(self.brackets[0]);
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                element.clear();
                write_plain(&column.values, row, &mut element);
                quote(&element, out);
            }
            out.push(self.brackets[1]);
            texts.end();
        }
        full(Values::Texts(texts))
    }
}

fn quote(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::generator::Constant;

    #[test]
    fn elements_are_in_quotes() {
        let mut text = Strings::default();
        text.push(b"a\"b\\");
        let elements: Vec<Box<dyn Generator>> =
            vec![Box::new(Constant::new(Values::Texts(text))), Box::new(Constant::new(Values::Integers(vec![7])))];
        let array = Array { elements, brackets: *b"{}" };
        let Values::Texts(texts) = array.generate(&[0], &Frame::default()).values else { panic!("texts are due") };
        assert_eq!(texts.get(0), br#"{"a\"b\\","7"}"#);
    }
}
