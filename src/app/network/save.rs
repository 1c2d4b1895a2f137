//! The diagram once more, all on one canvas: for a PNG file, and for paper.

use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use super::brush::{self, Atlas, Palette};
use super::diagram::shown_inputs;
use super::layout::{Layout, Point, Rect, Room};
use super::marks::{self, Mark};
use super::picture;
use super::stroke::Look;
use super::thin;
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::pixels;
use crate::app::preference::theme;
use crate::app::real_set::RealSet;
use crate::app::scene::Manner;
use crate::app::state::Run;
use crate::app::widgets::download::download;
use crate::engine::config::Config;
use crate::engine::inputs::Name;
use crate::protocol::{Frame, WeightId};

/// A file's size where the network needs no more.
const ROOM: Room = Room::desk(960.0, 720.0);
/// Behind the name of a layer that keeps its weights.
const FROZEN: &str = " ❄";

/// Saves the diagram.
pub fn network(run: Run) {
    let file = run.page.language.get_untracked().text().network.file;
    let dark = theme::is_dark(run.page.theme);
    let painted = picture(run, ROOM, &Manner::of_file(dark, run.pictures()))
        .filter(|canvas| surface::back(canvas, &colour::css(colour::ink(dark).bg)).is_some());
    download(painted, file, run.page);
}

/// The diagram in a room, or in a larger one where the network needs it, with nothing behind it.
pub fn picture(run: Run, room: Room, manner: &Manner) -> Option<HtmlCanvasElement> {
    let &Manner { dark, ratio, ref pictures } = manner;
    let shown = untrack(|| shown_inputs(run));
    let config = run.config.get_untracked();
    let side = RealSet::pixels_of(&config);
    let layout = Layout::of(&shown, side, &config.shape()[1..], room.of_inputs(&config));
    let frame = run.frame.get_untracked();
    let discretize = run.page.view.with_untracked(|view| view.discretize);
    let palette = Palette { dark, discretize, target: config.target() };
    let canvas = surface::offscreen()?;
    let (width, height) = (layout.width, layout.height);
    let context = surface::prepare(&canvas, Size { width, height, ratio })?;
    let fresh = frame.shape == layout.shape();
    if fresh {
        brush::links(&context, &layout, &frame, palette, thin::MOST_DRAWN)?;
    }
    let data = run.data.get_untracked();
    brush::inputs(&context, &layout, &Atlas::of_inputs(palette, &layout, &data)?)?;
    if let (Some(over), Some(side)) = (layout.picture, side) {
        let (_, pixels) = untrack(|| picture::shown(run, || pixels::mean(&data)));
        picture::paint(&context, over, (side, &pixels), dark);
    }
    if fresh && let Some(atlas) = Atlas::of_frame(&frame, pictures, palette, None) {
        brush::units(&context, &layout, &atlas, 0..layout.units().count())?;
        brush::class_marks(&context, &layout, palette)?;
    }
    frames(&context, &layout, &frame, palette);
    labels(&context, &layout, &config, run, palette)?;
    layers_between(&context, &layout, &config, palette)?;
    Some(canvas)
}

/// The tiles' borders and the biases.
fn frames(context: &CanvasRenderingContext2d, layout: &Layout, frame: &Frame, palette: Palette) {
    let ink = colour::ink(palette.dark);
    let shape = layout.shape();
    context.set_line_width(1.5);
    context.set_stroke_style_str(&colour::css(ink.ink));
    layout.picture.into_iter().for_each(|picture| outline(context, picture));
    for place in layout.singles() {
        let edge = if place.index.is_some() { ink.ink } else { ink.line };
        context.set_stroke_style_str(&colour::css(edge));
        outline(context, place.tile);
    }
    context.set_stroke_style_str(&colour::css(ink.ink));
    for (id, tile) in layout.units() {
        outline(context, tile);
        let weight = WeightId { to: id, from: None }.index(&shape);
        let value = weight.and_then(|index| frame.weights.get(index)).copied();
        let tint = Look::of(value.unwrap_or(f64::NAN), 1.0, false).tint();
        if let Some(bias) = layout.bias(id) {
            context.set_fill_style_str(&palette.scale().css(tint, false));
            context.fill_rect(bias.x, bias.y, bias.width, bias.height);
        }
    }
}

