//! What the page knows beside its runs: how it looks and speaks, what a link says beside the config,
//! and what it tells its visitor.

use std::collections::VecDeque;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::tables::{Tables, Wanted};
use crate::app::curve::CurveView;
use crate::app::link::entry::Entry;
use crate::app::link::{Control, View};
use crate::app::notice::{Notice, Of};
use crate::app::preference::kept::Kept;
use crate::app::preference::language::{self, Language};
use crate::app::preference::theme::{self, Theme};
use crate::app::preference::{letters, media};
use crate::app::reactive::memo;
use crate::app::setting;
use crate::app::text::{self, Text};
use crate::engine::config::Config;
use crate::engine::view::Choice;

/// Spoken lines kept at most: those that a moment may bring at once.
const SPOKEN: usize = 4;
/// Notices on show at most; the oldest makes room.
const NOTICES: usize = 6;

/// A notice on the page, with a number that tells two equal ones apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Counts up.
    pub id: u32,
    /// What it says.
    pub notice: Notice,
}

/// What the browser may not have let out of the page; `controls::withheld` shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Withheld {
    /// A link that could not be copied.
    Link(String),
    /// A picture whose file may have been dropped, by its `blob:` address.
    Picture(String),
}

/// What stands in the page's left column in the place of the data, and on a phone in that of the
/// network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// The data, where the window is too narrow for a column of their own.
    Data,
    /// How the network is trained.
    Training,
    /// What its layers are.
    Layers,
}

/// All signals of the page but those of its runs. Copy it into closures.
#[derive(Clone, Copy)]
pub struct Page {
    /// The language on show.
    pub language: RwSignal<Language>,
    /// The one that was asked for last; its words may be on their way.
    asked_for: StoredValue<Language>,
    /// Light or dark, and whether the visitor or the system chose.
    pub theme: RwSignal<Theme>,
    /// The config that the link tells: that of the run which the address bar has opened.
    pub(super) config: RwSignal<Config>,
    /// What is chosen to see of that run's table, which the link tells too.
    pub(super) choice: RwSignal<Option<Choice>>,
    /// What the link says beside it: toggles, hidden controls, unknown keys.
    pub view: RwSignal<View>,
    /// How the curves are drawn; `output::save` draws them alike.
    pub curve_view: RwSignal<CurveView>,
    /// Notices on show, oldest first.
    pub notices: RwSignal<Vec<Shown>>,
    /// What a screen reader is to say, the newest last, each line with a number of its own: the page's
    /// one live region is `controls::announcer`.
    pub said: RwSignal<VecDeque<(u32, String)>>,
    /// The tables that the visitor has brought.
    pub tables: StoredValue<Tables>,
    /// Which of them the browser keeps.
    pub kept: RwSignal<Kept>,
    /// The table that is on its way; `import` fetches it.
    pub wanted: RwSignal<Option<Wanted>>,
    /// While the table that the link asks for is not there: the config on show, and the link's.
    pub(super) asked: StoredValue<Option<Box<[Config; 2]>>>,
    /// Whether single letters are keys.
    pub letters: RwSignal<bool>,
    /// What may not have left the page.
    pub withheld: RwSignal<Option<Withheld>>,
    /// The drawer that is open.
    pub drawer: RwSignal<Option<Drawer>>,
    /// Whether the page is shown to a room: network, picture and curve alone, in large type.
    pub presents: RwSignal<bool>,
    /// Whether the window is so narrow that header and strip give way.
    pub phone: RwSignal<bool>,
    /// Whether a finger points, which needs more room than a mouse.
    pub coarse: RwSignal<bool>,
    /// How often a canvas has come back empty: a browser whose graphics process dies forgets what
    /// was drawn, and says so.
    pub restored: RwSignal<u32>,
    /// The history's entry as last written or read: tells one's own change from a visitor's.
    pub(super) written: StoredValue<Entry>,
    /// The id of the next layer that is new.
    pub(super) next_layer: StoredValue<u32>,
    /// Whether a hash has come during a drag and waits for its end.
    pub(super) waiting: StoredValue<bool>,
    /// Runs so far.
    runs: StoredValue<u32>,
    /// Notices shown so far.
    noticed: StoredValue<u32>,
}

/// What concerns the whole page, from any component.
pub fn use_page() -> Page {
    expect_context::<Page>()
}

impl Page {
    /// The page as a link shows it, at this entry of the browser's history.
    pub(super) fn new(
        (config, choice): (RwSignal<Config>, RwSignal<Option<Choice>>),
        view: View,
        (found, kept): (Entry, Kept),
        next_layer: u32,
    ) -> Self {
        let language = language::initial(view.language);
        // English always is.
        let shown = if language.is_there() { language } else { Language::English };
        Self {
            language: RwSignal::new(shown),
            asked_for: StoredValue::new(shown),
            theme: RwSignal::new(theme::initial(view.theme)),
            config,
            choice,
            view: RwSignal::new(view),
            // Losses fall by powers of ten: on a linear axis most of a run is a line along the foot.
            curve_view: RwSignal::new(CurveView { log: true, ..CurveView::default() }),
            notices: RwSignal::default(),
            said: RwSignal::default(),
            tables: StoredValue::default(),
            kept: RwSignal::new(kept),
            wanted: RwSignal::default(),
            asked: StoredValue::default(),
            letters: RwSignal::new(letters::initial()),
            withheld: RwSignal::new(None),
            drawer: RwSignal::new(None),
            presents: RwSignal::new(false),
            phone: media::follow(media::PHONE),
            coarse: media::follow(media::COARSE),
            restored: RwSignal::default(),
            written: StoredValue::new(found),
            next_layer: StoredValue::new(next_layer),
            waiting: StoredValue::new(false),
            runs: StoredValue::new(0),
            noticed: StoredValue::new(0),
        }
    }

