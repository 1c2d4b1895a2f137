//! The share menu: the link, pictures of the page's three drawings, the points, and the network itself.

use leptos::prelude::*;

use super::made_link::copy;
use super::shell::Shell;
use crate::app::notice::Notice;
use crate::app::part::part;
use crate::app::state::{Run, Withheld, use_page, use_run};
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::later::Later;
use crate::app::widgets::popover::{Entry, Popover};
use crate::app::{network, output};

/// The button and its menu.
#[component]
pub fn Share() -> impl IntoView {
    let page = use_page();
    let open = RwSignal::new(false);
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
            <Later part=menu missed=move |()| open.set(false) />
        </Popover>
    }
}

part!(menu in panels: Menu());

/// The menu.
#[component]
fn Menu() -> impl IntoView {
    let run = use_run();
    let Shell { take, .. } = expect_context();
    view! {
            <p class="caption">
                <Term topic=HelpTopic::Share />
            </p>
            <div class="menu">
                <Entry id="copy-link" name=|words| words.copy_link act=move |()| copy_address(run) />
                <Entry id="save-boundary" name=|words| words.save_boundary act=move |()| output::save::boundary(run) />
                <Entry id="save-network" name=|words| words.save_network act=move |()| network::save::network(run) />
                <Entry id="save-curves" name=|words| words.save_curves act=move |()| output::save::curves(run) />
                <Entry id="save-points" name=|words| words.save_points act=move |()| output::save::points(run) />
                <Entry id="copy-points" name=|words| words.copy_points act=move |()| copy_points(run) />
            </div>
            <p class="caption">
                <Term topic=HelpTopic::Take />
            </p>
            <div class="menu">
                <Entry id="take" name=|words| words.take_open act=move |()| take.set(true) />
            </div>
    }
}

/// Copies the page's address; where that is refused, a dialog shows it.
fn copy_address(run: Run) {
    let page = run.page;
    let link = page.address();
    let refused = {
        let link = link.clone();
        move || page.withheld.set(Some(Withheld::Link(link)))
    };
    copy(&link, move || page.notify(Notice::LinkCopied), refused);
}

/// Copies the points; where that is refused, they are saved.
fn copy_points(run: Run) {
    if let Some((text, points)) = output::save::points_text(run) {
        let copied = move || run.page.notify(Notice::PointsCopied { points });
        copy(&text, copied, move || output::save::points(run));
    }
}
