//! What is kept of tables from one visit to the next: as which bytes, under which keys, and what makes
//! room. Where the browser has them, `storage` knows.

use serde::{Deserialize, Serialize};

use crate::engine::table::{COLUMNS, ROWS, Table};
use crate::order;

/// Tables kept at most: a newer one takes the place of the oldest.
pub const KEPT: usize = 3;

/// The first byte of what is kept; what is written otherwise begins otherwise.
const VERSION: u8 = 1;

/// Asked of the shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Errand {
    /// Keep a table.
    Keep {
        /// The table.
        table: Box<Table>,
        /// The id of one that it takes the place of, as another stroke of a drawing does.
        instead: Option<u64>,
    },
    /// Fetch the table of this id.
    Fetch {
        /// `Brief::id`
        id: u64,
    },
    /// Keep the table of this id no longer.
    Forget {
        /// `Brief::id`
        id: u64,
    },
}

/// What has become of an errand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The table is kept.
    Kept,
    /// It is not: there is no room.
    Full,
    /// The table asked for.
    Fetched {
        /// The table.
        table: Box<Table>,
    },
    /// It is not there, or its bytes were damaged and are there no longer.
    Gone,
    /// The table is kept no longer.
    Forgotten,
    /// The browser has no storage, or lets nobody use it.
    Unreached,
}

/// Where a table goes, and what makes room for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Its key.
    pub key: String,
    /// The keys of what is removed.
    pub leave: Vec<String>,
}

/// The room for the table of this id among what these keys have: it is the newest, it is there once, and
/// what no key of ours has goes, as does the one that it takes the place of.
pub fn room(keys: &[String], id: u64, instead: Option<u64>) -> Room {
    let mut others: Vec<_> = keys.iter().filter_map(|key| Some((read(key)?, key))).collect();
    others.retain(|((_, other), _)| *other != id && Some(*other) != instead);
    order::sort_by(&mut others, Ord::cmp);
    let stay = others.split_off((others.len() + 1).saturating_sub(KEPT));
    let newest = keys.iter().filter_map(|key| read(key)).map(|(count, _)| count).max();
    let count = newest.map_or(0, |count| count.saturating_add(1));
    let stays = |key: &&String| stay.iter().any(|(_, other)| other == key);
    let leave = keys.iter().filter(|key| !stays(key)).cloned().collect();
    Room { key: format!("{count:x}-{id:x}"), leave }
}

/// The keys of the table of this id.
pub fn keys_of(keys: Vec<String>, id: u64) -> Vec<String> {
    keys.into_iter().filter(|key| read(key).is_some_and(|(_, other)| other == id)).collect()
}

/// The number that was given to a table when it was kept, and its id.
fn read(key: &str) -> Option<(u64, u64)> {
    let (count, id) = key.split_once('-')?;
    Some((u64::from_str_radix(count, 16).ok()?, u64::from_str_radix(id, 16).ok()?))
}

/// A table as bytes; `None` where the writer has none for it.
pub fn encode(table: &Table) -> Option<Vec<u8>> {
    // What a table says of itself leaves its numbers out.
    let mut bytes = postcard::to_extend(table, vec![VERSION]).ok()?;
    bytes.extend(table.values().iter().chain(table.targets()).flat_map(|it| it.to_le_bytes()));
    Some(bytes)
}

/// The table of this id; `None` where the bytes are not all of it.
pub fn decode(id: u64, bytes: &[u8]) -> Option<Table> {
    let (_, bytes) = bytes.split_first().filter(|(version, _)| **version == VERSION)?;
    let (head, bytes) = postcard::take_from_bytes::<Table>(bytes).ok()?;
    let (words, rest) = bytes.as_chunks::<8>();
    let (columns, width) = (head.columns().len(), head.goal().width());
    let rows = words.len() / (columns + width).max(1);
    if !rest.is_empty() || columns > COLUMNS || rows > ROWS {
        return None;
    }
    let mut values: Vec<f64> = words.iter().map(|word| f64::from_le_bytes(*word)).collect();
    let targets = values.split_off(rows * columns);
    // The id is made of every name and every number.
    head.with(values, targets).filter(|table| table.brief().id == id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::table::{Column, Goal};

    fn any_table() -> impl Strategy<Value = Table> {
        let number = proptest::num::f64::NORMAL | proptest::num::f64::ZERO;
        let row = (number, 0_u8..3, any::<bool>());
        (proptest::collection::vec(row, 0..20), "\\PC{0,8}", any::<bool>()).prop_map(
            |(rows, name, classes)| {
                let names = ["a", "", "c"].map(str::to_owned).to_vec();
                let goal = if classes {
                    Goal::Classes(names.clone())
                } else {
                    Goal::Numbers(vec![name.clone(), "y".to_owned()])
                };
                let columns = vec![Column::number(name), Column::category("kind", names)];
                let mut table = Table::new(columns, goal);
                for (number, place, on) in rows {
                    let targets = [f64::from(u8::from(on)), number];
                    let targets = if classes { &targets[..1] } else { &targets[..] };
                    table.push(&[number, f64::from(place)], targets);
                }
                table
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_table_comes_back_as_it_was_and_no_damaged_one_does(
            table in any_table(),
            at in any::<proptest::sample::Index>(),
            mask in 1_u8..,
        ) {
            let id = table.brief().id;
            let bytes = encode(&table).unwrap();
            prop_assert_eq!(decode(id, &bytes), Some(table));
            prop_assert_eq!(decode(id ^ 1, &bytes), None);
            let at = at.index(bytes.len());
            prop_assert_eq!(decode(id, &bytes[..at]), None);
            prop_assert_eq!(decode(id, &[&bytes[..], &[mask; 8]].concat()), None);
            let mut damaged = bytes;
            damaged[at] ^= mask;
            prop_assert_eq!(decode(id, &damaged), None);
        }

        #[test]
        fn any_bytes_are_a_table_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200), id: u64) {
            let versioned = [&[VERSION][..], &bytes].concat();
            for bytes in [bytes, versioned] {
                if let Some(table) = decode(id, &bytes) {
                    prop_assert_eq!(table.brief().id, id);
                }
            }
        }
    }

    #[test]
    fn the_newest_stay_each_once_and_what_is_nobodys_goes() {
        let mut keys = vec!["odd".to_owned(), "1-zz".to_owned()];
        let mut replace = |id, instead| {
            let Room { key, leave } = room(&keys, id, instead);
            keys.retain(|key| !leave.contains(key));
            assert!(!keys.contains(&key), "{key}");
            keys.push(key);
            keys.iter().filter_map(|key| read(key)).map(|(_, id)| id).collect::<Vec<_>>()
        };
        let mut keep = |id| replace(id, None);
        assert_eq!(keep(7), [7]);
        assert_eq!(keep(u64::MAX), [7, u64::MAX]);
        assert_eq!(keep(7), [u64::MAX, 7]);
        assert_eq!(keep(8), [u64::MAX, 7, 8]);
        // More than nine, counted in hexadecimal digits of any length.
        for id in 20..40 {
            assert_eq!(keep(id).last(), Some(&id));
        }
        assert_eq!(keep(9), [38, 39, 9]);
        assert_eq!(replace(10, Some(39)), [38, 9, 10]);
        assert_eq!(replace(39, Some(10)), [38, 9, 39]);
        assert_eq!(replace(11, Some(7)), [9, 39, 11]);
        assert_eq!(keys.len(), KEPT);
        assert_eq!(keys_of(keys.clone(), 39), [keys[1].clone()]);
        assert_eq!(keys_of(keys, 7), [""; 0]);
    }
}
