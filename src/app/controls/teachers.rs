//! The teachers' dialog: what a link for students hides. The page itself stays as it is.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::made_link::MadeLink;
use super::shell::Shell;
use crate::app::link::{self, Control, Link, View};
use crate::app::reactive::memo;
use crate::app::state::{Run, use_page, use_run};
use crate::app::widgets::dialog::Dialog;
use crate::engine::feature::Feature;
use crate::engine::inputs::{Input, Name};

/// The dialog.
#[component]
pub fn TeachersDialog() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! {
        <Dialog id="teachers-dialog" title=|words| words.teachers open=shell.teachers>
            <Form />
        </Dialog>
    }
}

/// The address of the page with another view.
fn address(run: Run, view: View) -> String {
    let Link { mut config, points, choice, .. } = run.page.link();
    for &feature in Feature::VARIANTS {
        if view.hidden_features.contains(<&str>::from(feature)) {
            config.features = config.features.with(feature, false);
        }
    }
    let address = run.page.address();
    let base = address.split('#').next().unwrap_or_default();
    format!("{base}#{}", link::write(&Link { config, view, points, choice }))
}

/// Checkboxes and the link that they make.
#[component]
fn Form() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let draft = RwSignal::new(page.view.get_untracked());
    let link = memo(move || address(run, draft.get()));
    let numbers = memo(move || run.data.with(|data| Name::of_numbers(&data.columns, &[])));
    let control = move |&control: &'static Control| {
        view! {
            <Check
                id=control.into()
                name=Signal::derive(move || page.text().controls.control(control).to_owned())
                on=Signal::derive(move || draft.with(|view| view.hidden.contains(&control)))
                set=Callback::new(move |on| draft.update(|view| {
                    if on { view.hidden.insert(control) } else { view.hidden.remove(&control) };
                }))
            />
        }
    };
    let feature = move |&feature: &'static Feature| {
        let key: &str = feature.into();
        view! {
            <Check
                id=key
                name=Signal::derive(move || Input::Feature(feature).name(&numbers.get()).column)
                on=Signal::derive(move || draft.with(|view| view.hidden_features.contains(key)))
                set=Callback::new(move |on| draft.update(|view| {
                    if on {
                        view.hidden_features.insert(key.to_owned())
                    } else {
                        view.hidden_features.remove(key)
                    };
                }))
            />
        }
    };
    let words = move || page.text().controls;
    view! {
        <p class="dialog-lead">{move || words().teachers_lead}</p>
        <fieldset class="checks">
            <legend>{move || words().teachers_controls}</legend>
            {Control::VARIANTS.iter().map(control).collect_view()}
            <Check
                id="text"
                name=Signal::derive(move || words().teachers_text.to_owned())
                on=Signal::derive(move || draft.with(|view| view.hide_text))
                set=Callback::new(move |on| draft.update(|view| view.hide_text = on))
            />
        </fieldset>
        <fieldset class="checks checks--short">
            <legend>{move || words().teachers_features}</legend>
            {Feature::VARIANTS.iter().map(feature).collect_view()}
        </fieldset>
        <MadeLink
            id="teachers-link"
            button="teachers-copy"
            label=|words| words.teachers_link
            link=link
            refused=RwSignal::new(false)
        />
    }
}

/// One thing to hide.
#[component]
fn Check(
    /// Its key in the link; `data-testid` is `hide-` and this.
    id: &'static str,
    /// Its name.
    name: Signal<String>,
    /// Whether it is to be hidden.
    on: Signal<bool>,
    /// Called when the visitor ticks or unticks it.
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-testid=format!("hide-{id}")
                prop:checked=move || on.get()
                on:change=move |event| set.run(event_target_checked(&event))
            />
            <span>{move || name.get()}</span>
        </label>
    }
}
