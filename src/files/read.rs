//! The reader: a file's bytes in, piece by piece, and a [`Sheet`] out. It holds no more of the file
//! than the limits let it, and asks for no more bytes once they are reached.
//!
//! How the bytes are cut into pieces makes no difference: what is guessed is guessed from a window of
//! fixed length.

use serde::{Deserialize, Serialize};

use super::{
    dialect::{self, Corrections, Dialect, Header},
    encoding::{self, Decode, Encoding, Part},
    number,
    records::{BadRow, Fault, Record, Records, Row},
    sheet::{Cells, Garbled, LeftOut, Listed, Sheet, tidy},
};
use crate::engine::table;

/// Bytes from which encoding and dialect are guessed, and that are read at a time.
const WINDOW: usize = 1 << 16;

/// How much of a file there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Bytes of all cells.
    pub text: usize,
    /// Bytes of the file, whatever is in them.
    pub file: usize,
}

impl Default for Limits {
    /// The table's, and beside its columns a target; text for as many rows and columns with numbers of
    /// all their digits.
    fn default() -> Self {
        Self {
            rows: table::ROWS,
            columns: table::COLUMNS + 1,
            text: 128_000_000,
            file: 1_000_000_000,
        }
    }
}

/// What a file is that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A spreadsheet's own file, which can save its table as a text, or another archive.
    Workbook,
    /// Something else.
    Other,
}

/// Why there is no table in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// Nothing is in it.
    Empty,
    /// It is no text.
    NotText {
        /// What it is instead.
        content: Content,
    },
    /// It has no row of data that can be read.
    NoRows {
        /// The columns' names, where it has any.
        names: Vec<String>,
        /// Rows that cannot be read.
        bad_rows: Listed<BadRow>,
    },
}

/// Whether a reader has use for more of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// It has.
    More,
    /// The limits are reached.
    Enough,
}

/// Where a reader stands with the encoding.
enum Stage {
    /// The first bytes are kept until they fill the window.
    Start,
    /// All was ASCII so far, so that the encoding still matters to nothing.
    Ascii,
    /// Bytes that are not are kept from the first one on.
    Beyond,
    /// It is known.
    Settled,
}

/// Reads a table. It is dropped to cancel.
pub struct Reader<D> {
    decoder: D,
    corrections: Corrections,
    stage: Stage,
    kept: Vec<u8>,
    encoding: Encoding,
    text: String,
    records: Option<Records>,
    rows: Rows,
}

impl<D: Decode> Reader<D> {
    /// Nothing read yet.
    pub fn new(decoder: D, corrections: Corrections, limits: Limits) -> Self {
        Self {
            decoder,
            corrections,
            stage: Stage::Start,
            kept: Vec::new(),
            encoding: Encoding::Utf8,
            text: String::new(),
            records: None,
            rows: Rows::new(limits),
        }
    }

