//! The ops of a plan as WebAssembly. Rows stand side by side, four to a vector; a product takes
//! a tile of units and of vectors at a time, as many as there are registers for.

mod gradient;
mod normalization;
mod ordered;
mod random;
mod rowwise;
mod update;

use super::code::{Code, Times};
use super::layout::Layout;
use super::maths;
use super::value::{At, VECTOR, Value};
use crate::engine::activation::Activation;
use crate::engine::kind::Tuned;
use crate::engine::plan::{Op, Plan, Slot};
pub use update::{Manner, Marks, RECORD, record};

/// Products of a tile that are written out at most; more of them loop over its units.
const UNROLLED: usize = 64;
/// Units from which on a layer is wide.
const WIDE: usize = 32;
/// Inputs that are written out at most.
const INPUTS: usize = 16;
/// Vectors of rows that are written out at most.
const GROUPS: usize = 8;

/// What becomes of the sums of a dense layer's gradient.
#[derive(Clone, Copy, Debug)]
pub enum Sums {
    /// They go to the gradient's buffer; at 64 bits they go on from what waits there.
    Stored,
    /// They go there and begin at 0.
    Anew,
    /// The weights move along them at once; locals hold what each sum is multiplied by, and the rate
    /// before that was shared among the samples.
    Descended { share: u32, rate: u32 },
}

/// What follows an op on the numbers that it has just computed.
#[derive(Clone, Copy)]
enum Then {
    Nothing,
    /// `f` of them goes to another buffer; they themselves are kept if anybody reads them.
    Activate {
        activation: Tuned<Activation>,
        output: At,
        kept: bool,
    },
    /// They are multiplied by `f′`, from `f`'s values there and its inputs so many bytes behind.
    Slope {
        activation: Tuned<Activation>,
        output: At,
        input: isize,
    },
}

impl Then {
    /// Where the other buffer stands, or else `to`, so that loops move it along.
    fn other(self, to: At) -> At {
        match self {
            Self::Nothing => to,
            Self::Activate { output, .. } | Self::Slope { output, .. } => output,
        }
    }

    /// The same where the other buffer stands elsewhere.
    fn moved(self, output: At) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Activate { activation, kept, .. } => Self::Activate { activation, output, kept },
            Self::Slope { activation, input, .. } => Self::Slope { activation, output, input },
        }
    }
}

/// A matrix times rows: `to[u] = bias[u] + Σᵢ weights[u·unit + i·input]·from[i]`.
#[derive(Clone, Copy)]
struct Product {
    weights: At,
    unit: usize,
    input: usize,
    bias: Option<At>,
    from: At,
    to: At,
    units: usize,
    inputs: usize,
    then: Then,
}

/// Writes ops.
pub struct Kernels<'a> {
    code: &'a mut Code,
    plan: &'a Plan,
    layout: &'a Layout,
    // The locals that hold where the memory begins and where the buffers of rows do.
    memory: u32,
    rows: u32,
    // How many, and vectors of them.
    count: usize,
    groups: usize,
    sums: Sums,
    // While training: the local that holds the number of the first in its epoch.
    first: Option<u32>,
}

impl<'a> Kernels<'a> {
    /// Into a function, for so many rows; `memory` and `rows` are the locals that hold where all
    /// memory begins and where the buffers of rows do, and `first` while training one that holds
    /// the number of the first row in its epoch.
    pub fn new(
        code: &'a mut Code,
        (plan, layout): (&'a Plan, &'a Layout),
        [memory, rows]: [u32; 2],
        count: usize,
        (sums, first): (Sums, Option<u32>),
    ) -> Self {
        let groups = count.div_ceil(code.width().lanes());
        Self { code, plan, layout, memory, rows, count, groups, sums, first }
    }

    /// The function.
    pub fn code(&mut self) -> &mut Code {
        self.code
    }

    fn rows_of(&self, slot: Slot) -> At {
        At { base: self.rows, offset: self.number() * self.layout.at(slot).start }
    }

    fn fixed(&self, slot: Slot) -> At {
        At { base: self.memory, offset: self.number() * self.layout.at(slot).start }
    }

    fn mask(&self) -> At {
        At { base: self.memory, offset: self.number() * self.layout.mask.start }
    }

    /// Bytes of a number.
    fn number(&self) -> usize {
        self.code.width().bytes()
    }

    /// Bytes from a unit's rows to the next unit's.
    fn column(&self) -> usize {
        self.number() * self.layout.at(self.plan.input).stride
    }

