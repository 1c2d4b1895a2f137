//! How a network does beside its loss, as data: what a trainer finds out (`trainer::health`) and a
//! page tells.

use serde::{Deserialize, Serialize};

/// Units of a hidden dense layer that answer every training sample alike and no longer learn: all
/// their sums lie where the activation has no slope (Lu et al., 2019, *Dying ReLU and
/// initialization*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dead {
    /// The dense layer, from 0.
    pub layer: usize,
    /// How many of its units are.
    pub dead: usize,
    /// How many units it has.
    pub units: usize,
}

/// Moving averages of a batch normalization that still hold much of what they started at, so that
/// the network is another one where it is measured than where it trains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Young {
    /// Batches that they have seen.
    pub batches: u64,
    /// The share of them that is still the start value.
    pub share: f64,
}

/// Below this share the start value is no longer worth a word.
const NOTABLE: f64 = 0.05;

impl Young {
    /// The averages of that momentum after so many batches; `None` once they are none of the young.
    /// Each batch leaves the share `momentum` of what they were before.
    pub fn after(batches: u64, momentum: f64) -> Option<Self> {
        let share = libm::pow(momentum, batches as f64);
        (share > NOTABLE).then_some(Self { batches, share })
    }
}

/// What is to be told of a network as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// The hidden layers with dead units.
    pub dead: Vec<Dead>,
    /// The youngest moving averages.
    pub young: Option<Young>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_averages_are_young_while_much_of_them_is_the_start_value() {
        let six = Young::after(6, 0.99).unwrap();
        assert_eq!(six.batches, 6);
        assert!((six.share - 0.941_480_149_401).abs() < 1e-12);
        assert_eq!(Young::after(0, 0.99), Some(Young { batches: 0, share: 1.0 }));
        assert!(Young::after(298, 0.99).is_some() && Young::after(299, 0.99).is_none());
        assert_eq!(Young::after(1, 0.0), None);
    }
}
