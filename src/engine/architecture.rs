//! A network as its layers, with what trains it. Both ways in lead here: the page's `Config`
//! and the `Sequential` builder.

use super::activation::Activation;
use super::error::{Error, Result};
use super::kind::Tuned;
use super::layer::Layer;
use super::loss::Loss;
use super::optimizer::Optimizer;

/// A network that can be planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Architecture {
    /// Number of values per sample that go in.
    pub inputs: usize,
    /// The layers from the first to the output; an activation or initializer of `None` is
    /// `linear` and `glorot_uniform`, Keras's defaults.
    pub layers: Vec<Layer>,
    /// What training minimises.
    pub loss: Tuned<Loss>,
    /// How it does so.
    pub optimizer: Tuned<Optimizer>,
}

impl Architecture {
    /// Number of values per sample that come out.
    pub fn outputs(&self) -> usize {
        self.layers.iter().rev().map(Layer::units).find(|&units| units > 0).unwrap_or(self.inputs)
    }

    /// The activation that the outputs go through last. What only adds chance while training, and
    /// a linear activation, hand on what they get: behind a softmax stand probabilities still.
    pub fn output_activation(&self) -> Activation {
        self.layers.iter().rev().find_map(Layer::ends_in).unwrap_or(Activation::Linear)
    }

    /// Whether the outputs are logits of the loss.
    pub fn outputs_are_logits(&self) -> bool {
        self.loss.kind().reads_logits(self.output_activation())
    }

    /// Whether the way back goes around the last layer's activation: the loss is taken from what
    /// goes into it, which is stable where a probability rounds to 0 or 1.
    pub fn fuses_output(&self) -> bool {
        let last = self.layers.last().and_then(Layer::ends_in);
        last.is_some_and(|last| self.loss.kind().fuses(last))
    }

    /// The width of the flow into each layer, and behind the last: `[layers + 1]`.
    pub fn widths(&self) -> Vec<usize> {
        widths(self.inputs, &self.layers)
    }

    /// Whether a plan can be made of it.
    ///
    /// # Errors
    /// [`Error::Residual`] for a connection around layers that are not there or not equally
    /// wide, [`Error::NoLayer`] for a network without units.
    pub fn check(&self) -> Result<()> {
        if !self.layers.iter().any(Layer::has_units) {
            return Err(Error::NoLayer);
        }
        match misfits(self.inputs, &self.layers).first() {
            None => Ok(()),
            Some(&at) => Err(Error::Residual { layer: at, layers: self.layers[at].reach() }),
        }
    }
}

/// The width of the flow into each layer of a list, and behind the last.
pub fn widths(inputs: usize, layers: &[Layer]) -> Vec<usize> {
    let mut width = inputs;
    let behind = layers.iter().map(|layer| {
        width = layer.width(width);
        width
    });
    std::iter::once(inputs).chain(behind).collect()
}

/// The places of the residual connections that go around layers that are not there or that
/// change the width.
pub fn misfits(inputs: usize, layers: &[Layer]) -> Vec<usize> {
    let widths = widths(inputs, layers);
    let misfit = |&at: &usize| {
        at.checked_sub(layers[at].reach()).is_none_or(|from| widths[from] != widths[at])
    };
    (0..layers.len()).filter(misfit).collect()
}