    /// Copies a step's rows of a buffer from data, 0 in the lanes without a sample.
    pub fn feed(&mut self, from: At, stride: usize, slot: Slot) {
        let (to, column, groups) = (self.rows_of(slot), self.column(), groups(self.groups));
        let mask = self.mask();
        let units = Times::Looped(self.plan.width(slot));
        self.code.each(units, [from, to], [stride, column], |code, [from, to]| {
            code.each(groups, [from, to, mask], [VECTOR; 3], |code, [from, to, mask]| {
                code.store(to, Value::load(from) & Value::load(mask));
            });
        });
    }

    /// Writes ops in turn; `None` where one is not known here.
    pub fn ops(&mut self, ops: &[Op]) -> Option<()> {
        let mut rest = ops;
        while let [op, after @ ..] = rest {
            let next = after.first();
            let (then, taken) = self.then(op, next);
            self.op(op, then)?;
            rest = if taken { &after[1..] } else { after };
        }
        Some(())
    }

    /// Whether the next op only changes what this one computes, and how. One that only changes
    /// something itself follows on nothing.
    fn then(&self, op: &Op, next: Option<&Op>) -> (Then, bool) {
        let slope = |activation, input, output| {
            let [input, output] = [input, output].map(|slot| self.rows_of(slot));
            let input = input.offset as isize - output.offset as isize;
            Then::Slope { activation, output, input }
        };
        let made = match *op {
            Op::ActivateGradient { activation, input, output, .. } => {
                return (slope(activation, input, output), false);
            }
            Op::LossGradient { loss, .. } if !loss.kind().wants_one_each() => op.writes(),
            Op::Dense { .. }
            | Op::InputGradient { .. }
            | Op::Activate { .. }
            | Op::Add { .. }
            | Op::Copy { .. }
            | Op::Accumulate { .. }
            | Op::DropoutGradient { .. } => op.writes(),
            // These store what they make by themselves.
            _ => return (Then::Nothing, false),
        };
        match next {
            Some(&Op::Activate { activation, input, output }) if made == [input] => {
                let output = self.rows_of(output);
                (Then::Activate { activation, output, kept: self.is_read(input) }, true)
            }
            Some(&Op::ActivateGradient { activation, input, output, d }) if made == [d] => {
                (slope(activation, input, output), true)
            }
            _ => (Then::Nothing, false),
        }
    }

    /// Whether any op reads a sum but the activation that follows on it.
    fn is_read(&self, sum: Slot) -> bool {
        let mut ops = self.plan.forward.iter().chain(&self.plan.backward);
        ops.any(|op| match op {
            Op::Activate { .. } => false,
            Op::ActivateGradient { activation, input, output, d } => {
                let reads = [*output, *d].contains(&sum);
                reads || *input == sum && maths::slope_reads_input(activation)
            }
            _ => op.reads().contains(&sum),
        })
    }

