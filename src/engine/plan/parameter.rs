//! What a network knows: one list of all its parameters, in the order of the layers. First weights,
//! checkpoints, frames and what Keras's order asks for are read off it. What an optimizer remembers
//! of a parameter belongs to it; values that live for a step do not.

use std::iter;

use rand::Rng;

use super::{Plan, Shape, Slot};
use crate::engine::initializer::{self, Initializer};
use crate::engine::kind::Tuned;
use crate::order;

/// What a parameter is to its layer. Keras lists a layer's in this order, and those of one role as
/// the layer adds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What a layer multiplies its inputs with: it alone takes the Playground's penalty, which may
    /// prune it.
    Kernel,
    /// What a layer adds to its sums.
    Bias,
    /// What a normalization multiplies by, and what it adds.
    Gain,
    /// A moving average, which forward moves and no optimizer does.
    Statistic,
}

/// How a parameter starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    /// At this value everywhere.
    At(f64),
    /// As an initializer draws it.
    Drawn(Tuned<Initializer>),
}

/// What becomes of a parameter while the network trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The optimizer moves it.
    Trained,
    /// No optimizer moves it: it is frozen, or a statistic.
    Held,
    /// It is 0 and no parameter to anyone but frames: a bias that is switched off.
    Off,
}

impl State {
    /// Of a layer that is frozen or not.
    pub fn of(trainable: bool) -> Self {
        if trainable { Self::Trained } else { Self::Held }
    }
}

/// A parameter; its name is that of its weights' buffer, e.g. `dense_2/kernel`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// What it is to its layer.
    pub role: Role,
    /// How long it is along each axis, units first: Keras has them the other way round. A kernel is
    /// `[units, inputs]`.
    pub axes: Vec<usize>,
    /// How it starts.
    pub start: Start,
    /// What becomes of it.
    pub state: State,
    /// Keras's penalty `l1·Σ|w| + l2·Σw²`: l1 and l2.
    pub penalty: (f64, f64),
    /// `[length]`
    pub weights: Slot,
    /// Gradient sums, `[length]`; a statistic has none.
    pub gradients: Option<Slot>,
    /// The optimizer's memory, each `[length]`, of what it moves.
    pub slots: Vec<Slot>,
    /// The place among the architecture's layers of the one that it belongs to.
    pub layer: usize,
}

impl Parameter {
    /// How many numbers it has.
    pub fn length(&self) -> usize {
        self.axes.iter().product()
    }

    /// `[units, inputs]`: its first axis, and all others as one.
    pub fn matrix(&self) -> [usize; 2] {
        let units = self.axes.first().copied().unwrap_or(1);
        [units, self.axes.iter().skip(1).product()]
    }

    /// Its axes in Keras's order.
    pub fn keras_axes(&self) -> Vec<usize> {
        self.axes.iter().rev().copied().collect()
    }

    /// Whether it is a kernel.
    pub fn is_kernel(&self) -> bool {
        self.role == Role::Kernel
    }

    /// Whether it is a moving average.
    pub fn is_statistic(&self) -> bool {
        self.role == Role::Statistic
    }

    /// Whether the optimizer moves it.
    pub fn is_trained(&self) -> bool {
        self.state == State::Trained
    }

    /// Whether frames hold it, kernels and biases: the page looks for them by `WeightId`.
    pub fn is_framed(&self) -> bool {
        matches!(self.role, Role::Kernel | Role::Bias)
    }

    /// Its first values. With `zero` kernels and biases are 0.
    pub fn draw<R: Rng>(&self, zero: bool, rng: &mut R) -> Vec<f64> {
        match self.start {
            Start::At(value) => {
                let value = if zero && self.is_framed() { 0.0 } else { value };
                vec![value; self.length()]
            }
            Start::Drawn(initializer) => {
                let [units, inputs] = self.matrix();
                let draw = if zero { initializer::zeros::<R> } else { initializer::draw::<R> };
                draw(&initializer, inputs, units, rng)
            }
        }
    }
}

