//! Which of the visitor's tables the browser keeps, and what a config says of each: enough to read a link
//! on one before it has been fetched. The tables themselves are kept by the program that reads files.

use crate::engine::table::{Aim, Brief, CLASSES, COLUMNS, INPUTS, NUMBERS, ROWS};
use crate::files::shelf::KEPT;

#[cfg(feature = "app")]
const KEY: &str = "tables";

/// Why a table of the visitor's is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unkept {
    /// The browser has no storage for it, or no room.
    Refused,
    /// The visitor wants it forgotten, or it was not found.
    Forgotten,
}

/// The tables that are kept, the oldest first, and those of this visit that are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    briefs: Vec<Brief>,
    not: Vec<(u64, Unkept)>,
}

impl Kept {
    /// What a config says of the table of this id; `None` where it is not kept.
    pub fn brief(&self, id: u64) -> Option<&Brief> {
        self.briefs.iter().find(|brief| brief.id == id)
    }

    /// Why it is not kept; `None` where it is, and while that is not known.
    pub fn why_not(&self, id: u64) -> Option<Unkept> {
        self.not.iter().find(|(other, _)| *other == id).map(|(_, why)| *why)
    }

    /// A table is kept, as the newest; the oldest makes room.
    pub fn keep(&mut self, brief: Brief) {
        self.leave(brief.id);
        self.briefs.push(brief);
        let surplus = self.briefs.len().saturating_sub(KEPT);
        self.briefs.drain(..surplus);
    }

    /// A table is not kept, or no longer.
    pub fn lose(&mut self, id: u64, why: Unkept) {
        self.leave(id);
        self.not.push((id, why));
    }

    fn leave(&mut self, id: u64) {
        self.briefs.retain(|brief| brief.id != id);
        self.not.retain(|(other, _)| *other != id);
    }

    /// Takes over which tables are kept, as another tab may have changed that.
    pub fn read(&mut self, text: &str) {
        self.briefs = text.split(',').filter_map(brief).collect();
    }

    /// Which tables are kept, as a text.
    pub fn text(&self) -> String {
        // The writer has bytes for every brief.
        let bytes = self.briefs.iter().filter_map(|brief| postcard::to_allocvec(brief).ok());
        let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        bytes.map(hex).collect::<Vec<String>>().join(",")
    }
}

/// The brief in a part of the text; `None` where it is none.
fn brief(hex: &str) -> Option<Brief> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    let brief: Brief = postcard::from_bytes(&bytes?).ok()?;
    (rest.is_empty() && is_possible(&brief)).then_some(brief)
}

/// Whether a table may have that: what the browser remembers, others may have written.
fn is_possible(brief: &Brief) -> bool {
    let aim = match brief.aim {
        Aim::Classes(classes) => classes <= CLASSES,
        Aim::Numbers(numbers) => numbers <= NUMBERS,
    };
    aim && brief.rows <= ROWS && brief.columns.len() <= COLUMNS && brief.inputs() <= INPUTS
}

/// What the browser remembers.
#[cfg(feature = "app")]
pub fn initial() -> Kept {
    let mut kept = Kept::default();
    kept.read(&super::storage::recall(KEY).unwrap_or_default());
    kept
}

/// Changes what it remembers; false where it does not.
#[cfg(feature = "app")]
pub fn change(kept: &mut Kept, change: impl FnOnce(&mut Kept)) -> bool {
    use super::storage::{forget, recall, remember};

    kept.read(&recall(KEY).unwrap_or_default());
    change(kept);
    if kept.briefs.is_empty() {
        forget(KEY);
        return recall(KEY).is_none();
    }
    let text = kept.text();
    remember(KEY, &text);
    recall(KEY).as_deref() == Some(&text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::table::{Column, Goal, Table};

    fn brief_of(number: f64) -> Brief {
        let names = ["a", "b"].map(str::to_owned).to_vec();
        let columns = vec![Column::number("x"), Column::category("kind", names.clone())];
        let mut table = Table::new(columns, Goal::Classes(names));
        table.push(&[number, 1.0], &[0.0]);
        table.brief()
    }

    #[test]
    fn what_is_kept_is_remembered_and_the_oldest_makes_room() {
        let briefs: Vec<Brief> = (0..=KEPT).map(|number| brief_of(number as f64)).collect();
        let mut kept = Kept::default();
        briefs.iter().cloned().for_each(|brief| kept.keep(brief));
        kept.keep(briefs[KEPT - 1].clone());
        assert_eq!(kept.brief(briefs[0].id), None);
        let mut other = Kept::default();
        other.read(&kept.text());
        assert_eq!(other, kept);
        assert_eq!(other.brief(briefs[KEPT].id), Some(&briefs[KEPT]));
        // The oldest of those that stay is the one that goes next.
        kept.keep(briefs[0].clone());
        assert_eq!(kept.brief(briefs[1].id), None);
        assert!(kept.brief(briefs[KEPT - 1].id).is_some());
    }

    #[test]
    fn one_that_is_lost_is_not_kept_until_it_is_kept_again() {
        let brief = brief_of(1.0);
        let mut kept = Kept::default();
        assert_eq!((kept.brief(brief.id), kept.why_not(brief.id)), (None, None));
        kept.lose(brief.id, Unkept::Refused);
        kept.lose(brief.id, Unkept::Forgotten);
        assert_eq!(kept.why_not(brief.id), Some(Unkept::Forgotten));
        kept.keep(brief.clone());
        assert_eq!((kept.brief(brief.id), kept.why_not(brief.id)), (Some(&brief), None));
        kept.lose(brief.id, Unkept::Refused);
        assert_eq!((kept.brief(brief.id), kept.text().as_str()), (None, ""));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_says_what_is_kept(text in "[0-9a-f,]{0,60}|\\PC{0,20}") {
            let mut kept = Kept::default();
            kept.keep(brief_of(1.0));
            kept.read(&text);
            let mut again = Kept::default();
            again.read(&kept.text());
            prop_assert_eq!(again, kept);
        }
    }
}