    fn op(&mut self, op: &Op, then: Then) -> Option<()> {
        let words = self.code.words();
        match *op {
            Op::Dense { input, kernel, bias, sum } => {
                let place = self.layout.at(kernel);
                self.product(&Product {
                    weights: self.fixed(kernel),
                    unit: self.number() * place.stride,
                    input: self.number(),
                    bias: Some(self.fixed(bias)),
                    from: self.rows_of(input),
                    to: self.rows_of(sum),
                    units: place.units,
                    inputs: place.length,
                    then,
                })
            }
            Op::InputGradient { kernel, d, d_input } => {
                let place = self.layout.at(kernel);
                self.product(&Product {
                    weights: self.fixed(kernel),
                    unit: self.number(),
                    input: self.number() * place.stride,
                    bias: None,
                    from: self.rows_of(d),
                    to: self.rows_of(d_input),
                    units: place.length,
                    inputs: place.units,
                    then,
                })
            }
            Op::DenseGradient { input, d, d_kernel, d_bias } => {
                self.gradient(input, d, d_kernel, d_bias)
            }
            Op::Activate { activation, input, output } => {
                self.elementwise([input, input, output], then, |[x, _]| {
                    maths::activate(words, &activation, x)
                })
            }
            Op::ActivateGradient { d, .. } => self.elementwise([d, d, d], then, |[d, _]| Some(d)),
            Op::Softmax { input, output } => {
                self.softmax(input, output);
                Some(())
            }
            Op::SoftmaxGradient { output, d } => {
                self.softmax_gradient(output, d);
                Some(())
            }
            Op::LossGradient { loss, from_logits, output, target, d_output }
                if loss.kind().wants_one_each() =>
            {
                self.cross_entropy(&loss, from_logits, [output, target, d_output]);
                Some(())
            }
            Op::LossGradient { loss, from_logits, output, target, d_output } => {
                let outputs = self.plan.width(output);
                self.masked([target, output, d_output], then, |[t, y]| {
                    maths::loss_slope(words, &loss, from_logits, outputs, [t, y])
                })
            }
            Op::Add { a, b, output } => {
                self.elementwise([a, b, output], then, |[a, b]| Some(a + b))
            }
            Op::Copy { from, to } => self.elementwise([from, from, to], then, |[x, _]| Some(x)),
            Op::Accumulate { from, to } => {
                self.elementwise([from, to, to], then, |[x, sum]| Some(x + sum))
            }
            Op::Dropout { input, output, .. } | Op::GaussianNoise { input, output, .. }
                if self.first.is_none() =>
            {
                self.elementwise([input, input, output], Then::Nothing, |[x, _]| Some(x))
            }
            Op::Dropout { input, mask, output, rate, key } => {
                self.dropout([input, mask, output], rate, key)
            }
            Op::GaussianNoise { input, output, stddev, key } => {
                self.noise([input, output], stddev, key)
            }
            Op::DropoutGradient { mask, d } => {
                self.elementwise([d, mask, d], then, |[d, mask]| Some(d * mask))
            }
            Op::LayerNormalization { input, gamma, beta, deviation, normal, output, epsilon } => {
                let buffers = [input, deviation, normal, output];
                self.layer_normalization(buffers, gamma, beta, epsilon);
                Some(())
            }
            Op::LayerNormalizationGradient {
                normal,
                gamma,
                deviation,
                d,
                d_gamma,
                d_beta,
                centered,
            } => {
                self.gains([normal, d], d_gamma, d_beta)?;
                self.layer_normalization_gradient([normal, deviation, d], gamma, centered);
                Some(())
            }
            Op::BatchNormalization { .. } => self.batch_normalization(op),
            Op::BatchNormalizationGradient { normal, gamma, scale, d, d_gamma, d_beta, frozen } => {
                self.gains([normal, d], d_gamma, d_beta)?;
                self.batch_normalization_gradient([normal, d], [gamma, scale], frozen);
                Some(())
            }
        }
    }

    /// Stores a vector of numbers `bytes` behind `to`, and what follows on it.
    fn finish(code: &mut Code, value: Value, to: At, then: Then, bytes: usize) -> Option<()> {
        let words = code.words();
        match then {
            Then::Nothing => code.store(to.plus(bytes), value),
            Then::Activate { activation, output, kept: false } => {
                code.store(output.plus(bytes), maths::activate(words, &activation, value)?);
            }
            Then::Activate { activation, output, kept: true } => {
                code.store(to.plus(bytes), value);
                let again = Value::load(to.plus(bytes));
                code.store(output.plus(bytes), maths::activate(words, &activation, again)?);
            }
            Then::Slope { activation, output, input } => {
                let y = output.plus(bytes);
                let x = At { offset: y.offset.wrapping_add_signed(input), ..y };
                let [x, y] = [x, y].map(Value::load);
                code.store(to.plus(bytes), maths::slope(words, &activation, [value, x, y])?);
            }
        }
        Some(())
    }

    /// Numbers from the numbers of two buffers of rows.
    fn elementwise(
        &mut self,
        [a, b, to]: [Slot; 3],
        then: Then,
        of: impl Fn([Value; 2]) -> Option<Value>,
    ) -> Option<()> {
        self.columns([a, b, to], then, |values, _| of(values))
    }

    /// The same, 0 in the lanes without a sample.
    fn masked(
        &mut self,
        [a, b, to]: [Slot; 3],
        then: Then,
        of: impl Fn([Value; 2]) -> Option<Value>,
    ) -> Option<()> {
        self.columns([a, b, to], then, |values, mask| Some(of(values)? & Value::load(mask)))
    }

    fn columns(
        &mut self,
        [a, b, to]: [Slot; 3],
        then: Then,
        of: impl Fn([Value; 2], At) -> Option<Value>,
    ) -> Option<()> {
        let (units, column) = (self.plan.width(to), self.column());
        let (mask, groups) = (self.mask(), groups(self.groups));
        let [a, b, to] = [a, b, to].map(|slot| self.rows_of(slot));
        let other = then.other(to);
        let mut known = Some(());
        self.code.each(Times::Looped(units), [a, b, to, other], [column; 4], |code, starts| {
            let [a, b, to, other] = starts;
            code.each(groups, [a, b, to, other, mask], [VECTOR; 5], |code, starts| {
                let [a, b, to, other, mask] = starts;
                let value = of([a, b].map(Value::load), mask);
                let done = value.and_then(|v| Self::finish(code, v, to, then.moved(other), 0));
                known = known.and(done);
            });
        });
        known
    }

