//! A fully connected layer without its activation, the linear part of Keras's `Dense`
//! (<https://keras.io/api/layers/core_layers/dense/>).

use super::Layer;
use crate::engine::plan::{DenseParts, Flow, Op, Parameter, Plan, Shape};

/// Emits `sum = kernel · input + bias`.
pub fn emit(name: &str, layer: &Layer, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let (inputs, units) = (plan.width(input), layer.units());
    let trainable = layer.is_on("trainable");
    let mut make = |role: &str, shape| plan.buffer(format!("{name}/{role}"), shape);
    let sum = make("sum", Shape::Rows(units));
    let [bias, d_bias] = ["bias", "bias/gradient"].map(|role| make(role, Shape::Fixed(units)));
    let [kernel, d_kernel] =
        ["kernel", "kernel/gradient"].map(|role| make(role, Shape::Fixed(units * inputs)));
    // Behind a frozen layer that nothing trainable feeds, no gradient is asked for.
    let d = (trainable || flow.d.is_some()).then(|| make("d_sum", Shape::Rows(units)));
    plan.forward.push(Op::Dense { input, kernel, bias, sum });
    let mut back = Vec::new();
    if let Some(d) = d {
        if trainable {
            back.push(Op::DenseGradient { input, d, d_kernel, d_bias });
        }
        back.extend(flow.d.map(|d_input| Op::InputGradient { kernel, d, d_input }));
    }
    let dense = plan.layers.len();
    let use_bias = layer.is_on("use_bias");
    plan.layers.push(DenseParts {
        bias,
        kernel,
        d_bias,
        d_kernel,
        output: sum,
        inputs,
        units,
        use_bias,
        layer: 0,
    });
    let parameter = |weights, gradients| Parameter::new(weights, gradients, trainable);
    if use_bias {
        plan.parameters.push(Parameter {
            penalty: layer.bias_regularizer.coefficients(),
            ..parameter(bias, d_bias)
        });
    }
    plan.parameters.push(Parameter {
        penalty: layer.kernel_regularizer.coefficients(),
        kernel_of: Some(dense),
        ..parameter(kernel, d_kernel)
    });
    (Flow { value: sum, d }, back)
}