    /// Reads the next bytes.
    ///
    /// # Errors
    ///
    /// Where they are no text.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Wants, Unreadable> {
        for piece in bytes.chunks(WINDOW) {
            if self.rows.wants() == Wants::More {
                self.rows.bytes += piece.len() as u64;
                self.take(piece, Part::More)?;
                self.rows.bound();
            }
        }
        Ok(self.rows.wants())
    }

    /// How it is read, as far as that is known; else as a file without anything would be.
    pub fn written(&self) -> (Encoding, Dialect) {
        let nothing = || dialect::guess(&[], Part::Last, &self.corrections).0;
        (self.encoding, self.rows.dialect.unwrap_or_else(nothing))
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.rows.bytes
    }

    /// Rows found so far.
    pub fn rows(&self) -> usize {
        self.rows.lines.len()
    }

    /// There are no more bytes, or no more are wanted.
    ///
    /// # Errors
    ///
    /// Where there is no table in what was read.
    pub fn finish(mut self) -> Result<Sheet, Unreadable> {
        self.close()?;
        self.sheet()
    }

    /// The first half of [`Self::finish`]: what there is of the file is read.
    ///
    /// # Errors
    ///
    /// Where it is no text.
    pub(super) fn close(&mut self) -> Result<(), Unreadable> {
        match self.rows.wants() {
            Wants::More => self.take(&[], Part::Last),
            Wants::Enough => Ok(()),
        }
    }

    /// The second half.
    ///
    /// # Errors
    ///
    /// Where there is no table in it.
    pub(super) fn sheet(self) -> Result<Sheet, Unreadable> {
        self.rows.sheet(self.encoding)
    }

    fn take(&mut self, piece: &[u8], part: Part) -> Result<(), Unreadable> {
        match self.stage {
            Stage::Start => {
                self.kept.extend_from_slice(piece);
                if self.kept.len() < WINDOW && part == Part::More {
                    return Ok(());
                }
                let rest = self.kept.split_off(WINDOW.min(self.kept.len()));
                let start = std::mem::take(&mut self.kept);
                self.open(&start, if rest.is_empty() { part } else { Part::More })?;
                if rest.is_empty() { Ok(()) } else { self.take(&rest, part) }
            }
            Stage::Ascii => {
                let ascii = piece.iter().take_while(|byte| byte.is_ascii()).count();
                let (ascii, rest) = piece.split_at_checked(ascii).unwrap_or((piece, &[]));
                if rest.is_empty() {
                    self.read(ascii, part);
                    return Ok(());
                }
                self.read(ascii, Part::More);
                self.stage = Stage::Beyond;
                self.take(rest, part)
            }
            Stage::Beyond => {
                self.kept.extend_from_slice(piece);
                if self.kept.len() >= WINDOW || part == Part::Last {
                    let kept = std::mem::take(&mut self.kept);
                    // In the middle of a text that began as one it can only be of bytes.
                    self.settle(match encoding::sniff(kept.get(..WINDOW).unwrap_or(&kept)) {
                        Some(Encoding::EucKr) => Encoding::EucKr,
                        Some(Encoding::Windows1252) => Encoding::Windows1252,
                        Some(Encoding::Utf16Be | Encoding::Utf16Le | Encoding::Utf8) | None => {
                            Encoding::Utf8
                        }
                    });
                    self.read(&kept, part);
                }
                Ok(())
            }
            Stage::Settled => {
                self.read(piece, part);
                Ok(())
            }
        }
    }

    /// Finds out from the first bytes how the file is to be read, and reads them.
    fn open(&mut self, start: &[u8], part: Part) -> Result<(), Unreadable> {
        if start.is_empty() {
            return Err(Unreadable::Empty);
        }
        let given = self.corrections.encoding;
        let content = content(start);
        let guessed = match content {
            Content::Workbook => None,
            Content::Other => encoding::sniff(start),
        };
        let Some(encoding) = given.or(guessed) else {
            return Err(Unreadable::NotText { content });
        };
        let bytes = start.strip_prefix(encoding.mark()).unwrap_or(start);
        self.settle(encoding);
        if given.is_none() && encoding == Encoding::Utf8 && start.is_ascii() {
            self.stage = Stage::Ascii;
        }
        self.decoded(bytes, part, |reader, text| {
            let (dialect, width) = dialect::guess(text, part, &reader.corrections);
            reader.rows.begin(dialect, width);
            reader.records = Some(Records::new(dialect.separator.byte(), dialect.quotes));
            reader.parse(text, part);
        });
        Ok(())
    }

    fn settle(&mut self, encoding: Encoding) {
        self.encoding = encoding;
        self.stage = Stage::Settled;
        match encoding {
            Encoding::Utf8 => {}
            Encoding::EucKr | Encoding::Utf16Be | Encoding::Utf16Le | Encoding::Windows1252 => {
                self.decoder.start(encoding);
            }
        }
    }

    fn read(&mut self, bytes: &[u8], part: Part) {
        self.decoded(bytes, part, |reader, text| reader.parse(text, part));
    }

    /// The bytes as UTF-8. What is not is seen cell by cell, so that it costs no look of its own.
    fn decoded(&mut self, bytes: &[u8], part: Part, then: impl FnOnce(&mut Self, &[u8])) {
        match self.encoding {
            Encoding::Utf8 => then(self, bytes),
            Encoding::EucKr | Encoding::Utf16Be | Encoding::Utf16Le | Encoding::Windows1252 => {
                let mut text = std::mem::take(&mut self.text);
                text.clear();
                self.decoder.decode(bytes, part, &mut text);
                then(self, text.as_bytes());
                self.text = text;
            }
        }
    }

    fn parse(&mut self, text: &[u8], part: Part) {
        let Some(records) = &mut self.records else { return };
        records.feed(text);
        match part {
            Part::More => {}
            Part::Last => records.close(),
        }
        while self.rows.wants() == Wants::More
            && let Some(record) = records.next()
        {
            self.rows.take(record);
        }
    }
}

