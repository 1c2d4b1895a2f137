//! The menu of what is needed seldom: the teachers' link, help and keys, the presentation.

use leptos::prelude::*;

use super::present;
use super::shell::Shell;
use crate::app::state::use_page;
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::popover::{Entry, Popover};

/// The button and its menu.
#[component]
pub fn More() -> impl IntoView {
    let page = use_page();
    let shell = expect_context::<Shell>();
    let open = RwSignal::new(false);
    view! {
        <Popover
            id="more"
            class="tool"
            label=|words| words.more
            open=open
            face=|| view! { <Icon picture=Picture::More /> }
        >
            <div class="menu">
                <Entry id="present" name=|words| words.present act=move |()| present::enter(page) />
                <Entry id="teachers" name=|words| words.teachers act=move |()| shell.teachers.set(true) />
                <Entry id="keys" name=|words| words.help act=move |()| shell.keys.set(true) />
            </div>
        </Popover>
    }
}
