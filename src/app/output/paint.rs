//! The big picture's paint: the map and the points on a canvas. The page and the saved file
//! use the same brushes.

use std::borrow::Cow;

use leptos::wasm_bindgen::Clamped;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::colour::{self, Scale};
use super::picture::{self, Brush, Mark, Subject};
use super::surface;
use crate::app::state::{Looked, State};
use crate::protocol::{BIG_MAP, Data, Frame};

/// What the visitor looks at.
pub fn subject(looked: Option<Looked>, hidden: usize) -> Subject {
    match looked {
        None => Subject::Output,
        Some(Looked::Unit(id)) => Subject::unit(id, hidden),
        Some(Looked::Feature(feature)) => Subject::Feature(feature),
    }
}

/// Number of hidden layers in a frame.
pub fn hidden_layers(frame: &Frame) -> usize {
    frame.shape.len().saturating_sub(2)
}

/// The map of a subject, where the frame has it.
pub fn map_of(subject: Subject, frame: &Frame) -> Option<Vec<f32>> {
    match subject {
        Subject::Feature(feature) => Some(picture::feature_map(feature)),
        Subject::Output | Subject::Hidden(_) => {
            let shown = subject.is_shown_by(frame.look, hidden_layers(frame));
            (shown && frame.big.len() == BIG_MAP * BIG_MAP).then(|| frame.big.clone())
        }
    }
}

/// Paints a map onto a canvas of its own, one pixel to a value; more where there are but two
/// colours.
pub fn map(values: &[f32], scale: Scale, discretize: bool, onto: &HtmlCanvasElement) -> Option<()> {
    let values =
        if discretize { Cow::Owned(picture::finer(values)) } else { Cow::Borrowed(values) };
    let side = u32::try_from(values.len().isqrt()).ok()?;
    if onto.width() != side || onto.height() != side {
        onto.set_width(side);
        onto.set_height(side);
    }
    let mut rgba = vec![0; values.len() * 4];
    scale.paint(&values, discretize, &mut rgba);
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

/// Paints the points of a run: training points are discs, test points (where they are shown)
/// squares with a dark edge.
pub fn points(
    context: &CanvasRenderingContext2d,
    data: &Data,
    show_test: bool,
    dark: bool,
    (left, top, side): (f64, f64, f64),
) -> Option<()> {
    let scale = colour::scale(dark);
    let shown = data.train.len() / 3 + if show_test { data.test.len() / 3 } else { 0 };
    let Brush { radius, edge, opacity } = picture::brush(shown);
    let place = |mark: Mark| (left + mark.x * side, top + mark.y * side);
    context.set_line_width(edge);
    context.set_global_alpha(opacity);
    if show_test {
        // Beside its shape the edge tells a test point: always dark, on either theme.
        context.set_stroke_style_str(&colour::css(colour::EDGE));
        for mark in picture::marks(&data.test) {
            let (x, y) = place(mark);
            let length = radius * 1.8;
            let corner = (x - length / 2.0, y - length / 2.0);
            context.set_fill_style_str(&scale.css(mark.label, false));
            context.fill_rect(corner.0, corner.1, length, length);
            if edge > 0.0 {
                context.stroke_rect(corner.0, corner.1, length, length);
            }
        }
    }
    context.set_stroke_style_str(&colour::css(colour::PAPER));
    for mark in picture::marks(&data.train) {
        let (x, y) = place(mark);
        context.set_fill_style_str(&scale.css(mark.label, false));
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

/// What is on show in words: "Output", "Hidden layer 2, unit 3", "x₁²".
pub fn caption(state: State, subject: Subject) -> String {
    let words = state.text().output;
    match subject {
        Subject::Output => words.output.to_owned(),
        Subject::Hidden(id) => (words.unit)(id.layer + 1, id.unit + 1),
        Subject::Feature(feature) => feature.label().to_owned(),
    }
}
