//! The share menu: the link, and pictures of the page's three drawings.

use leptos::prelude::*;

use super::made_link::copy;
use crate::app::state::{Run, Withheld, use_page, use_run};
use crate::app::text::controls::Words;
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::popover::Popover;
use crate::app::{network, output};

/// The button and its menu.
#[component]
pub fn Share() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let open = RwSignal::new(false);
    let entry = move |id: &'static str, name: fn(&Words) -> &'static str, act: fn(Run)| {
        view! {
            <button
                type="button"
                class="menu-entry"
                data-testid=id
                on:click=move |_| {
                    open.set(false);
                    act(run);
                }
            >
                {move || name(page.text().controls)}
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
                    <span class="tool-name">{move || page.text().controls.share}</span>
                }
            }
        >
            <p class="caption">
                <Term topic=HelpTopic::Share />
            </p>
            <div class="menu">
                {entry("copy-link", |words| words.copy_link, copy_address)}
                {entry("save-boundary", |words| words.save_boundary, output::save::boundary)}
                {entry("save-network", |words| words.save_network, network::save::network)}
                {entry("save-curves", |words| words.save_curves, output::save::curves)}
            </div>
        </Popover>
    }
}

/// Copies the page's address; where that is refused, a dialog shows it.
fn copy_address(run: Run) {
    let page = run.page;
    let link = page.address();
    copy(page, link.clone(), move || page.withheld.set(Some(Withheld::Link(link))));
}
