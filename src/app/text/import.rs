//! The words for a table of the visitor's own: choosing a file, what was found in it, and what can be
//! wrong with it. What is told says what to do where there is something to do.

mod english;
mod korean;

pub use english::ENGLISH;
pub use korean::KOREAN;

use crate::app::preference::language::Language;
use crate::app::reason::Reason;
use crate::files::{
    BadCell, BadRow, Encoding, Fill, Garbled, Header, Kind, LeftOut, Mark, Problem, Quotes,
    Refusal, Role, Separator, Thousands, Unreadable,
};
use crate::formats::run::Damage;

/// The words of this area.
pub struct Words {
    /// That nothing leaves the browser.
    pub private: &'static str,
    /// What kind of file is meant, and the other ways in.
    pub lead: &'static str,
    /// That of several files one is read.
    pub others: &'static str,
    /// What a bar of progress tells of.
    pub busy: &'static str,
    /// Opens the file chooser.
    pub choose_file: &'static str,
    /// What a table is called that has no file.
    pub pasted: &'static str,
    /// How far a file is read: bytes, of how many, rows found.
    pub reading: fn(u64, u64, usize) -> String,
    /// Above what was recognised.
    pub recognised: &'static str,
    /// Labels of that.
    pub encoding: &'static str,
    /// Between cells.
    pub separator: &'static str,
    /// Around cells.
    pub quotes: &'static str,
    /// Before decimals.
    pub decimal: &'static str,
    /// Between thousands.
    pub thousands: &'static str,
    /// What the first row is.
    pub header: &'static str,
    /// An encoding's name.
    pub encodings: fn(Encoding) -> &'static str,
    /// What stands between cells.
    pub separators: fn(Separator) -> &'static str,
    /// What quotes mean.
    pub quotations: fn(Quotes) -> &'static str,
    /// A decimal mark.
    pub marks: fn(Mark) -> &'static str,
    /// What stands between thousands.
    pub groups: fn(Thousands) -> &'static str,
    /// What the first row is.
    pub headers: fn(Header) -> &'static str,
    /// How large the table is: rows and columns.
    pub size: fn(usize, usize) -> String,
    /// Above the first rows.
    pub preview: &'static str,
    /// Above the list of columns.
    pub columns: &'static str,
    /// Heads of that list: name, kind, part, missing values, values.
    pub heads: [&'static str; 5],
    /// What a column is read as.
    pub kinds: fn(Kind) -> &'static str,
    /// What a column is for.
    pub roles: fn(Role) -> &'static str,
    /// The select box of a column's kind, by the column's name.
    pub kind_of: fn(&str) -> String,
    /// The select box of a column's part, by the column's name.
    pub role_of: fn(&str) -> String,
    /// Why a column is of little use as it is.
    pub reason: fn(Reason) -> String,
    /// A column without any value.
    pub empty: &'static str,
    /// The values of a column of numbers: least, greatest, mean.
    pub numbers: fn(&str, &str, &str) -> String,
    /// How many different texts a column has.
    pub texts: fn(usize) -> String,
    /// Label of what is to be told.
    pub problem: &'static str,
    /// What is to be told.
    pub problems: fn(Problem) -> &'static str,
    /// What is done to the numbers before the network sees them.
    pub scaled: &'static str,
    /// What is done to numbers that it tells.
    pub scaled_too: &'static str,
    /// Label of what becomes of rows with missing values.
    pub fill: &'static str,
    /// What becomes of them.
    pub fills: fn(Fill) -> &'static str,
    /// Above what could not be read.
    pub remarks: &'static str,
    /// A row that cannot be read.
    pub bad_row: fn(&BadRow) -> String,
    /// A cell that cannot be read.
    pub bad_cell: fn(&BadCell) -> String,
    /// So many more of the same.
    pub more: fn(u64) -> String,
    /// Rows with nothing in them.
    pub blank_rows: fn(u64) -> String,
    /// Characters that the encoding does not have.
    pub garbled: fn(&Garbled) -> String,
    /// What there was no room for.
    pub left_out: fn(&LeftOut) -> String,
    /// Why there is no table in a file.
    pub unreadable: fn(&Unreadable) -> String,
    /// While a run file is looked at.
    pub opening: &'static str,
    /// Why no run comes of a file.
    pub damaged: fn(&Damage) -> String,
    /// Why there is no table in a choice.
    pub refused: fn(&Refusal) -> String,
    /// The program that reads cannot be fetched.
    pub unfetched: &'static str,
    /// The program that reads has died.
    pub died: &'static str,
    /// The browser does not give the file out.
    pub unread: &'static str,
    /// Tries again.
    pub try_again: &'static str,
    /// Makes the run one on the table.
    pub use_it: &'static str,
    /// Leaves all as it is.
    pub cancel: &'static str,
    /// The list of what is kept and not in use.
    pub kept: &'static str,
    /// Uses one of it.
    pub use_one: &'static str,
    /// The same for screen readers, by its name.
    pub use_kept: fn(&str) -> String,
    /// Has one of it kept no longer.
    pub forget_one: &'static str,
    /// The same for screen readers, by its name.
    pub forget_kept: fn(&str) -> String,
}

/// These words in a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::app::text::Language;
    use crate::files::{Content, Fault, Listed};
    use crate::formats::run::Part;

