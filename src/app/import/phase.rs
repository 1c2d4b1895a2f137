//! What is on show of a table that is brought, and what the program is asked next. No browser here: the
//! program answers every question in its turn, so that counting them tells which file an answer is about.

use std::ops::Range;

use crate::engine::table::Table;
use crate::files::{
    Choice, Content, Description, Dialect, Encoding, Fill, Findings, Kind, Problem, Refusal, Role,
    Told, Unreadable, Use,
};
use crate::formats::opened::{self as formats, Remarks};
use crate::formats::run::Damage;

/// Bytes that are sent at a time: enough to be quick, few enough that the next picture is not late.
const PIECE: u64 = 1 << 20;

/// What is on show.
#[derive(Clone, Debug, Default, PartialEq, strum::EnumDiscriminants)]
#[strum_discriminants(name(Part), doc = "What is on show, without what is in it.")]
pub enum Phase {
    /// No file.
    #[default]
    Nothing,
    /// A file is being read.
    Reading {
        /// Bytes read.
        read: u64,
        /// Bytes of the file.
        of: u64,
        /// Rows found.
        rows: usize,
    },
    /// What was found in it.
    Found(Box<Found>),
    /// Why there is nothing to be found.
    Unreadable(Unreadable),
    /// What has kept it from being read.
    Lost(Lost),
    /// A run file or a network is being opened.
    Opening,
    /// Why no run comes of it.
    Damaged(Trouble),
    /// The run has the network of a file, and this is to be told of it.
    Opened(Remarks),
}

/// Why a file does not open.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// A run file.
    Run(Damage),
    /// A network.
    Network(formats::Unreadable),
}

/// What has kept a file from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The program cannot be fetched.
    Unfetched,
    /// The program has died.
    Died,
    /// The browser does not let the page read the file.
    Unread,
}

/// What was found in a file, and what the visitor has chosen of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// In the file, its columns read as the visitor wants them.
    pub findings: Findings,
    /// What the table is to be.
    pub choice: Choice,
    /// Why the last choice has no table.
    pub refused: Option<Refusal>,
    /// The table of the choice is on its way.
    pub taking: bool,
    /// What the visitor wants columns read as.
    kinds: Vec<Option<Kind>>,
    /// The visitor has chosen, and not only been suggested to.
    chosen: bool,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Nothing: the visitor's turn, or an answer nobody waits for.
    Rest,
    /// Send these bytes of the file.
    Piece(Range<u64>),
    /// Say that there are no more.
    End {
        /// What its columns are to be read as.
        kinds: Vec<Option<Kind>>,
    },
    /// The run is to be one on this table.
    Bring {
        /// The table.
        table: Box<Table>,
        /// Rows of the file that are not in it.
        dropped: usize,
        /// Cells that were filled in.
        filled: usize,
    },
}

/// A table on its way in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    phase: Phase,
    /// How the file was read, also while it is read again.
    written: Option<(Encoding, Dialect)>,
    /// What was found and chosen before, while it is read again.
    before: Option<Box<Found>>,
    /// Bytes of the file.
    of: u64,
    /// Counts readings: what belongs to an earlier one is let go.
    reading: u32,
    /// Questions about this reading that have no answer yet.
    awaited: usize,
    /// The same of earlier ones.
    stale: usize,
}

impl Import {
    /// What is on show.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What was found, where that is on show.
    pub fn found(&self) -> Option<&Found> {
        match &self.phase {
            Phase::Found(found) => Some(found),
            Phase::Nothing
            | Phase::Reading { .. }
            | Phase::Unreadable(_)
            | Phase::Lost(_)
            | Phase::Opening
            | Phase::Damaged(_)
            | Phase::Opened(_) => None,
        }
    }

    /// The same, or what was found before while the file is read again.
    pub fn shown(&self) -> Option<&Found> {
        match &self.phase {
            Phase::Found(found) => Some(found),
            Phase::Reading { .. } => self.before.as_deref(),
            Phase::Nothing
            | Phase::Unreadable(_)
            | Phase::Lost(_)
            | Phase::Opening
            | Phase::Damaged(_)
            | Phase::Opened(_) => None,
        }
    }

