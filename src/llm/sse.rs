//! Server-sent events (the stream format of the WHATWG HTML standard, 9.2), from pieces of any length.

/// One event: what stands in its `data:` lines. Names and numbers of events are not needed by any service.
pub(super) type Data = String;

/// Puts bytes together until an event is whole.
#[derive(Debug, Default)]
pub(super) struct EventReader {
    /// Bytes behind the last whole line.
    rest: Vec<u8>,
    /// Lines of the event that is not over yet.
    data: Vec<String>,
    /// Whether the last byte was a CR: an LF behind it belongs to it.
    after_return: bool,
}

impl EventReader {
    /// The events that are whole with these bytes. Bytes that are no UTF-8 become replacement characters.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Data> {
        let mut events = Vec::new();
        for &byte in bytes {
            let is_second_half = std::mem::replace(&mut self.after_return, byte == b'\r') && byte == b'\n';
            match byte {
                b'\n' if is_second_half => {}
                b'\n' | b'\r' => {
                    let line = std::mem::take(&mut self.rest);
                    events.extend(self.line(&String::from_utf8_lossy(&line)));
                }
                byte => self.rest.push(byte),
            }
        }
        events
    }

    /// What is left when the connection ends: services forget the last empty line.
    pub fn finish(mut self) -> Option<Data> {
        let line = std::mem::take(&mut self.rest);
        self.line(&String::from_utf8_lossy(&line)).or_else(|| self.event())
    }

    fn line(&mut self, line: &str) -> Option<Data> {
        if line.is_empty() {
            return self.event();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        if field.trim_start_matches('\u{feff}') == "data" {
            self.data.push(value.strip_prefix(' ').unwrap_or(value).to_owned());
        }
        None
    }

    fn event(&mut self) -> Option<Data> {
        let lines = std::mem::take(&mut self.data);
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(pieces: &[&[u8]]) -> Vec<String> {
        let mut reader = EventReader::default();
        let mut events: Vec<String> = pieces.iter().flat_map(|piece| reader.push(piece)).collect();
        events.extend(reader.finish());
        events
    }

    #[test]
    fn reads_events_cut_anywhere() {
        let text =
            "\u{feff}data: {\"a\": \"ü\"}\r\n\r\n: a comment\r\nevent: x\rdata:one\rdata: two\r\rid: 7\n\ndata: [DONE]";
        let expected = ["{\"a\": \"ü\"}", "one\ntwo", "[DONE]"];
        assert_eq!(events(&[text.as_bytes()]), expected);
        for size in 1..8 {
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
            assert_eq!(events(&pieces), expected, "in pieces of {size}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        assert_eq!(events(&[b"data: \xff\xfe\n\n", b"\0\0\n\n"]), ["\u{fffd}\u{fffd}"]);
        assert_eq!(events(&[]), [""; 0]);
    }
}
