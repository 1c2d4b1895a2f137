//! Formulas among the inputs: the button that opens their card, and the card with those that there are
//! and a field for another one, which says as one types where it goes wrong. They stand beside the
//! diagram's inputs, and on a phone, where these have no room for them, among the data.

use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{EventTarget, Node};

use super::diagram::Diagram;
use crate::app::link::Control;
use crate::app::part::part;
use crate::app::reactive::{effect, memo, on_window};
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::number::grouped;
use crate::app::widgets::each::Each;
use crate::app::widgets::field::presses;
use crate::app::widgets::focus;
use crate::app::widgets::formula::FormulaField;
use crate::app::widgets::later::Later;
use crate::engine::expression::{Formula, MOST, example, names};
use crate::engine::inputs::Input;
use crate::engine::table::Column;

/// The ids of the button, to go back to, of the field, and of the button that closes the card.
const OPENER: &str = "formulas-open";
const FIELD: &str = "formula-input";
const CLOSE: &str = "formulas-close";

/// Opens the card, and closes it.
#[component]
pub fn Opener(
    /// How it looks.
    class: &'static str,
    /// Whether it is a phone's.
    on_phone: bool,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let shown = page.shows(Control::Formulas);
    view! {
        <Show when=move || shown.get() && !page.presents.get() && page.phone.get() == on_phone>
            <button
                type="button"
                class=class
                id=run.element(OPENER)
                data-testid=OPENER
                aria-haspopup="dialog"
                aria-expanded=move || diagram.formulas.get().to_string()
                on:click=move |_| diagram.formulas.update(|open| *open = !*open)
            >
                {move || page.text().formula.add}
            </button>
        </Show>
    }
}

/// The card, while it is open.
#[component]
pub fn FormulaCard(
    /// Whether it is a phone's.
    on_phone: bool,
) -> impl IntoView {
    let page = use_page();
    let diagram = expect_context::<Diagram>();
    let shown = page.shows(Control::Formulas);
    view! {
        <Show when=move || {
            diagram.formulas.get() && shown.get() && !page.presents.get() && page.phone.get() == on_phone
        }>
            <Later part=card missed=move |()| diagram.formulas.set(false) />
        </Show>
    }
}

part!(card in panels: Card());

/// Closes the card and goes back to the button.
fn close(diagram: Diagram) {
    diagram.formulas.set(false);
    focus::onto(&diagram.run.element(OPENER));
}

/// Whether an event's target lies neither in the card nor in the button that opens it.
fn is_elsewhere(run: Run, card: NodeRef<html::Div>, target: Option<EventTarget>) -> bool {
    let node: Option<Node> = target.and_then(|target| target.dyn_into().ok());
    let (Some(card), Some(node)) = (card.try_get_untracked().flatten(), node) else { return false };
    let opener = document().get_element_by_id(&run.element(OPENER));
    let holds = |element: &Node| element.contains(Some(&node));
    !holds(&card) && !opener.is_some_and(|opener| holds(&opener))
}

/// The formulas that there are, and the field.
#[component]
fn Card() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let columns = memo(move || run.data.with(|data| data.columns.clone()));
    let count = memo(move || run.config.with(|config| config.formulas.len()));
    let full = memo(move || count.get() >= MOST);
    let on_phone = page.phone;
    let card = NodeRef::<html::Div>::new();
    effect(move || {
        if full.get() {
            // The field has gone, or never came: the card keeps the keyboard.
            request_animation_frame(move || focus::onto(&run.element(CLOSE)));
        }
    });
    // Over the diagram it is in the way of what is done next; on a phone it lies over nothing.
    let leave = move |target: Option<EventTarget>| {
        if !on_phone.get_untracked() && is_elsewhere(run, card, target) {
            diagram.formulas.set(false);
        }
    };
    let pressed = on_window(ev::pointerdown, move |event| leave(event.target()));
    on_cleanup(move || pressed.remove());
    let place = move || {
        if on_phone.get() {
            return String::new();
        }
        let (room, scroll) = (diagram.room.get(), diagram.scroll.get());
        let left = diagram.layout.with(|layout| layout.beside_inputs(room, scroll));
        format!("left:{left:.0}px")
    };
    view! {
        <div
            class="formulas"
            class:network-card=move || !on_phone.get()
            class:network-card--editing=move || !on_phone.get()
            role="dialog"
            // What is pressed in it takes the focus no farther.
            tabindex="-1"
            aria-label=move || page.text().controls.formulas
            data-testid="formulas"
            node_ref=card
            prop:style=place
            on:focusout=move |event| leave(event.related_target())
            on:keydown=move |event: KeyboardEvent| if presses(&event, "Escape") {
                event.stop_propagation();
                close(diagram);
            }
        >
            <Each each=move || 0..count.get() key=|at| *at let:at>
                <Row at columns />
            </Each>
            <Show
                when=move || !full.get()
                fallback=move || view! { <p class="network-card-hint">{(page.text().formula.full)()}</p> }
            >
                <Field columns />
            </Show>
            <button
                type="button"
                class="link-button"
                id=run.element(CLOSE)
                data-testid=CLOSE
                on:click=move |_| close(diagram)
            >
                {move || page.text().controls.close}
            </button>
        </div>
    }
}

