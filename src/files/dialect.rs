//! How a table is written, guessed from its first rows: what stands between cells, how numbers look,
//! and whether the first row has the names.

use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::{
    encoding::{Encoding, Part},
    number::{self, Format, Mark, Reading, Thousands},
    records::{Quotes, Record, Records},
};

/// What stands between cells. Where a text can be read with several, the first is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Separator {
    /// What spreadsheets copy.
    Tab,
    /// Where the comma is taken for decimals.
    Semicolon,
    /// The usual one.
    Comma,
}

impl Separator {
    /// Its character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// What the first row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Header {
    /// The names of the columns.
    Names,
    /// Data like the others.
    None,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// Between cells.
    pub separator: Separator,
    /// Around cells.
    pub quotes: Quotes,
    /// In numbers.
    pub format: Format,
    /// Above the columns.
    pub header: Header,
}

/// What the visitor knows better than the guess; the rest is guessed in its light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// How the bytes make characters.
    pub encoding: Option<Encoding>,
    /// Between cells.
    pub separator: Option<Separator>,
    /// Around cells.
    pub quotes: Option<Quotes>,
    /// Before decimals.
    pub decimal: Option<Mark>,
    /// Between thousands.
    pub thousands: Option<Thousands>,
    /// Above the columns.
    pub header: Option<Header>,
}

/// How a table that begins with this text is written, and how many columns most of its rows have;
/// none where no row can be read.
pub(super) fn guess(
    text: &[u8],
    part: Part,
    corrections: &Corrections,
) -> (Dialect, Option<usize>) {
    // Never guessed: a table whose cells have quotes at both ends and mean them is yet to be seen.
    let quotes = corrections.quotes.unwrap_or(Quotes::Double);
    let separators = match &corrections.separator {
        Some(separator) => std::slice::from_ref(separator),
        None => Separator::VARIANTS,
    };
    let samples = separators.iter().map(|&separator| Sample::new(text, part, separator, quotes));
    // The first of equals: no other separator is as rarely in a text by chance as the tab is.
    let best = samples.reduce(|best, other| if other.is_better(&best) { other } else { best });
    let Some(Sample { separator, width, rows, .. }) = best else {
        let format = Format::new(Mark::Point);
        let dialect = Dialect { separator: Separator::Comma, quotes, format, header: Header::None };
        return (dialect, None);
    };
    let whole = |row: &&Vec<String>| row.len() == width;
    let rows: Vec<&Vec<String>> = rows.iter().filter(whole).collect();
    let decimal = corrections.decimal.unwrap_or_else(|| decimal(&rows, separator));
    let thousands = corrections.thousands.unwrap_or_else(|| thousands(&rows, decimal));
    let format = Format { decimal, thousands };
    let header = corrections.header.unwrap_or_else(|| header(&rows, format));
    // A table of one column is written with any; the comma is what it is called after.
    let separator = match corrections.separator {
        None if width <= 1 => Separator::Comma,
        None | Some(_) => separator,
    };
    (Dialect { separator, quotes, format, header }, (!rows.is_empty()).then_some(width))
}

/// The first rows as one separator cuts them.
struct Sample {
    separator: Separator,
    rows: Vec<Vec<String>>,
    // Cells that most rows have.
    width: usize,
    // The share of rows that have as many, and of their cells that are numbers.
    regular: f64,
    numbers: f64,
}

