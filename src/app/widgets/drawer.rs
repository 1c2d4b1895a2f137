//! A drawer: what opens over the page's left column, with a title and a button that closes it. The
//! rest of the page stays in sight and in use.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{
    Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};
use leptos::{ev, html};

use super::field::presses;
use super::icon::{Icon, Picture};
use crate::app::reactive::effect;
use crate::app::state::{Drawer, use_page};

/// The button that opens a drawer, and closes it.
#[component]
pub fn Toggle(
    /// Which one.
    drawer: Drawer,
    /// `data-testid`, and its class beside that of a chip.
    id: &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let page = use_page();
    view! {
        <button
            type="button"
            class=format!("chip {id}")
            data-testid=id
            aria-expanded=move || (page.drawer.get() == Some(drawer)).to_string()
            on:click=move |_| page.toggle_drawer(drawer)
        >
            <span>{children()}</span>
            <span class="chevron" aria-hidden="true">"▾"</span>
        </button>
    }
}

/// A drawer on the page while it is the one that is open.
#[component]
pub fn Drawn(
    /// Which one.
    drawer: Drawer,
    /// `data-testid`
    id: &'static str,
    /// Its title.
    #[prop(into)]
    title: Signal<&'static str>,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let page = use_page();
    let children = StoredValue::new(children);
    view! {
        <Show when=move || page.drawer.get() == Some(drawer)>
            <Board id title>{children.with_value(|children| children())}</Board>
        </Show>
    }
}

/// The drawer itself.
#[component]
fn Board(
    /// As in [`Drawn`].
    id: &'static str,
    /// As in [`Drawn`].
    title: Signal<&'static str>,
    /// As in [`Drawn`].
    children: Children,
) -> impl IntoView {
    let page = use_page();
    let node = NodeRef::<html::Section>::new();
    let opener = document().active_element().and_then(|at| at.dyn_into::<HtmlElement>().ok());
    let opener = StoredValue::new_local(opener);
    effect(move || {
        if let Some(node) = node.get() {
            // It has a tabindex, so it can be focused. It is in sight: nothing is to scroll for it.
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = node.focus_with_options(&still);
        }
    });
    let close = move || {
        page.drawer.set(None);
        if let Some(opener) = opener.get_value() {
            // Where the opener has gone meanwhile, the focus stays with the page.
            let _ = opener.focus();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if presses(&event, "Escape") {
            event.stop_propagation();
            close();
        }
    };
    view! {
        <section
            class="drawer"
            node_ref=node
            tabindex="-1"
            data-testid=id
            aria-label=move || title.get()
            on:keydown=key
        >
            <header class="drawer-head">
                <h2>{move || title.get()}</h2>
                <button
                    type="button"
                    class="tool"
                    data-testid="close-drawer"
                    aria-label=move || page.text().controls.close
                    on:click=move |_| close()
                >
                    <Icon picture=Picture::Close />
                </button>
            </header>
            {children()}
        </section>
    }
}

/// Scrolls as little as it takes to show a part of a drawer, once it is drawn; nothing where there is
/// none.
pub fn reveal(part: impl FnOnce() -> Option<Element> + 'static) {
    request_animation_frame(move || {
        if let Some(part) = part() {
            let near = ScrollIntoViewOptions::new();
            near.set_block(ScrollLogicalPosition::Nearest);
            near.set_inline(ScrollLogicalPosition::Nearest);
            part.scroll_into_view_with_scroll_into_view_options(&near);
        }
    });
}
