//! The big picture's paint: the map and the points on a canvas. The page and the saved file
//! use the same brushes.

use std::borrow::Cow;

use leptos::prelude::With as _;
use leptos::wasm_bindgen::Clamped;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageData};

use super::labels::Labels;
use super::marks::{self, Kind};
use super::panel::Heights;
use super::picture::{self, Brush, Style, Subject};
use super::points;
use crate::app::canvas::colour::{self, Scale};
use crate::app::canvas::surface;
use crate::app::state::{Looked, Run};
use crate::engine::inputs::Name;
use crate::protocol::{BIG_MAP, Data, Place, Wrong};

/// How far out the ring around a point runs, in radii of one that is told wrong.
const RING: f64 = 1.8;

/// What the visitor looks at.
pub fn subject(looked: Option<Looked>, shape: &[usize]) -> Subject {
    match looked {
        None => Subject::Output,
        Some(Looked::Unit(id)) => Subject::unit(id, shape),
        Some(Looked::Input(input)) => Subject::Input(input),
    }
}

/// Paints maps onto a canvas of its own, one pixel to a value; more where there are but few
/// colours.
pub fn map(
    maps: &[f32],
    style: Style,
    scale: Scale,
    discretize: bool,
    onto: &HtmlCanvasElement,
) -> Option<()> {
    let area = BIG_MAP * BIG_MAP;
    let maps = match style {
        // A picture that is about to be replaced may have planes of another style.
        Style::Scale { .. } | Style::Class { .. } => maps.get(..area)?,
        Style::Flow { second, span: _ } => maps.get(usize::from(second) * area..)?.get(..area)?,
        Style::Classes { .. } => maps,
    };
    let planes = (maps.len() / area).max(1);
    let values: Cow<[f32]> = match discretize {
        true => maps.chunks_exact(area).flat_map(picture::finer).collect(),
        false => Cow::Borrowed(maps),
    };
    let side = u32::try_from((values.len() / planes).isqrt()).ok()?;
    if onto.width() != side || onto.height() != side {
        onto.set_width(side);
        onto.set_height(side);
    }
    let mut rgba = vec![0; values.len() / planes * 4];
    match style {
        Style::Scale { span: (-1.0, 1.0) } | Style::Flow { second: _, span: (-1.0, 1.0) } => {
            scale.paint(&values, discretize, &mut rgba);
        }
        Style::Scale { span } | Style::Flow { second: _, span } => {
            scale.paint(&moved(&values, span), discretize, &mut rgba)
        }
        Style::Class { index, span } => {
            scale.paint_class(&moved(&values, span), index, discretize, &mut rgba);
        }
        Style::Classes { span } => {
            scale.paint_classes(&values, planes, span, discretize, &mut rgba);
        }
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), side, side).ok()?;
    surface::context(onto)?.put_image_data(&image, 0.0, 0.0).ok()
}

fn moved(values: &[f32], span: (f64, f64)) -> Vec<f32> {
    values.iter().map(|&value| colour::scaled(value, span)).collect()
}

/// Lays a map over a square as the ground that points stand on: paler than they are, or what is
/// told right would vanish in it.
pub fn ground(
    context: &CanvasRenderingContext2d,
    map: Map<'_>,
    square: (f64, f64, f64),
    dark: bool,
) -> Option<()> {
    let (left, top, side) = square;
    context.set_fill_style_str(&colour::css(colour::ink(dark).bg));
    context.fill_rect(left, top, side, side);
    context.set_global_alpha(colour::GROUND);
    let laid = match map {
        Map::Values(canvas) => lay(context, canvas, square),
        Map::Drawn(bitmap) => {
            context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, left, top, side, side).ok()
        }
    };
    context.set_global_alpha(1.0);
    laid
}

/// A painted map.
pub enum Map<'a> {
    /// From its values, by [`map`].
    Values(&'a HtmlCanvasElement),
    /// By the worker.
    Drawn(&'a ImageBitmap),
}

/// Lays a canvas over a square of `side` units at `(left, top)`.
pub fn lay(
    context: &CanvasRenderingContext2d,
    canvas: &HtmlCanvasElement,
    (left, top, side): (f64, f64, f64),
) -> Option<()> {
    context.set_image_smoothing_enabled(true);
    let drawn =
        context.draw_image_with_html_canvas_element_and_dw_and_dh(canvas, left, top, side, side);
    drawn.ok()
}

/// What points are drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Points {
    /// What their labels say.
    pub kind: Kind,
    /// The answers that colours run between.
    pub span: (f64, f64),
    /// How high they stand over one column; `None` over two.
    pub heights: Option<Heights>,
    /// Test points as well.
    pub show_test: bool,
    /// The page is dark.
    pub dark: bool,
}

impl Points {
    /// Paints the points of a run: training points are discs, test points squares. Classes beyond
    /// the Playground's two have shapes of their own, and a test point a light middle.
    pub fn paint(
        self,
        context: &CanvasRenderingContext2d,
        data: &Data,
        square: (f64, f64, f64),
    ) -> Option<()> {
        let brush = self.brush(data, square);
        context.set_stroke_style_str(&colour::css(colour::right(self.dark)));
        let all = |_| true;
        if self.show_test {
            self.draw(context, (data, true), brush, square, all)?;
        }
        self.draw(context, (data, false), brush, square, all)
    }

    /// Paints those that are told wrong once more: larger, in a dark edge.
    pub fn paint_wrong(
        self,
        context: &CanvasRenderingContext2d,
        data: &Data,
        wrong: &Wrong,
        square: (f64, f64, f64),
    ) -> Option<()> {
        let brush = self.brush(data, square).wrong();
        context.set_stroke_style_str(&colour::css(colour::wrong(self.dark)));
        if self.show_test {
            self.draw(context, (data, true), brush, square, |at| wrong.test.get(at))?;
        }
        self.draw(context, (data, false), brush, square, |at| wrong.train.get(at))
    }

