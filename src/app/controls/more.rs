//! The menu of what is needed seldom: the teachers' link, help and keys, the presentation.

use leptos::prelude::*;

use super::present;
use super::shell::Shell;
use crate::app::state::use_page;
use crate::app::text::controls::Words;
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::popover::Popover;

/// The button and its menu.
#[component]
pub fn More() -> impl IntoView {
    let page = use_page();
    let shell = expect_context::<Shell>();
    let open = RwSignal::new(false);
    let entry = move |id: &'static str, name: fn(&Words) -> &'static str, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="menu-entry"
                data-testid=id
                on:click=move |_| {
                    open.set(false);
                    act.run(());
                }
            >
                {move || name(page.text().controls)}
            </button>
        }
    };
    view! {
        <Popover
            id="more"
            class="tool"
            label=|words| words.more
            open=open
            face=|| view! { <Icon picture=Picture::More /> }
        >
            <div class="menu">
                {entry("present", |words| words.present, Callback::new(move |()| present::enter(page)))}
                {entry("teachers", |words| words.teachers, Callback::new(move |()| shell.teachers.set(true)))}
                {entry("keys", |words| words.help, Callback::new(move |()| shell.keys.set(true)))}
            </div>
        </Popover>
    }
}