fn content(start: &[u8]) -> Content {
    // A zip archive, as which newer spreadsheets save, and the container of older ones.
    let marks: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];
    if marks.iter().any(|mark| start.starts_with(mark)) {
        Content::Workbook
    } else {
        Content::Other
    }
}

/// What has been read of a table.
struct Rows {
    limits: Limits,
    dialect: Option<Dialect>,
    // Columns of the file, where the guess found any row.
    width: Option<usize>,
    names: Option<Vec<String>>,
    columns: Vec<Cells>,
    lines: Vec<u64>,
    text: usize,
    bad_rows: Listed<BadRow>,
    blank_rows: u64,
    garbled: Option<Garbled>,
    left_out: Vec<LeftOut>,
    full: bool,
    bytes: u64,
}

impl Rows {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            dialect: None,
            width: None,
            names: None,
            columns: Vec::new(),
            lines: Vec::new(),
            text: 0,
            bad_rows: Listed::default(),
            blank_rows: 0,
            garbled: None,
            left_out: Vec::new(),
            full: false,
            bytes: 0,
        }
    }

    fn begin(&mut self, dialect: Dialect, width: Option<usize>) {
        self.dialect = Some(dialect);
        self.width = width;
    }

    fn wants(&self) -> Wants {
        if self.full { Wants::Enough } else { Wants::More }
    }

    fn take(&mut self, record: Record<'_>) {
        let row = match record {
            Record::Row(row) if row.is_blank_from(0) => {
                self.blank_rows += 1;
                return;
            }
            Record::Row(row) => row,
            Record::Bad(bad) => return self.bad_rows.add(bad),
        };
        let width = *self.width.get_or_insert(row.len());
        // A separator too many at the end of a line says nothing.
        if row.len() < width || !row.is_blank_from(width) {
            let fault = Fault::Cells { found: row.len(), expected: width };
            return self.bad_rows.add(BadRow { line: row.line, fault });
        }
        if row.is_garbled() {
            self.garbled.get_or_insert(Garbled { line: row.line, rows: 0 }).rows += 1;
        }
        if self.names.is_none() {
            match self.name(&row, width) {
                Header::Names => return,
                Header::None => {}
            }
        }
        let (rows, text) = (self.limits.rows, self.limits.text);
        if self.lines.len() >= rows {
            return self.stop(LeftOut::Rows { limit: rows });
        }
        if self.text + row.bytes() > text {
            return self.stop(LeftOut::Text { limit: text });
        }
        self.text += row.bytes();
        self.lines.push(row.line);
        for (at, cells) in self.columns.iter_mut().enumerate() {
            let (cell, quoted) = row.cell(at);
            // In quotes a word for what is missing is a text as others are.
            cells.push(if quoted || !number::is_missing(&cell) { &cell } else { "" });
        }
    }

    /// The names of the columns, from the first row or made up.
    fn name(&mut self, row: &Row<'_>, width: usize) -> Header {
        let limit = self.limits.columns;
        if width > limit {
            self.left_out.push(LeftOut::Columns { found: width, limit });
        }
        let width = width.min(limit);
        self.columns.resize_with(width, Cells::default);
        let header = self.dialect.map_or(Header::None, |dialect| dialect.header);
        self.names = Some(tidy((0..width).map(|at| match header {
            Header::Names => row.cell(at).0.into_owned(),
            Header::None => String::new(),
        })));
        header
    }

    /// Rows that cannot be read take no room, and may be without end.
    fn bound(&mut self) {
        let limit = self.limits.file;
        if self.bytes >= limit as u64 && !self.full {
            self.stop(LeftOut::Text { limit });
        }
    }

    fn stop(&mut self, left_out: LeftOut) {
        self.left_out.push(left_out);
        self.full = true;
    }

    fn sheet(self, encoding: Encoding) -> Result<Sheet, Unreadable> {
        let Some(dialect) = self.dialect else { return Err(Unreadable::Empty) };
        if self.names.is_none() && self.bad_rows.total == 0 {
            return Err(Unreadable::Empty);
        }
        let names = self.names.unwrap_or_default();
        if self.lines.is_empty() {
            return Err(Unreadable::NoRows { names, bad_rows: self.bad_rows });
        }
        Ok(Sheet {
            encoding,
            dialect,
            names,
            columns: self.columns,
            lines: self.lines,
            bad_rows: self.bad_rows,
            blank_rows: self.blank_rows,
            garbled: self.garbled,
            left_out: self.left_out,
            bytes: self.bytes,
        })
    }
}