    /// Paints rings around the worst points of those that a frame tells.
    pub fn paint_worst(
        self,
        context: &CanvasRenderingContext2d,
        data: &Data,
        told: &[Place],
        square: (f64, f64, f64),
    ) -> Option<()> {
        let (left, top, side) = square;
        let radius = RING * self.brush(data, square).wrong().radius;
        for place in points::worst(told, self.show_test) {
            let row = points::row(data, place);
            let Some((x, y)) = row.and_then(|row| picture::place(data, self.heights, row)) else {
                continue;
            };
            context.begin_path();
            let (x, y) = (left + x * side, top + y * side);
            context.arc(x, y, radius, 0.0, std::f64::consts::TAU).ok()?;
            for (width, colour) in
                [(4.0, colour::right(self.dark)), (2.0, colour::wrong(self.dark))]
            {
                context.set_line_width(width);
                context.set_stroke_style_str(&colour::css(colour));
                context.stroke();
            }
        }
        Some(())
    }

    fn brush(self, data: &Data, (_, _, side): (f64, f64, f64)) -> Brush {
        let test = if self.show_test { data.rows(&data.test).len() } else { 0 };
        picture::brush(data.rows(&data.train).len() + test, side)
    }

    /// Draws those points of the training or of the test data that are asked for, in the edge whose
    /// style is the caller's.
    fn draw(
        self,
        context: &CanvasRenderingContext2d,
        (data, test): (&Data, bool),
        brush: Brush,
        (left, top, side): (f64, f64, f64),
        which: impl Fn(usize) -> bool,
    ) -> Option<()> {
        let Self { kind, span, heights, show_test: _, dark } = self;
        let Brush { radius, edge, opacity } = brush;
        let edged = edge > 0.0;
        context.set_line_width(edge);
        let half = if test { &data.test } else { &data.train };
        // The browser reads each colour as a text: one that stands need not be said again.
        let mut filled = None;
        let mut fill = |colour: [u8; 3]| {
            if filled.replace(colour) != Some(colour) {
                context.set_fill_style_str(&colour::css(colour));
            }
        };
        for mark in picture::marks(data, half, heights).filter(|mark| which(mark.index)) {
            context.set_global_alpha(opacity * mark.strength);
            let (x, y) = (left + mark.x * side, top + mark.y * side);
            let target = |at: usize| mark.targets.get(at).copied().unwrap_or_default();
            let answer =
                |at: usize| colour::scaled(data.targets.answer(at, target(at)) as f32, span);
            let value = match kind {
                Kind::Value => Some(answer(0)),
                Kind::Second => Some(answer(1)),
                Kind::Two => Some(2.0 * target(0) as f32 - 1.0),
                Kind::Class => None,
            };
            let Some(value) = value else {
                let class = target(0) as usize;
                fill(colour::point(colour::class(class, dark), dark));
                marks::draw(context, class, (x, y), radius, edged)?;
                if test {
                    fill(colour::right(dark));
                    marks::draw(context, 0, (x, y), 0.4 * radius, false)?;
                }
                continue;
            };
            fill(colour::point(colour::scale(dark).colour(value, false), dark));
            if test {
                let length = radius * 1.8;
                let (x, y) = (x - length / 2.0, y - length / 2.0);
                context.fill_rect(x, y, length, length);
                if edged {
                    context.stroke_rect(x, y, length, length);
                }
            } else {
                // The first shape is the disc.
                marks::draw(context, 0, (x, y), radius, edged)?;
            }
        }
        context.set_global_alpha(1.0);
        Some(())
    }
}

/// Arrows in a flow: every so many cells one that says where it goes; nothing in other pictures.
pub fn arrows(
    context: &CanvasRenderingContext2d,
    maps: &[f32],
    style: Style,
    dark: bool,
    (left, top, side): (f64, f64, f64),
) {
    const ACROSS: usize = 14;
    let area = BIG_MAP * BIG_MAP;
    let (Style::Flow { second: _, span }, Some((u, v))) = (style, maps.split_at_checked(area))
    else {
        return;
    };
    if v.len() < area {
        return;
    }
    context.set_fill_style_str(&colour::css(colour::ink(dark).ink));
    let cell = side / ACROSS as f64;
    let middle = |at: usize| (2 * at + 1) * BIG_MAP / (2 * ACROSS);
    for row in 0..ACROSS {
        for column in 0..ACROSS {
            let at = middle(row) * BIG_MAP + middle(column);
            let place = (left + (column as f64 + 0.5) * cell, top + (row as f64 + 0.5) * cell);
            let [u, v] = [u[at], v[at]].map(|part| f64::from(colour::scaled(part, span)));
            marks::arrow(context, place, u, v, cell);
        }
    }
}

/// What is on show in words: "Output", "Layer 2, unit 3", "x₁²".
pub fn caption(run: Run, subject: Subject) -> String {
    let words = run.page.text().output;
    match subject {
        Subject::Output => words.output.to_owned(),
        Subject::Unit(id) => {
            let outputs = run.frame.with(|frame| frame.shape.len().saturating_sub(2));
            match id.layer < outputs {
                true => (run.page.text().network.unit)(id.layer + 1, id.unit + 1),
                false => {
                    let labels = run
                        .config
                        .with(|config| run.data.with(|data| Labels::of(config, &data.goal)));
                    (words.output_unit)(&labels.get(id.unit))
                }
            }
        }
        Subject::Input(input) => {
            let numbers = run.config.with(|config| {
                run.data.with(|data| Name::of_numbers(&data.columns, &config.formulas))
            });
            input.name(&numbers).to_string()
        }
    }
}
