//! What is on show, as PNG files: painted anew at two pixels to the CSS pixel, on the page's
//! colour.

use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::boundary::bar;
use super::curves;
use super::marks::{self, Kind};
use super::paint::{self, Map, Points};
use super::picture::Style;
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::preference::theme;
use crate::app::state::{Looked, Run};
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::app::widgets::download::download;

/// Pixels to a CSS pixel in a file.
const RATIO: f64 = 2.0;

/// Side of the picture in a saved boundary.
const SIDE: f64 = 360.0;

/// Space around it.
const MARGIN: f64 = 28.0;

/// Saves the big picture.
pub fn boundary(run: Run) {
    let file = run.page.language.get_untracked().text().output.boundary_file;
    download(paint_boundary(run), file, run.page);
}

/// Saves the curves.
pub fn curves(run: Run) {
    let file = run.page.language.get_untracked().text().output.curves_file;
    let painted = surface::offscreen().filter(|canvas| {
        let dark = theme::is_dark(run.page.theme);
        let size = Size { width: 640.0, height: 320.0, ratio: RATIO };
        let drawn = curves::picture(run, canvas, size, dark);
        drawn.and_then(|()| back(canvas, dark)).is_some()
    });
    download(painted, file, run.page);
}

/// Puts the page's colour behind what a canvas shows.
fn back(canvas: &HtmlCanvasElement, dark: bool) -> Option<()> {
    let context = surface::context(canvas)?;
    context.reset_transform().ok()?;
    context.set_global_composite_operation("destination-over").ok()?;
    context.set_fill_style_str(&colour::css(colour::ink(dark).bg));
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    Some(())
}

/// Caption, picture, numbers along its sides and the scale.
fn paint_boundary(run: Run) -> Option<HtmlCanvasElement> {
    let dark = theme::is_dark(run.page.theme);
    let frame = run.frame.get_untracked();
    let asked = paint::subject(run.looked.get_untracked(), &frame.shape);
    // A map that is still on its way is not waited for: the frame's own is saved.
    let own = paint::subject(frame.look.map(Looked::Unit), &frame.shape);
    let drawn = run.pictures().big;
    let (subject, values) = match paint::map_of(asked, &frame) {
        Some(map) => (asked, map),
        None => (own, paint::map_of(own, &frame).or(drawn.as_ref().map(|_| Vec::new()))?),
    };
    let (width, height) = (SIDE + 2.0 * MARGIN, SIDE + 3.5 * MARGIN);
    let canvas = surface::offscreen()?;
    let context = surface::prepare(&canvas, Size { width, height, ratio: RATIO })?;
    let square = (MARGIN, 1.5 * MARGIN, SIDE);
    let (show_test, discretize) =
        run.page.view.with_untracked(|view| (view.show_test, view.discretize));
    let map = surface::offscreen()?;
    let config = run.config.get_untracked();
    let style = Style::of(subject, &config.target(), &frame.shape, false);
    match drawn.filter(|_| subject == own) {
        Some(drawn) => paint::ground(&context, Map::Drawn(&drawn), square, dark)?,
        None => {
            paint::map(&values, style, colour::scale(dark), discretize, &map)?;
            paint::ground(&context, Map::Values(&map), square, dark)?;
        }
    }
    let points = Points { kind: Kind::of(&config, false), show_test, dark };
    let wrong = frame.wrong.clone().unwrap_or_default();
    run.data.with_untracked(|data| {
        points.paint(&context, data, square)?;
        points.paint_wrong(&context, data, &wrong, square)
    })?;
    paint::arrows(&context, &values, style, dark, square);
    let ink = colour::ink(dark);
    context.set_fill_style_str(&colour::css(ink.ink));
    context.set_font("600 14px system-ui, sans-serif");
    context.set_text_baseline("middle");
    let caption = untrack(|| paint::caption(run, subject));
    context.fill_text(&caption, MARGIN, 0.75 * MARGIN).ok()?;
    context.set_fill_style_str(&colour::css(ink.dim));
    context.set_font("11px system-ui, sans-serif");
    numbers(&context, square)?;
    let below = (MARGIN, square.1 + SIDE + 1.25 * MARGIN);
    match style {
        Style::Scale { span } => legend(&context, bar(None, dark), span, discretize, below)?,
        Style::Class { index, span } => {
            legend(&context, bar(Some(index), dark), span, discretize, below)?;
        }
        Style::Flow { .. } => legend(&context, bar(None, dark), (-1.0, 1.0), discretize, below)?,
        Style::Classes { .. } => {
            let words = run.page.language.get_untracked().text().output;
            classes(&context, (config.target().classes, dark), words, below)?;
        }
    }
    back(&canvas, dark)?;
    Some(canvas)
}

/// −6, 0 and 6 along the left and the bottom.
fn numbers(context: &CanvasRenderingContext2d, (left, top, side): (f64, f64, f64)) -> Option<()> {
    for (label, at) in [("−6", 0.0), ("0", 0.5), ("6", 1.0)] {
        context.set_text_align("right");
        context.fill_text(label, left - 6.0, top + side * (1.0 - at)).ok()?;
        context.set_text_align("center");
        context.fill_text(label, left + side * at, top + side + 12.0).ok()?;
    }
    Some(())
}

/// The classes' hues with their names.
fn classes(
    context: &CanvasRenderingContext2d,
    (count, dark): (usize, bool),
    words: &Words,
    (left, top): (f64, f64),
) -> Option<()> {
    context.set_text_align("left");
    let step = SIDE / count.max(1) as f64;
    for class in 0..count {
        let x = left + step * class as f64;
        let hue = colour::class(class, dark);
        context.set_fill_style_str(&colour::css(colour::ground(hue, dark)));
        context.fill_rect(x, top - 7.0, 14.0, 14.0);
        context.set_stroke_style_str(&colour::css(colour::right(dark)));
        let fill = colour::point(hue, dark);
        marks::draw(context, class, (x + 7.0, top), 4.5, fill, true)?;
        context.set_fill_style_str(&colour::css(colour::ink(dark).dim));
        context.fill_text(&(words.class)(class + 1), x + 18.0, top).ok()?;
    }
    Some(())
}

/// The colour scale with its ends.
fn legend(
    context: &CanvasRenderingContext2d,
    [low_colour, middle, high_colour]: [[u8; 3]; 3],
    (low, high): (f64, f64),
    discretize: bool,
    (left, top): (f64, f64),
) -> Option<()> {
    let gradient = context.create_linear_gradient(left + 24.0, 0.0, left + SIDE - 24.0, 0.0);
    let [below, above] = if discretize { [low_colour, high_colour] } else { [middle; 2] };
    for (at, colour) in [(0.0, low_colour), (0.5, below), (0.5, above), (1.0, high_colour)] {
        gradient.add_color_stop(at, &colour::css(colour)).ok()?;
    }
    context.set_text_align("left");
    context.fill_text(&number::end(low), left, top).ok()?;
    context.set_text_align("right");
    context.fill_text(&number::end(high), left + SIDE, top).ok()?;
    context.set_fill_style_canvas_gradient(&gradient);
    context.fill_rect(left + 24.0, top - 3.0, SIDE - 48.0, 6.0);
    Some(())
}
