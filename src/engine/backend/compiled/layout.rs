//! Where a plan's buffers stand in the memory of its compiled kernels.

use super::value::Width;
use crate::engine::plan::{Op, Parameter, Plan, Shape, Slot};

/// Buffers begin at multiples of so many numbers, whatever their width a line of the cache.
const ALIGNED: usize = 16;
/// Kernels with as many inputs at most are stored without gaps; the rows of others begin at whole
/// vectors.
const DENSE: usize = 4;

/// Where one buffer stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// Its first number.
    pub start: usize,
    /// Numbers from a unit's first to the next unit's.
    pub stride: usize,
    /// Units.
    pub units: usize,
    /// Numbers of a unit that count.
    pub length: usize,
}

impl Place {
    /// The numbers of each unit in turn.
    pub fn columns<T>(self, memory: &[T]) -> impl Iterator<Item = &[T]> {
        let numbers = &memory[self.start..][..self.units * self.stride];
        numbers.chunks_exact(self.stride.max(1)).map(move |column| &column[..self.length])
    }

    /// The same, to write to.
    pub fn columns_mut<T>(self, memory: &mut [T]) -> impl Iterator<Item = &mut [T]> {
        let numbers = &mut memory[self.start..][..self.units * self.stride];
        numbers.chunks_exact_mut(self.stride.max(1)).map(move |column| &mut column[..self.length])
    }
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Each buffer of the plan.
    pub places: Vec<Place>,
    /// All bits set for rows that count, `[rows]`.
    pub mask: Place,
    /// What changes from step to step, a unit each.
    pub records: Place,
    /// All bits set for weights that are pruned for good, as each kernel stands; or no place at all.
    pub marks: Vec<(Slot, Place)>,
    /// What the random numbers of each op start from, and behind them the first row's number.
    pub draws: Place,
    /// The hash of each unit's number.
    pub hashes: Place,
    /// Inputs and targets of all training rows, `[units, samples]` each.
    pub data: [Place; 2],
    /// Numbers in all.
    pub length: usize,
}

/// The keys of the ops that draw random numbers, in their order.
pub fn keys(plan: &Plan) -> impl Iterator<Item = u32> {
    plan.forward.iter().filter_map(|op| match *op {
        Op::Dropout { key, .. } | Op::GaussianNoise { key, .. } => Some(key),
        _ => None,
    })
}

impl Layout {
    /// Room for so many rows, for data of so many samples, for so many records of so many numbers, and
    /// for marks where there are any.
    pub fn new(
        plan: &Plan,
        width: Width,
        rows: usize,
        samples: usize,
        ([records, numbers], marked): ([usize; 2], bool),
    ) -> Self {
        let mut length = 0;
        let mut room = |units: usize, stride: usize, counted: usize| {
            let start = length;
            // What is written in whole vectors may end behind the last number.
            length += (units * stride).next_multiple_of(ALIGNED) + ALIGNED;
            Place { start, stride, units, length: counted }
        };
        let stride = rows.next_multiple_of(width.lanes());
        let is = |of: &Parameter, slot| of.weights == slot || of.gradients == Some(slot);
        let kernel = |slot| plan.kernels().any(|(_, of)| is(of, slot));
        // What an optimizer remembers has room only where weights move by it.
        let apart = |slot: Slot| {
            let mut parameters = plan.parameters.iter().filter(|of| of.slots.contains(&slot));
            kernel(slot) || parameters.any(|of| records == 0 || of.is_kernel())
        };
        let mut places: Vec<Place> = plan
            .buffers
            .iter()
            .enumerate()
            .map(|(at, buffer)| match buffer.shape {
                Shape::Rows(units) => room(units, stride, rows),
                Shape::Fixed(_) if apart(Slot(at)) => Place::default(),
                Shape::Fixed(length) | Shape::Scratch(length) => room(1, length, length),
            })
            .collect();
        for (_, of) in plan.kernels() {
            let [units, inputs] = of.matrix();
            let stride = if inputs <= DENSE { inputs } else { inputs.next_multiple_of(4) };
            // What is remembered of a weight stands as the weight does.
            let slots = of.slots.iter().copied().filter(|_| records > 0);
            for Slot(slot) in [Some(of.weights), of.gradients].into_iter().flatten().chain(slots) {
                places[slot] = room(units, stride, inputs);
            }
        }
        let mark = |(_, kernel): (usize, &Parameter)| {
            let Place { stride, units, length, .. } = places[kernel.weights.0];
            (kernel.weights, room(units, stride, length))
        };
        let marks = plan.kernels().filter(|_| marked).map(mark).collect();
        let mask = room(1, stride, rows);
        let records = room(records, numbers, numbers);
        let keys = keys(plan).count();
        let draws = room(1, keys + 1, keys + 1);
        let widest = plan.kernels().flat_map(|(_, of)| of.matrix()).max();
        let widest = if keys > 0 { widest.unwrap_or(0) } else { 0 };
        let hashes = room(1, widest, widest);
        let data = [plan.input, plan.target].map(|slot| room(plan.width(slot), samples, samples));
        Self { places, mask, records, marks, draws, hashes, data, length }
    }

    /// Where a buffer stands.
    pub fn at(&self, slot: Slot) -> Place {
        self.places[slot.0]
    }
}
