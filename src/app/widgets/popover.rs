//! A button and the card that it opens: closed by Escape, by a click elsewhere, and when the
//! focus leaves it.

use leptos::context::Provider;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{EventTarget, Node};
use leptos::{ev, html};

use super::field::presses;
use super::help;
use crate::app::reactive::on_window;
use crate::app::state::use_page;
use crate::app::text::controls::Words;

/// Whether the card is open that something stands in (a context).
#[derive(Clone, Copy)]
pub struct Opened(pub RwSignal<bool>);

/// An entry of a menu in a card: pressed, it closes the card and does what it says.
#[component]
pub fn Entry(
    /// `data-testid`
    id: &'static str,
    /// Picks its words.
    name: fn(&Words) -> &'static str,
    /// What it does.
    #[prop(into)]
    act: Callback<()>,
) -> impl IntoView {
    let page = use_page();
    let Opened(open) = expect_context();
    view! {
        <button
            type="button"
            class="menu-entry"
            data-testid=id
            on:click=move |_| {
                open.set(false);
                act.run(());
            }
        >
            {move || name(page.text().controls)}
        </button>
    }
}

/// A button with a card below it.
#[component]
pub fn Popover(
    /// `data-testid` of the button.
    id: &'static str,
    /// The button's class.
    class: &'static str,
    /// What the card is about; the button's title too.
    label: fn(&Words) -> &'static str,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// Whether the card is open; from outside it is closed by a choice in it.
    open: RwSignal<bool>,
    /// What the card shows.
    children: ChildrenFn,
) -> impl IntoView {
    let page = use_page();
    let anchor = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let label = move || label(page.text().controls);
    let outside = move |target: Option<EventTarget>| {
        if target.as_ref().is_some_and(help::is_in_card) {
            return false;
        }
        let node = target.and_then(|target| target.dyn_into::<Node>().ok());
        match (anchor.try_get_untracked().flatten(), node) {
            (Some(anchor), Some(node)) => !anchor.contains(Some(&node)),
            (None, _) | (_, None) => false,
        }
    };
    let pressed = on_window(ev::pointerdown, move |event| {
        if open.try_get_untracked() == Some(true) && outside(event.target()) {
            open.set(false);
        }
    });
    on_cleanup(move || pressed.remove());
    // Closed by a choice in it the card takes the focus along, unless that has gone elsewhere.
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true) && !now && is_lost(anchor) {
            // A button on the page can be focused.
            let _ = button.get_untracked().map(|button| button.focus());
        }
        now
    });
    view! {
        <div
            class="popover-anchor"
            node_ref=anchor
            on:keydown=move |event| {
                if presses(&event, "Escape") && open.get_untracked() {
                    event.stop_propagation();
                    open.set(false);
                }
            }
            on:focusout=move |event| {
                if event.related_target().is_some() && outside(event.related_target()) {
                    open.set(false);
                }
            }
        >
            <button
                type="button"
                class=class
                node_ref=button
                data-testid=id
                aria-haspopup="dialog"
                aria-expanded=move || open.get().to_string()
                title=label
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {face.run()}
            </button>
            <Show when=move || open.get()>
                <div class="popover" role="dialog" aria-label=label>
                    <Provider value=Opened(open) clone:children>{children()}</Provider>
                </div>
            </Show>
        </div>
    }
}

/// Whether the focus lies within an element, or nowhere.
fn is_lost(anchor: NodeRef<html::Div>) -> bool {
    let Some(active) = document().active_element() else { return true };
    let within = anchor.get_untracked().is_some_and(|anchor| anchor.contains(Some(&active)));
    within || document().body().is_some_and(|body| *body == active)
}
