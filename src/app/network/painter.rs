//! Shows a frame in the diagram: maps on the canvas, weights as the links' width and colour.
//! It holds references to the elements and changes only what looks different than before, so
//! that sixty frames a second stay cheap.

use std::sync::Arc;

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::board::Board;
use super::brush::{self, Atlas, Palette};
use super::layout::{Layout, Rect};
use super::markup;
use super::stopwatch::{self, Stopwatch};
use super::stroke::Look;
use super::target::{PART, Target};
use super::thin::MOST_DRAWN;
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::scene::Pictures;
use crate::app::state::Looked;
use crate::protocol::{Data, Frame, UnitId, WeightId};

/// The canvas has as many pixels at most; a larger diagram is drawn a little less sharp.
const MOST_PIXELS: f64 = 16e6;

/// An element that shows a weight.
struct Shown<E> {
    element: E,
    /// The weight's index in `Frame::weights`.
    index: usize,
    /// The dense layer that it leads into.
    layer: usize,
    /// How wide links are there.
    scale: f64,
    look: Option<Look>,
}

/// The elements of one layout and the maps on show.
#[derive(Default)]
pub struct Painter {
    layout: Arc<Layout>,
    shape: Vec<usize>,
    links: Vec<Shown<Element>>,
    /// Those that are drawn once more over the others.
    lit: Vec<Shown<Element>>,
    biases: Vec<Shown<HtmlElement>>,
    units: Option<Atlas>,
    /// Where the maps of a large network are laid.
    board: Option<Board>,
    /// The shape whose maps `units` holds.
    units_of: Vec<usize>,
    inputs: Option<Atlas>,
    /// What the inputs' maps show.
    data: Arc<Data>,
    palette: Option<Palette>,
    /// Knows how many links this machine can draw in a frame; once there were many.
    stopwatch: Option<Stopwatch>,
    /// How often the browser had forgotten its canvases when these were made.
    restored: u32,
}

impl Painter {
    /// Takes over the elements that were made for a layout.
    pub fn adopt(&mut self, layout: Arc<Layout>, links: &Element, units: &Element) {
        self.shape = layout.shape();
        self.links = shown(links, layout.links().map(|(id, _)| id), &layout);
        let places =
            layout.units().flat_map(|(id, tile)| [layout.bias(id).unwrap_or_default(), tile]);
        for (element, place) in children(units).zip(places) {
            if let Ok(element) = element.dyn_into::<HtmlElement>() {
                element.style().set_css_text(&place.style());
            }
        }
        self.biases = children(units)
            .filter_map(|element| match Target::parse(&element.get_attribute(PART)?)? {
                Target::Unit(_) => None,
                Target::Weight(id) => {
                    let index = id.index(&self.shape)?;
                    let (layer, scale) = (id.to.layer, brush::width_scale(&layout, id));
                    Some(Shown {
                        element: element.dyn_into().ok()?,
                        index,
                        layer,
                        scale,
                        look: None,
                    })
                }
            })
            .collect();
        let inputs =
            |layout: &Layout| layout.singles().iter().map(|place| place.input).collect::<Vec<_>>();
        if inputs(&layout) != inputs(&self.layout) {
            self.inputs = None;
        }
        self.layout = layout;
        self.lit = Vec::new();
        self.board = None;
    }

    /// Takes over the elements of the links that are lit.
    pub fn light(&mut self, lit: &Element, links: Vec<WeightId>, frame: &Frame) {
        self.lit = shown(lit, links.into_iter(), &self.layout);
        if let Some(palette) = self.palette.filter(|_| frame.shape == self.shape) {
            self.weights(frame, palette, false);
        }
    }

    /// Paints one map onto a canvas of its own, as large as that is; of a unit that sees a picture of so
    /// many pixels along either `side` its weights. `None` where there is none yet.
    pub fn magnify(
        &self,
        canvas: &HtmlCanvasElement,
        looked: Looked,
        size: Size,
        (side, frame): (Option<usize>, &Frame),
    ) -> Option<()> {
        let Size { width, height, ratio: _ } = size;
        let over = Rect { x: 0.0, y: 0.0, width, height };
        if let (Looked::Unit(UnitId { layer: 0, unit }), Some(side)) = (looked, side) {
            let palette = self.palette.filter(|_| frame.shape == self.shape)?;
            let context = surface::prepare(canvas, size)?;
            return brush::kernel(&context, over, (unit, side), frame, palette);
        }
        let (atlas, map) = match looked {
            Looked::Input(input) => {
                let at = self.layout.singles().iter().position(|place| place.input == input)?;
                (self.inputs.as_ref()?, at)
            }
            Looked::Unit(id) => {
                let atlas = self.units.as_ref().filter(|_| self.units_of == self.shape)?;
                (atlas, self.layout.units().position(|(unit, _)| unit == id)?)
            }
        };
        let context = surface::prepare(canvas, size)?;
        atlas.lay_over(&context, map, over)
    }

    /// What the inputs' maps are to show.
    pub fn show(&mut self, data: Arc<Data>) {
        let same = self.data.inputs.has_numbers_of(&data.inputs) && self.data.view == data.view;
        if !same {
            self.inputs = None;
        }
        self.data = data;
    }

