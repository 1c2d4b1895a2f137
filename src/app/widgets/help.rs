//! Words that are their own help, and the one card that they share. A mouse that rests on the
//! words or the keyboard's focus shows the card for as long as it stays there; a click, a tap or
//! Enter pins it. Nothing else than leaving, Escape or a click elsewhere takes it away: while
//! the page scrolls it moves along.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::convert::FromWasmAbi;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::{Element, EventTarget, FocusEvent, HtmlElement, Node, PointerEvent};
use leptos::{ev, html};

use super::icon::{Icon, Picture};
use super::place::{self, Anchor, Area};
use super::timer::Timer;
use crate::app::part::part;
use crate::app::reactive::{effect, on_window};
use crate::app::state::{use_page, use_run};
use crate::app::text::help;
pub use crate::app::text::help::HelpTopic;
use crate::app::widgets::later::Later;

/// How long a mouse rests on words before they explain themselves: sweeping past opens nothing.
const REST: Duration = Duration::from_millis(350);
/// How long it may be on its way from the words to the card.
const WAY: Duration = Duration::from_millis(200);
/// The card's id, for the words to name it.
const CARD: &str = "help-card";

/// What keeps the card open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// The mouse, on the words or on the card.
    Pointer,
    /// The focus on the words.
    Focus,
    /// Nothing has to: the visitor closes it.
    Pin,
}

/// What the card explains, and the words beside which it stands.
#[derive(Clone, PartialEq)]
struct Card {
    topic: HelpTopic,
    term: HtmlElement,
}

/// Which card is open (a context).
#[derive(Clone, Copy)]
pub struct Opened {
    card: RwSignal<Option<Card>, LocalStorage>,
    held: RwSignal<Held>,
    /// Where the mouse has last moved to. Words that scroll under a mouse at rest are not pointed
    /// at, nor are those that scroll away from it left.
    pointer: StoredValue<Option<(i32, i32)>>,
    /// While the focus goes back to the words of a card that was closed.
    returns: StoredValue<bool>,
}

impl Opened {
    /// With no card open.
    pub fn none() -> Self {
        Self {
            card: RwSignal::new_local(None),
            held: RwSignal::new(Held::Pointer),
            pointer: StoredValue::new(None),
            returns: StoredValue::new(false),
        }
    }

    fn is_open(self) -> bool {
        self.card.with_untracked(Option::is_some)
    }

    fn is_pinned(self) -> bool {
        self.is_open() && self.held.get_untracked() == Held::Pin
    }

    fn is_of(self, term: &HtmlElement) -> bool {
        self.card.with_untracked(|card| card.as_ref().is_some_and(|card| card.term == *term))
    }

    fn open(self, topic: HelpTopic, term: HtmlElement, held: Held) {
        self.held.set(held);
        if !self.is_of(&term) {
            self.card.set(Some(Card { topic, term }));
        }
    }

    /// Opens it as long as the mouse or the focus stays, unless the visitor has pinned one.
    fn show(self, topic: HelpTopic, term: HtmlElement, held: Held) {
        let stronger = self.is_of(&term) && held == Held::Pointer;
        if !self.is_pinned() && !stronger {
            self.open(topic, term, held);
        }
    }

    /// Pins it; pressing the words once more closes it.
    fn press(self, topic: HelpTopic, term: HtmlElement) {
        if self.is_pinned() && self.is_of(&term) {
            self.card.set(None);
        } else {
            self.open(topic, term, Held::Pin);
        }
    }

    /// Closes it and gives the focus back that a pinned card has taken.
    fn close(self) {
        let Some(Card { term, .. }) = self.card.get_untracked() else { return };
        let focused = document().active_element();
        let inside = focused.is_some_and(|at| is_in_card(&at));
        self.card.set(None);
        if inside {
            self.returns.set_value(true);
            // Where the words have gone meanwhile, the focus stays with the page.
            let _ = term.focus();
            self.returns.set_value(false);
        }
    }

    /// Whether an event happens to the open card or to its words.
    fn includes(self, target: Option<EventTarget>) -> bool {
        let Some(target) = target else { return false };
        let in_words = self.card.with_untracked(|card| {
            let at = target.dyn_ref::<Node>();
            card.as_ref().is_some_and(|card| card.term.contains(at))
        });
        in_words || is_in_card(&target)
    }
}

