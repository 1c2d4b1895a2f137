//! How many points the network gets wrong, in words below the picture.

use leptos::prelude::*;

use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::protocol::{Frame, Metrics};

/// "12 of 250 wrong" with the sign that such points have in the picture; nothing where there are
/// no classes, nor training points.
#[component]
pub fn Wrong() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let total = Memo::new(move |_| run.data.with(|data| data.rows(&data.train).len()));
    let count = Memo::new(move |_| run.frame.with(|frame| wrong(frame, total.get())));
    move || {
        let count = count.get()?;
        let [said, of] = [count, total.get()].map(|number| number::grouped(number as u64));
        Some(view! {
            <p class="boundary-wrong" translate="no" data-testid="wrong" data-value=count>
                <i class="mark-wrong" aria-hidden="true"></i>
                {(page.text().output.wrong)(&said, &of)}
            </p>
        })
    }
}

/// How many of so many training points a frame's network gets wrong; the frame says which unless
/// its losses were measured elsewhere, but always how many.
fn wrong(frame: &Frame, total: usize) -> Option<usize> {
    let Metrics { train_accuracy, .. } = frame.metrics;
    match &frame.wrong {
        Some(wrong) => Some(wrong.train.count()),
        // A whole number, but for rounding; the cast saturates.
        None => train_accuracy
            .is_finite()
            .then(|| ((1.0 - train_accuracy) * total as f64).round() as usize),
    }
}
