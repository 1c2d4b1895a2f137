//! Random numbers inside a step (dropout, noise): a hash of where they are asked for instead of
//! a stream, so that every backend draws the same, in any order and as often as it likes.

use super::formula::exact;

/// What the numbers of one epoch depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Draw {
    /// From the run's seed.
    pub seed: u32,
    /// The epoch.
    pub epoch: u64,
}

impl Draw {
    /// 32 random bits for a layer's unit and a row of the epoch. A chain of two rounds of
    /// Jarzynski and Olano's `pcg` (2020, *Hash Functions for GPU Rendering*) an argument:
    /// 32-bit integers alone, as shaders have them.
    pub fn bits(self, layer: u32, row: u32, unit: u32) -> u32 {
        [row, unit].into_iter().fold(self.of_layer(layer), |state, part| hash(state ^ hash(part)))
    }

    /// What all of a layer's numbers start from: with a row's hash, and then a unit's, it comes to
    /// [`Self::bits`].
    pub fn of_layer(self, layer: u32) -> u32 {
        hash(self.start() ^ hash(layer))
    }

    /// What all of an epoch's numbers start from.
    pub fn start(self) -> u32 {
        hash(self.seed ^ hash(self.epoch as u32))
    }

    /// A number in 0..1 with 24 random bits.
    pub fn uniform(self, layer: u32, row: u32, unit: u32) -> f64 {
        fraction(self.bits(layer, row, unit))
    }

    /// A normal deviate (Box and Muller, 1958).
    pub fn normal(self, layer: u32, row: u32, unit: u32) -> f64 {
        let first = self.bits(layer, row, unit);
        deviate(1.0 - fraction(first), fraction(hash(first)))
    }
}

/// A normal deviate from two numbers that are spread evenly, the first in 0..=1 but for 0 and the
/// second in 0..1.
pub fn deviate(u: f64, v: f64) -> f64 {
    (-2.0 * exact::ln(u)).sqrt() * exact::cos(std::f64::consts::TAU * v)
}

/// The upper 24 bits as a number in 0..1: exact at 32 bits too.
fn fraction(bits: u32) -> f64 {
    f64::from(bits >> 8) / f64::from(1_u32 << 24)
}

/// What [`hash`] multiplies by first.
pub const FACTOR: u32 = 747_796_405;
/// What it adds to that.
pub const SHIFT: u32 = 2_891_336_453;
/// What it multiplies by last.
pub const LAST: u32 = 277_803_737;

/// Jarzynski and Olano's `pcg`.
#[inline]
pub fn hash(value: u32) -> u32 {
    let state = value.wrapping_mul(FACTOR).wrapping_add(SHIFT);
    let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(LAST);
    (word >> 22) ^ word
}

/// An order of `count` rows, drawn for an epoch (Fisher and Yates), into `rows`. One hash after
/// the other: this is done for every epoch, and a small network's takes some microseconds.
pub fn shuffle(rows: &mut Vec<u32>, count: usize, draw: Draw) {
    // A layer's key is its place; the order has one that no layer has.
    const ORDER: u32 = u32::MAX;
    rows.clear();
    rows.extend((0..).take(count));
    let mut state = draw.bits(ORDER, 0, 0);
    for last in (1..count).rev() {
        state = hash(state);
        let share = u64::from(state) * (last as u64 + 1);
        rows.swap(last, (share >> 32) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_evenly_and_differ_by_every_argument() {
        let draw = Draw { seed: 7, epoch: 3 };
        let count = 40_000;
        let uniform: Vec<f64> = (0..count).map(|row| draw.uniform(1, row, row % 7)).collect();
        let mean = uniform.iter().sum::<f64>() / f64::from(count);
        // Five standard errors of a mean of uniform numbers.
        assert!((mean - 0.5).abs() < 5.0 * 0.2887 / f64::from(count).sqrt(), "{mean}");
        let normal: Vec<f64> = (0..count).map(|row| draw.normal(1, row, 0)).collect();
        let mean = normal.iter().sum::<f64>() / f64::from(count);
        let variance =
            normal.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / f64::from(count);
        assert!(mean.abs() < 0.025 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
        let of = |seed, epoch, layer, row, unit| Draw { seed, epoch }.bits(layer, row, unit);
        let base = of(1, 2, 3, 4, 5);
        for other in [
            of(2, 2, 3, 4, 5),
            of(1, 3, 3, 4, 5),
            of(1, 2, 4, 4, 5),
            of(1, 2, 3, 5, 5),
            of(1, 2, 3, 4, 6),
        ] {
            assert_ne!(base, other);
        }
    }

    fn shuffled(count: usize, epoch: u64) -> Vec<u32> {
        let mut rows = vec![9; 3];
        shuffle(&mut rows, count, Draw { seed: 1, epoch });
        rows
    }

    #[test]
    fn an_order_holds_every_row_once() {
        for count in [0, 1, 2, 10, 999] {
            let mut rows = shuffled(count, 1);
            rows.sort_unstable();
            assert!(rows.iter().enumerate().all(|(at, &row)| at == row as usize));
            assert_eq!(rows.len(), count);
        }
        assert_ne!(shuffled(100, 1), shuffled(100, 2));
        // Every row comes first about as often as any other.
        let firsts: Vec<u32> = (0..4000).map(|epoch| shuffled(4, epoch)[0]).collect();
        for row in 0..4 {
            let count = firsts.iter().filter(|&&first| first == row).count();
            assert!((850..1150).contains(&count), "row {row} came first {count} times of 4000");
        }
    }
}
