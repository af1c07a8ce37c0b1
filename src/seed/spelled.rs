//! Values of types that one engine alone has, as the text that engine reads.

use std::fmt;

/// Writes the value that belongs to a random number. Different numbers below 2^16 give different values, as far as the type has so many.
#[derive(Clone, Copy)]
pub struct Spelling {
    pub word: &'static str,
    pub write: fn(u64, &mut Vec<u8>),
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

/// Types that are written alike stand behind one function.
const SPELLINGS: &[Spelling] = &[
    Spelling { word: "inet", write: inet },
    Spelling { word: "inet4", write: inet },
    Spelling { word: "inet6", write: inet6 },
    Spelling { word: "cidr", write: cidr },
    Spelling { word: "macaddr", write: macaddr },
    Spelling { word: "macaddr8", write: macaddr8 },
    Spelling { word: "money", write: money },
    Spelling { word: "bit", write: bit },
    Spelling { word: "bit varying", write: bit_varying },
    Spelling { word: "varbit", write: bit_varying },
    Spelling { word: "xml", write: xml },
    Spelling { word: "tsvector", write: tsvector },
    Spelling { word: "tsquery", write: tsquery },
    Spelling { word: "point", write: point },
    Spelling { word: "lseg", write: lseg },
    Spelling { word: "line", write: write_line },
    Spelling { word: "box", write: write_box },
    Spelling { word: "path", write: write_path },
    Spelling { word: "polygon", write: polygon },
    Spelling { word: "circle", write: circle },
    Spelling { word: "int4range", write: int4range },
    Spelling { word: "int8range", write: int4range },
    Spelling { word: "numrange", write: int4range },
    Spelling { word: "int4multirange", write: int4multirange },
    Spelling { word: "int8multirange", write: int4multirange },
    Spelling { word: "nummultirange", write: int4multirange },
    Spelling { word: "daterange", write: daterange },
    Spelling { word: "tsrange", write: daterange },
    Spelling { word: "tstzrange", write: daterange },
    Spelling { word: "datemultirange", write: datemultirange },
    Spelling { word: "tsmultirange", write: datemultirange },
    Spelling { word: "tstzmultirange", write: datemultirange },
    Spelling { word: "jsonpath", write: jsonpath },
    Spelling { word: "pg_lsn", write: pg_lsn },
    Spelling { word: "xid8", write: xid8 },
    Spelling { word: "tid", write: tid },
    Spelling { word: "hstore", write: hstore },
    Spelling { word: "ltree", write: ltree },
    Spelling { word: "geometry", write: geometry },
    Spelling { word: "citext", write: citext },
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
    put(out, format_args!("{}", n & 1));
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
