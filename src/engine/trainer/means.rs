//! What a run is made with beside its config: backends, the tables that configs name, and what is to be
//! shown of them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::engine::backend::Maker;
use crate::engine::config::Config;
use crate::engine::dataset::Split;
use crate::engine::error::{Error, Result};
use crate::engine::table::{Brief, Table};
use crate::engine::view::{Choice, View};

/// A table and what configs say of it.
type Brought = (Brief, Rc<Table>);

/// The table that a visitor has brought last, for all runs that are made with the same means.
#[derive(Clone, Default)]
pub struct Tables(Rc<RefCell<Option<Brought>>>);

impl Tables {
    /// Takes a table in, in the place of the one before; runs that have that one keep it.
    pub fn put(&self, table: Table) {
        self.0.replace(Some((table.brief(), Rc::new(table))));
    }

    /// The table of one run alone.
    pub(super) fn of_run(config: &Config, table: Option<&Rc<Table>>) -> Self {
        Self(Rc::new(RefCell::new(config.own.clone().zip(table.cloned()))))
    }

    /// The table that a config names; `None` where it names none.
    ///
    /// # Errors
    /// Where the table is another than the last.
    pub(super) fn of(&self, config: &Config) -> Result<Option<Rc<Table>>> {
        let Some(wanted) = &config.own else { return Ok(None) };
        match &*self.0.borrow() {
            Some((brief, table)) if brief == wanted => Ok(Some(Rc::clone(table))),
            Some(_) | None => Err(Error::NoTable),
        }
    }
}

/// What makes backends, and what has the tables.
#[derive(Clone)]
pub struct Means {
    /// Makes the backends.
    pub make: Maker,
    /// Has the tables.
    pub tables: Tables,
    /// What the visitor has chosen to see of them.
    pub choice: Option<Choice>,
}

impl Means {
    /// A view of a run's data as the visitor has chosen it, where that is of such a table.
    pub(super) fn seen(&self, config: &Config, view: View, data: &Split) -> View {
        match (&self.choice, &config.own) {
            (Some(choice), Some(own)) if choice.kind == own.kind => view.chosen(choice, data),
            (Some(_) | None, _) => View { plane: None, ..view },
        }
    }
}

impl From<Maker> for Means {
    /// Without any table, and with nothing chosen.
    fn from(make: Maker) -> Self {
        Self { make, tables: Tables::default(), choice: None }
    }
}
