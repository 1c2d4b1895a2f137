//! A link to take along: to read, to copy, and, where the browser lets the page copy nothing, to copy
//! by hand, with the way out of such a browser.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;

use crate::app::notice::Notice;
use crate::app::state::{Page, use_page};
use crate::app::surroundings;
use crate::app::text::controls::Words;

/// Puts a link on the clipboard and says so; calls `refused` where the browser does not let it.
pub fn copy(page: Page, link: String, refused: impl FnOnce() + 'static) {
    let navigator = window().navigator();
    // Pages without a secure context have no clipboard.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_object());
    if !there {
        return refused();
    }
    let written = navigator.clipboard().write_text(&link);
    spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(written).await {
            Ok(_) => page.notify(Notice::LinkCopied),
            Err(_) => refused(),
        }
    });
}

/// The link in a field, a button that copies it, and one that opens it.
#[component]
pub fn MadeLink(
    /// `data-testid` and id of the field; the button's is `copy`.
    id: &'static str,
    /// `data-testid` of the button that copies.
    button: &'static str,
    /// What the link is.
    label: fn(&Words) -> &'static str,
    /// The link.
    #[prop(into)]
    link: Signal<String>,
    /// Whether copying has been refused: the link is then selected and the way out is shown.
    refused: RwSignal<bool>,
) -> impl IntoView {
    let page = use_page();
    let field = NodeRef::<html::Input>::new();
    let select = move || {
        if let Some(field) = field.try_get_untracked().flatten() {
            // A field on the page can be focused; its focus selects.
            let _ = field.focus();
            field.select();
        }
    };
    Effect::new(move |_| {
        if refused.get() {
            // A dialog that opens takes the focus first.
            request_animation_frame(select);
        }
    });
    let words = move || page.text().controls;
    let way_out = move || {
        if surroundings::is_app() { words().elsewhere_in_app } else { words().elsewhere }
    };
    view! {
        <div class="made-link">
            <label for=id>{move || label(words())}</label>
            <input
                class="text"
                node_ref=field
                id=id
                data-testid=id
                type="text"
                readonly=true
                prop:value=move || link.get()
                on:focus=move |_| {
                    if let Some(field) = field.get_untracked() {
                        field.select();
                    }
                }
            />
            <button
                type="button"
                class="button"
                data-testid=button
                on:click=move |_| {
                    refused.set(false);
                    copy(page, link.get_untracked(), move || refused.set(true));
                }
            >
                {move || words().copy}
            </button>
            <a class="button button--plain" href=move || link.get() target="_blank" rel="noopener">
                {move || words().open_link}
            </a>
            <Show when=move || refused.get()>
                <p class="made-link-refused" role="alert" data-testid=format!("{id}-refused")>
                    {move || words().copy_refused}
                    " "
                    {way_out}
                </p>
            </Show>
        </div>
    }
}
