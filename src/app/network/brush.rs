//! Paints maps and links on canvases: the page's own and the one that is saved.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use leptos::wasm_bindgen::{Clamped, JsValue};
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::layout::{Curve, Layout, Rect};
use super::stroke::Look;
use super::thin;
use crate::app::canvas::bitmap::Bitmap;
use crate::app::canvas::colour::{self, Scale};
use crate::app::canvas::surface;
use crate::app::output::marks as shapes;
use crate::app::scene::Pictures;
use crate::engine::config::Target;
use crate::engine::inputs::Input;
use crate::order;
use crate::protocol::{self, Data, Frame, UnitId, WeightId};

/// Side of an input's map: it is painted once, so it can be sharp; but not where there are many.
const INPUT_SIDE: usize = 104;
const MANY_INPUTS: usize = 16;
/// A tile of a usual size: links into it are as wide as `Look::width` says.
const USUAL_TILE: f64 = 48.0;
/// So much of a map's outer pixels is left out, in pixels: up to their middles. A browser that
/// smooths would mix in what lies beside the map on the sheet.
const EDGE: f64 = 0.5;
/// How visible an input is that is switched off.
const SWITCHED_OFF: f64 = 0.42;

/// How values are coloured.
#[derive(Clone, Copy, PartialEq)]
pub struct Palette {
    /// The page is dark.
    pub dark: bool,
    /// Two colours in the outputs' maps instead of a scale.
    pub discretize: bool,
    /// What the outputs are to say.
    pub target: Target,
}

impl Palette {
    /// The data scale.
    pub fn scale(self) -> Scale {
        colour::scale(self.dark)
    }
}

/// A frame's maps with those of the outputs, which are the last, moved from the palette's span
/// to the −1..1 that colours run between.
fn spanned(frame: &Frame, outputs: usize, palette: Palette) -> Cow<'_, [f32]> {
    let span = palette.target.span;
    if span == (-1.0, 1.0) {
        return Cow::Borrowed(&frame.maps);
    }
    let mut maps = frame.maps.clone();
    let values = (outputs * frame.map_side * frame.map_side).min(maps.len());
    let first = maps.len() - values;
    maps[first..].iter_mut().for_each(|value| *value = colour::scaled(*value, span));
    Cow::Owned(maps)
}

/// Where a map lies within its tile: so far inside that the rounded frame hides its corners.
pub fn inner(tile: Rect) -> Rect {
    let inset = if tile.is_small() { 1.0 } else { 1.5 };
    let Rect { x, y, width, height } = tile;
    let (width, height) = (width - 2.0 * inset, height - 2.0 * inset);
    Rect { x: x + inset, y: y + inset, width, height }
}

/// Many square maps in one picture.
pub struct Atlas {
    sheet: Sheet,
    side: usize,
    count: usize,
    rgba: Vec<u8>,
}

/// What an atlas is painted on.
enum Sheet {
    /// A canvas that is not on the page.
    Canvas(HtmlCanvasElement),
    /// What the worker has drawn.
    Bitmap(Rc<Bitmap>),
}

impl Atlas {
    /// An empty one; `None` where the browser gives no canvas.
    pub fn new() -> Option<Self> {
        let sheet = Sheet::Canvas(surface::offscreen()?);
        Some(Self { sheet, side: 0, count: 0, rgba: Vec::new() })
    }

    /// One that the worker has drawn: `count` maps of `side` × `side` pixels.
    fn of_bitmap(bitmap: Rc<Bitmap>, side: usize, count: usize) -> Self {
        Self { sheet: Sheet::Bitmap(bitmap), side, count, rgba: Vec::new() }
    }

