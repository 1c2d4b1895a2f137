//! The strip below the header: how the network learns, and by which rules.

use leptos::prelude::*;

use super::field::Choice;
use super::icon::{Icon, Picture};
use super::popover::Popover;
use super::rules::RulesChip;
use super::training::{TrainingPanel, TrainingToggle};
use super::tuned::Details;
use crate::app::link::Control;
use crate::app::setting::{Setting, number_text};
use crate::app::state::use_state;

/// The hyperparameters, and the panel with the rest of them.
#[component]
pub fn Strip() -> impl IntoView {
    let state = use_state();
    let open = RwSignal::new(false);
    view! {
        <section class="strip" aria-label=move || state.text().controls.settings>
            <Choice setting=Setting::LearningRate />
            <div class="with-details">
                <Choice setting=Setting::Activation />
                <ActivationDetails />
            </div>
            <Choice setting=Setting::Regularization />
            <Choice setting=Setting::RegularizationRate />
            <Unstable />
            <Choice setting=Setting::Problem />
            <TrainingToggle open />
            <RulesChip />
        </section>
        <Show when=move || open.get()>
            <TrainingPanel />
        </Show>
    }
}

/// What the activation does, and its knobs.
#[component]
fn ActivationDetails() -> impl IntoView {
    let state = use_state();
    let shown = state.shows(Control::Activation);
    view! {
        <Show when=move || shown.get()>
            <div class="details">
                <Popover
                    id="activation-details"
                    class="tool details-button"
                    label=|words| words.activation_details
                    open=RwSignal::new(false)
                    face=|| view! { <Icon picture=Picture::Curve /> }
                >
                    <Details setting=Setting::Activation />
                </Popover>
            </div>
        </Show>
    }
}

/// A mark where the rates make L2 overshoot.
#[component]
fn Unstable() -> impl IntoView {
    let state = use_state();
    let product = Memo::new(move |_| state.config.with(|config| config.unstable_l2()));
    move || {
        let said = (state.text().controls.unstable)(&number_text(product.get()?));
        Some(view! {
            <span class="unstable" role="img" title=said.clone() aria-label=said data-testid="unstable">
                <Icon picture=Picture::Warning />
            </span>
        })
    }
}
