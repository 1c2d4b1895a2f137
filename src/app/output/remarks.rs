//! What is due to be said of the figures and the picture, below them. A line stays as long as the
//! network can have something to say there, so that nothing moves while it trains.

use leptos::prelude::*;

use crate::app::hint;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::widgets::spoken::say_once;

/// Below the losses: whose weights they are, without which chance they are measured, and how young
/// moving averages are.
#[component]
pub fn LossRemarks() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let chance = memo(move || run.config.with(hint::chance));
    let averages = memo(move || run.config.with(hint::has_moving_averages));
    let brings_back = memo(move || run.config.with(hint::brings_back));
    let restored = memo(move || {
        let epoch = run.frame.with(|frame| frame.restored)?;
        Some((page.text().hint.restored)(epoch))
    });
    let young = memo(move || {
        let young = run.frame.with(|frame| frame.health.young)?;
        Some((page.text().hint.young)(&young))
    });
    let without = move || {
        let said = (page.text().hint.chance)(&chance.get()?);
        Some(view! { <p class="figures-remark" data-testid="remark-chance">{said}</p> })
    };
    say_once(restored);
    say_once(young);
    view! {
        <Show when=move || brings_back.get()>
            <p class="figures-remark figures-remark--kept" data-testid="remark-restored">
                {move || restored.get()}
            </p>
        </Show>
        {without}
        <Show when=move || averages.get()>
            <p class="figures-remark figures-remark--kept" data-testid="remark-young">
                {move || young.get()}
            </p>
        </Show>
    }
}

/// Below the colour scale: how outputs that are logits are read.
#[component]
pub fn LogitRemark() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let logits = memo(move || run.config.with(hint::logits));
    move || {
        let said = (page.text().hint.logits)(&logits.get()?);
        Some(view! { <p class="boundary-remark" data-testid="remark-logits">{said}</p> })
    }
}
