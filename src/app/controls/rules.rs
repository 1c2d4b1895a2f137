//! The chip that says by which rules and in which precision the network learns.

use leptos::prelude::*;

use crate::app::setting::Setting;
use crate::app::state::{use_page, use_run};
use crate::app::widgets::field::Choice;
use crate::app::widgets::popover::Popover;

/// The chip and its card.
#[component]
pub fn RulesChip() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let rules = Memo::new(move |_| run.config.with(|config| (config.rules, config.precision)));
    let face = move || {
        let (rules, precision) = rules.get();
        let words = page.text().controls;
        format!("{} · {}", words.rules(rules), words.precision(precision))
    };
    view! {
        <Popover
            id="rules-chip"
            class="chip"
            label=|words| words.rules
            open=RwSignal::new(false)
            face=move || view! { <span translate="no">{face}</span> }
        >
            <div class="card-fields">
                <Choice setting=Setting::Rules />
                <Choice setting=Setting::Precision />
            </div>
            <p>{move || page.text().controls.modern_means}</p>
            <p>{move || page.text().controls.playground_means}</p>
        </Popover>
    }
}
