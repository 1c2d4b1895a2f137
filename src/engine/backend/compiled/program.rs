//! Programs: a goal of training as a WebAssembly module, and that module at work.

use std::marker::PhantomData;
use std::ops::Range;

use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    MemoryType, Module, TypeSection, ValType,
};

use super::code::{Code, Times};
use super::kernels::{Kernels, Manner, RECORD, Sums, record};
use super::layout::{Layout, Place, keys};
use super::value::{At, VECTOR, Value, Width};
use super::words::Words;
use crate::engine::noise::{Draw, hash};
use crate::engine::optimizer::{Real, Step};
use crate::engine::plan::{Op, Plan, Slot};

/// The name of the module that the memory is imported from, and the memory's. Functions of `Math`
/// have their own names there.
pub const MEMORY: (&str, &str) = ("host", "memory");
/// The name of the function that a module exports:
/// `run(memory: i32, first: i32, count: i32, rate)`.
pub const RUN: &str = "run";

/// Rows of a program at most.
pub const CHUNK: usize = 128;
/// Steps of an optimizer that are prepared at a time.
const STEPS: usize = 32;
/// Vectors of rows that go forward at a time: so many that a layer's tiles do not wait for each
/// other's results.
const FORWARD: usize = 8;
/// Bytes that the memory of a program is aligned to: a line of the cache.
pub const LINE: usize = 64;

/// A call of [`RUN`]. Only a program makes one, for its own code and on memory of its own that is
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
    /// Calls [`RUN`].
    fn run(&self, call: Call<'_>);
}

/// WebAssembly that the engine has written.
pub struct Written(Vec<u8>);

impl Written {
    /// As a browser takes it.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// What makes code of a module.
pub trait Linker {
    /// Whether it knows relaxed SIMD (<https://github.com/WebAssembly/relaxed-simd>).
    fn is_relaxed(&self) -> bool;

    /// Whether the product and the sum of that round once; see [`fused_probe`].
    fn is_fused(&self) -> bool;

    /// Links a module that imports [`MEMORY`]; `None` where it is not allowed to.
    fn link(&self, module: &Written) -> Option<Box<dyn Kernel>>;
}

/// A module that only a browser with relaxed SIMD finds valid.
pub fn relaxed_probe() -> Written {
    let mut code = Code::new(0, Words::new(Width::Single, true, false), true);
    let sum = code.vector();
    code.set(sum, Value::local(sum) * 1.0 + 1.0);
    module(&[], &[], code)
}

/// A module with relaxed SIMD whose [`RUN`] gives `a·b + c` of three 64-bit numbers: 0 for
/// [`UNROUNDED`] where that rounds twice.
pub fn fused_probe() -> Written {
    let parameters = [ValType::F64; 3];
    let mut code = Code::new(parameters.len() as u32, Words::new(Width::Double, true, true), true);
    let [a, b, c] = [0, 1, 2].map(|parameter| {
        let vector = code.vector();
        code.sink().local_get(parameter).f64x2_splat().local_set(vector);
        Value::local(vector)
    });
    let sum = code.vector();
    code.set(sum, a.fused(b, c));
    code.sink().local_get(sum).f64x2_extract_lane(1);
    module(&parameters, &[ValType::F64], code)
}

/// Numbers whose product and sum are −2⁻⁶⁰, of which two roundings leave nothing.
pub const UNROUNDED: [f64; 3] = {
    let part = 1.0 / (1 << 30) as f64;
    [1.0 + part, 1.0 - part, -1.0]
};

/// What a module does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Every unit's values, for `count` times eight vectors of at most [`CHUNK`] rows.
    Forward,
    /// The sums of the gradients over so many rows.
    Gradients {
        /// Of a batch, or of a piece of it.
        rows: usize,
    },
    /// `count` steps of gradient descent by so many rows each, of data that stand in the memory,
    /// from `first` bytes on.
    Descent {
        /// Of a batch.
        rows: usize,
        /// Of all data.
        samples: usize,
        /// How the weights move; `None`: along the gradients and no other way.
        manner: Option<Manner>,
    },
}

/// The locals that are [`RUN`]'s parameters.
const START: u32 = 0;
const FIRST: u32 = 1;
const COUNT: u32 = 2;
const RATE: u32 = 3;

