//! Below the diagram: how many units are dead, and the way out; else how many links are not drawn.

use leptos::prelude::*;

use super::diagram::Diagram;
use super::markup;
use super::thin::MOST_DRAWN;
use crate::app::hint;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::help::HelpTopic;
use crate::app::text::number::grouped;
use crate::app::widgets::help::Term;
use crate::app::widgets::spoken::say_once;

/// The dead units of each layer and a button that tries another seed. Its place is kept as long as
/// units can die, so that the diagram stands still when one does.
#[component]
pub fn Foot() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let thinned = memo(move || {
        diagram.layout.with(|layout| {
            let all = layout.link_count();
            (!markup::links_are_elements(layout) && all > MOST_DRAWN).then_some(all)
        })
    });
    let strongest = move || {
        let [most, all] = [MOST_DRAWN, thinned.get()?].map(|count| grouped(count as u64));
        let text = (page.text().network.strongest)(&most, &all);
        Some(view! { <p class="network-note">{text}</p> })
    };
    let mortal = memo(move || run.config.with(hint::can_die));
    let said = memo(move || {
        let words = page.text().hint;
        run.frame.with(|frame| {
            let dead = &frame.health.dead;
            (!dead.is_empty()).then(|| (words.dead)(dead))
        })
    });
    say_once(said);
    view! {
        <Show when=move || mortal.get() || thinned.get().is_some()>
            <div class="network-foot" data-testid="network-foot">
                <Show when=move || said.with(Option::is_some) fallback=strongest>
                    <span class="network-dead" data-testid="dead-units">
                        <Term topic=HelpTopic::DeadUnits>{move || said.get()}</Term>
                    </span>
                    <button
                        type="button"
                        class="link-button"
                        data-testid="another-seed"
                        on:click=move |_| run.new_seed()
                    >
                        {move || page.text().hint.another_seed}
                    </button>
                </Show>
            </div>
        </Show>
    }
}
