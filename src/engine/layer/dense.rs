//! A fully connected layer with its activation, Keras's `Dense`
//! (<https://keras.io/api/layers/core_layers/dense/>).

use crate::engine::activation::Activation;
use crate::engine::plan::{Op, Parameters, Plan, Shape, Slot};

/// `output = activation(kernel · input + bias)`
#[derive(Clone, Copy, Debug)]
pub struct Dense {
    /// Place among the dense layers, from 0.
    pub index: usize,
    /// Number of inputs.
    pub inputs: usize,
    /// Number of units.
    pub units: usize,
    /// The units' activation.
    pub activation: Activation,
}

/// The buffers that one dense layer works on.
#[derive(Clone, Copy, Debug)]
pub struct Wires {
    input: Slot,
    sum: Slot,
    /// `[rows, units]`
    pub output: Slot,
    /// The gradient by the output and then, in place, by the sum: `[rows, units]`.
    pub d_output: Slot,
    bias: Slot,
    kernel: Slot,
    d_bias: Slot,
    d_kernel: Slot,
}

impl Dense {
    /// Makes the layer's buffers.
    pub fn wire(&self, input: Slot, plan: &mut Plan) -> Wires {
        let Self { index, inputs, units, .. } = *self;
        let mut make = |role: &str, shape| plan.buffer(format!("dense_{index}/{role}"), shape);
        let wires = Wires {
            input,
            sum: make("sum", Shape::Rows(units)),
            output: make("output", Shape::Rows(units)),
            d_output: make("d_output", Shape::Rows(units)),
            bias: make("bias", Shape::Fixed(units)),
            kernel: make("kernel", Shape::Fixed(units * inputs)),
            d_bias: make("d_bias", Shape::Fixed(units)),
            d_kernel: make("d_kernel", Shape::Fixed(units * inputs)),
        };
        let Wires { output, bias, kernel, d_bias, d_kernel, .. } = wires;
        plan.layers.push(Parameters { bias, kernel, d_bias, d_kernel, output, inputs, units });
        wires
    }

    /// Emits the way from input to output.
    pub fn forward(&self, at: &Wires, plan: &mut Plan) {
        let Wires { input, sum, output, bias, kernel, .. } = *at;
        plan.forward.push(Op::Dense { input, kernel, bias, sum });
        plan.forward.push(Op::Activate { activation: self.activation, sum, output });
    }

    /// Emits the way back; `d_input` is where the layer before takes its gradient, if it has one.
    pub fn backward(&self, at: &Wires, d_input: Option<Slot>, plan: &mut Plan) {
        let Wires { input, sum, output, d_output: d, kernel, d_bias, d_kernel, .. } = *at;
        let activation = self.activation;
        plan.backward.push(Op::ActivateGradient { activation, sum, output, d });
        plan.backward.push(Op::DenseGradient { input, d, d_kernel, d_bias });
        if let Some(d_input) = d_input {
            plan.backward.push(Op::InputGradient { kernel, d, d_input });
        }
    }
}