/// Whether something is part of the card: it lies over all else and belongs to what it explains.
pub fn is_in_card(target: &EventTarget) -> bool {
    let at = target.dyn_ref::<Element>();
    at.is_some_and(|at| matches!(at.closest(".help-card"), Ok(Some(_))))
}

/// Words that explain themselves.
#[component]
pub fn Term(
    /// What they name.
    topic: HelpTopic,
    /// The id of their element, for what they label.
    #[prop(optional, into)]
    id: Option<String>,
    /// The words, where they are not the topic's title.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let page = use_page();
    let opened = expect_context::<Opened>();
    let node = NodeRef::<html::Button>::new();
    let term = move || node.try_get_untracked().flatten().map(HtmlElement::from);
    let rest = Timer::idle();
    let is_open = move || {
        let term = node.get().map(HtmlElement::from);
        opened
            .card
            .with(|card| card.as_ref().map(|card| &card.term) == term.as_ref() && term.is_some())
    };
    let is_pinned = move || is_open() && opened.held.get() == Held::Pin;
    let enter = move |event: PointerEvent| {
        let place = Some((event.client_x(), event.client_y()));
        if event.pointer_type() != "touch" && place != opened.pointer.get_value() {
            rest.start(REST, move || {
                if let Some(term) = term() {
                    opened.show(topic, term, Held::Pointer);
                }
            });
        }
    };
    let focus = move |_| {
        let Some(term) = term().filter(|_| !opened.returns.get_value()) else { return };
        if matches!(term.matches(":focus-visible"), Ok(true)) {
            opened.show(topic, term, Held::Focus);
        }
    };
    let blur = move |event: FocusEvent| {
        let is_own = term().is_some_and(|term| opened.is_of(&term));
        let by_focus = is_own && opened.held.get_untracked() == Held::Focus;
        if by_focus && !opened.includes(event.related_target()) {
            opened.close();
        }
    };
    let click = move |_| {
        rest.call_off();
        if let Some(term) = term() {
            opened.press(topic, term);
        }
    };
    on_cleanup(move || {
        if term().is_some_and(|term| opened.is_of(&term)) {
            opened.card.set(None);
        }
    });
    let words = match children {
        Some(children) => children().into_any(),
        None => (move || (page.text().title)(topic)).into_any(),
    };
    view! {
        <button
            type="button"
            class="term"
            node_ref=node
            id=id
            data-testid=format!("help-{}", <&str>::from(topic))
            aria-expanded=move || is_open().to_string()
            aria-describedby=move || (is_open() && !is_pinned()).then_some(CARD)
            aria-controls=move || is_pinned().then_some(CARD)
            on:pointerenter=enter
            on:pointerleave=move |_| rest.call_off()
            on:focus=focus
            on:blur=blur
            on:click=click
        >
            {words}
        </button>
    }
}

/// Listens on the window before all that stands on the page, for as long as the component does.
pub(super) fn ahead<T: FromWasmAbi + 'static>(name: &'static str, heard: impl Fn(T) + 'static) {
    let heard = Closure::<dyn Fn(T)>::new(heard);
    let listener: &JsValue = heard.as_ref();
    let added =
        window().add_event_listener_with_callback_and_bool(name, listener.unchecked_ref(), true);
    let kept = StoredValue::new_local(added.ok().map(|()| heard));
    on_cleanup(move || {
        kept.try_update_value(|kept| {
            if let Some(heard) = kept.take() {
                let listener: &JsValue = heard.as_ref();
                // A listener that is not there needs no removal.
                let _ = window().remove_event_listener_with_callback_and_bool(
                    name,
                    listener.unchecked_ref(),
                    true,
                );
            }
        });
    });
}

