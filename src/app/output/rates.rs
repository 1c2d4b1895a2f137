//! The curve of a search for a learning rate: the smoothed loss over the rate's logarithm.

use leptos::prelude::*;

use crate::app::setting::{Setting, number_text};
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::app::widgets::field::put;

/// Size of the drawing in its own units.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 120.0;

/// A suggested rate as it is told: two digits are more than the curve knows.
pub fn rounded(rate: f64) -> f64 {
    let digits = libm::pow(10.0, 1.0 - rate.log10().floor());
    (rate * digits).round() / digits
}

/// The curve, the rate that suits and a button that takes it; nothing before a search.
#[component]
pub fn RateCurve() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    move || {
        let rates = run.rates.get()?;
        let words = page.text().output;
        // Worse than at first is only the explosion: it may run out of the picture.
        let first = rates.points.first().map_or(1.0, |&(_, loss)| loss);
        let low = rates.points.iter().map(|&(_, loss)| loss).fold(first, f64::min);
        let high = (first + 0.6 * (first - low)).max(low + 1e-9);
        let ends = rates.points.first().zip(rates.points.last());
        let (from, to) = ends.map_or((1e-6, 10.0), |(a, b)| (a.0, b.0.max(a.0 * 10.0)));
        let x = move |rate: f64| WIDTH * (rate / from).ln() / (to / from).ln();
        let y = move |loss: f64| HEIGHT * (1.0 - ((loss - low) / (high - low)).min(1.2));
        let point = |&(rate, loss): &(f64, f64)| format!("{:.1},{:.1}", x(rate), y(loss));
        let line = rates.points.iter().map(point).collect::<Vec<_>>().join(" ");
        let suggestion = rates.suggestion.map(|rate| {
            let rate = rounded(rate);
            let take = move |_| put(run, Setting::LearningRate, &number_text(rate));
            view! {
                <p class="rates-found">
                    <span data-testid="rate-suggestion">{(words.rate_found)(&number_text(rate))}</span>
                    <button type="button" class="button" data-testid="use-rate" on:click=take>
                        {words.use_rate}
                    </button>
                </p>
            }
        });
        let nothing = (!rates.running && rates.suggestion.is_none())
            .then(|| view! { <p data-testid="rate-not-found">{words.rate_not_found}</p> });
        let mark = rates.suggestion.map(|rate| {
            let at = format!("{:.1}", x(rate));
            view! { <line class="rates-mark" x1=at.clone() x2=at y1="0" y2=HEIGHT.to_string() /> }
        });
        let summary = (words.rate_curve)(&number::loss(low));
        Some(view! {
            <figure class="rates" translate="no" data-testid="rate-curve" data-running=rates.running.to_string()>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=summary preserveAspectRatio="none">
                    <polyline class="rates-line" points=line />
                    {mark}
                </svg>
                <figcaption>
                    <span>{number_text(from)}</span>
                    <span>{words.rate_axis}</span>
                    <span>{format!("{to:.2}")}</span>
                </figcaption>
                {suggestion}
                {nothing}
            </figure>
        })
    }
}
