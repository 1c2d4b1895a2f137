//! Drawing elsewhere than here: who paints the maps of a frame in the place of the page.

use crate::engine::trainer::Trainer;
use crate::protocol::{Drawn, UnitId, Wish};

/// Paints maps as the page wishes, and hands the pictures over by itself.
pub trait Artist {
    /// Paints the maps of all units, and the big picture of a unit or of the outputs.
    ///
    /// # Errors
    /// Where it cannot: the page then paints from values.
    fn draw(
        &mut self,
        trainer: &mut Trainer,
        wish: &Wish,
        look: Option<UnitId>,
    ) -> Result<Drawn, String>;

    /// Whether the picture before is still being painted: then the next one waits.
    fn is_busy(&self) -> bool;
}
