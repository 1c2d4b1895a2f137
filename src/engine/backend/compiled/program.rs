//! Programs: a module at work.

use std::marker::PhantomData;
use std::ops::Range;

use super::kernels::record;
use super::layout::{Layout, Place, keys};
use super::module::{CHUNK, FORWARD, Goal, STEPS, Written, compile};
use super::value::Width;
use crate::engine::noise::{Draw, hash};
use crate::engine::optimizer::{Real, Step};
use crate::engine::plan::{Plan, Slot};

/// Bytes that the memory of a program is aligned to: a line of the cache.
pub const LINE: usize = 64;

/// A call of [`RUN`](super::RUN). Only a program makes one, for its own code and on memory of its own that is
/// as long as the code expects.
pub struct Call<'a> {
    memory: usize,
    // Borrowed for as long as the code may write to it.
    borrowed: PhantomData<&'a mut ()>,
    first: usize,
    count: usize,
    rate: f64,
}

impl Call<'_> {
    /// The address where the memory begins, a multiple of [`LINE`], and the other arguments.
    pub fn arguments(&self) -> (usize, usize, usize, f64) {
        (self.memory, self.first, self.count, self.rate)
    }
}

/// Code that has been linked to this program's own memory.
pub trait Kernel {
    /// Calls [`RUN`](super::RUN).
    fn run(&self, call: Call<'_>);
}

/// What makes code of a module.
pub trait Linker {
    /// Whether it knows relaxed SIMD (<https://github.com/WebAssembly/relaxed-simd>).
    fn is_relaxed(&self) -> bool;

    /// Whether the product and the sum of that round once; see [`fused_probe`](super::fused_probe).
    fn is_fused(&self) -> bool;

    /// Links a module that imports [`MEMORY`](super::MEMORY); `None` where it is not allowed to.
    fn link(&self, module: &Written) -> Option<Box<dyn Kernel>>;
}

/// A number that programs work on.
pub trait Number: Real {
    /// How wide it is.
    const WIDTH: Width;
    /// All bits set.
    const ALL: Self;

    /// With these in each 32 of its bits.
    fn of_bits(bits: u32) -> Self;

    /// Whether any bit is set.
    fn has_bits(self) -> bool;

    /// Copies numbers at 32 bits.
    fn narrow(from: &[Self], to: &mut [f32]);
}

impl Number for f32 {
    const WIDTH: Width = Width::Single;
    const ALL: Self = Self::from_bits(u32::MAX);

    fn of_bits(bits: u32) -> Self {
        Self::from_bits(bits)
    }

    fn has_bits(self) -> bool {
        self.to_bits() != 0
    }

    fn narrow(from: &[Self], to: &mut [f32]) {
        to.copy_from_slice(from);
    }
}

impl Number for f64 {
    const WIDTH: Width = Width::Double;
    const ALL: Self = Self::from_bits(u64::MAX);

    fn of_bits(bits: u32) -> Self {
        Self::from_bits(u64::from(bits) << 32 | u64::from(bits))
    }

    fn has_bits(self) -> bool {
        self.to_bits() != 0
    }

    fn narrow(from: &[Self], to: &mut [f32]) {
        to.iter_mut().zip(from).for_each(|(to, from)| *to = *from as f32);
    }
}

/// A set's rows, stored feature by feature.
#[derive(Default)]
pub struct Rows<T> {
    /// `[features, count]`
    pub inputs: Vec<T>,
    /// `[outputs, count]`
    pub targets: Vec<T>,
    /// How many.
    pub count: usize,
}

/// A linked module and its memory.
pub struct Program<T> {
    kernel: Box<dyn Kernel>,
    layout: Layout,
    memory: Vec<T>,
    // Where the memory begins in the vector: at a line of the cache.
    start: usize,
    // What comes in before the code runs and goes back behind it.
    weights: Vec<Slot>,
    slots: Vec<Slot>,
    sums: Vec<Slot>,
    // What goes back alone behind gradients.
    statistics: Vec<Slot>,
    // From what random numbers are drawn.
    keys: Vec<u32>,
    /// Whether the training rows stand in it as they are.
    pub fed: bool,
}

impl<T: Number> Program<T> {
    /// What a linker makes of a goal; `None` where the plan has an op that is not known here, or
    /// compiling is forbidden.
    pub fn new(plan: &Plan, goal: Goal, linker: &dyn Linker) -> Option<Self> {
        let rounding = [linker.is_relaxed(), linker.is_fused()];
        let (module, layout) = compile(plan, goal, T::WIDTH, rounding)?;
        let kernel = linker.link(&module)?;
        let mut memory = vec![T::default(); layout.length + LINE / T::WIDTH.bytes()];
        let start = memory.as_ptr().align_offset(LINE);
        for rows in layout.mask.columns_mut(memory.get_mut(start..)?) {
            rows.fill(T::ALL);
        }
        let hashes = (0..).map(|unit| T::of_bits(hash(unit)));
        for units in layout.hashes.columns_mut(memory.get_mut(start..)?) {
            units.iter_mut().zip(hashes.clone()).for_each(|(to, hash)| *to = hash);
        }
        let [weights, slots, sums] = [weights(plan), slots(plan), sums(plan)];
        let (statistics, keys) = (plan.statistics().collect(), keys(plan).collect());
        let fed = false;
        Some(Self { kernel, layout, memory, start, weights, slots, sums, statistics, keys, fed })
    }

