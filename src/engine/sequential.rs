//! Networks built as in Keras (<https://keras.io/guides/sequential_model/>):
//!
//! ```
//! use neural_playground::engine::sequential::*;
//!
//! // exclusive or
//! let data = Data { x: vec![0., 0., 0., 1., 1., 0., 1., 1.], y: vec![0., 1., 1., 0.] };
//! let mut model = Sequential::new(2)
//!     .dense(8, Tanh)
//!     .dense(1, Sigmoid)
//!     .compile(Adam { learning_rate: 0.05, ..Adam::default() }, BinaryCrossentropy)?;
//! let history = model.fit(&data, Fit { epochs: 300, batch_size: 4, ..Fit::default() })?;
//! assert!(history.loss[299] < 0.1 && history.loss[299] < history.loss[0]);
//! assert!(model.evaluate(&data)? < 0.1);
//! let told: Vec<bool> = model.predict(&data.x)?.iter().map(|&p| p > 0.5).collect();
//! assert_eq!(told, [false, true, true, false]);
//! # Ok::<(), neural_playground::engine::error::Error>(())
//! ```

pub use super::activation::Activation::*;
pub use super::loss::Loss::*;
pub use super::model::{Compiled, Data, Fit, History};
pub use super::optimizer::build::*;

use super::activation::Activation;
use super::architecture::Architecture;
use super::config::Precision;
use super::error::{Error, Result};
use super::initializer::Initializer;
use super::kind::Tuned;
use super::layer::{Layer, LayerKind};
use super::loss::Loss;
use super::regularizer::LayerRegularizer;

/// A stack of layers on its way to a model.
#[derive(Clone, Debug)]
pub struct Sequential {
    inputs: usize,
    layers: Vec<Layer>,
    precision: Precision,
    seed: u64,
    refused: Option<Error>,
}

impl Sequential {
    /// An empty stack over `inputs` values per sample.
    pub fn new(inputs: usize) -> Self {
        let (layers, precision, seed, refused) = (Vec::new(), Precision::Bits64, 0, None);
        Self { inputs, layers, precision, seed, refused }
    }

    /// A dense layer.
    ///
    /// ```
    /// use neural_playground::engine::sequential::*;
    /// let mut model = Sequential::new(2).dense(3, Relu).dense(1, Linear).compile(Sgd::default(), MeanSquaredError)?;
    /// assert_eq!(model.predict(&[0.0, 0.0])?, [0.0]);
    /// # Ok::<(), neural_playground::engine::error::Error>(())
    /// ```
    #[must_use]
    pub fn dense(self, units: usize, activation: impl Into<Tuned<Activation>>) -> Self {
        let layer = Layer { activation: Some(activation.into()), ..Layer::dense(0, units) };
        self.checked("units", units as f64, &layer).push(layer)
    }

    /// A function of each value.
    #[must_use]
    pub fn activation(self, activation: impl Into<Tuned<Activation>>) -> Self {
        self.push(Layer {
            activation: Some(activation.into()),
            ..Layer::new(0, LayerKind::Activation)
        })
    }

    /// Zeros for a share `rate` of the values while training.
    ///
    /// ```
    /// use neural_playground::engine::sequential::*;
    /// let stack = || Sequential::new(2).dense(4, Tanh);
    /// assert!(stack().dropout(0.1).dense(1, Linear).compile(Sgd::default(), Huber).is_ok());
    /// let error = stack().dropout(1.5).dense(1, Linear).compile(Sgd::default(), Huber).err();
    /// assert_eq!(error.map(|e| e.to_string()).as_deref(), Some("rate is 1.5, allowed: 0 to 0.9"));
    /// ```
    #[must_use]
    pub fn dropout(self, rate: f64) -> Self {
        self.tuned(LayerKind::Dropout, "rate", rate)
    }

    /// Random numbers added while training.
    #[must_use]
    pub fn gaussian_noise(self, stddev: f64) -> Self {
        self.tuned(LayerKind::GaussianNoise, "stddev", stddev)
    }

    /// Mean 0 and variance 1 of each unit over the batch.
    ///
    /// ```
    /// use neural_playground::engine::sequential::*;
    /// let model = Sequential::new(2).dense(4, Linear).batch_normalization().activation(Relu).dense(3, Softmax)
    ///     .compile(Sgd::default(), CategoricalCrossentropy)?;
    /// assert_eq!(model.summary().lines().nth(2), Some("batch_normalization_1 (BatchNormalization)(None, 4)               16"));
    /// # Ok::<(), neural_playground::engine::error::Error>(())
    /// ```
    #[must_use]
    pub fn batch_normalization(self) -> Self {
        self.push(Layer::new(0, LayerKind::BatchNormalization))
    }

