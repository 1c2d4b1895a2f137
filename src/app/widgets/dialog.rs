//! A dialog over the page. The browser keeps the focus inside, closes it by Escape and gives
//! the focus back afterwards.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, Picture};
use crate::app::reactive::effect;
use crate::app::state::use_page;
use crate::app::text::controls::Words;

/// A dialog with a title and a button that closes it.
#[component]
pub fn Dialog(
    /// `data-testid` and id.
    id: &'static str,
    /// Its title.
    title: fn(&Words) -> &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let page = use_page();
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        let open = open.get();
        let Some(dialog) = node.get() else { return };
        if open && !dialog.open() {
            // It fails only where the dialog is open or has left the page.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    // The browser tells of it in the next frame: by then it may be open again.
    let closed = move |_| {
        if !node.get_untracked().is_some_and(|dialog| dialog.open()) {
            open.set(false);
        }
    };
    let title_id = format!("{id}-title");
    let named_by = title_id.clone();
    let on_backdrop = move |event: leptos::ev::MouseEvent| {
        // The dialog's own box is covered by its content: what is hit is the backdrop.
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="dialog"
            node_ref=node
            data-testid=id
            aria-labelledby=named_by
            on:close=closed
            on:click=on_backdrop
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id=title_id>{move || title(page.text().controls)}</h2>
                    <button
                        type="button"
                        class="tool"
                        aria-label=move || page.text().controls.close
                        on:click=move |_| open.set(false)
                    >
                        <Icon picture=Picture::Close />
                    </button>
                </header>
                <Show when=move || open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