    fn own(&mut self) -> &mut [T] {
        &mut self.memory[self.start..]
    }

    /// Runs the code `count` times over so many rows, from the row `first` of `all` on; or not at
    /// all, where it would leave these rows or its memory.
    fn run(&mut self, (first, count, rows): (usize, usize, usize), all: usize, rate: f64) {
        let end = count.checked_mul(rows).and_then(|rows| rows.checked_add(first));
        if count == 0 || end.is_none_or(|end| end > all) {
            return;
        }
        let length = self.layout.length;
        if let Some(memory) = self.memory.get_mut(self.start..self.start + length) {
            let (memory, borrowed) = (memory.as_mut_ptr() as usize, PhantomData);
            let first = first * T::WIDTH.bytes();
            self.kernel.run(Call { memory, borrowed, first, count, rate });
        }
    }

    /// The values of each unit of a buffer of rows.
    pub fn columns(&self, slot: Slot) -> impl Iterator<Item = &[T]> {
        self.layout.at(slot).columns(&self.memory[self.start..])
    }

    /// Copies the weights in, and moving statistics.
    pub fn take_weights(&mut self, buffers: &[Vec<T>]) {
        take(&self.weights, buffers, &self.layout, &mut self.memory[self.start..]);
    }

    /// Copies in which kernel entries are pruned, and back.
    fn take_marks(&mut self, pruned: &[Vec<bool>]) {
        let memory = &mut self.memory[self.start..];
        for (slot, place) in &self.layout.marks {
            let kernel = pruned[slot.0].chunks_exact(place.length.max(1));
            for (to, from) in place.columns_mut(memory).zip(kernel) {
                let all = |&dead: &bool| if dead { T::ALL } else { T::default() };
                to.iter_mut().zip(from).for_each(|(to, from)| *to = all(from));
            }
        }
    }

    fn give_marks(&self, pruned: &mut [Vec<bool>]) {
        for (slot, place) in &self.layout.marks {
            let kernel = pruned[slot.0].chunks_exact_mut(place.length.max(1));
            for (to, from) in kernel.zip(place.columns(&self.memory[self.start..])) {
                to.iter_mut().zip(from).for_each(|(to, from)| *to = from.has_bits());
            }
        }
    }

    fn give(&self, slots: &[Slot], buffers: &mut [Vec<T>]) {
        for &slot in slots {
            let values = buffers[slot.0].chunks_exact_mut(self.layout.at(slot).length.max(1));
            values.zip(self.columns(slot)).for_each(|(to, from)| to.copy_from_slice(from));
        }
    }

    /// What the random numbers of these rows start from.
    fn take_draws(&mut self, draw: Draw, first: usize) {
        // Training sets have fewer rows than 32 bits count.
        let starts = self.keys.iter().map(|&key| draw.of_layer(key)).chain([first as u32]);
        let draws = self.layout.draws.columns_mut(&mut self.memory[self.start..]).flatten();
        draws.zip(starts).for_each(|(to, bits)| *to = T::of_bits(bits));
    }

    fn take_rows(&mut self, plan: &Plan, from: &Rows<T>, rows: &Range<usize>) {
        for (slot, values) in [(plan.input, &from.inputs), (plan.target, &from.targets)] {
            let place = self.layout.at(slot);
            let columns = values.chunks_exact(from.count.max(1));
            for (to, from) in place.columns_mut(self.own()).zip(columns) {
                to[..rows.len()].copy_from_slice(&from[rows.clone()]);
            }
        }
    }

    /// Computes the values of all units for rows of a set, [`CHUNK`] at most.
    pub fn forward(&mut self, plan: &Plan, from: &Rows<T>, rows: &Range<usize>) {
        self.take_rows(plan, from, rows);
        let each = FORWARD * T::WIDTH.lanes();
        self.run((0, rows.len().div_ceil(each), each), CHUNK, 0.0);
    }

