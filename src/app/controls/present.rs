//! The presentation: network, picture and curve for a whole room, in large type. Full screen where
//! the browser allows it.

use leptos::ev;
use leptos::prelude::*;

use crate::app::reactive::{effect, on_window};
use crate::app::state::{Page, use_page};
use crate::app::widgets::icon::{Icon, Picture};

/// Follows the signal, and the browser where the visitor leaves full screen there.
pub fn install(page: Page) {
    effect(move || {
        let presents = page.presents.get();
        if let Some(root) = document().document_element() {
            // It fails for names with spaces only.
            let _ = root.class_list().toggle_with_force("presents", presents);
        }
    });
    let left = on_window(ev::fullscreenchange, move |_| {
        if document().fullscreen_element().is_none() {
            page.presents.set(false);
        }
    });
    on_cleanup(move || left.remove());
}

/// Begins, from a click or a key: without one no browser goes to full screen.
pub fn enter(page: Page) {
    page.drawer.set(None);
    page.presents.set(true);
    // Where it is not to be had, as in many frames, the window is the screen.
    if let Some(root) = document().document_element().filter(|_| document().fullscreen_enabled()) {
        let _ = root.request_fullscreen();
    }
}

/// Ends.
pub fn leave(page: Page) {
    page.presents.set(false);
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// The way out, for who has no keyboard.
#[component]
pub fn Leave() -> impl IntoView {
    let page = use_page();
    let name = move || page.text().controls.leave_presentation;
    view! {
        <Show when=move || page.presents.get()>
            <button
                type="button"
                class="tool tool--round leave"
                data-testid="leave"
                title=name
                aria-label=name
                on:click=move |_| leave(page)
            >
                <Icon picture=Picture::Close />
            </button>
        </Show>
    }
}
