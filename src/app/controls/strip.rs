//! The strip below the header: how the network learns, and by which rules.

use leptos::prelude::*;

use super::rules::RulesChip;
use super::training::{TrainingPanel, TrainingToggle};
use crate::app::hint::{self, Place};
use crate::app::link::Control;
use crate::app::setting::{Setting, number_text};
use crate::app::state::{use_page, use_run};
use crate::app::text::controls::Words;
use crate::app::widgets::field::Choice;
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::popover::Popover;
use crate::app::widgets::tuned::Details;

/// The hyperparameters, and the panel with the rest of them.
#[component]
pub fn Strip() -> impl IntoView {
    let page = use_page();
    let open = RwSignal::new(false);
    view! {
        <section class="strip" aria-label=move || page.text().controls.settings>
            <div class="with-details">
                <Choice setting=Setting::LearningRate />
                <RateHint />
            </div>
            <Detailed setting=Setting::Activation id="activation-details" label=|words| words.activation_details />
            <Detailed
                setting=Setting::Regularization
                id="regularization-details"
                label=|words| words.regularization_details
            />
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

/// A choice with a button for what it does, its curve and its knobs.
#[component]
fn Detailed(
    /// The setting, which a link can hide.
    setting: Setting,
    /// The card's id.
    id: &'static str,
    /// Picks the button's name.
    label: fn(&Words) -> &'static str,
) -> impl IntoView {
    let page = use_page();
    let shown = page.shows(Control::of(setting));
    view! {
        <div class="with-details">
            <Choice setting />
            <Show when=move || shown.get()>
                <div class="details">
                    <Popover
                        id
                        class="tool details-button"
                        label
                        open=RwSignal::new(false)
                        face=|| view! { <Icon picture=Picture::Curve /> }
                    >
                        <Details setting />
                    </Popover>
                </div>
            </Show>
        </div>
    }
}

/// A mark beside the learning rate where there is something to say of it; it opens to the words.
#[component]
fn RateHint() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::LearningRate);
    let hint = Memo::new(move |_| {
        run.config.with(|config| hint::due(config).find(|hint| hint.place() == Place::Rate))
    });
    let said = move || hint.get().map(|hint| (page.text().hint.say)(&hint));
    view! {
        <Show when=move || shown.get() && hint.get().is_some()>
            <div class="rate-hint">
                <Popover
                    id="rate-hint"
                    class="tool"
                    label=|words| words.rate_hint
                    open=RwSignal::new(false)
                    face=|| view! { <Icon picture=Picture::Warning /> }
                >
                    <p data-testid="rate-hint-words">{said}</p>
                </Popover>
            </div>
        </Show>
    }
}

/// A mark where the rates make L2 overshoot.
#[component]
fn Unstable() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let product = Memo::new(move |_| run.config.with(|config| config.unstable_l2()));
    move || {
        let said = (page.text().controls.unstable)(&number_text(product.get()?));
        Some(view! {
            <span class="unstable" role="img" title=said.clone() aria-label=said data-testid="unstable">
                <Icon picture=Picture::Warning />
            </span>
        })
    }
}
