//! How many points the network gets wrong, in words below the picture.

use leptos::prelude::*;

use super::points;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::protocol::{Frame, Half};

/// "train: 12/250 wrong" with the sign that such points have in the picture, and the same of the test points
/// while they are on show; nothing where there are no classes, nor training points.
#[component]
pub fn Wrong() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let of_half = move |half: Half| {
        let total = memo(move || run.data.with(|data| data.rows(points::half(data, half)).len()));
        let count = memo(move || run.frame.with(|frame| wrong(frame, half, total.get())));
        move || Some((count.get()?, total.get()))
    };
    let (train, test) = (of_half(Half::Train), of_half(Half::Test));
    let show_test = memo(move || page.view.with(|view| view.show_test));
    move || {
        let line = |half: Half, (count, total): (usize, usize)| {
            let words = page.text().output;
            let (name, id) = match half {
                Half::Train => (words.train, "wrong"),
                Half::Test => (words.test, "wrong-test"),
            };
            let [said, of] = [count, total].map(|number| number::grouped(number as u64));
            let title = (words.wrong_title)(name, &said, &of);
            view! {
                <span data-testid=id data-value=count title=title>{(words.wrong)(name, &said, &of)}</span>
            }
        };
        let train = line(Half::Train, train()?);
        let test = if show_test.get() { test() } else { None };
        Some(view! {
            <p class="boundary-wrong" translate="no">
                <i class="mark-wrong" aria-hidden="true"></i>
                <span>{train}{test.map(|test| line(Half::Test, test))}</span>
            </p>
        })
    }
}

/// How many of so many points a frame's network gets wrong; the frame says which unless its losses were
/// measured elsewhere, but always how many.
fn wrong(frame: &Frame, half: Half, total: usize) -> Option<usize> {
    let (which, accuracy) = match half {
        Half::Train => {
            (frame.wrong.as_ref().map(|wrong| &wrong.train), frame.metrics.train_accuracy)
        }
        Half::Test => (frame.wrong.as_ref().map(|wrong| &wrong.test), frame.metrics.test_accuracy),
    };
    match which {
        Some(which) => Some(which.count()),
        // A whole number, but for rounding; the cast saturates.
        None => accuracy.is_finite().then(|| ((1.0 - accuracy) * total as f64).round() as usize),
    }
}
