//! Frames on their way to the screen: the newest is shown once an animation frame, and only then
//! does the worker send another.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::ImageBitmap;

use super::connection::Shared;
use crate::app::state::Pictures;
use crate::protocol::{Command, Frame};

/// The pictures of a frame, in the order in which the worker attaches them.
pub(super) fn pictures(frame: &Frame, bitmaps: Vec<ImageBitmap>) -> Pictures {
    let drawn = frame.drawn.unwrap_or_default();
    let mut bitmaps = bitmaps.into_iter();
    let mut next = |side: usize| if side > 0 { bitmaps.next() } else { None };
    Pictures { maps: next(drawn.maps), big: next(drawn.big) }
}

/// Shows the newest frame and asks for another; once an animation frame.
pub(super) fn draw(connection: &Shared) {
    let (state, data, frame, fresh, pictures) = {
        let mut at = connection.borrow_mut();
        at.drawing = false;
        let Some(frame) = at.frame.take() else { return };
        // Data that a later frame belongs to waits for that frame.
        let data = at.data.take_if(|data| data.run == frame.run);
        let fresh = at.run.is_some_and(|run| run != frame.run);
        at.run = Some(frame.run);
        let pictures = std::mem::take(&mut at.pictures);
        // Two frames may be looked at: the new one, and where its shape has no layout yet the one
        // before. What is older would hold the GPU's memory until some garbage collection.
        let before = at.state.pictures.get_untracked();
        for bitmap in [at.old.maps.take(), at.old.big.take()].into_iter().flatten() {
            bitmap.close();
        }
        at.old = before;
        (at.state, data, frame, fresh, pictures)
    };
    state.pictures.set(pictures);
    if let Some(data) = data {
        state.data.set(Arc::new(data));
    }
    if fresh || !frame.curve.is_empty() {
        state.curve.update(|curve| {
            let curve = Arc::make_mut(curve);
            if fresh {
                curve.clear();
            }
            for &point in &frame.curve {
                curve.push(point);
            }
        });
    }
    state.frame.set(Arc::from(frame));
    state.send(Command::Shown);
}