    /// Shows another language, as soon as its words are there, and does what follows from that. What is
    /// asked for last counts.
    pub fn speak(self, language: Language, then: impl FnOnce() + 'static) {
        self.asked_for.set_value(language);
        if language.is_there() {
            self.language.set(language);
            return then();
        }
        spawn_local(async move {
            let fetched = language.fetch().await;
            if self.asked_for.get_value() != language {
                return;
            }
            if fetched {
                self.language.set(language);
                then();
            } else {
                self.asked_for.set_value(self.language.get_untracked());
                self.notify(Notice::PartMissing);
            }
        });
    }

    /// The words of the language on show (reactive).
    pub fn text(self) -> &'static Text {
        self.language.get().text()
    }

    /// Words that come with a part of the page, in the language on show (reactive).
    pub fn words<W>(self, of: fn(Language) -> &'static W) -> &'static W {
        of(self.language.get())
    }

    /// Whether the link leaves a control on the page; what is none is always there.
    pub fn shows(self, control: impl Into<Option<Control>>) -> Memo<bool> {
        let control = control.into();
        memo(move || {
            control.is_none_or(|control| self.view.with(|view| !view.hidden.contains(&control)))
        })
    }

    /// Opens a drawer, or closes it where it is the one that is open.
    pub fn toggle_drawer(self, drawer: Drawer) {
        self.drawer.update(|open| *open = (*open != Some(drawer)).then_some(drawer));
    }

    /// Lets a screen reader say something, once.
    pub fn say(self, line: String) {
        self.said.update(|said| {
            let number = said.back().map_or(0, |(number, _)| number.wrapping_add(1));
            said.push_back((number, line));
            let surplus = said.len().saturating_sub(SPOKEN);
            said.drain(..surplus);
        });
    }

    /// Shows a notice, and says it; one that says the same, or is no longer true, makes room for it.
    pub fn notify(self, notice: Notice) {
        self.say(text::notice::say(&notice, self.language.get_untracked().text().notice));
        let id = self.next_notice();
        self.notices.update(|shown| {
            shown.retain(|shown| !notice.supersedes(&shown.notice));
            shown.push(Shown { id, notice });
            let mut surplus = shown.len().saturating_sub(NOTICES);
            shown.retain(|shown| {
                let goes = surplus > 0 && shown.id != id && shown.notice.of() != Of::Worker;
                surplus -= usize::from(goes);
                !goes
            });
        });
    }

    /// Shows them all, the last one on top.
    pub fn notify_all(self, notices: Vec<Notice>) {
        for notice in notices {
            self.notify(notice);
        }
    }

    /// Takes the notices away that are no longer so.
    pub fn forget(self, over: impl Fn(&Notice) -> bool) {
        self.remove(|shown| over(&shown.notice));
    }

    /// Takes the notices away of changes since so many had been shown, which are undone.
    pub(super) fn take_back(self, noticed: u32) {
        self.remove(|shown| shown.id > noticed && shown.notice.of() == Of::Change);
    }

    fn remove(self, over: impl Fn(&Shown) -> bool) {
        if self.notices.with_untracked(|all| all.iter().any(&over)) {
            self.notices.update(|all| all.retain(|shown| !over(shown)));
        }
    }

    /// Notices shown so far.
    pub(super) fn noticed(self) -> u32 {
        self.noticed.get_value()
    }

    /// Brings the notices into line with a config that is new: what is no longer so goes, and numbers
    /// are those of now.
    pub(super) fn review(self, config: &Config) {
        let now = |shown: &Shown| setting::standing(&shown.notice, config);
        let changed = |shown: &Shown| now(shown).as_ref() != Some(&shown.notice);
        if !self.notices.with_untracked(|shown| shown.iter().any(changed)) {
            return;
        }
        self.notices.update(|all| {
            let stand = std::mem::take(all).into_iter().filter_map(|shown| {
                let notice = now(&shown)?;
                // One with other words is drawn anew.
                let id = if notice == shown.notice { shown.id } else { self.next_notice() };
                Some(Shown { id, notice })
            });
            all.extend(stand);
        });
    }

    fn next_notice(self) -> u32 {
        let id = self.noticed.get_value().wrapping_add(1);
        self.noticed.set_value(id);
        id
    }

    /// The number of one more run.
    pub(super) fn count(self) -> u32 {
        let number = self.runs.get_value();
        self.runs.set_value(number.wrapping_add(1));
        number
    }
}
