//! Backends: what executes a plan. To add one: its file, a variant of [`AnyBackend`] and its
//! arms; the contract suite (`tests/backends.rs`) holds it to `reference`.

pub mod compiled;
#[cfg(feature = "gpu")]
pub mod gpu;
pub mod reference;
pub mod simd;

use std::ops::Range;
use std::rc::Rc;

use compiled::{Compiled, Linker};
use reference::Reference;
use simd::Simd;

use super::config::{Config, Precision};
use super::error::{Error, Result};
use super::noise::Draw;
use super::optimizer::{MOST_SLOTS, Real, Step};
use super::plan::{Parameter, Plan, Slot};

/// Words in the names of adapters that are programs.
const PROGRAMS: [&str; 4] = ["swiftshader", "llvmpipe", "lavapipe", "basic render driver"];

/// Whether a graphics adapter of that name is a program on the CPU, which some systems offer in the
/// place of hardware.
pub fn poses(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PROGRAMS.iter().any(|word| name.contains(word))
}

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
    /// and targets `[rows, outputs]` (none for grids).
    fn load(&mut self, set: Set, rows: usize, inputs: &[f64], targets: &[f64]);

    /// The order in which [`Self::accumulate`] visits the training rows from now on; a set that
    /// is loaded anew stands in its own order.
    fn order(&mut self, rows: &[u32]);

    /// Writes a `Shape::Fixed` buffer.
    ///
    /// # Errors
    /// Where the number of values is not the buffer's.
    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()>;

    /// Appends the values of a `Shape::Fixed` buffer.
    fn read_into(&mut self, slot: Slot, out: &mut Vec<f64>);

    /// Reads a `Shape::Fixed` buffer.
    fn read(&mut self, slot: Slot) -> Vec<f64> {
        let mut values = Vec::new();
        self.read_into(slot, &mut values);
        values
    }

    /// Marks the entries of a kernel that are pruned for good.
    fn set_pruned(&mut self, kernel: Slot, pruned: &[bool]);

    /// The marks of a kernel.
    fn pruned(&mut self, kernel: Slot) -> Vec<bool>;

    /// Forward and backward over these training rows, in training mode; gradients add up.
    /// Appends the outputs `[rows, outputs]` where they are asked for.
    fn accumulate(&mut self, rows: Range<usize>, draw: Draw, outputs: Option<&mut Vec<f64>>);

    /// Moves the parameters along the gradient sums and clears these.
    fn apply(&mut self, step: &Step);

    /// How many rows a whole batch has: a backend may be made for that number.
    ///
    /// # Errors
    /// Where so many do not fit; all is then as before.
    fn set_batch(&mut self, _rows: usize) -> Result<()> {
        Ok(())
    }

    /// Trains on these rows, whole batches all of them, by `step` after the first and by what
    /// comes `next` after each other, and returns true; or does nothing and returns false, where the
    /// backend has no quicker way than [`Self::accumulate`] and [`Self::apply`], or not for such a
    /// step. No gradients may wait. Where the steps are `steady`, plain descent asks for no other
    /// than the first.
    fn descend(
        &mut self,
        _rows: Range<usize>,
        _draw: Draw,
        (_step, _steady): (&Step, bool),
        _next: &mut dyn FnMut() -> Step,
    ) -> bool {
        false
    }

    /// The outputs over a set in evaluation mode, `[rows, outputs]`.
    fn evaluate(&mut self, set: Set) -> Vec<f64>;

    /// The values of the units of the plan's `columns` over a set, `[units, rows]`.
    fn probe(&mut self, set: Set, columns: Range<usize>) -> Vec<f32>;

    /// Executes one op of the plan again, over as many rows as [`Self::accumulate`] last visited
    /// and on whatever stands in its buffers: for a profile, after which the state must be
    /// restored. `at` counts through forward, then backward.
    fn repeat(&mut self, at: usize);
}

/// Makes the backend of a config's plan.
pub type Maker = Rc<dyn Fn(&Config, Plan) -> Result<AnyBackend>>;

/// Makes backends on the CPU, in the config's precision.
pub fn on_cpu() -> Maker {
    Rc::new(|config, plan| Ok(AnyBackend::new(config.precision, plan)))
}

