//! The layers' drawer: what each is, as cards in order; the one that is chosen is edited below
//! (`editor`).

use std::time::Duration;

use leptos::ev::{self, KeyboardEvent, MouseEvent, PointerEvent, TouchEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};
use strum::VariantArray as _;

use super::diagram::is_mouse;
use super::editor::{Editor, Place};
use super::landing::landing;
use super::summary;
use crate::app::reactive::{effect, memo, on_window};
use crate::app::state::{Drawer, Page, Run, use_page, use_run};
use crate::app::widgets::drawer::reveal;
use crate::app::widgets::each::Each;
use crate::app::widgets::timer::Timer;
use crate::engine::config::{Config, limits};
use crate::engine::kind::Kind as _;
use crate::engine::layer::{Layer, LayerKind};

/// So far a pointer moves before it drags, in CSS pixels.
const SLACK: i32 = 6;
/// So long a finger rests on a card before it drags it: else it scrolls.
const LONG_PRESS: Duration = Duration::from_millis(400);

/// What the cards and the diagram share (a context).
#[derive(Clone, Copy)]
pub struct Cards {
    /// The layer that is edited.
    pub chosen: RwSignal<Option<Place>>,
}

/// A card on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drag {
    from: usize,
    start: i32,
    /// The pointer, as the browser counts them.
    pointer: i32,
    /// Whether it has begun: a mouse has moved far enough, a finger has rested long enough.
    begun: bool,
    /// Where it would be put down.
    to: usize,
}

impl Cards {
    /// Whether the drawer is open at a layer (reactive).
    pub fn is_open(self, page: Page, place: Place) -> bool {
        let open = page.drawer.get() == Some(Drawer::Layers) && !page.presents.get();
        open && self.chosen.get() == Some(place)
    }

    /// Opens the drawer at a layer; a presentation has none.
    pub fn show(self, page: Page, place: Place) {
        if page.presents.get_untracked() {
            return;
        }
        self.chosen.set(Some(place));
        page.drawer.set(Some(Drawer::Layers));
    }
}

