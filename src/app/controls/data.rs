//! The data panel: which data, how many, how noisy, and the seed that they come from.

use leptos::html;
use leptos::prelude::*;

use super::curve::Curve;
use super::thumbnail::Thumbnail;
use crate::app::import::{Choose, InUse, KeptTables, RealSets};
use crate::app::link::Control;
use crate::app::network::Inputs;
use crate::app::output::DrawButton;
use crate::app::preference::theme::use_dark;
use crate::app::reactive::{effect, memo};
use crate::app::setting::{self, Kind, Setting};
use crate::app::state::{Run, use_page, use_run};
use crate::app::widgets::drawer::reveal;
use crate::app::widgets::each::Each;
use crate::app::widgets::field::{Choice, Name, TextField};
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::icon::{Icon, Picture};
use crate::app::widgets::slider::SliderField;
use crate::app::widgets::tuned::{Knobs, touch};
use crate::engine::config::Problem;

/// Data sets and their sliders.
#[component]
pub fn DataPanel() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let generated = generated(run);
    view! {
        <section class="data" aria-label=move || page.text().controls.data>
            <DataSets />
            <Inputs />
            <SliderField setting=Setting::PercTrainData unit=" %" />
            <Show when=move || generated.get()>
                <SliderField setting=Setting::Noise unit=" %" />
            </Show>
            <SliderField setting=Setting::BatchSize />
            <Show when=move || generated.get()>
                <SliderField setting=Setting::Samples />
            </Show>
            <div class="seed">
                <Name setting=Setting::Seed />
                <span class="seed-row">
                    <TextField setting=Setting::Seed />
                    <button
                        type="button"
                        class="tool"
                        data-testid="new-seed"
                        title=move || page.text().controls.new_seed
                        aria-label=move || page.text().controls.new_seed
                        on:click=move |_| run.new_seed()
                    >
                        <Icon picture=Picture::Dice />
                    </button>
                </span>
            </div>
            <Handling>
                <Show when=move || generated.get()>
                    <button
                        type="button"
                        class="link-button"
                        data-testid="regenerate"
                        on:click=move |_| run.regenerate()
                    >
                        {move || page.text().controls.regenerate}
                    </button>
                </Show>
            </Handling>
        </section>
    }
}

/// What is needed seldom, closed until it is asked for; the button stands beside what is needed more.
/// As soon as a link sets any of it, it opens.
#[component]
fn Handling(
    /// What stands beside the button.
    children: Children,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let offered = memo(move || {
        let hidden = |setting: &Setting| {
            let control = Control::of(*setting);
            control.is_some_and(|control| page.view.with(|view| view.hidden.contains(&control)))
        };
        let mut offered = run.config.with(setting::handling);
        offered.retain(|setting| !hidden(setting));
        offered
    });
    let set = memo(move || {
        let is_set = |it: &Setting| run.config.with(|config| it.get(config)) != it.default_text();
        offered.with(|offered| offered.iter().any(is_set))
    });
    let open = RwSignal::new(false);
    effect(move || {
        if set.get() {
            open.set(true);
        }
    });
    let id = run.element("handling");
    let named = id.clone();
    let node = NodeRef::<html::Div>::new();
    let press = move |_| {
        open.update(|open| *open = !*open);
        reveal(move || node.get_untracked().map(Into::into));
    };
    let control = move |setting: Setting| match setting.kind() {
        Kind::Slider => {
            let unit = if setting == Setting::LabelNoise { " %" } else { "" };
            view! { <SliderField setting unit /> }.into_any()
        }
        Kind::Select | Kind::Choice | Kind::Tuned | Kind::Text | Kind::Shape | Kind::List => {
            view! { <Choice setting /> }.into_any()
        }
    };
    view! {
        <div class="data-more">
            {children()}
            <Show when=move || offered.with(|offered| !offered.is_empty())>
                <button
                    type="button"
                    class="link-button"
                    data-testid="more-data"
                    aria-expanded=move || open.get().to_string()
                    aria-controls={
                        let named = named.clone();
                        move || open.get().then(|| named.clone())
                    }
                    on:click=press
                >
                    {move || page.text().controls.more_data}
                    <span class="chevron" aria-hidden="true">"▾"</span>
                </button>
            </Show>
        </div>
        <Show when=move || open.get()>
            <div class="data-handling" id=id.clone() node_ref=node>
                <Each each=move || offered.get() key=|setting| *setting children=control />
            </div>
        </Show>
    }
}

/// Whether the data are generated: a table of the visitor's has as many rows as it has, each as it is.
fn generated(run: Run) -> Memo<bool> {
    memo(move || run.config.with(|config| config.own.is_none()))
}

/// The pictures of the data sets that pose the chosen problem.
#[component]
fn DataSets() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::Dataset);
    let dark = use_dark(page.theme);
    let datasets = memo(move || setting::datasets(run.config.with(|config| config.problem)));
    view! {
        <Show when=move || shown.get()>
            <div class="data-head">
                <h2 class="panel-title">
                    <Term topic=HelpTopic::Dataset>{move || page.text().controls.data}</Term>
                </h2>
                <DrawButton />
                <Choose />
                <RealSets />
            </div>
            <div class="thumbnails" role="group" aria-label=move || page.text().controls.dataset>
                <Each
                    each=move || datasets.get()
                    key=|&dataset| dataset
                    children=move |dataset| view! { <Thumbnail dataset dark /> }
                />
            </div>
            <InUse />
            <KeptTables />
            <DataKnobs />
            <Curve />
        </Show>
    }
}

/// What the chosen data set can be tuned with.
#[component]
fn DataKnobs() -> impl IntoView {
    let run = use_run();
    let setting = memo(move || match run.config.with(|config| config.problem) {
        Problem::Classification => Setting::Dataset,
        Problem::Regression => Setting::RegDataset,
    });
    let generated = generated(run);
    move || {
        if !generated.get() {
            return None;
        }
        let setting = setting.get();
        let chosen = memo(move || run.config.with(|config| setting.chosen(config)));
        let hand = Callback::new(move |hand| touch(run, setting, hand));
        Some(view! { <Knobs key=setting.key() chosen touch=hand /> })
    }
}
