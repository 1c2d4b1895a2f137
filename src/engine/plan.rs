//! A plan: the list of ops over numbered buffers that a network comes to, tensors flowing
//! through a graph. Layers emit it, backends execute it, so that backends cannot differ in
//! structure. The rows (samples) an op works on belong to the step, not to the plan.

mod op;
mod parameter;

use std::fmt;
use std::ops::Range;

pub use op::Op;
pub use parameter::{Parameter, Role, Start, State};

use super::architecture::Architecture;
use super::layer::{self, Emitted, Layer};
use super::optimizer::{self, MOST_SLOTS, Optimizer};

/// The number of a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// What is shown of the network: a layer with units of its own and what follows it up to the next
/// such one, a column of the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the next column sees of it, `[rows, units]`: normalization, activation and so on that
    /// stand between them included.
    pub output: Slot,
    /// Its first op in [`Plan::forward`].
    pub first: usize,
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
    /// Everything that the network knows, in the order of the layers.
    pub parameters: Vec<Parameter>,
    /// What is shown of it; the last is the output.
    pub columns: Vec<Column>,
    /// What moves the parameters.
    pub optimizer: Optimizer,
    /// What each number that it remembers of a weight starts at.
    pub memory: [f64; MOST_SLOTS],
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
/// one with units is `output`.
pub fn names(layers: &[Layer]) -> Vec<String> {
    let output = layers.iter().rposition(Layer::has_units);
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
            parameters: Vec::new(),
            columns: Vec::new(),
            optimizer: optimizer.kind(),
            memory: optimizer::initial_slots(optimizer),
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
            let emitted = layer::emit(&names[at], layer, fused, &flows, &mut plan);
            let Emitted { flow: after, before, back: own, then } = emitted;
            (flow, before_output) = (after, before);
            back.push(own);
            if let Some((from, op)) = then {
                back[from].push(op);
            }
            for own in &mut plan.parameters[known..] {
                own.layer = at;
            }
            if let Some(column) = plan.columns.last_mut() {
                column.output = flow.value;
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
        plan.remember(optimizer::slot_names(optimizer));
        plan
    }

    /// Gives what the optimizer moves its memory.
    fn remember(&mut self, names: &[&str]) {
        for at in 0..self.parameters.len() {
            let own = &self.parameters[at];
            if own.is_trained() {
                let (length, of) = (own.length(), self.name(own.weights).to_owned());
                let slots = names
                    .iter()
                    .map(|name| self.buffer(format!("{of}/{name}"), Shape::Fixed(length)))
                    .collect();
                self.parameters[at].slots = slots;
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

    /// A buffer's name.
    pub fn name(&self, slot: Slot) -> &str {
        &self.buffers[slot.0].name
    }

    /// The plan as far as what comes into the dense layer of a column, which is its output, without a
    /// way back. `None` where there is no such column.
    pub fn before(&self, column: usize) -> Option<Self> {
        let (ahead, rest) = self.forward.split_at_checked(self.columns.get(column)?.first)?;
        let Some(&Op::Dense { input, .. }) = rest.first() else { return None };
        let (forward, backward) = (ahead.to_vec(), Vec::new());
        Some(Self { forward, backward, output: input, ..self.clone() })
    }

    /// The outputs of some columns.
    pub fn outputs(&self, columns: Range<usize>) -> Vec<Slot> {
        self.columns[columns].iter().map(|column| column.output).collect()
    }

    /// The units of each column, the last of which are the outputs.
    pub fn units(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().map(|column| self.width(column.output))
    }

    /// Units of all columns together.
    pub fn unit_count(&self) -> usize {
        self.units().sum()
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
            let names = slots.into_iter().map(|slot| self.name(slot));
            names.collect::<Vec<_>>().join(", ")
        };
        for op in self.forward.iter().chain(&self.backward) {
            writeln!(f, "{} = {}({})", list(op.writes()), op.name(), list(op.reads()))?;
        }
        Ok(())
    }
}
