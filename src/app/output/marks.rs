//! Marks of classes, which differ in shape as well as in colour, and arrows.

use leptos::web_sys::CanvasRenderingContext2d;

use super::picture;
use crate::engine::table::Goal;
use crate::protocol::Data;

/// What the targets of a run's points say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value on the colour scale.
    Value,
    /// The second of two.
    Second,
    /// One of two classes, which stand at the ends of the colour scale.
    Two,
    /// A class, which has a hue of its own.
    Class,
}

impl Kind {
    /// The kind of a run's points; `second` where the second part of a flow is on show.
    pub fn of(data: &Data, second: bool) -> Self {
        match &data.goal {
            Goal::Numbers(names) if names.len() > 1 && second => Self::Second,
            Goal::Numbers(_) => Self::Value,
            Goal::Classes(_) if data.signed => Self::Two,
            Goal::Classes(_) => Self::Class,
        }
    }
}

/// The corners of each class's shape around (0, 0), as far out as 1; the first is a disc.
pub fn corners(class: usize) -> &'static [(f64, f64)] {
    const SHAPES: [&[(f64, f64)]; picture::SHAPES] = [
        &[],
        &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        &[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
        &[(0.0, -1.3), (1.1, 0.0), (0.0, 1.3), (-1.1, 0.0)],
        &[
            (-0.4, -1.2),
            (0.4, -1.2),
            (0.4, -0.4),
            (1.2, -0.4),
            (1.2, 0.4),
            (0.4, 0.4),
            (0.4, 1.2),
            (-0.4, 1.2),
            (-0.4, 0.4),
            (-1.2, 0.4),
            (-1.2, -0.4),
            (-0.4, -0.4),
        ],
        &[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
        &[
            (0.0, -1.4),
            (0.35, -0.45),
            (1.3, -0.4),
            (0.55, 0.2),
            (0.8, 1.1),
            (0.0, 0.6),
            (-0.8, 1.1),
            (-0.55, 0.2),
            (-1.3, -0.4),
            (-0.35, -0.45),
        ],
        &[(-1.3, -0.5), (1.3, -0.5), (1.3, 0.5), (-1.3, 0.5)],
    ];
    SHAPES[picture::shape(class)]
}

/// A class's shape as the points of an SVG polygon around (0, 0) with that radius; empty for
/// the disc.
pub fn polygon(class: usize, radius: f64) -> String {
    let point = |&(x, y): &(f64, f64)| format!("{:.2},{:.2}", x * radius, y * radius);
    corners(class).iter().map(point).collect::<Vec<_>>().join(" ")
}

/// Marks of a smaller radius, in CSS pixels, have no shape that could be told.
const SHAPELESS: f64 = 1.2;
/// The side of the square that is as large as a disc of radius 1: √π.
const SQUARE: f64 = 1.772_453_85;

/// Draws the mark of a class around (x, y), with a filling and an edge whose styles are the caller's.
pub fn draw(
    context: &CanvasRenderingContext2d,
    class: usize,
    (x, y): (f64, f64),
    radius: f64,
    edged: bool,
) -> Option<()> {
    // A path takes ten times as long, which shows among 100,000 of them.
    if radius < SHAPELESS && !edged {
        let side = SQUARE * radius;
        context.fill_rect(x - side / 2.0, y - side / 2.0, side, side);
        return Some(());
    }
    context.begin_path();
    if corners(class).is_empty() {
        context.arc(x, y, radius, 0.0, std::f64::consts::TAU).ok()?;
    }
    for (at, (dx, dy)) in corners(class).iter().enumerate() {
        let (x, y) = (x + dx * radius, y + dy * radius);
        if at == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
    }
    context.close_path();
    context.fill();
    if edged {
        context.stroke();
    }
    Some(())
}

/// Fills an arrow from (x, y) along (u, v), up being positive; of `length` where (u, v) is 1 long.
pub fn arrow(context: &CanvasRenderingContext2d, (x, y): (f64, f64), u: f64, v: f64, length: f64) {
    let size = u.hypot(v);
    if !size.is_finite() || size < 1e-6 {
        return;
    }
    let reach = length * size.min(1.5);
    let (dx, dy) = (u / size, -v / size);
    // Along the arrow and across it.
    let at = |along: f64, across: f64| {
        (x + dx * along * reach - dy * across * reach, y + dy * along * reach + dx * across * reach)
    };
    context.begin_path();
    for (step, (along, across)) in [
        (-0.5, -0.07),
        (0.1, -0.07),
        (0.1, -0.25),
        (0.5, 0.0),
        (0.1, 0.25),
        (0.1, 0.07),
        (-0.5, 0.07),
    ]
    .into_iter()
    .enumerate()
    {
        let (x, y) = at(along, across);
        if step == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
    }
    context.close_path();
    context.fill();
}
