//! A slider under a hand: mouse, pen, finger or keys. While it is dragged the run follows; the link is
//! written when it is let go. Escape, and a browser that takes the finger for its scrolling, put back
//! what was.

use leptos::html;
use leptos::prelude::*;

use super::figure;
use crate::app::reactive::effect;
use crate::app::setting::Slider;
use crate::app::state::use_run;
use crate::decimal;
use crate::engine::config::Config;

/// A hand on the slider.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hand {
    /// None, or one that moves it.
    Free,
    /// A finger came down there, in CSS pixels, and may be about to scroll the page.
    Undecided(i32, i32),
    /// Given up: what it does until it is let go does not count.
    GivenUp,
}

/// So far a finger moves along the slider before it moves it, in CSS pixels.
const SLACK: i32 = 6;

/// The slider itself.
#[component]
pub fn Track(
    /// `data-testid`.
    testid: String,
    /// Its ends; they hold still while it is dragged, or it would slip away.
    #[prop(into)]
    ends: Signal<Option<Slider>>,
    /// Where it stands.
    at: Memo<f64>,
    /// Its value, as it is spoken.
    #[prop(into)]
    said: Signal<String>,
    /// Makes the run follow to where it is dragged.
    drag: Callback<f64>,
    /// Its id, where a label names it.
    #[prop(optional)]
    id: Option<String>,
    /// The id of what names it.
    #[prop(optional)]
    named_by: Option<String>,
    /// Its name, where nothing on the page is its label.
    #[prop(optional)]
    name: Option<Signal<&'static str>>,
) -> impl IntoView {
    let run = use_run();
    let input = NodeRef::<html::Input>::new();
    let dragging = RwSignal::new(false);
    let hand = StoredValue::new(Hand::Free);
    // The run before it was dragged.
    let before = StoredValue::new(None::<Config>);
    let ends = Memo::new(move |before: Option<&Option<Slider>>| {
        let new = ends.get();
        match before {
            Some(&before) if dragging.get() => before,
            Some(_) | None => new,
        }
    });
    effect(move || {
        let (at, ends) = (at.get(), ends.get());
        let (Some(input), Some(ends)) = (input.get(), ends) else { return };
        // In this order: the browser brings a value into the range that holds at that moment.
        input.set_min(&ends.min.to_string());
        input.set_max(&ends.max.to_string());
        input.set_step(&ends.step.to_string());
        input.set_value(&at.to_string());
    });
    let filled = move || ends.get().map_or(0.0, |ends| figure::share(ends, at.get()));
    let put_back = move || {
        if let Some(input) = input.get_untracked() {
            input.set_value(&at.get_untracked().to_string());
        }
    };
    let follow = move || {
        let Some(at) = input.get_untracked().and_then(|input| decimal::read(&input.value())) else {
            return;
        };
        dragging.set(true);
        if before.with_value(Option::is_none) {
            before.set_value(Some(run.config.get_untracked()));
        }
        drag.run(at);
    };
    let finish = move || {
        before.set_value(None);
        dragging.set(false);
        run.finish();
    };
    // The value goes back to where it was.
    let give_up = move || {
        if let Some(before) = before.get_value() {
            run.drag(|config| *config = before);
            finish();
        }
        put_back();
    };
    // The browser tells a slider that is being taken away of what it loses.
    let stands = move || !hand.is_disposed();
    let change = move || {
        match hand.get_value() {
            Hand::Free => finish(),
            Hand::Undecided(..) => {
                follow();
                finish();
            }
            Hand::GivenUp => put_back(),
        }
        hand.set_value(Hand::Free);
    };
    on_cleanup(move || {
        // Whoever closes what it stands in lets go of it, too.
        if run.is_dragging() && before.try_with_value(Option::is_some) == Some(true) {
            run.finish();
        }
    });
    view! {
        <input
            type="range"
            class="track"
            node_ref=input
            id=id
            aria-labelledby=named_by
            aria-label=move || name.map(|name| name.get())
            data-testid=testid
            prop:style=move || format!("--filled:{:.2}%", filled())
            aria-valuetext=move || said.get()
            on:pointerdown=move |event| {
                hand.set_value(match event.pointer_type().as_str() {
                    "touch" => Hand::Undecided(event.client_x(), event.client_y()),
                    _ => Hand::Free,
                });
            }
            on:pointermove=move |event| {
                if let Hand::Undecided(x, y) = hand.get_value() {
                    let (along, across) = (event.client_x() - x, event.client_y() - y);
                    if along.abs() >= SLACK && along.abs() > across.abs() {
                        hand.set_value(Hand::Free);
                        follow();
                    }
                }
            }
            // A drag back to where it began is no change to the browser.
            on:pointerup=move |_| {
                before.set_value(None);
                dragging.set(false);
            }
            on:pointercancel=move |_| {
                hand.set_value(Hand::Free);
                give_up();
            }
            on:keydown=move |event| {
                if event.key() == "Escape" && dragging.get_untracked() {
                    event.stop_propagation();
                    hand.set_value(Hand::GivenUp);
                    give_up();
                } else {
                    hand.set_value(Hand::Free);
                }
            }
            on:input=move |_| match hand.get_value() {
                Hand::Free => follow(),
                // The first touch moves the knob before the browser knows whether it scrolls.
                Hand::Undecided(..) => {}
                Hand::GivenUp => put_back(),
            }
            on:change=move |_| if stands() { change() }
        />
    }
}
