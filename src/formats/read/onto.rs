//! Arrays alone, put into the network on show.

use super::array::Array;
use super::brought::Brought;
use super::{Report, Unreadable};
use crate::engine::config::Config;
use crate::engine::plan::Plan;

/// The network on show with other weights: by name, where an array is called as one of its own, else in
/// Keras's order (`get_weights`).
///
/// # Errors
/// Where they are not as many as its own, or not of the same shapes.
pub fn onto(now: &Config, arrays: Vec<Array>, report: &mut Report) -> Result<Brought, Unreadable> {
    let plan = Plan::new(&now.architecture());
    Ok(Brought {
        sight: None,
        raw: false,
        inputs: now.inputs(),
        layers: now.layers.clone(),
        output: now.output,
        outputs: now.target().outputs,
        loss: None,
        training: None,
        values: place(&plan, arrays, report)?,
        remembered: None,
    })
}

/// The values of a plan's parameters, in Keras's order.
fn place(
    plan: &Plan,
    mut arrays: Vec<Array>,
    report: &mut Report,
) -> Result<Vec<Vec<f64>>, Unreadable> {
    let parameters = plan.in_keras_order();
    let names = || parameters.iter().map(|own| plan.name(own.weights));
    let named = arrays.iter().any(|array| names().any(|name| name == array.name));
    if !named && arrays.len() != parameters.len() {
        return Err(Unreadable::Count { expected: parameters.len(), got: arrays.len() });
    }
    let mut values = Vec::new();
    for (own, name) in parameters.iter().zip(names()) {
        let tensor = name.to_owned();
        let found =
            if named { arrays.iter().position(|array| array.name == name) } else { Some(0) };
        let Some(at) = found else { return Err(Unreadable::Missing { tensor }) };
        values.push(Array { name: tensor, ..arrays.remove(at) }.of(own)?);
    }
    report.ignored.extend(arrays.into_iter().map(|array| array.name));
    Ok(values)
}
