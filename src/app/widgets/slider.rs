//! A setting chosen with a slider, or by typing its value.

use leptos::prelude::*;

use super::field::{Name, Typed, id, name_id, testid, value};
use super::figure;
use super::track::Track;
use crate::app::link::Control;
use crate::app::reactive::memo;
use crate::app::setting::Setting;
use crate::app::state::{use_page, use_run};

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
    let at = memo(move || run.config.with(|config| figure::slider_at(setting, config)));
    let drag = Callback::new(move |at| {
        let text = figure::slider_text(setting, at);
        run.drag(|config| {
            // The slider's own values are all allowed.
            setting.apply(config, &text);
        });
    });
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
                <Track
                    testid=testid(setting)
                    id=id(run, setting)
                    named_by=name_id(run, setting)
                    ends=move || run.config.with(|config| figure::slider(setting, config))
                    at
                    said=value
                    drag
                />
            </div>
        </Show>
    }
}
