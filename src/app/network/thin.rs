//! Which links are drawn where there are more than anyone can tell apart, and how many of them a
//! machine can draw in a frame. Here is the choice; `brush` strokes what was chosen.

use crate::order;

/// Links drawn at most where they are on a canvas: what is beyond is too fine to tell apart.
pub const MOST_DRAWN: usize = 1500;
/// From so many links on, their dashes stand still: moved, each would be painted anew in every frame.
pub const MANY: usize = 100;
/// Links that are drawn however slow the machine is.
const FEWEST: usize = 150;
/// What a frame with links may take, in ms: thirty frames a second.
const TIME: f64 = 33.0;

/// The places of the `most` strongest weights, in order; numbers that are none count as the
/// strongest. Of equally strong ones, which may be all of them, as many as there is room for are
/// taken, spread over the kernel, and the same ones in every frame.
pub fn strongest(kernel: &[f64], most: usize) -> Vec<usize> {
    if kernel.len() <= most {
        return (0..kernel.len()).collect();
    }
    // The strongest first.
    let rank = |weight: f64| !order::key(weight.abs());
    let ranks: Vec<u64> = kernel.iter().map(|&weight| rank(weight)).collect();
    let Some(limit) = order::nth(ranks.clone(), most) else { return Vec::new() };
    let stronger = ranks.iter().filter(|&&rank| rank < limit).count();
    let equal = ranks.iter().enumerate().filter(|&(_, &rank)| rank == limit);
    let spreads = equal.map(|(at, _)| spread(at).into()).collect();
    // There is one of that rank beyond those that there is room for.
    let Some(first) = order::nth(spreads, most - stronger) else { return Vec::new() };
    let chosen = |&(at, &rank): &(usize, &u64)| {
        rank < limit || rank == limit && u64::from(spread(at)) < first
    };
    ranks.iter().enumerate().filter(chosen).map(|(at, _)| at).collect()
}

/// Multiples of the golden ratio, without their whole part: the least of many lie evenly apart
/// (Knuth, The Art of Computer Programming 3, 6.4).
fn spread(at: usize) -> u32 {
    (at as u32).wrapping_mul(0x9E37_79B9)
}

/// How many links a frame may have: fewer where the frames before took too long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Self(MOST_DRAWN)
    }
}

impl Allowance {
    /// So many links.
    pub fn most(self) -> usize {
        self.0
    }

    /// Takes in that a frame with `drawn` links took so many ms.
    pub fn took(&mut self, drawn: usize, ms: f64) {
        if ms > TIME {
            // A clock that was stopped in between tells too much: never below a quarter at once.
            let share = (TIME / ms).max(0.25);
            self.0 = ((drawn as f64 * share) as usize).clamp(FEWEST, MOST_DRAWN);
        } else if ms < TIME / 2.0 && drawn >= self.0 / 2 {
            self.0 = (self.0 + self.0 / 16).min(MOST_DRAWN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_are_drawn() {
        assert_eq!(strongest(&[0.5, -3.0, 0.0, 2.0, -1.0], 2), [1, 3]);
        assert_eq!(strongest(&[0.5, -3.0, 0.0, 2.0, -1.0], 5), [0, 1, 2, 3, 4]);
        assert_eq!(strongest(&[], 3), [0; 0]);
        assert_eq!(strongest(&[1.0, 2.0], 0), [0; 0]);
    }

    #[test]
    fn equal_weights_are_not_all_drawn() {
        for equal in [1.0, -1.0, 0.0, f64::NAN, -f64::NAN, f64::INFINITY] {
            let mut kernel = vec![equal; 256 * 256];
            let chosen = strongest(&kernel, 500);
            assert_eq!(chosen.len(), 500, "{equal}");
            // Each eighth of the inputs and each eighth of the units has its share.
            for part in 0..8 {
                let near = |share: usize| (40..=85).contains(&share);
                let inputs = chosen.iter().filter(|&&at| at % 256 / 32 == part).count();
                let units = chosen.iter().filter(|&&at| at / 256 / 32 == part).count();
                assert!(near(inputs) && near(units), "{equal}: {inputs} and {units} of 500");
            }
            // A weight that differs is drawn, and what is drawn else hardly changes.
            kernel[7] = 3.0;
            let then = strongest(&kernel, 500);
            assert_eq!(then.len(), 500);
            let kept = then.iter().filter(|at| chosen.contains(at)).count();
            assert!(kept >= 498, "{equal}: {kept}");
        }
    }

    #[test]
    fn half_of_the_weights_pruned_leaves_the_others() {
        let kernel: Vec<f64> = (0..4096).map(|at| f64::from(at % 2) * 0.1).collect();
        assert_eq!(strongest(&kernel, 2048), (0..2048).map(|at| 2 * at + 1).collect::<Vec<_>>());
        let fewer = strongest(&kernel, 100);
        assert!(fewer.len() == 100 && fewer.iter().all(|at| at % 2 == 1));
        let more = strongest(&kernel, 2148);
        assert_eq!(more.iter().filter(|&at| at % 2 == 0).count(), 100);
    }

    #[test]
    fn numbers_that_are_none_are_shown_first() {
        let mut kernel = vec![1e9; 4096];
        kernel[17] = f64::NAN;
        kernel[19] = -f64::NAN;
        let chosen = strongest(&kernel, 2);
        assert_eq!(chosen, [17, 19]);
    }

    #[test]
    fn what_takes_too_long_is_thinned_and_comes_back() {
        let mut allowance = Allowance::default();
        assert_eq!(allowance.most(), MOST_DRAWN);
        allowance.took(1500, 30.0);
        assert_eq!(allowance.most(), MOST_DRAWN);
        allowance.took(1500, 49.5);
        assert_eq!(allowance.most(), 1000);
        allowance.took(1000, 9000.0);
        assert_eq!(allowance.most(), 250);
        for _ in 0..20 {
            allowance.took(allowance.most(), 100.0);
        }
        assert_eq!(allowance.most(), FEWEST);
        for _ in 0..60 {
            allowance.took(allowance.most(), 1.0);
        }
        assert_eq!(allowance.most(), MOST_DRAWN);
        // Few links that are fast say nothing about many.
        allowance.took(1500, 49.5);
        allowance.took(10, 0.1);
        assert_eq!(allowance.most(), 1000);
    }
}
