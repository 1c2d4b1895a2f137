//! The compiled backend: WebAssembly made for exactly one plan, as XLA compiles a graph. Shapes are
//! constants, activations are fused into the products before them, and sums stay in registers. It
//! works on the state of another backend, which does whatever there is no such code for: a piece of a
//! batch that a change has cut, outputs while it trains, a single op, or everything where a browser
//! forbids compiling.

mod code;
mod kernels;
mod layout;
mod maths;
mod module;
mod program;
mod value;
mod words;

use std::ops::Range;
use std::rc::Rc;

use super::{Backend, Set};
use crate::engine::error::Result;
use crate::engine::noise::Draw;
use crate::engine::optimizer::{Real as _, Step};
use crate::engine::plan::{Op, Plan, Slot};
use kernels::{Manner, Marks};
use module::{CHUNK, Goal};
pub use module::{MEMORY, RUN, UNROUNDED, WORDS, Written, fused_probe, relaxed_probe};
pub use program::{Call, Kernel, LINE, Linker, Number};
use program::{Program, Rows};

/// A backend that can be compiled: its state lies open.
pub trait Inner: Backend {
    /// What it computes with.
    type Number: Number;

    /// All buffers, and which kernel entries are pruned.
    fn state(&mut self) -> (&mut [Vec<Self::Number>], &mut [Vec<bool>]);
}

/// The compiled backend.
pub struct Compiled<B: Inner> {
    inner: B,
    plan: Plan,
    linker: Rc<dyn Linker>,
    // `None` where there can be none.
    programs: Vec<(Goal, Option<Program<B::Number>>)>,
    sets: [Rows<B::Number>; Set::COUNT],
    // The training rows in the order in which training visits them, where it is not their own.
    ordered: Option<Rows<B::Number>>,
    // The order that the backend inside has not been told yet.
    waiting: Vec<u32>,
    // Rows of a whole batch; 0 before anybody has said so.
    batch: usize,
    // Whether any op sums up gradients of gains.
    gains: bool,
}

impl<B: Inner> Compiled<B> {
    /// On a backend that `inner` makes of the plan.
    pub fn new(plan: Plan, linker: Rc<dyn Linker>, inner: impl FnOnce(Plan) -> B) -> Self {
        let (programs, sets, ordered, waiting, batch) = Default::default();
        let gains = plan.backward.iter().any(Op::has_gains);
        let inner = inner(plan.clone());
        Self { inner, plan, linker, programs, sets, ordered, waiting, batch, gains }
    }

    /// The place of a goal's program; `None` where there is none.
    fn program(&mut self, goal: Goal) -> Option<usize> {
        let known = self.programs.iter().position(|(of, _)| *of == goal);
        let at = known.unwrap_or_else(|| {
            self.programs.push((goal, Program::new(&self.plan, goal, &*self.linker)));
            self.programs.len() - 1
        });
        self.programs[at].1.is_some().then_some(at)
    }

    /// In which manner code moves the weights by such a step.
    fn manner(&mut self, step: &Step) -> Manner {
        let (_, pruned) = self.inner.state();
        Manner::new(step, pruned.iter().flatten().any(|&dead| dead))
    }

    /// Whether such steps move the weights along the gradients and in no other way.
    fn descends(&self, step: &Step, manner: Manner) -> bool {
        let plain = self.plan.parameters.iter().all(|parameter| step.is_plain(parameter.penalty));
        plain && !step.penalty.acts() && manner.marks != Marks::Kept && !self.gains
    }

    /// Drops what is made for numbers of rows: else all that there ever were would keep their programs.
    fn forget_training(&mut self) {
        self.programs.retain(|(goal, _)| match goal {
            Goal::Forward | Goal::Update { .. } => true,
            Goal::Gradients { .. } | Goal::Descent { .. } => false,
        });
    }