/// Writes the function of a goal.
fn write(plan: &Plan, goal: Goal, layout: &Layout, code: &mut Code) -> Option<()> {
    let of = (plan, layout);
    let at = |base, offset| At { base, offset };
    match goal {
        Goal::Forward => {
            let mut known = None;
            let step = FORWARD * VECTOR;
            code.each(Times::Given(COUNT), [at(START, 0)], [step], |code, [rows]| {
                let locals = [START, rows.base];
                let rows = FORWARD * code.width().lanes();
                let mut kernels = Kernels::new(code, of, locals, rows, (Sums::Stored, None));
                known = kernels.ops(&plan.forward);
            });
            known
        }
        Goal::Gradients { rows } => {
            let first = first_row(layout, code);
            let mut kernels = Kernels::new(code, of, [START; 2], rows, (Sums::Stored, Some(first)));
            kernels.ops(&plan.forward)?;
            kernels.ops(&plan.backward)
        }
        Goal::Descent { rows, manner, .. } => {
            let ([rate, share], bytes) = ([code.vector(), code.vector()], code.width().bytes());
            match code.width() {
                Width::Single => {
                    code.sink().local_get(RATE).f32x4_splat().local_set(share);
                }
                Width::Double => {
                    code.sink().local_get(RATE).f64x2_splat().local_set(rate);
                    code.set(share, Value::local(rate) / rows as f64);
                }
            }
            let first = first_row(layout, code);
            let recorded = code.pointer();
            code.sink().local_get(START).i32_const((bytes * layout.records.start) as i32);
            code.sink().i32_add().local_set(recorded);
            code.sink().local_get(START).local_get(FIRST).i32_add().local_set(FIRST);
            code.sink().loop_(wasm_encoder::BlockType::Empty);
            let sums = match manner {
                Some(_) => Sums::Stored,
                None => Sums::Descended { share, rate },
            };
            let mut kernels = Kernels::new(code, of, [START; 2], rows, (sums, Some(first)));
            for (slot, data) in [plan.input, plan.target].into_iter().zip(layout.data) {
                kernels.feed(at(FIRST, bytes * data.start), bytes * data.stride, slot);
            }
            kernels.ops(&plan.forward)?;
            match manner {
                Some(manner) => {
                    kernels.ops(&plan.backward)?;
                    kernels.update(manner, at(recorded, 0))?;
                    kernels.code().advance(recorded, bytes * RECORD);
                }
                None => kernels.ops(&weights_last(&plan.backward))?,
            }
            kernels.code().advance(FIRST, bytes * rows);
            kernels.code().advance(first, rows);
            kernels.code().repeat(COUNT);
            Some(())
        }
    }
}

/// A local with the number that the first row has in its epoch.
fn first_row(layout: &Layout, code: &mut Code) -> u32 {
    let (first, draws) = (code.pointer(), layout.draws);
    let offset = code.width().bytes() * (draws.start + draws.length - 1);
    let at = At { base: START, offset }.argument();
    code.sink().local_get(START).i32_load(at).local_set(first);
    first
}

/// The way back in an order in which weights are read for the last time before they move.
fn weights_last(backward: &[Op]) -> Vec<Op> {
    let mut ops = backward.to_vec();
    let mut at = 0;
    while at < ops.len() {
        let mut next = at + 1;
        if let Op::DenseGradient { d: of, .. } = ops[at]
            && let Some(&Op::InputGradient { d, d_input, .. }) = ops.get(next)
            && d == of
        {
            next += 1;
            // What it is fused with goes along.
            let after = ops.get(next);
            let fused = |op: &Op| matches!(op, Op::ActivateGradient { d, .. } if *d == d_input);
            next += usize::from(after.is_some_and(fused));
            ops[at..next].rotate_left(1);
        }
        at = next;
    }
    ops
}

/// A module for the goal and where its buffers stand; `None` where the plan has an op that is not
/// known here.
fn compile(
    plan: &Plan,
    goal: Goal,
    width: Width,
    linker: &dyn Linker,
) -> Option<(Written, Layout)> {
    if plan.layers.iter().any(|layer| layer.inputs == 0) {
        return None;
    }
    let (rows, samples, manner) = match goal {
        Goal::Forward => (CHUNK, 0, None),
        Goal::Gradients { rows } => (rows, 0, None),
        Goal::Descent { rows, samples, manner } => (rows, samples, manner),
    };
    let records = if manner.is_some() { STEPS } else { 0 };
    let layout = Layout::new(plan, width, rows, samples, [records, RECORD]);
    let parameters = [ValType::I32, ValType::I32, ValType::I32, width.number()];
    // Doubles round as everywhere, but for words that say otherwise: a run at 64 bits is the same on
    // every machine.
    let relaxed = linker.is_relaxed() && width == Width::Single;
    let fused = linker.is_relaxed() && linker.is_fused();
    let words = Words::new(width, goal == Goal::Forward, fused);
    let mut code = Code::new(parameters.len() as u32, words, relaxed);
    write(plan, goal, &layout, &mut code)?;
    Some((module(&parameters, &[], code), layout))
}

/// A module of one function, exported as [`RUN`].
fn module(parameters: &[ValType], results: &[ValType], code: Code) -> Written {
    let (body, locals, calls) = code.finish();
    let mut types = TypeSection::new();
    types.ty().function(parameters.iter().copied(), results.iter().copied());
    types.ty().function([ValType::F64], [ValType::F64]);
    let mut imports = ImportSection::new();
    let (minimum, maximum, page_size_log2) = (0, None, None);
    let memory = MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2 };
    imports.import(MEMORY.0, MEMORY.1, memory);
    for function in &calls {
        imports.import(MEMORY.0, function.into(), EntityType::Function(1));
    }
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut exports = ExportSection::new();
    exports.export(RUN, ExportKind::Func, calls.len() as u32);
    let mut function = Function::new_with_locals_types(locals);
    function.raw(body);
    let mut code = CodeSection::new();
    code.function(&function);
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    Written(module.finish())
}

