//! The strip below the header: how the network learns, and the ways to the drawers.

use leptos::prelude::*;

use super::shell::Shell;
use crate::app::hint::{self, Place};
use crate::app::link::Control;
use crate::app::reactive::memo;
use crate::app::setting::{Setting, number_text};
use crate::app::state::{Drawer, use_page, use_run};
use crate::app::text::{Text, number};
use crate::app::widgets::drawer::Toggle;
use crate::app::widgets::field::Choice;
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::popover::Popover;
use crate::engine::kind::Kind as _;
use crate::protocol::Cause;

/// The hyperparameters, and the buttons of the drawers. A phone has [`PhoneTabs`] instead.
#[component]
pub fn Strip() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let Shell { wide, .. } = expect_context();
    let optimizer = memo(move || run.config.with(|config| config.optimizer.kind().about().label));
    view! {
        <Show when=move || !page.phone.get()>
            <section class="strip" aria-label=move || page.text().controls.settings>
                // Where the data have no column of their own.
                <Toggle drawer=Drawer::Data id="data-toggle">
                    {move || page.text().controls.data}
                </Toggle>
                <Learning />
                <Show when=move || wide.get()>
                    <Goal />
                </Show>
                <Toggle drawer=Drawer::Training id="training-toggle">
                    {move || page.text().training.title} " · " {move || optimizer.get()}
                </Toggle>
            </section>
        </Show>
    }
}

/// What is tuned most.
#[component]
pub fn Learning() -> impl IntoView {
    let run = use_run();
    let too_high = memo(move || number::cause(run.stopped.get()) == Some(Cause::LearningRate));
    view! {
        <div class="with-mark" class:is-diverged=move || too_high.get()>
            <Choice setting=Setting::LearningRate />
            <RateHint />
        </div>
        <Choice setting=Setting::Activation />
        <Choice setting=Setting::Regularization />
        <div class="with-mark">
            <Choice setting=Setting::RegularizationRate />
            <Unstable />
        </div>
    }
}

/// What is to be learned, and what counts as an error. Where the strip is too narrow, the training
/// drawer has them.
#[component]
pub fn Goal() -> impl IntoView {
    view! {
        <Choice setting=Setting::Problem />
        <Choice setting=Setting::Loss />
    }
}

/// On a phone: what stands below the curve, the network or a drawer in its place.
#[component]
pub fn PhoneTabs() -> impl IntoView {
    let page = use_page();
    let tab = move |id: &'static str, drawer: Option<Drawer>, name: fn(&Text) -> &'static str| {
        view! {
            <button
                type="button"
                class="output-tab"
                data-testid=id
                aria-pressed=move || (page.drawer.get() == drawer).to_string()
                on:click=move |_| page.drawer.set(drawer)
            >
                {move || name(page.text())}
            </button>
        }
    };
    view! {
        <Show when=move || page.phone.get()>
            <div class="output-tabs phone-tabs" role="group" aria-label=move || page.text().controls.settings>
                {tab("phone-network", None, |text| text.controls.network)}
                {tab("data-toggle", Some(Drawer::Data), |text| text.controls.data)}
                {tab("training-toggle", Some(Drawer::Training), |text| text.training.title)}
            </div>
        </Show>
    }
}

/// A mark beside the learning rate where there is something to say of it; it opens to the words.
#[component]
fn RateHint() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::LearningRate);
    let hint = memo(move || {
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
    let product = memo(move || run.config.with(|config| config.unstable_l2()));
    move || {
        let said = (page.text().controls.unstable)(&number_text(product.get()?));
        Some(view! {
            <span class="unstable" role="img" title=said.clone() aria-label=said data-testid="unstable">
                <Icon picture=Picture::Warning />
            </span>
        })
    }
}
