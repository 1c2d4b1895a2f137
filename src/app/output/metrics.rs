//! The metrics tab: the confusion matrix, and every metric that says something here, over the
//! training and the test data.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::labels::Labels;
use super::picture::SHAPES;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::engine::kind::Kind as _;
use crate::engine::metric::{Metric, Report};
use crate::protocol::Reports;

/// Metrics and confusion matrix.
#[component]
pub fn Metrics() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let of_test = RwSignal::new(true);
    let reports = memo(move || run.frame.with(|frame| frame.reports.clone()));
    let labels = super::labels(run);
    view! {
        <div class="metrics" translate="no" data-testid="metrics">
            {move || match reports.get() {
                None => view! { <p class="metrics-wait">{page.text().output.no_report}</p> }.into_any(),
                Some(reports) => {
                    let shown = if of_test.get() { reports.test.clone() } else { reports.train.clone() };
                    view! {
                        <Values reports=*reports />
                        <Confusion report=shown labels=labels.get() of_test />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// The table of metrics.
#[component]
fn Values(
    /// Both reports.
    reports: Reports,
) -> impl IntoView {
    let page = use_page();
    let classes = reports.test.classes() > 0 || reports.train.classes() > 0;
    let text = move |metric: Metric, value: f64| match metric {
        Metric::MeanAbsoluteError | Metric::RootMeanSquaredError => number::error(value),
        Metric::R2Score => number::loss(value),
        Metric::Accuracy
        | Metric::Precision
        | Metric::Recall
        | Metric::F1Score
        | Metric::Top2Accuracy
        | Metric::Top3Accuracy
        | Metric::Auc => number::percent(value),
    };
    let row = move |&metric: &Metric| {
        let [train, test] = [&reports.train, &reports.test].map(|report| report.get(metric));
        // Top-k says nothing of few classes; whatever else has no value now shows a dash.
        let top = matches!(metric, Metric::Top2Accuracy | Metric::Top3Accuracy);
        let empty = top && train.is_nan() && test.is_nan();
        (metric.of_classes() == classes && !empty).then(|| {
            let name: &str = metric.into();
            view! {
                <tr title=page.text().kinds.about(metric.into())>
                    <th scope="row">{page.text().training.label(metric.about().label)}</th>
                    <td data-testid=format!("metric-{name}-train") data-value=number::full(train)>{text(metric, train)}</td>
                    <td data-testid=format!("metric-{name}-test") data-value=number::full(test)>{text(metric, test)}</td>
                </tr>
            }
        })
    };
    let rows = Metric::VARIANTS.iter().map(row).collect_view();
    view! {
        <table class="metrics-table">
            <thead>
                <tr>
                    <th scope="col">{page.text().output.metric_name}</th>
                    <th scope="col">{page.text().output.train}</th>
                    <th scope="col">{page.text().output.test}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The confusion matrix; nothing when regressing.
#[component]
fn Confusion(
    /// What it shows.
    report: Report,
    /// What the classes are called.
    labels: Labels,
    /// Whether that is the test data's.
    of_test: RwSignal<bool>,
) -> impl IntoView {
    let page = use_page();
    let count = report.classes();
    if count == 0 {
        return None;
    }
    let words = page.text().output;
    let half = move |test: bool, name: &'static str| {
        view! {
            <button
                type="button"
                class="curves-toggle"
                data-testid=format!("confusion-{}", if test { "test" } else { "train" })
                aria-pressed=move || (of_test.get() == test).to_string()
                on:click=move |_| of_test.set(test)
            >
                {name}
            </button>
        }
    };
    let many = count > SHAPES;
    let title = |class: usize| labels.own(class).map(str::to_owned);
    let row = |truth: usize| {
        let cells: Vec<u64> =
            report.confusion.get(truth * count..(truth + 1) * count).unwrap_or_default().to_vec();
        let total = cells.iter().sum::<u64>().max(1) as f64;
        let cell = |told: usize, cell: u64| {
            let share = cell as f64 / total;
            let right = if told == truth { " is-right" } else { "" };
            view! {
                <td
                    class=format!("confusion-cell{right}")
                    data-testid=format!("confusion-cell-{truth}-{told}")
                    prop:style=format!("--share:{share:.3}")
                >
                    {cell}
                </td>
            }
        };
        let cells = cells.into_iter().enumerate().map(|(told, one)| cell(told, one)).collect_view();
        let [recall, precision] = [&report.recall, &report.precision]
            .map(|each| number::percent(each.get(truth).copied().unwrap_or(f64::NAN)));
        view! {
            <tr>
                <th scope="row" title=title(truth)>{labels.class(truth, words)}</th>
                {cells}
                <td class="confusion-more">{precision}</td>
                <td class="confusion-more">{recall}</td>
            </tr>
        }
    };
    let head = |told: usize| {
        view! { <th scope="col" title=title(told)>{labels.get(told)}</th> }
    };
    let heads = (0..count).map(head).collect_view();
    let rows = (0..count).map(row).collect_view();
    let about = |metric: Metric| page.text().training.label(metric.about().label);
    Some(view! {
        <div class="confusion">
            <div class="curves-group">
                <h3>{words.confusion}</h3>
                {half(false, words.train)}
                {half(true, words.test)}
            </div>
            <p class="confusion-note">{words.confusion_note}</p>
            <div
                class="confusion-scroll"
                class:confusion-scroll--many=many
                role="group"
                tabindex="0"
                aria-label=words.confusion
            >
                <table>
                    <thead>
                        <tr>
                            <td></td>
                            {heads}
                            <th scope="col">{about(Metric::Precision)}</th>
                            <th scope="col">{about(Metric::Recall)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    })
}