/// A number that programs work on.
pub trait Number: Real {
    /// How wide it is.
    const WIDTH: Width;
    /// All bits set.
    const ALL: Self;

    /// With these in its lower bits, and no others.
    fn of_bits(bits: u32) -> Self;

    /// Copies numbers at 32 bits.
    fn narrow(from: &[Self], to: &mut [f32]);
}

impl Number for f32 {
    const WIDTH: Width = Width::Single;
    const ALL: Self = Self::from_bits(u32::MAX);

    fn of_bits(bits: u32) -> Self {
        Self::from_bits(bits)
    }

    fn narrow(from: &[Self], to: &mut [f32]) {
        to.copy_from_slice(from);
    }
}

impl Number for f64 {
    const WIDTH: Width = Width::Double;
    const ALL: Self = Self::from_bits(u64::MAX);

    fn of_bits(bits: u32) -> Self {
        Self::from_bits(u64::from(bits))
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
    // From what random numbers are drawn.
    keys: Vec<u32>,
    /// Whether the training rows stand in it as they are.
    pub fed: bool,
}

impl<T: Number> Program<T> {
    /// What a linker makes of a goal; `None` where the plan has an op that is not known here, or
    /// compiling is forbidden.
    pub fn new(plan: &Plan, goal: Goal, linker: &dyn Linker) -> Option<Self> {
        let (module, layout) = compile(plan, goal, T::WIDTH, linker)?;
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
        let keys = keys(plan).collect();
        Some(Self { kernel, layout, memory, start, weights, slots, sums, keys, fed: false })
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
        self.give(&plan.statistics, buffers);
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
        buffers: &mut [Vec<T>],
    ) {
        if !std::mem::replace(&mut self.fed, true) {
            for (place, values) in self.layout.data.into_iter().zip([&from.inputs, &from.targets]) {
                copy(values.chunks_exact(from.count.max(1)), place, self.own());
            }
        }
        self.take_weights(buffers);
        let [rows, samples] = [self.layout.mask, self.layout.data[0]].map(|place| place.length);
        if self.layout.records.units > 0 {
            take(&self.slots, buffers, &self.layout, &mut self.memory[self.start..]);
            let mut coming = Some(*step);
            for done in (0..steps).step_by(STEPS) {
                let count = STEPS.min(steps - done);
                let mut records = Vec::with_capacity(count * RECORD);
                for _ in 0..count {
                    let step = coming.take().unwrap_or_else(&mut *next);
                    records.extend(record(&step).map(T::of));
                }
                let place = self.layout.records;
                copy(records.chunks_exact(RECORD), place, self.own());
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
    }
}

/// The weights of dense layers, whatever else an optimizer moves, and moving statistics.
fn weights(plan: &Plan) -> Vec<Slot> {
    let dense = plan.layers.iter().flat_map(|layer| [layer.kernel, layer.bias]);
    let others = plan.parameters.iter().map(|parameter| parameter.weights);
    let others = others.filter(|slot| !is_dense(plan, *slot));
    dense.chain(others).chain(plan.statistics.iter().copied()).collect()
}

/// What an optimizer remembers.
fn slots(plan: &Plan) -> Vec<Slot> {
    plan.parameters.iter().flat_map(|parameter| parameter.slots.iter().copied()).collect()
}

/// The sums of gradients.
fn sums(plan: &Plan) -> Vec<Slot> {
    let dense = plan.layers.iter().flat_map(|layer| [layer.d_kernel, layer.d_bias]);
    let others = plan.parameters.iter().filter(|parameter| parameter.trainable);
    let others = others.map(|parameter| parameter.gradients);
    dense.chain(others.filter(|slot| !is_dense(plan, *slot))).collect()
}

/// Whether it is a dense layer's weight, or the gradient of one.
fn is_dense(plan: &Plan, slot: Slot) -> bool {
    plan.layers
        .iter()
        .any(|layer| [layer.kernel, layer.bias, layer.d_kernel, layer.d_bias].contains(&slot))
}

/// Copies buffers to where they stand in the memory.
fn take<T: Number>(slots: &[Slot], buffers: &[Vec<T>], layout: &Layout, memory: &mut [T]) {
    for &slot in slots {
        let place = layout.at(slot);
        copy(buffers[slot.0].chunks_exact(place.length.max(1)), place, memory);
    }
}

fn copy<'a, T: Number>(columns: impl Iterator<Item = &'a [T]>, to: Place, memory: &mut [T]) {
    for (to, from) in to.columns_mut(memory).zip(columns) {
        to.copy_from_slice(from);
    }
}
