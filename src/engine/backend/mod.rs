//! Backends: what executes a plan. To add one: its file, a variant of [`AnyBackend`] and its
//! arms; the contract suite (`tests/backends.rs`) holds it to `reference`.

pub mod reference;
pub mod simd;

use std::ops::Range;

use super::config::{Config, Precision};
use super::error::Result;
use super::optimizer::Knobs;
use super::plan::{Plan, Slot};

/// A set of rows that a backend keeps ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// What training visits.
    Train,
    /// What is only measured.
    Test,
    /// The grid of every unit's map.
    Maps,
    /// The grid of the big picture.
    Big,
    /// Points asked for one by one.
    Points,
}

impl Set {
    /// How many sets there are.
    pub const COUNT: usize = 5;
}

/// Executes a plan. Numbers cross this boundary at 64 bits; a backend narrows inside.
pub trait Backend {
    /// Keeps a set of `rows` rows: inputs `[rows, features]` (there may be no feature at all)
    /// and targets `[rows]` (none for grids).
    fn load(&mut self, set: Set, rows: usize, inputs: &[f64], targets: &[f64]);

    /// Writes a `Shape::Fixed` buffer.
    ///
    /// # Errors
    /// Where the number of values is not the buffer's.
    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()>;

    /// Reads a `Shape::Fixed` buffer.
    fn read(&self, slot: Slot) -> Vec<f64>;

    /// Marks the kernel entries that are pruned for good: per layer `[units × inputs]`.
    fn set_pruned(&mut self, layer: usize, pruned: &[bool]);

    /// The marks of a layer.
    fn pruned(&self, layer: usize) -> &[bool];

    /// Forward and backward over these training rows; gradients add up.
    fn accumulate(&mut self, rows: Range<usize>);

    /// Moves the weights along the gradient sums and clears these.
    fn apply(&mut self, knobs: &Knobs<f64>);

    /// The outputs over a set, `[rows]`.
    fn evaluate(&mut self, set: Set) -> Vec<f64>;

    /// The values of the units of `layers` over a set, `[units, rows]`.
    fn probe(&mut self, set: Set, layers: Range<usize>) -> Vec<f32>;
}

/// The backends there are, chosen by the config's precision.
pub enum AnyBackend {
    /// 64-bit, plain.
    Reference(reference::Reference),
    /// 32-bit lanes.
    Simd(simd::Simd),
}

impl AnyBackend {
    /// The backend that a config asks for.
    pub fn new(config: &Config, plan: Plan) -> Self {
        match config.precision {
            Precision::Bits64 => Self::Reference(reference::Reference::new(plan)),
            Precision::Bits32 => Self::Simd(simd::Simd::new(plan)),
        }
    }

    /// As the trait, for a caller who does not care which.
    pub fn get(&mut self) -> &mut dyn Backend {
        match self {
            Self::Reference(backend) => backend,
            Self::Simd(backend) => backend,
        }
    }
}