/// The card.
#[component]
pub fn HelpCard() -> impl IntoView {
    let opened = expect_context::<Opened>();
    let leaves = Timer::idle();
    let moved = on_window(ev::pointermove, move |event| {
        opened.pointer.set_value(Some((event.client_x(), event.client_y())));
        let is_by_pointer =
            move || opened.is_open() && opened.held.get_untracked() == Held::Pointer;
        if !is_by_pointer() || opened.includes(event.target()) {
            leaves.call_off();
        } else if !leaves.runs() {
            leaves.start(WAY, move || {
                if is_by_pointer() {
                    opened.close();
                }
            });
        }
    });
    // A finger that goes down may be about to scroll; if it was not, it goes up.
    let elsewhere = move |event: PointerEvent, of_touch: bool| {
        let counts = (event.pointer_type() == "touch") == of_touch;
        if counts && opened.is_open() && !opened.includes(event.target()) {
            opened.card.set(None);
        }
    };
    let pressed = on_window(ev::pointerdown, move |event| elsewhere(event, false));
    let lifted = on_window(ev::pointerup, move |event| elsewhere(event, true));
    on_cleanup(move || {
        moved.remove();
        pressed.remove();
        lifted.remove();
    });
    ahead("keydown", move |event: ev::KeyboardEvent| {
        let dialog = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        if event.key() == "Escape" && opened.is_open() && !dialog {
            // It closes the card and nothing else.
            event.stop_propagation();
            opened.close();
        }
    });
    let wanted = Signal::derive(move || opened.card.with(Option::is_some));
    view! { <Later part=explanation wanted missed=move |()| opened.card.set(None) /> }
}

part!(explanation in panels: Explanations());

/// The card that is open.
#[component]
fn Explanations() -> impl IntoView {
    let opened = expect_context::<Opened>();
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
    let is_pinned = move || opened.held.get() == Held::Pin;
    effect(move || {
        if let Some(card) = node.get().filter(|_| is_pinned()) {
            // It has a tabindex, so it can be focused.
            let _ = card.focus();
        }
    });
    let Card { topic, term } = card;
    let place = RwSignal::new(beside(&term));
    let follow = move || place.set(beside(&term));
    ahead("scroll", {
        let follow = follow.clone();
        move |_: ev::Event| follow()
    });
    let resized = on_window(ev::resize, move |_| follow());
    on_cleanup(move || resized.remove());
    let name: &str = topic.into();
    let title = move || (page.text().title)(topic);
    view! {
        <div
            class="help-card"
            id=CARD
            node_ref=node
            role=move || if is_pinned() { "dialog" } else { "tooltip" }
            tabindex="-1"
            data-testid="help-card"
            data-topic=name
            prop:style=move || place.get()
            aria-label=title
            on:pointerdown=move |_| opened.held.set(Held::Pin)
        >
            <header>
                <h2>{title}</h2>
                <Show when=is_pinned>
                    <button
                        type="button"
                        class="tool"
                        aria-label=move || page.text().controls.close
                        on:click=move |_| opened.close()
                    >
                        <Icon picture=Picture::Close />
                    </button>
                </Show>
            </header>
            <Said topic />
        </div>
    }
}

/// Where a card stands beside its words.
pub fn beside(term: &HtmlElement) -> String {
    let bounds = term.get_bounding_client_rect();
    let anchor = Anchor { left: bounds.left(), top: bounds.top(), bottom: bounds.bottom() };
    place::beside(anchor, window_size())
}

/// The place of a card that leaves an element in sight, as CSS.
pub fn clear_of(element: &Element) -> String {
    let bounds = element.get_bounding_client_rect();
    let (left, top) = (bounds.left(), bounds.top());
    let area = Area { left, top, right: bounds.right(), bottom: bounds.bottom() };
    place::clear_of(area, window_size())
}

/// The window's width and height without its scroll bars, in CSS pixels.
fn window_size() -> (f64, f64) {
    let length =
        |side: fn(&Element) -> i32| document().document_element().map_or(0, |it| side(&it));
    (f64::from(length(Element::client_width)), f64::from(length(Element::client_height)))
}

/// The sentences about a topic, and its formula.
#[component]
pub fn Said(
    /// The topic.
    topic: HelpTopic,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let entry = move || run.config.with(|config| page.words(help::of).of_run(topic, config));
    view! {
        <p>{move || entry().body}</p>
        {move || entry().formula.map(|formula| view! { <p class="formula">{formula}</p> })}
    }
}
