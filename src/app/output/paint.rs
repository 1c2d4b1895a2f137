//! The big picture's paint: the map and the points on a canvas. The page and the saved file
//! use the same brushes.

use std::borrow::Cow;

use leptos::prelude::With as _;
use leptos::wasm_bindgen::Clamped;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageData};

use super::marks::{self, Kind};
use super::picture::{self, Brush, Mark, Style, Subject};
use crate::app::canvas::colour::{self, Scale};
use crate::app::canvas::surface;
use crate::app::state::{Looked, Run};
use crate::protocol::{BIG_MAP, Data, Frame, SAMPLE};

/// What the visitor looks at.
pub fn subject(looked: Option<Looked>, shape: &[usize]) -> Subject {
    match looked {
        None => Subject::Output,
        Some(Looked::Unit(id)) => Subject::unit(id, shape),
        Some(Looked::Feature(feature)) => Subject::Feature(feature),
    }
}

/// The maps of a subject, `[planes, BIG_MAP, BIG_MAP]`, where the frame has them.
pub fn map_of(subject: Subject, frame: &Frame) -> Option<Vec<f32>> {
    match subject {
        Subject::Feature(feature) => Some(picture::feature_map(feature)),
        Subject::Output | Subject::Unit(_) => {
            let shown = subject.is_shown_by(frame.look, &frame.shape);
            let planes = match subject {
                Subject::Output => frame.shape.last().copied().unwrap_or(1),
                Subject::Unit(_) | Subject::Feature(_) => 1,
            };
            (shown && frame.big.len() == planes * BIG_MAP * BIG_MAP).then(|| frame.big.clone())
        }
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
        Style::Scale { .. } => maps.get(..area)?,
        Style::Flow { second } => maps.get(usize::from(second) * area..)?.get(..area)?,
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
        Style::Scale { span: (-1.0, 1.0) } | Style::Flow { .. } => {
            scale.paint(&values, discretize, &mut rgba);
        }
        Style::Scale { span } => {
            let moved: Vec<f32> = values.iter().map(|&y| colour::scaled(y, span)).collect();
            scale.paint(&moved, discretize, &mut rgba);
        }
        Style::Classes { span } => {
            scale.paint_classes(&values, planes, span, discretize, &mut rgba);
        }
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), side, side).ok()?;
    surface::context(onto)?.put_image_data(&image, 0.0, 0.0).ok()
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

/// The same with a picture from the worker.
pub fn lay_bitmap(
    context: &CanvasRenderingContext2d,
    bitmap: &ImageBitmap,
    (left, top, side): (f64, f64, f64),
) -> Option<()> {
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, left, top, side, side).ok()
}

/// Paints the points of a run: training points are discs, test points (where they are shown)
/// squares with a dark edge. Classes beyond the Playground's two have shapes of their own, and
/// the edge alone tells test from training.
pub fn points(
    context: &CanvasRenderingContext2d,
    data: &Data,
    kind: Kind,
    show_test: bool,
    dark: bool,
    (left, top, side): (f64, f64, f64),
) -> Option<()> {
    let scale = colour::scale(dark);
    let shown = data.train.len() / SAMPLE + if show_test { data.test.len() / SAMPLE } else { 0 };
    let Brush { radius, edge, opacity } = picture::brush(shown);
    let value = |mark: Mark| if kind == Kind::Second { mark.other } else { mark.label };
    let place = |mark: Mark| (left + mark.x * side, top + mark.y * side);
    context.set_line_width(edge);
    context.set_global_alpha(opacity);
    if show_test {
        // Beside its shape the edge tells a test point: always dark, on either theme.
        context.set_stroke_style_str(&colour::css(colour::EDGE));
        for mark in picture::marks(&data.test) {
            let (x, y) = place(mark);
            if kind == Kind::Class {
                let class = mark.label as usize;
                marks::draw(context, class, (x, y), radius, edge.max(0.8), dark)?;
                continue;
            }
            let length = radius * 1.8;
            let corner = (x - length / 2.0, y - length / 2.0);
            context.set_fill_style_str(&scale.css(value(mark), false));
            context.fill_rect(corner.0, corner.1, length, length);
            if edge > 0.0 {
                context.stroke_rect(corner.0, corner.1, length, length);
            }
        }
    }
    context.set_stroke_style_str(&colour::css(colour::PAPER));
    for mark in picture::marks(&data.train) {
        let (x, y) = place(mark);
        if kind == Kind::Class {
            marks::draw(context, mark.label as usize, (x, y), radius, edge, dark)?;
            continue;
        }
        context.set_fill_style_str(&scale.css(value(mark), false));
        context.begin_path();
        context.arc(x, y, radius, 0.0, std::f64::consts::TAU).ok()?;
        context.fill();
        if edge > 0.0 {
            context.stroke();
        }
    }
    context.set_global_alpha(1.0);
    Some(())
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
    let (Style::Flow { .. }, Some((u, v))) = (style, maps.split_at_checked(area)) else {
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
            marks::arrow(context, place, f64::from(u[at]), f64::from(v[at]), cell);
        }
    }
}

/// What is on show in words: "Output", "Hidden layer 2, unit 3", "x₁²".
pub fn caption(run: Run, subject: Subject) -> String {
    let words = run.page.text().output;
    match subject {
        Subject::Output => words.output.to_owned(),
        Subject::Unit(id) => {
            let outputs = run.frame.with(|frame| frame.shape.len().saturating_sub(2));
            match id.layer < outputs {
                true => (words.unit)(id.layer + 1, id.unit + 1),
                false => (words.output_unit)(id.unit + 1),
            }
        }
        Subject::Feature(feature) => feature.label().to_owned(),
    }
}