fn outline(context: &CanvasRenderingContext2d, tile: Rect) {
    // The line's outer edge is the tile's, its inner one the map's.
    let half = context.line_width() / 2.0;
    let (width, height) = (tile.width - 2.0 * half, tile.height - 2.0 * half);
    context.stroke_rect(tile.x + half, tile.y + half, width, height);
}

/// The names of inputs and layers.
fn labels(
    context: &CanvasRenderingContext2d,
    layout: &Layout,
    config: &Config,
    run: Run,
    palette: Palette,
) -> Option<()> {
    let words = run.page.language.get_untracked().text().network;
    let ink = colour::ink(palette.dark);
    context.set_text_baseline("middle");
    context.set_font("13px system-ui, sans-serif");
    context.set_text_align("right");
    let numbers = Name::of_numbers(&run.data.get_untracked().columns, &config.formulas);
    for place in layout.singles() {
        let shade = if place.index.is_some() { ink.ink } else { ink.dim };
        context.set_fill_style_str(&colour::css(shade));
        let (x, y) = (place.tile.x - 8.0, place.tile.middle().y);
        let Name { column, category } = place.input.name(&numbers);
        let up = category.as_ref().map_or(0.0, |_| 7.0);
        let write = |name: &str, y: f64| {
            let fitting = surface::fitting(context, name, place.label())?;
            context.fill_text(&fitting, x, y).ok()
        };
        write(&column, y - up)?;
        if let Some(category) = category {
            write(&category, y + up)?;
        }
    }
    context.set_text_align("center");
    context.set_fill_style_str(&colour::css(ink.dim));
    let Point { x, y } = layout
        .picture
        .map_or(layout.inputs_header, |picture| Rect {
            y: layout.inputs_header.y,
            height: layout.inputs_header.height,
            ..picture
        })
        .middle();
    let name = if layout.picture.is_some() { words.pixels } else { words.features };
    context.fill_text(name, x, y).ok()?;
    let hidden = layout.layers.len().saturating_sub(1);
    let frozen = config.frozen();
    for (layer, place) in layout.layers.iter().enumerate() {
        let Point { x, y } = place.header.middle();
        let text =
            if layer < hidden { (words.units)(place.tiles.len()) } else { words.output.to_owned() };
        let still = frozen.get(layer).copied().unwrap_or_default();
        context.fill_text(&if still { text + FROZEN } else { text }, x, y).ok()?;
    }
    Some(())
}

/// The marks of what stands between the columns, and the lines of residual connections.
fn layers_between(
    context: &CanvasRenderingContext2d,
    layout: &Layout,
    config: &Config,
    palette: Palette,
) -> Option<()> {
    let ink = colour::ink(palette.dark);
    context.set_stroke_style_str(&colour::css(ink.dim));
    context.set_font("11px system-ui, sans-serif");
    for Mark { at, spot, line } in marks::marks(&config.layers, layout) {
        if let Some(line) = line {
            context.stroke_with_path(&Path2d::new_with_path_string(&line).ok()?);
        }
        context.set_fill_style_str(&colour::css(ink.bg));
        context.fill_rect(spot.x, spot.y, spot.width, spot.height);
        outline(context, spot);
        context.set_fill_style_str(&colour::css(ink.ink));
        let Point { x, y } = spot.middle();
        let sign = config.layers.get(at).and_then(|layer| marks::sign(layer.kind.kind()));
        context.fill_text(sign.unwrap_or_default(), x, y).ok()?;
    }
    Some(())
}
