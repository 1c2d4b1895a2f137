//! A plan: the list of ops over numbered buffers that a network comes to, tensors flowing
//! through a graph. Layers emit it, backends execute it, so that backends cannot differ in
//! structure. The rows (samples) an op works on belong to the step, not to the plan.

mod op;

use std::fmt;

pub use op::Op;

use super::activation::Activation;
use super::architecture::{Architecture, reach};
use super::kind::Tuned;
use super::layer::{
    Layer, LayerKind, activation, add, batch_normalization, dense, dropout, gaussian_noise,
    layer_normalization,
};
use super::optimizer::{self, Optimizer};

/// The number of a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot(pub usize);

/// How long a buffer is, and whether it outlives a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `[rows, units]`: one value per unit for each sample under way.
    Rows(usize),
    /// `[length]`: state, i.e. weights, gradient sums, statistics, an optimizer's memory.
    Fixed(usize),
    /// `[length]`: what forward leaves for backward.
    Scratch(usize),
}

/// A buffer of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// Layer and role, e.g. `dense_1/kernel`: what state is known by when a plan follows another.
    pub name: String,
    /// Its length.
    pub shape: Shape,
}

/// What a layer hands to the next: where the values stand, and where their gradient is to go
/// if anything asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// `[rows, units]`
    pub value: Slot,
    /// `[rows, units]`
    pub d: Option<Slot>,
}

/// The buffers of a dense layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DenseParts {
    /// `[units]`; zeros where `use_bias` is off.
    pub bias: Slot,
    /// `[units, inputs]`
    pub kernel: Slot,
    /// Gradient sums, `[units]`.
    pub d_bias: Slot,
    /// Gradient sums, `[units, inputs]`.
    pub d_kernel: Slot,
    /// What the next dense layer sees of this one, `[rows, units]`: normalization, activation
    /// and so on that stand between them included.
    pub output: Slot,
    /// Number of inputs.
    pub inputs: usize,
    /// Number of units.
    pub units: usize,
    /// Whether the bias is a parameter.
    pub use_bias: bool,
    /// Its place among the architecture's layers.
    pub layer: usize,
}

/// What an optimizer moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `[length]`
    pub weights: Slot,
    /// Gradient sums, `[length]`.
    pub gradients: Slot,
    /// The optimizer's memory, each `[length]`; none for a frozen parameter.
    pub slots: Vec<Slot>,
    /// Keras's penalty `l1·Σ|w| + l2·Σw²`: l1 and l2.
    pub penalty: (f64, f64),
    /// Which dense layer's kernel it is; kernels alone take the Playground's penalty.
    pub kernel_of: Option<usize>,
    /// Whether the optimizer moves it.
    pub trainable: bool,
    /// The place among the architecture's layers of the one that it belongs to.
    pub layer: usize,
}

impl Parameter {
    /// A parameter without a penalty.
    pub fn new(weights: Slot, gradients: Slot, trainable: bool) -> Self {
        let (slots, penalty, kernel_of) = (Vec::new(), (0.0, 0.0), None);
        Self { weights, gradients, slots, penalty, kernel_of, trainable, layer: 0 }
    }
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
    /// The dense layers.
    pub layers: Vec<DenseParts>,
    /// Everything trainable, in the order of the layers.
    pub parameters: Vec<Parameter>,
    /// Moving statistics: state that no optimizer moves.
    pub statistics: Vec<Slot>,
    /// What moves the parameters.
    pub optimizer: Optimizer,
    /// Buffers that do not start at 0, and the value that they start at.
    pub constants: Vec<(Slot, f64)>,
    /// `[rows, features]`
    pub input: Slot,
    /// `[rows, outputs]`
    pub target: Slot,
    /// `[rows, outputs]`
    pub output: Slot,
    /// Whether a row's values depend on the other rows of its batch: then a batch must be
    /// trained on in one piece.
    pub couples_rows: bool,
}

/// The layers' names as the plan and Keras's `summary()` write them, e.g. `dense_1`; the last
/// dense one is `output`.
pub fn names(layers: &[Layer]) -> Vec<String> {
    let output = layers.iter().rposition(Layer::is_dense);
    let name = |(at, layer): (usize, &Layer)| {
        let kind: &str = layer.kind.kind().into();
        if Some(at) == output { "output".to_owned() } else { format!("{kind}_{}", layer.id) }
    };
    layers.iter().enumerate().map(name).collect()
}

impl Plan {
    /// The plan of an architecture that has passed [`Architecture::check`]; a residual
    /// connection that does not fit is left out.
    pub fn new(architecture: &Architecture) -> Self {
        let Architecture { inputs, layers, loss, optimizer } = architecture;
        let mut plan = Self {
            buffers: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
            layers: Vec::new(),
            parameters: Vec::new(),
            statistics: Vec::new(),
            optimizer: optimizer.kind(),
            constants: Vec::new(),
            input: Slot(0),
            target: Slot(0),
            output: Slot(0),
            couples_rows: false,
        };
        plan.input = plan.buffer("input".to_owned(), Shape::Rows(*inputs));
        plan.target = plan.buffer("target".to_owned(), Shape::Rows(architecture.outputs()));
        let fuses = architecture.fuses_output();
        let names = names(layers);
        let mut flow = Flow { value: plan.input, d: None };
        let mut before_output = flow;
        let mut flows = Vec::new();
        // Each layer's way back, and what follows it there.
        let mut back: Vec<Vec<Op>> = Vec::new();
        for (at, layer) in layers.iter().enumerate() {
            flows.push(flow);
            let known = plan.parameters.len();
            let fused = fuses && at + 1 == layers.len();
            let ops;
            (flow, before_output, ops) = plan.emit(&names[at], layer, fused, &flows);
            back.push(ops);
            for parameter in &mut plan.parameters[known..] {
                parameter.layer = at;
            }
            if layer.is_dense()
                && let Some(dense) = plan.layers.last_mut()
            {
                dense.layer = at;
            }
            if layer.kind.kind() == LayerKind::Add
                && let Some(from) = at.checked_sub(reach(layer))
                && plan.width(flows[from].value) == plan.width(flow.value)
            {
                let (sum, ops, then) = add::emit(&names[at], flows[from], flow, &mut plan);
                (flow, back[at]) = (sum, ops);
                back[from].extend(then);
            }
            if let Some(dense) = plan.layers.last_mut() {
                dense.output = flow.value;
            }
        }
        plan.output = flow.value;
        if let Some(d_output) = flow.d {
            let output = if fuses { before_output.value } else { flow.value };
            let from_logits = fuses || architecture.outputs_are_logits();
            let (loss, target) = (*loss, plan.target);
            plan.backward.push(Op::LossGradient { loss, from_logits, output, target, d_output });
            plan.backward.extend(back.into_iter().rev().flatten());
        }
        plan.remember(optimizer::slot_names(optimizer), &optimizer::initial_slots(optimizer));
        plan
    }

