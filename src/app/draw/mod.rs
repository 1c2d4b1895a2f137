//! Points that a visitor draws: what a drawing is, what a stroke makes of one, and how it travels
//! in a link. Nothing here knows the page; `output::easel` has the
//! pointer and `output::toolbar` the tools.
//!
//! To add a tool: a variant of [`Tool`], its arms in `stroke`, its word in `text/draw`.

pub mod code;
pub mod drawing;
pub mod stroke;

pub use drawing::{Drawing, Point, Shortfall, Told};
pub use stroke::{Stroke, Tool};

use crate::engine::table::{Aim, Brief};

/// Whether a table is a drawing on the plane of the generated sets, by what a config says of it.
pub fn is_on_plane(own: &Brief) -> bool {
    let told = match own.aim {
        Aim::Classes(classes) => Told::Classes(classes),
        Aim::Numbers(_) => Told::Value,
    };
    own.drawn && Drawing::new(told).table().brief().kind == own.kind
}
