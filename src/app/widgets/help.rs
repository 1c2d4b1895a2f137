//! The "?" beside things, and the one card that they share.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};
use leptos::{ev, html};

use super::icon::{Icon, Picture};
use super::place::{self, Anchor};
use crate::app::state::{use_page, use_run};
pub use crate::app::text::help::HelpTopic;

/// The card's content and where it opens.
#[derive(Clone, Debug, PartialEq)]
struct Card {
    topic: HelpTopic,
    place: String,
}

/// Which card is open (a context).
#[derive(Clone, Copy)]
pub struct Opened {
    card: RwSignal<Option<Card>>,
    /// The "?" that opened it, for the focus to go back to.
    button: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Opened {
    /// With no card open.
    pub fn none() -> Self {
        Self { card: RwSignal::new(None), button: StoredValue::new_local(None) }
    }

    fn toggle(self, topic: HelpTopic, button: HtmlElement) {
        if self.card.with_untracked(|card| card.as_ref().is_some_and(|card| card.topic == topic)) {
            return self.card.set(None);
        }
        let bounds = button.get_bounding_client_rect();
        let anchor = Anchor { left: bounds.left(), top: bounds.top(), bottom: bounds.bottom() };
        let length = |side: Result<leptos::wasm_bindgen::JsValue, _>| {
            side.ok().and_then(|side| side.as_f64()).unwrap_or_default()
        };
        let window = (length(window().inner_width()), length(window().inner_height()));
        self.button.set_value(Some(button));
        self.card.set(Some(Card { topic, place: place::beside(anchor, window) }));
    }

    fn close_to_button(self) {
        self.card.set(None);
        if let Some(button) = self.button.try_update_value(Option::take).flatten() {
            // Where the button has gone meanwhile, the focus stays with the page.
            let _ = button.focus();
        }
    }
}

/// A "?" that explains what it stands beside.
#[component]
pub fn Help(
    /// What it explains.
    topic: HelpTopic,
) -> impl IntoView {
    let page = use_page();
    let opened = expect_context::<Opened>();
    let label = move || {
        let text = page.text();
        (text.controls.what_is)(text.help.get(topic).title)
    };
    let is_open =
        move || opened.card.with(|card| card.as_ref().is_some_and(|card| card.topic == topic));
    view! {
        <button
            type="button"
            class="help"
            data-testid=format!("help-{}", <&str>::from(topic))
            aria-label=label
            aria-expanded=move || is_open().to_string()
            on:click=move |event| {
                event.prevent_default();
                let button = event.current_target().and_then(|at| at.dyn_into().ok());
                if let Some(button) = button {
                    opened.toggle(topic, button);
                }
            }
        >
            "?"
        </button>
    }
}

/// The card.
#[component]
pub fn HelpCard() -> impl IntoView {
    let opened = expect_context::<Opened>();
    let elsewhere = move |event: ev::PointerEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let inside =
            target.is_some_and(|at| matches!(at.closest(".help, .help-card"), Ok(Some(_))));
        if !inside && opened.card.with_untracked(Option::is_some) {
            opened.card.set(None);
        }
    };
    let pressed = window_event_listener(ev::pointerdown, elsewhere);
    let scrolled = window_event_listener(ev::scroll, move |_| {
        if opened.card.with_untracked(Option::is_some) {
            opened.card.set(None);
        }
    });
    on_cleanup(move || {
        pressed.remove();
        scrolled.remove();
    });
    move || opened.card.get().map(|card| view! { <Explanation card opened /> })
}

/// What the open card says.
#[component]
fn Explanation(
    /// Its content.
    card: Card,
    /// To close it.
    opened: Opened,
) -> impl IntoView {
    let page = use_page();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(card) = node.get() {
            // It has a tabindex, so it can be focused.
            let _ = card.focus();
        }
    });
    let topic = card.topic;
    let name: &str = topic.into();
    let run = use_run();
    let entry = move || run.config.with(|config| page.text().help.of_run(topic, config));
    view! {
        <div
            class="help-card"
            node_ref=node
            role="dialog"
            tabindex="-1"
            data-testid="help-card"
            data-topic=name
            prop:style=card.place
            aria-label=move || entry().title
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    opened.close_to_button();
                }
            }
        >
            <header>
                <h2>{move || entry().title}</h2>
                <button
                    type="button"
                    class="tool"
                    aria-label=move || page.text().controls.close
                    on:click=move |_| opened.close_to_button()
                >
                    <Icon picture=Picture::Close />
                </button>
            </header>
            <p>{move || entry().body}</p>
            {move || entry().formula.map(|formula| view! { <p class="formula">{formula}</p> })}
        </div>
    }
}
