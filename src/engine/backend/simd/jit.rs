//! Compiled training: WebAssembly made for exactly one plan, as XLA compiles a graph. Shapes are
//! constants, activations are fused into the products before them, and sums stay in registers. A
//! plan with an op that is not known here has no such code, and where a browser forbids compiling
//! there is none at all: then the lanes do everything.

mod code;
mod kernels;
mod layout;
mod maths;

use std::ops::Range;
use std::rc::Rc;

use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, ImportSection, MemoryType,
    Module, TypeSection, ValType,
};

use super::{CHUNK, Rows};
use crate::engine::plan::{DenseParts, Op, Plan, Slot};
use code::{At, Code, Times, VECTOR, Value};
use kernels::{Kernels, Sums};
use layout::{Layout, Place};

/// The name of the module that the memory is imported from, and the memory's.
pub const MEMORY: (&str, &str) = ("host", "memory");
/// The name of the function that a module exports:
/// `run(memory: i32, first: i32, count: i32, rate: f32)`.
pub const RUN: &str = "run";

/// Vectors of rows that go forward at a time.
const FORWARD: usize = 2;
/// Programs that are kept at most.
const PROGRAMS: usize = 4;
/// Bytes that the memory of a program is aligned to: a line of the cache.
const LINE: usize = 64;

/// Code that has been linked to this program's own memory.
pub trait Kernel {
    /// Calls [`RUN`] on the memory that it was made for, which begins at a multiple of 64 bytes.
    fn run(&self, memory: &mut [f32], first: usize, count: usize, rate: f32);
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
    let mut code = Code::new(0, true);
    let sum = code.vector();
    code.set(sum, &(Value::local(sum) * 1.0 + 1.0));
    module(&[], code)
}

/// What a module does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// Every unit's values, for `count` times eight of at most [`CHUNK`] rows.
    Forward,
    /// The sums of the gradients over so many rows.
    Gradients { rows: usize },
    /// `count` steps of gradient descent by so many rows each, of data that stand in the memory,
    /// from `first` bytes on.
    Descent { rows: usize, samples: usize },
}

/// [`RUN`]'s parameters, and the locals that they are.
const PARAMETERS: [ValType; 4] = [ValType::I32, ValType::I32, ValType::I32, ValType::F32];
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
            let mut kernels = Kernels::new(code, of, [START; 2], vectors(rows), Sums::Stored);
            kernels.ops(&plan.forward)?;
            kernels.ops(&plan.backward)
        }
        Goal::Descent { rows, .. } => {
            let rate = code.vector();
            code.sink().local_get(RATE).f32x4_splat().local_set(rate);
            code.sink().local_get(START).local_get(FIRST).i32_add().local_set(FIRST);
            code.sink().loop_(wasm_encoder::BlockType::Empty);
            let sums = Sums::Descended(rate);
            let mut kernels = Kernels::new(code, of, [START; 2], vectors(rows), sums);
            for (slot, data) in [plan.input, plan.target].into_iter().zip(layout.data) {
                kernels.feed(at(FIRST, 4 * data.start), 4 * data.stride, slot);
            }
            kernels.ops(&plan.forward)?;
            kernels.ops(&weights_last(&plan.backward))?;
            kernels.code().advance(FIRST, 4 * rows);
            kernels.code().repeat(COUNT);
            Some(())
        }
    }
}