    /// Words that stand for something else are not a language's; digits and names may be.
    fn told(lines: &[String]) {
        for line in lines {
            assert!(!line.trim().is_empty(), "{lines:?}");
        }
        for (at, line) in lines.iter().enumerate() {
            assert!(!lines[..at].contains(line), "twice: {line}");
        }
    }

    fn each<T: Copy>(all: &[T], word: fn(T) -> &'static str) {
        told(&all.iter().map(|&one| word(one).to_owned()).collect::<Vec<_>>());
    }

    fn refusals() -> Vec<Refusal> {
        let column = || "키".to_owned();
        vec![
            Refusal::Columns { found: 4, expected: 5 },
            Refusal::NoInput,
            Refusal::NoRows { column: column(), missing: 7 },
            Refusal::NoTarget,
            Refusal::OneClass { column: column(), class: "남".to_owned() },
            Refusal::SeveralTargets { columns: vec![column(), "몸무게".to_owned()] },
            Refusal::TextTarget { column: column() },
            Refusal::TooManyClasses { column: column(), found: 1234, limit: 100 },
            Refusal::TooManyInputs { found: 5678, limit: 256, column: column(), own: 5432 },
            Refusal::TooManyTargets { found: 3, limit: 2 },
        ]
    }

    #[test]
    fn every_choice_has_a_word_of_its_own_in_every_language() {
        for language in Language::VARIANTS {
            let words = of(*language);
            each(Encoding::VARIANTS, words.encodings);
            each(Separator::VARIANTS, words.separators);
            each(Quotes::VARIANTS, words.quotations);
            each(Mark::VARIANTS, words.marks);
            each(Thousands::VARIANTS, words.groups);
            each(&[Header::Names, Header::None], words.headers);
            each(Kind::VARIANTS, words.kinds);
            each(Role::VARIANTS, words.roles);
            each(Problem::VARIANTS, words.problems);
            each(Fill::VARIANTS, words.fills);
            let reasons = [Reason::Constant, Reason::Dates, Reason::Identifies, Reason::Many(1234)];
            let reasons = reasons.map(words.reason);
            told(&reasons);
            assert!(reasons[3].contains("1,234"), "{reasons:?}");
            told(&words.heads.map(str::to_owned));
            told(&[words.unfetched, words.died, words.unread].map(str::to_owned));
        }
    }

