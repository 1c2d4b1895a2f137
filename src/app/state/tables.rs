//! The tables that the visitor has brought, by what they hold: undo, Back and another worker come back
//! to them. The newest are kept, as many as there is room for.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::app::real_set::RealSet;
use crate::engine::table::{Brief, Table};

/// A table that is on its way to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A set of real measurements.
    Set(RealSet),
    /// One of the visitor's that the browser keeps, by its id.
    Kept(u64),
}

impl Wanted {
    /// The set.
    pub fn set(self) -> Option<RealSet> {
        match self {
            Self::Set(set) => Some(set),
            Self::Kept(_) => None,
        }
    }

    /// Whether a config names it so.
    pub fn is(self, brief: &Brief) -> bool {
        match self {
            Self::Set(set) => *brief == set.brief(),
            Self::Kept(id) => brief.id == id,
        }
    }
}

/// Numbers of all tables together at most; the newest one stays whatever it has.
const NUMBERS: usize = 16 << 20;

/// Tables, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Tables(VecDeque<(Brief, Arc<Table>)>);

impl Tables {
    /// Takes a table in as the newest, and says what a config names it by.
    pub fn put(&mut self, table: Table) -> Brief {
        let brief = table.brief();
        self.keep(brief.clone(), table);
        brief
    }

    /// The same of a table that a config names by `brief`, which to make out costs a look at all numbers.
    pub fn keep(&mut self, brief: Brief, table: Table) {
        self.forget(brief.id);
        self.0.push_back((brief, Arc::new(table)));
        while self.0.len() > 1 && self.numbers() > NUMBERS {
            self.0.pop_front();
        }
    }

    /// The table that a config names; `None` where it is no longer there.
    pub fn get(&self, brief: &Brief) -> Option<Arc<Table>> {
        self.0.iter().find(|(kept, _)| kept.id == brief.id).map(|(_, table)| Arc::clone(table))
    }

    /// What a config names the table of this id by; `None` where it is no longer there.
    pub fn brief(&self, id: u64) -> Option<Brief> {
        self.0.iter().map(|(kept, _)| kept).find(|kept| kept.id == id).cloned()
    }

    /// Lets a table go.
    pub fn forget(&mut self, id: u64) {
        self.0.retain(|(kept, _)| kept.id != id);
    }

    fn numbers(&self) -> usize {
        self.0.iter().map(|(_, table)| table.values().len() + table.targets().len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::{Column, Goal};

    fn table(rows: usize) -> Table {
        let mut table = Table::new(vec![Column::number("x")], Goal::Numbers(vec!["y".to_owned()]));
        (0..rows).for_each(|row| table.push(&[row as f64], &[rows as f64]));
        table
    }

    #[test]
    fn what_was_put_is_found_and_the_oldest_makes_room() {
        let mut tables = Tables::default();
        let small = tables.put(table(3));
        assert_eq!(tables.get(&small).map(|table| table.len()), Some(3));
        assert_eq!(tables.brief(small.id).as_ref(), Some(&small));
        assert_eq!(tables.brief(small.id.wrapping_add(1)), None);
        let large = tables.put(table(NUMBERS / 4));
        assert_eq!(tables.put(table(3)), small);
        let passing = tables.put(table(4));
        tables.forget(passing.id);
        assert!(tables.get(&passing).is_none() && tables.get(&small).is_some());
        let larger = tables.put(table(NUMBERS / 4 + 1));
        assert!(tables.get(&large).is_none() && tables.get(&larger).is_some());
        assert!(tables.get(&small).is_some());
        let huge = tables.put(table(NUMBERS));
        assert!(tables.get(&huge).is_some() && tables.get(&small).is_none());
    }
}
