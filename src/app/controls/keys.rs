//! All help at once: the keys, and each thing that explains itself.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::shell::Shell;
use super::shortcut::Shortcut;
use crate::app::preference::letters;
use crate::app::state::use_page;
use crate::app::surroundings;
use crate::app::widgets::dialog::Dialog;
use crate::app::widgets::help::{HelpTopic, Said};

/// The dialog with both.
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
    // A control that a link hides takes its key along, and letters can be switched off.
    let works = move |shortcut: &&Shortcut| {
        if !page.letters.get() && shortcut.is_letter() {
            return false;
        }
        let control = shortcut.control();
        control.is_none_or(|control| page.view.with(|view| !view.hidden.contains(&control)))
    };
    let rows = move || Shortcut::VARIANTS.iter().filter(works).map(row).collect_view();
    let topic = move |&topic: &'static HelpTopic| {
        view! {
            <section class="help-entry">
                <h3>{move || (page.text().title)(topic)}</h3>
                <Said topic />
            </section>
        }
    };
    view! {
        <Dialog id="keys-dialog" title=|words| words.help open=shell.keys>
            <h3>{move || page.text().controls.keys}</h3>
            <dl class="key-list">{rows}</dl>
            <p class="dialog-lead" data-testid="draw-keys">{move || page.text().draw.keys}</p>
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="letters"
                    prop:checked=move || page.letters.get()
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        page.letters.set(on);
                        letters::remember(on);
                    }
                />
                <span>{move || page.text().controls.letters}</span>
            </label>
            <p class="dialog-lead">{move || page.text().controls.letters_lead}</p>
            {surroundings::is_framed()
                .then(|| view! { <p class="dialog-lead">{move || page.text().controls.keys_in_frame}</p> })}
            {HelpTopic::VARIANTS.iter().map(topic).collect_view()}
        </Dialog>
    }
}
