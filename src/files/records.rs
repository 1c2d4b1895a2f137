//! A text as rows of cells. The cells come from `csv-core`; this file says where it is to look: it
//! counts lines, bounds how much a row may hold, and comes back from a quote that nobody closed.

use std::borrow::Cow;

use csv_core::ReadRecordResult;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// Bytes that a row holds at most: where a quote is left open, so much of the text is read again.
pub const ROW_BYTES: usize = 1 << 17;
/// Cells that a row has at most, whether or not the table has room for them.
pub const ROW_CELLS: usize = 1 << 12;

/// What quotes mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Quotes {
    /// A cell may stand in double quotes, and may then hold separators, line breaks and, twice each,
    /// quotes.
    Double,
    /// Nothing: they are characters as others are.
    None,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// The line that it begins in, from 1; that of the quote, where one is left open.
    pub line: u64,
    /// Why.
    pub fault: Fault,
}

/// Why a row cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It has another number of cells than the table has columns.
    Cells {
        /// What it has.
        found: usize,
        /// What the table has.
        expected: usize,
    },
    /// A quote is opened and never closed, or closed in the middle of another line's cell. The line
    /// alone is left out.
    OpenQuote {
        /// In which column, from 1.
        column: usize,
    },
    /// It is longer than a row may be.
    TooLong {
        /// Bytes.
        limit: usize,
    },
    /// It has more cells than a row may have.
    TooManyCells {
        /// Cells.
        limit: usize,
    },
}

/// A row's cells.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// The line that it begins in, from 1.
    pub line: u64,
    /// Whether text follows on a closing quote: another separator was meant.
    pub stray: bool,
    bytes: &'a [u8],
    // The bytes again, if they are UTF-8.
    text: Option<&'a str>,
    ends: &'a [usize],
    quoted: &'a [bool],
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell, and whether it stands in quotes and is to be taken as it is.
    pub fn cell(&self, at: usize) -> (Cow<'a, str>, bool) {
        let end = self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let quoted = self.quoted.get(at).copied().unwrap_or_default();
        let range = start.unwrap_or_default()..end;
        let text = match self.text {
            Some(text) => Cow::Borrowed(text.get(range).unwrap_or_default()),
            None => String::from_utf8_lossy(self.bytes.get(range).unwrap_or_default()),
        };
        let text = match text {
            text if quoted => text,
            Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
            Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
        };
        (text, quoted)
    }

    /// Bytes in its cells.
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has characters that the encoding does not have.
    pub fn is_garbled(&self) -> bool {
        self.text.is_none_or(|text| !text.is_ascii() && text.contains('\u{fffd}'))
    }

    /// Whether nothing stands in any cell from this one on.
    pub fn is_blank_from(&self, at: usize) -> bool {
        (at..self.len()).all(|at| self.cell(at).0.is_empty())
    }
}

/// Without the white space around it. Most cells have none, and begin and end with ASCII.
fn trim(text: &str) -> &str {
    let (first, last) = (text.as_bytes().first(), text.as_bytes().last());
    let solid = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if solid(first) && solid(last) { text } else { text.trim() }
}

/// What comes next in a text.
pub(super) enum Record<'a> {
    /// A row of cells.
    Row(Row<'a>),
    /// A row that cannot be read.
    Bad(BadRow),
}

/// What a step through the text ends with.
enum Step {
    Wait,
    Row { line: u64, stray: bool },
    Bad(BadRow),
}

/// A text that comes in pieces, as rows.
pub(super) struct Records {
    csv: csv_core::Reader,
    separator: u8,
    quotes: Quotes,
    // The text from the start of the row under way, and where in it row and parser stand.
    text: Vec<u8>,
    start: usize,
    at: usize,
    // The row's cells, one behind the other; how much of both is filled.
    cells: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    quoted: Vec<bool>,
    place: Place,
    skipping: bool,
    closed: bool,
}

