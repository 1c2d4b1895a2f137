//! The chip that says what trains, how fast, and whether the browser has WebGPU.

use leptos::prelude::*;

use super::figure;
use super::help::{Help, HelpTopic};
use super::popover::Popover;
use crate::app::state::use_state;
use crate::engine::config::Precision;

/// What trains, in full; product and unit names, the same in every language.
fn trainer(precision: Precision, bits: &str) -> String {
    match precision {
        Precision::Bits32 => format!("CPU · WebAssembly SIMD · {bits}"),
        Precision::Bits64 => format!("CPU · WebAssembly · {bits}"),
    }
}

/// The chip and its card.
#[component]
pub fn RuntimeChip() -> impl IntoView {
    let state = use_state();
    let precision = Memo::new(move |_| state.config.with(|config| config.precision));
    let full = move || {
        let precision = precision.get();
        trainer(precision, state.text().controls.precision(precision))
    };
    let running = Memo::new(move |_| state.frame.with(|frame| frame.running));
    let speed = move || state.frame.with(|frame| figure::rate(frame.samples_per_second));
    view! {
        <Popover
            id="runtime-chip"
            class="chip"
            label=|words| words.runtime
            open=RwSignal::new(false)
            face=move || {
                view! {
                    <i class="dot" class:dot--on=move || running.get()></i>
                    <span class="chip-full">{full}</span>
                    <span class="chip-short">
                        {move || format!("CPU · {}", state.text().controls.precision(precision.get()))}
                    </span>
                }
            }
        >
            <dl class="facts">
                <dt>{move || state.text().controls.trains_on}</dt>
                <dd>{full}</dd>
                <dt>{move || state.text().controls.samples_per_second}</dt>
                <dd class="num">{speed}</dd>
                <dt>"WebGPU"</dt>
                <dd data-testid="gpu">
                    {move || state.gpu.with(|gpu| state.text().controls.gpu(gpu.as_ref()))}
                </dd>
            </dl>
            <Help topic=HelpTopic::Runtime />
        </Popover>
    }
}
