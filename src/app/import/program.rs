//! The page's end of the program that reads tables: starts it when a table is first brought, sends the
//! file piece by piece, and takes in what it answers.

use std::ops::Range;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent};

use super::keep;
use super::phase::{Import, Lost, Next};
use crate::app::engine::log;
use crate::app::notice::Notice;
use crate::app::preference::kept::Held;
use crate::app::program::Program;
use crate::app::state::Run;
use crate::files::{self, Ask, Corrections, Fill, Problem, Role};
use crate::program::{Message, said};

/// A program that has been started.
struct Reader {
    program: Program<Ask>,
    /// It has said that it listens.
    ready: bool,
    /// What is said to it then.
    waiting: Vec<Message>,
    /// Who hears it; they live as long as it does.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

/// What a file is taken for.
#[derive(Clone)]
pub(super) enum Kind {
    /// A table.
    Table,
    /// A run file, which a program of its own has a look at.
    Run,
    /// A network, which one opens with the files that came beside it.
    Network {
        /// Those, by name.
        beside: Vec<(String, Blob)>,
    },
}

/// The table that is being brought (a context). Copy it into closures.
#[derive(Clone, Copy)]
pub(super) struct Importer {
    /// The run that it is for.
    pub run: RwSignal<Run>,
    /// Whether the table is one that the page has, for which no dialog opens.
    straight: bool,
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// The file's name; none of a paste.
    pub name: RwSignal<Option<String>>,
    /// More came with it, which are not read.
    pub others: RwSignal<bool>,
    /// What the visitor knows better than the guess.
    corrections: RwSignal<Corrections>,
    /// How far it is.
    pub import: RwSignal<Import>,
    /// The file.
    pub file: StoredValue<Option<Blob>, LocalStorage>,
    /// What that is taken for.
    pub kind: StoredValue<Kind, LocalStorage>,
    reader: StoredValue<Option<Reader>, LocalStorage>,
}

impl Importer {
    /// No table yet; what comes from nowhere in particular is for this run. `open` says whether the
    /// dialog is.
    pub fn new(run: Run, open: RwSignal<bool>) -> Self {
        Self {
            run: RwSignal::new(run),
            straight: false,
            open,
            name: RwSignal::new(None),
            others: RwSignal::new(false),
            corrections: RwSignal::default(),
            import: RwSignal::default(),
            file: StoredValue::new_local(None),
            kind: StoredValue::new_local(Kind::Table),
            reader: StoredValue::new_local(None),
        }
    }

    /// No table yet; what comes is a set that the page has.
    pub fn straight(run: Run) -> Self {
        Self { straight: true, ..Self::new(run, RwSignal::new(false)) }
    }

    /// Opens the dialog with a table for a run, or with what was pasted, which has no name.
    pub fn bring(self, run: Run, file: Blob, name: Option<String>) {
        let bytes = file.size();
        self.shows(run, file, name, Kind::Table);
        self.corrections.set(Corrections::default());
        // A file has no half bytes and no fewer than none.
        self.read(|import| import.begin(bytes as u64));
    }

    /// Has a file in the place of the one before, of which no more is known yet, and opens the dialog.
    pub fn shows(self, run: Run, file: Blob, name: Option<String>, kind: Kind) {
        self.others.set(false);
        self.run.set(run);
        self.name.set(name);
        self.file.set_value(Some(file));
        self.kind.set_value(kind);
        self.open.set(!self.straight);
    }

    /// Reads the file once more, as the visitor has corrected it.
    pub fn correct(self, change: impl FnOnce(&mut Corrections)) {
        self.corrections.update(change);
        self.again();
    }

    /// Reads the file once more.
    pub fn again(self) {
        self.read(Import::again);
    }

    fn read(self, begin: impl FnOnce(&mut Import) -> Next) {
        if let Err(error) = self.start() {
            log(&format!("{error:?}"));
            // It may be had by the next try, which then reads the file from its start.
            self.import.update(|import| {
                let _ = begin(import);
                import.lose(Lost::Unfetched);
            });
            return;
        }
        let corrections = self.corrections.get_untracked();
        if self.post(Message::of(&Ask::Open { corrections })) {
            let next = self.import.try_update(begin);
            self.go_on(next.unwrap_or(Next::Rest));
        }
    }

    /// Lets the file go, and with the program what it holds of it; all stays as it was.
    pub fn cancel(self) {
        self.open.set(false);
        self.file.set_value(None);
        self.kind.set_value(Kind::Table);
        self.import.update(Import::cancel);
        self.end();
    }

    /// Ends the program, after whatever it calls this from.
    pub fn end(self) {
        let ended = self.reader.try_update_value(Option::take).flatten();
        set_timeout(move || drop(ended), Duration::ZERO);
    }

    /// Gives a column another part.
    pub fn set_role(self, at: usize, role: Role) {
        self.import.update(|import| import.set_role(at, role));
    }