    /// One with the maps of a frame: as the worker has drawn them, or from their values, for which
    /// the atlas before is used again. Of a frame without maps it is that one.
    pub fn of_frame(
        frame: &Frame,
        pictures: &Pictures,
        palette: Palette,
        before: Option<Self>,
    ) -> Option<Self> {
        let units = frame.shape.iter().skip(1).sum();
        if let (Some(drawn), Some(bitmap)) = (frame.drawn, &pictures.maps) {
            return Some(Self::of_bitmap(bitmap.clone(), drawn.maps, units));
        }
        if frame.maps.is_empty() {
            return before;
        }
        let canvas = |atlas: &Self| matches!(atlas.sheet, Sheet::Canvas(_));
        let mut atlas = before.filter(canvas).or_else(Self::new)?;
        let outputs = frame.shape.last().copied().unwrap_or(1);
        atlas.upload(&spanned(frame, outputs, palette), frame.map_side, outputs, palette)?;
        Some(atlas)
    }

    /// One with the maps of the inputs of a layout that have a tile of their own, in its order.
    pub fn of_inputs(palette: Palette, layout: &Layout, data: &Data) -> Option<Self> {
        let singles = layout.singles();
        let side = if singles.len() > MANY_INPUTS { INPUT_SIDE / 4 } else { INPUT_SIDE };
        let inputs: Vec<Input> = singles.iter().map(|place| place.input).collect();
        let maps = data.inputs.maps(&inputs, &data.view, side);
        let mut atlas = Self::new()?;
        atlas.upload(&maps, side, 0, palette)?;
        Some(atlas)
    }

    /// Maps in one column of the atlas.
    fn rows(&self) -> usize {
        protocol::lines(self.side)
    }

    /// Takes in new maps, `[count, side, side]`, of which the last are those of the `outputs`. One
    /// transfer to the canvas for a column, and usual networks have one column.
    pub fn upload(
        &mut self,
        maps: &[f32],
        side: usize,
        outputs: usize,
        palette: Palette,
    ) -> Option<()> {
        let area = side * side;
        let count = maps.len().checked_div(area)?;
        (self.side, self.count) = (side, count);
        let rows = self.rows();
        let pixels = |length: usize| u32::try_from(length).ok();
        let width = pixels(count.div_ceil(rows) * side)?;
        let height = pixels(count.min(rows) * side)?;
        let Sheet::Canvas(canvas) = &self.sheet else { return None };
        if canvas.width() != width || canvas.height() != height {
            canvas.set_width(width);
            canvas.set_height(height);
        }
        self.rgba.resize(maps.len() * 4, 0);
        // Map by map, as the hatching of one without numbers needs its side.
        let scale = palette.scale();
        let painted = maps.chunks_exact(area).zip(self.rgba.chunks_exact_mut(area * 4));
        for (at, (map, rgba)) in painted.enumerate() {
            match (at + outputs).checked_sub(count) {
                Some(class) if palette.target.one_each() => {
                    scale.paint_class(map, class, palette.discretize, rgba);
                }
                Some(_) => scale.paint(map, palette.discretize, rgba),
                // Most of what a ReLU answers has one sign.
                None => scale.paint(map, false, rgba),
            }
        }
        let context = surface::context(canvas)?;
        for (column, rgba) in self.rgba.chunks(rows * area * 4).enumerate() {
            let (width, height) = (pixels(side)?, pixels(rgba.len() / (side * 4))?);
            let image =
                ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), width, height).ok()?;
            context.put_image_data(&image, (column * side) as f64, 0.0).ok()?;
        }
        Some(())
    }

    /// Lays one map over a tile.
    fn lay(&self, context: &CanvasRenderingContext2d, map: usize, tile: Rect) -> Option<()> {
        self.lay_over(context, map, inner(tile))
    }

    /// Lays one map over a whole rectangle.
    pub fn lay_over(
        &self,
        context: &CanvasRenderingContext2d,
        map: usize,
        over: Rect,
    ) -> Option<()> {
        if map >= self.count {
            return None;
        }
        let side = self.side as f64;
        let inside = side - 2.0 * EDGE;
        let (column, row) = (map / self.rows(), map % self.rows());
        let (left, top) = (column as f64 * side + EDGE, row as f64 * side + EDGE);
        let Rect { x, y, width, height } = over;
        let drawn = match &self.sheet {
            Sheet::Canvas(canvas) => context
                .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    canvas, left, top, inside, inside, x, y, width, height,
                ),
            Sheet::Bitmap(bitmap) => context
                .draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    bitmap, left, top, inside, inside, x, y, width, height,
                ),
        };
        drawn.ok()
    }
}

