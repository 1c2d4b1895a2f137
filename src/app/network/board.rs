//! The units' maps of a large network on a canvas of their own, which goes onto the diagram in one
//! piece. To lay one map takes a browser some ten µs and as much again to paint it: three thousand
//! in each frame would hold the page up. While it trains a frame lays a share of them anew, the
//! next frame goes on from there, and what stands still is laid whole.

use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::brush::{self, Atlas};
use super::layout::Layout;
use super::stopwatch;
use crate::app::canvas::surface::{self, Size};
use crate::protocol::Frame;

/// Maps laid anew in a frame while it trains.
const SHARE: usize = 400;
/// Ms between two frames from which on there is time to lay all: slow motion shows single steps.
const SLOW: f64 = 200.0;

/// The canvas, and how far the frames have come.
pub struct Board {
    canvas: HtmlCanvasElement,
    size: Size,
    /// The run whose maps are laid.
    run: u32,
    next: usize,
    /// When it was painted last, in ms.
    painted: f64,
}

impl Board {
    /// An empty one; `None` where the browser gives no canvas.
    pub fn new() -> Option<Self> {
        Some(Self {
            canvas: surface::offscreen()?,
            size: Size::default(),
            run: 0,
            next: 0,
            painted: 0.0,
        })
    }

    /// Paints the units' tiles, each with its map of the atlas.
    pub fn paint(
        &mut self,
        context: &CanvasRenderingContext2d,
        layout: &Layout,
        atlas: &Atlas,
        size: Size,
        frame: &Frame,
    ) -> Option<()> {
        let all = layout.units().count();
        let now = stopwatch::now();
        let brisk = now - std::mem::replace(&mut self.painted, now) < SLOW;
        let known = (self.size, self.run) == (size, frame.run);
        let (own, share) = if frame.running && brisk && known {
            (surface::context(&self.canvas)?, SHARE.min(all))
        } else {
            (surface::prepare(&self.canvas, size)?, all)
        };
        (self.size, self.run) = (size, frame.run);
        brush::units(&own, layout, atlas, self.next..self.next + share)?;
        self.next = (self.next + share).checked_rem(all)?;
        // Both canvases have the same pixels; what is painted after them counts in CSS pixels again.
        context.save();
        let laid = context
            .reset_transform()
            .and_then(|()| context.draw_image_with_html_canvas_element(&self.canvas, 0.0, 0.0));
        context.restore();
        laid.ok()
    }
}
