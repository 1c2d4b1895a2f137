//! A plan: the list of ops over numbered buffers that a config comes to, tensors flowing
//! through a graph. Layers emit it, backends execute it, so that backends cannot differ in
//! structure. The rows (samples) an op works on belong to the step, not to the plan.

use std::fmt;

use super::activation::Activation;
use super::config::Config;
use super::layer::dense::Dense;
use super::loss::Loss;

/// The number of a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot(pub usize);

/// How long a buffer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `[rows, units]`: one value per unit for each sample under way.
    Rows(usize),
    /// `[length]`: weights and gradients.
    Fixed(usize),
}

/// A buffer of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// e.g. `dense_1/kernel`.
    pub name: String,
    /// Its length.
    pub shape: Shape,
}

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// `sum[u] = bias[u] + Σᵢ kernel[u, i]·input[i]`
    Dense {
        /// `[rows, inputs]`
        input: Slot,
        /// `[units, inputs]`
        kernel: Slot,
        /// `[units]`
        bias: Slot,
        /// `[rows, units]`
        sum: Slot,
    },
    /// `output = f(sum)`
    Activate {
        /// f
        activation: Activation,
        /// `[rows, units]`
        sum: Slot,
        /// `[rows, units]`
        output: Slot,
    },
    /// `d_output = ∂loss/∂output`
    LossGradient {
        /// The loss.
        loss: Loss,
        /// `[rows, 1]`
        output: Slot,
        /// `[rows, 1]`
        target: Slot,
        /// `[rows, 1]`
        d_output: Slot,
    },
    /// `d ← d·f′(sum)`: from the gradient by the output to the one by the sum, in place.
    ActivateGradient {
        /// f
        activation: Activation,
        /// `[rows, units]`
        sum: Slot,
        /// `[rows, units]`
        output: Slot,
        /// `[rows, units]`
        d: Slot,
    },
    /// Adds over the rows: `d_kernel[u, i] += d[u]·input[i]`, `d_bias[u] += d[u]`
    DenseGradient {
        /// `[rows, inputs]`
        input: Slot,
        /// `[rows, units]`
        d: Slot,
        /// `[units, inputs]`
        d_kernel: Slot,
        /// `[units]`
        d_bias: Slot,
    },
    /// `d_input[i] = Σᵤ kernel[u, i]·d[u]`
    InputGradient {
        /// `[units, inputs]`
        kernel: Slot,
        /// `[rows, units]`
        d: Slot,
        /// `[rows, inputs]`
        d_input: Slot,
    },
}

/// The buffers of a layer's weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// `[units]`
    pub bias: Slot,
    /// `[units, inputs]`
    pub kernel: Slot,
    /// Gradient sums, `[units]`.
    pub d_bias: Slot,
    /// Gradient sums, `[units, inputs]`.
    pub d_kernel: Slot,
    /// Where the layer's output stands, `[rows, units]`.
    pub output: Slot,
    /// Number of inputs.
    pub inputs: usize,
    /// Number of units.
    pub units: usize,
}

/// Everything that a backend executes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// All buffers; a [`Slot`] is an index.
    pub buffers: Vec<Buffer>,
    /// From the input to the output.
    pub forward: Vec<Op>,
    /// From the loss to every gradient sum.
    pub backward: Vec<Op>,
    /// The weights, layer by layer.
    pub layers: Vec<Parameters>,
    /// `[rows, features]`
    pub input: Slot,
    /// `[rows, 1]`
    pub target: Slot,
    /// `[rows, 1]`
    pub output: Slot,
}

impl Plan {
    /// The plan of a config's network.
    pub fn new(config: &Config) -> Self {
        let shape = config.shape();
        let mut plan = Self {
            buffers: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
            layers: Vec::new(),
            input: Slot(0),
            target: Slot(0),
            output: Slot(0),
        };
        plan.input = plan.buffer("input".to_owned(), Shape::Rows(shape[0]));
        plan.target = plan.buffer("target".to_owned(), Shape::Rows(1));
        let mut flow = plan.input;
        let mut wired = Vec::new();
        for (index, sizes) in shape.windows(2).enumerate() {
            let last = index == config.hidden.len();
            let activation =
                if last { config.problem.output_activation() } else { config.activation };
            let layer = Dense { index, inputs: sizes[0], units: sizes[1], activation };
            let wires = layer.wire(flow, &mut plan);
            layer.forward(&wires, &mut plan);
            flow = wires.output;
            wired.push((layer, wires));
        }
        plan.output = flow;
        if let Some((_, wires)) = wired.last() {
            plan.backward.push(Op::LossGradient {
                loss: Loss::HalfSquaredError,
                output: plan.output,
                target: plan.target,
                d_output: wires.d_output,
            });
        }
        for at in (0..wired.len()).rev() {
            let before = at.checked_sub(1).map(|before| wired[before].1.d_output);
            let (layer, wires) = &wired[at];
            layer.backward(wires, before, &mut plan);
        }
        plan
    }

    /// A new buffer.
    pub fn buffer(&mut self, name: String, shape: Shape) -> Slot {
        self.buffers.push(Buffer { name, shape });
        Slot(self.buffers.len() - 1)
    }

    /// How many values per row (or in all, for weights) a buffer holds.
    pub fn width(&self, slot: Slot) -> usize {
        match self.buffers[slot.0].shape {
            Shape::Rows(units) => units,
            Shape::Fixed(length) => length,
        }
    }

    /// Weights and biases of all layers together.
    pub fn parameter_count(&self) -> usize {
        self.layers.iter().map(|layer| layer.units * (layer.inputs + 1)).sum()
    }

    /// Units of all dense layers together, the output included.
    pub fn unit_count(&self) -> usize {
        self.layers.iter().map(|layer| layer.units).sum()
    }
}

impl fmt::Display for Plan {
    /// One line a buffer and an op.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |slot: Slot| &self.buffers[slot.0].name;
        for buffer in &self.buffers {
            match buffer.shape {
                Shape::Rows(units) => writeln!(f, "buffer {} [rows, {units}]", buffer.name)?,
                Shape::Fixed(length) => writeln!(f, "buffer {} [{length}]", buffer.name)?,
            }
        }
        for op in self.forward.iter().chain(&self.backward) {
            match *op {
                Op::Dense { input, kernel, bias, sum } => {
                    let (input, kernel, bias) = (name(input), name(kernel), name(bias));
                    writeln!(f, "{} = dense({input}, {kernel}, {bias})", name(sum))?;
                }
                Op::Activate { activation, sum, output } => {
                    writeln!(f, "{} = {activation:?}({})", name(output), name(sum))?;
                }
                Op::LossGradient { loss, output, target, d_output } => {
                    let (output, target) = (name(output), name(target));
                    writeln!(f, "{} = {loss:?}'({output}, {target})", name(d_output))?;
                }
                Op::ActivateGradient { activation, sum, d, .. } => {
                    writeln!(f, "{} *= {activation:?}'({})", name(d), name(sum))?;
                }
                Op::DenseGradient { input, d, d_kernel, d_bias } => {
                    let (input, d) = (name(input), name(d));
                    writeln!(f, "{}, {} += {d} x {input}", name(d_kernel), name(d_bias))?;
                }
                Op::InputGradient { kernel, d, d_input } => {
                    writeln!(f, "{} = {}ᵀ · {}", name(d_input), name(kernel), name(d))?;
                }
            }
        }
        Ok(())
    }
}