impl Records {
    /// No text yet.
    pub fn new(separator: u8, quotes: Quotes) -> Self {
        let quoting = match quotes {
            Quotes::Double => true,
            Quotes::None => false,
        };
        let csv = csv_core::ReaderBuilder::new().delimiter(separator).quoting(quoting).build();
        let mut records = Self {
            csv,
            separator,
            quotes,
            text: Vec::new(),
            start: 0,
            at: 0,
            cells: vec![0; ROW_BYTES],
            filled: 0,
            // One more, so that a row that has as many as it may is told from a longer one.
            ends: vec![0; ROW_CELLS + 1],
            ended: 0,
            quoted: Vec::new(),
            place: Place { line: 1, after_return: false },
            skipping: false,
            closed: false,
        };
        records.begin(0);
        records
    }

    /// More of the text.
    pub fn feed(&mut self, text: &[u8]) {
        self.text.drain(..self.start);
        self.at -= self.start;
        self.start = 0;
        self.text.extend_from_slice(text);
    }

    /// There is no more of it.
    pub fn close(&mut self) {
        self.closed = true;
    }

    /// The next row. `None`: more text is needed, or there is none.
    pub fn next(&mut self) -> Option<Record<'_>> {
        match self.step() {
            Step::Wait => None,
            Step::Bad(bad) => Some(Record::Bad(bad)),
            Step::Row { line, stray } => {
                let bytes = self.cells.get(..self.filled).unwrap_or_default();
                let text = std::str::from_utf8(bytes).ok();
                let ends = self.ends.get(..self.ended).unwrap_or_default();
                Some(Record::Row(Row { line, stray, bytes, text, ends, quoted: &self.quoted }))
            }
        }
    }

    fn step(&mut self) -> Step {
        if self.skipping {
            let Some(more) = self.rest(self.start).iter().position(is_break) else {
                self.begin(self.text.len());
                return Step::Wait;
            };
            self.skipping = false;
            self.place.after_return = false;
            self.begin(self.start + more);
        }
        if self.start == self.at {
            // Blank lines are passed here: the parser would read any number of them as one row.
            let rest = self.text.get(self.start..).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| is_break(byte)).count();
            self.place.pass(rest.get(..blank).unwrap_or_default());
            (self.filled, self.ended) = (0, 0);
            (self.start, self.at) = (self.start + blank, self.start + blank);
        }
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            // An empty text would tell the parser that there is no more.
            if rest.is_empty() && (!self.closed || self.start == self.at) {
                return Step::Wait;
            }
            let cells = self.cells.get_mut(self.filled..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
            let (result, read, filled, ended) = self.csv.read_record(rest, cells, ends);
            self.at += read;
            self.filled += filled;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record if self.ended <= ROW_CELLS => return self.complete(),
                ReadRecordResult::Record | ReadRecordResult::OutputEndsFull => {
                    return self.cut_short(Fault::TooManyCells { limit: ROW_CELLS });
                }
                ReadRecordResult::OutputFull => {
                    return self.cut_short(Fault::TooLong { limit: ROW_BYTES });
                }
                ReadRecordResult::End => {
                    self.begin(self.text.len());
                    return Step::Wait;
                }
            }
        }
    }

    /// The parser has read a row.
    fn complete(&mut self) -> Step {
        let line = self.place.line;
        let stray = self.stray();
        if let Some(stray) = &stray
            && let Some(resume) = self.next_line(stray)
        {
            return self.leave_open(stray, resume);
        }
        let row = self.text.get(self.start..self.at).unwrap_or_default();
        if self.quoted.is_empty() {
            // Without quotes the only line break is the last byte.
            self.place.after_return = false;
            self.place.pass(row.get(row.len().saturating_sub(1)..).unwrap_or_default());
        } else {
            self.place.pass(row);
        }
        self.start = self.at;
        Step::Row { line, stray: stray.is_some() }
    }

    /// The row holds more than there is room for.
    fn cut_short(&mut self, fault: Fault) -> Step {
        if let Some(stray) = self.stray()
            && let Some(resume) = self.next_line(&stray)
        {
            return self.leave_open(&stray, resume);
        }
        let line = self.place.line;
        self.place.pass(self.text.get(self.start..self.at).unwrap_or_default());
        // Where the row is whole, its line break is read already.
        let whole = self.text.get(..self.at).and_then(<[u8]>::last).is_some_and(is_break);
        self.skipping = !whole;
        self.begin(self.at);
        Step::Bad(BadRow { line, fault })
    }

    /// Leaves the line out in which a quote is left open, and goes on behind it.
    fn leave_open(&mut self, stray: &Stray, resume: Resume) -> Step {
        let opened = self.start + stray.at;
        self.place.pass(self.text.get(self.start..opened).unwrap_or_default());
        let bad =
            BadRow { line: self.place.line, fault: Fault::OpenQuote { column: stray.column } };
        match resume {
            Resume::At(place) => {
                self.place.after_return = false;
                self.begin(place);
            }
            Resume::Later => {
                self.skipping = true;
                self.begin(self.at);
            }
        }
        Step::Bad(bad)
    }

    /// Where the text goes on if the line of this quote is left out. `None`: the quote does no harm
    /// beyond its line, or its row is told of as it is.
    fn next_line(&self, stray: &Stray) -> Option<Resume> {
        let row = self.text.get(self.start + stray.at..self.at).unwrap_or_default();
        match row.iter().position(is_break) {
            // The line break that ends the row.
            Some(more) if more + 1 == row.len() && !stray.open => None,
            Some(more) => Some(Resume::At(self.start + stray.at + more)),
            None => stray.open.then_some(Resume::Later),
        }
    }

    /// Starts a row here.
    fn begin(&mut self, start: usize) {
        (self.start, self.at, self.filled, self.ended) = (start, start, 0, 0);
        self.csv.reset();
        // It would take a mark at its very start for a byte order mark; a blank line it passes.
        self.csv.read_record(b"\n", &mut [0], &mut [0]);
    }

    fn rest(&self, from: usize) -> &[u8] {
        self.text.get(from..).unwrap_or_default()
    }

    /// Which cells of the row stand in quotes, and the first quote that does not end its cell.
    fn stray(&mut self) -> Option<Stray> {
        self.quoted.clear();
        let row = self.text.get(self.start..self.at).unwrap_or_default();
        match self.quotes {
            Quotes::Double if row.contains(&b'"') => walk(row, self.separator, &mut self.quoted),
            Quotes::Double | Quotes::None => None,
        }
    }
}

