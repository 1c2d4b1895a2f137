//! The curve of the data that lie above one and below: its formula, to be written.

use leptos::prelude::*;

use crate::app::link::Control;
use crate::app::part::part;
use crate::app::reactive::{effect, memo};
use crate::app::setting::Setting;
use crate::app::state::{use_page, use_run};
use crate::app::widgets::field::{Name, presses, put, value};
use crate::app::widgets::formula::FormulaField;
use crate::app::widgets::later::Later;
use crate::engine::config::Config;
use crate::engine::dataset;
use crate::engine::expression::Formula;

/// The field, while the data are those of a curve.
#[component]
pub fn Curve() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::Curve);
    let counts = memo(move || run.config.with(Config::has_curve));
    view! {
        <Show when=move || shown.get() && counts.get()>
            <Later part=written />
        </Show>
    }
}

part!(written in panels: Written());

/// The field. Enter and leaving it take a formula that can be read, Escape leaves the curve as it is.
#[component]
fn Written() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let value = value(run, Setting::Curve);
    let draft = RwSignal::new(String::new());
    let back = move || draft.set(value.get_untracked());
    effect(move || draft.set(value.get()));
    let take = move |text: String| {
        put(run, Setting::Curve, &text);
        back();
    };
    let leave = move |_| {
        let text = draft.get_untracked();
        if text.trim().is_empty() {
            back();
        } else if Formula::read(&text, &dataset::curve_columns()).is_ok() {
            take(text);
        }
    };
    view! {
        <div
            class="curve"
            on:change=leave
            on:keydown=move |event| if presses(&event, "Escape") {
                back();
            }
        >
            <Name setting=Setting::Curve />
            <FormulaField
                id="setting-curve"
                label=Signal::derive(move || page.text().controls.curve)
                columns=Signal::stored(dataset::curve_columns().to_vec())
                draft
                hint=Signal::derive(move || page.text().formula.curve.to_owned())
                take
            />
        </div>
    }
}