/// Paints a picture of so many pixels along either side, row by row.
pub fn mosaic(
    context: &CanvasRenderingContext2d,
    over: Rect,
    side: usize,
    colours: impl Iterator<Item = [u8; 3]>,
) {
    let pixel = over.width / side.max(1) as f64;
    // Whole numbers, so that nothing shows between two.
    let edge = |from: f64, count: usize| (from + count as f64 * pixel).round();
    for (at, colour) in colours.take(side * side).enumerate() {
        let [x, right] = [0, 1].map(|next| edge(over.x, at % side + next));
        let [y, bottom] = [0, 1].map(|next| edge(over.y, at / side + next));
        context.set_fill_style_str(&colour::css(colour));
        context.fill_rect(x, y, right - x, bottom - y);
    }
}

/// Paints the weights of a unit of the first layer that it has from the pixels of a picture, as strong
/// as their links.
pub fn kernel(
    context: &CanvasRenderingContext2d,
    over: Rect,
    (unit, side): (usize, usize),
    frame: &Frame,
    palette: Palette,
) -> Option<()> {
    let first = WeightId { to: UnitId { layer: 0, unit }, from: Some(0) }.index(&frame.shape)?;
    let weights = frame.weights.get(first..first + side * side)?;
    let strongest = strongest(frame).first().copied().unwrap_or_default();
    let scale = palette.scale();
    let colours = weights.iter().map(|&weight| {
        // Where all are 0 there is no strongest one.
        let share = if weight == 0.0 { 0.0 } else { weight / strongest };
        scale.colour(share as f32, false)
    });
    mosaic(context, over, side, colours);
    Some(())
}

/// Paints the inputs' tiles.
pub fn inputs(context: &CanvasRenderingContext2d, layout: &Layout, atlas: &Atlas) -> Option<()> {
    context.set_image_smoothing_enabled(true);
    for (at, place) in layout.singles().iter().enumerate() {
        context.set_global_alpha(if place.index.is_some() { 1.0 } else { SWITCHED_OFF });
        atlas.lay(context, at, place.tile)?;
    }
    context.set_global_alpha(1.0);
    Some(())
}

/// Paints the tiles of some units, counted round and round, each with its map of the atlas.
pub fn units(
    context: &CanvasRenderingContext2d,
    layout: &Layout,
    atlas: &Atlas,
    which: Range<usize>,
) -> Option<()> {
    context.set_image_smoothing_enabled(true);
    let tiles: Vec<Rect> = layout.units().map(|(_, tile)| tile).collect();
    for at in which {
        let map = at.checked_rem(tiles.len())?;
        let tile = tiles[map];
        atlas.lay(context, map, tile)?;
    }
    Some(())
}

/// Marks the tiles of outputs that have a class each with that class's shape, in their corners.
pub fn class_marks(
    context: &CanvasRenderingContext2d,
    layout: &Layout,
    palette: Palette,
) -> Option<()> {
    if !palette.target.one_each() {
        return Some(());
    }
    context.set_line_width(1.0);
    context.set_stroke_style_str(&colour::css(colour::EDGE));
    for (class, tile) in layout.layers.last()?.tiles.iter().enumerate() {
        let radius = if tile.is_small() { 2.0 } else { 4.0 };
        let away = 1.5 * radius + 2.0;
        let place = (tile.x + tile.width - away, tile.y + away);
        context.set_fill_style_str(&colour::css(colour::class(class, palette.dark)));
        shapes::draw(context, class, place, radius, true)?;
    }
    Some(())
}