    /// Whether nothing comes of the file unless somebody does something about it.
    pub fn has_failed(&self) -> bool {
        match &self.phase {
            Phase::Unreadable(_) | Phase::Lost(_) | Phase::Damaged(_) => true,
            Phase::Found(found) => found.refused.is_some(),
            Phase::Nothing | Phase::Reading { .. } | Phase::Opening | Phase::Opened(_) => false,
        }
    }

    /// How the file was read, as far as that is known.
    pub fn written(&self) -> Option<(Encoding, Dialect)> {
        self.written
    }

    /// Which reading is under way.
    pub fn reading(&self) -> u32 {
        self.reading
    }

    /// Begins a file of so many bytes.
    pub fn begin(&mut self, of: u64) -> Next {
        (self.phase, self.written, self.of) = (Phase::Nothing, None, of);
        let next = self.again();
        self.before = None;
        next
    }

    /// Begins the same file once more, to read it otherwise.
    pub fn again(&mut self) -> Next {
        self.let_go();
        self.leave(Phase::Reading { read: 0, of: self.of, rows: 0 });
        self.piece(0)
    }

    /// Begins to open a run file or a network: the number of this reading.
    pub fn open(&mut self) -> u32 {
        self.cancel();
        self.phase = Phase::Opening;
        self.reading
    }

    /// What has come of that, or why nothing has.
    pub fn close(&mut self, phase: Phase) {
        self.let_go();
        self.phase = phase;
    }

    /// Forgets the file, with a program that owes no answers.
    pub fn cancel(&mut self) {
        self.let_go();
        self.stale = 0;
        (self.phase, self.written, self.before) = (Phase::Nothing, None, None);
    }

    /// Something has kept it from being read; a program that has died owes no answers.
    pub fn lose(&mut self, why: Lost) {
        self.let_go();
        self.leave(Phase::Lost(why));
        match why {
            Lost::Unfetched | Lost::Died => self.stale = 0,
            Lost::Unread => {}
        }
    }

    /// Goes on to another phase; what the visitor has chosen waits until the file is read again.
    fn leave(&mut self, to: Phase) {
        if let Phase::Found(found) = std::mem::replace(&mut self.phase, to) {
            self.before = Some(found);
        }
    }

    fn let_go(&mut self) {
        self.reading = self.reading.wrapping_add(1);
        self.stale += std::mem::take(&mut self.awaited);
    }

    /// A question that has an answer has gone out.
    pub fn ask(&mut self) {
        self.awaited += 1;
    }

    /// Whether an answer is due.
    pub fn is_busy(&self) -> bool {
        self.awaited > 0
    }

    fn piece(&self, from: u64) -> Next {
        if from < self.of { Next::Piece(from..self.of.min(from + PIECE)) } else { self.end() }
    }

    fn end(&self) -> Next {
        let kinds = self.before.as_ref().map(|before| before.kinds.clone());
        Next::End { kinds: kinds.unwrap_or_default() }
    }

    /// Takes an answer in.
    pub fn hear(&mut self, told: Told) -> Next {
        if self.stale > 0 {
            self.stale -= 1;
            return Next::Rest;
        }
        self.awaited = self.awaited.saturating_sub(1);
        match told {
            Told::Read { bytes, rows, enough } => {
                self.phase = Phase::Reading { read: bytes, of: self.of, rows };
                if enough { self.end() } else { self.piece(bytes) }
            }
            Told::Found { findings, choice } => {
                self.written = Some((findings.encoding, findings.dialect));
                let before = self.found().or(self.before.as_deref());
                let goes_on = |before: &&Found| before.chosen && before.is_of(&findings.columns);
                let same = before.filter(goes_on);
                let mut found = Found::new(*findings, choice);
                if let Some(before) = same {
                    found.choice = before.kept(&found.findings.columns);
                    (found.kinds, found.chosen) = (before.kinds.clone(), true);
                }
                self.before = None;
                self.phase = Phase::Found(Box::new(found));
                Next::Rest
            }
            Told::Unreadable { why, encoding, dialect } => {
                // Of nothing, and of what is no text at all, there is nothing to correct.
                let is_text = match why {
                    Unreadable::Empty => false,
                    Unreadable::NotText { content } => content == Content::Other,
                    Unreadable::NoRows { .. } => true,
                };
                self.written = is_text.then_some((encoding, dialect));
                self.phase = Phase::Unreadable(why);
                Next::Rest
            }
            // Who has sent it waits for it elsewhere.
            Told::Shelf(_) => Next::Rest,
            Told::Taken { table, dropped, filled } => Next::Bring { table, dropped, filled },
            Told::Refused(why) => {
                if let Phase::Found(found) = &mut self.phase {
                    (found.refused, found.taking) = (Some(why), false);
                }
                Next::Rest
            }
        }
    }

