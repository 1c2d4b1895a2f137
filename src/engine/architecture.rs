//! A network as its layers, with what trains it. Both ways in lead here: the page's `Config`
//! and the `Sequential` builder.

use super::activation::Activation;
use super::error::{Error, Result};
use super::kind::Tuned;
use super::layer::{Layer, LayerKind};
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

    /// The activation that the outputs go through last.
    pub fn output_activation(&self) -> Activation {
        match self.layers.last() {
            Some(last) => match last.kind.kind() {
                LayerKind::Dense | LayerKind::Activation => {
                    last.activation.map_or(Activation::Linear, |activation| activation.kind())
                }
                LayerKind::Dropout
                | LayerKind::GaussianNoise
                | LayerKind::BatchNormalization
                | LayerKind::LayerNormalization
                | LayerKind::RmsNormalization
                | LayerKind::Add => Activation::Linear,
            },
            None => Activation::Linear,
        }
    }

    /// The width of the flow into each layer, and behind the last: `[layers + 1]`.
    pub fn widths(&self) -> Vec<usize> {
        widths(self.inputs, &self.layers)
    }

    /// Whether a plan can be made of it.
    ///
    /// # Errors
    /// [`Error::Residual`] for a connection around layers that are not there or not equally
    /// wide, [`Error::NoLayer`] for a network without a dense layer.
    pub fn check(&self) -> Result<()> {
        if !self.layers.iter().any(Layer::is_dense) {
            return Err(Error::NoLayer);
        }
        match misfits(self.inputs, &self.layers).first() {
            None => Ok(()),
            Some(&at) => Err(Error::Residual { layer: at, layers: reach(&self.layers[at]) }),
        }
    }
}

/// The width of the flow into each layer of a list, and behind the last.
pub fn widths(inputs: usize, layers: &[Layer]) -> Vec<usize> {
    let mut width = inputs;
    let behind = layers.iter().map(|layer| {
        if layer.is_dense() {
            width = layer.units();
        }
        width
    });
    std::iter::once(inputs).chain(behind).collect()
}

/// How many layers a residual connection goes around.
pub fn reach(layer: &Layer) -> usize {
    layer.kind.get("layers").map_or(0, |layers| layers as usize)
}

/// The places of the residual connections that go around layers that are not there or that
/// change the width.
pub fn misfits(inputs: usize, layers: &[Layer]) -> Vec<usize> {
    let widths = widths(inputs, layers);
    let misfit = |&at: &usize| {
        layers[at].kind.kind() == LayerKind::Add
            && at.checked_sub(reach(&layers[at])).is_none_or(|from| widths[from] != widths[at])
    };
    (0..layers.len()).filter(misfit).collect()
}