/// The same, by code that the browser compiles for each plan, as far as there is any.
pub fn on_cpu_compiled(linker: Rc<dyn Linker>) -> Maker {
    Rc::new(move |config, plan| {
        let linker = Rc::clone(&linker);
        Ok(match config.precision {
            Precision::Bits64 => {
                AnyBackend::Compiled64(Box::new(Compiled::new(plan, linker, Reference::new)))
            }
            Precision::Bits32 => {
                AnyBackend::Compiled32(Box::new(Compiled::new(plan, linker, Simd::new)))
            }
        })
    })
}

/// The backends there are.
pub enum AnyBackend {
    /// 64-bit, plain.
    Reference(Reference),
    /// 32-bit lanes.
    Simd(Simd),
    /// 64-bit, compiled for the plan.
    Compiled64(Box<Compiled<Reference>>),
    /// 32-bit, compiled for the plan.
    Compiled32(Box<Compiled<Simd>>),
    /// The graphics adapter.
    #[cfg(feature = "gpu")]
    Gpu(Box<gpu::Gpu>),
}

impl AnyBackend {
    /// The backend of that width.
    pub fn new(precision: Precision, plan: Plan) -> Self {
        match precision {
            Precision::Bits64 => Self::Reference(Reference::new(plan)),
            Precision::Bits32 => Self::Simd(Simd::new(plan)),
        }
    }

    /// As the trait, for a caller who does not care which.
    pub fn get(&mut self) -> &mut dyn Backend {
        match self {
            Self::Reference(backend) => backend,
            Self::Simd(backend) => backend,
            Self::Compiled64(backend) => backend.as_mut(),
            Self::Compiled32(backend) => backend.as_mut(),
            #[cfg(feature = "gpu")]
            Self::Gpu(backend) => backend.as_mut(),
        }
    }
}

/// How a set's rows are fed into a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Masks and noise are drawn, statistics are the batch's; `first` is the row of the epoch
    /// that the step's first row is.
    Training { draw: Draw, first: usize },
    /// Nothing is random, statistics are the moving ones.
    Evaluation,
}

fn wrong_length(plan: &Plan, slot: Slot, expected: usize, got: usize) -> Error {
    Error::Length { name: plan.name(slot).to_owned(), expected, got }
}

/// Whether an entry of a buffer is pruned: none at first, and never of what is no kernel, whose list
/// is empty.
fn no_pruned(plan: &Plan) -> Vec<Vec<bool>> {
    let mut pruned = vec![Vec::new(); plan.buffers.len()];
    for (_, kernel) in plan.kernels() {
        pruned[kernel.weights.0] = vec![false; kernel.length()];
    }
    pruned
}

/// Applies a step to all trainable parameters of a plan; the same for every backend that keeps
/// its state in vectors.
fn apply<T: Real>(plan: &Plan, buffers: &mut [Vec<T>], pruned: &mut [Vec<bool>], step: &Step) {
    let mut squares = 0.0;
    for (parameter, sums) in plan.trained().filter(|(own, _)| !step.is_plain(own.penalty)) {
        let mut gradients = std::mem::take(&mut buffers[sums.0]);
        squares += step.prepare(&buffers[parameter.weights.0], &mut gradients, parameter.penalty);
        buffers[sums.0] = gradients;
    }
    for (parameter, gradients) in plan.trained() {
        let Parameter { weights, slots, penalty, .. } = parameter;
        let marks = pruned.get_mut(weights.0).filter(|_| parameter.is_kernel());
        let pruned = marks.map(Vec::as_mut_slice);
        if step.is_plain(*penalty)
            && let Ok([w, g]) = buffers.get_disjoint_mut([weights.0, gradients.0])
        {
            step.descend(w, g, pruned);
            continue;
        }
        let [mut w, mut g] = [*weights, gradients].map(|slot| std::mem::take(&mut buffers[slot.0]));
        let mut memory: [Vec<T>; MOST_SLOTS] = Default::default();
        for (to, slot) in memory.iter_mut().zip(slots) {
            *to = std::mem::take(&mut buffers[slot.0]);
        }
        step.apply(&mut w, &mut g, &mut memory[..slots.len()], *penalty, squares, pruned);
        (buffers[weights.0], buffers[gradients.0]) = (w, g);
        for (slot, values) in slots.iter().zip(memory) {
            buffers[slot.0] = values;
        }
    }
}