impl Sample {
    fn new(text: &[u8], part: Part, separator: Separator, quotes: Quotes) -> Self {
        let mut records = Records::new(separator.byte(), quotes);
        records.feed(text);
        match part {
            Part::More => {}
            Part::Last => records.close(),
        }
        let (mut rows, mut others) = (Vec::new(), 0_usize);
        while let Some(record) = records.next() {
            match record {
                Record::Row(row) if row.is_blank_from(0) => {}
                Record::Row(row) => {
                    others += usize::from(row.stray);
                    rows.push((0..row.len()).map(|at| row.cell(at).0.into_owned()).collect());
                }
                Record::Bad(_) => others += 1,
            }
        }
        let width = usual_width(&rows);
        let whole = || rows.iter().filter(|row| row.len() == width);
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        let cells = || whole().flatten().filter(|cell| !cell.is_empty());
        let numbers = |decimal| {
            let format = Format::new(decimal);
            let is_number = |cell: &&String| is_number(cell, format);
            share(cells().filter(is_number).count(), cells().count())
        };
        let regular = share(whole().count(), rows.len() + others);
        let numbers = numbers(Mark::Comma).max(numbers(Mark::Point));
        Self { separator, width, regular, numbers, rows }
    }

    /// Whether its separator is the likelier one. Where two cut every row alike, `1,5;2,5` has numbers
    /// with decimals only between semicolons.
    fn is_better(&self, other: &Self) -> bool {
        let rank = |sample: &Self| (sample.width > 1, sample.regular, sample.numbers, sample.width);
        rank(self) > rank(other)
    }
}

/// How many cells most rows have; the first such number of equals.
fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(width, _)| *width == row.len()) {
            Some((_, count)) => *count += 1,
            None => counts.push((row.len(), 1)),
        }
    }
    let most = counts.into_iter().reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.map_or(0, |(width, _)| width)
}

fn is_number(cell: &str, format: Format) -> bool {
    match number::read(cell, format) {
        Reading::Number(_) | Reading::Infinite => true,
        Reading::Missing | Reading::Text => false,
    }
}

/// What a cell tells of the decimal mark.
enum Vote {
    Sure(Mark),
    /// `1,234`: either decimals or thousands.
    Either(Mark),
    None,
}

fn vote(cell: &str) -> Vote {
    let size = cell.trim_start_matches(['+', '-', '\u{2212}']);
    let size = size.find(['E', 'e']).and_then(|at| size.get(..at)).unwrap_or(size);
    // Marks that stand between thousands only tell nothing.
    let between = |found| Thousands::Space.is(found) || Thousands::Apostrophe.is(found);
    let size = size.replace(between, "");
    let known = |byte| matches!(byte, b'0'..=b'9' | b',' | b'.');
    let Some(last) = size.rfind([',', '.']).filter(|_| size.bytes().all(known)) else {
        return Vote::None;
    };
    let (before, after) = (size.get(..last).unwrap_or_default(), size.get(last + 1..));
    let (mark, other) = match size.as_bytes().get(last) {
        Some(b',') => (Mark::Comma, Mark::Point),
        _ => (Mark::Point, Mark::Comma),
    };
    let after = after.unwrap_or_default();
    if before.contains([',', '.']) {
        // Several marks: the number is right with the last one before decimals, or with all
        // between thousands.
        let fits = [mark, other].into_iter().find(|&mark| is_number(&size, Format::new(mark)));
        return fits.map_or(Vote::None, Vote::Sure);
    }
    match (before, after.len()) {
        ("" | "0", _) => Vote::Sure(mark),
        (_, 3) if before.len() <= 3 => Vote::Either(mark),
        (_, _) => Vote::Sure(mark),
    }
}

fn decimal(rows: &[&Vec<String>], separator: Separator) -> Mark {
    let (mut sure, mut either) = ([0, 0], [0, 0]);
    let place = |mark| match mark {
        Mark::Comma => 0_usize,
        Mark::Point => 1,
    };
    let count = |counts: &mut [usize; 2], mark| {
        if let Some(count) = counts.get_mut(place(mark)) {
            *count += 1;
        }
    };
    for cell in rows.iter().copied().flatten() {
        match vote(cell) {
            Vote::Sure(mark) => count(&mut sure, mark),
            Vote::Either(mark) => count(&mut either, mark),
            Vote::None => {}
        }
    }
    let commas = |[comma, point]: [usize; 2]| comma > point;
    let settled = sure.iter().any(|&count| count > 0);
    // Semicolons between cells mean that the comma has another task.
    let taken = separator == Separator::Semicolon && commas(either);
    if commas(sure) || (!settled && taken) { Mark::Comma } else { Mark::Point }
}

