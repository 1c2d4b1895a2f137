//! What the program that reads tables is asked, and what it answers: a file piece by piece, what was
//! found in it, and the table of a choice. Plain data in and out; how it crosses to the page, `message`
//! knows. What is asked of tables that are kept is answered elsewhere.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::{
    choice::{Choice, Refusal},
    column::{Findings, Kind},
    dialect::{Corrections, Dialect},
    encoding::{Decode, Encoding},
    read::{Limits, Reader, Unreadable, Wants},
    sheet::Sheet,
    shelf::{Errand, Outcome},
};
use crate::engine::table::Table;

/// Asked by the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
pub enum Ask {
    /// Begin a file; one under way is dropped, and what was read of another forgotten.
    Open {
        /// What the visitor knows better than a guess.
        corrections: Corrections,
    },
    /// Its next bytes.
    Bytes {
        /// In a message a part of their own.
        #[serde(skip)]
        bytes: Vec<u8>,
    },
    /// There are no more.
    End {
        /// What its columns are to be read as; `None` as guessed.
        kinds: Vec<Option<Kind>>,
    },
    /// Columns are to be read as other kinds.
    Describe {
        /// Of each column; `None` as guessed.
        kinds: Vec<Option<Kind>>,
    },
    /// Make the table of a choice.
    Take {
        /// What of the sheet.
        choice: Choice,
    },
    /// Do something with the tables that are kept, whatever is on the desk.
    Shelf(Errand),
}

/// Answered by the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
pub enum Told {
    /// So much is read, and whether there is use for more.
    Read {
        /// Bytes.
        bytes: u64,
        /// Rows found in them.
        rows: usize,
        /// The limits are reached: more bytes change nothing.
        enough: bool,
    },
    /// What was found.
    Found {
        /// In the file.
        findings: Box<Findings>,
        /// What suits them.
        choice: Choice,
    },
    /// There is no table in the file.
    Unreadable {
        /// Why.
        why: Unreadable,
        /// How its bytes were read.
        encoding: Encoding,
        /// How its text was read.
        dialect: Dialect,
    },
    /// The table of a choice.
    Taken {
        /// The table.
        table: Box<Table>,
        /// Rows of the sheet that are not in it.
        dropped: usize,
        /// Cells that were filled in.
        filled: usize,
    },
    /// There is no table in a choice.
    Refused(Refusal),
    /// What has become of an errand.
    Shelf(Outcome),
}

/// A file under way, and the last one that was read. `D` decodes.
pub struct Desk<D> {
    reader: Option<Reader<D>>,
    sheet: Option<Sheet>,
    limits: Limits,
    decoder: PhantomData<D>,
}

impl<D: Decode + Default> Desk<D> {
    /// Nothing on it.
    pub fn new(limits: Limits) -> Self {
        Self { reader: None, sheet: None, limits, decoder: PhantomData }
    }

    /// The answer; what nobody waits for has none: bytes, a choice or a kind without a file. Errands
    /// are not the desk's.
    pub fn answer(&mut self, ask: Ask) -> Option<Told> {
        match ask {
            Ask::Open { corrections } => {
                let reader = Reader::new(D::default(), corrections, self.limits);
                (self.reader, self.sheet) = (Some(reader), None);
                None
            }
            Ask::Bytes { bytes } => {
                let reader = self.reader.as_mut()?;
                match reader.push(&bytes) {
                    Ok(wants) => {
                        let (bytes, rows) = (reader.bytes(), reader.rows());
                        Some(Told::Read { bytes, rows, enough: wants == Wants::Enough })
                    }
                    Err(why) => {
                        let (encoding, dialect) = reader.written();
                        self.reader = None;
                        Some(Told::Unreadable { why, encoding, dialect })
                    }
                }
            }
            Ask::End { kinds } => {
                let mut reader = self.reader.take()?;
                let closed = reader.close();
                let (encoding, dialect) = reader.written();
                Some(match closed.and_then(|()| reader.sheet()) {
                    Ok(sheet) => {
                        let found = found(&sheet, &kinds);
                        self.sheet = Some(sheet);
                        found
                    }
                    Err(why) => Told::Unreadable { why, encoding, dialect },
                })
            }
            Ask::Describe { kinds } => self.sheet.as_ref().map(|sheet| found(sheet, &kinds)),
            Ask::Take { choice } => Some(match self.sheet.as_ref()?.table(&choice) {
                Ok(taken) => Told::Taken {
                    table: Box::new(taken.table),
                    dropped: taken.dropped,
                    filled: taken.filled,
                },
                Err(why) => Told::Refused(why),
            }),
            Ask::Shelf(Errand::Keep { .. } | Errand::Fetch { .. } | Errand::Forget { .. }) => None,
        }
    }
}

