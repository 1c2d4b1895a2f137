//! A fully connected layer without its activation, the linear part of Keras's `Dense`
//! (<https://keras.io/api/layers/core_layers/dense/>).

use super::Layer;
use crate::engine::initializer::{self, Initializer};
use crate::engine::kind::Tuned;
use crate::engine::plan::{Column, Flow, Op, Plan, Role, Shape, Start, State};

/// Emits `sum = kernel · input + bias`.
pub fn emit(name: &str, layer: &Layer, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let (inputs, units) = (plan.width(input), layer.units());
    let trainable = layer.is_on("trainable");
    let state = State::of(trainable);
    let glorot = Tuned::new(Initializer::GlorotUniform);
    let initializer = layer.initializer.unwrap_or(glorot);
    let (start, of_bias) = match layer.is_on("use_bias") {
        true => (initializer::bias(&initializer), (state, layer.bias_regularizer.coefficients())),
        false => (0.0, (State::Off, (0.0, 0.0))),
    };
    let of_kernel = (state, layer.kernel_regularizer.coefficients());
    let sum = plan.buffer(format!("{name}/sum"), Shape::Rows(units));
    plan.columns.push(Column { output: sum, first: plan.forward.len() });
    let [bias, d_bias] =
        plan.add_weight(&format!("{name}/bias"), (Role::Bias, &[units]), Start::At(start), of_bias);
    let [kernel, d_kernel] = plan.add_weight(
        &format!("{name}/kernel"),
        (Role::Kernel, &[units, inputs]),
        Start::Drawn(initializer),
        of_kernel,
    );
    // Behind a frozen layer that nothing trainable feeds, no gradient is asked for.
    let asked = trainable || flow.d.is_some();
    let d = asked.then(|| plan.buffer(format!("{name}/d_sum"), Shape::Rows(units)));
    plan.forward.push(Op::Dense { input, kernel, bias, sum });
    let mut back = Vec::new();
    if let Some(d) = d {
        if trainable {
            back.push(Op::DenseGradient { input, d, d_kernel, d_bias });
        }
        back.extend(flow.d.map(|d_input| Op::InputGradient { kernel, d, d_input }));
    }
    (Flow { value: sum, d }, back)
}
