//! Values of types that one engine alone has, as the text that engine reads.

use std::fmt;

/// How the value that belongs to a random number is written. Different numbers below 2^16 give different values, as far as the type has so many.
#[derive(Clone, Copy)]
pub struct Spelling {
    pub word: &'static str,
    write: fn(u64, &mut Vec<u8>),
    /// Digits of strings of bits, at most or exactly.
    width: usize,
}

impl Spelling {
    /// Of so many digits.
    #[must_use]
    pub fn wide(self, width: usize) -> Self {
        Self { width, ..self }
    }

    /// Writes the value that belongs to a number.
    pub fn put(&self, number: u64, out: &mut Vec<u8>) {
        let start = out.len();
        (self.write)(number, out);
        if self.is_bits() {
            let spare = (out.len() - start).saturating_sub(self.width);
            out.drain(start..start + spare);
        }
        if self.word == EXACT_BITS {
            let missing = self.width.saturating_sub(out.len() - start);
            out.splice(start..start, std::iter::repeat_n(b'0', missing));
        }
    }

    /// Whether it is a string of bits.
    pub fn is_bits(&self) -> bool {
        self.word.contains("bit")
    }
}

impl PartialEq for Spelling {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl fmt::Debug for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

/// The spelling of a type by its word.
pub fn spelling(word: &str) -> Option<Spelling> {
    SPELLINGS.iter().find(|spelling| spelling.word == word).copied()
}

/// Two bytes of a number, the lower one last.
fn bytes(number: u64) -> [u8; 2] {
    [(number >> 8) as u8, number as u8]
}

fn put(out: &mut Vec<u8>, text: fmt::Arguments<'_>) {
    // A buffer in memory takes everything.
    let _ = std::io::Write::write_fmt(out, text);
}

/// The word for strings of bits of an exact length.
const EXACT_BITS: &str = "bit";
/// Bits of those of which nothing is said.
const USUAL_BITS: usize = 16;

/// Types that are written alike stand behind one function.
const SPELLINGS: &[Spelling] = &[
    Spelling { word: "inet", write: inet, width: USUAL_BITS },
    Spelling { word: "inet4", write: inet, width: USUAL_BITS },
    Spelling { word: "inet6", write: inet6, width: USUAL_BITS },
    Spelling { word: "cidr", write: cidr, width: USUAL_BITS },
    Spelling { word: "macaddr", write: macaddr, width: USUAL_BITS },
    Spelling { word: "macaddr8", write: macaddr8, width: USUAL_BITS },
    Spelling { word: "money", write: money, width: USUAL_BITS },
    Spelling { word: EXACT_BITS, write: bit, width: 1 },
    Spelling { word: "bit varying", write: bit_varying, width: USUAL_BITS },
    Spelling { word: "varbit", write: bit_varying, width: USUAL_BITS },
    Spelling { word: "xml", write: xml, width: USUAL_BITS },
    Spelling { word: "tsvector", write: tsvector, width: USUAL_BITS },
    Spelling { word: "tsquery", write: tsquery, width: USUAL_BITS },
    Spelling { word: "point", write: point, width: USUAL_BITS },
    Spelling { word: "lseg", write: lseg, width: USUAL_BITS },
    Spelling { word: "line", write: write_line, width: USUAL_BITS },
    Spelling { word: "box", write: write_box, width: USUAL_BITS },
    Spelling { word: "path", write: write_path, width: USUAL_BITS },
    Spelling { word: "polygon", write: polygon, width: USUAL_BITS },
    Spelling { word: "circle", write: circle, width: USUAL_BITS },
    Spelling { word: "int4range", write: int4range, width: USUAL_BITS },
    Spelling { word: "int8range", write: int4range, width: USUAL_BITS },
    Spelling { word: "numrange", write: int4range, width: USUAL_BITS },
    Spelling { word: "int4multirange", write: int4multirange, width: USUAL_BITS },
    Spelling { word: "int8multirange", write: int4multirange, width: USUAL_BITS },
    Spelling { word: "nummultirange", write: int4multirange, width: USUAL_BITS },
    Spelling { word: "daterange", write: daterange, width: USUAL_BITS },
    Spelling { word: "tsrange", write: daterange, width: USUAL_BITS },
    Spelling { word: "tstzrange", write: daterange, width: USUAL_BITS },
    Spelling { word: "datemultirange", write: datemultirange, width: USUAL_BITS },
    Spelling { word: "tsmultirange", write: datemultirange, width: USUAL_BITS },
    Spelling { word: "tstzmultirange", write: datemultirange, width: USUAL_BITS },
    Spelling { word: "jsonpath", write: jsonpath, width: USUAL_BITS },
    Spelling { word: "pg_lsn", write: pg_lsn, width: USUAL_BITS },
    Spelling { word: "xid8", write: xid8, width: USUAL_BITS },
    Spelling { word: "tid", write: tid, width: USUAL_BITS },
    Spelling { word: "hstore", write: hstore, width: USUAL_BITS },
    Spelling { word: "ltree", write: ltree, width: USUAL_BITS },
    Spelling { word: "geometry", write: geometry, width: USUAL_BITS },
    Spelling { word: "citext", write: citext, width: USUAL_BITS },
];

fn inet(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("10.{}.{}.{}", bytes(n)[0], bytes(n)[1], 1 + (n >> 16) % 254));
}

