//! What is dropped on the page or pasted into it: a file, or a text that is a table. Over the page
//! stands where to let go while a file is dragged.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, DataTransfer, Element, EventTarget};

use super::paste::is_table;
use super::way_in::{Arrival, Brought};
use crate::app::link::{Control, View};
use crate::app::reactive::on_window;
use crate::app::state::{Run, use_page};
use crate::app::surroundings::TEXT;

/// Whether a file is dragged over the page (a context).
#[derive(Clone, Copy)]
struct Dragged(RwSignal<bool>);

/// Listens, and makes ready what the way in needs.
pub(super) fn install(run: Run) {
    let arrival = Arrival::none();
    provide_context(arrival);
    let dragged = Dragged(RwSignal::new(false));
    provide_context(dragged);
    let Dragged(over) = dragged;
    // A link may leave the choice of data off the page.
    let allowed = move || {
        let hidden = |view: &View| view.hidden.contains(&Control::Dataset);
        !run.page.view.with_untracked(hidden)
    };
    let heard = [
        on_window(ev::dragover, move |event| {
            let files = event.data_transfer().is_some_and(|data| has(&data, "Files"));
            let text = event.data_transfer().is_some_and(|data| is_text(&data));
            if allowed() && (files || text && !is_typed(event.target())) {
                // Without this the browser drops nothing, or opens the file in the place of the page.
                event.prevent_default();
                over.set(files);
            }
        }),
        on_window(ev::dragleave, move |event| {
            // From one element to the next it stays over the page.
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        on_window(ev::drop, move |event| {
            over.set(false);
            let Some(data) = event.data_transfer().filter(|_| allowed()) else { return };
            if has(&data, "Files") {
                event.prevent_default();
            }
            if take(arrival, run, &data, is_typed(event.target())) {
                event.prevent_default();
            }
        }),
        on_window(ev::paste, move |event| {
            let Some(data) = event.clipboard_data().filter(|_| allowed()) else { return };
            if take(arrival, run, &data, is_typed(event.target())) {
                event.prevent_default();
            }
        }),
    ];
    on_cleanup(move || heard.into_iter().for_each(|listener| listener.remove()));
}

/// Brings what is a table; false where nothing is. A text belongs to whom it is typed into. Spreadsheets
/// put a picture beside the text of their cells, so the text goes first.
fn take(arrival: Arrival, run: Run, data: &DataTransfer, typed: bool) -> bool {
    // It fails for kinds that there are none of only.
    let text = data.get_data("text/plain").unwrap_or_default();
    let files = data.files().filter(|_| text.is_empty());
    if let Some(brought) = files.and_then(|files| Brought::files(run, &files)) {
        arrival.give(brought);
        return true;
    }
    let is_asked_for = arrival.open.get_untracked() && !text.trim().is_empty();
    if typed || !(is_asked_for || is_table(&text)) {
        return false;
    }
    let parts = js_sys::Array::of1(&JsValue::from(text));
    let Ok(file) = Blob::new_with_str_sequence(&parts) else { return false };
    arrival.give(Brought { run, file, name: None, beside: Vec::new() });
    true
}

fn has(data: &DataTransfer, kind: &str) -> bool {
    data.types().iter().any(|found| found.as_string().as_deref() == Some(kind))
}

/// A text that is no link.
fn is_text(data: &DataTransfer) -> bool {
    has(data, "text/plain") && !has(data, "text/uri-list")
}

/// Whether a text is typed there.
fn is_typed(target: Option<EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| matches!(element.closest(TEXT), Ok(Some(_))))
}

/// Whether a file is dragged over the page.
pub(super) fn use_dragged() -> RwSignal<bool> {
    let Dragged(over) = expect_context::<Dragged>();
    over
}

/// Where to let a file go, over the whole page while one is dragged.
#[component]
pub fn DropTarget() -> impl IntoView {
    let page = use_page();
    let over = use_dragged();
    view! {
        <Show when=move || over.get()>
            <div class="drop-target" data-testid="drop-target">
                <p>{move || page.text().sets.drop_here}</p>
            </div>
        </Show>
    }
}
