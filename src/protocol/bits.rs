//! Whether something holds of each of many points, at a bit a point: a frame says so sixty times a
//! second.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A bit for each of a list's places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// As two digits a byte: numbers in JSON are twice as long.
impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let halves = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits = halves.filter_map(|half| char::from_digit(half.into(), 16));
        serializer.serialize_str(&digits.collect::<String>())
    }
}

impl<'de> Deserialize<'de> for Bits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits: Option<Vec<u8>> = text.chars().map(|c| Some(c.to_digit(16)? as u8)).collect();
        let digits = digits.ok_or_else(|| D::Error::custom("a digit is none"))?;
        let (pairs, _) = digits.as_chunks();
        Ok(Self(pairs.iter().map(|[high, low]| high << 4 | low).collect()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn bits_cross_as_they_are() {
        for length in [0, 1, 7, 8, 9, 250, 20_000] {
            let of = |at: usize| at.is_multiple_of(3) || at == 7;
            let bits: Bits = (0..length).map(of).collect();
            assert!((0..length).all(|at| bits.get(at) == of(at)));
            assert!(!bits.get(length) && !bits.get(usize::MAX));
            assert_eq!(bits.count(), (0..length).filter(|&at| of(at)).count());
            let text = serde_json::to_string(&bits).unwrap();
            assert_eq!(serde_json::from_str::<Bits>(&text).unwrap(), bits);
        }
        assert!(serde_json::from_str::<Bits>("\"0g\"").is_err());
    }
}
