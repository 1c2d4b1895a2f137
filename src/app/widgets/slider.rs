//! A setting chosen with a slider. While it is dragged the run follows; the link is written
//! when it is let go.

use leptos::html;
use leptos::prelude::*;

use super::field::{Name, Typed, id, name_id, testid, value};
use super::figure;
use crate::app::link::Control;
use crate::app::setting::{Setting, Slider};
use crate::app::state::{Run, use_page, use_run};
use crate::engine::config::Config;

/// A slider, with its value as a button that lets one type another.
#[component]
pub fn SliderField(
    /// The setting.
    setting: Setting,
    /// What stands after the number.
    #[prop(optional)]
    unit: &'static str,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::of(setting));
    let value = value(run, setting);
    let typing = RwSignal::new(false);
    let label = move || {
        let words = page.text().controls;
        (words.type_value)(words.setting(setting))
    };
    view! {
        <Show when=move || shown.get()>
            <div class="slider">
                <Name setting />
                <span class="slider-value" translate="no">
                    <Show
                        when=move || typing.get()
                        fallback=move || {
                            view! {
                                <button
                                    type="button"
                                    class="number"
                                    data-testid=format!("value-{}", setting.key())
                                    title=label
                                    on:click=move |_| typing.set(true)
                                >
                                    {move || value.get()}
                                </button>
                            }
                        }
                    >
                        <Typed setting typing />
                    </Show>
                    {unit}
                </span>
                <Track setting />
            </div>
        </Show>
    }
}

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
fn Track(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    let run = use_run();
    let value = value(run, setting);
    let input = NodeRef::<html::Input>::new();
    let dragging = RwSignal::new(false);
    let hand = StoredValue::new(Hand::Free);
    // The run before it was dragged.
    let before = StoredValue::new(None::<Config>);
    let at = Memo::new(move |_| run.config.with(|config| figure::slider_at(setting, config)));
    let ends = ends(run, setting, dragging);
    Effect::new(move |_| {
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
        let Some(Ok(at)) = input.get_untracked().map(|input| input.value().parse()) else {
            return;
        };
        dragging.set(true);
        if before.with_value(Option::is_none) {
            before.set_value(Some(run.config.get_untracked()));
        }
        let text = figure::slider_text(setting, at);
        run.drag(|config| {
            // The slider's own values are all allowed.
            setting.apply(config, &text);
        });
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
    view! {
        <input
            type="range"
            class="track"
            node_ref=input
            id=id(run, setting)
            aria-labelledby=name_id(run, setting)
            data-testid=testid(setting)
            prop:style=move || format!("--filled:{:.2}%", filled())
            aria-valuetext=move || value.get()
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
            on:change=move |_| {
                match hand.get_value() {
                    Hand::Free => finish(),
                    Hand::Undecided(..) => {
                        follow();
                        finish();
                    }
                    Hand::GivenUp => put_back(),
                }
                hand.set_value(Hand::Free);
            }
        />
    }
}

/// The slider's ends; they hold still while it is dragged, or it would slip away.
fn ends(run: Run, setting: Setting, dragging: RwSignal<bool>) -> Memo<Option<Slider>> {
    Memo::new(move |before: Option<&Option<Slider>>| {
        let new = run.config.with(|config| figure::slider(setting, config));
        match before {
            Some(&before) if dragging.get() => before,
            Some(_) | None => new,
        }
    })
}
