//! The notices, one after the other: each goes by itself, later when it is long, and not while
//! somebody points at it.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::notice::{Lost, Notice, Of};
use crate::app::reactive::{effect, memo};
use crate::app::state::{Shown, use_page, use_run};
use crate::app::text::notice;
use crate::app::widgets::each::Each;
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::timer::Timer;

/// How long a notice of `letters` letters stays: eight seconds, more where it takes longer
/// to read.
fn stay(letters: usize) -> Duration {
    Duration::from_millis(5000 + 60 * letters as u64).max(Duration::from_secs(8))
}

/// The list of notices.
#[component]
pub fn Notices() -> impl IntoView {
    let page = use_page();
    view! {
        <ul class="notices" data-testid="notices" aria-label=move || page.text().controls.notices>
            <Each
                each=move || page.notices.get()
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
    let page = use_page();
    let id = shown.id;
    let kind = notice::kind(&shown.notice);
    let stays = shown.notice.of() == Of::Worker;
    let said = shown.notice.clone();
    let text = move || notice::say(&said, page.text().notice);
    let time = stay(untrack(&text).chars().count());
    let dismiss = move || {
        // The list outlives each of its items.
        page.notices.update(|notices| notices.retain(|shown| shown.id != id));
    };
    let timer = Timer::idle();
    let first = memo(move || page.notices.with(|all| all.first().is_some_and(|one| one.id == id)));
    let behind = move || page.notices.with(|all| all.len().saturating_sub(1));
    let start = move || {
        if !stays {
            timer.start(time, dismiss);
        }
    };
    // The time of one that waits behind others has not begun.
    effect(move || if first.get() { start() } else { timer.call_off() });
    view! {
        <li
            class="notice"
            data-testid="notice"
            data-kind=kind
            on:mouseenter=move |_| timer.call_off()
            on:mouseleave=move |_| start()
            on:focusin=move |_| timer.call_off()
            on:focusout=move |_| start()
        >
            <span class="notice-words">{text}</span>
            <Show when=move || { behind() > 0 }>
                <span class="notice-more" translate="no">{move || format!("+{}", behind())}</span>
            </Show>
            {if stays {
                view! { <TryAgain notice=shown.notice /> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        class="tool"
                        aria-label=move || page.text().controls.dismiss
                        on:click=move |_| dismiss()
                    >
                        <Icon picture=Picture::Close />
                    </button>
                }
                    .into_any()
            }}
        </li>
    }
}

/// The way on from a notice that stays.
#[component]
fn TryAgain(
    /// The notice.
    notice: Notice,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    // Another worker would be of the same build.
    let reloads = matches!(notice, Notice::WorkerLost { why: Lost::Version });
    let name = move || {
        let words = page.text().notice;
        if reloads { words.reload } else { words.try_again }
    };
    let press = move |_| {
        if reloads {
            // A page that may not load itself anew has a visitor who can.
            let _ = location().reload();
        } else {
            run.try_again();
        }
    };
    view! {
        <button type="button" class="button" data-testid="try-again" on:click=press>
            {name}
        </button>
    }
}