    /// Emits one layer: the flow behind it, the one before its activation, and its way back.
    fn emit(
        &mut self,
        name: &str,
        layer: &Layer,
        fused: bool,
        flows: &[Flow],
    ) -> (Flow, Flow, Vec<Op>) {
        let flow = flows.last().copied().unwrap_or(Flow { value: self.input, d: None });
        // Masks and noise are drawn by the layer's place, which a link carries; not by its id.
        let key = flows.len() as u32;
        let knob = |knob| layer.kind.get(knob).unwrap_or_default();
        let linear = Tuned::new(Activation::Linear);
        let activate = layer.activation.unwrap_or(linear);
        match layer.kind.kind() {
            LayerKind::Dense => {
                let (sum, mut back) = dense::emit(name, layer, flow, self);
                let (flow, mut ops) = activation::emit(name, activate, fused, sum, self);
                ops.append(&mut back);
                (flow, sum, ops)
            }
            LayerKind::Activation => {
                let (after, ops) = activation::emit(name, activate, fused, flow, self);
                (after, flow, ops)
            }
            LayerKind::Dropout => {
                let (after, ops) = dropout::emit(name, key, knob("rate"), flow, self);
                (after, after, ops)
            }
            LayerKind::GaussianNoise => {
                let (after, ops) = gaussian_noise::emit(name, key, knob("stddev"), flow, self);
                (after, after, ops)
            }
            LayerKind::BatchNormalization => {
                let (after, ops) = batch_normalization::emit(name, layer, flow, self);
                (after, after, ops)
            }
            LayerKind::LayerNormalization | LayerKind::RmsNormalization => {
                let (after, ops) = layer_normalization::emit(name, layer, flow, self);
                (after, after, ops)
            }
            // Needs the flows before; `new` does it.
            LayerKind::Add => (flow, flow, Vec::new()),
        }
    }

    /// Gives every trainable parameter the optimizer's memory.
    fn remember(&mut self, names: &[&str], initial: &[f64]) {
        for at in 0..self.parameters.len() {
            if !self.parameters[at].trainable {
                continue;
            }
            let weights = self.parameters[at].weights;
            let (length, of) = (self.width(weights), self.buffers[weights.0].name.clone());
            for (name, &value) in names.iter().zip(initial) {
                let slot = self.buffer(format!("{of}/{name}"), Shape::Fixed(length));
                self.constants.extend((value != 0.0).then_some((slot, value)));
                self.parameters[at].slots.push(slot);
            }
        }
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
            Shape::Fixed(length) | Shape::Scratch(length) => length,
        }
    }

    /// The buffers that outlive a step, but for the dense layers' weights and gradients.
    pub fn extra_state(&self) -> Vec<Slot> {
        let dense: Vec<Slot> = self
            .layers
            .iter()
            .flat_map(|layer| [layer.bias, layer.kernel, layer.d_bias, layer.d_kernel])
            .collect();
        let fixed = |slot: &Slot| matches!(self.buffers[slot.0].shape, Shape::Fixed(_));
        (0..self.buffers.len()).map(Slot).filter(fixed).filter(|s| !dense.contains(s)).collect()
    }

    /// Weights and biases of all dense layers together, biases that are switched off included:
    /// the length of a frame's weights.
    pub fn weight_count(&self) -> usize {
        self.layers.iter().map(|layer| layer.units * (layer.inputs + 1)).sum()
    }

    /// All parameters, frozen ones included.
    pub fn parameter_count(&self) -> usize {
        self.parameters.iter().map(|parameter| self.width(parameter.weights)).sum()
    }

    /// Units of all dense layers together, the output included.
    pub fn unit_count(&self) -> usize {
        self.layers.iter().map(|layer| layer.units).sum()
    }
}

impl fmt::Display for Plan {
    /// One line a buffer and an op.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for buffer in &self.buffers {
            match buffer.shape {
                Shape::Rows(units) => writeln!(f, "buffer {} [rows, {units}]", buffer.name)?,
                Shape::Fixed(length) | Shape::Scratch(length) => {
                    writeln!(f, "buffer {} [{length}]", buffer.name)?;
                }
            }
        }
        let list = |slots: Vec<Slot>| {
            let names = slots.into_iter().map(|slot| self.buffers[slot.0].name.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        for op in self.forward.iter().chain(&self.backward) {
            writeln!(f, "{} = {}({})", list(op.writes()), op.name(), list(op.reads()))?;
        }
        Ok(())
    }
}
