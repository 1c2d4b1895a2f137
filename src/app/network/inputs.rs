//! The features as a list of their own, and the formulas, where the diagram has room for the inputs alone.

use leptos::prelude::*;

use super::diagram::{Diagram, offered_inputs};
use super::formulas::{FormulaCard, Opener};
use crate::app::link::Control;
use crate::app::reactive::memo;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::help::HelpTopic;
use crate::app::widgets::each::Each;
use crate::app::widgets::help::Term;
use crate::engine::feature::Feature;
use crate::engine::inputs::Input;

/// Makes a feature an input, or takes it from them.
pub fn toggle(run: Run, feature: Feature) {
    run.edit(|config| {
        config.features = config.features.with(feature, !config.features.contains(feature));
    });
}

/// Every feature on offer, of which pressing one makes it an input or not, and the formulas. A phone's
/// alone.
#[component]
pub fn Inputs() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let offered = memo(move || {
        let features = offered_inputs(run).into_iter().filter_map(|(input, active)| match input {
            Input::Feature(feature) => Some((feature, active)),
            Input::Number(_) => None,
        });
        features.collect::<Vec<_>>()
    });
    let writes = page.shows(Control::Formulas);
    let features = move || offered.get().into_iter().map(|(feature, _)| feature);
    let choice = move |feature: Feature| {
        let name: &'static str = feature.into();
        let called =
            move || diagram.numbers.with(|numbers| Input::Feature(feature).name(numbers).column);
        let active = move || offered.with(|offered| offered.contains(&(feature, true)));
        view! {
            <button
                type="button"
                class="inputs-choice"
                translate="no"
                data-testid=format!("input-{name}")
                aria-pressed=move || active().to_string()
                aria-label=move || (page.text().network.feature)(&called())
                on:click=move |_| toggle(run, feature)
            >
                {called}
            </button>
        }
    };
    view! {
        <Show when=move || page.phone.get() && (writes.get() || offered.with(|offered| !offered.is_empty()))>
            <div class="inputs">
                <h3 class="inputs-title">
                    <Term topic=HelpTopic::Features>{move || page.text().network.features}</Term>
                </h3>
                <div class="inputs-choices" role="group" aria-label=move || page.text().network.features>
                    <Each each=features key=|feature| *feature children=choice />
                    <Opener class="inputs-choice" on_phone=true />
                </div>
                <FormulaCard on_phone=true />
            </div>
        </Show>
    }
}