fn vectors(rows: usize) -> usize {
    rows.div_ceil(VECTOR / 4)
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
fn compile(plan: &Plan, goal: Goal, relaxed: bool) -> Option<(Vec<u8>, Layout)> {
    if plan.layers.iter().any(|layer| layer.inputs == 0) {
        return None;
    }
    let (rows, samples) = match goal {
        Goal::Forward => (CHUNK, 0),
        Goal::Gradients { rows } => (rows, 0),
        Goal::Descent { rows, samples } => (rows, samples),
    };
    let layout = Layout::new(plan, rows, samples);
    let mut code = Code::new(PARAMETERS.len() as u32, relaxed);
    write(plan, goal, &layout, &mut code)?;
    Some((module(&PARAMETERS, code), layout))
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

/// A linked module and its memory.
pub struct Program {
    kernel: Box<dyn Kernel>,
    layout: Layout,
    memory: Vec<f32>,
    // Where the memory begins in the vector: at a line of the cache.
    start: usize,
    // Whether the training rows stand in it as they are.
    fed: bool,
}

impl Program {
    fn new(plan: &Plan, goal: Goal, linker: &dyn Linker) -> Option<Self> {
        let (module, layout) = compile(plan, goal, linker.is_relaxed())?;
        let kernel = linker.link(&module)?;
        let mut memory = vec![0.0; layout.length + LINE / 4];
        let start = memory.as_ptr().align_offset(LINE);
        let own = memory.get_mut(start..)?;
        for rows in layout.mask.columns_mut(own) {
            rows.fill(f32::from_bits(u32::MAX));
        }
        Some(Self { kernel, layout, memory, start, fed: false })
    }

    fn own(&mut self) -> &mut [f32] {
        &mut self.memory[self.start..]
    }

    /// The values of each unit of a buffer of rows.
    pub(super) fn columns(&self, slot: Slot) -> impl Iterator<Item = &[f32]> {
        self.layout.at(slot).columns(&self.memory[self.start..])
    }

    /// Copies the weights in.
    pub(super) fn take_weights(&mut self, plan: &Plan, buffers: &[Vec<f32>]) {
        for slot in plan.layers.iter().flat_map(weights) {
            let place = self.layout.at(slot);
            copy(buffers[slot.0].chunks_exact(place.length), place, self.own());
        }
    }

    /// Copies rows of a set in.
    fn take_rows(&mut self, plan: &Plan, from: &Rows, rows: &Range<usize>) {
        for (slot, values) in [(plan.input, &from.inputs), (plan.target, &from.targets)] {
            let place = self.layout.at(slot);
            let columns = values.chunks_exact(from.count.max(1));
            for (to, from) in place.columns_mut(self.own()).zip(columns) {
                to[..rows.len()].copy_from_slice(&from[rows.clone()]);
            }
        }
    }

    /// Computes the values of all units for rows of a set, [`CHUNK`] at most.
    pub(super) fn forward(&mut self, plan: &Plan, from: &Rows, rows: &Range<usize>) {
        self.take_rows(plan, from, rows);
        self.run(0, vectors(rows.len()).div_ceil(FORWARD), 0.0);
    }

    /// Adds the gradients over these rows, as many as it was made for, to the sums.
    pub(super) fn accumulate(
        &mut self,
        plan: &Plan,
        from: &Rows,
        rows: &Range<usize>,
        buffers: &mut [Vec<f32>],
    ) {
        self.take_weights(plan, buffers);
        self.take_rows(plan, from, rows);
        self.run(0, 0, 0.0);
        for layer in &plan.layers {
            for slot in [layer.d_kernel, layer.d_bias] {
                let place = self.layout.at(slot);
                let sums = buffers[slot.0].chunks_exact_mut(place.length);
                for (to, from) in sums.zip(place.columns(&self.memory[self.start..])) {
                    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
                }
            }
        }
    }

    /// Descends so many steps from the training row `first` on.
    pub(super) fn descend(
        &mut self,
        plan: &Plan,
        from: &Rows,
        (first, steps): (usize, usize),
        rate: f32,
        buffers: &mut [Vec<f32>],
    ) {
        if !std::mem::replace(&mut self.fed, true) {
            for (place, values) in self.layout.data.into_iter().zip([&from.inputs, &from.targets]) {
                copy(values.chunks_exact(from.count.max(1)), place, self.own());
            }
        }
        self.take_weights(plan, buffers);
        self.run(4 * first, steps, rate);
        for slot in plan.layers.iter().flat_map(weights) {
            let place = self.layout.at(slot);
            let columns = place.columns(&self.memory[self.start..]);
            for (to, from) in buffers[slot.0].chunks_exact_mut(place.length).zip(columns) {
                to.copy_from_slice(from);
            }
        }
    }

    fn run(&mut self, first: usize, count: usize, rate: f32) {
        self.kernel.run(&mut self.memory[self.start..], first, count, rate);
    }
}

fn weights(layer: &DenseParts) -> [Slot; 2] {
    [layer.kernel, layer.bias]
}

fn copy<'a>(columns: impl Iterator<Item = &'a [f32]>, to: Place, memory: &mut [f32]) {
    for (to, from) in to.columns_mut(memory).zip(columns) {
        to.copy_from_slice(from);
    }
}

/// The programs of one plan.
pub struct Jit {
    linker: Rc<dyn Linker>,
    // `None` where there can be none.
    programs: Vec<(Goal, Option<Program>)>,
}

impl Jit {
    /// No programs yet.
    pub fn new(linker: Rc<dyn Linker>) -> Self {
        Self { linker, programs: Vec::new() }
    }

    fn program(&mut self, plan: &Plan, goal: Goal) -> Option<&mut Program> {
        let known = self.programs.iter().position(|(of, _)| *of == goal);
        let at = known.unwrap_or_else(|| {
            if self.programs.len() >= PROGRAMS {
                self.programs.clear();
            }
            self.programs.push((goal, Program::new(plan, goal, &*self.linker)));
            self.programs.len() - 1
        });
        self.programs[at].1.as_mut()
    }

    /// What computes the values of units.
    pub fn forward(&mut self, plan: &Plan) -> Option<&mut Program> {
        self.program(plan, Goal::Forward)
    }

    /// What adds up gradients over so many rows.
    pub fn gradients(&mut self, plan: &Plan, rows: usize) -> Option<&mut Program> {
        self.program(plan, Goal::Gradients { rows })
    }

    /// What descends by so many of so many rows.
    pub fn descent(&mut self, plan: &Plan, rows: usize, samples: usize) -> Option<&mut Program> {
        self.program(plan, Goal::Descent { rows, samples })
    }

    /// The training rows are others, or stand in another order.
    pub fn forget_rows(&mut self) {
        for program in self.programs.iter_mut().filter_map(|(_, program)| program.as_mut()) {
            program.fed = false;
        }
    }
}
