//! The keys that work anywhere on the page, unless somebody types, a dialog is open, or what
//! has the focus wants the key for itself. In a frame they work while one of the page's own controls
//! has the focus: the others are the page's around, and Escape gives them back.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element;

use super::language;
use super::present;
use super::shell::Shell;
use super::shortcut::Shortcut;
use crate::app::output;
use crate::app::reactive::on_window;
use crate::app::state::Run;
use crate::app::state::undo::Way;
use crate::app::surroundings;

/// What takes letters and arrows.
const TYPING: &str = "input:not([type=checkbox]), select, textarea, [contenteditable]";
/// What Space presses.
const PRESSED_BY_SPACE: &str =
    "button, a[href], summary, input, [role=button], [role=option], [role=menuitem]";

/// What can have the focus in a frame: where nothing has it, the page's body is the target.
const CONTROL: &str = "body *";

/// Listens as long as the page stands.
pub fn install(run: Run, shell: Shell) {
    let pressed = on_window(ev::keydown, move |event| handle(run, shell, &event));
    on_cleanup(move || pressed.remove());
}

fn handle(run: Run, shell: Shell, event: &KeyboardEvent) {
    if event.default_prevented() || event.alt_key() {
        return;
    }
    let chord = event.ctrl_key() || event.meta_key();
    let shortcut = if chord {
        Shortcut::of_chord(&event.key(), event.shift_key())
    } else {
        let letters = run.page.letters.get_untracked();
        Shortcut::of(&event.key()).filter(|shortcut| letters || !shortcut.is_letter())
    };
    let Some(shortcut) = shortcut else { return };
    let focused = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        focused.as_ref().is_some_and(|at| matches!(at.closest(selector), Ok(Some(_))))
    };
    let dialog = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
    let framed = surroundings::is_framed();
    let typed = within(if chord { surroundings::TEXT } else { TYPING })
        && !(framed && shortcut == Shortcut::Escape);
    let others = framed && !within(CONTROL);
    if dialog || others || typed || shortcut == Shortcut::Play && within(PRESSED_BY_SPACE) {
        return;
    }
    let hidden = shortcut
        .control()
        .is_some_and(|control| run.page.view.with_untracked(|view| view.hidden.contains(&control)));
    // A key held down would step or switch as fast as it repeats.
    let repeats = matches!(shortcut, Shortcut::Step | Shortcut::Undo | Shortcut::Redo);
    if hidden || event.repeat() && !repeats {
        return;
    }
    if shortcut != Shortcut::Escape {
        event.prevent_default();
    }
    act(shortcut, run, shell);
}

fn act(shortcut: Shortcut, run: Run, shell: Shell) {
    match shortcut {
        Shortcut::Play => run.set_playing(!run.playing.get_untracked()),
        Shortcut::Step => run.step(shell.step.get_untracked()),
        Shortcut::Reset => shell.reset(run),
        Shortcut::Discretize => run.page.edit_view(|view| view.discretize = !view.discretize),
        Shortcut::TestData => run.page.edit_view(|view| view.show_test = !view.show_test),
        Shortcut::Language => language::switch(run.page),
        Shortcut::Picture => output::focus_picture(run),
        Shortcut::Present if run.page.presents.get_untracked() => present::leave(run.page),
        Shortcut::Present => present::enter(run.page),
        Shortcut::Undo => run.go(Way::Undo),
        Shortcut::Redo => run.go(Way::Redo),
        Shortcut::Keys => shell.keys.set(true),
        Shortcut::Escape => {
            let open = run.looked.with_untracked(Option::is_some)
                || run.editing.with_untracked(Option::is_some);
            if open {
                run.looked.set(None);
                run.editing.set(None);
            } else if run.page.drawer.get_untracked().is_some() {
                run.page.drawer.set(None);
            } else if run.page.presents.get_untracked() {
                present::leave(run.page);
            } else if surroundings::is_framed() {
                surroundings::give_focus_back();
            }
        }
    }
}