    /// The training rows are others, or stand in another order.
    fn forget_rows(&mut self) {
        for program in self.programs.iter_mut().filter_map(|(_, program)| program.as_mut()) {
            program.fed = false;
        }
    }

    /// Runs forward over a set, chunk by chunk, and shows each to `read`; false, and nothing has
    /// happened, where there is no program for it.
    fn sweep(&mut self, set: Set, mut read: impl FnMut(&Program<B::Number>, Range<usize>)) -> bool {
        let Some(at) = self.program(Goal::Forward) else { return false };
        let (buffers, _) = self.inner.state();
        let Some(program) = &mut self.programs[at].1 else { return false };
        program.take_weights(buffers);
        let from = &self.sets[set as usize];
        for rows in chunks(0..from.count, CHUNK) {
            program.forward(&self.plan, from, &rows);
            read(program, rows);
        }
        true
    }
}

fn chunks(rows: Range<usize>, most: usize) -> impl Iterator<Item = Range<usize>> {
    rows.clone().step_by(most).map(move |at| at..at.saturating_add(most).min(rows.end))
}

impl<B: Inner> Backend for Compiled<B> {
    fn load(&mut self, set: Set, count: usize, inputs: &[f64], targets: &[f64]) {
        let transposed = |values: &[f64], width: usize| -> Vec<B::Number> {
            let column = |at: usize| values.iter().skip(at).step_by(width.max(1));
            (0..width).flat_map(column).map(|&value| B::Number::of(value)).collect()
        };
        let width = |slot| self.plan.width(slot);
        let rows = Rows {
            inputs: transposed(inputs, width(self.plan.input)),
            targets: transposed(targets, width(self.plan.target)),
            count,
        };
        let before = std::mem::replace(&mut self.sets[set as usize], rows);
        if set == Set::Train {
            if before.count != count {
                self.forget_training();
            }
            self.ordered = None;
            self.waiting.clear();
            self.forget_rows();
        }
        self.inner.load(set, count, inputs, targets);
    }

    fn order(&mut self, rows: &[u32]) {
        let from = &self.sets[Set::Train as usize];
        // A small network's epoch takes little longer than this: memory serves again.
        let mut ordered = self.ordered.take().unwrap_or_default();
        let both = [(&mut ordered.inputs, &from.inputs), (&mut ordered.targets, &from.targets)];
        for (to, values) in both {
            to.clear();
            for column in values.chunks_exact(from.count.max(1)) {
                let at = |&row: &u32| column.get(row as usize).copied().unwrap_or_default();
                to.extend(rows.iter().map(at));
            }
        }
        ordered.count = from.count;
        self.ordered = Some(ordered);
        self.forget_rows();
        self.waiting.clear();
        self.waiting.extend_from_slice(rows);
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        self.inner.write(slot, values)
    }

    fn read_into(&mut self, slot: Slot, out: &mut Vec<f64>) {
        self.inner.read_into(slot, out);
    }

    fn set_pruned(&mut self, kernel: Slot, pruned: &[bool]) {
        self.inner.set_pruned(kernel, pruned);
    }

    fn pruned(&mut self, kernel: Slot) -> Vec<bool> {
        self.inner.pruned(kernel)
    }

