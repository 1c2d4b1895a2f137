//! What each tile answers at the place where the big picture is read, and what each output does to a digit
//! that is drawn: a number over its map, or its colour where the tile is too small for one. There can be
//! thousands, so they are written once for a layout and changed through references.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

use super::brush;
use super::diagram::Diagram;
use super::layout::{Layout, Rect};
use super::outputs;
use crate::app::canvas::colour;
use crate::app::preference::theme;
use crate::app::reactive::{effect, memo};
use crate::app::scene::Scene;
use crate::app::spot::Spot;
use crate::app::state::use_run;
use crate::app::text::number;

/// The smallest tile with room for a number, and for one that is never below 0.
const LEAST: f64 = 36.0;
const LEAST_SHARE: f64 = 28.0;
/// Beside a number, and the width of a digit, in CSS pixels; the style sheet keeps to them.
const BESIDE: f64 = 4.0;
const DIGIT: f64 = 7.7;

/// A tile's number or colour, as it stands.
struct Shown {
    element: HtmlElement,
    /// Holds the number; `None` where the tile is coloured.
    chip: Option<Element>,
    /// Digits that have room.
    digits: f64,
    value: String,
}

/// What is answered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Nothing.
    Nothing,
    /// A row that need not be one of the data: the outputs answer to it.
    Row,
    /// A place of the picture: all tiles do.
    Place,
}

/// The numbers, while the picture is read or a digit is drawn.
#[component]
pub fn Readings() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let holder = NodeRef::<html::Div>::new();
    let shown = StoredValue::new_local(Vec::<Shown>::new());
    let made = Trigger::new();
    let asked =
        memo(move || match (run.spot.with(Option::is_some), run.asked.with(Option::is_some)) {
            (true, _) => Asked::Place,
            (false, true) => Asked::Row,
            (false, false) => Asked::Nothing,
        });
    let outputs = memo(move || {
        diagram.layout.with(|layout| layout.layers.last().map_or(0, |layer| layer.tiles.len()))
    });
    let dark = theme::use_dark(run.page.theme);
    let look = memo(move || {
        let discretize = run.page.view.with(|view| view.discretize);
        (dark.get(), discretize, run.config.with(|config| config.target()))
    });
    effect(move || {
        let is_read = asked.get() == Asked::Place;
        // Where the worker draws the maps, it sends their values while they are read.
        run.wish(|wish| wish.units = is_read);
    });
    on_cleanup(move || run.wish(|wish| wish.units = false));
    effect(move || {
        let Some(holder) = holder.get() else { return };
        holder.set_text_content(None);
        let layout = diagram.layout.get();
        let others = match asked.get() {
            Asked::Nothing => usize::MAX,
            Asked::Row => layout.tiles().count().saturating_sub(outputs.get()),
            Asked::Place => 0,
        };
        let first_output = layout.tiles().count().saturating_sub(outputs.get());
        // A name in the corner of a tile leaves the number the foot.
        let named = outputs::of(diagram).1;
        let of_shares = run.config.with(|config| config.target().one_each());
        let tiles = layout.tiles().enumerate().skip(others);
        let place = |(at, tile)| {
            let is_output = at >= first_output;
            let least = if of_shares && is_output { LEAST_SHARE } else { LEAST };
            place(&holder, tile, least, named && is_output)
        };
        shown.set_value(tiles.filter_map(place).collect());
        made.notify();
    });
    effect(move || {
        made.track();
        let (dark, discretize, target) = look.get();
        let scale = colour::scale(dark);
        let values = match (asked.get(), run.spot.get()) {
            (Asked::Place, Some(spot)) => {
                diagram.layout.with(|layout| run.scene.with(|scene| values(spot, layout, scene)))
            }
            (Asked::Row, _) => run.frame.with(|frame| {
                let outputs = frame.reply.iter().flat_map(|reply| &reply.outputs);
                outputs.map(|&y| y as f32).collect()
            }),
            (Asked::Nothing | Asked::Place, _) => return,
        };
        let brief = run.page.text().controls.brief;
        shown.update_value(|shown| {
            let first_output = shown.len().saturating_sub(outputs.get_untracked());
            for (at, shown) in shown.iter_mut().enumerate() {
                let value = values.get(at).copied();
                let told = match (&shown.chip, value) {
                    (_, None) => String::new(),
                    (Some(_), Some(value)) => {
                        let value = f64::from(value);
                        let own = |at| run.data.with(|data| data.targets.number(at, value));
                        let value = at.checked_sub(first_output).map_or(value, own);
                        number::reading(value, shown.digits, brief)
                    }
                    (None, Some(value)) if at >= first_output => {
                        let value = colour::scaled(value, target.span);
                        match target.one_each() {
                            true => {
                                let class = at - first_output;
                                colour::css(scale.class_colour(value, class, discretize))
                            }
                            false => scale.css(value, discretize),
                        }
                    }
                    (None, Some(value)) => scale.css(value, discretize),
                };
                if told == shown.value {
                    continue;
                }
                match &shown.chip {
                    Some(chip) => chip.set_text_content(Some(&told)),
                    None => {
                        // A colour is always accepted.
                        let _ = shown.element.style().set_property("background-color", &told);
                    }
                }
                shown.value = told;
            }
        });
    });
    view! { <div class="network-readings" data-testid="readings" aria-hidden="true" node_ref=holder></div> }
}

/// Puts an empty reading over its tile: a number into one that has the `least` width, at its foot where
/// it is `low`.
fn place(holder: &Element, tile: Rect, least: f64, low: bool) -> Option<Shown> {
    let element: HtmlElement = document().create_element("span").ok()?.dyn_into().ok()?;
    element.set_class_name(match low {
        true => "network-reading network-reading--low",
        false => "network-reading",
    });
    element.style().set_css_text(&brush::inner(tile).style());
    let chip = match tile.width < least {
        true => None,
        false => Some(document().create_element("b").ok()?),
    };
    if let Some(chip) = &chip {
        element.append_child(chip).ok()?;
    }
    holder.append_child(&element).ok()?;
    let digits = (tile.width - BESIDE) / DIGIT;
    Some(Shown { element, chip, digits, value: String::new() })
}

/// What each tile answers at a spot: the inputs by themselves, the units by their maps. Those
/// are missing where the frame has none, or is of another network.
fn values(spot: Spot, layout: &Layout, scene: &Scene) -> Vec<f32> {
    let Scene { frame, data, .. } = scene;
    let numbers = data.inputs.numbers(&data.view.row(spot.x, spot.y));
    let inputs = layout.singles().iter().map(|place| place.input);
    let mut values: Vec<f32> = inputs.map(|input| input.of(&numbers) as f32).collect();
    if frame.shape == layout.shape() {
        let mut units = spot.between(&frame.maps, frame.map_side);
        // What is in the big picture is read there, so that both say the same.
        let big = spot.values(&frame.big);
        let first = match frame.look {
            Some(id) => layout.units().position(|(unit, _)| unit == id),
            None => units.len().checked_sub(big.len()),
        };
        let seen = first.and_then(|first| units.get_mut(first..first + big.len()));
        if let Some(seen) = seen {
            seen.copy_from_slice(&big);
        }
        values.append(&mut units);
    }
    values
}