    fn product(&mut self, product: &Product) -> Option<()> {
        // Tiles of so many vectors; of one, what is left.
        let tile = if self.groups <= 3 { self.groups } else { 2 };
        let column = self.column();
        let mut known = Some(());
        for (tiles, vectors, first) in pieces(self.groups, tile) {
            let other = product.then.other(product.to);
            let starts = [product.from, product.to, other].map(|at| at.plus(first * VECTOR));
            self.code.each(Times::Looped(tiles), starts, [vectors * VECTOR; 3], |code, starts| {
                let [from, to, other] = starts;
                let then = product.then.moved(other);
                let product = Product { from, to, then, ..*product };
                known = known.and(Self::all_units(code, &product, vectors, column));
            });
        }
        known
    }

    /// A product for so many vectors of rows.
    fn all_units(code: &mut Code, product: &Product, vectors: usize, column: usize) -> Option<()> {
        // Eight sums or more hide how long each takes; more than twelve find no registers. Twelve
        // read less for each, but what is left over costs where there are few units.
        let tile = match vectors {
            1 => 8,
            2 if product.units >= WIDE => 6,
            2 => 4,
            _ => 12 / vectors.max(1),
        };
        let written = product.units * product.inputs * vectors <= UNROLLED;
        let mut known = Some(());
        for (tiles, units, first) in pieces(product.units, tile) {
            let times = if written { Times::Unrolled(tiles) } else { Times::Looped(tiles) };
            let other = product.then.other(product.to);
            let bias = product.bias.unwrap_or(product.weights);
            let steps = [product.unit, code.width().bytes(), column, column];
            let mut starts = [product.weights, bias, product.to, other];
            starts.iter_mut().zip(steps).for_each(|(at, step)| *at = at.plus(first * step));
            code.each(times, starts, steps.map(|step| units * step), |code, starts| {
                let [weights, bias, to, other] = starts;
                let bias = product.bias.map(|_| bias);
                let then = product.then.moved(other);
                let product = Product { weights, bias, to, then, units, ..*product };
                known = known.and(Self::tile(code, &product, vectors, column));
            });
        }
        known
    }

    /// A tile of a product, small enough for the registers.
    fn tile(code: &mut Code, product: &Product, vectors: usize, column: usize) -> Option<()> {
        let Product { weights, unit, input, bias, from, to, units, inputs, then } = *product;
        let sums = code.vectors(units * vectors);
        let number = code.width().bytes();
        let start = |u: usize| bias.map(|bias| Value::splat(bias.plus(u * number)));
        for (at, &sum) in sums.iter().enumerate() {
            if let Some(bias) = start(at / vectors) {
                code.set(sum, bias);
            }
        }
        let add = |code: &mut Code, [weights, from]: [At; 2], first: bool| {
            let rows = code.vectors(vectors);
            for (g, &row) in rows.iter().enumerate() {
                code.set(row, Value::load(from.plus(g * VECTOR)));
            }
            let weight = code.vector();
            for u in 0..units {
                code.set(weight, Value::splat(weights.plus(u * unit)));
                for (&row, &sum) in rows.iter().zip(&sums[u * vectors..]) {
                    let [weight, row] = [weight, row].map(Value::local);
                    code.set(
                        sum,
                        match first && bias.is_none() {
                            true => weight * row,
                            false => weight * row + Value::local(sum),
                        },
                    );
                }
            }
            code.free(rows.into_iter().chain([weight]));
        };
        let at = |i: usize| [weights.plus(i * input), from.plus(i * column)];
        if inputs <= INPUTS {
            (0..inputs).for_each(|i| add(code, at(i), i == 0));
        } else {
            add(code, at(0), true);
            let fours = (inputs - 1) / 4;
            code.each(Times::Looped(fours), at(1), [4 * input, 4 * column], |code, [w, x]| {
                (0..4).for_each(|i| add(code, [w.plus(i * input), x.plus(i * column)], false));
            });
            (1 + 4 * fours..inputs).for_each(|i| add(code, at(i), false));
        }
        let mut known = Some(());
        for (at, &sum) in sums.iter().enumerate() {
            let bytes = at / vectors * column + at % vectors * VECTOR;
            known = known.and(Self::finish(code, Value::local(sum), to, then, bytes));
        }
        code.free(sums);
        known
    }
}

fn groups(count: usize) -> Times {
    if count <= GROUPS { Times::Unrolled(count) } else { Times::Looped(count) }
}

/// A count in tiles and what is left: how many, of how many, from where on.
fn pieces(count: usize, tile: usize) -> [(usize, usize, usize); 2] {
    let (full, left) = (count / tile, count % tile);
    [(full, tile, 0), (left.min(1), left, full * tile)]
}
