//! The notices: they go by themselves, later when they are long, and not while somebody
//! points at them.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::icon::{Icon, Picture};
use crate::app::state::{Shown, use_state};
use crate::app::text::notice;

/// How long a notice of `letters` letters stays: eight seconds, more where it takes longer
/// to read.
fn stay(letters: usize) -> Duration {
    Duration::from_millis(5000 + 60 * letters as u64).max(Duration::from_secs(8))
}

/// The list of notices.
#[component]
pub fn Notices() -> impl IntoView {
    let state = use_state();
    view! {
        <ul class="notices" data-testid="notices" aria-label=move || state.text().controls.notices>
            <For
                each=move || state.notices.get()
                key=|shown| shown.id
                children=|shown| view! { <Item shown /> }
            />
        </ul>
    }
}

/// One notice.
#[component]
fn Item(
    /// What it says.
    shown: Shown,
) -> impl IntoView {
    let state = use_state();
    let id = shown.id;
    let kind = notice::kind(&shown.notice);
    let text = move || notice::say(&shown.notice, state.text().notice);
    let time = stay(untrack(&text).chars().count());
    let dismiss = move || {
        // The list outlives each of its items.
        state.notices.update(|notices| notices.retain(|shown| shown.id != id));
    };
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let hold = move || {
        timer.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    };
    let start = move || {
        hold();
        timer.set_value(set_timeout_with_handle(dismiss, time).ok());
    };
    start();
    on_cleanup(hold);
    view! {
        <li
            class="notice"
            role="status"
            data-testid="notice"
            data-kind=kind
            on:mouseenter=move |_| hold()
            on:mouseleave=move |_| start()
            on:focusin=move |_| hold()
            on:focusout=move |_| start()
        >
            <span>{text}</span>
            <button
                type="button"
                class="tool"
                aria-label=move || state.text().controls.dismiss
                on:click=move |_| dismiss()
            >
                <Icon picture=Picture::Close />
            </button>
        </li>
    }
}