/// What the drawer shows: the cards, and below them the layer that is chosen.
#[component]
pub fn Layers() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let Cards { chosen } = expect_context();
    let drag = RwSignal::new(None::<Drag>);
    let row = NodeRef::<html::Ol>::new();
    let layers = memo(move || run.config.with(|config| config.layers.clone()));
    // What is edited is drawn anew for another place only: a slider must not go from under a hand.
    let edited = memo(move || {
        let place = chosen.get()?;
        run.config.with(|config| place.layer(config).is_some()).then_some(place)
    });
    let shift = move |from: usize, to: usize| {
        if move_layer(run, from, to) {
            let layer = layers.with_untracked(|layers| layers.get(to).copied());
            chosen.set(layer.map(|layer| Place::Hidden(layer.id)));
            let label = layer.map_or("", |layer| layer.kind.kind().about().label);
            let name = page.text().training.label(label);
            page.say((page.text().network.layer_moved)(name, to + 1));
            focus_card(row, to);
        }
    };
    let timer = Timer::idle();
    let forget = move || {
        timer.call_off();
        if drag.try_get_untracked().flatten().is_some() {
            drag.set(None);
        }
    };
    let grab = Callback::new(move |(from, event): (usize, PointerEvent)| {
        forget();
        let (start, pointer) = (event.client_x(), event.pointer_id());
        drag.set(Some(Drag { from, start, pointer, begun: false, to: from }));
        if !is_mouse(&event) {
            let begin = move || {
                drag.try_update(|drag| drag.iter_mut().for_each(|drag| drag.begun = true));
            };
            // Without a clock the card stays where it is.
            timer.start(LONG_PRESS, begin);
        }
    });
    let moved = move |event: PointerEvent| {
        let Some(mut now) = drag.get_untracked() else { return };
        let far = (event.client_x() - now.start).abs() >= SLACK;
        if event.pointer_id() != now.pointer || !(now.begun || far) {
            return;
        }
        if !now.begun && !is_mouse(&event) {
            // Moved before it has rested: it scrolls.
            forget();
            return;
        }
        let middles = row.get_untracked().map(|row| middles(&row)).unwrap_or_default();
        now.to = landing(&middles, now.from, f64::from(event.client_x()));
        now.begun = true;
        drag.set(Some(now));
    };
    // On the window: a pointer may be let go anywhere.
    let moves = on_window(ev::pointermove, moved);
    let drops = on_window(ev::pointerup, move |event| {
        let now = drag.get_untracked().filter(|drag| drag.pointer == event.pointer_id());
        if let Some(Drag { from, to, begun, .. }) = now {
            forget();
            if begun {
                shift(from, to);
            }
        }
    });
    let cancels = on_window(ev::pointercancel, move |_| forget());
    let keys = on_window(ev::keydown, move |event| {
        if event.key() == "Escape" {
            forget();
        }
    });
    on_cleanup(move || {
        forget();
        moves.remove();
        drops.remove();
        cancels.remove();
        keys.remove();
    });
    // A finger that drags does not scroll, nor does its rest open a menu.
    let is_begun = move || drag.get_untracked().is_some_and(|drag| drag.begun);
    let hold = move |event: TouchEvent| {
        if is_begun() {
            event.prevent_default();
        }
    };
    let no_menu = move |event: MouseEvent| {
        if is_begun() {
            event.prevent_default();
        }
    };
    // The card that is chosen comes into sight, by whatever it was chosen.
    effect(move || {
        if chosen.get().is_some() {
            show_chosen(row);
        }
    });
    let full = move || layers.with(|layers| layers.len() >= *limits::LAYERS.end());
    let add = move |event| {
        let Ok(kind) = event_target_value(&event).parse::<LayerKind>() else { return };
        let at = layers.with_untracked(|layers| {
            let before = match chosen.get_untracked() {
                Some(Place::Hidden(id)) => layers.iter().position(|layer| layer.id == id),
                Some(Place::Output) | None => None,
            };
            before.map_or(layers.len(), |before| before + 1)
        });
        run.edit(|config| config.layers.insert(at, Layer::new(config.free_id(), kind)));
        let added = layers.with_untracked(|layers| layers.get(at).map(|layer| layer.id));
        chosen.set(added.map(Place::Hidden));
    };
    let kinds = LayerKind::VARIANTS.iter().map(|&kind| {
        let name: &str = kind.into();
        let label = kind.about().label;
        view! { <option value=name>{move || page.text().training.label(label)}</option> }
    });
    let kinds = kinds.collect_view();
    let card = move |at: usize| view! { <Card at layers chosen drag grab shift=Callback::new(move |(from, to)| shift(from, to)) /> };
    view! {
        <div class="layers">
            <ol
                class="layer-row"
                translate="no"
                node_ref=row
                on:keydown=move |event| {
                    // The drag ends, and the drawer stays.
                    if event.key() == "Escape" && drag.with_untracked(Option::is_some) {
                        event.stop_propagation();
                        forget();
                    }
                }
                on:touchmove=hold
                on:contextmenu=no_menu
            >
                <Each each=move || 0..layers.with(Vec::len) key=|at| *at children=card />
                <OutputCard chosen />
            </ol>
            <div class="layer-tools">
                <select
                    class="select"
                    data-testid="layer-add"
                    aria-label=move || page.text().network.insert_layer
                    disabled=full
                    prop:value=""
                    on:change=move |event| {
                        add(event.clone());
                        // The list is a menu: it goes back to its heading.
                        if let Some(select) = event.target() {
                            let select: leptos::web_sys::HtmlSelectElement = select.unchecked_into();
                            select.set_value("");
                        }
                    }
                >
                    <option value="">{move || page.text().network.insert_layer}</option>
                    {kinds}
                </select>
                <span class="layer-hint">
                    {move || match page.coarse.get() {
                        true => page.text().network.layer_hint_touch,
                        false => page.text().network.layer_hint,
                    }}
                </span>
            </div>
            {move || edited.get().map(|place| view! { <Editor place chosen /> })}
        </div>
    }
}

/// The middles of the layers' cards, from left to right.
fn middles(row: &HtmlElement) -> Vec<f64> {
    let cards = row.children();
    // The last card is the output's.
    let hidden = (0..cards.length().saturating_sub(1)).filter_map(|at| cards.item(at));
    let middle = |card: Element| {
        let bounds = card.get_bounding_client_rect();
        bounds.left() + bounds.width() / 2.0
    };
    hidden.map(middle).collect()
}

/// Gives the focus to a card once it is drawn: it follows the layer that was moved.
fn focus_card(row: NodeRef<html::Ol>, at: usize) {
    request_animation_frame(move || {
        // Its first button is the card itself.
        let card = row.try_get_untracked().flatten().and_then(|row| {
            let card = row.children().item(u32::try_from(at).ok()?)?;
            card.first_element_child()
        });
        if let Some(card) = card
            && let Ok(card) = card.dyn_into::<HtmlElement>()
        {
            // Where it cannot take the focus, the page keeps it.
            let _ = card.focus();
        }
    });
}

