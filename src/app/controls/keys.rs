//! The list of keys.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::shell::Shell;
use super::shortcut::Shortcut;
use crate::app::state::use_page;
use crate::app::surroundings;
use crate::app::widgets::dialog::Dialog;

/// The dialog with the list.
#[component]
pub fn KeysDialog() -> impl IntoView {
    let page = use_page();
    let shell = expect_context::<Shell>();
    let row = move |&shortcut: &'static Shortcut| {
        view! {
            <div class="key-row">
                <dt><kbd>{move || shortcut.key(page.text().controls)}</kbd></dt>
                <dd>{move || shortcut.meaning(page.text().controls)}</dd>
            </div>
        }
    };
    // A control that a link hides takes its key along.
    let works = move |shortcut: &&Shortcut| {
        let control = shortcut.control();
        control.is_none_or(|control| page.view.with(|view| !view.hidden.contains(&control)))
    };
    let rows = move || Shortcut::VARIANTS.iter().filter(works).map(row).collect_view();
    view! {
        <Dialog id="keys-dialog" title=|words| words.keys open=shell.keys>
            <dl class="key-list">{rows}</dl>
            {surroundings::is_framed()
                .then(|| view! { <p class="dialog-lead">{move || page.text().controls.keys_in_frame}</p> })}
        </Dialog>
    }
}
