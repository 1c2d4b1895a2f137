//! What each tile answers at the place where the big picture is read: a number over its map, or its
//! colour where the tile is too small for one. There can be thousands, so they are written once for a
//! layout and changed through references.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

use super::brush;
use super::diagram::Diagram;
use super::layout::{Layout, Rect};
use crate::app::canvas::colour;
use crate::app::preference::theme;
use crate::app::scene::Scene;
use crate::app::spot::Spot;
use crate::app::state::use_run;
use crate::app::text::number;

/// The smallest tile with room for a number.
const LEAST: f64 = 28.0;

/// A tile's number or colour, as it stands.
struct Shown {
    element: HtmlElement,
    /// Holds the number; `None` where the tile is coloured.
    chip: Option<Element>,
    value: String,
}

/// The numbers, while the picture is read.
#[component]
pub fn Readings() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let holder = NodeRef::<html::Div>::new();
    let shown = StoredValue::new_local(Vec::<Shown>::new());
    let made = Trigger::new();
    let is_read = Memo::new(move |_| run.spot.with(Option::is_some));
    let dark = theme::use_dark(run.page.theme);
    let look = Memo::new(move |_| {
        let discretize = run.page.view.with(|view| view.discretize);
        (dark.get(), discretize, run.config.with(|config| config.target().span))
    });
    Effect::new(move |_| {
        let is_read = is_read.get();
        // Where the worker draws the maps, it sends their values while they are read.
        run.wish(|wish| wish.units = is_read);
    });
    on_cleanup(move || run.wish(|wish| wish.units = false));
    Effect::new(move |_| {
        let Some(holder) = holder.get() else { return };
        holder.set_text_content(None);
        shown.set_value(match is_read.get() {
            true => diagram.layout.get().tiles().filter_map(|tile| place(&holder, tile)).collect(),
            false => Vec::new(),
        });
        made.notify();
    });
    Effect::new(move |_| {
        made.track();
        let Some(spot) = run.spot.get() else { return };
        let (dark, discretize, span) = look.get();
        let scale = colour::scale(dark);
        let values =
            diagram.layout.with(|layout| run.scene.with(|scene| values(spot, layout, scene)));
        let outputs = diagram
            .layout
            .with_untracked(|layout| layout.layers.last().map_or(0, |layer| layer.tiles.len()));
        shown.update_value(|shown| {
            let first_output = shown.len().saturating_sub(outputs);
            for (at, shown) in shown.iter_mut().enumerate() {
                let value = values.get(at).copied();
                let told = match (&shown.chip, value) {
                    (_, None) => String::new(),
                    (Some(_), Some(value)) => {
                        let value = f64::from(value);
                        let own = |at| run.data.with(|data| data.targets.number(at, value));
                        number::reading(at.checked_sub(first_output).map_or(value, own))
                    }
                    (None, Some(value)) if at >= first_output => {
                        scale.css(colour::scaled(value, span), discretize)
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

/// Puts an empty reading over its tile.
fn place(holder: &Element, tile: Rect) -> Option<Shown> {
    let element: HtmlElement = document().create_element("span").ok()?.dyn_into().ok()?;
    element.set_class_name("network-reading");
    element.style().set_css_text(&brush::inner(tile).style());
    let chip = match tile.width < LEAST {
        true => None,
        false => Some(document().create_element("b").ok()?),
    };
    if let Some(chip) = &chip {
        element.append_child(chip).ok()?;
    }
    holder.append_child(&element).ok()?;
    Some(Shown { element, chip, value: String::new() })
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
