//! WebAssembly modules: what is written for a goal of training, and where its buffers stand.

use wasm_encoder::{
    BlockType, CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    ImportSection, MemoryType, Module, TypeSection, ValType,
};

use super::code::{Callee, Code, Times};
use super::kernels::{Kernels, Manner, Marks, RECORD, Sums};
use super::layout::Layout;
use super::value::{At, VECTOR, Value, Width};
use super::words::Words;
use crate::engine::plan::{Op, Plan, Slot};

/// The name of the module that the memory is imported from, and the memory's. Functions of `Math`
/// have their own names there.
pub const MEMORY: (&str, &str) = ("host", "memory");
/// The name of the function that a module exports:
/// `run(memory: i32, first: i32, count: i32, rate)`.
pub const RUN: &str = "run";
/// The name of the function that it is given beside the memory, of this program's words:
/// [`call`](crate::engine::formula::called::call).
pub const WORDS: &str = "word";

/// Rows of a program at most.
pub const CHUNK: usize = 128;
/// Steps of an optimizer that are prepared at a time.
pub const STEPS: usize = 32;
/// Vectors of rows that go forward at a time: so many that a layer's tiles do not wait for each
/// other's results.
pub const FORWARD: usize = 8;

/// WebAssembly that the engine has written.
pub struct Written(Vec<u8>);

impl Written {
    /// As a browser takes it.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
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
    /// One step along sums of gradients that are there.
    Update {
        /// How the weights move.
        manner: Manner,
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
            kernels.ops(&for_gradients(plan))?;
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
            code.sink().loop_(BlockType::Empty);
            let sums = match manner {
                Some(_) => Sums::Anew,
                None => Sums::Descended { share, rate },
            };
            let mut kernels = Kernels::new(code, of, [START; 2], rows, (sums, Some(first)));
            for (slot, data) in [plan.input, plan.target].into_iter().zip(layout.data) {
                kernels.feed(at(FIRST, bytes * data.start), bytes * data.stride, slot);
            }
            kernels.ops(&for_gradients(plan))?;
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
        Goal::Update { manner } => {
            let bytes = code.width().bytes();
            let mut kernels = Kernels::new(code, of, [START; 2], 1, (Sums::Stored, None));
            kernels.update(manner, at(START, bytes * layout.records.start))
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

/// The way forward without what only those read who ask for outputs: the way back from logits needs no
/// probabilities.
fn for_gradients(plan: &Plan) -> Vec<Op> {
    let mut read: Vec<Slot> = plan.backward.iter().flat_map(Op::reads).collect();
    read.extend(plan.statistics());
    let mut ops: Vec<Op> = Vec::with_capacity(plan.forward.len());
    for op in plan.forward.iter().rev() {
        if op.writes().iter().any(|slot| read.contains(slot)) {
            read.extend(op.reads());
            ops.push(*op);
        }
    }
    ops.reverse();
    ops
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

/// A module for the goal and where its buffers stand, for a browser with `relaxed` instructions that
/// round a product and a sum once if `fused`; `None` where the plan has an op that is not known here.
pub fn compile(
    plan: &Plan,
    goal: Goal,
    width: Width,
    [relaxed, fused]: [bool; 2],
) -> Option<(Written, Layout)> {
    let (rows, samples, records, manner) = match goal {
        Goal::Forward => (CHUNK, 0, 0, None),
        Goal::Gradients { rows } => (rows, 0, 0, None),
        Goal::Descent { rows, samples, manner: None } => (rows, samples, 0, None),
        Goal::Descent { rows, samples, manner } => (rows, samples, STEPS, manner),
        Goal::Update { manner } => (1, 0, 1, Some(manner)),
    };
    let marked = manner.is_some_and(|manner| manner.marks != Marks::None);
    let layout = Layout::new(plan, width, rows, samples, ([records, RECORD], marked));
    let parameters = [ValType::I32, ValType::I32, ValType::I32, width.number()];
    // Doubles round as everywhere, but for words that say otherwise: a run at 64 bits is the same on
    // every machine.
    let words = Words::new(width, goal == Goal::Forward, relaxed && fused);
    let mut code = Code::new(parameters.len() as u32, words, relaxed && width == Width::Single);
    write(plan, goal, &layout, &mut code)?;
    Some((module(&parameters, &[], code), layout))
}

/// A module of one function, exported as [`RUN`].
fn module(parameters: &[ValType], results: &[ValType], code: Code) -> Written {
    let (body, locals, calls) = code.finish();
    let mut types = TypeSection::new();
    types.ty().function(parameters.iter().copied(), results.iter().copied());
    types.ty().function([ValType::F64], [ValType::F64]);
    types.ty().function([ValType::I32, ValType::F64, ValType::F64], [ValType::F64]);
    let mut imports = ImportSection::new();
    let (minimum, maximum, page_size_log2) = (0, None, None);
    let memory = MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2 };
    imports.import(MEMORY.0, MEMORY.1, memory);
    for callee in &calls {
        match callee {
            Callee::Math(function) => {
                imports.import(MEMORY.0, function.into(), EntityType::Function(1));
            }
            Callee::Words => {
                imports.import(MEMORY.0, WORDS, EntityType::Function(2));
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::config::Config;
    use crate::engine::dataset::Dataset;
    use crate::engine::kind::Tuned;
    use crate::engine::loss::Loss;

    #[test]
    fn probabilities_are_computed_where_a_gradient_takes_them() {
        let of = |loss: Option<Loss>| {
            let dataset = Tuned::new(Dataset::Blobs).with("classes", 3.0);
            let config = Config { dataset, loss: loss.map(Tuned::from), ..Config::default() };
            let plan = Plan::new(&config.architecture());
            let ops = for_gradients(&plan);
            let left = ops.iter().any(|op| matches!(op, Op::Softmax { .. }));
            (left, plan.forward.len() - ops.len())
        };
        assert_eq!(of(None), (false, 1));
        assert_eq!(of(Some(Loss::HalfSquaredError)), (true, 0));
    }
}