impl Plan {
    /// A parameter of the layer that is being emitted, as Keras's `add_weight` makes one: its
    /// weights and its gradient sums.
    pub fn add_weight(
        &mut self,
        name: &str,
        (role, axes): (Role, &[usize]),
        start: Start,
        (state, penalty): (State, (f64, f64)),
    ) -> [Slot; 2] {
        let shape = Shape::Fixed(axes.iter().product());
        let weights = self.buffer(name.to_owned(), shape);
        let gradients = self.buffer(format!("{name}/gradient"), shape);
        self.parameters.push(Parameter {
            role,
            axes: axes.to_vec(),
            start,
            state,
            penalty,
            weights,
            gradients: Some(gradients),
            slots: Vec::new(),
            layer: 0,
        });
        [weights, gradients]
    }

    /// A gain of a normalization, one a unit.
    pub fn add_gain(&mut self, name: &str, units: usize, start: f64, state: State) -> [Slot; 2] {
        self.add_weight(name, (Role::Gain, &[units]), Start::At(start), (state, (0.0, 0.0)))
    }

    /// A moving average of the layer that is being emitted, one a unit.
    pub fn add_statistic(&mut self, name: &str, units: usize, start: f64) -> Slot {
        let weights = self.buffer(name.to_owned(), Shape::Fixed(units));
        self.parameters.push(Parameter {
            role: Role::Statistic,
            axes: vec![units],
            start: Start::At(start),
            state: State::Held,
            penalty: (0.0, 0.0),
            weights,
            gradients: None,
            slots: Vec::new(),
            layer: 0,
        });
        weights
    }

    /// What the optimizer moves, each with its gradient sums.
    pub fn trained(&self) -> impl Iterator<Item = (&Parameter, Slot)> {
        let trained = self.parameters.iter().filter(|own| own.is_trained());
        trained.filter_map(|own| Some((own, own.gradients?)))
    }

    /// The moving averages.
    pub fn statistics(&self) -> impl Iterator<Item = Slot> {
        let statistics = self.parameters.iter().filter(|own| own.is_statistic());
        statistics.map(|own| own.weights)
    }

    /// What frames hold of the network, each with where it begins in their weights. Biases that are
    /// switched off are there too, as zeros.
    pub fn framed(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        let framed = self.parameters.iter().filter(|own| own.is_framed());
        framed.scan(0, |end, own| {
            *end += own.length();
            Some((*end - own.length(), own))
        })
    }

    /// The kernels among [`Self::framed`].
    pub fn kernels(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.framed().filter(|(_, own)| own.is_kernel())
    }

    /// The parameters as Keras lists them.
    pub fn in_keras_order(&self) -> Vec<&Parameter> {
        let on = |own: &&Parameter| own.state != State::Off;
        let mut listed: Vec<_> = self.parameters.iter().filter(on).collect();
        order::sort_by_key(&mut listed, |own| (own.layer as u64) << 8 | own.role as u64);
        listed
    }

    /// Buffers that do not start at 0, and the value that they start at, as far as nothing is drawn.
    pub fn constants(&self) -> impl Iterator<Item = (Slot, f64)> {
        let all = self.parameters.iter().flat_map(|own| {
            let start = match own.start {
                Start::At(value) => Some((own.weights, value)),
                Start::Drawn(_) => None,
            };
            start
                .into_iter()
                .chain(iter::zip(own.slots.iter().copied(), self.memory.iter().copied()))
        });
        all.filter(|&(_, value)| value != 0.0)
    }

    /// The buffers that outlive a step, but for those of [`Self::framed`] parameters and their
    /// gradients.
    pub fn extra_state(&self) -> Vec<Slot> {
        let extra = |own: &Parameter| {
            let values = [Some(own.weights), own.gradients].into_iter().flatten();
            let values = values.filter(|_| !own.is_framed());
            values.chain(own.slots.iter().copied()).collect::<Vec<_>>()
        };
        let mut slots: Vec<Slot> = self.parameters.iter().flat_map(extra).collect();
        order::sort_by_key(&mut slots, |slot| slot.0 as u64);
        slots
    }

