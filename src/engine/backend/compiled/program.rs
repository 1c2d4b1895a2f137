//! Programs: a goal of training as a WebAssembly module, and that module at work.

use std::ops::Range;

use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, ImportSection, MemoryType,
    Module, TypeSection, ValType,
};

use super::code::{Code, Times};
use super::kernels::{Kernels, Sums};
use super::layout::{Layout, Place};
use super::value::{At, VECTOR, Value, Width};
use super::words::Words;
use crate::engine::optimizer::Real;
use crate::engine::plan::{DenseParts, Op, Plan, Slot};

/// The name of the module that the memory is imported from, and the memory's.
pub const MEMORY: (&str, &str) = ("host", "memory");
/// The name of the function that a module exports:
/// `run(memory: i32, first: i32, count: i32, rate)`.
pub const RUN: &str = "run";

/// Rows of a program at most.
pub const CHUNK: usize = 128;
/// Vectors of rows that go forward at a time: so many that a layer's tiles do not wait for each
/// other's results.
const FORWARD: usize = 8;
/// Bytes that the memory of a program is aligned to: a line of the cache.
pub const LINE: usize = 64;

/// Code that has been linked to this program's own memory.
pub trait Kernel {
    /// Calls [`RUN`] on the memory that begins at this address, a multiple of [`LINE`].
    fn run(&self, memory: usize, first: usize, count: usize, rate: f64);
}

/// What makes code of a module.
pub trait Linker {
    /// Whether it knows relaxed SIMD (<https://github.com/WebAssembly/relaxed-simd>).
    fn is_relaxed(&self) -> bool;

    /// Links a module that imports [`MEMORY`]; `None` where it is not allowed to.
    fn link(&self, module: &[u8]) -> Option<Box<dyn Kernel>>;
}

/// A module that only a browser with relaxed SIMD finds valid.
pub fn relaxed_probe() -> Vec<u8> {
    let words = Words { width: Width::Single, quick: true };
    let mut code = Code::new(0, words, true);
    let sum = code.vector();
    code.set(sum, &(Value::local(sum) * 1.0 + 1.0));
    module(&[], code)
}

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
                let mut kernels = Kernels::new(code, of, locals, FORWARD, Sums::Stored);
                known = kernels.ops(&plan.forward);
            });
            known
        }
        Goal::Gradients { rows } => {
            let groups = rows.div_ceil(code.width().lanes());
            let mut kernels = Kernels::new(code, of, [START; 2], groups, Sums::Stored);
            kernels.ops(&plan.forward)?;
            kernels.ops(&plan.backward)
        }
        Goal::Descent { rows, .. } => {
            let (rate, bytes) = (code.vector(), code.width().bytes());
            match code.width() {
                Width::Single => code.sink().local_get(RATE).f32x4_splat().local_set(rate),
                Width::Double => code.sink().local_get(RATE).f64x2_splat().local_set(rate),
            };
            let groups = rows.div_ceil(code.width().lanes());
            code.sink().local_get(START).local_get(FIRST).i32_add().local_set(FIRST);
            code.sink().loop_(wasm_encoder::BlockType::Empty);
            let sums = Sums::Descended(rate);
            let mut kernels = Kernels::new(code, of, [START; 2], groups, sums);
            for (slot, data) in [plan.input, plan.target].into_iter().zip(layout.data) {
                kernels.feed(at(FIRST, bytes * data.start), bytes * data.stride, slot);
            }
            kernels.ops(&plan.forward)?;
            kernels.ops(&weights_last(&plan.backward))?;
            kernels.code().advance(FIRST, bytes * rows);
            kernels.code().repeat(COUNT);
            Some(())
        }
    }
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
fn compile(plan: &Plan, goal: Goal, width: Width, relaxed: bool) -> Option<(Vec<u8>, Layout)> {
    if plan.layers.iter().any(|layer| layer.inputs == 0) {
        return None;
    }
    let (rows, samples) = match goal {
        Goal::Forward => (CHUNK, 0),
        Goal::Gradients { rows } => (rows, 0),
        Goal::Descent { rows, samples } => (rows, samples),
    };
    let layout = Layout::new(plan, width, rows, samples);
    let parameters = [ValType::I32, ValType::I32, ValType::I32, width.number()];
    // Doubles round as everywhere: a run at 64 bits is the same on every machine.
    let relaxed = relaxed && width == Width::Single;
    let words = Words { width, quick: goal == Goal::Forward };
    let mut code = Code::new(parameters.len() as u32, words, relaxed);
    write(plan, goal, &layout, &mut code)?;
    Some((module(&parameters, code), layout))
}

