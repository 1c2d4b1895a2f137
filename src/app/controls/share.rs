//! The share menu: the link, and pictures of the page's three drawings.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;

use super::help::{Help, HelpTopic};
use super::icon::{Icon, Picture};
use super::popover::Popover;
use crate::app::notice::Notice;
use crate::app::state::{State, use_state};
use crate::app::text::controls::Words;
use crate::app::{network, output};

/// The button and its menu.
#[component]
pub fn Share() -> impl IntoView {
    let state = use_state();
    let open = RwSignal::new(false);
    let entry = move |id: &'static str, name: fn(&Words) -> &'static str, act: fn(State)| {
        view! {
            <button
                type="button"
                class="menu-entry"
                data-testid=id
                on:click=move |_| {
                    open.set(false);
                    act(state);
                }
            >
                {move || name(state.text().controls)}
            </button>
        }
    };
    view! {
        <Popover
            id="share"
            class="tool tool--word"
            label=|words| words.share
            open=open
            face=move || {
                view! {
                    <Icon picture=Picture::Share />
                    <span class="tool-name">{move || state.text().controls.share}</span>
                }
            }
        >
            <div class="menu">
                {entry("copy-link", |words| words.copy_link, |state| copy(state, state.address()))}
                {entry("save-boundary", |words| words.save_boundary, output::save::boundary)}
                {entry("save-network", |words| words.save_network, network::save::network)}
                {entry("save-curves", |words| words.save_curves, output::save::curves)}
            </div>
            <Help topic=HelpTopic::Share />
        </Popover>
    }
}

/// Puts a link on the clipboard and says whether it is there.
pub fn copy(state: State, link: String) {
    let navigator = window().navigator();
    // Pages without a secure context have no clipboard.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_object());
    if !there {
        return state.notify(Notice::LinkNotCopied);
    }
    let written = navigator.clipboard().write_text(&link);
    spawn_local(async move {
        let written = wasm_bindgen_futures::JsFuture::from(written).await;
        state.notify(if written.is_ok() { Notice::LinkCopied } else { Notice::LinkNotCopied });
    });
}
