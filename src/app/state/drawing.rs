//! Drawing on a run: its points are in the visitor's hands, a stroke is a drag and one step to undo.

use leptos::prelude::*;

use super::run::Run;
use crate::app::draw::Drawing;
use crate::app::setting;
use crate::engine::config::Config;

impl Run {
    /// Whether a stroke is under way.
    pub fn is_drawing(self) -> bool {
        self.stroke.get_value()
    }

    /// The drawing that the run is on; `None` where its data are others.
    pub fn drawing(self) -> Option<Drawing> {
        let own = self.config.with_untracked(|config| config.own.clone())?;
        let table = self.page.tables.with_value(|tables| tables.get(&own))?;
        Drawing::of_table(&table)
    }

    /// Puts a drawing in the place of the run's data, in the middle of a stroke that
    /// [`Self::finish`] ends. What the stroke has been in between is forgotten.
    pub fn draw(self, drawing: &Drawing) {
        self.stroke.set_value(true);
        let last = if self.is_dragging() { self.passing.get_value() } else { None };
        let table = drawing.table();
        let own = table.brief();
        let id = own.id;
        let put = self.page.tables.try_update_value(|tables| {
            let known = tables.brief(id).is_some();
            tables.keep(own.clone(), table);
            known
        });
        let Some(known) = put else { return };
        self.drag(|config| setting::bring(config, own));
        if last != Some(id) {
            self.forget(last);
            // Others may name one that was there before.
            self.passing.set_value((!known).then_some(id));
        }
    }

    /// Goes back to the config before a stroke, as if it had never begun.
    pub fn undraw(self, before: Config) {
        let last = self.passing.get_value();
        self.drag(|config| *config = before);
        self.forget(last);
        self.abandon();
        self.finish();
    }

    fn forget(self, last: Option<u64>) {
        self.passing.set_value(None);
        if let Some(id) = last {
            self.page.tables.update_value(|tables| tables.forget(id));
        }
    }
}