    #[test]
    fn each_damage_of_a_run_file_is_told_with_its_numbers() {
        for language in Language::VARIANTS {
            let words = of(*language);
            let parts = Part::VARIANTS.iter().map(|&part| Damage::Part(part));
            let damages = [
                Damage::Foreign,
                Damage::Version(4321),
                Damage::Length { found: 1234, expected: 5678 },
                Damage::Length { found: 5678, expected: 1234 },
                Damage::Large { found: 4_000_000_000 },
                Damage::Altered,
                Damage::Unfit,
                Damage::NotFinite,
            ];
            let lines: Vec<String> =
                damages.into_iter().chain(parts).map(|why| (words.damaged)(&why)).collect();
            told(&lines);
            assert!(lines[1].contains("4321"), "{lines:?}");
            for line in &lines[2..4] {
                assert!(line.contains("1,234") && line.contains("5,678"), "{line}");
            }
            told(&[words.opening, words.busy].map(str::to_owned));
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_its_numbers() {
        for language in Language::VARIANTS {
            let words = of(*language);
            let faults = [
                Fault::Cells { found: 17, expected: 23 },
                Fault::OpenQuote { column: 17 },
                Fault::TooLong { limit: 17 },
                Fault::TooManyCells { limit: 17 },
            ];
            let rows: Vec<String> =
                faults.map(|fault| (words.bad_row)(&BadRow { line: 4321, fault })).into();
            told(&rows);
            for row in &rows {
                assert!(row.contains("4,321") && row.contains("17"), "{row}");
            }
            let cell = BadCell { line: 4321, column: "키".to_owned(), found: "?!".to_owned() };
            let cell = (words.bad_cell)(&cell);
            for part in ["4,321", "키", "?!"] {
                assert!(cell.contains(part), "{cell}");
            }
            let garbled = (words.garbled)(&Garbled { line: 4321, rows: 17 });
            assert!(garbled.contains("4,321") && garbled.contains("17"), "{garbled}");
            let left = [
                LeftOut::Columns { found: 4321, limit: 1234 },
                LeftOut::Rows { limit: 1234 },
                LeftOut::Text { limit: 123_000_000 },
            ];
            let left: Vec<String> = left.iter().map(words.left_out).collect();
            told(&left);
            assert!(left[..2].iter().all(|line| line.contains("1,234")), "{left:?}");
            assert!(left[0].contains("4,321") && left[2].contains("123"), "{left:?}");
            let bad_row = BadRow { line: 4321, fault: Fault::OpenQuote { column: 17 } };
            let bad_rows = Listed { named: vec![bad_row], total: 17 };
            let unreadable = [
                Unreadable::Empty,
                Unreadable::NotText { content: Content::Workbook },
                Unreadable::NotText { content: Content::Other },
                Unreadable::NoRows { names: vec!["키".to_owned()], bad_rows: Listed::default() },
                Unreadable::NoRows { names: Vec::new(), bad_rows },
            ];
            told(&unreadable.iter().map(words.unreadable).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_refusal_names_what_it_is_about() {
        for language in Language::VARIANTS {
            let words = of(*language);
            let lines: Vec<String> = refusals().iter().map(words.refused).collect();
            told(&lines);
            for (line, parts) in lines.iter().zip([
                &["4", "5"][..],
                &[],
                &["키", "7"],
                &[],
                &["키", "남"],
                &["키", "몸무게"],
                &["키"],
                &["키", "1,234", "100"],
                &["키", "5,678", "256", "5,432"],
                &["3", "2"],
            ]) {
                assert!(parts.iter().all(|part| line.contains(part)), "{line}: {parts:?}");
            }
        }
    }

    #[test]
    fn counts_are_told_in_every_language() {
        for language in Language::VARIANTS {
            let words = of(*language);
            told(&[
                (language.text().sets.own_in_use)("", 1234, 1234),
                (words.reading)(1 << 20, 3 << 20, 1234),
                (words.size)(1234, 5),
                (words.kind_of)("키"),
                (words.role_of)("키"),
                (words.numbers)("0.5", "7.5", "3"),
                (words.texts)(3),
                (words.more)(3),
                (words.blank_rows)(3),
            ]);
        }
    }
}