    /// Mean 0 and variance 1 of each sample over the units.
    #[must_use]
    pub fn layer_normalization(self) -> Self {
        self.push(Layer::new(0, LayerKind::LayerNormalization))
    }

    /// Mean square 1 of each sample over the units.
    #[must_use]
    pub fn rms_normalization(self) -> Self {
        self.push(Layer::new(0, LayerKind::RmsNormalization))
    }

    /// A block whose input is added to its output; both must be equally wide.
    ///
    /// ```
    /// use neural_playground::engine::sequential::*;
    /// let stack = Sequential::new(2).dense(4, Tanh);
    /// let model = stack.residual(|block| block.dense(4, Tanh).dense(4, Linear)).dense(1, Linear);
    /// assert!(model.compile(Sgd::default(), MeanSquaredError).is_ok());
    /// ```
    #[must_use]
    pub fn residual(self, block: impl FnOnce(Self) -> Self) -> Self {
        let before = self.layers.len();
        let after = block(self);
        let layers = after.layers.len().saturating_sub(before);
        after.tuned(LayerKind::Add, "layers", layers as f64)
    }

    /// Any layer, for what the methods above leave at its default.
    #[must_use]
    pub fn push(mut self, layer: Layer) -> Self {
        let id = u32::try_from(self.layers.len()).unwrap_or(u32::MAX);
        self.layers.push(Layer { id, ..layer });
        self
    }

    /// Penalties on the last layer's kernel and bias.
    #[must_use]
    pub fn regularized(
        self,
        kernel: impl Into<Tuned<LayerRegularizer>>,
        bias: impl Into<Tuned<LayerRegularizer>>,
    ) -> Self {
        let (kernel_regularizer, bias_regularizer) = (kernel.into(), bias.into());
        self.change(|last| Layer { kernel_regularizer, bias_regularizer, ..last })
    }

    /// How the last layer's kernel starts.
    #[must_use]
    pub fn initialized(self, initializer: impl Into<Tuned<Initializer>>) -> Self {
        let initializer = Some(initializer.into());
        self.change(|last| Layer { initializer, ..last })
    }

    /// Keeps the last layer's weights as they are, Keras's `trainable = False`.
    #[must_use]
    pub fn frozen(self) -> Self {
        self.change(|last| Layer { kind: last.kind.with("trainable", 0.0), ..last })
    }

    /// Trains at this width (64 bits unless said otherwise).
    #[must_use]
    pub fn precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    /// Seeds the first weights.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The model that `optimizer` trains to minimise `loss`.
    ///
    /// # Errors
    /// Where an argument was out of its range, more than one clipping is on, there is no dense
    /// layer, or a residual block changes the width.
    pub fn compile(
        self,
        optimizer: impl Into<Training>,
        loss: impl Into<Tuned<Loss>>,
    ) -> Result<Compiled> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let Training { optimizer, learning_rate, schedule, extras } = optimizer.into();
        extras.check()?;
        let (inputs, layers, loss) = (self.inputs, self.layers, loss.into());
        let architecture = Architecture { inputs, layers, loss, optimizer };
        Compiled::new(architecture, (learning_rate, schedule), extras, self.precision, self.seed)
    }

    fn tuned(self, kind: LayerKind, knob: &'static str, value: f64) -> Self {
        let layer = Layer::new(0, Tuned::new(kind).with(knob, value));
        self.checked(knob, value, &layer).push(layer)
    }

    /// Remembers the first argument that a layer would not take as it is.
    fn checked(mut self, name: &'static str, value: f64, layer: &Layer) -> Self {
        if layer.kind.get(name) != Some(value) && self.refused.is_none() {
            let range =
                layer.kind.range(name).map(|range| format!("{} to {}", range.start(), range.end()));
            let (value, allowed) = (value.to_string(), range.unwrap_or_default());
            self.refused = Some(Error::Argument { name, value, allowed });
        }
        self
    }

    fn change(mut self, change: impl FnOnce(Layer) -> Layer) -> Self {
        if let Some(last) = self.layers.pop() {
            self.layers.push(change(last));
        }
        self
    }
}