fn inet6(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("fd00::{:x}:{:x}", 1 + (n >> 16) % 9_999, n as u16));
}

fn cidr(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("10.{}.{}.0/24", bytes(n)[0], bytes(n)[1]));
}

fn macaddr(n: u64, out: &mut Vec<u8>) {
    put(
        out,
        format_args!("02:00:{:02x}:{:02x}:{:02x}:{:02x}", (n >> 24) as u8, (n >> 16) as u8, bytes(n)[0], bytes(n)[1]),
    );
}

fn macaddr8(n: u64, out: &mut Vec<u8>) {
    put(
        out,
        format_args!(
            "02:00:00:00:{:02x}:{:02x}:{:02x}:{:02x}",
            (n >> 24) as u8,
            (n >> 16) as u8,
            bytes(n)[0],
            bytes(n)[1]
        ),
    );
}

fn money(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{}.{:02}", n % 100_000, (n >> 32) % 100));
}

fn bit(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{n:064b}"));
}

fn bit_varying(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{:b}", n as u16));
}

fn xml(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("<item id=\"{}\"/>", n as u32));
}

fn tsvector(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("'item':1 'w{}':2", n as u16));
}

fn tsquery(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("'w{}'", n as u16));
}

fn point(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("({},{})", n as u16, (n >> 16) as u16));
}

fn lseg(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("[(0,0),({},{})]", 1 + u32::from(n as u16), (n >> 16) as u16));
}

fn write_line(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{{1,-1,{}}}", n as u16));
}

fn write_box(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("({},{}),(0,0)", 1 + u32::from(n as u16), 1 + u32::from((n >> 16) as u16)));
}

fn write_path(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("((0,0),({},{}))", n as u16, (n >> 16) as u16));
}

fn polygon(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("((0,0),({},0),(0,{}))", 1 + u32::from(n as u16), 1 + u32::from((n >> 16) as u16)));
}

fn circle(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("<(0,0),{}>", 1 + u32::from(n as u16)));
}

fn int4range(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("[{},{})", n as u16, u64::from(n as u16) + 1 + (n >> 16) % 100));
}

fn int4multirange(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{{[{},{})}}", n as u16, u64::from(n as u16) + 1));
}

fn daterange(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("[{}-01-01,{}-02-01)", 1950 + n % 100, 1950 + n % 100));
}

fn datemultirange(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{{[{}-01-01,{}-02-01)}}", 1950 + n % 100, 1950 + n % 100));
}

fn jsonpath(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("$.w{}", n as u16));
}

fn pg_lsn(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("0/{:X}", n as u32));
}

fn xid8(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{}", n as u32));
}

fn tid(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("({},1)", n as u16));
}

fn hstore(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("\"key\"=>\"{}\"", n as u16));
}

fn ltree(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("top.w{}", n as u16));
}

fn geometry(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("POINT({} {})", n as u16, (n >> 16) as u16));
}

fn citext(n: u64, out: &mut Vec<u8>) {
    put(out, format_args!("text {}", n as u32));
}