    /// The length of a frame's weights.
    pub fn weight_count(&self) -> usize {
        self.framed().map(|(_, own)| own.length()).sum()
    }

    /// All that an optimizer moves or could move.
    pub fn parameter_count(&self) -> usize {
        let counts = |own: &&Parameter| own.state != State::Off && !own.is_statistic();
        self.parameters.iter().filter(counts).map(Parameter::length).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::architecture::Architecture;
    use crate::engine::layer::Layer;
    use crate::engine::loss::Loss;
    use crate::engine::optimizer::Optimizer;

    fn plan(layers: &[&str]) -> Plan {
        let layers = (0..).zip(layers).map(|(id, text)| Layer::read(text, id).unwrap().0);
        Plan::new(&Architecture {
            inputs: 2,
            layers: layers.collect(),
            loss: Loss::MeanSquaredError.into(),
            optimizer: Optimizer::Adagrad.into(),
        })
    }

    fn mixed() -> Plan {
        plan(&[
            "dense(units:3,use_bias:0)",
            "batch_normalization",
            "dropout",
            "dense(units:3,trainable:0)",
            "layer_normalization(trainable:0)",
            "rms_normalization",
            "dense(units:1)",
        ])
    }

    #[test]
    fn whatever_outlives_a_step_is_in_the_list_once() {
        let plan = mixed();
        let mut listed: Vec<Slot> = Vec::new();
        for own in &plan.parameters {
            listed.push(own.weights);
            listed.extend(own.gradients);
            listed.extend(&own.slots);
        }
        listed.sort_unstable();
        let lasts = |slot: &Slot| matches!(plan.buffers[slot.0].shape, Shape::Fixed(_));
        let lasting: Vec<Slot> = (0..plan.buffers.len()).map(Slot).filter(lasts).collect();
        assert_eq!(listed, lasting);
    }

    #[test]
    fn keras_lists_kernels_first_and_what_is_switched_off_not_at_all() {
        let plan = mixed();
        let listed = plan.in_keras_order();
        let told: Vec<_> =
            listed.iter().map(|own| (plan.name(own.weights), own.keras_axes())).collect();
        assert_eq!(
            told,
            [
                ("dense_0/kernel", vec![2, 3]),
                ("batch_normalization_1/gamma", vec![3]),
                ("batch_normalization_1/beta", vec![3]),
                ("batch_normalization_1/moving_mean", vec![3]),
                ("batch_normalization_1/moving_variance", vec![3]),
                ("dense_3/kernel", vec![3, 3]),
                ("dense_3/bias", vec![3]),
                ("layer_normalization_4/gamma", vec![3]),
                ("layer_normalization_4/beta", vec![3]),
                ("rms_normalization_5/scale", vec![3]),
                ("output/kernel", vec![3, 1]),
                ("output/bias", vec![1]),
            ]
        );
    }

    #[test]
    fn what_does_not_start_at_zero_says_so() {
        let plan = mixed();
        let starts: Vec<_> =
            plan.constants().map(|(slot, value)| (plan.name(slot), value)).collect();
        assert_eq!(
            starts,
            [
                ("dense_0/kernel/accumulator", 0.1),
                ("batch_normalization_1/gamma", 1.0),
                ("batch_normalization_1/gamma/accumulator", 0.1),
                ("batch_normalization_1/beta/accumulator", 0.1),
                ("batch_normalization_1/moving_variance", 1.0),
                ("layer_normalization_4/gamma", 1.0),
                ("rms_normalization_5/scale", 1.0),
                ("rms_normalization_5/scale/accumulator", 0.1),
                ("output/bias/accumulator", 0.1),
                ("output/kernel/accumulator", 0.1),
            ]
        );
    }
}
