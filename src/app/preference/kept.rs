//! Which of the visitor's tables and drawings the browser keeps, and what a config says of each: enough to
//! read a link on one before it has been fetched. They themselves are kept by the program that reads tables.

use serde::{Deserialize, Serialize};

use crate::engine::table::Brief;
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

/// Letters of a name at most.
const NAME: usize = 60;

/// A table that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// What a config says of it.
    pub brief: Brief,
    /// Its file's name; nothing where it has none.
    pub name: String,
    /// Rows of that file, of which some may not be in it; its own where nobody knows.
    pub read: usize,
}

/// The tables that are kept, the oldest first, and those of this visit that are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    held: Vec<Held>,
    not: Vec<(u64, Unkept)>,
}

impl Kept {
    /// The table of this id; `None` where it is not kept.
    pub fn held(&self, id: u64) -> Option<&Held> {
        self.held.iter().find(|held| held.brief.id == id)
    }

    /// What a config says of it.
    pub fn brief(&self, id: u64) -> Option<&Brief> {
        self.held(id).map(|held| &held.brief)
    }

    /// Those that are kept beside the one of this id, the newest first.
    pub fn others(&self, id: Option<u64>) -> Vec<Held> {
        self.held.iter().rev().filter(|held| Some(held.brief.id) != id).cloned().collect()
    }

    /// Why it is not kept; `None` where it is, and while that is not known.
    pub fn why_not(&self, id: u64) -> Option<Unkept> {
        self.not.iter().find(|(other, _)| *other == id).map(|(_, why)| *why)
    }

    /// A table is kept, as the newest and in the place of another; the oldest makes room: which one that is.
    pub fn keep(&mut self, mut held: Held, instead: Option<u64>) -> Vec<Held> {
        if let Some((end, _)) = held.name.char_indices().nth(NAME) {
            held.name.truncate(end);
        }
        [Some(held.brief.id), instead].into_iter().flatten().for_each(|id| self.leave(id));
        self.held.push(held);
        let surplus = self.held.len().saturating_sub(KEPT);
        self.held.drain(..surplus).collect()
    }

    /// A table is not kept, or no longer.
    pub fn lose(&mut self, id: u64, why: Unkept) {
        self.leave(id);
        self.not.push((id, why));
    }

    fn leave(&mut self, id: u64) {
        self.held.retain(|held| held.brief.id != id);
        self.not.retain(|(other, _)| *other != id);
    }

    /// Takes over which tables are kept, as another tab may have changed that.
    pub fn read(&mut self, text: &str) {
        self.held = text.split(',').filter_map(held).collect();
    }

    /// Which tables are kept, as a text.
    pub fn text(&self) -> String {
        // The writer has bytes for each of them.
        let bytes = self.held.iter().filter_map(|held| postcard::to_allocvec(held).ok());
        let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        bytes.map(hex).collect::<Vec<String>>().join(",")
    }
}

/// What a part of the text says is kept; `None` where that is nothing.
fn held(hex: &str) -> Option<Held> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    let bytes = bytes?;
    let held = postcard::from_bytes(&bytes).ok().or_else(|| held_before(&bytes))?;
    // What the browser remembers, others may have written.
    (rest.is_empty() && held.brief.validate().is_ok()).then_some(held)
}

/// The same as pages remembered it that counted no rows of the file.
fn held_before(bytes: &[u8]) -> Option<Held> {
    let (brief, name): (Brief, String) = postcard::from_bytes(bytes).ok()?;
    Some(Held { read: brief.rows, brief, name })
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
    if kept.held.is_empty() {
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

    fn held_of(number: f64) -> Held {
        Held { brief: brief_of(number), name: format!("{number}.csv"), read: 7 }
    }

    #[test]
    fn what_was_remembered_before_rows_of_the_file_were_counted_is_read() {
        let held = Held { read: 1, ..held_of(2.0) };
        let bytes = postcard::to_allocvec(&(&held.brief, &held.name)).unwrap();
        let mut kept = Kept::default();
        kept.read(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        assert_eq!(kept.held(held.brief.id), Some(&held));
    }

    #[test]
    fn what_is_kept_is_remembered_and_the_oldest_makes_room() {
        let all: Vec<Held> = (0..=KEPT).map(|number| held_of(number as f64)).collect();
        let id = |at: usize| all[at].brief.id;
        let mut kept = Kept::default();
        let left: Vec<Held> = all.iter().cloned().flat_map(|held| kept.keep(held, None)).collect();
        assert_eq!(left, all[..1], "the oldest");
        assert_eq!(kept.keep(all[KEPT - 1].clone(), None), []);
        assert_eq!(kept.brief(id(0)), None);
        let mut other = Kept::default();
        other.read(&kept.text());
        assert_eq!(other, kept);
        assert_eq!(other.brief(id(KEPT)), Some(&all[KEPT].brief));
        // The oldest of those that stay is the one that goes next.
        kept.keep(all[0].clone(), None);
        assert_eq!(kept.brief(id(1)), None);
        assert!(kept.brief(id(KEPT - 1)).is_some());
        let beside = kept.others(Some(id(KEPT)));
        assert_eq!(beside, [all[0].clone(), all[KEPT - 1].clone()], "the newest first");
        assert_eq!(kept.others(None).len(), KEPT);
        assert_eq!(KEPT, 3, "as text::sets and text::notice say");
    }

    #[test]
    fn one_takes_the_place_of_another() {
        let mut kept = Kept::default();
        [0.0, 1.0].map(held_of).into_iter().for_each(|held| drop(kept.keep(held, None)));
        let instead = brief_of(1.0).id;
        assert_eq!(kept.keep(held_of(2.0), Some(instead)), []);
        assert_eq!(kept.others(None), [held_of(2.0), held_of(0.0)]);
        assert_eq!((kept.brief(instead), kept.why_not(instead)), (None, None));
        kept.keep(held_of(2.0), Some(brief_of(2.0).id));
        assert_eq!(kept.others(None).len(), 2, "it takes its own");
        kept.keep(Held { name: "표".repeat(NAME + 1), ..held_of(3.0) }, None);
        assert_eq!(kept.others(None)[0].name, "표".repeat(NAME));
    }

    #[test]
    fn one_that_is_lost_is_not_kept_until_it_is_kept_again() {
        let brief = brief_of(1.0);
        let mut kept = Kept::default();
        assert_eq!((kept.brief(brief.id), kept.why_not(brief.id)), (None, None));
        kept.lose(brief.id, Unkept::Refused);
        kept.lose(brief.id, Unkept::Forgotten);
        assert_eq!(kept.why_not(brief.id), Some(Unkept::Forgotten));
        kept.keep(held_of(1.0), None);
        assert_eq!((kept.brief(brief.id), kept.why_not(brief.id)), (Some(&brief), None));
        kept.lose(brief.id, Unkept::Refused);
        assert_eq!((kept.brief(brief.id), kept.text().as_str()), (None, ""));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_says_what_is_kept(text in "[0-9a-f,]{0,60}|\\PC{0,20}") {
            let mut kept = Kept::default();
            kept.keep(held_of(1.0), None);
            kept.read(&text);
            let mut again = Kept::default();
            again.read(&kept.text());
            prop_assert_eq!(again, kept);
        }
    }
}
