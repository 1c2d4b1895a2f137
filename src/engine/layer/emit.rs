//! Which file emits a layer, and what all of them hand on. To add a layer: its arm here.

use super::{
    Layer, LayerKind, activation, add, batch_normalization, dense, dropout, gaussian_noise,
    layer_normalization,
};
use crate::engine::activation::Activation;
use crate::engine::kind::Tuned;
use crate::engine::plan::{Flow, Op, Plan};

/// What a layer has added to a plan.
pub struct Emitted {
    /// What it hands on.
    pub flow: Flow,
    /// The same before its activation.
    pub before: Flow,
    /// Its way back.
    pub back: Vec<Op>,
    /// What is to be done once the way back has come to the input of a layer before it, by its place.
    pub then: Option<(usize, Op)>,
}

impl Emitted {
    /// Of a layer without an activation.
    fn plain((flow, back): (Flow, Vec<Op>)) -> Self {
        Self { flow, before: flow, back, then: None }
    }
}

/// Emits one layer; `flows` are what comes into each layer up to this one. With `fused` the loss has
/// already gone through its activation on the way back. A residual connection that does not fit is
/// left out.
pub fn emit(name: &str, layer: &Layer, fused: bool, flows: &[Flow], plan: &mut Plan) -> Emitted {
    let flow = flows.last().copied().unwrap_or(Flow { value: plan.input, d: None });
    // Masks and noise are drawn by the layer's place, which a link carries; not by its id.
    let key = flows.len() as u32;
    let knob = |knob| layer.kind.get(knob).unwrap_or_default();
    let linear = Tuned::new(Activation::Linear);
    let activate = layer.activation.unwrap_or(linear);
    match layer.kind.kind() {
        LayerKind::Dense => {
            let (sum, mut back) = dense::emit(name, layer, flow, plan);
            let (flow, mut ops) = activation::emit(name, activate, fused, sum, plan);
            ops.append(&mut back);
            Emitted { flow, before: sum, back: ops, then: None }
        }
        LayerKind::Activation => {
            let (after, back) = activation::emit(name, activate, fused, flow, plan);
            Emitted { flow: after, before: flow, back, then: None }
        }
        LayerKind::Dropout => Emitted::plain(dropout::emit(name, key, knob("rate"), flow, plan)),
        LayerKind::GaussianNoise => {
            Emitted::plain(gaussian_noise::emit(name, key, knob("stddev"), flow, plan))
        }
        LayerKind::BatchNormalization => {
            Emitted::plain(batch_normalization::emit(name, layer, flow, plan))
        }
        LayerKind::LayerNormalization | LayerKind::RmsNormalization => {
            Emitted::plain(layer_normalization::emit(name, layer, flow, plan))
        }
        LayerKind::Add => {
            let from = flows.len().checked_sub(1 + layer.reach());
            let fits = |&from: &usize| plan.width(flows[from].value) == plan.width(flow.value);
            let Some(from) = from.filter(fits) else {
                return Emitted::plain((flow, Vec::new()));
            };
            let (sum, back, then) = add::emit(name, flows[from], flow, plan);
            Emitted { then: then.map(|op| (from, op)), ..Emitted::plain((sum, back)) }
        }
    }
}