    /// Changes what is chosen: a refusal is of another choice then.
    fn choose(&mut self, change: impl FnOnce(&mut Found)) {
        if let Phase::Found(found) = &mut self.phase {
            if std::mem::take(&mut found.taking) {
                // That table is of another choice.
                self.stale += std::mem::take(&mut self.awaited);
            }
            (found.refused, found.chosen) = (None, true);
            change(found);
        }
    }

    /// Gives a column another part. Of classes there is one target: the one before becomes an input.
    pub fn set_role(&mut self, at: usize, role: Role) {
        self.choose(|found| {
            let suits = found.findings.columns.get(at).filter(|_| role == Role::Target);
            let suits = suits.map(|column| Problem::suggest(column, found.findings.rows));
            let alone = found.choice.problem == Problem::Classes || suits == Some(Problem::Classes);
            if let Some(problem) = suits.filter(|_| alone) {
                found.choice.problem = problem;
                let targets = found.choice.columns.iter_mut();
                targets
                    .filter(|column| column.role == Role::Target)
                    .for_each(|column| column.role = Role::Input);
            }
            if let Some(column) = found.choice.columns.get_mut(at) {
                column.role = role;
            }
        });
    }

    /// Chooses what is to be told.
    pub fn set_problem(&mut self, problem: Problem) {
        self.choose(|found| found.choice.problem = problem);
    }

    /// Chooses what becomes of missing values.
    pub fn set_fill(&mut self, fill: Fill) {
        self.choose(|found| found.choice.fill = fill);
    }

    /// Has a column read as another kind: what the columns are to be described as.
    pub fn set_kind(&mut self, at: usize, kind: Kind) -> Option<Vec<Option<Kind>>> {
        self.choose(|found| {
            if let Some(wanted) = found.kinds.get_mut(at) {
                *wanted = Some(kind);
            }
        });
        self.found().map(|found| found.kinds.clone())
    }

    /// The choice whose table is wanted; `None` while an answer is due that may change it, and where one
    /// is on its way.
    pub fn take(&mut self) -> Option<Choice> {
        if self.is_busy() {
            return None;
        }
        let Phase::Found(found) = &mut self.phase else { return None };
        (found.refused, found.taking) = (None, true);
        Some(found.choice.clone())
    }
}

impl Found {
    /// What was found, with what suits it.
    fn new(findings: Findings, choice: Choice) -> Self {
        let kinds = vec![None; findings.columns.len()];
        Self { findings, choice, refused: None, taking: false, kinds, chosen: false }
    }

    /// Whether these can be the same columns: as many, whatever encoding and header make of their names.
    fn is_of(&self, columns: &[Description]) -> bool {
        self.findings.columns.len() == columns.len()
    }