    /// Has a column read as another kind.
    pub fn set_kind(self, at: usize, kind: files::Kind) {
        let kinds = self.import.try_update(|import| import.set_kind(at, kind)).flatten();
        if let Some(kinds) = kinds {
            self.ask(Message::of(&Ask::Describe { kinds }));
        }
    }

    /// Chooses what is to be told.
    pub fn set_problem(self, problem: Problem) {
        self.import.update(|import| import.set_problem(problem));
    }

    /// Chooses what becomes of missing values.
    pub fn set_fill(self, fill: Fill) {
        self.import.update(|import| import.set_fill(fill));
    }

    /// Asks for the table of the choice: the run is one on it once it has come.
    pub fn take(self) {
        if let Some(choice) = self.import.try_update(Import::take).flatten() {
            self.ask(Message::of(&Ask::Take { choice }));
        }
    }

    /// Starts the program where there is none.
    fn start(self) -> Result<(), JsValue> {
        if self.reader.with_value(Option::is_some) {
            return Ok(());
        }
        let program = Program::start()?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match said(&event.data()) {
                Ok(None) => self.listens(),
                Ok(Some(told)) => {
                    let next = self.import.try_update(|import| import.hear(told));
                    self.go_on(next.unwrap_or(Next::Rest));
                }
                Err(detail) => self.died(&detail),
            }
        });
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            self.died("files: the program has died or cannot be fetched");
        });
        program.heard_by(on_message.as_ref().unchecked_ref(), on_error.as_ref().unchecked_ref());
        let reader = Reader {
            program,
            ready: false,
            waiting: Vec::new(),
            _on_message: on_message,
            _on_error: on_error,
        };
        self.reader.set_value(Some(reader));
        Ok(())
    }

    /// It listens: what has waited goes out.
    fn listens(self) {
        let waiting = self.reader.try_update_value(|reader| {
            let reader = reader.as_mut()?;
            reader.ready = true;
            Some(std::mem::take(&mut reader.waiting))
        });
        for message in waiting.flatten().into_iter().flatten() {
            self.post(Ok(message));
        }
    }

    fn died(self, detail: &str) {
        log(detail);
        let is_ready = |reader: &Option<Reader>| reader.as_ref().is_some_and(|it| it.ready);
        let why = if self.reader.with_value(is_ready) { Lost::Died } else { Lost::Unfetched };
        self.end();
        let open = self.open.get_untracked();
        self.import.update(|import| {
            import.lose(why);
            if !(open || self.straight) {
                import.cancel();
            }
        });
    }

    /// A question that has an answer.
    fn ask(self, message: Result<Message, String>) {
        if self.post(message) {
            self.import.update(Import::ask);
        }
    }

    /// Whether it has gone out, or will.
    fn post(self, message: Result<Message, String>) -> bool {
        let posted = self.reader.try_update_value(|reader| {
            let (Some(reader), message) = (reader.as_mut(), message?) else { return Ok(false) };
            if !reader.ready {
                reader.waiting.push(message);
                return Ok(true);
            }
            let sent = reader.program.post(&message);
            sent.map(|()| true).map_err(|error| format!("{error:?}"))
        });
        match posted {
            Some(Ok(posted)) => posted,
            Some(Err(detail)) => {
                self.died(&detail);
                false
            }
            None => false,
        }
    }

    fn go_on(self, next: Next) {
        match next {
            Next::Rest => {}
            Next::Piece(range) => self.send(range),
            Next::End { kinds } => self.ask(Message::of(&Ask::End { kinds })),
            Next::Bring { table, .. } if self.straight => {
                self.cancel();
                self.run.get_untracked().arrives(*table);
            }
            Next::Bring { table, dropped, filled } => {
                let run = self.run.get_untracked();
                let rows = table.len();
                self.cancel();
                let own = run.bring(*table);
                run.page.notify(Notice::TableBrought { rows, dropped, filled });
                let name = self.name.get_untracked().unwrap_or_default();
                if let Some(brief) = own {
                    keep::keep(run, Held { brief, name, read: rows + dropped });
                }
            }
        }
    }

    /// Sends bytes of the file, unless another reading has begun until they are there.
    fn send(self, range: Range<u64>) {
        let reading = self.import.with_untracked(Import::reading);
        let Some(file) = self.file.get_value() else { return };
        spawn_local(async move {
            let bytes = bytes(&file, range).await;
            if self.import.with_untracked(Import::reading) != reading {
                return;
            }
            match bytes {
                Ok(bytes) => {
                    let message = Message::of(&Ask::Bytes { bytes: Vec::new() });
                    self.ask(message.inspect(|message| message.array(&bytes)));
                }
                Err(error) => {
                    log(&format!("{error:?}"));
                    self.import.update(|import| import.lose(Lost::Unread));
                }
            }
        });
    }
}

/// Bytes of a file, in the browser's memory.
pub(super) async fn bytes(file: &Blob, range: Range<u64>) -> Result<js_sys::Uint8Array, JsValue> {
    let piece = file.slice_with_f64_and_f64(range.start as f64, range.end as f64)?;
    Ok(js_sys::Uint8Array::new(&JsFuture::from(piece.array_buffer()).await?))
}
