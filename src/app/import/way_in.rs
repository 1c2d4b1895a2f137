//! The way in from the data: the button that chooses a file, and what is told of what is in use. What is
//! brought waits here, as the part of the page that reads it may still be on its way.

use leptos::html;
use leptos::prelude::*;
use web_sys::{Blob, File, FileList};

use super::sets::About;
use super::{drawings, keep};
use crate::app::preference::kept::Unkept;
use crate::app::reactive::memo;
use crate::app::real_set::RealSet;
use crate::app::state::{Run, use_page, use_run};
use crate::engine::table::Brief;

/// What was brought.
#[derive(Clone)]
pub(super) struct Brought {
    /// The run that it is for.
    pub run: Run,
    /// The file.
    pub file: Blob,
    /// Its name; none of a paste.
    pub name: Option<String>,
    /// More that came with it, by name.
    pub beside: Vec<(String, Blob)>,
}

impl Brought {
    /// Files for a run, which come together.
    pub fn files(run: Run, files: &FileList) -> Option<Self> {
        let named = |file: File| (file.name(), file.into());
        let mut files = (0..files.length()).filter_map(|at| files.get(at)).map(named);
        let (name, file) = files.next()?;
        Some(Self { run, file, name: Some(name), beside: files.collect() })
    }
}

/// What was brought and is not read yet (a context).
#[derive(Clone, Copy)]
pub struct Arrival {
    brought: RwSignal<Option<Brought>, LocalStorage>,
    /// Whether the dialog is open.
    pub(super) open: RwSignal<bool>,
}

impl Arrival {
    /// With nothing brought.
    pub(super) fn none() -> Self {
        Self { brought: RwSignal::new_local(None), open: RwSignal::new(false) }
    }

    /// Brings something, in the place of what was there.
    pub(super) fn give(self, brought: Brought) {
        self.brought.set(Some(brought));
    }

    /// Whether something waits (reactive).
    pub fn waits(self) -> bool {
        self.brought.with(Option::is_some)
    }

    /// Lets go what waits.
    pub fn let_go(self) {
        self.brought.set(None);
    }

    /// What waits, which waits no longer (reactive).
    pub(super) fn take(self) -> Option<Brought> {
        let waits = self.waits();
        waits.then(|| self.brought.try_update(Option::take).flatten()).flatten()
    }
}

/// What a file chooser shows first.
const KINDS: &str = ".csv,.tsv,.txt,.run,.keras,.safetensors,.json,.bin,text/csv,\
    text/tab-separated-values,text/plain";

/// The button that opens the file chooser.
#[component]
pub fn Choose() -> impl IntoView {
    let page = use_page();
    view! {
        <ChooseFile
            id="own-table"
            label=Signal::derive(move || page.text().sets.own)
            title=Signal::derive(move || page.text().sets.way_in)
        />
    }
}

/// What is in use in the place of generated data: a set, a drawing or a table of the visitor's; nothing
/// while none is.
#[component]
pub fn InUse() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let kept = drawings::in_use();
    let own = memo(move || run.config.with(|config| config.own.clone()));
    let kind = memo(move || own.with(|own| own.as_ref().map(|own| (own.drawn, RealSet::of(own)))));
    let said = move |own: &Brief| match own.drawn {
        true => (page.text().draw.in_use)(own.rows),
        false => page.own_in_use(own),
    };
    move || {
        let between = match kind.get()? {
            (_, Some(set)) => return Some(view! { <About set /> }.into_any()),
            (true, None) => ". ",
            (false, None) => " ",
        };
        let fate = move || kept.get().map(|id| view! { {between} <Fate id /> });
        let said = move || own.with(|own| own.as_ref().map(said));
        let said = view! { {said} {fate} };
        let note = view! { <p class="own-table-note" data-testid="own-table-note">{said}</p> };
        Some(note.into_any())
    }
}

/// Whether what is in use is kept, and what can be done about that; nothing until it is known.
#[component]
fn Fate(
    /// The id that it is kept under.
    id: u64,
) -> impl IntoView {
    let page = use_page();
    // Whether it is kept, where that is known.
    let kept = memo(move || {
        page.kept.with(|kept| match (kept.brief(id), kept.why_not(id)) {
            (Some(_), _) => Some(true),
            (None, Some(Unkept::Refused | Unkept::Forgotten)) => Some(false),
            (None, None) => None,
        })
    });
    let is_kept = move || kept.get() == Some(true);
    let words = move || page.text().sets;
    let run = use_run();
    let act = move |_| {
        let kept = kept.get_untracked() == Some(true);
        keep::with_deeds(
            page,
            move |deeds| {
                if kept { (deeds.forget)(run, id) } else { (deeds.save)(run) }
            },
        );
    };
    // One button for both, so that the focus stays.
    view! {
        <Show when=move || kept.get().is_some()>
            {move || if is_kept() { words().kept } else { words().unkept }} " "
            <button
                type="button"
                class="link-button"
                data-testid=move || if is_kept() { "own-table-forget" } else { "own-table-save" }
                on:click=act
            >
                {move || if is_kept() { words().forget } else { words().save }}
            </button>
        </Show>
    }
}

/// A button and the file chooser behind it.
#[component]
pub fn ChooseFile(
    /// `data-testid` of the button; the chooser's ends with `-file`.
    id: &'static str,
    /// What it is called.
    label: Signal<&'static str>,
    /// What it says besides, where one points at it.
    #[prop(optional, into)]
    title: Option<Signal<&'static str>>,
) -> impl IntoView {
    let run = use_run();
    let arrival = expect_context::<Arrival>();
    let chooser = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(chooser) = chooser.get_untracked() else { return };
        let brought = chooser.files().and_then(|files| Brought::files(run, &files));
        // The same file once more is a change too.
        chooser.set_value("");
        brought.into_iter().for_each(|brought| arrival.give(brought));
    };
    view! {
        <button
            type="button"
            class="link-button"
            id=run.element(id)
            data-testid=id
            title=move || title.map(|title| title.get())
            on:click=move |_| {
                if let Some(chooser) = chooser.get_untracked() {
                    chooser.click();
                }
            }
        >
            {move || label.get()}
        </button>
        <input
            node_ref=chooser
            type="file"
            accept=KINDS
            multiple=true
            hidden=true
            data-testid=format!("{id}-file")
            on:change=chosen
        />
    }
}