    /// The choice that goes on when the same columns are read otherwise.
    fn kept(&self, columns: &[Description]) -> Choice {
        let uses = self.choice.columns.iter().zip(columns);
        let uses = uses.map(|(used, column)| Use { role: used.role, kind: column.kind }).collect();
        let mut both = self.choice.columns.iter().zip(columns);
        let target = both.find(|(used, _)| used.role == Role::Target);
        // A target that is read otherwise asks for something else.
        let problem = match target {
            Some((used, column)) if used.kind != column.kind => {
                Problem::suggest(column, self.findings.rows)
            }
            Some(_) | None => self.choice.problem,
        };
        Choice { columns: uses, problem, fill: self.choice.fill }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::Aim;
    use crate::files::{Ask, Corrections, Desk, Limits, Plain, Reader};

    /// A page and its program.
    struct Both {
        import: Import,
        desk: Desk<Plain>,
    }

    impl Both {
        fn new() -> Self {
            Self { import: Import::default(), desk: Desk::new(Limits::default()) }
        }

        fn ask(&mut self, ask: Ask) -> Next {
            self.import.ask();
            match self.desk.answer(ask) {
                Some(told) => self.import.hear(told),
                None => panic!("a question without an answer"),
            }
        }

        fn read(&mut self, text: &str) {
            let next = self.import.begin(text.len() as u64);
            self.go_on(text, next);
        }

        fn go_on(&mut self, text: &str, mut next: Next) {
            self.desk.answer(Ask::Open { corrections: Corrections::default() });
            loop {
                next = match next {
                    Next::Piece(range) => {
                        let bytes = &text.as_bytes()[range.start as usize..range.end as usize];
                        self.ask(Ask::Bytes { bytes: bytes.to_vec() })
                    }
                    Next::End { kinds } => self.ask(Ask::End { kinds }),
                    Next::Rest => return,
                    Next::Bring { .. } => panic!("nothing was taken"),
                };
            }
        }

        fn take(&mut self) -> Next {
            let choice = self.import.take().expect("something is found");
            self.ask(Ask::Take { choice })
        }

        fn roles(&self) -> Vec<Role> {
            let found = self.import.found().expect("something is found");
            found.choice.columns.iter().map(|column| column.role).collect()
        }
    }

    fn empty() -> Told {
        let (encoding, dialect) =
            Reader::new(Plain, Corrections::default(), Limits::default()).written();
        Told::Unreadable { why: Unreadable::Empty, encoding, dialect }
    }

    const FLOWERS: &str = "long,wide,kind\n1,2,a\n2,3,b\n3,5,a\n4,7,b\n";

    #[test]
    fn a_file_is_read_in_pieces_and_becomes_the_runs_table() {
        let mut both = Both::new();
        // More than a piece.
        let text = format!("a,b,c,d,e\n{}", "1.25,2.5,3.75,4.125,5.5\n".repeat(50_000));
        both.read(&text);
        assert!(both.import.found().is_some(), "{:?}", both.import.phase());
        both.read(FLOWERS);
        assert_eq!(both.roles(), [Role::Input, Role::Input, Role::Target]);
        let Next::Bring { table, dropped: 0, filled: 0 } = both.take() else { panic!("no table") };
        assert_eq!((table.len(), table.brief().aim), (4, Aim::Classes(2)));
    }

    #[test]
    fn answers_about_an_earlier_file_are_let_go() {
        let mut import = Import::default();
        assert_eq!(import.begin(10), Next::Piece(0..10));
        import.ask();
        assert_eq!(import.begin(3 * PIECE), Next::Piece(0..PIECE));
        import.ask();
        let read = |bytes| Told::Read { bytes, rows: 1, enough: false };
        assert_eq!(import.hear(read(10)), Next::Rest);
        assert_eq!(import.hear(read(PIECE)), Next::Piece(PIECE..2 * PIECE));
        import.ask();
        let enough = Told::Read { bytes: PIECE + 7, rows: 9, enough: true };
        let end = Next::End { kinds: Vec::new() };
        assert_eq!(import.hear(enough), end);
        import.ask();
        assert_eq!(import.again(), Next::Piece(0..PIECE));
        import.ask();
        assert_eq!(import.hear(empty()), Next::Rest);
        assert!(matches!(import.phase(), Phase::Reading { read: 0, .. }));
        import.cancel();
        assert_eq!((import.phase(), import.is_busy()), (&Phase::Nothing, false));
        assert_eq!(import.begin(0), end);
    }

    #[test]
    fn a_program_that_died_owes_nothing() {
        let mut import = Import::default();
        import.begin(10);
        import.ask();
        import.lose(Lost::Died);
        assert_eq!(import.phase(), &Phase::Lost(Lost::Died));
        assert_eq!(import.again(), Next::Piece(0..10));
        import.ask();
        import.hear(empty());
        assert_eq!(import.phase(), &Phase::Unreadable(Unreadable::Empty));
    }

    #[test]
    fn a_run_file_lets_a_table_go_and_what_is_wrong_with_it_is_shown() {
        let mut both = Both::new();
        both.read(FLOWERS);
        let reading = both.import.open();
        assert!(both.import.shown().is_none() && reading == both.import.reading());
        let why = || Trouble::Run(Damage::Altered);
        both.import.close(Phase::Damaged(why()));
        assert_eq!(both.import.phase(), &Phase::Damaged(why()));
        assert!(both.import.has_failed() && both.import.reading() != reading);
    }

    #[test]
    fn a_choice_outlives_another_reading_of_as_many_columns() {
        let mut both = Both::new();
        both.read(FLOWERS);
        both.import.set_role(0, Role::Ignored);
        both.import.set_fill(Fill::Usual);
        let next = both.import.again();
        both.go_on(FLOWERS, next);
        assert_eq!(both.roles(), [Role::Ignored, Role::Input, Role::Target]);
        assert_eq!(both.import.found().map(|found| found.choice.fill), Some(Fill::Usual));
        // Another encoding names columns otherwise, another separator makes others of them.
        let kinds = both.import.set_kind(1, Kind::Text).expect("something is found");
        both.ask(Ask::Describe { kinds });
        let next = both.import.again();
        both.go_on(&FLOWERS.replace("long", "tall"), next);
        assert_eq!(both.roles(), [Role::Ignored, Role::Input, Role::Target]);
        let kind = |both: &Both| both.import.found().map(|found| found.choice.columns[1].kind);
        assert_eq!(kind(&both), Some(Kind::Text));
        both.import.lose(Lost::Died);
        let next = both.import.again();
        both.go_on(FLOWERS, next);
        assert_eq!((both.roles()[0], kind(&both)), (Role::Ignored, Some(Kind::Text)));
        let next = both.import.again();
        both.go_on(&FLOWERS.replace(",", " "), next);
        assert_eq!(both.roles().len(), 1);
        // Another file has nothing of the one before.
        both.import.set_role(0, Role::Ignored);
        both.read(FLOWERS);
        assert_eq!(both.roles(), [Role::Input, Role::Input, Role::Target]);
    }

    #[test]
    fn a_table_of_another_choice_is_let_go() {
        let mut both = Both::new();
        both.read(FLOWERS);
        let choice = both.import.take().expect("something is found");
        both.import.ask();
        assert_eq!(both.import.take(), None);
        both.import.set_role(0, Role::Ignored);
        let told = both.desk.answer(Ask::Take { choice }).expect("a table");
        assert_eq!(both.import.hear(told), Next::Rest);
        let Next::Bring { table, .. } = both.take() else { panic!("no table") };
        assert_eq!(table.columns().len(), 1);
    }

    #[test]
    fn one_target_is_told_as_a_class_and_the_visitors_choice_stays() {
        let mut both = Both::new();
        both.read(FLOWERS);
        both.import.set_role(0, Role::Target);
        assert_eq!(both.roles(), [Role::Target, Role::Input, Role::Input]);
        let problem = |both: &Both| both.import.found().map(|found| found.choice.problem);
        assert_eq!(problem(&both), Some(Problem::Numbers));
        both.import.set_role(1, Role::Target);
        assert_eq!(both.roles(), [Role::Target, Role::Target, Role::Input]);
        both.import.set_role(2, Role::Ignored);
        assert!(!both.import.has_failed());
        let Next::Rest = both.take() else { panic!("a table without inputs") };
        assert!(both.import.has_failed());
        let refused = |both: &Both| both.import.found().and_then(|found| found.refused.clone());
        assert_eq!(refused(&both), Some(Refusal::NoInput));
        both.import.set_role(1, Role::Input);
        assert_eq!(refused(&both), None);
        let kinds = both.import.set_kind(0, Kind::Text).expect("something is found");
        both.ask(Ask::Describe { kinds });
        assert_eq!(problem(&both), Some(Problem::Classes));
        assert_eq!(both.roles(), [Role::Target, Role::Input, Role::Ignored]);
        both.import.set_problem(Problem::Numbers);
        both.import.set_fill(Fill::Usual);
        both.take();
        assert!(matches!(refused(&both), Some(Refusal::TextTarget { .. })));
    }
}