/// Scrolls the row to the card that is chosen, once it is drawn.
fn show_chosen(row: NodeRef<html::Ol>) {
    reveal(move || {
        let row = row.try_get_untracked().flatten()?;
        row.query_selector(".is-chosen").ok().flatten()
    });
}

/// Opens a layer's editor, or closes it.
fn choose(chosen: RwSignal<Option<Place>>, place: Place) {
    chosen.update(|chosen| *chosen = (*chosen != Some(place)).then_some(place));
}

/// Moves a layer among the others; false where it stays.
fn move_layer(run: Run, from: usize, to: usize) -> bool {
    let count = run.config.with_untracked(|config| config.layers.len());
    if from == to || from >= count || to >= count {
        return false;
    }
    run.edit(|config| {
        let layer = config.layers.remove(from);
        config.layers.insert(to, layer);
    });
    true
}

/// One layer's card.
#[component]
fn Card(
    /// Its place.
    at: usize,
    /// All layers.
    layers: Memo<Vec<Layer>>,
    /// The one that is edited.
    chosen: RwSignal<Option<Place>>,
    /// The card on its way.
    drag: RwSignal<Option<Drag>>,
    /// A pointer has come down on the card of that place.
    grab: Callback<(usize, PointerEvent)>,
    /// Moves a layer from one place to another.
    shift: Callback<(usize, usize)>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let layer = memo(move || layers.with(|layers| layers.get(at).copied()));
    let label = move || {
        let label = layer.get().map_or("", |layer| layer.kind.kind().about().label);
        page.text().training.label(label)
    };
    let detail = move || {
        let told = |layer| run.config.with(|config| summary::detail(&layer, config, page.text()));
        layer.get().map(told).unwrap_or_default()
    };
    let place = move || layer.get().map(|layer| Place::Hidden(layer.id));
    let is_chosen = move || chosen.get().is_some() && chosen.get() == place();
    let last = move || at + 1 >= layers.with(Vec::len);
    let key = move |event: KeyboardEvent| {
        let to = match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowLeft") => at.checked_sub(1),
            (true, "ArrowRight") => Some(at + 1),
            _ => return,
        };
        if let Some(to) = to {
            shift.run((at, to));
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let begun = move || drag.get().filter(|drag| drag.begun);
    let lands = move |is_before: bool| {
        begun()
            .is_some_and(|drag| drag.to == at && drag.from != at && (at < drag.from) == is_before)
    };
    view! {
        <li
            class="layer-card"
            class:is-chosen=is_chosen
            class:is-dragged=move || begun().is_some_and(|drag| drag.from == at)
            class:takes-before=move || lands(true)
            class:takes-after=move || lands(false)
            on:pointerdown=move |event| grab.run((at, event))
        >
            <button
                type="button"
                class="layer-name"
                data-testid=format!("layer-card-{at}")
                aria-expanded=move || is_chosen().to_string()
                on:click=move |_| if let Some(place) = place() { choose(chosen, place) }
                on:keydown=key
            >
                <b>{label}</b>
                <span>{detail}</span>
            </button>
            <span class="layer-moves">
                <button
                    type="button"
                    class="network-step"
                    data-testid=format!("layer-left-{at}")
                    aria-label=move || (page.text().network.layer_left)(label())
                    disabled={at == 0}
                    on:click=move |_| if let Some(to) = at.checked_sub(1) { shift.run((at, to)) }
                >
                    "◀"
                </button>
                <button
                    type="button"
                    class="network-step"
                    data-testid=format!("layer-right-{at}")
                    aria-label=move || (page.text().network.layer_right)(label())
                    disabled=last
                    on:click=move |_| shift.run((at, at + 1))
                >
                    "▶"
                </button>
            </span>
        </li>
    }
}

/// The output's card: its size follows from the loss, and so does its activation unless one is
/// chosen.
#[component]
fn OutputCard(
    /// The place of the one that is edited.
    chosen: RwSignal<Option<Place>>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let layer = memo(move || run.config.with(Config::output_layer));
    let is_chosen = move || chosen.get() == Some(Place::Output);
    let detail =
        move || run.config.with(|config| summary::detail(&layer.get(), config, page.text()));
    view! {
        <li class="layer-card layer-card--output" class:is-chosen=is_chosen>
            <button
                type="button"
                class="layer-name"
                data-testid="layer-card-output"
                aria-expanded=move || is_chosen().to_string()
                on:click=move |_| choose(chosen, Place::Output)
            >
                <b>{move || page.text().network.output}</b>
                <span>{detail}</span>
            </button>
        </li>
    }
}
