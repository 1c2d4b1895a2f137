//! The part of a session that has its pictures drawn on the GPU.

use crate::protocol::{Drawn, Event, UnitId, Wish};
use crate::worker::artist::Artist;
use crate::worker::session::Session;

/// Pictures from the GPU.
#[derive(Default)]
pub(super) struct Drawing {
    pub artist: Option<Box<dyn Artist>>,
    pub wish: Option<Wish>,
    /// It has failed, or the device was lost after few pictures: it is not tried again.
    pub failed: bool,
    /// The frame under way has pictures, and how many such frames have arrived.
    pub sent: bool,
    pub seen: u32,
    /// A picture is being painted; a flight that meets it takes longer than its own work.
    pub under_way: bool,
    pub met: bool,
}

impl Session {
    /// Whether the GPU draws the maps: always where there is one, but for a visitor who chose the
    /// CPU, and for a program, which would only be slower than what the CPU does anyway.
    pub(super) fn gpu_draws(&self) -> bool {
        let Drawing { artist, failed, .. } = &self.away.drawing;
        let runtime = self.trainer.as_ref().map(|trainer| trainer.config().runtime);
        runtime.is_some_and(|runtime| self.away.works(runtime)) && artist.is_some() && !failed
    }

    /// How the page wants its pictures from now on.
    pub(in super::super) fn wish(&mut self, wish: Wish) {
        if self.away.drawing.wish.as_ref() != Some(&wish) {
            self.away.drawing.wish = Some(wish);
            self.stale = true;
        }
    }

    /// Whether a picture is still being painted: the next frame waits for it. What it took is the
    /// frame's cost.
    pub(in super::super) fn is_painting(&mut self, now: f64) -> bool {
        let drawing = &mut self.away.drawing;
        if !drawing.under_way {
            return false;
        }
        let busy = drawing.artist.as_ref().is_some_and(|artist| artist.is_busy());
        if !busy {
            drawing.under_way = false;
            self.frame_cost = now - self.frame_at;
        }
        busy
    }

    /// A frame has arrived.
    pub(in super::super) fn shown(&mut self) {
        let drawing = &mut self.away.drawing;
        drawing.seen = drawing.seen.saturating_add(u32::from(std::mem::take(&mut drawing.sent)));
    }

    /// Lets the GPU draw what the page wishes; `None` where it does not. Then, whether the values of
    /// the units' maps and of the big picture are wanted all the same.
    pub(in super::super) fn draw(
        &mut self,
        look: Option<UnitId>,
        events: &mut Vec<Event>,
    ) -> (Option<Drawn>, [bool; 2]) {
        // A curve is drawn from its values, by the page.
        let is_line = self.trainer.as_ref().is_some_and(|trainer| trainer.view().is_line());
        let draws = self.gpu_draws() && !is_line;
        let drawing = &mut self.away.drawing;
        let (Some(trainer), Some(artist), Some(wish), true) =
            (&mut self.trainer, &mut drawing.artist, &drawing.wish, draws)
        else {
            return (None, [true; 2]);
        };
        match artist.draw(trainer, wish, look) {
            Ok(drawn) => {
                (drawing.sent, drawing.under_way, drawing.met) = (true, true, true);
                (Some(drawn), [wish.units, wish.values])
            }
            Err(_) => {
                drawing.failed = true;
                self.assign(events);
                (None, [true; 2])
            }
        }
    }
}