    /// The browser has forgotten its canvases so often: what was painted is painted anew.
    pub fn renew(&mut self, restored: u32) {
        if self.restored != restored {
            self.restored = restored;
            (self.inputs, self.units, self.board) = (None, None, None);
        }
    }

    /// Shows a frame, as far as it belongs to this layout. `None` where there is no canvas.
    pub fn paint(
        &mut self,
        canvas: &HtmlCanvasElement,
        frame: &Frame,
        pictures: &Pictures,
        palette: Palette,
        ratio: f64,
    ) -> Option<()> {
        let recoloured = self.palette != Some(palette);
        if recoloured || self.inputs.is_none() {
            self.inputs = Atlas::of_inputs(palette, &self.layout, &self.data);
            self.palette = Some(palette);
            self.board = None;
        }
        let fresh = frame.shape == self.shape;
        if fresh {
            self.weights(frame, palette, recoloured);
            // A hidden page gets frames without maps; those on show stay.
            let fresh = frame.drawn.is_some() || !frame.maps.is_empty();
            self.units = Atlas::of_frame(frame, pictures, palette, self.units.take());
            if fresh {
                self.units_of.clone_from(&frame.shape);
            }
        }
        let (width, height) = (self.layout.width, self.layout.height);
        let sharp = (MOST_PIXELS / (width * height).max(1.0)).sqrt();
        let size = Size { width, height, ratio: ratio.min(sharp) };
        let context = surface::prepare(canvas, size)?;
        let large = !markup::links_are_elements(&self.layout);
        if fresh && large {
            self.stopwatch = self.stopwatch.take().or_else(Stopwatch::new);
            let most = self.stopwatch.as_ref().map_or(MOST_DRAWN, Stopwatch::most);
            let start = stopwatch::now();
            let drawn = brush::links(&context, &self.layout, frame, palette, most)?;
            if let Some(stopwatch) = &self.stopwatch {
                stopwatch.drew(drawn, start);
            }
        }
        let zero = colour::css(palette.scale().zero);
        context.set_fill_style_str(&zero);
        for (_, tile) in self.layout.units() {
            let Rect { x, y, width, height } = brush::inner(tile);
            context.fill_rect(x, y, width, height);
        }
        brush::inputs(&context, &self.layout, self.inputs.as_ref()?)?;
        if self.units_of == self.shape {
            let (layout, atlas) = (&*self.layout, self.units.as_ref()?);
            if large {
                self.board = self.board.take().or_else(Board::new);
                self.board.as_mut()?.paint(&context, layout, atlas, size, frame)?;
            } else {
                brush::units(&context, layout, atlas, 0..layout.units().count())?;
            }
            brush::class_marks(&context, layout, palette)?;
        }
        Some(())
    }

    /// Width and colour of every link and bias whose look has changed.
    fn weights(&mut self, frame: &Frame, palette: Palette, recoloured: bool) {
        let pruned = brush::pruned(frame);
        let strongest = brush::strongest(frame);
        let look = |index: usize, strongest: f64| {
            let weight = frame.weights.get(index).copied().unwrap_or(f64::NAN);
            Look::of(weight, strongest, pruned.get(index).copied().unwrap_or_default())
        };
        let scale = palette.scale();
        // Setting an attribute fails on names that are none; these are.
        for link in self.links.iter_mut().chain(&mut self.lit) {
            let new = look(link.index, strongest.get(link.layer).copied().unwrap_or_default());
            if link.look == Some(new) && !recoloured {
                continue;
            }
            let class = match new {
                Look::Pruned => "network-link network-link--pruned",
                Look::Step(_) | Look::Unknown => "network-link",
            };
            let was_pruned = link.look == Some(Look::Pruned);
            if was_pruned != (new == Look::Pruned) {
                let _ = link.element.set_attribute("class", class);
            }
            let width = (new.width(link.scale) * 100.0).round() / 100.0;
            let opacity = (new.opacity() * 100.0).round() / 100.0;
            let _ = link.element.set_attribute("stroke-width", &width.to_string());
            let _ = link.element.set_attribute("stroke-opacity", &opacity.to_string());
            let _ = link.element.set_attribute("stroke", &scale.css(new.hue(), false));
            link.look = Some(new);
        }
        for bias in &mut self.biases {
            let new = look(bias.index, 1.0);
            if bias.look == Some(new) && !recoloured {
                continue;
            }
            let tint = scale.css(new.tint(), false);
            let _ = bias.element.style().set_property("background-color", &tint);
            bias.look = Some(new);
        }
    }
}

/// The links of a layout that the children of an element show, in order.
fn shown(
    parent: &Element,
    links: impl Iterator<Item = WeightId>,
    layout: &Layout,
) -> Vec<Shown<Element>> {
    let shape = layout.shape();
    let links = children(parent).zip(links).filter_map(|(element, id)| {
        let (index, scale) = (id.index(&shape)?, brush::width_scale(layout, id));
        Some(Shown { element, index, layer: id.to.layer, scale, look: None })
    });
    links.collect()
}

/// An element's children, first to last.
fn children(parent: &Element) -> impl Iterator<Item = Element> {
    std::iter::successors(parent.first_element_child(), Element::next_element_sibling)
}
