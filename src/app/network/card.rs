//! The card of a weight that is pointed at: its name, its live value and the field that sets it.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::diagram::Diagram;
use super::layout::{Point, card_place};
use super::stroke::{self, Typed};
use super::target::{Target, weight_name};
use crate::app::notice::{Allowed, Notice, Place, Range};
use crate::app::part::part;
use crate::app::reactive::{effect, memo};
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::number;
use crate::app::widgets::field::is_composing;
use crate::app::widgets::later::Later;
use crate::protocol::WeightId;

/// The card's width and height, for its place; the style sheet keeps to them.
const SIZE: (f64, f64) = (256.0, 96.0);
const EDITING_SIZE: (f64, f64) = (256.0, 144.0);

/// A weight's value in the newest frame, where that belongs to the network on show.
fn value(run: Run, weight: WeightId) -> Option<f64> {
    let shape = run.config.with(|config| config.shape());
    run.frame.with(|frame| {
        let index = weight.index(&shape).filter(|_| frame.shape == shape)?;
        frame.weights.get(index).copied()
    })
}

/// Whether L1 has cut the weight off.
fn is_pruned(run: Run, weight: WeightId) -> bool {
    run.frame.with(|frame| {
        let index = weight.index(&frame.shape);
        index.is_some_and(|index| frame.pruned.contains(&index))
    })
}

/// The card, while a weight is pointed at or edited.
#[component]
pub fn Card() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let wanted = Signal::derive(move || shown(run, diagram).is_some());
    view! { <Later part=card wanted missed=move |()| run.editing.set(None) /> }
}

/// The weight whose card is on show (reactive).
fn shown(run: Run, diagram: Diagram) -> Option<WeightId> {
    run.editing.get().or(diagram.pointed.get())
}

part!(card in panels: Shown());

/// The card that is on show.
#[component]
fn Shown() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let shown = memo(move || shown(run, diagram));
    move || shown.get().map(|weight| view! { <WeightCard weight /> })
}

/// One weight's card.
#[component]
fn WeightCard(
    /// Which one.
    weight: WeightId,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let editing = memo(move || run.editing.get() == Some(weight));
    let words = move || page.text().network;
    let title = move || {
        diagram
            .names
            .with(|names| weight_name(weight, names, &diagram.layout.get().shape(), words()))
    };
    let current = move || value(run, weight);
    let hint = move || match (editing.get(), page.coarse.get()) {
        (true, false) => words().field_hint,
        (true, true) => words().field_hint_touch,
        (false, _) => words().edit_hint,
    };
    view! {
        <div
            class="network-card"
            class:network-card--editing=move || editing.get()
            data-testid="weight-card"
            role="group"
            aria-label=title
            prop:style=move || place(diagram, weight, editing.get())
        >
            <div class="network-card-title">{title}</div>
            <div class="network-card-row">
                <span class="network-card-label">{move || words().value}</span>
                <span
                    class="network-card-value"
                    data-testid="weight-value"
                    data-value=move || current().map(number::full)
                >
                    {move || stroke::live(current())}
                </span>
                <Show when=move || is_pruned(run, weight)>
                    <span class="network-card-pruned">{move || words().pruned}</span>
                </Show>
            </div>
            <Show when=move || editing.get()>
                <Editor weight />
            </Show>
            <div class="network-card-hint">{hint}</div>
        </div>
    }
}

/// Place of the card: by the pointer where it met the weight, else by the weight itself.
fn place(diagram: Diagram, weight: WeightId, editing: bool) -> String {
    let met = diagram.met.get().filter(|&(met, _)| met == weight).map(|(_, at)| at);
    let anchor = met.or_else(|| diagram.layout.with(|layout| layout.anchor(weight)));
    let (at, scroll, room) = (anchor.unwrap_or_default(), diagram.scroll.get(), diagram.room.get());
    let seen = Point { x: at.x - scroll.x, y: at.y - scroll.y };
    let size = if editing { EDITING_SIZE } else { SIZE };
    let Point { x, y } = card_place(seen, size, (room.width, room.height));
    format!("left:{x:.0}px;top:{y:.0}px")
}

/// The field for a new value: its text is selected, Enter and leaving set it, Escape does not.
#[component]
fn Editor(
    /// Which weight.
    weight: WeightId,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let field = NodeRef::<html::Input>::new();
    let offered = untrack(|| value(run, weight)).map(stroke::editable).unwrap_or_default();
    let offered = StoredValue::new(offered);
    effect(move || {
        if let Some(field) = field.get() {
            field.set_value(&offered.get_value());
            // A field that cannot be focused can still be clicked.
            let _ = field.focus();
            field.select();
        }
    });
    // Closed first: taking the field off the page makes it lose the focus once more.
    let close = move || {
        let open = run.editing.get_untracked() == Some(weight);
        if open {
            run.editing.set(None);
        }
        open
    };
    let commit = move || {
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if close() {
            offered.with_value(|offered| set(run, weight, &text, offered));
        }
    };
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            _ if is_composing(&event) => {
                event.stop_propagation();
                return;
            }
            "Enter" => commit(),
            "Escape" => {
                close();
            }
            _ => {
                // Digits and arrows belong to the field, not to the page's keys.
                event.stop_propagation();
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
        if !diagram.focus(Target::Weight(weight)) {
            diagram.focus(Target::Unit(weight.to));
        }
    };
    view! {
        <input
            class="network-card-input"
            data-testid="weight-input"
            type="text"
            inputmode="text"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || page.text().network.new_value
            node_ref=field
            on:keydown=key
            on:blur=move |_| commit()
        />
    }
}

/// What a notice knows the field by: there is one at a time.
const KEY: &str = "weight";

/// Sets the weight to what was typed; says so where that is no weight.
fn set(run: Run, weight: WeightId, text: &str, offered: &str) {
    match stroke::typed(text, offered) {
        Typed::Unchanged => {}
        Typed::Value(value) => {
            run.page.forget(|notice| notice.refuses(Place::Weight, KEY));
            run.set_weight(weight, value);
        }
        Typed::Refused(value) => run.page.notify(Notice::Replaced {
            place: Place::Weight,
            key: KEY.to_owned(),
            value,
            used: offered.to_owned(),
            allowed: Allowed::Numbers(Range {
                knob: None,
                least: -stroke::LARGEST,
                most: stroke::LARGEST,
                whole: false,
            }),
            suggestion: None,
        }),
    }
}