/// Where to go on behind a line that is left out.
enum Resume {
    At(usize),
    Later,
}

/// A quote that opens a cell and does not end it.
struct Stray {
    at: usize,
    // From 1.
    column: usize,
    // Whether nothing closes it, rather than that text follows on the closing one.
    open: bool,
}

fn walk(row: &[u8], separator: u8, quoted: &mut Vec<bool>) -> Option<Stray> {
    let mut at = 0;
    loop {
        let rest = row.get(at..).unwrap_or_default();
        let column = quoted.len() + 1;
        let [b'"', inside @ ..] = rest else {
            quoted.push(false);
            let end = rest.iter().position(|&byte| byte == separator || is_break(&byte))?;
            if rest.get(end) != Some(&separator) {
                return None;
            }
            at += end + 1;
            continue;
        };
        let Some(closing) = closing(inside) else {
            return Some(Stray { at, column, open: true });
        };
        let after = inside.get(closing + 1..).unwrap_or_default();
        let spaces = after.iter().take_while(|&&byte| byte == b' ').count();
        quoted.push(spaces == 0);
        match after.get(spaces) {
            None | Some(b'\n' | b'\r') => return None,
            Some(&byte) if byte == separator => at += 1 + closing + 1 + spaces + 1,
            Some(_) => return Some(Stray { at, column, open: false }),
        }
    }
}

/// Where the quote stands that closes a cell: the first that is not doubled.
fn closing(inside: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let quote = at + inside.get(at..)?.iter().position(|&byte| byte == b'"')?;
        if inside.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}

