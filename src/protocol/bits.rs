//! Whether something holds of each of many points, at a bit a point: a frame says so sixty times a
//! second.

use serde::{Deserialize, Serialize};

/// A bit for each of a list's places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bits(Vec<u8>);

impl Bits {
    /// Whether it holds at a place; not behind the end.
    pub fn get(&self, at: usize) -> bool {
        self.0.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
    }

    /// At how many places it holds.
    pub fn count(&self) -> usize {
        self.0.iter().map(|byte| byte.count_ones() as usize).sum()
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(all: I) -> Self {
        let mut bytes = Vec::new();
        for (at, holds) in all.into_iter().enumerate() {
            if at % 8 == 0 {
                bytes.push(0);
            }
            if let Some(byte) = bytes.last_mut() {
                *byte |= u8::from(holds) << (at % 8);
            }
        }
        Self(bytes)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::protocol::wire;

    #[test]
    fn bits_cross_as_they_are() {
        for length in [0, 1, 7, 8, 9, 250, 20_000] {
            let of = |at: usize| at.is_multiple_of(3) || at == 7;
            let bits: Bits = (0..length).map(of).collect();
            assert!((0..length).all(|at| bits.get(at) == of(at)));
            assert!(!bits.get(length) && !bits.get(usize::MAX));
            assert_eq!(bits.count(), (0..length).filter(|&at| of(at)).count());
            let bytes = wire::encode(&bits).unwrap();
            assert_eq!(wire::decode::<Bits>(&bytes).unwrap(), bits);
            assert!(bytes.len() <= length.div_ceil(8) + 3, "{}", bytes.len());
        }
    }
}