    /// Adds the gradients over these rows, as many as it was made for, to the sums.
    pub fn accumulate(
        &mut self,
        plan: &Plan,
        from: &Rows<T>,
        (rows, draw): (&Range<usize>, Draw),
        buffers: &mut [Vec<T>],
    ) {
        self.take_weights(buffers);
        self.take_draws(draw, rows.start);
        // At 64 bits the sums go on from those that wait, in the samples' order.
        let goes_on = T::WIDTH == Width::Double;
        if goes_on {
            take(&self.sums, buffers, &self.layout, &mut self.memory[self.start..]);
        }
        self.take_rows(plan, from, rows);
        self.run((0, 1, rows.len()), self.layout.mask.length, 0.0);
        self.give(&self.statistics, buffers);
        for &slot in &self.sums {
            let sums = buffers[slot.0].chunks_exact_mut(self.layout.at(slot).length.max(1));
            for (to, from) in sums.zip(self.columns(slot)) {
                if goes_on {
                    to.copy_from_slice(from);
                } else {
                    to.iter_mut().zip(from).for_each(|(to, from)| *to = *to + *from);
                }
            }
        }
    }

    /// Descends so many times, from the training row `first` on: by a step, or by it and those
    /// that come `next`.
    pub fn descend(
        &mut self,
        from: &Rows<T>,
        (first, steps): (usize, usize),
        draw: Draw,
        (step, next): (&Step, &mut dyn FnMut() -> Step),
        (buffers, pruned): (&mut [Vec<T>], &mut [Vec<bool>]),
    ) {
        if !std::mem::replace(&mut self.fed, true) {
            for (place, values) in self.layout.data.into_iter().zip([&from.inputs, &from.targets]) {
                copy(values.chunks_exact(from.count.max(1)), place, self.own());
            }
        }
        self.take_weights(buffers);
        self.take_marks(pruned);
        let [rows, samples] = [self.layout.mask, self.layout.data[0]].map(|place| place.length);
        if self.layout.records.units > 0 {
            take(&self.slots, buffers, &self.layout, &mut self.memory[self.start..]);
            let mut coming = Some(*step);
            for done in (0..steps).step_by(STEPS) {
                let count = STEPS.min(steps - done);
                let place = self.layout.records;
                for to in place.columns_mut(self.own()).take(count) {
                    fill(to, &coming.take().unwrap_or_else(&mut *next));
                }
                self.take_draws(draw, first + done * rows);
                self.run((first + done * rows, count, rows), samples, 0.0);
            }
            self.give(&self.slots, buffers);
        } else {
            // At 64 bits a bias is moved by the whole rate before it is shared.
            let rate = match T::WIDTH {
                Width::Single => step.rate(),
                Width::Double => step.learning_rate,
            };
            self.take_draws(draw, first);
            self.run((first, steps, rows), samples, rate);
        }
        self.give(&self.weights, buffers);
        self.give_marks(pruned);
    }

    /// Moves the parameters along the sums of gradients by a step.
    pub fn update(&mut self, step: &Step, (buffers, pruned): (&mut [Vec<T>], &mut [Vec<bool>])) {
        self.take_weights(buffers);
        self.take_marks(pruned);
        for slots in [&self.slots, &self.sums] {
            take(slots, buffers, &self.layout, &mut self.memory[self.start..]);
        }
        let place = self.layout.records;
        place.columns_mut(self.own()).for_each(|to| fill(to, step));
        self.run((0, 1, 1), 1, 0.0);
        for slots in [&self.weights, &self.slots] {
            self.give(slots, buffers);
        }
        self.give_marks(pruned);
    }
}

/// Weights, and moving statistics.
fn weights(plan: &Plan) -> Vec<Slot> {
    plan.parameters.iter().map(|parameter| parameter.weights).collect()
}

/// What an optimizer remembers.
fn slots(plan: &Plan) -> Vec<Slot> {
    plan.parameters.iter().flat_map(|parameter| parameter.slots.iter().copied()).collect()
}

/// The sums of gradients.
fn sums(plan: &Plan) -> Vec<Slot> {
    plan.parameters.iter().filter_map(|parameter| parameter.gradients).collect()
}

/// Copies buffers to where they stand in the memory.
fn take<T: Number>(slots: &[Slot], buffers: &[Vec<T>], layout: &Layout, memory: &mut [T]) {
    for &slot in slots {
        let place = layout.at(slot);
        copy(buffers[slot.0].chunks_exact(place.length.max(1)), place, memory);
    }
}

/// Writes what changes from step to step.
fn fill<T: Number>(to: &mut [T], step: &Step) {
    to.iter_mut().zip(record(step)).for_each(|(to, number)| *to = T::of(number));
}

fn copy<'a, T: Number>(columns: impl Iterator<Item = &'a [T]>, to: Place, memory: &mut [T]) {
    for (to, from) in to.columns_mut(memory).zip(columns) {
        to.copy_from_slice(from);
    }
}
