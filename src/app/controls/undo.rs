//! The buttons that undo and redo changes, and what is said of it.

use leptos::prelude::*;

use crate::app::reactive::effect;
use crate::app::setting::Setting;
use crate::app::state::undo::{Deed, Gone, Way};
use crate::app::state::{use_page, use_run};
use crate::app::text::Text;
use crate::app::text::controls::Words;
use crate::app::widgets::icon::{Icon, Picture};
use strum::VariantArray as _;

/// Settings that are named at most where a change was about several.
const NAMED: usize = 3;

/// Undo and redo; off where there is nothing, yet they keep the focus: who presses once more than there are
/// steps does nothing else with it.
#[component]
pub fn UndoButtons() -> impl IntoView {
    let run = use_run();
    let page = use_page();
    effect(move || {
        if let Some(gone) = run.gone.get() {
            page.say(told(&gone, untrack(|| page.text())));
        }
    });
    view! {
        <GoButton way=Way::Undo id="undo" picture=Picture::Undo name=|words| words.undo />
        <GoButton way=Way::Redo id="redo" picture=Picture::Redo name=|words| words.redo />
    }
}

#[component]
fn GoButton(
    /// Back or forth.
    way: Way,
    /// `data-testid`.
    id: &'static str,
    /// Its icon.
    picture: Picture,
    /// Its name.
    name: fn(&Words) -> &'static str,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let name = move || name(page.text().controls);
    view! {
        <button
            type="button"
            class="tool"
            data-testid=id
            title=name
            aria-label=name
            aria-disabled=move || (!run.can_go(way)).then_some("true")
            on:click=move |_| run.go(way)
        >
            <Icon picture />
        </button>
    }
}

/// What was undone or redone.
fn told(gone: &Gone, text: &Text) -> String {
    let change = match gone.deed {
        Deed::Weight => text.network.weight_key.to_owned(),
        Deed::Reset => text.controls.reset.to_owned(),
        Deed::Opened => text.controls.run_opened.to_owned(),
        Deed::View => text.output.view.to_owned(),
        Deed::Config => settings(gone, text),
    };
    match gone.way {
        Way::Undo => (text.controls.undone)(&change),
        Way::Redo => (text.controls.redone)(&change),
    }
}

/// The names of what differs between the two configs.
fn settings(gone: &Gone, text: &Text) -> String {
    let [before, after] = &*gone.configs;
    let mut names = Vec::new();
    if before.own != after.own {
        let table = after.own.as_ref().or(before.own.as_ref());
        names.extend(table.map(|own| text.table(own)));
    }
    if before.features != after.features {
        names.push(text.network.features);
    }
    for setting in Setting::VARIANTS {
        let name = text.controls.setting(*setting);
        if setting.get(before) != setting.get(after) && !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() {
        // Layers that were only moved, or the start at zero.
        0 => text.controls.settings.to_owned(),
        1..=NAMED => names.join(", "),
        _ => format!("{}…", names[..NAMED].join(", ")),
    }
}
