//! The paint of the picture over one column: on the page, in the saved file and on paper.

use leptos::prelude::With as _;
use leptos::web_sys::CanvasRenderingContext2d;

use super::labels::Labels;
use super::paint;
use super::panel::Panel;
use super::picture::{Style, Subject};
use super::plot::Plot;
use crate::app::canvas::colour;
use crate::app::canvas::surface;
use crate::app::state::Run;
use crate::app::text::number::Units;
use crate::engine::table::Goal;

/// The letters beside the axes, and how far they stand from the lines.
const LETTERS: &str = "11px system-ui, sans-serif";
const ROOM: f64 = 8.0;

/// A square of a canvas: left, top and side.
type Square = (f64, f64, f64);

/// A plot, the titles of its axes, and what large numbers beside these are told in.
pub type Said<'a> = (&'a Plot, &'a [String; 2], Units);

/// What both axes of a plot are: of the answer, and of what the units before add (reactive).
pub fn titles(run: Run, (subject, style): (Subject, Style), plot: &Plot) -> [String; 2] {
    let words = run.page.text().output;
    let (column, number) = run.data.with(|data| {
        let column = data.columns.get(data.view.across.column).map(|column| column.name.clone());
        let number = match &data.goal {
            Goal::Numbers(names) if subject == Subject::Output => {
                names.get(usize::from(style.is_second())).cloned()
            }
            Goal::Numbers(_) | Goal::Classes(_) => None,
        };
        (column.unwrap_or_default(), number)
    });
    let told = match number {
        Some(name) => name,
        None if plot.probable && plot.curves.len() == 1 => {
            let labels =
                run.config.with(|config| run.data.with(|data| Labels::of(config, &data.goal)));
            (words.probability)(&labels.class(1, words))
        }
        None => paint::caption(run, subject),
    };
    let parts = plot.parts.as_ref().map(|parts| (words.parts)(parts.curves.len(), parts.units));
    [(words.over)(&told, &column), parts.unwrap_or_default()]
}

/// Paints what is below the points: the ground, lines to read heights by, and what the units before add.
pub fn below(
    context: &CanvasRenderingContext2d,
    plot: &Plot,
    dark: bool,
    square: Square,
) -> Option<()> {
    let (left, top, side) = square;
    let ink = colour::ink(dark);
    context.set_fill_style_str(&colour::css(ink.bg));
    context.fill_rect(left, top, side, side);
    context.set_stroke_style_str(&colour::css(ink.line));
    context.set_line_width(1.0);
    for panel in panels(plot) {
        for tick in panel.axis.ticks() {
            let y = top + side * panel.down(tick.at);
            context.begin_path();
            context.move_to(left, y);
            context.line_to(left + side, y);
            context.stroke();
        }
    }
    let scale = colour::scale(dark);
    if let Some(parts) = &plot.parts {
        for (weight, values) in &parts.curves {
            let colour = colour::point(if *weight < 0.0 { scale.neg } else { scale.pos }, dark);
            curve(context, values, parts.panel, (colour, 1.25), square);
        }
    }
    Some(())
}

/// Paints what is above them: the answer, and what stands beside the axes.
pub fn above(
    context: &CanvasRenderingContext2d,
    (plot, titles, units): Said<'_>,
    dark: bool,
    square: Square,
) -> Option<()> {
    let (left, top, side) = square;
    let ink = colour::ink(dark);
    for (class, values) in plot.curves.iter().enumerate() {
        let own = match plot.curves.len() {
            1 => ink.ink,
            _ => colour::point(colour::class(class, dark), dark),
        };
        for stroke in [(ink.bg, 5.0), (own, 2.5)] {
            curve(context, values, plot.heights.panel, stroke, square);
        }
    }
    context.save();
    context.set_font(LETTERS);
    context.set_text_baseline("middle");
    context.set_line_width(3.0);
    context.set_stroke_style_str(&colour::css(ink.bg));
    context.set_fill_style_str(&colour::css(ink.ink));
    for (panel, title) in panels(plot).zip(titles) {
        context.set_text_align("left");
        for tick in panel.axis.ticks_in(units) {
            edged(context, &tick.label, left + ROOM, top + side * panel.down(tick.at))?;
        }
        context.set_text_align("center");
        let title = surface::fitting(context, title, side - 2.0 * ROOM)?;
        let y = top + side * panel.down(1.0) - 2.0 * ROOM;
        edged(context, &title, left + side / 2.0, y)?;
    }
    context.restore();
    Some(())
}

fn panels(plot: &Plot) -> impl Iterator<Item = Panel> {
    [plot.heights.panel].into_iter().chain(plot.parts.as_ref().map(|parts| parts.panel))
}

/// A text that stays legible upon points.
fn edged(context: &CanvasRenderingContext2d, text: &str, x: f64, y: f64) -> Option<()> {
    context.stroke_text(text, x, y).ok()?;
    context.fill_text(text, x, y).ok()
}

/// Strokes values from left to right; where one is no number there is a gap.
fn curve(
    context: &CanvasRenderingContext2d,
    values: &[f64],
    panel: Panel,
    (colour, width): ([u8; 3], f64),
    (left, top, side): Square,
) {
    context.set_stroke_style_str(&colour::css(colour));
    context.set_line_width(width);
    context.set_line_join("round");
    context.begin_path();
    let mut is_gap = true;
    for (at, &value) in values.iter().enumerate() {
        let Some(y) = panel.place(value) else {
            is_gap = true;
            continue;
        };
        let x = left + side * (at as f64 + 0.5) / values.len() as f64;
        let y = top + side * y;
        if std::mem::take(&mut is_gap) { context.move_to(x, y) } else { context.line_to(x, y) }
    }
    context.stroke();
}
