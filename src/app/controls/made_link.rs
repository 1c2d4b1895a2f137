//! A link to take along: to read, to copy, and, where the browser lets the page copy nothing, to copy
//! by hand, with the way out of such a browser.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;

use crate::app::notice::Notice;
use crate::app::reactive::effect;
use crate::app::state::use_page;
use crate::app::surroundings;
use crate::app::text::controls::Words;
use crate::app::text::notice;

/// Puts a link on the clipboard and calls `copied`, or `refused` where the browser does not let it.
pub fn copy(link: &str, copied: impl FnOnce() + 'static, refused: impl FnOnce() + 'static) {
    let navigator = window().navigator();
    // Pages without a secure context have no clipboard.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_object());
    if !there {
        return refused();
    }
    let written = navigator.clipboard().write_text(link);
    spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(written).await {
            Ok(_) => copied(),
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
    effect(move || {
        if refused.get() {
            // A dialog that opens takes the focus first.
            request_animation_frame(select);
        }
    });
    // The link on the clipboard, as far as this page has put it there.
    let copied = RwSignal::new(None::<String>);
    let words = move || page.text().controls;
    let copy_it = move |_| {
        refused.set(false);
        let made = link.get_untracked();
        let done = made.clone();
        // In a dialog a notice would lie behind it.
        let tell = move || {
            page.say(notice::say(&Notice::LinkCopied, untrack(|| page.text()).notice));
            // A dialog that is closed meanwhile shows nothing.
            let _ = copied.try_set(Some(done));
        };
        copy(&made, tell, move || refused.set(true));
    };
    let is_copied = move || copied.get().is_some_and(|copied| copied == link.get());
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
                on:click=copy_it
            >
                {move || if is_copied() { words().copied } else { words().copy }}
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
