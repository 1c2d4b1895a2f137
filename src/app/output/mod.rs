//! The output column: the big picture or what a tab shows in its place, losses, curves.
//!
//! What can be reckoned without a browser is in `answer`, `axis`, `labels`, `panel`, `picture`, `plot`, `points` and (with
//! plotters) `chart`, each tested natively; `figures`, `curves`, `boundary` and `save` put it on the page.

pub mod answer;
pub mod axis;
#[cfg(feature = "plots")]
pub mod chart;
pub mod labels;
pub mod panel;
pub mod picture;
pub mod plot;
pub mod points;

#[cfg(feature = "app")]
mod boundary;
#[cfg(feature = "app")]
mod curves;
#[cfg(feature = "app")]
mod diverged;
#[cfg(feature = "app")]
mod easel;
#[cfg(feature = "app")]
mod figures;
#[cfg(feature = "app")]
pub mod graph;
#[cfg(feature = "app")]
mod legend;
#[cfg(feature = "app")]
mod line;
#[cfg(feature = "app")]
pub mod marks;
#[cfg(feature = "app")]
mod metrics;
#[cfg(feature = "app")]
mod pad;
#[cfg(feature = "app")]
mod paint;
#[cfg(feature = "app")]
pub mod rates;
#[cfg(feature = "app")]
mod remarks;
#[cfg(feature = "app")]
mod sample;
#[cfg(feature = "app")]
pub mod save;
#[cfg(feature = "app")]
mod sides;
#[cfg(feature = "app")]
mod tab;
#[cfg(feature = "app")]
mod ticks;
#[cfg(feature = "app")]
mod toolbar;
#[cfg(feature = "app")]
mod wrong;

#[cfg(feature = "app")]
use leptos::prelude::*;

#[cfg(feature = "app")]
pub use {curves::shown_view, easel::install, tab::focus_picture, toolbar::DrawButton};

#[cfg(feature = "app")]
use crate::app::part::part;
#[cfg(feature = "app")]
use crate::app::reactive::{effect, memo};
#[cfg(feature = "app")]
use crate::app::real_set::RealSet;
#[cfg(feature = "app")]
use crate::app::state::{Page, Run, use_page, use_run};
#[cfg(feature = "app")]
use crate::app::widgets::focus;
#[cfg(feature = "app")]
use crate::app::widgets::later::Later;
#[cfg(feature = "app")]
use tab::{Tab, testid};

/// What a run's classes or numbers are called, kept current.
#[cfg(feature = "app")]
pub fn labels(run: Run) -> Memo<labels::Labels> {
    memo(move || {
        run.config.with(|config| run.data.with(|data| labels::Labels::of(config, &data.goal)))
    })
}

/// Letters beside the big picture that its legend has words for, at most; 0 where it has none.
#[cfg(feature = "app")]
pub fn letters(run: Run) -> Memo<usize> {
    let labels = labels(run);
    memo(move || {
        let target = run.config.with(|config| config.target());
        let told = target.classes > 0 && target.outputs > 1;
        if told { labels.with(labels::Labels::letters) } else { 0 }
    })
}

#[cfg(feature = "app")]
part!(table in panels: metrics::Metrics());
#[cfg(feature = "app")]
part!(plan in panels: graph::GraphPanel());
#[cfg(feature = "app")]
part!(digit in panels: pad::Pad());

/// One of the tabs, and below it losses and curves.
#[cfg(feature = "app")]
#[component]
pub fn OutputPanel() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let dark = crate::app::preference::theme::use_dark(page.theme);
    let tab = RwSignal::new(Tab::Output);
    let easel = expect_context::<easel::Easel>();
    effect(move || {
        if easel.open.get() {
            tab.set(Tab::Output);
        }
    });
    // Of pictures there is more to see than what two of their pixels tell.
    let has_pad = memo(move || run.config.with(RealSet::pixels_of).is_some());
    effect(move || match (has_pad.get(), tab.get_untracked()) {
        (true, _) => tab.set(Tab::Digit),
        (false, Tab::Digit) => tab.set(Tab::Output),
        (false, Tab::Output | Tab::Metrics | Tab::Graph) => {}
    });
    // What is not on show costs the worker nothing.
    effect(move || {
        let tab = tab.get();
        run.watch(|watched| {
            (watched.report, watched.graph) = (tab == Tab::Metrics, tab == Tab::Graph);
        });
    });
    let back = move |()| tab.set(Tab::Output);
    view! {
        <section class="output" aria-label=move || page.text().output.title>
            <Tabs tab has_pad />
            <div role="tabpanel" class="output-panel" aria-label=move || name(tab.get(), page)>
                {move || match tab.get() {
                    Tab::Output => view! { <boundary::Boundary dark /> }.into_any(),
                    Tab::Metrics => view! { <Later part=table missed=back /> }.into_any(),
                    Tab::Graph => view! { <Later part=plan missed=back /> }.into_any(),
                    Tab::Digit => view! { <Later part=digit missed=back /> }.into_any(),
                }}
            </div>
            <figures::Figures />
            <curves::Curves dark />
        </section>
    }
}

/// The tabs that there are.
#[cfg(feature = "app")]
fn tabs(has_pad: bool) -> Vec<Tab> {
    use strum::VariantArray as _;
    Tab::VARIANTS.iter().copied().filter(|&tab| has_pad || tab != Tab::Digit).collect()
}

#[cfg(feature = "app")]
fn name(tab: Tab, page: Page) -> &'static str {
    let words = page.text().output;
    match tab {
        Tab::Output => words.tab_output,
        Tab::Metrics => words.tab_metrics,
        Tab::Graph => words.tab_graph,
        Tab::Digit => words.tab_digit,
    }
}

/// The row of tabs; the arrow keys go along it.
#[cfg(feature = "app")]
#[component]
fn Tabs(
    /// The one on show.
    tab: RwSignal<Tab>,
    /// Whether there is a pad.
    has_pad: Memo<bool>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let key = move |event: leptos::ev::KeyboardEvent| {
        let all = tabs(has_pad.get_untracked());
        let here = all.iter().position(|&one| one == tab.get_untracked()).unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" => (here + 1) % all.len(),
            "ArrowLeft" => (here + all.len() - 1) % all.len(),
            _ => return,
        };
        tab.set(all[next]);
        // Elsewhere on the page arrow keys step through training.
        event.prevent_default();
        event.stop_propagation();
        focus::onto(&run.element(&testid(all[next])));
    };
    let button = move |one: Tab| {
        view! {
            <button
                type="button"
                role="tab"
                class="output-tab"
                id=run.element(&testid(one))
                data-testid=testid(one)
                data-name=move || name(one, page)
                aria-selected=move || (tab.get() == one).to_string()
                tabindex=move || if tab.get() == one { "0" } else { "-1" }
                on:click=move |_| tab.set(one)
            >
                {move || name(one, page)}
            </button>
        }
    };
    let buttons = move || tabs(has_pad.get()).into_iter().map(button).collect_view();
    view! {
        <div class="output-tabs" role="tablist" aria-label=move || page.text().output.tabs on:keydown=key>
            {buttons}
        </div>
    }
}