fn thousands(rows: &[&Vec<String>], decimal: Mark) -> Thousands {
    let usual = Format::new(decimal);
    let count = |thousands| {
        let format = Format { thousands, ..usual };
        rows.iter().copied().flatten().filter(|cell| is_number(cell, format)).count()
    };
    let other = |best, thousands| if count(thousands) > count(best) { thousands } else { best };
    [Thousands::Space, Thousands::Apostrophe].into_iter().fold(usual.thousands, other)
}

/// A first row with a number where numbers follow is data, one with a text there has names.
fn header(rows: &[&Vec<String>], format: Format) -> Header {
    let Some((first, below)) = rows.split_first() else { return Header::None };
    let (mut names, mut data, mut numbers) = (0, 0, 0);
    for (column, cell) in first.iter().enumerate() {
        let under =
            || below.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
        let numeric = under().filter(|cell| is_number(cell, format)).count();
        let mostly = 2 * numeric > under().count();
        if is_number(cell, format) {
            numbers += 1;
            data += usize::from(mostly || below.is_empty());
        } else if !cell.is_empty() {
            names += usize::from(mostly);
            data += usize::from(under().any(|other| other == cell));
        }
    }
    // Texts above texts are names; a number tells against it.
    if names > data || (names == data && numbers == 0) { Header::Names } else { Header::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: (Separator, Mark, Header, usize)) {
        let (found, width) = guess(text.as_bytes(), Part::Last, &Corrections::default());
        let found = (found.separator, found.format.decimal, found.header, width.unwrap_or(0));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dialects_are_guessed() {
        use Header::{Names, None};
        use Mark::{Comma as C, Point as P};
        use Separator::{Comma, Semicolon, Tab};
        check("a,b\n1,2\n", (Comma, P, Names, 2));
        check("1,5;2,5\n3,5;4,5\n", (Semicolon, C, None, 2));
        check("1,2,\"a;b\"\n3,4,\"c;d\"\n", (Comma, P, None, 3));
        check("x;y\n1,234;2,345\n", (Semicolon, C, Names, 2));
        check("x,y\n\"1,234\",5\n\"2,345\",6\n", (Comma, P, Names, 2));
        check("x,y\n\"1,5\",5\n\"2,5\",6\n", (Comma, C, Names, 2));
        check("x\ty\n1.234,5\t1\n", (Tab, C, Names, 2));
        check("x;y\n1,234,567;1\n", (Semicolon, P, Names, 2));
        check("\"a\tb\",\"c\td\"\n\"e\tf\",\"g\th\"\n", (Comma, P, Names, 2));
        check("text\none, two\nthree, four, five\nsix\n", (Comma, P, Names, 1));
        check("1\n2\n3\n", (Comma, P, None, 1));
        check("1,2,red\n", (Comma, P, None, 3));
        check("a,b,c\n", (Comma, P, Names, 3));
        check("red,1\nred,2\n", (Comma, P, None, 2));
        check("A report\n\nx,y\n1,2\n3,4\n", (Comma, P, Names, 2));
        check("", (Comma, P, None, 0));
    }

    #[test]
    fn a_correction_bears_upon_the_rest() {
        let corrections = Corrections { separator: Some(Separator::Comma), ..Default::default() };
        let (dialect, width) = guess(b"1,5;2,5\n3,5;4,5\n", Part::Last, &corrections);
        assert_eq!((dialect.separator, dialect.format.decimal), (Separator::Comma, Mark::Point));
        assert_eq!(width, Some(3));
    }

    #[test]
    fn spaces_between_thousands_are_seen() {
        let text = "x;y\n1 234,5;1\n2 345,5;2\n";
        let (dialect, _) = guess(text.as_bytes(), Part::Last, &Corrections::default());
        assert_eq!(dialect.format, Format { decimal: Mark::Comma, thousands: Thousands::Space });
    }
}