/// What is to be said of a formula that is an input.
fn remark(diagram: Diagram, at: usize, text: &str, columns: &[Column]) -> Option<String> {
    let run = diagram.run;
    let words = run.page.text().formula;
    if let Err(wrong) = Formula::read(text, columns) {
        return Some((words.wrong)(&wrong));
    }
    let rows = run.data.with(|data| data.inputs.undefined().nth(at)).filter(|&rows| rows > 0);
    if let Some(rows) = rows {
        return Some((words.undefined)(&grouped(rows as u64)));
    }
    let (mut before, count) =
        run.config.with(|config| (Input::offered(config), config.formulas.len()));
    before.retain(|&(_, active)| active);
    let mut before: Vec<Input> = before.into_iter().map(|(input, _)| input).collect();
    let own = before.len().checked_sub(count)? + at;
    let formula = before.get(own).copied()?;
    before.truncate(own);
    let same = run.data.with(|data| {
        // Data on show may still be those without it.
        let known = data.inputs.undefined().count() == count;
        let rows = data.rows(&data.train).map(|(row, _)| row);
        known.then(|| data.inputs.same(formula, &before, rows)).flatten()
    });
    let name = same.map(|input| diagram.numbers.with(|numbers| input.name(numbers).to_string()));
    Some((words.same)(&name?))
}

/// A formula: its text, what is to be said of it with these data, and the button that removes it.
#[component]
fn Row(
    /// Its place among them.
    at: usize,
    /// The columns that it may name.
    columns: Memo<Vec<Column>>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let text = memo(move || {
        run.config.with(|config| config.formulas.get(at).cloned()).unwrap_or_default()
    });
    let said =
        memo(move || text.with(|text| columns.with(|columns| remark(diagram, at, text, columns))));
    let name = move || text.with(|text| (page.text().formula.remove)(text));
    let remove = move |_| {
        run.edit(|config| {
            if at < config.formulas.len() {
                config.formulas.remove(at);
            }
        });
        // With the last row its button goes: the card keeps the keyboard.
        request_animation_frame(move || focus::onto(&run.element(FIELD)));
    };
    view! {
        <div class="formulas-row">
            <span translate="no" data-testid=format!("formula-{at}")>{text}</span>
            <button
                type="button"
                class="network-step"
                data-testid=format!("formula-{at}-remove")
                title=name
                aria-label=name
                on:click=remove
            >
                "−"
            </button>
        </div>
        {move || said.get().map(|said| view! { <p class="network-card-hint is-wrong">{said}</p> })}
    }
}

/// The field for another formula.
#[component]
fn Field(
    /// The columns that it may name.
    columns: Memo<Vec<Column>>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let field = NodeRef::<html::Input>::new();
    effect(move || {
        // A field that cannot be focused can still be clicked.
        let _ = field.get().map(|field| field.focus());
    });
    // It outlives the card.
    let draft = diagram.draft;
    let hint = move || (page.text().formula.hint)(&columns.with(|columns| names(columns)));
    let take = move |text: String| {
        draft.set(String::new());
        run.edit(|config| config.formulas.push(text));
        if run.config.with_untracked(|config| config.formulas.len()) >= MOST {
            page.say((page.text().formula.full)());
        }
    };
    view! {
        <FormulaField
            id=FIELD
            label=Signal::derive(move || page.text().formula.field)
            columns
            draft
            example=Signal::derive(move || columns.with(|columns| example(columns)))
            hint=Signal::derive(hint)
            take
            field
        />
    }
}