/// How wide links are: narrower where tiles are small and links many.
pub fn width_scale(layout: &Layout, id: WeightId) -> f64 {
    layout.tile(id.to).map_or(1.0, |tile| (tile.width / USUAL_TILE).clamp(0.7, 1.5))
}

/// The strongest link into each layer of a frame, from the first hidden one to the output.
pub fn strongest(frame: &Frame) -> Vec<f64> {
    let mut from = 0;
    let layers = frame.shape.windows(2).map(|sizes| {
        let &[inputs, units] = sizes else { return 0.0 };
        let kernel = frame.weights.get(from + units..from + units * (inputs + 1));
        from += units * (inputs + 1);
        let sizes = kernel.unwrap_or_default().iter().map(|weight| weight.abs());
        sizes.filter(|size| !size.is_nan()).fold(0.0, f64::max)
    });
    layers.collect()
}

/// Whether L1 has cut each weight of a frame off.
pub fn pruned(frame: &Frame) -> Vec<bool> {
    let mut pruned = vec![false; frame.weights.len()];
    for &at in &frame.pruned {
        if let Some(pruned) = pruned.get_mut(at) {
            *pruned = true;
        }
    }
    pruned
}

/// Paints the links on a canvas, the strongest last and no more than `most`; tells how many.
pub fn links(
    context: &CanvasRenderingContext2d,
    layout: &Layout,
    frame: &Frame,
    palette: Palette,
    most: usize,
) -> Option<usize> {
    let pruned = pruned(frame);
    let most = most / layout.layers.len().max(1);
    let mut drawn = 0;
    context.set_line_cap("butt");
    let shape = layout.shape();
    for ((layer, sizes), strongest) in shape.windows(2).enumerate().zip(strongest(frame)) {
        let &[inputs, units] = sizes else { continue };
        let first = WeightId { to: UnitId { layer, unit: 0 }, from: Some(0) };
        let Some(base) = first.index(&shape) else { continue };
        let Some(kernel) = frame.weights.get(base..base + units * inputs) else { continue };
        let mut looks: Vec<(Look, Vec<Curve>)> = Vec::new();
        for at in thin::strongest(kernel, most) {
            let to = UnitId { layer, unit: at / inputs };
            let look = Look::of(kernel[at], strongest, pruned[base + at]);
            let place = looks.binary_search_by(|(own, _)| own.cmp(&look)).unwrap_or_else(|place| {
                looks.insert(place, (look, Vec::new()));
                place
            });
            looks[place].1.extend(layout.curve(to, at % inputs));
        }
        order::sort_by_key(&mut looks, |(look, _)| order::key(look.width(1.0)));
        for (look, curves) in looks {
            context.set_line_width(look.width(width_scale(layout, first)));
            context.set_global_alpha(look.opacity());
            context.set_stroke_style_str(&match look {
                Look::Pruned => colour::css(colour::ink(palette.dark).dim),
                Look::Step(_) | Look::Unknown => palette.scale().css(look.hue(), false),
            });
            dash(context, look);
            // Each on its own: browsers paint one path of hundreds of crossing curves at half
            // the speed.
            drawn += curves.len();
            for curve in curves {
                let Curve { start, end } = curve;
                let bend = curve.bend();
                context.begin_path();
                context.move_to(start.x, start.y);
                context.bezier_curve_to(bend, start.y, bend, end.y, end.x, end.y);
                context.stroke();
            }
        }
    }
    context.set_global_alpha(1.0);
    context.set_line_dash(&js_sys::Array::new()).ok()?;
    Some(drawn)
}

/// A pruned link is dotted.
fn dash(context: &CanvasRenderingContext2d, look: Look) {
    let dots: js_sys::Array = match look {
        Look::Pruned => [JsValue::from(1.0), JsValue::from(4.0)].iter().collect(),
        Look::Step(_) | Look::Unknown => js_sys::Array::new(),
    };
    // A pattern of two numbers is always accepted.
    let _ = context.set_line_dash(&dots);
}