/// What stands in a sheet whose columns are read as these kinds.
fn found(sheet: &Sheet, kinds: &[Option<Kind>]) -> Told {
    let findings = sheet.findings(kinds);
    let choice = Choice::suggest(&findings.columns, findings.rows);
    Told::Found { findings: Box::new(findings), choice }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Header, Plain, Problem, Role, Separator, Shown};

    fn desk() -> Desk<Plain> {
        Desk::new(Limits::default())
    }

    fn bytes(text: &str) -> Ask {
        Ask::Bytes { bytes: text.as_bytes().to_vec() }
    }

    fn end() -> Ask {
        Ask::End { kinds: Vec::new() }
    }

    #[test]
    fn what_has_no_rows_tells_how_it_was_read() {
        let mut desk = desk();
        desk.answer(Ask::Open { corrections: Corrections::default() });
        desk.answer(bytes("red;big;yes\n"));
        let Some(Told::Unreadable { why, encoding, dialect }) = desk.answer(end()) else {
            panic!("a row is found")
        };
        assert!(matches!(why, Unreadable::NoRows { .. }), "{why:?}");
        assert_eq!((encoding, dialect.separator), (Encoding::Utf8, Separator::Semicolon));
        let corrections = Corrections { header: Some(Header::None), ..Corrections::default() };
        desk.answer(Ask::Open { corrections });
        desk.answer(bytes("red;big;yes\n"));
        let Some(Told::Found { findings, .. }) = desk.answer(end()) else { panic!("no row") };
        assert_eq!((findings.rows, findings.columns.len()), (1, 3));
    }

    #[test]
    fn a_file_is_read_described_and_taken() {
        let mut desk = desk();
        assert_eq!(desk.answer(Ask::Open { corrections: Corrections::default() }), None);
        let read = desk.answer(bytes("height,kind\n1.5,a\n2.5,b\n"));
        assert!(matches!(read, Some(Told::Read { bytes: 24, enough: false, .. })), "{read:?}");
        assert!(desk.answer(bytes("3.5,b\n")).is_some());
        let Some(Told::Found { findings, choice }) = desk.answer(end()) else {
            panic!("nothing found")
        };
        assert_eq!((findings.rows, findings.columns.len()), (3, 2));
        assert_eq!((choice.problem, choice.columns[1].role), (Problem::Classes, Role::Target));
        let Some(Told::Taken { table, dropped: 0, filled: 0 }) =
            desk.answer(Ask::Take { choice: choice.clone() })
        else {
            panic!("no table")
        };
        assert_eq!(table.values(), [1.5, 2.5, 3.5]);
        let kinds = vec![Some(Kind::Text), None];
        let Some(Told::Found { findings, .. }) = desk.answer(Ask::Describe { kinds }) else {
            panic!("nothing described")
        };
        assert_eq!(findings.columns[0].kind, Kind::Text);
        assert_eq!(findings.preview[0][0], Shown::Text("1.5".to_owned()));
        let none = Choice { columns: Vec::new(), ..choice };
        let refused = desk.answer(Ask::Take { choice: none });
        assert!(matches!(refused, Some(Told::Refused(Refusal::Columns { .. }))), "{refused:?}");
    }

    #[test]
    fn what_has_no_file_has_no_answer_and_a_new_one_forgets_the_last() {
        let mut desk = desk();
        assert_eq!(desk.answer(bytes("a,b\n1,2\n")), None);
        assert_eq!(desk.answer(end()), None);
        assert_eq!(desk.answer(Ask::Describe { kinds: Vec::new() }), None);
        let open = || Ask::Open { corrections: Corrections::default() };
        desk.answer(open());
        let empty = desk.answer(end());
        assert!(
            matches!(empty, Some(Told::Unreadable { why: Unreadable::Empty, .. })),
            "{empty:?}"
        );
        desk.answer(open());
        desk.answer(bytes("a,b\n1,2\n"));
        assert!(matches!(desk.answer(end()), Some(Told::Found { .. })));
        desk.answer(open());
        assert_eq!(desk.answer(Ask::Describe { kinds: Vec::new() }), None);
    }
}