/// A module of one function, exported as [`RUN`].
fn module(parameters: &[ValType], code: Code) -> Vec<u8> {
    let (body, locals) = code.finish();
    let mut types = TypeSection::new();
    types.ty().function(parameters.iter().copied(), []);
    let mut imports = ImportSection::new();
    let (minimum, maximum, page_size_log2) = (0, None, None);
    let memory = MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2 };
    imports.import(MEMORY.0, MEMORY.1, memory);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut exports = ExportSection::new();
    exports.export(RUN, ExportKind::Func, 0);
    let mut function = Function::new_with_locals_types(locals);
    function.raw(body);
    let mut code = CodeSection::new();
    code.function(&function);
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    module.finish()
}

/// A number that programs work on.
pub trait Number: Real {
    /// How wide it is.
    const WIDTH: Width;
    /// All bits set.
    const ALL: Self;

    /// Copies numbers at 32 bits.
    fn narrow(from: &[Self], to: &mut [f32]);
}

impl Number for f32 {
    const WIDTH: Width = Width::Single;
    const ALL: Self = Self::from_bits(u32::MAX);

    fn narrow(from: &[Self], to: &mut [f32]) {
        to.copy_from_slice(from);
    }
}

impl Number for f64 {
    const WIDTH: Width = Width::Double;
    const ALL: Self = Self::from_bits(u64::MAX);

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
    /// Whether the training rows stand in it as they are.
    pub fed: bool,
}

impl<T: Number> Program<T> {
    /// What a linker makes of a goal; `None` where the plan has an op that is not known here, or
    /// compiling is forbidden.
    pub fn new(plan: &Plan, goal: Goal, linker: &dyn Linker) -> Option<Self> {
        let (module, layout) = compile(plan, goal, T::WIDTH, linker.is_relaxed())?;
        let kernel = linker.link(&module)?;
        let mut memory = vec![T::default(); layout.length + LINE / T::WIDTH.bytes()];
        let start = memory.as_ptr().align_offset(LINE);
        for rows in layout.mask.columns_mut(memory.get_mut(start..)?) {
            rows.fill(T::ALL);
        }
        Some(Self { kernel, layout, memory, start, fed: false })
    }

    fn own(&mut self) -> &mut [T] {
        &mut self.memory[self.start..]
    }

    fn run(&mut self, first: usize, count: usize, rate: f64) {
        let memory = self.own().as_mut_ptr() as usize;
        self.kernel.run(memory, first * T::WIDTH.bytes(), count, rate);
    }

    /// The values of each unit of a buffer of rows.
    pub fn columns(&self, slot: Slot) -> impl Iterator<Item = &[T]> {
        self.layout.at(slot).columns(&self.memory[self.start..])
    }

    /// Copies the weights in.
    pub fn take_weights(&mut self, plan: &Plan, buffers: &[Vec<T>]) {
        for slot in plan.layers.iter().flat_map(weights) {
            let place = self.layout.at(slot);
            copy(buffers[slot.0].chunks_exact(place.length), place, self.own());
        }
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
        self.run(0, rows.len().div_ceil(FORWARD * T::WIDTH.lanes()), 0.0);
    }

    /// Adds the gradients over these rows, as many as it was made for, to the sums.
    pub fn accumulate(
        &mut self,
        plan: &Plan,
        from: &Rows<T>,
        rows: &Range<usize>,
        buffers: &mut [Vec<T>],
    ) {
        self.take_weights(plan, buffers);
        self.take_rows(plan, from, rows);
        self.run(0, 0, 0.0);
        for slot in plan.layers.iter().flat_map(|layer| [layer.d_kernel, layer.d_bias]) {
            let sums = buffers[slot.0].chunks_exact_mut(self.layout.at(slot).length);
            for (to, from) in sums.zip(self.columns(slot)) {
                to.iter_mut().zip(from).for_each(|(to, from)| *to = *to + *from);
            }
        }
    }

    /// Descends so many steps from the training row `first` on.
    pub fn descend(
        &mut self,
        plan: &Plan,
        from: &Rows<T>,
        (first, steps): (usize, usize),
        rate: f64,
        buffers: &mut [Vec<T>],
    ) {
        if !std::mem::replace(&mut self.fed, true) {
            for (place, values) in self.layout.data.into_iter().zip([&from.inputs, &from.targets]) {
                copy(values.chunks_exact(from.count.max(1)), place, self.own());
            }
        }
        self.take_weights(plan, buffers);
        self.run(first, steps, rate);
        for slot in plan.layers.iter().flat_map(weights) {
            let weights = buffers[slot.0].chunks_exact_mut(self.layout.at(slot).length);
            weights.zip(self.columns(slot)).for_each(|(to, from)| to.copy_from_slice(from));
        }
    }
}

fn weights(layer: &DenseParts) -> [Slot; 2] {
    [layer.kernel, layer.bias]
}

fn copy<'a, T: Number>(columns: impl Iterator<Item = &'a [T]>, to: Place, memory: &mut [T]) {
    for (to, from) in to.columns_mut(memory).zip(columns) {
        to.copy_from_slice(from);
    }
}
