//! What a visitor is told who has never played: what a unit is, what a link is, and where to begin.
//! The three notes stand where the diagram leaves room, and go with the first Play.

use leptos::prelude::*;

use super::diagram::Diagram;
use super::notes::Note;
use crate::app::state::use_page;

/// The notes on the page.
#[component]
pub fn Welcome() -> impl IntoView {
    let page = use_page();
    let diagram = expect_context::<Diagram>();
    let words = move || page.text().network;
    let note = move |note: Note, id: &'static str, text: [&'static str; 2]| {
        let [title, more] = text;
        view! {
            <p class="welcome" data-testid=id prop:style=note.spot.style()>
                <b>{title}</b>
                {more}
            </p>
        }
    };
    move || {
        let [unit, link] = diagram.notes.get();
        let said = |mouse, touch| if page.coarse.get() { touch } else { mouse };
        let arrows: String = unit.iter().chain(&link).map(|note| note.arrow.as_str()).collect();
        (!arrows.is_empty()).then(|| {
            view! {
                <svg class="network-links welcome-arrows" aria-hidden="true"><path d=arrows></path></svg>
                {unit.map(|unit| note(unit, "welcome-unit", said(words().welcome_unit, words().welcome_unit_touch)))}
                {link.map(|link| note(link, "welcome-weight", said(words().welcome_weight, words().welcome_weight_touch)))}
            }
        })
    }
}

/// Where to begin; it stands below the button.
#[component]
pub fn Begin() -> impl IntoView {
    let page = use_page();
    let diagram = expect_context::<Diagram>();
    move || {
        let [play, watch] = page.text().network.welcome_play;
        diagram.newcomer.get().then(|| {
            view! {
                <p class="welcome-play" data-testid="welcome-play">
                    <b><span aria-hidden="true">"↖ "</span>{play}</b>
                    <span>{watch}</span>
                </p>
            }
        })
    }
}
