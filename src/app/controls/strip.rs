//! The strip below the header: how the network learns, and by which rules.

use leptos::prelude::*;

use super::field::Choice;
use super::icon::{Icon, Picture};
use super::rules::RulesChip;
use crate::app::setting::{Setting, number_text};
use crate::app::state::use_state;

/// The hyperparameters.
#[component]
pub fn Strip() -> impl IntoView {
    let state = use_state();
    view! {
        <section class="strip" aria-label=move || state.text().controls.settings>
            <Choice setting=Setting::LearningRate />
            <Choice setting=Setting::Activation />
            <Choice setting=Setting::Regularization />
            <Choice setting=Setting::RegularizationRate />
            <Unstable />
            <Choice setting=Setting::Problem />
            <RulesChip />
        </section>
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
