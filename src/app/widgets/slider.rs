//! A setting chosen with a slider. While it is dragged the run follows; the link is written
//! when it is let go.

use leptos::html;
use leptos::prelude::*;

use super::field::{Name, Typed, id, name_id, testid, value};
use super::figure;
use crate::app::link::Control;
use crate::app::setting::{Setting, Slider};
use crate::app::state::{Run, use_page, use_run};

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
            on:input=move |event| {
                dragging.set(true);
                if let Ok(at) = event_target_value(&event).parse() {
                    let text = figure::slider_text(setting, at);
                    run.drag(|config| {
                        // The slider's own values are all allowed.
                        setting.apply(config, &text);
                    });
                }
            }
            on:change=move |_| {
                dragging.set(false);
                run.finish();
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