    fn accumulate(&mut self, rows: Range<usize>, draw: Draw, outputs: Option<&mut Vec<f64>>) {
        let samples = self.sets[Set::Train as usize].count;
        // Pieces of a batch, and of the epoch's last, which may be short; others are too rare to be
        // compiled.
        let rest = samples.checked_rem(self.batch).unwrap_or(0);
        let most = if self.plan.couples_rows { usize::MAX } else { CHUNK };
        let known = [self.batch, rest].map(|batch| [batch.min(most), batch % most]);
        let compiled = |this: &mut Self, rows: usize| {
            let goal = Goal::Gradients { rows };
            known.as_flattened().contains(&rows).then(|| this.program(goal)).flatten()
        };
        let pieces: Vec<_> = chunks(rows.clone(), most).collect();
        let programs: Vec<_> = if outputs.is_none() {
            pieces.iter().map(|piece| compiled(self, piece.len())).collect()
        } else {
            vec![None; pieces.len()]
        };
        if programs.iter().any(Option::is_none) && !self.waiting.is_empty() {
            self.inner.order(&std::mem::take(&mut self.waiting));
        }
        if programs.iter().all(Option::is_none) {
            self.inner.accumulate(rows, draw, outputs);
            return;
        }
        for (piece, at) in pieces.into_iter().zip(programs) {
            let from = self.ordered.as_ref().unwrap_or(&self.sets[Set::Train as usize]);
            match at.and_then(|at| self.programs[at].1.as_mut()) {
                Some(program) => {
                    let (buffers, _) = self.inner.state();
                    program.accumulate(&self.plan, from, (&piece, draw), buffers);
                }
                // No row depends on another where there is code.
                None => self.inner.accumulate(piece, draw, None),
            }
        }
    }

    fn apply(&mut self, step: &Step) {
        let goal = Goal::Update { manner: self.manner(step) };
        let at = self.program(goal);
        match at.and_then(|at| self.programs[at].1.as_mut()) {
            Some(program) => {
                let (buffers, pruned) = self.inner.state();
                program.update(step, (&mut *buffers, pruned));
                let moved = self.plan.trained();
                moved.for_each(|(_, sums)| buffers[sums.0].fill(B::Number::default()));
            }
            None => self.inner.apply(step),
        }
    }

    fn set_batch(&mut self, rows: usize) -> Result<()> {
        if self.batch != rows {
            self.batch = rows;
            self.forget_training();
        }
        Ok(())
    }

    fn descend(
        &mut self,
        rows: Range<usize>,
        draw: Draw,
        (step, steady): (&Step, bool),
        next: &mut dyn FnMut() -> Step,
    ) -> bool {
        let samples = self.ordered.as_ref().unwrap_or(&self.sets[Set::Train as usize]).count;
        let batch = self.batch;
        let fits = (1..=CHUNK).contains(&batch) && rows.len().is_multiple_of(batch);
        if !fits || rows.end > samples {
            return false;
        }
        let manner = self.manner(step);
        let manner = (!steady || !self.descends(step, manner)).then_some(manner);
        let goal = Goal::Descent { rows: batch, samples, manner };
        let Some(at) = self.program(goal) else { return false };
        let from = self.ordered.as_ref().unwrap_or(&self.sets[Set::Train as usize]);
        let state = self.inner.state();
        let Some(program) = &mut self.programs[at].1 else { return false };
        let steps = (rows.start, rows.len() / batch);
        program.descend(from, steps, draw, (step, next), state);
        true
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        let mut out = Vec::new();
        let output = self.plan.output;
        let swept = self.sweep(set, |program, rows| {
            let columns: Vec<_> = program.columns(output).collect();
            for r in 0..rows.len() {
                out.extend(columns.iter().map(|column| column[r].wide()));
            }
        });
        if swept { out } else { self.inner.evaluate(set) }
    }

    fn probe(&mut self, set: Set, columns: Range<usize>) -> Vec<f32> {
        let count = self.sets[set as usize].count;
        let outputs = self.plan.outputs(columns.clone());
        let units: usize = outputs.iter().map(|&slot| self.plan.width(slot)).sum();
        let mut out = vec![0.0; units * count];
        let swept = self.sweep(set, |program, rows| {
            let values = outputs.iter().flat_map(|&slot| program.columns(slot));
            for (u, values) in values.enumerate() {
                let to = &mut out[u * count..][rows.clone()];
                Number::narrow(&values[..to.len()], to);
            }
        });
        if swept { out } else { self.inner.probe(set, columns) }
    }

    fn repeat(&mut self, at: usize) {
        self.inner.repeat(at);
    }
}