fn is_break(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// A line of the text; a return and a line feed behind it are one line break.
struct Place {
    line: u64,
    after_return: bool,
}

impl Place {
    fn pass(&mut self, text: &[u8]) {
        for &byte in text {
            let breaks = byte == b'\r' || (byte == b'\n' && !self.after_return);
            self.line += u64::from(breaks);
            self.after_return = byte == b'\r';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as cells, with their lines; bad ones as the line and the column of the quote, if that is
    /// what is wrong.
    fn check(text: &str, expected: &[&str]) {
        for piece in [1, 2, 7, text.len().max(1)] {
            let mut records = Records::new(b',', Quotes::Double);
            let mut found = Vec::new();
            let mut take = |records: &mut Records| {
                while let Some(record) = records.next() {
                    found.push(match record {
                        Record::Row(row) => {
                            let cells: Vec<_> = (0..row.len()).map(|at| row.cell(at).0).collect();
                            format!("{}: {}", row.line, cells.join("|"))
                        }
                        Record::Bad(BadRow { line, fault }) => format!("{line}! {fault:?}"),
                    });
                }
            };
            for piece in text.as_bytes().chunks(piece) {
                records.feed(piece);
                take(&mut records);
            }
            records.close();
            take(&mut records);
            assert_eq!(found, expected, "in pieces of {piece}: {text:.40}");
        }
    }

    #[test]
    fn rows_have_lines_and_cells() {
        check("a,b\n1,2\n", &["1: a|b", "2: 1|2"]);
        check("a,b\r\n\r\n1,2", &["1: a|b", "3: 1|2"]);
        check("a,b\r1,2\r\r3,4", &["1: a|b", "2: 1|2", "4: 3|4"]);
        check("\n\na\n", &["3: a"]);
        check(
            "\"a\nb\",\" c \"\n x , \"\"\"y\"\"\"\n3,4",
            &["1: a\nb| c ", "3: x|\"\"\"y\"\"\"", "4: 3|4"],
        );
        check("\"a\"\"b\" ,2\r\n\"\",\n", &["1: a\"b|2", "2: |"]);
        check("5\" pipe,2\nx,3", &["1: 5\" pipe|2", "2: x|3"]);
        check("\u{feff}a", &["1: \u{feff}a"]);
    }

    #[test]
    fn a_quote_left_open_costs_its_line_only() {
        check("a,b\n1,\"2\n3,4\n", &["1: a|b", "2! OpenQuote { column: 2 }", "3: 3|4"]);
        check(
            "a,b\n1,\"2\n3,4\n5,\"6\"\n",
            &["1: a|b", "2! OpenQuote { column: 2 }", "3: 3|4", "4: 5|6"],
        );
        check("a\n\"", &["1: a", "2! OpenQuote { column: 1 }"]);
        check("\"x\ny\",\"z\n1,2", &["2! OpenQuote { column: 2 }", "3: 1|2"]);
        check("\"ab\"c,d\n1,2", &["1: abc|d", "2: 1|2"]);
        let long = format!("\"{}\n1,2\n", "x,y\n".repeat(ROW_BYTES / 3));
        let mut records = Records::new(b',', Quotes::Double);
        records.feed(long.as_bytes());
        assert!(matches!(
            records.next(),
            Some(Record::Bad(BadRow { line: 1, fault: Fault::OpenQuote { column: 1 } }))
        ));
        assert!(matches!(records.next(), Some(Record::Row(Row { line: 2, .. }))));
    }

    #[test]
    fn a_row_holds_no_more_than_it_may() {
        let long = format!("1,{}\n3,4\n", "x".repeat(2 * ROW_BYTES));
        check(&long, &["1! TooLong { limit: 131072 }", "2: 3|4"]);
        let wide = format!("{}\r\n3,4\n", ",".repeat(1_000_000));
        check(&wide, &["1! TooManyCells { limit: 4096 }", "2: 3|4"]);
        let just = format!("{}\n3,4\n", ",".repeat(ROW_CELLS));
        check(&just, &["1! TooManyCells { limit: 4096 }", "2: 3|4"]);
        let quote = format!("\"{}", "x".repeat(2 * ROW_BYTES));
        check(&format!("{quote}\n3,4"), &["1! OpenQuote { column: 1 }", "2: 3|4"]);
    }

    #[test]
    fn what_never_ends_is_not_kept() {
        for start in ["", "\"", "\"a\",", "1,"] {
            for piece in ["x", "\n", ",", "\"\"", "\"\n", "\"\"\n,", "\"x\r"] {
                let mut records = Records::new(b',', Quotes::Double);
                records.feed(start.as_bytes());
                for _ in 0..100 {
                    records.feed(piece.repeat(ROW_BYTES / 4 / piece.len()).as_bytes());
                    while records.next().is_some() {}
                    let kept = records.text.len() - records.start;
                    assert!(kept <= 3 * ROW_BYTES, "{start:?} {piece:?}: {kept}");
                }
            }
        }
    }
}
